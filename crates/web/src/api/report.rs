//! What an agency reports of a term: read, filled in row by row, handed in, taken back, accepted, returned.

use super::{
    plan::said,
    problem::Fault,
    take::{Asked, Named, Sent},
};
use crate::{pages::programme::regency_code, serve::Site, visit::Visit};
use app::plan::{
    filling::RealisationDraft,
    handing_in::Move,
    offered::counted,
    reports::{Period, ReportView},
};
use axum::{Json, extract::State, http::StatusCode};
use domain::region::RegionCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which term.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfTerm {
    /// The year; that of the last term that can be reported where nothing is said.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// The term, by the list's id.
    #[param(example = "b06")]
    term: Option<String>,
}

impl OfTerm {
    pub(super) fn period(&self, site: &Site, place: RegionCode) -> Result<Period, Fault> {
        Ok(site.app.period(place, self.year, self.term.as_deref())?)
    }
}

/// What an agency reports of a term.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportOut {
    /// The agency.
    agency: String,
    /// The year.
    #[schema(example = 2026)]
    year: i16,
    /// The term.
    #[schema(example = "b06")]
    term: String,
    /// `late`, `returned`, `awaited`, `sent` or `verified`.
    #[schema(example = "sent")]
    standing: &'static str,
    /// The day by which it is due.
    #[schema(format = Date)]
    due_on: String,
    /// The day on which it was handed in.
    #[schema(format = Date)]
    sent_on: Option<String>,
    /// Whether it says that nothing was done.
    nil: bool,
    /// What the agency adds.
    note: String,
    /// Why it was returned last.
    reason: String,
    /// To be sent with a step; 0 where nothing was ever handed in.
    revision: i64,
    /// The rows of the plan with what was reached.
    rows: Vec<ReachedOut>,
}

/// A row of the plan with what was reached in the term.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReachedOut {
    /// The row's id.
    row: String,
    /// What is done.
    activity: String,
    /// In which unit.
    unit: String,
    /// What is to be reached; null where nothing was planned for this term.
    target: Option<i64>,
    /// What was reached; null where nobody has said. Null is not 0.
    value: Option<i64>,
    /// Whole rupiah.
    spent: Option<i64>,
    /// What stood in the way.
    obstacle: String,
    /// What is to follow.
    follow_up: String,
    /// Activities that it counts, each `place/id`.
    activities: Vec<String>,
    /// How many files prove it.
    files: usize,
    /// To be sent with a change; 0 where nobody has said anything.
    revision: i64,
}

fn report_out(view: ReportView) -> ReportOut {
    let rows = view.rows.into_iter().map(|row| {
        let activities = row.done.as_ref().map(counted).unwrap_or_default();
        let done = row.done;
        let text = |of: fn(&store::nouns::Realisation) -> &String| done.as_ref().map(of).cloned().unwrap_or_default();
        ReachedOut {
            row: row.row.id,
            activity: row.row.activity,
            unit: row.row.unit,
            target: row.target,
            value: done.as_ref().and_then(|done| done.value),
            spent: done.as_ref().and_then(|done| done.spent),
            obstacle: text(|done| &done.obstacle),
            follow_up: text(|done| &done.follow_up),
            activities,
            files: row.files.0,
            revision: done.as_ref().map_or(0, |done| done.revision),
        }
    });
    let report = view.report;
    ReportOut {
        agency: view.view.agency.id,
        year: view.period.year,
        standing: view.standing.id(),
        due_on: view.period.due_on().to_string(),
        term: view.period.term.id,
        sent_on: report.as_ref().and_then(|report| said(report.sent_on.clone())),
        nil: report.as_ref().is_some_and(|report| report.nil == 1),
        note: report.as_ref().map(|report| report.note.clone()).unwrap_or_default(),
        reason: report.as_ref().map(|report| report.reason.clone()).unwrap_or_default(),
        revision: report.map_or(0, |report| report.revision),
        rows: rows.collect(),
    }
}

/// What an agency reports of a term
#[utoipa::path(get, path = "/api/v1/agencies/{code}/{id}/report", tag = "plan",
    params(("code" = String, Path, example = "99.71"), ("id" = String, Path, description = "The agency."), OfTerm),
    responses((status = 200, description = "The report.", body = ReportOut)))]
