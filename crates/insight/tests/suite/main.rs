//! The suite of the crate: worked examples, laws (proptest) against brute force, refusals, size.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

mod brute;
mod examples;
mod laws;
mod refusing;
mod releases;
mod size;
