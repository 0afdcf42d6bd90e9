//! XLSX through calamine, cell by cell.
//!
//! For: which worksheet is meant, its cells with formulas and merged areas, the hidden stamp. Not for: what the cells
//! mean (`table.rs`). Only for bytes that `guard.rs` let pass.
//!
//! calamine gives up on some broken files with a panic (a reversed range, a path without a folder); that is caught
//! here and is a damaged file like any other.

use super::cell::{Raw, What, at_most, number};
use super::header::Sought;
use super::table::{Area, HEADER_WITHIN, Table};
use super::{FileFault, Grid, Incoming, Stamp, grid, guard};
use crate::layout::{DEFINITIONS, ENTRY, STAMP, column_letters};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// The stamp has a handful of rows.
const STAMP_ROWS: u32 = 50;
/// Worksheets that are looked into for a header.
const MOST_PROBED: usize = 20;
/// Bytes of text in one row; a cell is cut at 2,000 characters, but thousands may stand at one place.
const MOST_ROW_TEXT: usize = 8 << 20;

pub(super) fn read(bytes: &[u8], sought: &Sought) -> Result<Incoming, FileFault> {
    let seen = guard::check(bytes)?;
    contained(|| {
        let mut book = open(bytes)?;
        let stamp = stamp(&mut book)?;
        let name = entry(&mut book, sought)?;
        let mut table = Table::new(sought.clone());
        rows(&mut book, &name, |line, cells| table.row(line, cells).map(|()| true))?;
        if seen.merged {
            let areas = book.merge_cells_by_sheet_name(&name).map_err(|_| FileFault::Damaged)?;
            let area = |area: calamine::Dimensions| Area {
                rows: (area.start.0, area.end.0),
                columns: (area.start.1, area.end.1),
            };
            table.mark_merged(&areas.into_iter().map(area).collect::<Vec<_>>())?;
        }
        table.finish(stamp)
    })
}

/// All worksheets that are shown, as they stand; the first [`grid::MOST_SHEETS`].
pub(super) fn grids(bytes: &[u8]) -> Result<Vec<Grid>, FileFault> {
    let seen = guard::check(bytes)?;
    contained(|| {
        let mut book = open(bytes)?;
        let sheets = book.sheets_metadata().iter();
        let shown = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
        let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).take(grid::MOST_SHEETS).collect();
        let mut all = vec![];
        for name in names {
            let mut grid = Grid { name: name.clone(), ..Grid::default() };
            rows(&mut book, &name, |line, cells| Ok(grid.row(line, cells)))?;
            if seen.merged {
                let areas = book.merge_cells_by_sheet_name(&name).map_err(|_| FileFault::Damaged)?;
                let area = |area: calamine::Dimensions| Area {
                    rows: (area.start.0, area.end.0),
                    columns: (area.start.1, area.end.1),
                };
                grid.fill_merged(&areas.into_iter().map(area).collect::<Vec<_>>());
            }
            if !grid.rows.is_empty() {
                all.push(grid);
            }
        }
        if all.is_empty() { Err(FileFault::NoRows) } else { Ok(all) }
    })
}

pub(super) fn peek(bytes: &[u8]) -> Result<Stamp, FileFault> {
    guard::check(bytes)?;
    contained(|| stamp(&mut open(bytes)?))
}

fn contained<T>(work: impl FnOnce() -> Result<T, FileFault>) -> Result<T, FileFault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(FileFault::Damaged))
}

fn open(bytes: &[u8]) -> Result<Book<'_>, FileFault> {
    Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => FileFault::Encrypted,
        _ => FileFault::Damaged,
    })
}

/// The worksheet with the answers: ours by name, else the only one with a header.
fn entry(book: &mut Book<'_>, sought: &Sought) -> Result<String, FileFault> {
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).filter(|name| name != DEFINITIONS).collect();
    let mut found = vec![];
    for name in names.iter().take(MOST_PROBED) {
        let mut probe = Table::new(sought.clone());
        match rows(book, name, |line, cells| {
            probe.row(line, cells)?;
            Ok(!probe.has_header() && line < HEADER_WITHIN)
        }) {
            Err(fault) if fault != FileFault::NoHeader => return Err(fault),
            _ => {}
        }
        if probe.has_header() && name.eq_ignore_ascii_case(ENTRY) {
            return Ok(name.clone());
        }
        found.extend(probe.has_header().then(|| name.clone()));
    }
    match found.len() {
        0 => Err(FileFault::NoHeader),
        1 => Ok(found.swap_remove(0)),
        _ => Err(FileFault::TwoSheets),
    }
}

