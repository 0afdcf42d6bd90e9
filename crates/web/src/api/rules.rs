//! Rules: which there are, what one says, and what an office has made of them. Making and changing: [`super::rule_versions`].

use super::{
    instant,
    problem::{Fault, Problem},
    take::Named,
};
use crate::{serve::Site, visit::Visit};
use app::rules::{Known, Version, VersionOf};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// The rules of a regency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rules {
    /// Those that its rounds have, and those that the program brings along.
    known: Vec<KnownRule>,
    /// Those that the office has made, the one changed last first.
    versions: Vec<RuleVersionRow>,
}

/// A rule that can be copied.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownRule {
    /// The instrument's id.
    #[schema(example = "kawasan-rawan-8-5")]
    id: String,
    /// The version.
    #[schema(example = "2026.1")]
    version: String,
    /// Its title.
    title: super::Both,
    /// Whether the official rule is not known and this one stands in.
    provisional: bool,
    /// The years of the rounds that have it.
    years: Vec<i64>,
}

/// A version that the office has made.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleVersionRow {
    /// The instrument's id.
    #[schema(example = "kawasan-rawan-8-5")]
    id: String,
    /// The version.
    #[schema(example = "2026.2")]
    version: String,
    /// What it was copied from; null where it came as a file.
    #[schema(example = "2026.1")]
    based_on: Option<String>,
    /// `draft`, `proposed`, `active` or `undone`.
    #[schema(example = "draft")]
    state: &'static str,
    /// Counts every change; to be named by who changes it next.
    #[schema(example = 1)]
    revision: i64,
    /// The account that wrote it last; another one puts it in force.
    changed_by: String,
    /// When.
    #[schema(format = DateTime)]
    changed_at: String,
    /// From when on it holds; null until it is put in force.
    #[schema(format = Date)]
    valid_from: Option<String>,
}

/// A version with its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleVersionDetail {
    /// The version.
    #[serde(flatten)]
    row: RuleVersionRow,
    /// The rule file (TOML).
    source: String,
    /// What keeps it from being a rule; empty where it is one.
    findings: Vec<String>,
}

fn row(version: &Version) -> RuleVersionRow {
    let record = &version.record;
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    RuleVersionRow {
        id: record.id.clone(),
        version: record.version.clone(),
        based_on: some(&record.based_on),
        state: version.state.id(),
        revision: record.revision,
        changed_by: record.changed_by.clone(),
        changed_at: instant(record.changed_at),
        valid_from: some(&record.valid_from),
    }
}

/// The rules of the account's office, a regency's or the nation's
#[utoipa::path(get, path = "/api/v1/rules", tag = "rules", responses((status = 200, description = "The rules.", body = Rules)))]
pub async fn list(v: Visit, State(site): State<Site>) -> Result<Json<Rules>, Fault> {
    let office = v.office()?;
    let known = |known: Known| KnownRule {
        id: known.rule.id().to_owned(),
        version: known.rule.version().to_owned(),
        title: known.rule.title().into(),
        provisional: known.rule.provisional(),
        years: known.years,
    };
    Ok(Json(Rules {
        known: site.app.known_rules(&v.actor(), office).await?.into_iter().map(known).collect(),
        versions: site.app.rule_versions(&v.actor(), office).await?.iter().map(row).collect(),
    }))
}

/// The version that a path names.
pub fn of(v: &Visit, (id, version): (String, String)) -> Result<VersionOf, Fault> {
    Ok(VersionOf { office: v.office()?, id, version })
}

/// A version with its text, as it is now.
pub async fn detail(v: &Visit, site: &Site, of: &VersionOf) -> Result<Json<RuleVersionDetail>, Fault> {
    let found = site.app.rule_version(&v.actor(), of).await?;
    let findings = found.rule.as_ref().err().into_iter().flatten();
    let findings = findings.map(|found| format!("{}:{}: {}", found.line, found.column, v.of(&found.message))).collect();
    Ok(Json(RuleVersionDetail { row: row(&found), findings, source: found.record.source }))
}

/// A version that the office has made, with its text
#[utoipa::path(get, path = "/api/v1/rules/{id}/{version}", tag = "rules",
    params(("id" = String, Path, description = "The instrument's id.", example = "kawasan-rawan-8-5"), ("version" = String, Path, description = "The version.", example = "2026.2")),
    responses((status = 200, description = "The version.", body = RuleVersionDetail), (status = 404, description = "There is none.", body = Problem, content_type = "application/problem+json")))]
pub async fn one(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
) -> Result<Json<RuleVersionDetail>, Fault> {
    detail(&v, &site, &of(&v, named)?).await
}
