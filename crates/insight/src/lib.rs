//! What can be read out of numbers, and what must not be: statistics on counts that other rooms have collected.
//!
//! Pure: no clock, no randomness, no files. Knows nothing of villages, sheets or databases. Start at [`disclosure`],
//! which decides which counts may leave an office and proves that the hidden ones cannot be worked out.

#![warn(missing_docs)]

pub mod disclosure;
