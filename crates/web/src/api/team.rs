//! The integrated team: its meetings, what they decided, and law and agreements.

use super::{plan::said, problem::Fault, take::Named};
use crate::{pages::programme::regency_code, serve::Site, visit::Visit};
use app::plan::meetings::ids;
use axum::{Json, extract::State};
use domain::plan::LawStanding;
use serde::Serialize;
use utoipa::ToSchema;

/// A meeting of the integrated team.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingOut {
    /// Its id.
    id: String,
    /// By the list's id.
    #[schema(example = "rakor")]
    kind: String,
    /// What it is about.
    title: String,
    /// Its day.
    #[schema(format = Date)]
    held_on: String,
    /// `planned`, `held` or `cancelled`.
    #[schema(example = "held")]
    state: String,
    /// Agencies that were invited, by their ids.
    invited: Vec<String>,
    /// Of these, those that came.
    attended: Vec<String>,
    /// Whether enough came; null where it was not held.
    quorum: Option<bool>,
}

/// The meetings of the integrated team that the account may know of, the latest first
#[utoipa::path(get, path = "/api/v1/meetings/{code}", tag = "plan",
    params(("code" = String, Path, description = "The city or regency.", example = "99.71")),
    responses((status = 200, description = "The meetings.", body = [MeetingOut])))]
pub async fn meetings(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
) -> Result<Json<Vec<MeetingOut>>, Fault> {
    let rules = site.app.plan_rules();
    let all = site.app.meetings(&v.actor(), regency_code(&code)?).await?;
    let out = all.into_iter().map(|meeting| {
        let (invited, attended) = (ids(&meeting.invited), ids(&meeting.attended));
        let held = meeting.state == "held";
        MeetingOut {
            quorum: held.then(|| rules.meetings.has_quorum(attended.len(), invited.len())),
            id: meeting.id,
            kind: meeting.kind,
            title: meeting.title,
            held_on: meeting.held_on,
            state: meeting.state,
            invited,
            attended,
        }
    });
    Ok(Json(out.collect()))
}

/// What a meeting decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitmentOut {
    /// Its id.
    id: String,
    /// The meeting that decided it.
    meeting: String,
    /// What is to be done.
    what: String,
    /// The agency that owes it.
    agency: String,
    /// The law or agreement that it leads to.
    law: Option<String>,
    /// By when.
    #[schema(format = Date)]
    due_on: String,
    /// By when it was due at first.
    #[schema(format = Date)]
    first_due: String,
    /// `open`, `done` or `dropped`.
    #[schema(example = "open")]
    state: String,
    /// The day on which it ended.
    #[schema(format = Date)]
    ended_on: Option<String>,
    /// What came of it, or why it was put off or dropped.
    result: String,
}

/// What meetings decided, as far as the account may know, what is due first
#[utoipa::path(get, path = "/api/v1/commitments/{code}", tag = "plan",
    params(("code" = String, Path, description = "The city or regency.", example = "99.71")),
    responses((status = 200, description = "The commitments.", body = [CommitmentOut])))]
pub async fn commitments(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
) -> Result<Json<Vec<CommitmentOut>>, Fault> {
    let all = site.app.commitments(&v.actor(), regency_code(&code)?).await?;
    let out = all.into_iter().map(|view| view.commitment).map(|one| CommitmentOut {
        id: one.id,
        meeting: one.meeting,
        what: one.what,
        agency: one.agency,
        law: said(one.law),
        due_on: one.due_on,
        first_due: one.first_due,
        state: one.state,
        ended_on: said(one.ended_on),
        result: one.result,
    });
    Ok(Json(out.collect()))
}

/// The register of law and agreements.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterOut {
    /// Laws and agreements, what needs someone first.
    laws: Vec<LawOut>,
    /// The duties of the region, and whether something answers each.
    duties: Vec<DutyOut>,
}

/// A law or agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct LawOut {
    /// Its id.
    id: String,
    /// By the list's id.
    #[schema(example = "mou")]
    kind: String,
    /// Null while it has none.
    number: Option<String>,
    /// What it is about.
    title: String,
    /// Who made it.
    parties: Vec<String>,
    /// By the list's id.
    #[schema(example = "in_force")]
    state: String,
    /// `expired`, `expiring`, `on_its_way`, `in_force` or `revoked`, today.
    #[schema(example = "in_force")]
    standing: &'static str,
    /// The day of its signing.
    #[schema(format = Date)]
    dated: Option<String>,
    /// Its last day.
    #[schema(format = Date)]
    until: Option<String>,
    /// The one whose place it takes.
    replaces: Option<String>,
    /// What is to be done next.
    next_step: Option<String>,
    /// And by when.
    #[schema(format = Date)]
    due_on: Option<String>,
}

/// Something that the region has to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyOut {
    /// By the list's id.
    #[schema(example = "perda")]
    duty: String,
    /// Whether something answers it.
    answered: bool,
}

/// Law and agreements of a city, with the duties that something answers
#[utoipa::path(get, path = "/api/v1/laws/{code}", tag = "plan",
    params(("code" = String, Path, description = "The city or regency.", example = "99.71")),
    responses((status = 200, description = "The register.", body = RegisterOut)))]
pub async fn laws(v: Visit, State(site): State<Site>, Named(code): Named<String>) -> Result<Json<RegisterOut>, Fault> {
    let register = site.app.law_register(&v.actor(), regency_code(&code)?).await?;
    let duties = register.duties.iter().map(|one| DutyOut { duty: one.duty.clone(), answered: one.is_answered() });
    Ok(Json(RegisterOut {
        duties: duties.collect(),
        laws: register
            .laws
            .into_iter()
            .map(|view| LawOut {
                id: view.law.id,
                kind: view.law.kind,
                number: said(view.law.number),
                title: view.law.title,
                parties: view.law.parties.lines().map(str::to_owned).collect(),
                state: view.law.state,
                standing: match view.standing {
                    LawStanding::Expired => "expired",
                    LawStanding::Expiring(_) => "expiring",
                    LawStanding::OnItsWay => "on_its_way",
                    LawStanding::InForce => "in_force",
                    LawStanding::Revoked => "revoked",
                },
                dated: said(view.law.dated),
                until: said(view.law.until),
                replaces: said(view.law.replaces),
                next_step: said(view.law.next_step),
                due_on: said(view.law.due_on),
            })
            .collect(),
    }))
}
