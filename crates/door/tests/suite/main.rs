//! The door as programs see it: what answers carry, what is taken and what is not, what the page without script seals.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

mod answers;
mod client;
mod flood;
mod plain;
mod sent;
