//! EXIF: which way is up, and whether place, maker notes and a thumbnail are in it.
//!
//! For: four facts out of a TIFF structure, at most three lists of it. Not for: the rest; it goes with the block.

use super::{Had, Header};

/// No camera writes longer lists.
const MOST_ENTRIES: u16 = 1_000;

const ORIENTATION: u16 = 0x0112;
const EXIF: u16 = 0x8769;
const GPS: u16 = 0x8825;
const MAKER_NOTE: u16 = 0x927c;
const IPTC: u16 = 0x83bb;
const XMP: u16 = 0x02bc;

/// Numbers in the block's own order of bytes.
struct Tiff<'b> {
    bytes: &'b [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    }

    /// Hands over tag and place of value of every entry; gives the place of the next list.
    fn list(&self, at: usize, mut entry: impl FnMut(u16, usize)) -> Option<usize> {
        let count = self.short(at)?.min(MOST_ENTRIES);
        for number in 0..usize::from(count) {
            let place = at.checked_add(2 + number * 12)?;
            entry(self.short(place)?, place + 8);
        }
        self.long(at.checked_add(2 + usize::from(count) * 12)?)
    }
}

/// Reads what there is; a block that is cut short gives what stands before.
pub(super) fn read(block: &[u8], header: &mut Header) {
    let tiff = Tiff { bytes: block, little: block.starts_with(b"II") };
    let Some(first) = tiff.long(4) else { return };
    let mut more = None;
    let next = tiff.list(first, |tag, value| match tag {
        // Only the first block counts, as in viewers.
        ORIENTATION if header.orientation == 0 => {
            header.orientation = tiff.short(value).and_then(|up| u8::try_from(up).ok()).unwrap_or(0);
        }
        EXIF => more = tiff.long(value),
        GPS => drop(header.had.insert(Had::Gps)),
        MAKER_NOTE => drop(header.had.insert(Had::MakerNotes)),
        IPTC => drop(header.had.insert(Had::Iptc)),
        XMP => drop(header.had.insert(Had::Xmp)),
        _ => {}
    });
    if next.is_some_and(|next| next != 0) {
        header.had.insert(Had::Thumbnail);
    }
    if let Some(more) = more {
        tiff.list(more, |tag, _| {
            if tag == MAKER_NOTE {
                header.had.insert(Had::MakerNotes);
            }
        });
    }
}
