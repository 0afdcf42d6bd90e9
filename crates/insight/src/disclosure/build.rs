//! Typical tables in one call: one-way, two-way as printed, a cell split further, running totals.
//!
//! For: stating what is printed, with the totals *as printed*, so that `reconcile` can find the wrong one. Not for:
//! computing totals. Next: `reconcile.rs`.

use super::{BuildError, Cell, Tables};

/// The cells of a table with row, column and grand totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWay {
    /// Inner cells, row by row.
    pub body: Vec<Vec<Cell>>,
    /// The total of each row.
    pub rows: Vec<Cell>,
    /// The total of each column.
    pub columns: Vec<Cell>,
    /// The total of all.
    pub grand: Cell,
}

impl Tables {
    /// A list with its total, as printed. Returns the parts and the total.
    ///
    /// ```
    /// use insight::disclosure::{Rule, Shown, Tables, protect};
    /// let mut tables = Tables::new();
    /// let (parts, total) = tables.one_way("cases", &[4, 4, 7], 15);
    /// let out = protect(&tables, &Rule::default()).unwrap();
    /// let shown = parts.iter().map(|part| out.shown(*part)).collect::<Vec<_>>();
    /// assert_eq!(shown, [Shown::Hidden, Shown::Hidden, Shown::Value(7)]);
    /// assert_eq!(out.shown(total), Shown::Value(15));
    /// assert_eq!(out.bounds()[0].to_string(), "1..7");
    /// ```
    pub fn one_way(&mut self, label: &str, parts: &[u64], total: u64) -> (Vec<Cell>, Cell) {
        let total = self.cell(format!("{label}, total"), total);
        (self.split(label, total, parts), total)
    }

    /// Splits a cell that is already there into new parts: the next level of a hierarchy, or a linked table.
    /// A relation over a cell of other tables is not added.
    pub fn split(&mut self, label: &str, total: Cell, parts: &[u64]) -> Vec<Cell> {
        let parts = parts.iter().enumerate();
        let parts: Vec<_> = parts.map(|(i, value)| self.cell(format!("{label} {}", i + 1), *value)).collect();
        // New parts are ours; only a foreign total can fail, and then there is nothing to relate.
        let _ = self.sum(label, total, &parts);
        parts
    }

    /// A new total over cells that are already there.
    ///
    /// # Errors
    /// [`BuildError::UnknownCell`] if a part is not of these tables.
    pub fn gather(&mut self, label: &str, parts: &[Cell], total: u64) -> Result<Cell, BuildError> {
        let total = self.cell(format!("{label}, total"), total);
        self.sum(label, total, parts)?;
        Ok(total)
    }

    /// A table as printed: the last column holds the row totals, the last row the column totals.
    ///
    /// # Errors
    /// [`BuildError::Ragged`] names the first row (from 0) of another length; also for a table without any row.
    ///
    /// ```
    /// # use insight::disclosure::Tables;
    /// let table = Tables::new().two_way("class by sex", &[vec![4, 9, 13], vec![6, 8, 14], vec![10, 17, 27]]);
    /// assert_eq!(table.map(|t| t.rows.len()), Ok(2));
    /// ```
    pub fn two_way(&mut self, label: &str, printed: &[Vec<u64>]) -> Result<TwoWay, BuildError> {
        let width = printed.first().map_or(0, Vec::len);
        if width == 0 {
            return Err(BuildError::Ragged(0));
        }
        if let Some(row) = printed.iter().position(|row| row.len() != width) {
            return Err(BuildError::Ragged(row));
        }
        let mut cells = Vec::new();
        for (i, row) in printed.iter().enumerate() {
            let name = |j: usize| format!("{label} {}/{}", i + 1, j + 1);
            cells.push(row.iter().enumerate().map(|(j, value)| self.cell(name(j), *value)).collect::<Vec<_>>());
        }
        for (i, row) in cells.iter().enumerate() {
            self.sum(format!("{label}, row {}", i + 1), row[width - 1], &row[..width - 1])?;
        }
        let height = cells.len() - 1;
        for j in 0..width {
            let column: Vec<_> = cells[..height].iter().map(|row| row[j]).collect();
            self.sum(format!("{label}, column {}", j + 1), cells[height][j], &column)?;
        }
        let mut columns = cells.pop().unwrap_or_default();
        let grand = columns.pop().ok_or(BuildError::Ragged(0))?;
        let rows = cells.iter_mut().filter_map(Vec::pop).collect();
        Ok(TwoWay { body: cells, rows, columns, grand })
    }

    /// Running totals over differences: `cumulative[t]` = `cumulative[t - 1]` + `differences[t]`. Returns the new
    /// cells; surplus entries on either side are left out.
    ///
    /// # Errors
    /// [`BuildError::UnknownCell`] if a difference is not of these tables.
    pub fn running(&mut self, label: &str, differences: &[Cell], totals: &[u64]) -> Result<Vec<Cell>, BuildError> {
        let mut made: Vec<Cell> = Vec::new();
        for (t, (difference, total)) in differences.iter().zip(totals).enumerate() {
            let name = format!("{label}, up to {}", t + 1);
            let cell = self.cell(&name, *total);
            let parts: Vec<Cell> = made.last().into_iter().chain([difference]).copied().collect();
            self.sum(name, cell, &parts)?;
            made.push(cell);
        }
        Ok(made)
    }
}
