//! Changing a rule file place by place: its comments and order stay, only the named values move.
//!
//! For: what an office may change without knowing the file format: texts, thresholds, rows, bands, dates, legal bases.
//! Not for: whether the result holds; [`Instrument::parse`](crate::Instrument::parse) proves it as any other file.
//! Next: `fields.rs` lists the places, `change.rs` changes them, `place.rs` says what stands at a line, `unlisted.rs` what else
//! differs.

mod change;
mod fields;
mod place;
mod unlisted;

pub use change::edit;
pub use fields::{Field, fields};
pub use place::place;
pub use unlisted::unlisted;

/// A change that cannot be written into the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {why:?}")]
pub struct Unwritable {
    /// The place, as in [`Field::path`].
    pub path: String,
    /// What is wrong with the value.
    pub why: Why,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Not a number.
    Number,
    /// Not a date like 2026-01-31.
    Date,
    /// There is no such place.
    Place,
    /// The file itself is no TOML.
    File,
}
