//! The site as a service, without a browser: every address with every role, and what must hold for each answer.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

mod answers;
mod api;
mod api_lists;
mod api_plan;
mod api_programme;
mod client;
mod document;
mod forms;
mod public;
mod roles;
