//! Making a version of a rule: copy, write, propose, put in force by a second account, take out again, throw away.
//! The steps are those of the page; who wrote it last cannot put it in force.

use super::{
    problem::Fault,
    rules::{RuleVersionDetail, detail, of},
    take::{self, Named, Sent},
};
use crate::{serve::Site, visit::Visit};
use app::rules::VersionOf;
use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// What to copy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVersion {
    /// The instrument's id.
    #[schema(example = "kawasan-rawan-8-5")]
    id: String,
    /// The version that is copied.
    #[schema(example = "2026.1")]
    from: String,
    /// The name of the new one: 1 to 32 letters, digits, `.`, `-`, `_`.
    #[schema(example = "2026.2", max_length = 32)]
    version: String,
}

/// The version as the writer has read it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Its revision; if it has gone on since, nothing is done and the answer is 409.
    #[schema(example = 1)]
    revision: i64,
}

/// A text to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewText {
    /// The revision that was read.
    #[schema(example = 1)]
    revision: i64,
    /// The whole rule file (TOML). It may be unfinished; proposing waits until it is whole.
    source: String,
}

/// From when on it holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InForce {
    /// The revision that was read.
    #[schema(example = 2)]
    revision: i64,
    /// The date (ISO 8601), of this year or later.
    #[schema(example = "2027-01-01", format = Date)]
    from: String,
}

type Answer = Result<Json<RuleVersionDetail>, Fault>;

/// Copy a rule to a new version, as a draft
#[utoipa::path(post, path = "/api/v1/rules", tag = "rules", request_body = NewVersion,
    responses((status = 200, description = "The draft.", body = RuleVersionDetail)))]
pub async fn copy(v: Visit, State(site): State<Site>, Sent(new): Sent<NewVersion>) -> Answer {
    let of: VersionOf = of(&v, (new.id, new.version))?;
    site.app.copy_rule(&v.actor(), of.clone(), &new.from).await?;
    detail(&v, &site, &of).await
}

/// Write the whole text of a draft
#[utoipa::path(post, path = "/api/v1/rules/{id}/{version}/source", tag = "rules", request_body = NewText,
    params(("id" = String, Path, description = "The instrument's id."), ("version" = String, Path, description = "The version.")),
    responses((status = 200, description = "The version as it is now.", body = RuleVersionDetail)))]
pub async fn write(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Sent(new): Sent<NewText>,
) -> Answer {
    let of = of(&v, named)?;
    site.app.write_rule(&v.actor(), &of, new.revision, &new.source).await?;
    detail(&v, &site, &of).await
}

/// Lay a draft before a second person
#[utoipa::path(post, path = "/api/v1/rules/{id}/{version}/propose", tag = "rules", request_body = Seen,
    params(("id" = String, Path, description = "The instrument's id."), ("version" = String, Path, description = "The version.")),
    responses((status = 200, description = "The version as it is now.", body = RuleVersionDetail)))]
pub async fn propose(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Sent(seen): Sent<Seen>,
) -> Answer {
    let of = of(&v, named)?;
    site.app.propose_rule(&v.actor(), &of, seen.revision).await?;
    detail(&v, &site, &of).await
}

/// Put a proposed version in force; never by the account that wrote it last
#[utoipa::path(post, path = "/api/v1/rules/{id}/{version}/activate", tag = "rules", request_body = InForce,
    params(("id" = String, Path, description = "The instrument's id."), ("version" = String, Path, description = "The version.")),
    responses((status = 200, description = "The version as it is now.", body = RuleVersionDetail)))]
pub async fn activate(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Sent(new): Sent<InForce>,
) -> Answer {
    let (of, from) = (of(&v, named)?, take::date("from", &new.from)?);
    site.app.activate_rule(&v.actor(), &of, new.revision, from).await?;
    detail(&v, &site, &of).await
}

/// Take a version out of force; the rounds go back to the rule they had
#[utoipa::path(post, path = "/api/v1/rules/{id}/{version}/undo", tag = "rules", request_body = Seen,
    params(("id" = String, Path, description = "The instrument's id."), ("version" = String, Path, description = "The version.")),
    responses((status = 200, description = "The version as it is now.", body = RuleVersionDetail)))]
pub async fn undo(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Sent(seen): Sent<Seen>,
) -> Answer {
    let of = of(&v, named)?;
    site.app.undo_rule(&v.actor(), &of, seen.revision).await?;
    detail(&v, &site, &of).await
}

/// Throw away a draft that was never in force
#[utoipa::path(post, path = "/api/v1/rules/{id}/{version}/discard", tag = "rules", request_body = Seen,
    params(("id" = String, Path, description = "The instrument's id."), ("version" = String, Path, description = "The version.")),
    responses((status = 204, description = "It is gone.")))]
pub async fn discard(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Sent(seen): Sent<Seen>,
) -> Result<StatusCode, Fault> {
    site.app.discard_rule(&v.actor(), &of(&v, named)?, seen.revision).await?;
    Ok(StatusCode::NO_CONTENT)
}
