//! Looks through a zip before any parser sees it: how much comes out of it, and what in it could hurt a parser.
//!
//! For: zip bombs, files cut short, document type declarations, counts that would make a parser reserve memory.
//! Not for: understanding the workbook (`workbook.rs`). Everything is inflated once in pieces of 64 KB and dropped;
//! the first piece over a limit ends it. [`open`] and [`pour`] serve every zip, also `evidence/office.rs`.

use super::fault::FileFault;
use memchr::memmem;
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// No workbook of a form has more parts.
const MOST_PARTS: usize = 2_000;
/// All parts together, inflated.
const MOST_BYTES: u64 = 200 << 20;
/// A part that inflates beyond this must not have been smaller than a [`MOST_RATIO`]th of it.
const RATIO_FROM: u64 = 8 << 20;
/// A sheet of empty styled cells reaches about 100; a bomb has about 1,000.
const MOST_RATIO: u64 = 300;
/// The longest piece without a tag; a cell holds at most 32,767 characters.
const LONGEST_TEXT: u64 = 1 << 20;
/// Shared strings, inflated: they are held in memory whole.
const MOST_STRING_BYTES: u64 = 64 << 20;
/// Shared strings: 100,000 rows of 20 texts that all differ.
const MOST_STRINGS: u64 = 2_000_000;
/// Tags in parts that are held in memory whole (styles, names, relationships).
const MOST_TAGS: u64 = 1_000_000;
/// How much of the start of a part is looked at closely.
const HEAD: usize = 4_096;
/// How much of a piece is looked at again together with the next: longer than any word searched for.
const OVERLAP: usize = 32;

/// What was seen on the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// A worksheet has merged cells.
    pub merged: bool,
}

/// What [`pour`] hands over, part after part.
pub(crate) enum Flow<'p> {
    /// A part begins; its name.
    Part(&'p str),
    /// The next piece of it, inflated.
    Piece(&'p [u8]),
    /// It has ended.
    End,
}

/// Lets a workbook pass, or says why not.
pub(super) fn check(bytes: &[u8]) -> Result<Seen, FileFault> {
    let mut zip = open(bytes)?;
    what_kind(&zip)?;
    let mut seen = Seen::default();
    let mut scan = Scan::new("");
    pour(&mut zip, |flow| match flow {
        Flow::Part(name) => {
            scan = Scan::new(name);
            Ok(())
        }
        Flow::Piece(piece) => scan.piece(piece),
        Flow::End => {
            seen.merged |= scan.merged;
            scan.end()
        }
    })?;
    Ok(seen)
}

/// The list of a zip's parts, if it is one and not too long.
pub(crate) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, FileFault> {
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    if zip.len() > MOST_PARTS { Err(FileFault::Bomb) } else { Ok(zip) }
}

/// Inflates every part once and hands it over in pieces; ends at the first limit passed, or when `take` says so.
pub(crate) fn pour(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    mut take: impl FnMut(Flow<'_>) -> Result<(), FileFault>,
) -> Result<(), FileFault> {
    let mut left = MOST_BYTES;
    let mut declared: u64 = 0;
    for at in 0..zip.len() {
        let part = zip.by_index_raw(at).map_err(|error| unopened(&error))?;
        if part.encrypted() {
            return Err(FileFault::Encrypted);
        }
        declared = declared.saturating_add(part.size());
    }
    if declared > MOST_BYTES {
        return Err(FileFault::Bomb);
    }
    let mut piece = vec![0; 64 << 10];
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).map_err(|error| unopened(&error))?;
        let (packed, mut inflated) = (part.compressed_size(), 0);
        take(Flow::Part(&part.name().map_err(|_| FileFault::Damaged)?))?;
        loop {
            let read = part.read(&mut piece).map_err(|_| FileFault::Damaged)?;
            if read == 0 {
                break;
            }
            let read_bytes = u64::try_from(read).unwrap_or(u64::MAX);
            inflated += read_bytes;
            left = left.checked_sub(read_bytes).ok_or(FileFault::Bomb)?;
            if inflated > RATIO_FROM && inflated / packed.max(1) > MOST_RATIO {
                return Err(FileFault::Bomb);
            }
            take(Flow::Piece(&piece[..read]))?;
        }
        take(Flow::End)?;
    }
    Ok(())
}

/// Zips that are not Excel workbooks: OpenDocument, the binary workbook, anything else.
fn what_kind(zip: &ZipArchive<Cursor<&[u8]>>) -> Result<(), FileFault> {
    let names: Result<Vec<String>, ZipError> = zip.file_names().map(|name| Ok(name?.to_ascii_lowercase())).collect();
    let names = names.map_err(|_| FileFault::Damaged)?;
    let any = |is: fn(&str) -> bool| names.iter().any(|name| is(name));
    if any(|name| name == "mimetype") {
        return Err(FileFault::OpenDocument);
    }
    if any(|name| name.ends_with("workbook.bin")) {
        return Err(FileFault::OldXls);
    }
    // Every office file has this list of its parts.
    let office = any(|name| name == "[content_types].xml");
    let sheets = any(|name| name.contains("worksheets"));
    if office && sheets { Ok(()) } else { Err(FileFault::NotASpreadsheet) }
}

