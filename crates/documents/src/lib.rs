//! How records leave and enter as files.
//!
//! **What it is for.** [`template`] makes the workbook or CSV of a sheet that goes out to be filled in; [`incoming`]
//! reads what comes back, from anyone and in any state; [`rejected`] gives the refused rows back with their faults;
//! [`outgoing`] writes plain tables; [`paper`] is what stands in an official paper;
//! [`qr`] draws a code that a phone reads; [`evidence`] makes uploaded photos and documents safe to keep and to show.
//!
//! **What it is not for.** Deciding whether an answer is right (that is `Instrument::read`), whether a row may be
//! taken, or keeping anything: `app` does that. Nothing here knows a database.
//!
//! **Where to go next.** `incoming/mod.rs` for the way of a file; `incoming/guard.rs` for what is refused unread;
//! `evidence/mod.rs` for pictures and documents.

#![warn(missing_docs)]

pub mod calendar;
pub mod evidence;
pub mod incoming;
mod layout;
pub mod outgoing;
pub mod paper;
pub mod qr;
mod rejected;
pub mod template;

pub use layout::column_letters;
pub use rejected::{Rejected, rejected};

/// What a spreadsheet may take for the start of a formula.
const LIVE: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Text that no spreadsheet takes for a formula: what begins with `=`, `+`, `-`, `@`, tab or return gets an apostrophe
/// before it (CSV injection, OWASP).
///
/// ```
/// assert_eq!(documents::inert("=1+1"), "'=1+1");
/// assert_eq!(documents::inert("Kampung Seruni"), "Kampung Seruni");
/// ```
#[must_use]
pub fn inert(text: &str) -> String {
    if text.starts_with(LIVE) { format!("'{text}") } else { text.to_owned() }
}

/// The same for a CSV, which a spreadsheet may also split at semicolons and tabs: no part of it begins a formula.
fn inert_within(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    let mut parts = text.split_inclusive([';', '\t', '\n']);
    inert.extend(parts.next().map(crate::inert));
    for part in parts {
        let spaces = part.len() - part.trim_start_matches(' ').len();
        inert.push_str(&part[..spaces]);
        inert.push_str(&crate::inert(&part[spaces..]));
    }
    inert
}

/// The text before [`inert`] put its apostrophe there.
fn live_again(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(LIVE)).unwrap_or(text)
}
