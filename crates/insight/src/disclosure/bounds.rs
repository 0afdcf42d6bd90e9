//! What a reader can derive about each hidden cell.
//!
//! For: telling the office, and checking a table that was hidden elsewhere. Not for: choosing what to hide
//! (`protect.rs`). How bounds are found: `flow.rs`, `integer.rs`.

use super::{
    Cell, LARGEST, Reader, Rule, Tables, TooEntangled, certify::extremes, frame::Frame, system::System, view::View,
};

/// The values that a hidden cell may have, for all that a reader knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The hidden cell.
    pub cell: Cell,
    /// The least possible value.
    pub low: u64,
    /// The greatest possible value; `None` if nothing limits it.
    pub high: Option<u64>,
}

impl Bounds {
    /// How many values there are from low to high; `None` if nothing limits them. Not each of them need be possible
    /// (see [`Protected`](super::Protected), which counts possible ones).
    #[must_use]
    pub fn span(&self) -> Option<u64> {
        Some(self.high?.saturating_sub(self.low).saturating_add(1))
    }
}

impl std::fmt::Display for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self.high {
            Some(high) => write!(f, "{}..{high}", self.low),
            None => write!(f, "{}..", self.low),
        }
    }
}

/// Why bounds could not be found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BoundsError {
    /// A sum does not hold, so no reader could make sense of the tables.
    #[error("{} sums do not hold", .0.len())]
    DoesNotReconcile(Vec<super::Difference>),
    /// A count above 2^50.
    #[error("the count of cell {} is above {LARGEST}", .0.index())]
    TooLarge(Cell),
    /// Too many hidden cells hang together.
    #[error(transparent)]
    TooEntangled(#[from] TooEntangled),
}

/// The bounds of every hidden cell, in the order of cells, for a reader who sees all others. Exact for tables that are
/// networks (one-way, two-way, hierarchies, see `frame.rs`). In other tables the bounds are those of whole numbers,
/// found by integer programming: both ends are confirmed to be possible, and a solver's failure could only make them
/// narrower.
///
/// # Errors
/// [`BoundsError`]: tables that do not reconcile, too large counts, too entangled tables.
///
/// ```
/// use insight::disclosure::{Reader, Rule, Tables, bounds};
/// let mut tables = Tables::new();
/// let (parts, _) = tables.one_way("cases", &[4, 4, 7], 15);
/// let derived = |reader| bounds(&tables, &parts[..2], &Rule::default(), reader).unwrap()[0].to_string();
/// assert_eq!(derived(Reader::Adds), "0..8");
/// assert_eq!(derived(Reader::KnowsRule), "1..7");
/// ```
pub fn bounds(tables: &Tables, hidden: &[Cell], rule: &Rule, reader: Reader) -> Result<Vec<Bounds>, BoundsError> {
    super::reconcile(tables).map_err(BoundsError::DoesNotReconcile)?;
    let system = System::new(tables).map_err(BoundsError::TooLarge)?;
    let mut mask = vec![false; system.truth.len()];
    hidden.iter().filter_map(|cell| mask.get_mut(cell.0).map(|hidden| *hidden = true)).for_each(drop);
    let frame = Frame::new(&system, &mask);
    Ok(of_view(&View::new(&system, mask, rule, reader), &frame)?)
}

/// The bounds of every hidden cell of a view.
pub(crate) fn of_view(view: &View, frame: &Frame) -> Result<Vec<Bounds>, TooEntangled> {
    let mut found = Vec::new();
    for cell in (0..view.hidden.len()).filter(|cell| view.hidden[*cell]) {
        let (low, high) = extremes(view, frame, cell)?;
        let count = |value: i64| u64::try_from(value).unwrap_or(0);
        found.push(Bounds { cell: Cell(cell), low: count(low), high: high.map(count) });
    }
    Ok(found)
}
