//! The action plan: agencies, and what each plans for a year.

use super::{
    problem::Fault,
    take::{Asked, Named, Sent},
};
use crate::{pages::programme::regency_code, serve::Site, visit::Visit};
use app::{
    plan::planned::{RowDraft, targets},
    programme::Which,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::nouns::PlanRow;
use utoipa::{IntoParams, ToSchema};

/// A text, or null where it is empty.
pub(super) fn said(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// An agency of the action plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyOut {
    /// Its id.
    id: String,
    /// What it is called today.
    #[schema(example = "Dinas Kesehatan")]
    name: String,
    /// And in short; null where it has no short name.
    #[schema(example = "Dinkes")]
    short: Option<String>,
    /// By the list's id.
    #[schema(example = "opd")]
    kind: String,
    /// The agency that it is a unit of.
    parent: Option<String>,
    /// Whether it owes reports of its own.
    reports: bool,
    /// Its first day.
    #[schema(format = Date)]
    since: String,
    /// Its last day; null while it exists.
    #[schema(format = Date)]
    until: Option<String>,
    /// What it was merged into.
    successor: Option<String>,
}

/// The agencies of a city that the account may see: all, or those that it speaks for with their units
#[utoipa::path(get, path = "/api/v1/agencies/{code}", tag = "plan",
    params(("code" = String, Path, description = "The city or regency.", example = "99.71")),
    responses((status = 200, description = "Parents before their units.", body = [AgencyOut])))]
pub async fn agencies(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
) -> Result<Json<Vec<AgencyOut>>, Fault> {
    let place = regency_code(&code)?;
    let today = site.app.today(place);
    let all = site.app.agencies(&v.actor(), place).await?;
    let out = all.into_iter().map(|view| {
        let name = view.name_on(today).clone();
        AgencyOut {
            id: view.agency.id,
            name: name.name,
            short: said(name.short),
            kind: view.agency.kind,
            parent: said(view.agency.parent),
            reports: view.agency.reports == 1,
            since: view.agency.since,
            until: said(view.agency.until),
            successor: said(view.agency.successor),
        }
    });
    Ok(Json(out.collect()))
}

/// Which year.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfYear {
    /// The year; this one where nothing is said.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    year: Option<i64>,
}

/// What an agency plans for a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanOut {
    /// The agency.
    agency: String,
    /// The year.
    #[schema(example = 2026)]
    year: i16,
    /// The list of actions, by its id.
    #[schema(example = "ran-p4gn-2020")]
    list: String,
    /// Whether its legal basis covers the year.
    covered: bool,
    /// The rows, in the order of the actions.
    rows: Vec<PlanRowOut>,
}

/// A row of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanRowOut {
    /// Its id.
    id: String,
    /// By the list's id.
    #[schema(example = "g1")]
    action: String,
    /// What is done.
    activity: String,
    /// What comes of it.
    output: String,
    /// What is counted.
    measure: String,
    /// In which unit.
    #[schema(example = "orang")]
    unit: String,
    /// For each term what is to be reached; empty where it was done without having been planned.
    targets: BTreeMap<String, i64>,
    /// Its first day.
    #[schema(format = Date)]
    starts_on: String,
    /// Its last day.
    #[schema(format = Date)]
    ends_on: String,
    /// Section or position that sees to it.
    owner: String,
    /// Offices that take part.
    partners: String,
    /// Whole rupiah.
    budget: Option<i64>,
    /// Source of the money, by the catalogue's id.
    source: Option<String>,
    /// Anything else.
    note: String,
    /// Since when nobody expects it; null while it is expected.
    #[schema(format = Date)]
    given_up: Option<String>,
    /// To be sent with a change.
    revision: i64,
}

fn plan_row(row: PlanRow, given_up: Option<String>) -> PlanRowOut {
    PlanRowOut {
        targets: targets(&row),
        id: row.id,
        action: row.action,
        activity: row.activity,
        output: row.output,
        measure: row.measure,
        unit: row.unit,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        owner: row.owner,
        partners: row.partners,
        budget: row.budget,
        source: said(row.source),
        note: row.note,
        given_up,
        revision: row.revision,
    }
}

