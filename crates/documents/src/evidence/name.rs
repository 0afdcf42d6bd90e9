//! The name under which a file is offered for download.
//!
//! For: a name that is only a name, and says what the file is. Not for: where it is kept; that is by digest.

use super::Kind;

/// Characters of the longest name, ending included.
const LONGEST: usize = 120;
/// Bytes of it; file systems take 255.
const MOST_BYTES: usize = 240;
/// What a file without a usable name is called.
const NAMELESS: &str = "bukti";
/// Endings that are taken off before the right one is put on, beside those of [`Kind`].
const ENDINGS: [&str; 27] = [
    "jpeg", "jpe", "jfif", "gif", "tif", "tiff", "bmp", "heic", "heif", "svg", "htm", "html", "xhtml", "xml", "js",
    "exe", "com", "bat", "cmd", "scr", "msi", "apk", "lnk", "zip", "doc", "xls", "ppt",
];
/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name to download by: without folders, control characters, marks of writing direction and characters that file
/// systems refuse; at most 120 characters, with the ending of its kind.
///
/// ```
/// use documents::evidence::{Kind, safe_name};
/// assert_eq!(safe_name(r"C:\foto\Posko RW 03.HEIC", Kind::Jpeg), "Posko RW 03.jpg");
/// assert_eq!(safe_name("../../daftar\u{202e}fdp.exe", Kind::Pdf), "daftarfdp.pdf");
/// assert_eq!(safe_name("..", Kind::Png), "bukti.png");
/// ```
#[must_use]
pub fn safe_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|character| !hidden(*character)).map(plain).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let mut stem = words.join(" ");
    while let Some((start, ending)) = stem.rsplit_once('.') {
        let ending = ending.trim().to_ascii_lowercase();
        if !ending.is_empty() && Kind::from_ending(&ending).is_none() && !ENDINGS.contains(&ending.as_str()) {
            break;
        }
        stem.truncate(start.len());
    }
    let stem = stem.trim_matches([' ', '.', '-']);
    let room = LONGEST - 1 - kind.ending().len();
    let fits = |(at, character): &(usize, char)| at + character.len_utf8() <= MOST_BYTES;
    let short: String = stem.char_indices().take(room).take_while(fits).map(|(_, character)| character).collect();
    let short = short.trim_end_matches([' ', '.']);
    let device = short.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    let start = match DEVICES.contains(&device.to_ascii_lowercase().as_str()) {
        true => format!("{NAMELESS} {short}").chars().take(room).collect(),
        false if short.is_empty() => NAMELESS.to_owned(),
        false => short.to_owned(),
    };
    format!("{start}.{}", kind.ending())
}

/// What is not seen but changes what is seen, or how it is read.
fn hidden(character: char) -> bool {
    let marks = matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}');
    marks || (character.is_control() && !character.is_whitespace())
}

fn plain(character: char) -> char {
    if "<>:\"|?*%;".contains(character) || character.is_control() { ' ' } else { character }
}
