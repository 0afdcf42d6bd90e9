//! The action plan P4GN: which agencies have a part in it, who speaks for them, what they plan and report.
//!
//! [`agencies`] keeps what they are and were called; [`liaisons`] who speaks for them, and hands over; [`rows`] what they plan
//! for a year; [`reports`] what they reached in a term, [`filling`] it in, [`handing_in`] the report's way, [`board`] who
//! stands where; [`meetings`] of the integrated [`teams`] become [`commitments`], and lead to [`law`]. Who speaks for an
//! agency sees that agency and the units under it, whatever the role; nobody else's.

pub mod agencies;
pub mod attendance;
pub mod board;
pub mod brief;
pub mod commitments;
mod copying;
pub mod filling;
pub mod handing_in;
pub mod import;
pub mod law;
pub mod liaisons;
pub mod local;
pub mod meetings;
pub mod offered;
pub mod planned;
pub mod reports;
pub mod rows;
mod rules;
pub mod teams;
mod tree;

pub use rules::Rules;
