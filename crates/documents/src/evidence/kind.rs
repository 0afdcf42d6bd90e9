//! What a file is, by its content alone; neither its name nor what a browser claims is asked.
//!
//! For: the kinds that are taken. Not for: what is refused (`foreign.rs`), what is inside (`office.rs`, `pdf.rs`).

use super::{Fault, LARGEST_DOCUMENT, foreign, office, pdf};

/// What may be kept as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A photo.
    Jpeg,
    /// A picture with sharp edges, a screenshot.
    Png,
    /// Comes in, never out.
    WebP,
    /// A PDF, kept as it is.
    Pdf,
    /// Word, without macros.
    Docx,
    /// Excel, without macros.
    Xlsx,
    /// PowerPoint, without macros.
    Pptx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 9] =
        [Self::Jpeg, Self::Png, Self::WebP, Self::Pdf, Self::Docx, Self::Xlsx, Self::Pptx, Self::Odt, Self::Ods];

    /// What a file is. An office file is inflated to the end once, in pieces, within the limits of `incoming/guard.rs`.
    ///
    /// # Errors
    /// [`Fault`] for everything that is not one of these.
    pub fn of(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.is_empty() {
            return Err(Fault::Empty);
        }
        if bytes.len() > LARGEST_DOCUMENT {
            return Err(Fault::TooLarge { bytes: bytes.len(), most: LARGEST_DOCUMENT });
        }
        if let Some(kind) = picture(bytes) {
            return Ok(kind);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return office::look(bytes);
        }
        match foreign::fault(bytes) {
            Some(fault) => Err(fault),
            None if pdf::begins(bytes) => Ok(Self::Pdf),
            None => Err(foreign::unknown(bytes)),
        }
    }

    /// Whether it is decoded and encoded anew; all else is kept as it is, to be offered as a download only.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::WebP)
    }

    /// The ending of its names, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
        }
    }

    /// The kind with this [`ending`](Self::ending).
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.ending() == ending)
    }

    /// The media type to serve it with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }
}

/// A picture by its first bytes.
pub(super) fn picture(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Some(Kind::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(Kind::Png);
    }
    (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")).then_some(Kind::WebP)
}
