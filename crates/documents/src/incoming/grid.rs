//! A file of anyone's making as it stands: worksheets with their rows, cells as a person would have typed them, merged areas
//! filled with what stands in their first cell. For files whose columns nobody knows beforehand; who looks at it says what they
//! mean.
//!
//! For: rows and cells within limits. Not for: what the columns mean (`app`), files of known columns (`table.rs`).

use super::{FileFault, Form, cell::Raw, delimited, form, table::Area, workbook};

/// Worksheets that are read; those after are told as missing.
pub const MOST_SHEETS: usize = 30;
/// Rows of a worksheet.
pub const MOST_ROWS: usize = 2_000;
/// Columns of a worksheet.
pub const MOST_COLUMNS: usize = 60;
/// Characters of a cell; of a longer one so many are taken that it is seen to be too long.
const LONGEST: usize = 2_001;

/// A worksheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Its name; empty for a text file.
    pub name: String,
    /// Its rows that say something, in their order.
    pub rows: Vec<GridRow>,
    /// Whether it has more than [`MOST_ROWS`]; those after are not read.
    pub too_long: bool,
}

/// A row of a worksheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridRow {
    /// Row number as the spreadsheet shows it, from 1.
    pub line: u32,
    /// What stands in each column, from the first; empty where nothing does.
    pub cells: Vec<String>,
}

/// Reads a file as it stands.
///
/// # Errors
/// [`FileFault`] when the file as a whole cannot be taken: no spreadsheet, damaged, locked, too large.
pub fn grids(bytes: &[u8], file_name: &str) -> Result<Vec<Grid>, FileFault> {
    match form(bytes, file_name)? {
        Form::Workbook => workbook::grids(bytes),
        Form::Text => Ok(vec![delimited::grid(bytes)?]),
    }
}

impl Grid {
    /// Takes the next row, `line` counted from 1; says whether to go on.
    pub(super) fn row(&mut self, line: u32, cells: &mut Vec<(u32, Raw)>) -> bool {
        let mut row = GridRow { line, cells: vec![] };
        for (column, raw) in cells.drain(..) {
            let Ok(column) = usize::try_from(column) else { continue };
            if column >= MOST_COLUMNS || raw.is_blank() {
                continue;
            }
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            row.cells[column] = raw.text.trim().chars().take(LONGEST).collect();
        }
        self.too_long = !row.cells.is_empty() && self.rows.len() == MOST_ROWS;
        if !row.cells.is_empty() && !self.too_long {
            self.rows.push(row);
        }
        !self.too_long
    }

    /// Fills merged areas with what stands in their first cell.
    pub(super) fn fill_merged(&mut self, areas: &[Area]) {
        for area in areas {
            let (Ok(left), Ok(right)) = (usize::try_from(area.columns.0), usize::try_from(area.columns.1)) else {
                continue;
            };
            let within = |row: &GridRow| row.line > area.rows.0 && row.line - 1 <= area.rows.1;
            let first = self.rows.iter().find(|row| row.line == area.rows.0 + 1);
            let Some(text) = first.and_then(|row| row.cells.get(left)).filter(|text| !text.is_empty()).cloned() else {
                continue;
            };
            let right = right.min(MOST_COLUMNS - 1);
            for row in self.rows.iter_mut().filter(|row| within(row)) {
                if row.cells.len() <= right {
                    row.cells.resize(right + 1, String::new());
                }
                for cell in &mut row.cells[left.min(right)..=right] {
                    if cell.is_empty() {
                        cell.clone_from(&text);
                    }
                }
            }
        }
    }
}
