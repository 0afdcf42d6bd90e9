//! How records leave and enter as files. For now one rule that every export keeps; the XLSX templates and their import
//! come with the next stage.

/// Text that no spreadsheet takes for a formula: what begins with `=`, `+`, `-`, `@`, tab or return gets an apostrophe
/// before it (CSV injection, OWASP).
///
/// ```
/// assert_eq!(documents::inert("=1+1"), "'=1+1");
/// assert_eq!(documents::inert("Kampung Seruni"), "Kampung Seruni");
/// ```
#[must_use]
pub fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
