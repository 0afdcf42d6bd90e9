//! Uploaded evidence: bytes of anyone in, bytes that may be kept and shown out.
//!
//! **What it is for.** [`clean`] tells by the content what a file is ([`Kind`]). A picture is decoded and encoded anew,
//! so that nothing of the old file stays but its pixels: no place, no camera, no thumbnail, nothing appended. A PDF or
//! office file is looked through and kept as it is, to be handed out as a download. All else is refused with a
//! [`Fault`] that says what to do.
//!
//! **What it is not for.** Keeping files or deciding who may see them (`app`). It does not look for viruses, and a kept
//! document keeps its author's name and everything else inside.
//!
//! **Colours.** A colour profile is removed, not applied: pixels are taken as sRGB. A photo in Display P3 becomes a
//! little paler, a JPEG in CMYK is converted without its profile.
//!
//! **Memory and time.** A picture needs at most about 300 MB beside the caller's bytes, whatever it says about itself;
//! `picture.rs` has the sum. The work takes up to seconds and does not yield: call it on a thread of its own, one file
//! at a time, since two at once need twice the memory.
//!
//! **Where to go next.** `kind.rs` (what is it), `header/` (size and marks before decoding), `picture.rs` (the way of a
//! picture), `pdf.rs`, `office.rs`.

mod fault;
mod foreign;
mod header;
mod kind;
mod name;
mod office;
mod pdf;
mod picture;
mod scale;

pub use fault::Fault;
pub use header::Had;
pub use kind::Kind;
pub use name::safe_name;

use std::panic::catch_unwind;

/// Bytes of the largest picture that is looked at: 15 MB.
pub const LARGEST_PICTURE: usize = 15 << 20;
/// Bytes of the largest file of any kind that is looked at: 20 MB. A larger one need not be received to the end.
pub const LARGEST_DOCUMENT: usize = 20 << 20;
/// Pixels of the largest picture, 50 million. Forms that need more memory to decode may have fewer, see
/// [`Fault::TooManyPixels`].
pub const MOST_PIXELS: u64 = 50_000_000;
/// Pixels on the longer side of what comes out; larger pictures are scaled down to it, smaller ones keep their size.
pub const LONGEST_SIDE: u32 = 2_560;

/// A file that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cleaned {
    /// What `bytes` are; a WebP comes out as JPEG, or as PNG if some of it is transparent.
    pub kind: Kind,
    /// What to keep: the new picture, or the document unchanged.
    pub bytes: Vec<u8>,
    /// Width and height of the new picture in pixels, upright; `None` for a document.
    pub size: Option<(u32, u32)>,
    /// What the picture carried and no longer does; empty for a document.
    pub had: Vec<Had>,
    /// The PDF has scripts, attachments or actions of its own; the page should say so beside the download.
    pub active: bool,
}

/// Makes a file safe to keep and to show, or says why not.
///
/// Nothing here panics, whatever the bytes: a decoder that gives up with a panic is caught, and the file is
/// [`Fault::Damaged`] (the panic hook still writes its line to stderr). The limits hold before anything is decoded.
///
/// # Errors
/// [`Fault`], with what happened and what to do about it.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, Fault> {
    catch_unwind(|| cleaned(bytes)).unwrap_or(Err(Fault::Damaged))
}

fn cleaned(bytes: &[u8]) -> Result<Cleaned, Fault> {
    let most = if kind::picture(bytes).is_some() { LARGEST_PICTURE } else { LARGEST_DOCUMENT };
    if bytes.len() > most {
        return Err(Fault::TooLarge { bytes: bytes.len(), most });
    }
    let kind = Kind::of(bytes)?;
    if kind.is_picture() {
        return picture::clean(bytes, kind);
    }
    let active = kind == Kind::Pdf && pdf::look(bytes)?;
    Ok(Cleaned { kind, bytes: bytes.to_vec(), size: None, had: vec![], active })
}
