//! The records of the main store, one struct a table. Their meaning and their states live in `domain`.
//!
//! [`city`]: places, accounts, the mapping. [`programme`]: what villages do.

mod city;
mod programme;

pub use city::*;
pub use programme::*;

/// Whether former states of this table's records are put by.
#[must_use]
pub fn keeps_past(table: &str) -> bool {
    city::keeps_past(table) || programme::keeps_past(table)
}
