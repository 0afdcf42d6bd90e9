//! PDF: whether it is one from beginning to end, and whether it does something by itself.
//!
//! For: a warning beside the download. Not for: certainty. The bytes are scanned once for names like `/JavaScript`,
//! also where letters are written as `#4a`; nothing is parsed. Not looked into: compressed object streams, in which
//! most newer programs write such names, and encrypted parts. A name may also occur in a picture's bytes by chance:
//! then the warning is one too many. A viewer asks before it launches anything.

use super::Fault;
use memchr::{memchr_iter, memmem};

/// The mark must stand within the first and the end within the last this many bytes, as in Acrobat.
const WITHIN: usize = 1_024;
/// Longer names are none of those looked for, even with every letter escaped.
const LONGEST_NAME: usize = 64;
/// Space after a name that is looked past.
const LONGEST_SPACE: usize = 32;

const ACTIVE: [&[u8]; 9] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
];

/// Whether the mark of a PDF stands where it must.
pub(super) fn begins(bytes: &[u8]) -> bool {
    memmem::find(&bytes[..bytes.len().min(WITHIN)], b"%PDF-").is_some()
}

/// Whether it does something by itself; [`Fault::Damaged`] if its end is missing.
pub(super) fn look(bytes: &[u8]) -> Result<bool, Fault> {
    let tail = &bytes[bytes.len().saturating_sub(WITHIN)..];
    if memmem::find(tail, b"%%EOF").is_none() {
        return Err(Fault::Damaged);
    }
    let mut name = Vec::with_capacity(LONGEST_NAME);
    Ok(memchr_iter(b'/', bytes).any(|at| {
        let rest = &bytes[at + 1..];
        let length = read_name(rest, &mut name);
        ACTIVE.contains(&name.as_slice()) || (name == b"OpenAction" && !shows_a_page(&rest[length..]))
    }))
}

/// Reads a name up to its delimiter into `name`, letters written as `#xx` turned back; gives its length as written.
fn read_name(rest: &[u8], name: &mut Vec<u8>) -> usize {
    name.clear();
    let delimits = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0 || b"()<>[]{}/%".contains(byte);
    let length = rest.iter().take(LONGEST_NAME).position(delimits).unwrap_or(rest.len().min(LONGEST_NAME));
    let mut at = 0;
    while at < length {
        let escaped = (rest[at] == b'#').then(|| rest.get(at + 1..at + 3)).flatten();
        let byte = escaped.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        name.push(byte.unwrap_or(rest[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    length
}

/// Most writers let a PDF open at a page: `/OpenAction [3 0 R /Fit]`. That is no action.
fn shows_a_page(rest: &[u8]) -> bool {
    rest.iter().take(LONGEST_SPACE).find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
}
