//! The ledger: who did what, entry by entry. Proving it: `bersinar audit verify`, `docs/operations/ledger.md`.

use super::{
    instant,
    listing::{self, Page},
    problem::Fault,
    regency,
    take::Asked,
};
use crate::{serve::Site, visit::Visit};
use axum::{Json, extract::State, http::Uri};
use serde::{Deserialize, Serialize};
use store::ledger::Entry;
use utoipa::{IntoParams, ToSchema};

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryRow {
    /// The chain: the regency.
    #[schema(example = "99.71")]
    chain: String,
    /// Its number, from 1, without gaps.
    #[schema(example = 120)]
    sequence: u64,
    /// When.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// An account, or a part of the program.
    actor: String,
    /// Noun and verb.
    #[schema(example = "sheet.submit")]
    action: String,
    /// What was done, byte for byte as it was hashed (JSON).
    #[schema(example = r#"{"year":2026}"#)]
    body: String,
    /// Merkle root over the rows that the action left behind.
    rows: String,
    /// Hash of the entry before.
    previous: String,
    /// Hash of this entry.
    hash: String,
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// The regency; without it the account's own.
    #[param(example = "99.71")]
    regency: Option<String>,
    /// Only entries before this number.
    #[param(example = 120)]
    before: Option<u64>,
    /// Rows of a page: 1 to 500, 100 unless said otherwise.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// The ledger of a regency, newest first
#[utoipa::path(get, path = "/api/v1/ledger", tag = "ledger", params(Which),
    responses((status = 200, description = "A page of entries.", body = Page<EntryRow>)))]
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    uri: Uri,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<EntryRow>>, Fault> {
    let (limit, regency) = (listing::limit(which.limit)?, regency(&v, which.regency.as_deref())?);
    let before = which.before.unwrap_or(u64::MAX);
    let entries = site.app.ledger(&v.actor(), regency, before, limit as u64 + 1).await?;
    let shown = |entry: Entry| EntryRow {
        chain: entry.chain,
        sequence: entry.sequence,
        recorded_at: instant(entry.recorded_at),
        actor: entry.actor,
        action: entry.action,
        body: entry.body,
        rows: entry.rows.to_string(),
        previous: entry.previous.to_string(),
        hash: entry.hash.to_string(),
    };
    Ok(Json(listing::page(&uri, "before", limit, entries, |entry| entry.sequence.to_string(), shown)))
}
