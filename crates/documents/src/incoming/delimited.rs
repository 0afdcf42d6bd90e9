//! CSV as spreadsheets, databases and people write it.
//!
//! For: separator, line numbers as a spreadsheet counts them. Not for: what the columns mean (`header.rs`).

use super::cell::{Raw, What};
use super::header::{Header, Sought};
use super::table::{HEADER_WITHIN, Table};
use super::{FileFault, Grid, Incoming, Stamp};
use domain::text::decode;
use std::borrow::Cow;

pub(super) fn read(bytes: &[u8], sought: Sought) -> Result<Incoming, FileFault> {
    let text = decode(bytes).ok_or(FileFault::NotASpreadsheet)?;
    // Line ends of the old Macintosh, also where they are mixed with others: each row has a line of its own.
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text };
    if text.trim_start().starts_with(['<', '{']) || text.starts_with("%PDF") {
        return Err(FileFault::NotASpreadsheet);
    }
    let separator = separator(&text, &sought)?.ok_or(FileFault::NoHeader)?;
    let formulas = !sought.items.is_empty();
    let mut table = Table::new(sought);
    for_each(&text, separator, formulas, |line, cells| table.row(line, cells).map(|()| true))?;
    table.finish(Stamp::default())
}

/// The text as it stands, by the separator that makes most columns.
pub(super) fn grid(bytes: &[u8]) -> Result<Grid, FileFault> {
    let text = decode(bytes).ok_or(FileFault::NotASpreadsheet)?;
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text };
    if text.trim_start().starts_with(['<', '{']) || text.starts_with("%PDF") {
        return Err(FileFault::NotASpreadsheet);
    }
    let mut best = Grid::default();
    for separator in [b',', b';', b'\t'] {
        let mut grid = Grid::default();
        for_each(&text, separator, false, |line, cells| Ok(grid.row(line, cells)))?;
        let cells = |grid: &Grid| grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        if best.rows.is_empty() || cells(&grid) > cells(&best) {
            best = grid;
        }
    }
    if best.rows.is_empty() { Err(FileFault::NoRows) } else { Ok(best) }
}

/// The separator under which there is a header, and with most columns if there are several.
fn separator(text: &str, sought: &Sought) -> Result<Option<u8>, FileFault> {
    let mut best = None;
    for separator in [b',', b';', b'\t'] {
        let mut known = 0;
        for_each(text, separator, false, |line, cells| {
            if let Some(header) = Header::find(cells, sought)? {
                known = header.roles.iter().flatten().count();
            }
            Ok(known == 0 && line < HEADER_WITHIN)
        })?;
        if known > 0 && best.is_none_or(|(most, _)| known > most) {
            best = Some((known, separator));
        }
    }
    Ok(best.map(|(_, separator)| separator))
}

/// Hands over every record until `work` says that it has seen enough.
fn for_each(
    text: &str,
    separator: u8,
    formulas: bool,
    mut work: impl FnMut(u32, &mut Vec<(u32, Raw)>) -> Result<bool, FileFault>,
) -> Result<(), FileFault> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut record, mut cells, mut inside) = (csv::StringRecord::new(), vec![], 0);
    while reader.read_record(&mut record).map_err(|_| FileFault::Damaged)? {
        let line = record.position().map_or(0, |place| starts_on(text, place)).saturating_sub(inside);
        let breaks = memchr::memchr_iter(b'\n', record.as_slice().as_bytes()).count();
        inside += u64::try_from(breaks).unwrap_or(0);
        cells.clear();
        let fields = (0u32..).zip(record.iter()).take(super::MOST_COLUMNS);
        cells.extend(fields.filter(|(_, field)| !field.is_empty()).map(|(at, field)| (at, raw(field, formulas))));
        if !work(u32::try_from(line).unwrap_or(u32::MAX), &mut cells)? {
            break;
        }
    }
    Ok(())
}

/// The line a record starts on: blank lines before it are skipped by the reader, and rows to a spreadsheet.
fn starts_on(text: &str, place: &csv::Position) -> u64 {
    let start = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    place.line() + u64::try_from(skipped).unwrap_or(0)
}

fn raw(field: &str, formulas: bool) -> Raw {
    let what = if formulas && field.trim_start().starts_with('=') { What::Formula } else { What::Text };
    Raw { text: crate::live_again(field.trim_start()).to_owned(), what }
}
