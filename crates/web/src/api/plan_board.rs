//! The board of a term: which agencies have handed in, and what all of them reached together.

use super::{
    plan::said,
    problem::Fault,
    report::OfTerm,
    take::{Asked, Named},
};
use crate::{pages::programme::regency_code, serve::Site, visit::Visit};
use app::plan::board::{Line, Total};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// Where everybody stands in a term.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardOut {
    /// The year.
    #[schema(example = 2026)]
    year: i16,
    /// The term.
    #[schema(example = "b06")]
    term: String,
    /// How many agencies stand where; null where the account sees only its own.
    counts: Option<CountsOut>,
    /// The agencies that owe a report.
    agencies: Vec<LineOut>,
    /// What was reached under each action; empty where the account sees only its own agencies.
    actions: Vec<ActionOut>,
}

/// How many agencies stand where.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountsOut {
    /// Agencies that owe a report.
    #[schema(example = 34)]
    of: usize,
    /// Handed in, accepted or not.
    #[schema(example = 24)]
    sent: usize,
    /// Of these, accepted.
    verified: usize,
    /// Of those handed in, nil reports.
    nil: usize,
    /// Given back.
    returned: usize,
    /// Late.
    late: usize,
    /// Not handed in, with time left.
    awaited: usize,
}

/// An agency with its report.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineOut {
    /// The agency.
    agency: String,
    /// What it is called today.
    name: String,
    /// `late`, `returned`, `awaited`, `sent` or `verified`.
    standing: &'static str,
    /// The day on which it was handed in; null where it was not, or the account may not know.
    #[schema(format = Date)]
    sent_on: Option<String>,
    /// Whether that was after the day on which it was due.
    sent_late: bool,
    /// The actions under which something was reached; null where the account may not know.
    done: Option<Vec<String>>,
    /// Whole rupiah.
    spent: Option<i64>,
}

/// What was reached under an action.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionOut {
    /// By the list's id.
    action: String,
    /// How many agencies that owe a report reached something.
    done: usize,
    /// By unit; an activity that several agencies held together is in it once.
    totals: Vec<TotalOut>,
    /// Whole rupiah.
    spent: Option<i64>,
}

/// A sum with what was planned.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalOut {
    /// The unit; a sum of per cent says nothing.
    unit: String,
    /// Of reports that were handed in.
    reached: i64,
    /// Of all plans; null where none was set.
    target: Option<i64>,
}

/// Who stands where with the reports of a term, and what all reached together
#[utoipa::path(get, path = "/api/v1/plan/{code}", tag = "plan",
    params(("code" = String, Path, description = "The city or regency.", example = "99.71"), OfTerm),
    responses((status = 200, description = "The board.", body = BoardOut)))]
pub async fn board(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
    Asked(asked): Asked<OfTerm>,
) -> Result<Json<BoardOut>, Fault> {
    let place = regency_code(&code)?;
    let board = site.app.plan_board(&v.actor(), place, asked.period(&site, place)?).await?;
    let today = site.app.today(place);
    let line = |line: &Line| LineOut {
        agency: line.view.agency.id.clone(),
        name: line.view.name_on(today).name.clone(),
        standing: line.standing.id(),
        sent_on: line.report.as_ref().and_then(|report| said(report.sent_on.clone())),
        sent_late: line.sent_late,
        done: line.done.as_ref().map(|done| done.iter().cloned().collect()),
        spent: line.spent,
    };
    let total = |(unit, total): (&String, &Total)| TotalOut {
        unit: unit.clone(),
        reached: total.reached,
        target: total.target,
    };
    Ok(Json(BoardOut {
        year: board.period.year,
        term: board.period.term.id.clone(),
        counts: board.counts.map(|counts| CountsOut {
            of: counts.of,
            sent: counts.sent,
            verified: counts.verified,
            nil: counts.nil,
            returned: counts.returned,
            late: counts.late,
            awaited: counts.awaited,
        }),
        agencies: board.lines.iter().filter(|line| line.owes).map(line).collect(),
        actions: board
            .actions
            .iter()
            .map(|one| ActionOut {
                action: one.action.clone(),
                done: one.done,
                totals: one.totals.iter().map(total).collect(),
                spent: one.spent,
            })
            .collect(),
    }))
}
