//! What a picture says about itself before it is decoded: its size, the memory that decoding takes, which way is up,
//! and what it carries beside its pixels.
//!
//! For: refusing what is too large unread, and telling what was removed. Not for: removing it; that happens because
//! only pixels are taken over (`picture.rs`). What is not recognised here is removed all the same.
//! Next: `jpeg.rs`, `png.rs`, `webp.rs` for the containers, `exif.rs` for what they share.

mod exif;
mod jpeg;
mod png;
mod webp;

use super::{Fault, Kind};
use instrument::Text;
use std::collections::BTreeSet;
use words::both;

/// What a picture carried beside its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Had {
    /// Camera, time, settings.
    Exif,
    /// Where it was taken.
    Gps,
    /// What a camera's maker writes, often a serial number.
    MakerNotes,
    /// A small picture of the picture, perhaps from before it was cropped.
    Thumbnail,
    /// Adobe's description of a file, often with its history.
    Xmp,
    /// Press captions: names, places.
    Iptc,
    /// A colour profile.
    Icc,
    /// Free text.
    Comment,
    /// Blocks of programs and cameras, such as a second picture or depth.
    Other,
    /// Bytes after the picture's end, such as a film or another file.
    Trailing,
}

impl Had {
    /// What it is called on a page.
    #[must_use]
    pub fn message(self) -> Text {
        let key = match self {
            Self::Exif => "evidence-had-exif",
            Self::Gps => "evidence-had-gps",
            Self::MakerNotes => "evidence-had-maker-notes",
            Self::Thumbnail => "evidence-had-thumbnail",
            Self::Xmp => "evidence-had-xmp",
            Self::Iptc => "evidence-had-iptc",
            Self::Icc => "evidence-had-icc",
            Self::Comment => "evidence-had-comment",
            Self::Other => "evidence-had-other",
            Self::Trailing => "evidence-had-trailing",
        };
        both(key, &[])
    }
}

/// A picture's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub width: u32,
    pub height: u32,
    /// Bytes that the decoded picture takes.
    pub held: u64,
    /// Bytes that decoding takes at its peak, `held` included, as far as they grow with the pixels.
    pub peak: u64,
    /// Bytes that decoding may take whatever the size.
    pub tables: u64,
    /// EXIF's number for which way is up, 1 to 8; 0 if it does not say.
    pub orientation: u8,
    pub had: BTreeSet<Had>,
}

impl Header {
    /// Takes over size and cost, at `held` and `peak` hundredths of bytes a pixel.
    fn sized(&mut self, width: u32, height: u32, held: u64, peak: u64) {
        (self.width, self.height) = (width, height);
        let pixels = u64::from(width) * u64::from(height);
        (self.held, self.peak) = (cost(pixels, held), cost(pixels, peak));
    }

    /// Takes over what an EXIF block says.
    fn exif(&mut self, tiff: &[u8]) {
        self.had.insert(Had::Exif);
        exif::read(tiff, self);
    }
}

fn cost(pixels: u64, hundredths: u64) -> u64 {
    pixels.saturating_mul(hundredths) / 100
}

/// Reads a picture's header.
pub(super) fn read(bytes: &[u8], kind: Kind) -> Result<Header, Fault> {
    match kind {
        Kind::Jpeg => jpeg::read(bytes),
        Kind::Png => png::read(bytes),
        _ => webp::read(bytes),
    }
    .ok_or(Fault::Damaged)
}

/// Big-endian, as in JPEG and PNG.
fn wide(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(two.try_into().ok()?))
}
