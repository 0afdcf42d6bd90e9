//! PNG, chunk by chunk.
//!
//! For: size, depth of colour, chunks that are not pixels. Not for: checksums and pixels (the decoder's).

use super::{Had, Header, wide};

/// Reads all chunks; `None` if the first is not the header, or the end is missing.
pub(super) fn read(bytes: &[u8]) -> Option<Header> {
    let mut header = Header::default();
    let mut transparent = false;
    let (mut at, mut first) = (8_usize, true);
    loop {
        let length = usize::try_from(wide(bytes, at)?).ok()?;
        let name = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let body = &bytes.get(at + 8..end)?[..length];
        if first != (name == b"IHDR") {
            return None;
        }
        first = false;
        match name {
            b"IEND" => {
                if bytes.len() > end {
                    header.had.insert(Had::Trailing);
                }
                break;
            }
            b"tRNS" => transparent = true,
            b"eXIf" => header.exif(body),
            b"iCCP" => drop(header.had.insert(Had::Icc)),
            b"tEXt" | b"zTXt" | b"iTXt" => drop(header.had.insert(text(body))),
            // Time of change, and the Content Credentials of cameras and programs.
            b"tIME" | b"caBX" | b"acTL" => drop(header.had.insert(Had::Other)),
            _ => {}
        }
        at = end;
    }
    let (width, height) = (wide(bytes, 16)?, wide(bytes, 20)?);
    let colours = match bytes.get(25)? {
        0 if transparent => 2,
        0 => 1,
        2 if transparent => 4,
        2 => 3,
        3 if transparent => 4,
        3 => 3,
        4 => 2,
        _ => 4,
    };
    let deep = if bytes.get(24) == Some(&16) { 2 } else { 1 };
    header.sized(width, height, colours * 100, colours * deep * 100);
    Some(header)
}

/// Text chunks of programs may hold whole blocks of other standards.
fn text(body: &[u8]) -> Had {
    let keyword = body.split(|byte| *byte == 0).next().unwrap_or_default();
    match keyword {
        b"XML:com.adobe.xmp" | b"Raw profile type xmp" => Had::Xmp,
        b"Raw profile type exif" | b"Raw profile type APP1" => Had::Exif,
        b"Raw profile type iptc" | b"Raw profile type 8bim" => Had::Iptc,
        b"Raw profile type icc" | b"Raw profile type icm" => Had::Icc,
        _ => Had::Comment,
    }
}
