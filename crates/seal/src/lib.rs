//! What makes a record provable: digests, salted commitments, the hash chain, Merkle roots over bulk rows,
//! and signed checkpoints over the heads of all chains. And what makes a door safe: codes of words, envelopes, keyrings of desks
//! and signatures (`docs/adr/0020`).
//!
//! This is the one room to audit. It is pure: no clock, no files, no randomness but what age draws for an envelope; whoever calls
//! hands in the salt, the key and the time. It does not know what is recorded (see `store::ledger`) nor who may record it (see `app`).
//!
//! Start at [`chain`], which says what one entry of the ledger binds together, and at [`envelope`].

#![warn(missing_docs)]

pub mod chain;
pub mod checkpoint;
pub mod code;
pub mod commitment;
mod digest;
pub mod envelope;
pub mod hex;
pub mod keyring;
pub mod merkle;
pub mod rest;
pub mod secrets;
pub mod signing;
pub mod withheld;

pub use digest::{Digest, DigestError, Running};
