//! The records of the stores, one struct a table. Their meaning and their states live in `domain`.
//!
//! Of the main store: [`city`] (places, accounts, the mapping), [`programme`] (what villages do), [`plan`] (what agencies do),
//! [`team`] (what they decide together), [`paper`] (what is printed of it). Of the signals store: [`signals`]. Of each store with
//! a door: [`desk`].

mod city;
mod desk;
mod paper;
mod plan;
mod programme;
mod signals;
mod team;

pub use city::*;
pub use desk::*;
pub use paper::*;
pub use plan::*;
pub use programme::*;
pub use signals::*;
pub use team::*;

/// Whether former states of this table's records are put by.
#[must_use]
pub fn keeps_past(table: &str) -> bool {
    city::keeps_past(table)
        || desk::keeps_past(table)
        || paper::keeps_past(table)
        || plan::keeps_past(table)
        || programme::keeps_past(table)
        || signals::keeps_past(table)
        || team::keeps_past(table)
}