/// What an agency plans for a year
#[utoipa::path(get, path = "/api/v1/agencies/{code}/{id}/plan", tag = "plan",
    params(("code" = String, Path, example = "99.71"), ("id" = String, Path, description = "The agency."), OfYear),
    responses((status = 200, description = "The plan.", body = PlanOut)))]
pub async fn plan(
    v: Visit,
    State(site): State<Site>,
    Named((code, id)): Named<(String, String)>,
    Asked(asked): Asked<OfYear>,
) -> Result<Json<PlanOut>, Fault> {
    let plan = site.app.agency_plan(&v.actor(), regency_code(&code)?, &id, asked.year).await?;
    let list = &plan.list;
    let withdrawn: BTreeMap<String, String> = plan.withdrawn.into_iter().map(|gone| (gone.id, gone.since)).collect();
    Ok(Json(PlanOut {
        agency: plan.view.agency.id,
        year: plan.year,
        list: list.id.clone(),
        covered: list.covers(plan.year),
        rows: plan
            .rows
            .into_iter()
            .map(|row| {
                let gone = withdrawn.get(&row.id).cloned();
                plan_row(row, gone)
            })
            .collect(),
    }))
}

/// A row to keep.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewPlanRow {
    /// The year.
    #[schema(example = 2026)]
    year: i16,
    /// The row that is changed; empty for a new one.
    id: String,
    /// As it was read; 0 for a new one.
    revision: i64,
    /// By the list's id.
    #[schema(example = "g1")]
    action: String,
    /// What is done.
    #[schema(max_length = 500)]
    activity: String,
    /// What comes of it.
    output: String,
    /// What is counted.
    measure: String,
    /// In which unit.
    #[schema(example = "orang")]
    unit: String,
    /// For each term what is to be reached.
    #[schema(example = json!({ "b06": 40, "b12": 60 }))]
    targets: BTreeMap<String, u64>,
    /// Whether it was done without having been planned: it has no targets then.
    unplanned: bool,
    /// Its first day (ISO 8601); the year's where nothing is said.
    starts_on: String,
    /// Its last day.
    ends_on: String,
    /// Section or position that sees to it; no person.
    owner: String,
    /// Offices that take part.
    partners: String,
    /// Whole rupiah.
    budget: Option<u64>,
    /// Source of the money, by the catalogue's id.
    source: String,
    /// Anything else.
    note: String,
}

/// What was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptRow {
    /// The row's id.
    id: String,
}

/// Keep a row of an agency's plan, new or changed
#[utoipa::path(post, path = "/api/v1/agencies/{code}/{id}/plan", tag = "plan",
    params(("code" = String, Path, example = "99.71"), ("id" = String, Path, description = "The agency.")),
    request_body = NewPlanRow,
    responses((status = 200, description = "It is kept.", body = KeptRow)))]
pub async fn keep_row(
    v: Visit,
    State(site): State<Site>,
    Named((code, agency)): Named<(String, String)>,
    Sent(new): Sent<NewPlanRow>,
) -> Result<Json<KeptRow>, Fault> {
    let draft = RowDraft {
        which: Which { id: new.id, revision: new.revision },
        action: new.action,
        activity: new.activity,
        output: new.output,
        measure: new.measure,
        unit: new.unit,
        targets: new.targets.into_iter().map(|(term, number)| (term, number.to_string())).collect(),
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        owner: new.owner,
        partners: new.partners,
        budget: new.budget.map(|budget| budget.to_string()).unwrap_or_default(),
        source: new.source,
        note: new.note,
        unplanned: new.unplanned,
    };
    let id = site.app.keep_plan_row(&v.actor(), regency_code(&code)?, &agency, new.year, draft).await?;
    Ok(Json(KeptRow { id }))
}
