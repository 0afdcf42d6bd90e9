//! The text in a file of rows, whatever a spreadsheet program wrote it as.
//!
//! For: every file of names or answers that is not a workbook. Not for: splitting it into rows and columns.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// The text: UTF-8 with or without a mark, UTF-16 with a mark (Excel's "Unicode text"), else Windows-1252. `None` if it is
/// not text: a NUL means a workbook, a picture or the like.
///
/// ```
/// use domain::text::decode;
/// assert_eq!(decode(b"kode;\xe9 \x96 \x80").as_deref(), Some("kode;é – €"));
/// assert_eq!(decode(&[0xff, 0xfe, b'k', 0, b'o', 0]).as_deref(), Some("ko"));
/// assert_eq!(decode(b"PK\x03\x04\x00"), None);
/// ```
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (marked, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = &bytes[mark..];
    let broken = marked == UTF_8 && std::str::from_utf8(bytes).is_err();
    let (text, _) = if broken { WINDOWS_1252 } else { marked }.decode_without_bom_handling(bytes);
    (!text.contains('\0')).then_some(text)
}
