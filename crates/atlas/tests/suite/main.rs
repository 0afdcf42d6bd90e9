//! The tests of `atlas`, one module for each thing it does. Next: `help.rs`.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

mod checking;
mod help;
mod laws;
mod measuring;
mod places;
mod reading;
mod simplifying;
