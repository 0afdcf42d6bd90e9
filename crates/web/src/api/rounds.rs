//! Rounds: which there are; opening and locking one.

use super::{
    problem::Fault,
    regency,
    take::{self, Asked, Named, Sent},
};
use crate::{serve::Site, visit::Visit};
use app::{FIRST_INSTRUMENT, Refusal};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One instrument asked in one regency for one year.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundRow {
    /// The regency.
    #[schema(example = "99.71")]
    regency: String,
    /// The year asked about.
    #[schema(example = 2026)]
    year: i64,
    /// The rule with its version.
    #[schema(example = "kawasan-rawan-8-5@2026.1")]
    rule: String,
    /// When sheets are due.
    #[schema(example = "2026-11-30", format = Date)]
    due_on: String,
    /// When it was opened.
    #[schema(example = "2026-01-05T02:00:00Z", format = DateTime)]
    opened_at: String,
    /// Whether its answers and decisions change no more.
    locked: bool,
}

/// Whose.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// The regency's code; without it the account's own.
    #[param(example = "99.71")]
    pub regency: Option<String>,
}

/// The rounds of a regency, latest first
#[utoipa::path(get, path = "/api/v1/rounds", tag = "rounds", params(Whose),
    responses((status = 200, description = "The rounds.", body = Vec<RoundRow>)))]
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Asked(whose): Asked<Whose>,
) -> Result<Json<Vec<RoundRow>>, Fault> {
    let regency = regency(&v, whose.regency.as_deref())?;
    let row = |round: app::rounds::Round| RoundRow {
        regency: round.regency.to_string(),
        year: round.year,
        rule: round.rule.rule(),
        due_on: round.due_on.to_string(),
        opened_at: super::instant(round.opened_at),
        locked: round.locked,
    };
    Ok(Json(site.app.rounds(regency).await?.into_iter().map(row).collect()))
}

/// A round to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRound {
    /// The year asked about.
    #[schema(example = 2027, minimum = 2000, maximum = 2100)]
    year: i64,
    /// When sheets are due (ISO 8601).
    #[schema(example = "2027-11-30", format = Date)]
    due_on: String,
}

/// Open a round, with the rule that is in force for its year
#[utoipa::path(post, path = "/api/v1/rounds", tag = "rounds", request_body = NewRound,
    responses((status = 204, description = "It is open.")))]
pub async fn open(v: Visit, State(site): State<Site>, Sent(new): Sent<NewRound>) -> Result<StatusCode, Fault> {
    let due_on = take::date("due_on", &new.due_on)?;
    site.app.open_round(&v.actor(), regency(&v, None)?, FIRST_INSTRUMENT, new.year, due_on).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lock a round; its answers and decisions change no more
#[utoipa::path(post, path = "/api/v1/rounds/{year}/lock", tag = "rounds", params(("year" = i64, Path, description = "The year asked about.", example = 2026)),
    responses((status = 204, description = "It is locked.")))]
pub async fn lock(v: Visit, State(site): State<Site>, Named(year): Named<String>) -> Result<StatusCode, Fault> {
    let year = year.parse().map_err(|_| Refusal::NotFound("round"))?;
    site.app.lock_round(&v.actor(), regency(&v, None)?, FIRST_INSTRUMENT, year).await?;
    Ok(StatusCode::NO_CONTENT)
}
