//! JPEG up to its first scan, and where it ends.
//!
//! For: size, kind of coding, application blocks. Not for: the scans; between them only their end is looked for.

use super::{Had, Header, cost, short};
use memchr::{memchr, memmem};

/// Reads the header; `None` if there is no picture in it, or its end is missing.
pub(super) fn read(bytes: &[u8]) -> Option<Header> {
    let mut header = Header::default();
    let mut frame = None;
    let mut at = 2;
    loop {
        // What stands between blocks is looked past, as decoders do; any number of 0xff may stand before a marker.
        at += memchr(0xff, bytes.get(at..)?)?;
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let marker = *bytes.get(at + 1)?;
        let length = usize::from(short(bytes, at + 2)?);
        let body = bytes.get(at + 4..at + 2 + length)?;
        match marker {
            // Frames; between their numbers stand tables.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf if frame.is_none() => frame = Some((marker, body)),
            0xc4 | 0xcc | 0xdb..=0xdd | 0xf0..=0xfd => {}
            0xda => {
                let (marker, frame) = frame?;
                size(&mut header, marker, frame, *body.first()?)?;
                at += 2 + length;
                break;
            }
            0xe0..=0xef => application(&mut header, marker, body),
            0xfe => drop(header.had.insert(Had::Comment)),
            // A second frame, an end before the beginning, marks that stand only in scans.
            _ => return None,
        }
        at += 2 + length;
    }
    let end = at + memmem::find(&bytes[at..], &[0xff, 0xd9])? + 2;
    if bytes[end..].iter().any(|byte| *byte != 0) {
        header.had.insert(Had::Trailing);
    }
    Some(header)
}

/// The frame: one byte a colour when decoded; where the colours do not all come in the first scan, the decoder also
/// holds all coefficients, two bytes each.
fn size(header: &mut Header, marker: u8, frame: &[u8], in_first_scan: u8) -> Option<()> {
    let (height, width, colours) = (short(frame, 1)?, short(frame, 3)?, *frame.get(5)?);
    let held = if colours == 1 { 100 } else { 300 };
    let all_at_once = matches!(marker, 0xc0 | 0xc1) && in_first_scan == colours;
    header.sized(width.into(), height.into(), held, held);
    if !all_at_once {
        let pixels = u64::from(width) * u64::from(height);
        header.peak += cost(pixels, coefficients(frame, colours)?);
    }
    Some(())
}

/// Hundredths of bytes a pixel; colours may be kept at half the width and height.
fn coefficients(frame: &[u8], colours: u8) -> Option<u64> {
    let mut all = vec![];
    for colour in 0..usize::from(colours) {
        let factors = *frame.get(7 + colour * 3)?;
        all.push((u64::from(factors >> 4), u64::from(factors & 15)));
    }
    let most = |side: fn(&(u64, u64)) -> u64| all.iter().map(side).max().unwrap_or(1).max(1);
    let whole = most(|factors| factors.0) * most(|factors| factors.1);
    Some(all.iter().map(|(across, down)| 200 * across * down).sum::<u64>().div_ceil(whole))
}

fn application(header: &mut Header, marker: u8, body: &[u8]) {
    let had = match marker {
        // The picture's density, and in old files a thumbnail.
        0xe0 if body.starts_with(b"JFIF\0") => match body.get(12..14) {
            Some([0, _] | [_, 0]) | None => return,
            _ => Had::Thumbnail,
        },
        0xe0 if body.starts_with(b"JFXX\0") => Had::Thumbnail,
        0xe1 if body.starts_with(b"Exif\0") => return header.exif(body.get(6..).unwrap_or_default()),
        0xe1 if body.starts_with(b"http://ns.adobe.com/") => Had::Xmp,
        0xe2 if body.starts_with(b"ICC_PROFILE\0") => Had::Icc,
        0xed if body.starts_with(b"Photoshop 3.0\0") => Had::Iptc,
        // How colours are coded.
        0xee if body.starts_with(b"Adobe") => return,
        _ => Had::Other,
    };
    header.had.insert(had);
}
