//! Why a file is not taken as evidence, and what its sender may do about it.
//!
//! For: faults as types with a message in both languages. Not for: finding them (`kind.rs`, `picture.rs`).

use instrument::Text;
use words::both;

/// Why a file is not taken. Nothing was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
#[non_exhaustive]
pub enum Fault {
    /// No bytes at all.
    Empty,
    /// More bytes than [`LARGEST_PICTURE`](super::LARGEST_PICTURE) or
    /// [`LARGEST_DOCUMENT`](super::LARGEST_DOCUMENT), whichever holds.
    TooLarge {
        /// Bytes of the file.
        bytes: usize,
        /// Bytes that are allowed.
        most: usize,
    },
    /// A picture of more pixels than can be decoded in the memory there is.
    TooManyPixels {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Width times height that is allowed for this form: [`MOST_PIXELS`](super::MOST_PIXELS), or less where
        /// decoding needs more memory (progressive JPEG, 16 bits a colour, WebP).
        most: u64,
    },
    /// HTML, SVG or XML under whatever name.
    WebPage,
    /// A form that can be saved as another.
    Unsupported {
        /// Name of the form, "GIF".
        what: &'static str,
        /// Name of one that is taken, "PNG".
        instead: &'static str,
    },
    /// A photo as newer telephones save it.
    Heic,
    /// Film or sound.
    Recording,
    /// Something that runs.
    Program,
    /// A zip or other bundle of files.
    Archive,
    /// Nothing that is known here.
    Unknown,
    /// An office file with macros.
    Macros,
    /// Locked with a password.
    Encrypted,
    /// A zip bomb.
    ZipBomb,
    /// Cut short, or broken inside.
    Damaged,
}

impl Fault {
    /// What happened, what to do, and that nothing was saved.
    #[must_use]
    pub fn message(&self) -> Text {
        let key = match self {
            Self::TooLarge { bytes, most } => {
                let (size, most) = (megabytes(*bytes).to_string(), megabytes(*most).to_string());
                return both("evidence-too-large", &[("size", &size), ("most", &most)]);
            }
            Self::TooManyPixels { width, height, most } => {
                let (width, height) = (width.to_string(), height.to_string());
                let most = (most / 1_000_000).to_string();
                return both("evidence-too-many-pixels", &[("width", &width), ("height", &height), ("most", &most)]);
            }
            Self::Unsupported { what, instead } => {
                return both("evidence-unsupported", &[("what", what), ("instead", instead)]);
            }
            Self::Empty => "evidence-empty",
            Self::WebPage => "evidence-web-page",
            Self::Heic => "evidence-heic",
            Self::Recording => "evidence-recording",
            Self::Program => "evidence-program",
            Self::Archive => "evidence-archive",
            Self::Unknown => "evidence-unknown",
            Self::Macros => "evidence-macros",
            Self::Encrypted => "evidence-encrypted",
            Self::ZipBomb => "evidence-bomb",
            Self::Damaged => "evidence-damaged",
        };
        both(key, &[])
    }
}

/// Megabytes, begun ones counted, so that what is too large also looks it.
const fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1 << 20)
}
