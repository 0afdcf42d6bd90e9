//! Reads a file named on the command line, or stdin, into memory, and its text whatever a spreadsheet program wrote it as.
//!
//! Not for: splitting text into rows (`table.rs`). Next: `table.rs`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use words::Words;

use super::failure::Failure;

/// No file of answers comes near this; an endless device would fill the memory.
const LARGEST: u64 = 256 << 20;

/// The bytes of a file; `-` is stdin.
pub fn read(path: &Path, w: Words) -> Result<Vec<u8>, Failure> {
    let name = shown(path);
    let failed = |key: &str, why: &str| Failure::new(w.with(key, &[("file", (&*name).into()), ("why", why.into())]));
    let unreadable = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => failed("command-file-missing", ""),
        io::ErrorKind::IsADirectory => failed("command-file-folder", ""),
        io::ErrorKind::PermissionDenied => failed("command-file-forbidden", ""),
        _ => failed("command-file-unreadable", &error.to_string()),
    };
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else if path.is_dir() {
        return Err(failed("command-file-folder", ""));
    } else {
        File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    match read {
        Err(error) => Err(unreadable(&error)),
        Ok(length) if length as u64 > LARGEST => Err(failed("command-file-large", "")),
        Ok(_) => Ok(bytes),
    }
}

/// The text of a file of rows; `-` is stdin.
pub fn read_text(path: &Path, w: Words) -> Result<String, Failure> {
    text(&read(path, w)?, path, w)
}

/// The name of a file as messages show it.
pub fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "stdin".to_owned() } else { plain(&path.display().to_string()).into_owned() }
}

/// The text of a file of rows.
fn text(bytes: &[u8], path: &Path, w: Words) -> Result<String, Failure> {
    let text = domain::text::decode(bytes).map(Cow::into_owned);
    text.ok_or_else(|| Failure::new(w.with("command-file-binary", &[("file", shown(path).into())])))
}

/// What a terminal may be shown of a file: control characters could move its cursor or hide text.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        Cow::Owned(text.replace(char::is_control, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cell as it is quoted back, shortened so that a pasted page does not fill the screen.
pub fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_write_becomes_text() {
        let read = |bytes: &[u8]| text(bytes, Path::new("-"), words::words(words::Lang::Id)).ok();
        assert_eq!(read("kode;é".as_bytes()).as_deref(), Some("kode;é"));
        assert_eq!(read(b"kode;\xe9 \x96 \x80").as_deref(), Some("kode;é – €"));
        assert_eq!(read(&[0xff, 0xfe, b'k', 0, b'o', 0]).as_deref(), Some("ko"));
        assert_eq!(read(&[0xfe, 0xff, 0, b'k', 0, b'o']).as_deref(), Some("ko"));
        assert_eq!(read(b"PK\x03\x04\x00\x00"), None);
    }
}
