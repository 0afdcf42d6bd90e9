//! What a file is that is not taken, so that its sender learns what to do instead.
//!
//! For: web pages under another name, forms of pictures and texts that have a better one, programs, archives. Not for:
//! completeness; what is recognised by nobody is `Unknown`, and refused as well.

use super::Fault;
use memchr::memmem;

/// How far into a text a web page is looked for.
const HEAD: usize = 1_024;

/// First bytes of forms that can be saved as another.
const FORMS: [(&[u8], &str, &str); 9] = [
    (b"GIF8", "GIF", "PNG"),
    (b"II*\0", "TIFF", "JPEG"),
    (b"MM\0*", "TIFF", "JPEG"),
    (b"8BPS", "PSD", "JPEG"),
    (b"\xff\x0a", "JPEG XL", "JPEG"),
    (b"\0\0\0\x0cJXL ", "JPEG XL", "JPEG"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000", "JPEG"),
    (b"{\\rtf", "RTF", "DOCX"),
    (b"%!PS", "PostScript", "PDF"),
];
const PROGRAMS: [&[u8]; 9] = [
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"dex\n",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"L\0\0\0\x01\x14\x02\0",
];
const ARCHIVES: [&[u8]; 8] =
    [b"PK", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd", b"MSCF"];
const RECORDINGS: [&[u8]; 6] = [b"\x1a\x45\xdf\xa3", b"ID3", b"OggS", b"fLaC", b"FLV", b"#!AMR"];

/// Why a file is refused whose first bytes say what it is; `None` if they do not.
pub(super) fn fault(bytes: &[u8]) -> Option<Fault> {
    let any = |marks: &[&[u8]]| marks.iter().any(|mark| bytes.starts_with(mark));
    if web_page(bytes) {
        return Some(Fault::WebPage);
    }
    if let Some((_, what, instead)) = FORMS.iter().find(|(mark, ..)| bytes.starts_with(mark)) {
        return Some(Fault::Unsupported { what, instead });
    }
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Some(Fault::Unsupported { what: "BMP", instead: "PNG" });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(boxed(bytes));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(ole(bytes));
    }
    if any(&RECORDINGS) || bytes.starts_with(b"RIFF") {
        return Some(Fault::Recording);
    }
    if any(&PROGRAMS) {
        return Some(Fault::Program);
    }
    (any(&ARCHIVES) || bytes.get(257..262) == Some(b"ustar")).then_some(Fault::Archive)
}

/// Why a file is refused that neither says what it is nor is a PDF.
pub(super) fn unknown(bytes: &[u8]) -> Fault {
    let text =
        std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(|c: char| c.is_control() && !"\t\r\n".contains(c)));
    if text { Fault::Unsupported { what: "TXT/CSV", instead: "PDF" } } else { Fault::Unknown }
}

/// HTML, SVG and XML, also in UTF-16: what a browser would show or run.
fn web_page(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(HEAD).filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let text = marks.iter().find_map(|mark| head.strip_prefix(*mark)).unwrap_or(&head).trim_ascii_start();
    let words: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<script", b"<svg", b"<body", b"<iframe"];
    let hidden = || words.iter().any(|word| memmem::find(text, word).is_some());
    text.starts_with(b"<") || (!bytes.starts_with(b"%PDF-") && hidden())
}

/// Files of boxes: photos of newer telephones, or films.
fn boxed(bytes: &[u8]) -> Fault {
    match bytes.get(8..12).unwrap_or_default() {
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => Fault::Heic,
        b"avif" | b"avis" => Fault::Unsupported { what: "AVIF", instead: "JPEG" },
        b"crx " => Fault::Unsupported { what: "CR3", instead: "JPEG" },
        _ => Fault::Recording,
    }
}

/// The container of old office files, and of new ones behind a password; its streams have names in UTF-16.
fn ole(bytes: &[u8]) -> Fault {
    let has = |name: &str| {
        let name: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
        memmem::find(bytes, &name).is_some()
    };
    if has("EncryptedPackage") {
        Fault::Encrypted
    } else if has("WordDocument") {
        Fault::Unsupported { what: "DOC", instead: "DOCX" }
    } else if has("PowerPoint Document") {
        Fault::Unsupported { what: "PPT", instead: "PPTX" }
    } else if has("Workbook") || has("Book") {
        Fault::Unsupported { what: "XLS", instead: "XLSX" }
    } else if has("__properties_version1.0") {
        Fault::Unsupported { what: "MSG", instead: "PDF" }
    } else {
        Fault::Unknown
    }
}
