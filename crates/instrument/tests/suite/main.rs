//! The suite of the crate: worked examples, laws (proptest) and refusals.

mod rules;

mod editing;
mod explaining;
mod nearest;
mod ranges;
mod reading;
mod refusing;
mod shipped;
