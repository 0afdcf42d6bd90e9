//! One thing that a meeting decided: who owes it, until when, and what became of it.

use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{regency_code, which},
    posted::Posted,
    serve::Site,
    shown::{Chip, name, render},
    visit::Visit,
};
use app::{
    Refusal,
    plan::{
        agencies::AgencyView,
        commitments::{CommitmentView, Ended},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::region::RegionCode;
use jiff::civil::Date;
use store::nouns::{Commitment, Meeting};

/// A commitment as lists show it.
pub struct Promise {
    pub id: String,
    pub what: String,
    /// Who owes it.
    pub owner: String,
    pub due: String,
    /// The first date, where it was put off.
    pub first_due: String,
    pub late: bool,
    pub open: bool,
    pub chip: Chip,
    pub result: String,
    /// The key of what `result` is called: what came of it, or why it was put off or dropped.
    pub result_is: &'static str,
    /// The meeting that decided it: id, title and day; empty where the visitor may not know of it.
    pub meeting: (String, String),
    pub ended: String,
}

/// A commitment as lists show it.
pub fn promise(v: &Visit, agencies: &[AgencyView], meetings: &[Meeting], one: &Commitment, today: Date) -> Promise {
    let open = one.state == "open";
    let late = open && one.due_on.parse::<Date>().is_ok_and(|due| due < today);
    let look = match (one.state.as_str(), late) {
        (_, true) => "late",
        ("done", _) => "verified",
        ("dropped", _) => "awaited",
        _ => "sent",
    };
    let word = if late { "commitment-late".to_owned() } else { format!("commitment-{}", one.state) };
    let meeting = meetings.iter().find(|meeting| meeting.id == one.meeting);
    let owner = agencies.iter().find(|view| view.agency.id == one.agency);
    Promise {
        id: one.id.clone(),
        what: one.what.clone(),
        owner: owner.map(|view| view.name_on(today).name.clone()).unwrap_or_default(),
        due: v.w.iso_date(&one.due_on),
        first_due: if one.first_due == one.due_on { String::new() } else { v.w.iso_date(&one.first_due) },
        late,
        open,
        chip: Chip { look: format!("report {look}"), word: v.t(&word) },
        result: one.result.clone(),
        result_is: match one.state.as_str() {
            "open" => "commitment-put-off-because",
            "dropped" => "commitment-dropped-because",
            _ => "commitment-result",
        },
        meeting: meeting
            .map(|meeting| (meeting.id.clone(), format!("{}, {}", meeting.title, v.w.iso_date(&meeting.held_on))))
            .unwrap_or_default(),
        ended: v.w.iso_date(&one.ended_on),
    }
}

#[derive(Template)]
#[template(path = "plan/commitment.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    one: Promise,
    view: &'a CommitmentView,
    revision: String,
    /// The law that it leads to: id and title.
    law: Option<(String, String)>,
    form: Form,
}

async fn page(v: &Visit, site: &Site, place: RegionCode, id: &str, form: Form) -> Result<Response, Oops> {
    let app = &site.app;
    let all = app.commitments(&v.actor(), place).await?;
    let view = all.iter().find(|one| one.commitment.id == id).ok_or(Refusal::NotFound("commitment"))?;
    let agencies = app.agencies(&v.actor(), place).await?;
    let meetings = app.meetings(&v.actor(), place).await?;
    let law = match view.commitment.law.as_str() {
        "" => None,
        law => app.law_register(&v.actor(), place).await?.laws.into_iter().find(|one| one.law.id == law),
    };
    let page = Page {
        v,
        place,
        title: v.w.with("team-title-of", [("place", name(app, place).into())]),
        one: promise(v, &agencies, &meetings, &view.commitment, app.today(place)),
        law: law.map(|view| (view.law.id, view.law.title)),
        revision: match form.refused {
            Some(_) => form.value("revision").to_owned(),
            None => view.commitment.revision.to_string(),
        },
        view,
        form,
    };
    Ok(render(&page))
}

/// `GET /komitmen/{code}/{id}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, regency_code(&code)?, &id, Form::default()).await
}

/// `POST /komitmen/{code}/{id}`: `do` is `done`, `drop`, `put-off` or `reopen`.
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let ended = match posted.get("do") {
        "done" => Ended::Done { on: text("on"), result: text("result") },
        "drop" => Ended::Dropped { reason: text("reason") },
        "put-off" => Ended::PutOff { due_on: text("due_on"), reason: text("reason") },
        "reopen" => Ended::Reopened,
        _ => return Err(Refusal::NotFound("page").into()),
    };
    let mut seen = which(&posted);
    seen.id.clone_from(&id);
    let done = site.app.end_commitment(&v.actor(), place, &seen, ended).await;
    answered(&v, done, posted, |()| format!("/komitmen/{place}/{id}"), |form| page(&v, &site, place, &id, form)).await
}
