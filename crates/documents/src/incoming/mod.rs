//! Reading what comes back: an XLSX or CSV that someone filled in, or believes to have filled in.
//!
//! **The way of a file.** [`read`] tells by the first bytes what it is; a workbook goes through `guard.rs` (limits and
//! traps, before any parser), `workbook.rs` (cells) or, as text, `delimited.rs`; both hand rows to `table.rs`, which
//! finds the header (`header.rs`) and turns cells into text (`cell.rs`). A [`FileFault`] refuses the file, a
//! [`CellFault`] one cell. Nothing here panics, whatever the bytes.
//!
//! **Not here.** Whether an answer is right (`Instrument::read`) or a row may be taken (`app`).

mod cell;
mod delimited;
mod fault;
mod grid;
pub(crate) mod guard;
mod header;
mod table;
mod workbook;

pub use fault::{CellFault, FileFault};
pub use grid::{Grid, GridRow, grids};

pub use header::Key;
use header::{Sought, Wanted, folded};
use instrument::{Instrument, Kind};
use memchr::memmem;

/// The largest file that is looked at.
pub const MOST_BYTES: usize = 20 << 20;
/// As many columns as a worksheet has.
const MOST_COLUMNS: usize = 16_384;

/// What a file says it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Rule with version, `kawasan-rawan-8-5@2026.1`.
    pub rule: Option<String>,
    /// Code of the regency, `99.71`. A CSV of ours has it only through its rows.
    pub regency: Option<String>,
    /// Year of the round.
    pub year: Option<i64>,
    /// Id of the sheet.
    pub sheet: Option<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// As a person would have typed it: no ".0", a decimal comma, at most 2,000 characters.
    pub text: String,
    /// Why it is not taken as it stands.
    pub fault: Option<CellFault>,
}

impl Cell {
    /// What a list takes of it: what a formula came to last is as good as typed, an error value (`#REF!`) says nothing.
    #[must_use]
    pub fn said(&self) -> &str {
        if self.fault == Some(CellFault::ErrorValue) { "" } else { &self.text }
    }
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingRow {
    /// Row number as the spreadsheet shows it, from 1.
    pub line: u32,
    /// Region code; `99.71.01.1001` even where the file has `9971011001`. Empty if there is none.
    pub code: String,
    /// Name of the village as given.
    pub name: String,
    /// Name of the district as given.
    pub district: String,
    /// Whether the row is declared nil.
    pub nil: bool,
    /// Why the column of nil returns is not taken as it stands.
    pub nil_fault: Option<CellFault>,
    /// One per item of the sheet, in the rule's order; empty where the column is missing.
    pub cells: Vec<Cell>,
}

/// A file, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// What the file says it is.
    pub stamp: Stamp,
    /// The column of each item, from 0 (see [`crate::column_letters`]); `None` if it is missing.
    pub items: Vec<Option<u32>>,
    /// Columns that mean nothing here.
    pub unknown_columns: Vec<String>,
    /// The rows under the header that are not empty.
    pub rows: Vec<IncomingRow>,
}

/// What a file is, by its first bytes.
enum Form {
    Workbook,
    Text,
}

/// Reads a file as answers to a sheet of a rule. `file_name` decides nothing but what to make of text: a `.xlsx` that
/// is text is no workbook.
///
/// # Errors
/// [`FileFault`] when the file as a whole cannot be taken.
pub fn read(bytes: &[u8], file_name: &str, rule: &Instrument, sheet: usize) -> Result<Incoming, FileFault> {
    let wanted = |(_, item): (usize, &instrument::Item)| Wanted { id: item.id.clone(), kind: item.kind, names: vec![] };
    let items = rule.items_of_sheet(sheet).map(wanted).collect();
    read_as(bytes, file_name, Sought { items, key: Key::Code })
}

/// A column of a list, by all the names that it may have.
#[derive(Debug, Clone)]
pub struct ListColumn {
    /// The names; case, spaces and marks do not matter.
    pub names: Vec<String>,
    /// What stands in it: a date is taken as one only in a column of dates.
    pub kind: Kind,
}

/// Reads a list of anyone's making, whose rows are known by `key`; the village's name, district and code are read as far as
/// there are columns for them, the other columns are those that are looked for, in that order.
///
/// # Errors
/// [`FileFault`] when the file as a whole cannot be taken.
pub fn read_list(bytes: &[u8], file_name: &str, key: Key, columns: &[ListColumn]) -> Result<Incoming, FileFault> {
    let wanted = |column: &ListColumn| {
        let names = column.names.iter().map(|name| folded(name)).collect();
        Wanted { id: String::new(), kind: column.kind, names }
    };
    read_as(bytes, file_name, Sought { items: columns.iter().map(wanted).collect(), key })
}

fn read_as(bytes: &[u8], file_name: &str, sought: Sought) -> Result<Incoming, FileFault> {
    match form(bytes, file_name)? {
        Form::Workbook => workbook::read(bytes, &sought),
        Form::Text => delimited::read(bytes, sought),
    }
}

/// The stamp alone, to find out which round and sheet a file belongs to; empty where the file says nothing.
///
/// # Errors
/// [`FileFault`] when the file as a whole cannot be taken.
pub fn peek(bytes: &[u8], file_name: &str) -> Result<Stamp, FileFault> {
    match form(bytes, file_name)? {
        Form::Workbook => workbook::peek(bytes),
        Form::Text => delimited::read(bytes, Sought::default()).map(|incoming| incoming.stamp),
    }
}

fn form(bytes: &[u8], file_name: &str) -> Result<Form, FileFault> {
    if bytes.len() > MOST_BYTES {
        return Err(FileFault::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Form::Workbook);
    }
    // OLE: the old .xls, or the envelope of an encrypted workbook, whose stream has its name in UTF-16.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
        let locked = memmem::find(bytes, &name).is_some();
        return Err(if locked { FileFault::Encrypted } else { FileFault::OldXls });
    }
    let name = file_name.to_ascii_lowercase();
    let claims_workbook = [".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"].iter().any(|end| name.ends_with(end));
    if claims_workbook || bytes.is_empty() { Err(FileFault::NotASpreadsheet) } else { Ok(Form::Text) }
}
