//! WebP, chunk by chunk.
//!
//! For: size, chunks that are not pixels, and what its decoder would reserve. Not for: pixels.
//!
//! Two traps are sprung here. A frame may claim a size of its own, which the decoder reserves before it compares: every
//! frame must fit on the canvas. And lossless data may bring up to 327,680 code tables of 4 KB in a few bytes each:
//! their bytes count 400-fold towards the memory.

use super::{Had, Header};

/// Bytes of tables that a byte of lossless data can call for.
const TABLES: u64 = 400;
/// Bytes of all tables there can be: five for each of 65,536 groups.
const MOST_TABLES: u64 = 65_536 * 5 * 4_096;
/// Hundredths of bytes a pixel: luma and chroma, the picture, and for transparency two more layers.
const OPAQUE: u64 = 500;
const TRANSPARENT: u64 = 1_100;
/// The canvas and a frame on it.
const ANIMATED: u64 = 1_900;

/// What the chunks have told so far.
#[derive(Default)]
struct Seen {
    header: Header,
    /// The largest frame.
    frame: (u32, u32),
    canvas: Option<(u32, u32)>,
    transparent: bool,
    animated: bool,
}

/// Reads all chunks; `None` if there is no picture in it, a frame is larger than the canvas, or the end is
/// missing.
pub(super) fn read(bytes: &[u8]) -> Option<Header> {
    let mut seen = Seen::default();
    let declared = usize::try_from(little(bytes, 4, 4)?).ok()?.saturating_add(8);
    // The byte that makes a chunk even may be missing, or there though it is not counted.
    if bytes.len().saturating_add(1) < declared {
        return None;
    }
    if bytes.len() > declared.saturating_add(1) {
        seen.header.had.insert(Had::Trailing);
    }
    // To the end of the bytes, not of what is declared: a decoder may look there too.
    chunks(bytes.get(12..)?, |name, body| seen.chunk(name, body));
    let (width, height) = seen.canvas.unwrap_or(seen.frame);
    if seen.frame == (0, 0) || seen.frame.0 > width || seen.frame.1 > height {
        return None;
    }
    let peak = match (seen.animated, seen.transparent) {
        (true, _) => ANIMATED,
        (_, true) => TRANSPARENT,
        _ => OPAQUE,
    };
    seen.header.sized(width, height, if seen.transparent { 400 } else { 300 }, peak);
    Some(seen.header)
}

fn chunks(mut bytes: &[u8], mut take: impl FnMut(&[u8], &[u8])) {
    while let (Some(name), Some(length)) = (bytes.get(..4), little(bytes, 4, 4)) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let rest = bytes.get(8..).unwrap_or_default();
        take(name, &rest[..length.min(rest.len())]);
        bytes = rest.get(length.saturating_add(length % 2)..).unwrap_or_default();
    }
}

impl Seen {
    fn chunk(&mut self, name: &[u8], body: &[u8]) {
        match name {
            b"VP8X" => {
                let side = |at| little(body, at, 3).map(|less| less + 1);
                self.canvas = side(4).zip(side(7));
                self.transparent |= body.first().is_some_and(|flags| flags & 0x10 != 0);
            }
            // A frame of an animation: its place, then chunks of its own.
            b"ANMF" => {
                self.animated = true;
                self.header.had.insert(Had::Other);
                chunks(body.get(16..).unwrap_or_default(), |name, body| self.layer(name, body));
            }
            b"EXIF" => self.header.exif(body.strip_prefix(b"Exif\0\0").unwrap_or(body)),
            b"XMP " => drop(self.header.had.insert(Had::Xmp)),
            b"ICCP" => drop(self.header.had.insert(Had::Icc)),
            _ => self.layer(name, body),
        }
    }

    /// What pixels are made of.
    fn layer(&mut self, name: &[u8], body: &[u8]) {
        match name {
            b"VP8 " => {
                let side = |at| little(body, at, 2).map(|side| side & 0x3fff);
                self.frame(side(6).zip(side(8)));
            }
            b"VP8L" => {
                let packed = little(body, 1, 4);
                self.frame(packed.map(|packed| ((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1)));
                self.transparent = true;
                self.tables(body);
            }
            b"ALPH" => {
                self.transparent = true;
                self.tables(body);
            }
            _ => {}
        }
    }

    fn frame(&mut self, size: Option<(u32, u32)>) {
        let (width, height) = size.unwrap_or_default();
        self.frame = (self.frame.0.max(width), self.frame.1.max(height));
    }

    /// One layer of a picture at most is lossless.
    fn tables(&mut self, body: &[u8]) {
        let lossless = u64::try_from(body.len()).unwrap_or(u64::MAX);
        self.header.tables = self.header.tables.max(lossless.saturating_mul(TABLES).min(MOST_TABLES));
    }
}

fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}
