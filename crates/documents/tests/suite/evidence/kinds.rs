//! What is told apart by content: documents that are kept, and everything that is not taken.

use super::*;
use crate::zipped;
use documents::evidence::{LARGEST_DOCUMENT, safe_name};

fn zip_of(names: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<_> = names.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    zipped(&parts)
}

fn office(name: &str) -> Vec<u8> {
    zip_of(&[("[Content_Types].xml", "<Types/>"), (name, "<x/>")])
}

fn refused(bytes: &[u8]) -> Fault {
    match clean(bytes) {
        Err(fault) => fault,
        Ok(cleaned) => panic!("taken as {:?}", cleaned.kind),
    }
}

fn unsupported(what: &'static str, instead: &'static str) -> Fault {
    Fault::Unsupported { what, instead }
}

#[test]
fn web_pages_are_no_pictures_whatever_their_name() {
    let svg = r#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let wide: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let pages: [&[u8]; 8] = [
        b"<!DOCTYPE html><html><body>x</body></html>",
        b"\n\n  <HTML><script>alert(1)</script>",
        b"\xef\xbb\xbf<html>",
        svg.as_bytes(),
        b"<!-- x --><svg onload='alert(1)'/>",
        b"halo <script>alert(1)</script>",
        &wide,
        b"<html>\n%PDF-1.7\n%%EOF",
    ];
    for page in pages {
        assert_eq!(refused(page), Fault::WebPage, "{}", String::from_utf8_lossy(page));
    }
}

