//! Sheets that wait for the verifier.

use super::{
    board::within,
    instant,
    listing::{self, Page},
    problem::Fault,
    take::Asked,
};
use crate::{serve::Site, visit::Visit};
use app::{Refusal, sheets::review::Waiting};
use axum::{Json, extract::State, http::Uri};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A sheet that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingRow {
    /// The village.
    #[schema(example = "99.71.01.1001")]
    village: String,
    /// The sheet.
    #[schema(example = "village")]
    sheet: String,
    /// When it was handed in.
    #[schema(format = DateTime)]
    since: String,
    /// Whether a value has fallen steeply since last year: to be looked at by itself.
    fall: bool,
}

/// Where, and which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// A regency, district or village; without it the account's own region.
    #[param(example = "99.71")]
    within: Option<String>,
    /// The round of this year; without it the round that is running.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// What the address of the next page says; of no meaning otherwise.
    after: Option<String>,
    /// Rows of a page: 1 to 500, 100 unless said otherwise.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

type Key = (i64, String, usize);

fn key(waiting: &Waiting) -> Key {
    (waiting.since, waiting.village.to_string(), waiting.sheet)
}

fn read(text: &str) -> Option<Key> {
    let mut parts = text.splitn(3, '_');
    Some((parts.next()?.parse().ok()?, parts.next()?.to_owned(), parts.next()?.parse().ok()?))
}

/// Sheets that wait for the verifier, longest first
#[utoipa::path(get, path = "/api/v1/waiting", tag = "sheets", params(Which),
    responses((status = 200, description = "A page of sheets.", body = Page<WaitingRow>)))]
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    uri: Uri,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<WaitingRow>>, Fault> {
    let limit = listing::limit(which.limit)?;
    let after = which.after.as_deref().map(|text| read(text).ok_or_else(|| Fault::parameter("after"))).transpose()?;
    let place = within(&v, which.within.as_deref())?;
    let waiting = site.app.waiting(&v.actor(), place, which.year).await?;
    let round = site.app.round(place.regency().ok_or(Refusal::NotFound("region"))?, which.year).await?;
    let rows = waiting.into_iter().filter(|one| after.as_ref().is_none_or(|after| key(one) > *after));
    let name = |one: &Waiting| format!("{}_{}_{}", one.since, one.village, one.sheet);
    let shown = |one: Waiting| WaitingRow {
        village: one.village.to_string(),
        sheet: round.rule.sheets()[one.sheet].id.clone(),
        since: instant(one.since),
        fall: one.fall,
    };
    Ok(Json(listing::page(&uri, "after", limit, rows, name, shown)))
}