fn unopened(error: &ZipError) -> FileFault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => FileFault::Encrypted,
        _ => FileFault::Damaged,
    }
}

/// What is looked for in one part while it streams by.
struct Scan {
    xml: bool,
    strings: bool,
    streamed: bool,
    head: Vec<u8>,
    window: Vec<u8>,
    bytes: u64,
    tags: u64,
    since_tag: u64,
    merged: bool,
}

impl Scan {
    fn new(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        // These may be long: worksheets are read as a stream, notes and drawings not at all.
        let streamed = ["worksheets", "comments", "drawing", "media"].iter().any(|word| name.contains(word));
        Self {
            xml: [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end)),
            strings: name.ends_with("sharedstrings.xml"),
            streamed,
            head: Vec::new(),
            window: Vec::new(),
            bytes: 0,
            tags: 0,
            since_tag: 0,
            merged: false,
        }
    }

    fn piece(&mut self, piece: &[u8]) -> Result<(), FileFault> {
        if !self.xml {
            return Ok(());
        }
        let room = HEAD.saturating_sub(self.head.len());
        self.head.extend(piece.iter().take(room));
        self.bytes += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.count_tags(piece)?;
        self.window.extend_from_slice(piece);
        let holds = |word: &str| memmem::find(&self.window, word.as_bytes()).is_some();
        // Entities are how a small XML becomes a large one ("billion laughs") or reads other files.
        if holds("<!DOCTYPE") || holds("<!ENTITY") {
            return Err(FileFault::Unsafe);
        }
        self.merged |= holds("mergeCell ");
        let keep = self.window.len().saturating_sub(OVERLAP);
        self.window.drain(..keep);
        Ok(())
    }

    fn count_tags(&mut self, piece: &[u8]) -> Result<(), FileFault> {
        let mut from = 0;
        let length = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
        for at in memchr::memchr_iter(b'<', piece) {
            if self.since_tag + length(at - from) > LONGEST_TEXT {
                return Err(FileFault::Bomb);
            }
            (from, self.since_tag) = (at, 0);
            self.tags += 1;
        }
        self.since_tag += length(piece.len() - from);
        let most_tags = if self.strings { MOST_STRINGS.saturating_mul(8) } else { MOST_TAGS };
        let many = !self.streamed && self.tags > most_tags;
        let long = self.strings && self.bytes > MOST_STRING_BYTES;
        if self.since_tag > LONGEST_TEXT || many || long { Err(FileFault::Bomb) } else { Ok(()) }
    }

    /// What the start of the part tells, once it is there.
    fn end(&self) -> Result<(), FileFault> {
        if !self.xml {
            return Ok(());
        }
        let head = self.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.head);
        // UTF-16 and other encodings would hide the words searched for.
        if head.contains(&0) || head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(FileFault::Damaged);
        }
        let mut rest = head.trim_ascii_start();
        if rest.starts_with(b"<?xml") {
            let end = memmem::find(rest, b"?>").ok_or(FileFault::Damaged)?;
            let declaration = rest[..end].to_ascii_lowercase();
            let plain = ["utf-8", "us-ascii"].iter().any(|name| memmem::find(&declaration, name.as_bytes()).is_some());
            if memmem::find(&declaration, b"encoding").is_some() && !plain {
                return Err(FileFault::Damaged);
            }
            rest = rest[end + 2..].trim_ascii_start();
        }
        if self.strings { strings_count(rest) } else { Ok(()) }
    }
}

/// `uniqueCount` is what a parser reserves memory for; it must be the first tag's and sensible.
fn strings_count(rest: &[u8]) -> Result<(), FileFault> {
    let end = memchr::memchr(b'>', rest).ok_or(FileFault::Damaged)?;
    let tag = &rest[..end];
    let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
    if name != b"<sst" && !name.ends_with(b":sst") {
        return Err(FileFault::Damaged);
    }
    for at in memmem::find_iter(tag, b"uniqueCount") {
        let value = tag[at + b"uniqueCount".len()..].trim_ascii_start();
        let value = value.strip_prefix(b"=").ok_or(FileFault::Damaged)?.trim_ascii_start();
        let digits: Vec<u8> = value.iter().skip(1).copied().take_while(u8::is_ascii_digit).collect();
        let count = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<u64>().ok());
        if count.is_none_or(|count| count > MOST_STRINGS) {
            return Err(FileFault::Bomb);
        }
    }
    Ok(())
}
