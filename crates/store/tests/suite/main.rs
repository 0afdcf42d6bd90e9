//! The store's suite: every test runs on SQLite, and on PostgreSQL where a server is given (always in `make test`).

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

mod database;
mod erased;
mod frozen;
mod ledger;
mod past;
mod stores;
mod writes;