#[test]
fn other_forms_say_which_one_to_use() {
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    assert_eq!(refused(b""), Fault::Empty);
    assert_eq!(refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1"), Fault::Heic);
    assert_eq!(refused(b"\0\0\0\x18ftypavif"), unsupported("AVIF", "JPEG"));
    assert_eq!(refused(b"\0\0\0\x18ftypisom"), Fault::Recording);
    assert_eq!(refused(b"GIF89a......"), unsupported("GIF", "PNG"));
    assert_eq!(refused(b"II*\0...."), unsupported("TIFF", "JPEG"));
    assert_eq!(refused(b"BM\x10\0\0\0\0\0\0\0...."), unsupported("BMP", "PNG"));
    assert_eq!(refused(&ole("WordDocument")), unsupported("DOC", "DOCX"));
    assert_eq!(refused(&ole("Workbook")), unsupported("XLS", "XLSX"));
    assert_eq!(refused(&ole("EncryptedPackage")), Fault::Encrypted);
    assert_eq!(refused(b"{\\rtf1 x}"), unsupported("RTF", "DOCX"));
    assert_eq!(refused(b"nama;jumlah\nSeruni;3\n"), unsupported("TXT/CSV", "PDF"));
    assert_eq!(refused(b"MZ\x90\0"), Fault::Program);
    assert_eq!(refused(b"\x7fELF\x02"), Fault::Program);
    assert_eq!(refused(b"#!/bin/sh\nrm"), Fault::Program);
    assert_eq!(refused(b"Rar!\x1a\x07"), Fault::Archive);
    assert_eq!(refused(b"\x1f\x8b\x08"), Fault::Archive);
    assert_eq!(refused(b"RIFF....WAVE"), Fault::Recording);
    assert_eq!(refused(b"\x01\x02\x03\x04\xff\xfe\x80"), Fault::Unknown);
}

#[test]
fn office_files_are_told_by_their_parts_and_kept_as_they_are() {
    let open_document = |mime: &str| zip_of(&[("mimetype", mime), ("content.xml", "<x/>")]);
    let kept = [
        (office("word/document.xml"), Kind::Docx),
        (office("xl/workbook.xml"), Kind::Xlsx),
        (office("ppt/presentation.xml"), Kind::Pptx),
        (open_document("application/vnd.oasis.opendocument.text"), Kind::Odt),
        (open_document("application/vnd.oasis.opendocument.spreadsheet"), Kind::Ods),
        (crate::book(&["kode"], |_| Ok(())), Kind::Xlsx),
    ];
    for (bytes, kind) in kept {
        let cleaned = clean(&bytes).unwrap();
        assert_eq!((cleaned.kind, cleaned.size, cleaned.active), (kind, None, false));
        assert_eq!(cleaned.bytes, bytes);
    }
    assert_eq!(refused(&open_document("application/vnd.oasis.opendocument.presentation")), unsupported("ODP", "PPTX"));
    assert_eq!(refused(&office("xl/workbook.bin")), unsupported("XLSB", "XLSX"));
    assert_eq!(refused(&office("bukti/1.exe")), Fault::Archive);
    assert_eq!(refused(&zip_of(&[("foto.jpg", "x")])), Fault::Archive);
    assert_eq!(refused(&office("word/document.xml")[..60]), Fault::Damaged);
    let types = ("[Content_Types].xml", "<Types/>");
    let both = zip_of(&[types, ("word/document.xml", ""), ("xl/workbook.xml", "")]);
    assert_eq!(refused(&both), Fault::Archive);
    assert_eq!(refused(&zip_of(&[types, ("word/document.xml", ""), ("word/vbaProject.bin", "x")])), Fault::Macros);
    let text = ("mimetype", "application/vnd.oasis.opendocument.text");
    assert_eq!(refused(&zip_of(&[text, ("Basic/Standard/Module1.xml", "x")])), Fault::Macros);
    let manifest = ("META-INF/manifest.xml", "<manifest:encryption-data manifest:checksum='x'/>");
    assert_eq!(refused(&zip_of(&[text, manifest])), Fault::Encrypted);
    let bomb = [("[Content_Types].xml".to_owned(), vec![]), ("word/document.xml".to_owned(), vec![b' '; 60 << 20])];
    assert_eq!(refused(&zipped(&bomb)), Fault::ZipBomb);
}

fn pdf(body: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{body}\nstartxref\n0\n%%EOF\n").into_bytes()
}

#[test]
fn pdf_is_kept_and_what_it_does_by_itself_is_told() {
    let active = |body: &str| clean(&pdf(body)).unwrap().active;
    let plain = clean(&pdf("1 0 obj << /Type /Catalog >> endobj")).unwrap();
    assert_eq!((plain.kind, plain.active), (Kind::Pdf, false));
    assert_eq!(plain.bytes, pdf("1 0 obj << /Type /Catalog >> endobj"));
    for body in ["/S /JavaScript", "/JS(app.alert(1))", "/Launch<<", "/EmbeddedFile ", "/S/J#61v#61Script/JS 5 0 R"] {
        assert!(active(body), "{body}");
    }
    assert!(active("/OpenAction 7 0 R") && active("/OpenAction<</S/URI>>"));
    assert!(!active("/OpenAction [3 0 R /Fit]") && !active("/OpenAction[3 0 R /Fit]"));
    assert!(!active("/JSX /JavaScripts /Launcher /J#zz /"));
    // Anything may stand before the mark, but not much, and nothing that is something else.
    assert_eq!(clean(&[b"\r\n\0junk ".as_slice(), &pdf("")].concat()).unwrap().kind, Kind::Pdf);
    assert_eq!(refused(&[vec![7; 1_030], pdf("")].concat()), Fault::Unknown);
    assert_eq!(refused(&[b"MZ".as_slice(), &pdf("")].concat()), Fault::Program);
    assert_eq!(refused(b"%PDF-1.7\n1 0 obj"), Fault::Damaged);
    assert_eq!(refused(&[pdf(""), vec![b' '; 2_000]].concat()), Fault::Damaged);
}

#[test]
fn a_pdf_of_two_hundred_megabytes_is_refused_by_its_size() {
    let mut large = vec![0; 200 << 20];
    large[..8].copy_from_slice(b"%PDF-1.7");
    let fault = Fault::TooLarge { bytes: 200 << 20, most: LARGEST_DOCUMENT };
    assert_eq!(clean(&large), Err(fault));
    assert_eq!(Kind::of(&large), Err(fault));
    assert!(fault.message().en.contains("200 MB; at most 20 MB"), "{}", fault.message().en);
}

#[test]
fn names_are_only_names() {
    let cases = [
        ("../../etc/passwd", Kind::Pdf, "passwd.pdf"),
        (r"C:\Users\a\foto.jpg", Kind::Jpeg, "foto.jpg"),
        ("foto.jpg.exe", Kind::Png, "foto.png"),
        ("laporan v1.2", Kind::Docx, "laporan v1.2.docx"),
        ("a\u{202e}gpj.exe", Kind::Pdf, "agpj.pdf"),
        ("baris\r\nSet-Cookie: x=1", Kind::Pdf, "baris Set-Cookie x=1.pdf"),
        ("\"><script>.svg", Kind::Png, "script.png"),
        (".htaccess", Kind::Png, "htaccess.png"),
        ("", Kind::Ods, "bukti.ods"),
        ("\u{200b}\u{feff}", Kind::Ods, "bukti.ods"),
        ("con.txt", Kind::Pdf, "bukti con.txt.pdf"),
        ("LPT1", Kind::Pdf, "bukti LPT1.pdf"),
        ("Rapat RW 03 – 24 Mei.PDF", Kind::Pdf, "Rapat RW 03 – 24 Mei.pdf"),
    ];
    for (name, kind, safe) in cases {
        assert_eq!(safe_name(name, kind), safe, "{name:?}");
    }
    assert_eq!(safe_name(&"é".repeat(500), Kind::Jpeg).chars().count(), 120);
}

#[test]
fn every_fault_says_what_to_do_in_both_languages() {
    let faults = [
        Fault::Empty,
        Fault::TooLarge { bytes: 1, most: 1 },
        Fault::TooManyPixels { width: 1, height: 2, most: 3 },
        Fault::WebPage,
        unsupported("GIF", "PNG"),
        Fault::Heic,
        Fault::Recording,
        Fault::Program,
        Fault::Archive,
        Fault::Unknown,
        Fault::Macros,
        Fault::Encrypted,
        Fault::ZipBomb,
        Fault::Damaged,
    ];
    for fault in faults {
        let text = fault.message();
        assert!(text.id.ends_with("Tidak ada yang disimpan."), "{}", text.id);
        assert!(text.en.ends_with("Nothing was saved.") && text.en == fault.to_string(), "{}", text.en);
    }
    assert_eq!(Had::Gps.message().id, "lokasi pengambilan");
}
