//! The pages' own scripts, bundled from the TypeScript beside this file when the program is built: the twin of `seal`, and the work
//! with keys. Here they are only carried.

#![warn(missing_docs)]

/// What the pages of desks and keys load.
pub const DESK: &str = include_str!(concat!(env!("OUT_DIR"), "/desk.js"));
/// What the pages of the safe door load.
pub const DOOR: &str = include_str!(concat!(env!("OUT_DIR"), "/door.js"));
