//! Office files: which one it is, and whether it may lie here until someone opens it at home.
//!
//! For: the kind by the zip's content, bombs, passwords, macros. Not for: what the document says; it is kept as it is,
//! with its author and everything else inside. The limits are those of `incoming/guard.rs`.

use super::{Fault, Kind};
use crate::incoming::FileFault;
use crate::incoming::guard::{self, Flow};
use memchr::memmem;

/// How much of a part that is read at all is read: the list of an OpenDocument's parts has a line or two for each.
const MOST_READ: usize = 4 << 20;

/// Parts that run when the document is opened; in OpenDocument the folders are empty or missing otherwise.
const MACROS: [&str; 3] = ["vbaproject.bin", "vbadata.xml", "macrosheets/"];
const SCRIPTS: [&str; 2] = ["basic/", "scripts/"];

/// Which office file it is, or why it is not taken.
pub(super) fn look(bytes: &[u8]) -> Result<Kind, Fault> {
    let mut zip = guard::open(bytes).map_err(|error| fault(&error))?;
    let names: Result<Vec<String>, _> =
        zip.file_names().map(|name| name.map(|name| name.to_ascii_lowercase())).collect();
    let names = names.map_err(|_| Fault::Damaged)?;
    let open_document = names.iter().any(|name| name == "mimetype");
    let microsoft = names.iter().any(|name| name == "[content_types].xml");
    if !open_document && !microsoft {
        return Err(Fault::Archive);
    }
    let (mut part, mut mimetype, mut manifest) = (String::new(), vec![], vec![]);
    guard::pour(&mut zip, |flow| {
        match flow {
            Flow::Part(name) => part = name.to_ascii_lowercase(),
            Flow::Piece(piece) if part == "mimetype" => add(&mut mimetype, piece),
            Flow::Piece(piece) if part == "meta-inf/manifest.xml" => add(&mut manifest, piece),
            Flow::Piece(_) | Flow::End => {}
        }
        Ok(())
    })
    .map_err(|error| fault(&error))?;
    let locked = memmem::find(&manifest, b"encryption-data").is_some();
    if open_document && (locked || names.iter().any(|name| name == "encrypted-package")) {
        return Err(Fault::Encrypted);
    }
    let kind = if open_document { of_mimetype(&mimetype)? } else { of_names(&names)? };
    let runs = |name: &String| MACROS.iter().any(|part| name.contains(part));
    let scripts = |name: &String| open_document && SCRIPTS.iter().any(|start| name.starts_with(start));
    if names.iter().any(|name| runs(name) || scripts(name)) { Err(Fault::Macros) } else { Ok(kind) }
}

fn add(whole: &mut Vec<u8>, piece: &[u8]) {
    whole.extend(piece.iter().take(MOST_READ.saturating_sub(whole.len())));
}

fn fault(fault: &FileFault) -> Fault {
    match fault {
        FileFault::Encrypted => Fault::Encrypted,
        FileFault::Bomb => Fault::ZipBomb,
        _ => Fault::Damaged,
    }
}

fn of_mimetype(mimetype: &[u8]) -> Result<Kind, Fault> {
    match mimetype.trim_ascii() {
        b"application/vnd.oasis.opendocument.text" => Ok(Kind::Odt),
        b"application/vnd.oasis.opendocument.spreadsheet" => Ok(Kind::Ods),
        b"application/vnd.oasis.opendocument.presentation" => Err(Fault::Unsupported { what: "ODP", instead: "PPTX" }),
        b"application/vnd.oasis.opendocument.graphics" => Err(Fault::Unsupported { what: "ODG", instead: "PDF" }),
        b"application/epub+zip" => Err(Fault::Unsupported { what: "EPUB", instead: "PDF" }),
        _ => Err(Fault::Archive),
    }
}

/// The folder of the main part; one that has several is none of them.
fn of_names(names: &[String]) -> Result<Kind, Fault> {
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if names.iter().any(|name| name.ends_with("workbook.bin")) {
        return Err(Fault::Unsupported { what: "XLSB", instead: "XLSX" });
    }
    match (has("word/document"), has("xl/workbook"), has("ppt/presentation")) {
        (true, false, false) => Ok(Kind::Docx),
        (false, true, false) => Ok(Kind::Xlsx),
        (false, false, true) => Ok(Kind::Pptx),
        _ => Err(Fault::Archive),
    }
}
