//! Rows of any file, one after the other, into an [`Incoming`].
//!
//! For: header, rows, the stamp in columns, the limit on rows. Not for: where rows come from (`workbook.rs`,
//! `delimited.rs`). Next: `header.rs` for columns, `cell.rs` for cells.

use super::cell::Raw;
use super::header::{Header, Role, Sought};
use super::{Cell, CellFault, FileFault, Incoming, IncomingRow, Stamp};

/// The header stands within the first rows.
pub(super) const HEADER_WITHIN: u32 = 20;
/// More rows than Indonesia has villages.
const MOST_ROWS: usize = 100_000;
/// Bytes of text in all rows: 100,000 rows of thirteen answers as people write them, ten times over.
const MOST_TEXT: usize = 64 << 20;
/// Areas times rows; merged areas that do not overlap stay far below.
const MOST_MERGED: usize = 5_000_000;

/// Rows and columns of a merged area, both ends included, counted from 0.
pub(super) struct Area {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// A table while it is read.
pub(super) struct Table {
    sought: Sought,
    header: Option<Header>,
    stamp: Stamp,
    rows: Vec<IncomingRow>,
    /// Bytes of text in the rows.
    held: usize,
}

impl Table {
    pub fn new(sought: Sought) -> Self {
        Self { sought, header: None, stamp: Stamp::default(), rows: vec![], held: 0 }
    }

    /// Whether the header was found.
    pub fn has_header(&self) -> bool {
        self.header.is_some()
    }

    /// Takes the next row, `line` counted from 1; `cells` is empty afterwards.
    pub fn row(&mut self, line: u32, cells: &mut Vec<(u32, Raw)>) -> Result<(), FileFault> {
        let Some(header) = &self.header else {
            if line > HEADER_WITHIN {
                return Err(FileFault::NoHeader);
            }
            self.header = Header::find(cells, &self.sought)?;
            cells.clear();
            return Ok(());
        };
        let mut row = IncomingRow { line, ..IncomingRow::default() };
        let mut said = false;
        let mut answers = vec![Cell::default(); self.sought.items.len()];
        for (column, raw) in cells.drain(..) {
            if raw.is_blank() {
                continue;
            }
            match header.role(column) {
                Some(Role::Code) => row.code = raw.code(),
                Some(Role::Name) if row.name.is_empty() => row.name = raw.name(),
                Some(Role::District) => row.district = raw.name(),
                Some(Role::Nil) => match raw.nil() {
                    Ok(nil) => row.nil = nil,
                    Err(fault) => row.nil_fault = Some(fault),
                },
                Some(Role::Item(at)) => {
                    answers[at] = raw.answer(self.sought.items[at].kind);
                    said = true;
                }
                Some(Role::Rule) => keep_first(&mut self.stamp.rule, raw.name()),
                Some(Role::Sheet) => keep_first(&mut self.stamp.sheet, raw.name()),
                // What is no year is no year of ours.
                Some(Role::Year) if self.stamp.year.is_none() => {
                    self.stamp.year = Some(raw.name().parse().unwrap_or(0));
                }
                Some(Role::Name | Role::Year | Role::Faults) | None => {}
            }
        }
        if !said && !row.nil && row.nil_fault.is_none() && row.code.is_empty() && row.name.is_empty() {
            return Ok(());
        }
        if self.rows.len() == MOST_ROWS {
            return Err(FileFault::TooManyRows);
        }
        row.cells = answers;
        let texts = row.cells.iter().map(|cell| cell.text.len()).sum::<usize>();
        self.held += texts + row.code.len() + row.name.len() + row.district.len();
        if self.held > MOST_TEXT {
            return Err(FileFault::Bomb);
        }
        self.rows.push(row);
        Ok(())
    }

    /// Marks the answers that lie in merged areas.
    pub fn mark_merged(&mut self, areas: &[Area]) -> Result<(), FileFault> {
        let Some(header) = &self.header else { return Ok(()) };
        let columns: Vec<(usize, u32)> =
            header.items.iter().enumerate().filter_map(|(at, column)| Some((at, (*column)?))).collect();
        let nil = header.roles.iter().position(|role| *role == Some(Role::Nil)).and_then(|at| u32::try_from(at).ok());
        let mut visits = 0;
        for area in areas {
            let touched = columns.iter().filter(|(_, column)| (area.columns.0..=area.columns.1).contains(column));
            let touched: Vec<usize> = touched.map(|(at, _)| *at).collect();
            let nil = nil.is_some_and(|column| (area.columns.0..=area.columns.1).contains(&column));
            if touched.is_empty() && !nil {
                continue;
            }
            // Lines ascend: `workbook.rs` refuses a worksheet where they do not.
            let from = self.rows.partition_point(|row| row.line <= area.rows.0);
            for row in self.rows[from..].iter_mut().take_while(|row| row.line - 1 <= area.rows.1) {
                visits += 1;
                if visits > MOST_MERGED {
                    return Err(FileFault::Damaged);
                }
                if nil {
                    row.nil_fault = Some(CellFault::Merged);
                }
                for at in &touched {
                    if let Some(cell) = row.cells.get_mut(*at) {
                        cell.fault = Some(CellFault::Merged);
                    }
                }
            }
        }
        Ok(())
    }

    /// The table, if it is one.
    pub fn finish(self, stamp: Stamp) -> Result<Incoming, FileFault> {
        let Some(header) = self.header else { return Err(FileFault::NoHeader) };
        if self.rows.is_empty() {
            return Err(FileFault::NoRows);
        }
        let own = self.stamp;
        let own = Stamp { regency: own.rule.as_ref().and_then(|_| common_regency(&self.rows)), ..own };
        let stamp = Stamp {
            rule: stamp.rule.or(own.rule),
            regency: stamp.regency.or(own.regency),
            year: stamp.year.or(own.year),
            sheet: stamp.sheet.or(own.sheet),
        };
        Ok(Incoming { stamp, items: header.items, unknown_columns: header.unknown, rows: self.rows })
    }
}

fn keep_first(slot: &mut Option<String>, text: String) {
    if slot.is_none() {
        *slot = Some(text);
    }
}

/// The regency of all rows, where a stamped file names it nowhere else.
fn common_regency(rows: &[IncomingRow]) -> Option<String> {
    let regency = |row: &IncomingRow| row.code.get(..5).map(str::to_owned);
    let first = rows.iter().find(|row| !row.code.is_empty()).and_then(regency)?;
    let shaped = first.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b'.' } else { byte.is_ascii_digit() });
    let same = rows.iter().all(|row| row.code.is_empty() || row.code.starts_with(&first));
    (shaped && same).then_some(first)
}
