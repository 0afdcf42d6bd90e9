//! How the programme's records are kept. The only crate with SQL.
//!
//! There are four stores that never meet: [`Main`], [`Tips`], [`Help`] and [`Signals`]. Each has its own SQLite file or
//! PostgreSQL schema and its own ledger; their handles are different types, so that code which mixes two does not compile.
//!
//! A read goes through [`Conn`]; a write through [`Handle::write`], which gives the action a [`Tx`], commits records and
//! ledger entry together, and refuses a write that recorded nothing. Start at [`open`]; a table's record is in
//! [`nouns`], its queries in the module of its noun.

pub mod backup;
mod conn;
mod database;
pub mod erasures;
mod error;
pub mod files;
pub mod ledger;
mod migrate;
pub mod nouns;
mod past;
pub mod queries;
pub mod row;
mod tx;
mod write;

pub use conn::{Conn, Fields};
pub use database::{
    DATABASES, Erasable, ErasableKind, Handle, Help, HelpKind, Location, Main, MainKind, STORES, Signals, SignalsKind,
    StoreKind, Stores, Tips, TipsKind, fresh_database, open,
};
pub use error::StoreError;
pub use row::{Revised, Row};
pub use tx::{Record, Tx};
pub use write::BoxFuture;

/// The chain of what belongs to no regency: installation, accounts above the city.
pub const SYSTEM: &str = "system";
