//! What a form and its reader agree on: the names of its worksheets and of columns.

/// Name of the worksheet to fill in, in every language.
pub(crate) const ENTRY: &str = "Isian";
/// Name of the worksheet with the definitions.
pub(crate) const DEFINITIONS: &str = "Definisi";
/// Name of the hidden worksheet that says what the file is.
pub(crate) const STAMP: &str = "_bersinar";

/// The letters of a column, from 0: `A`, `B`, … `Z`, `AA`.
///
/// ```
/// use documents::column_letters;
/// assert_eq!([0, 25, 26, 701, 702].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
/// ```
#[must_use]
pub fn column_letters(column: u32) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    match column / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", column_letters(more - 1)),
    }
}
