//! What happens to a sheet that was handed in: accepted, returned with a reason, taken back by its provider.

use super::{
    problem::Fault,
    take::{self, Asked, Named, Sent},
};
use crate::{serve::Site, visit::Visit};
use app::{Refusal, sheets::review::SheetOf};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

async fn of(site: &Site, (code, sheet): (String, String), asked: &OfRevision) -> Result<SheetOf, Fault> {
    let village = take::place(&code)?;
    let regency = village.regency().ok_or(Refusal::NotFound("village"))?;
    let key = match asked.year {
        Some(year) => app::round_key(regency, app::FIRST_INSTRUMENT, year),
        None => site.app.round(regency, None).await?.key(),
    };
    Ok(SheetOf { key, village, sheet, revision: asked.revision })
}

/// Which round, and what was looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfRevision {
    /// The round of this year; without it the round that is running.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// The revision that was looked at: if the sheet has changed since, nothing is done (409).
    #[param(example = 3)]
    revision: Option<i64>,
}

/// Accept a sheet that was handed in
#[utoipa::path(post, path = "/api/v1/villages/{code}/sheets/{sheet}/verify", tag = "sheets",
    params(("code" = String, Path, description = "The village.", example = "99.71.01.1001"), ("sheet" = String, Path, description = "The sheet.", example = "village"), OfRevision),
    responses((status = 204, description = "It is accepted.")))]
pub async fn verify(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Asked(asked): Asked<OfRevision>,
) -> Result<StatusCode, Fault> {
    let of = of(&site, named, &asked).await?;
    site.app.verify_sheet(&v.actor(), of).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why a sheet goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What its provider is to correct: 5 to 1,000 characters.
    #[schema(example = "D1 lebih kecil dari laporan Maret, mohon diperiksa", min_length = 5, max_length = 1000)]
    reason: String,
}

/// Return a sheet to its provider; its answers do not count until it is handed in again
#[utoipa::path(post, path = "/api/v1/villages/{code}/sheets/{sheet}/return", tag = "sheets", request_body = Reason,
    params(("code" = String, Path, description = "The village.", example = "99.71.01.1001"), ("sheet" = String, Path, description = "The sheet.", example = "village"), OfRevision),
    responses((status = 204, description = "It is returned.")))]
pub async fn give_back(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Asked(asked): Asked<OfRevision>,
    Sent(why): Sent<Reason>,
) -> Result<StatusCode, Fault> {
    let of = of(&site, named, &asked).await?;
    site.app.return_sheet(&v.actor(), of, &why.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a sheet back that was handed in and not accepted yet
#[utoipa::path(post, path = "/api/v1/villages/{code}/sheets/{sheet}/reopen", tag = "sheets",
    params(("code" = String, Path, description = "The village.", example = "99.71.01.1001"), ("sheet" = String, Path, description = "The sheet.", example = "village"), OfRevision),
    responses((status = 204, description = "It is a draft again.")))]
pub async fn reopen(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Asked(asked): Asked<OfRevision>,
) -> Result<StatusCode, Fault> {
    let of = of(&site, named, &asked).await?;
    site.app.reopen_sheet(&v.actor(), of).await?;
    Ok(StatusCode::NO_CONTENT)
}
