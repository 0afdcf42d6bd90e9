//! Counts and the sums that tie them together: everything a reader can add up.
//!
//! For: stating cells, relations, and what is already out. Not for: typical shapes (`build.rs`), nor for deciding
//! anything (`protect.rs`). Next: `reconcile.rs`.

use std::collections::BTreeMap;

/// One count, in however many tables it is printed. Made by [`Tables::cell`]; belongs to those tables only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(pub(crate) usize);

impl Cell {
    /// Place of the cell in the order in which cells were added, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// What an earlier release did with a cell. It cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// The number is out, small or not.
    Shown,
    /// The number was withheld, and must stay so.
    Hidden,
}

/// Why a table could not be stated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A cell that these tables do not have.
    #[error("cell {0} does not belong to these tables")]
    UnknownCell(usize),
    /// A row whose length differs from that of the first, or a table without a total row or column.
    #[error("row {0} of the table does not have the length of the others")]
    Ragged(usize),
}

/// `total` = sum of `parts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) label: String,
    pub(crate) total: usize,
    pub(crate) parts: Vec<usize>,
}

/// A set of cells with their true counts, and every sum that a reader can know to hold between them.
///
/// State *all* tables that leave together, and those that left before ([`Tables::with_published`]): what is not stated
/// here is not defended against. Tables are linked by using the same [`Cell`] in several relations.
///
/// ```
/// use insight::disclosure::Tables;
/// let mut tables = Tables::new();
/// let [dealt_with, open, all] = [("dealt with", 4), ("open", 11), ("all", 15)].map(|(l, n)| tables.cell(l, n));
/// tables.sum("by state", all, &[dealt_with, open])?;
/// assert!(insight::disclosure::reconcile(&tables).is_ok());
/// # Ok::<(), insight::disclosure::BuildError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables {
    pub(crate) values: Vec<u64>,
    pub(crate) labels: Vec<String>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) earlier: BTreeMap<usize, Earlier>,
}

impl Tables {
    /// No cells, no relations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a cell with its true count. The label is for messages and need not be unique.
    pub fn cell(&mut self, label: impl Into<String>, value: u64) -> Cell {
        self.values.push(value);
        self.labels.push(label.into());
        Cell(self.values.len() - 1)
    }

    /// Adds the relation `total` = sum of `parts`. A part may have other parts, and may be a part of several totals.
    ///
    /// # Errors
    /// [`BuildError::UnknownCell`] if a cell is not of these tables.
    pub fn sum(&mut self, label: impl Into<String>, total: Cell, parts: &[Cell]) -> Result<(), BuildError> {
        let mut all = parts.iter().chain([&total]);
        if let Some(stranger) = all.find(|cell| cell.0 >= self.values.len()) {
            return Err(BuildError::UnknownCell(stranger.0));
        }
        let parts = parts.iter().map(|part| part.0).collect();
        self.relations.push(Relation { label: label.into(), total: total.0, parts });
        Ok(())
    }

    /// The same tables, with a cell that an earlier release has shown or hidden. Unknown cells are ignored.
    #[must_use]
    pub fn with_published(mut self, cell: Cell, earlier: Earlier) -> Self {
        if cell.0 < self.values.len() {
            self.earlier.insert(cell.0, earlier);
        }
        self
    }

    /// The true count; `None` for a cell of other tables.
    #[must_use]
    pub fn value(&self, cell: Cell) -> Option<u64> {
        self.values.get(cell.0).copied()
    }

    /// The label; `None` for a cell of other tables.
    #[must_use]
    pub fn label(&self, cell: Cell) -> Option<&str> {
        self.labels.get(cell.0).map(String::as_str)
    }

    /// All cells, in the order in which they were added.
    pub fn cells(&self) -> impl Iterator<Item = Cell> + use<> {
        (0..self.values.len()).map(Cell)
    }
}