pub async fn report(
    v: Visit,
    State(site): State<Site>,
    Named((code, id)): Named<(String, String)>,
    Asked(asked): Asked<OfTerm>,
) -> Result<Json<ReportOut>, Fault> {
    let place = regency_code(&code)?;
    let view = site.app.agency_report(&v.actor(), place, &id, asked.period(&site, place)?).await?;
    Ok(Json(report_out(view)))
}

/// What was reached of a row.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewReached {
    /// The year.
    #[schema(example = 2026)]
    year: i64,
    /// The term.
    #[schema(example = "b06")]
    term: String,
    /// The row of the plan.
    row: String,
    /// As it was read; 0 where nobody has said anything.
    revision: i64,
    /// In the row's unit; the sum of the activities where nothing is said.
    value: Option<u64>,
    /// Whole rupiah.
    spent: Option<u64>,
    /// What stood in the way.
    obstacle: String,
    /// What is to follow.
    follow_up: String,
    /// Activities that it counts, each `place/id`.
    activities: Vec<String>,
    /// Doubts that are answered with yes, as they came back.
    sure: Vec<String>,
}

/// Say what was reached of a row of the plan
#[utoipa::path(post, path = "/api/v1/agencies/{code}/{id}/report", tag = "plan",
    params(("code" = String, Path, example = "99.71"), ("id" = String, Path, description = "The agency.")),
    request_body = NewReached,
    responses((status = 204, description = "It is kept.")))]
pub async fn fill(
    v: Visit,
    State(site): State<Site>,
    Named((code, agency)): Named<(String, String)>,
    Sent(new): Sent<NewReached>,
) -> Result<StatusCode, Fault> {
    let place = regency_code(&code)?;
    let period = site.app.period(place, Some(new.year), Some(&new.term))?;
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let draft = RealisationDraft {
        revision: new.revision,
        value: number(new.value),
        spent: number(new.spent),
        obstacle: new.obstacle,
        follow_up: new.follow_up,
        activities: new.activities,
        sure: new.sure,
    };
    site.app.keep_realisation(&v.actor(), place, &agency, &period, &new.row, draft).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A step of a report.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StepOf {
    /// Handed in.
    Send,
    /// Handed in: nothing was done.
    Nil,
    /// Taken back.
    Reopen,
    /// Accepted.
    Verify,
    /// Given back with a reason.
    Return,
}

/// A step that a report is to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStep {
    /// The year.
    #[schema(example = 2026)]
    year: i64,
    /// The term.
    #[schema(example = "b06")]
    term: String,
    /// Which.
    step: StepOf,
    /// The revision that was looked at; 0 where nothing was ever handed in.
    #[serde(default)]
    revision: i64,
    /// What the agency adds.
    #[serde(default)]
    note: String,
    /// Why it is given back.
    #[serde(default)]
    reason: String,
    /// Doubts that are answered with yes, as they came back.
    #[serde(default)]
    sure: Vec<String>,
}

/// Hand a report in, take it back, accept or return it
#[utoipa::path(post, path = "/api/v1/agencies/{code}/{id}/report/step", tag = "plan",
    params(("code" = String, Path, example = "99.71"), ("id" = String, Path, description = "The agency.")),
    request_body = NewStep,
    responses((status = 204, description = "It is done.")))]
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Named((code, agency)): Named<(String, String)>,
    Sent(new): Sent<NewStep>,
) -> Result<StatusCode, Fault> {
    let place = regency_code(&code)?;
    let period = site.app.period(place, Some(new.year), Some(&new.term))?;
    let done = match new.step {
        StepOf::Send => Move::Send { note: new.note, sure: new.sure },
        StepOf::Nil => Move::SendNil { note: new.note },
        StepOf::Reopen => Move::Reopen,
        StepOf::Verify => Move::Verify,
        StepOf::Return => Move::Return { reason: new.reason },
    };
    site.app.move_report(&v.actor(), place, &agency, &period, new.revision, done).await?;
    Ok(StatusCode::NO_CONTENT)
}
