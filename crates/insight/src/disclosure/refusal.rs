//! Why tables may not leave.
//!
//! For: telling the office what stands in the way, by cell. Not for: texts for people (`words`). Next: `protect.rs`.

use super::{Cell, Difference, LARGEST, TooEntangled};

/// Why nothing is handed out. There is no half-protected result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Sums do not hold; each is named.
    #[error("{} sums do not hold", .0.len())]
    DoesNotReconcile(Vec<Difference>),
    /// Even with everything hidden that may be hidden, these cells keep fewer values than the rule asks for: for
    /// instance a table with one count that is not 0. Print it as part of a larger table, or not at all.
    #[error("{} cells cannot be protected", cells.len())]
    CannotProtect {
        /// The cells.
        cells: Vec<Cell>,
    },
    /// Protecting these cells would need hiding what an earlier release has shown.
    #[error("{} cells cannot be protected because {} others are out already", cells.len(), needed.len())]
    AlreadyOut {
        /// The cells that a reader could narrow down.
        cells: Vec<Cell>,
        /// Cells that are out and would have to be hidden.
        needed: Vec<Cell>,
    },
    /// A count above 2^50.
    #[error("the count of cell {} is above {LARGEST}", .0.index())]
    TooLarge(Cell),
    /// Too many hidden cells hang together to be checked.
    #[error(transparent)]
    TooEntangled(#[from] TooEntangled),
}