fn stamp(book: &mut Book<'_>) -> Result<Stamp, FileFault> {
    let mut stamp = Stamp::default();
    if !book.sheet_names().iter().any(|name| name == STAMP) {
        return Ok(stamp);
    }
    rows(book, STAMP, |line, cells| {
        let at = |column: u32| cells.iter().find(|(at, _)| *at == column).map(|(_, raw)| raw.text.trim().to_owned());
        if let (Some(key), Some(value)) = (at(0), at(1).filter(|value| !value.is_empty())) {
            match key.as_str() {
                "rule" => stamp.rule = Some(value),
                "regency" => stamp.regency = Some(value.replace(',', ".")),
                "year" => stamp.year = value.parse().ok(),
                "sheet" => stamp.sheet = Some(value),
                _ => {}
            }
        }
        Ok(line < STAMP_ROWS)
    })?;
    Ok(stamp)
}

/// Hands over row after row until `work` says that it has seen enough.
fn rows(
    book: &mut Book<'_>,
    name: &str,
    mut work: impl FnMut(u32, &mut Vec<(u32, Raw)>) -> Result<bool, FileFault>,
) -> Result<(), FileFault> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| FileFault::Damaged)?;
    let (mut cells, mut line, mut last, mut held) = (vec![], 0, (0, 0), 0);
    loop {
        let record = reader.next_cell_with_formula_metadata().map_err(|error| match error {
            XlsxError::CellError(_) | XlsxError::ParseFloat(_) | XlsxError::Unrecognized { .. } => {
                FileFault::UnreadableCell(format!("{name}!{}{}", column_letters(last.1), last.0 + 1))
            }
            _ => FileFault::Damaged,
        })?;
        let row = record.as_ref().map(|record| record.pos.0);
        if row != Some(line) {
            if !cells.is_empty() && !work(line + 1, &mut cells)? {
                return Ok(());
            }
            cells.clear();
            held = 0;
        }
        let Some(record) = record else { return Ok(()) };
        if record.pos.0 < line {
            return Err(FileFault::Damaged);
        }
        (line, last) = (record.pos.0, record.pos);
        let (column, formula) = (record.pos.1, record.formula.is_some());
        if usize::try_from(column).is_ok_and(|column| column < super::MOST_COLUMNS) {
            let cell = raw(record.value, formula);
            held += cell.as_ref().map_or(0, |raw| raw.text.len() + size_of::<Raw>());
            if held > MOST_ROW_TEXT {
                return Err(FileFault::Bomb);
            }
            cells.extend(cell.map(|raw| (column, raw)));
        }
    }
}

fn raw(value: DataRef<'_>, formula: bool) -> Option<Raw> {
    let (text, what) = match value {
        DataRef::Int(value) => (value.to_string(), What::Number),
        DataRef::Float(value) => (number(value), What::Number),
        DataRef::String(text) => (crate::live_again(at_most(&text)).to_owned(), What::Text),
        DataRef::SharedString(text) => (crate::live_again(at_most(text)).to_owned(), What::Text),
        DataRef::Bool(yes) => (if yes { "TRUE" } else { "FALSE" }.to_owned(), What::Truth(yes)),
        DataRef::DateTime(date) => (day(&date), What::Date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text, What::Date),
        DataRef::Error(error) => (error.to_string(), What::Error),
        DataRef::Empty if formula => (String::new(), What::Text),
        DataRef::Empty => return None,
    };
    // What a formula came to last is told, but an error stays an error.
    let what = if formula && what != What::Error { What::Formula } else { what };
    Some(Raw { text, what })
}

fn day(date: &ExcelDateTime) -> String {
    if date.is_duration() || !(1.0..2_958_466.0).contains(&date.as_f64()) {
        return number(date.as_f64());
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
