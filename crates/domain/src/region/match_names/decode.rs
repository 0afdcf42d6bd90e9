//! For: the text in an uploaded file of names, whatever a spreadsheet program wrote it as.
//! Not for: splitting it into rows and columns (`csv_rows.rs`).
//! Next: `csv_rows.rs`.

use std::borrow::Cow;

/// Windows-1252 for 0x80 to 0x9F; the rest of its upper half is Latin-1. Undefined places keep their control character.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file: UTF-8 with or without a mark, UTF-16 with a mark (Excel's "Unicode text"), else Windows-1252.
/// None if it is not text: a NUL byte means a workbook, a picture or the like.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(units) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return utf16(units, u16::from_le_bytes);
    }
    if let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return utf16(units, u16::from_be_bytes);
    }
    if bytes.contains(&0) {
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&byte| windows_1252(byte)).collect()),
    })
}

fn windows_1252(byte: u8) -> char {
    byte.checked_sub(0x80).and_then(|i| UPPER.get(usize::from(i)).copied()).unwrap_or(char::from(byte))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Cow<'static, str>> {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    (!text.contains('\0')).then_some(Cow::Owned(text))
}
