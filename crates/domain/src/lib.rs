//! What the programme knows, without saying how it is kept or shown: places, roles, the states of a sheet.
//!
//! Pure: no clock, no randomness, no files. Parsing makes types whose existence is the proof; nothing here panics on
//! input. Next: [`region`] for places, [`role`] for people, [`sheet`] for the way of an answer from draft to
//! verified, [`rule`] for that of a rule an office makes, [`programme`] for what a village does, [`plan`] for the
//! agencies of the action plan, [`door`] for the desks behind the doors.

#![warn(missing_docs)]

pub mod door;
pub mod plan;
pub mod plausible;
pub mod programme;
pub mod region;
pub mod role;
pub mod rule;
pub mod sheet;
pub mod task;
pub mod text;
