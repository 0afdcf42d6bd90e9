//! The action plan P4GN: which agencies have a part in it, and who speaks for them.
//!
//! [`agencies`] keeps what they are and were called; [`liaisons`] who speaks for them, and hands over; [`rows`]
//! what they plan for a year. Who speaks for an
//! agency sees that agency and the units under it, whatever the role; nobody else's.

pub mod agencies;
pub mod liaisons;
pub mod rows;
mod rules;
mod tree;

pub use rules::Rules;
