//! What makes a record provable: digests, salted commitments, the hash chain, Merkle roots over bulk rows,
//! and signed checkpoints over the heads of all chains.
//!
//! This is the one room to audit. It is pure: no clock, no randomness, no files; whoever calls hands in the salt,
//! the key and the time. It does not know what is recorded (see `store::ledger`) nor who may record it (see `app`).
//!
//! Start at [`chain`], which says what one entry of the ledger binds together.

#![warn(missing_docs)]

pub mod chain;
pub mod checkpoint;
pub mod commitment;
mod digest;
pub mod merkle;

pub use digest::{Digest, DigestError, Running};
