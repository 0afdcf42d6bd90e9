//! The integrated team: its decrees, its meetings, and what they decided and nobody has done yet.

use super::commitment::{Promise, promise};
use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{AskedFor, regency_code, typed, which},
    posted::Posted,
    serve::Site,
    shown::{Chip, name, render},
    visit::Visit,
};
use app::{Action, Refusal, plan::teams::TeamDraft};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{programme::catalogue::entry, region::RegionCode};
use std::future::ready;
use store::nouns::Meeting;

#[derive(Template)]
#[template(path = "plan/team.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    open: Vec<Promise>,
    ended: Vec<Promise>,
    overdue: usize,
    meetings: Vec<Row>,
    teams: Vec<Shown>,
    may_keep: bool,
}

/// A meeting in the list.
pub struct Row {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub when: String,
    pub chip: Chip,
}

struct Shown {
    id: String,
    place: String,
    decree: String,
    until: String,
    expired: bool,
    members: Vec<String>,
}

/// The chip of a meeting's state.
pub fn meeting_chip(v: &Visit, meeting: &Meeting) -> Chip {
    let look = match meeting.state.as_str() {
        "held" => "verified",
        "cancelled" => "awaited",
        _ => "sent",
    };
    Chip { look: format!("report {look}"), word: v.t(&format!("meeting-{}", meeting.state)) }
}

/// `GET /tim/{code}`
pub async fn show(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let app = &site.app;
    let (rules, today) = (app.plan_rules(), app.today(place));
    let agencies = app.agencies(&v.actor(), place).await?;
    let meetings = app.meetings(&v.actor(), place).await?;
    let all = app.commitments(&v.actor(), place).await?;
    let all = all.iter().map(|one| promise(&v, &agencies, &meetings, &one.commitment, today));
    let (open, ended): (Vec<Promise>, Vec<Promise>) = all.partition(|one| one.open);
    let teams = app.teams(&v.actor(), place).await?;
    let page = Page {
        v: &v,
        place,
        title: v.w.with("team-title-of", [("place", name(app, place).into())]),
        overdue: open.iter().filter(|one| one.late).count(),
        open,
        ended,
        meetings: meetings
            .iter()
            .map(|meeting| Row {
                id: meeting.id.clone(),
                title: meeting.title.clone(),
                kind: entry(&rules.meetings.kinds, &meeting.kind).map_or("", |kind| v.of(&kind.title)).to_owned(),
                when: v.w.iso_date(&meeting.held_on),
                chip: meeting_chip(&v, meeting),
            })
            .collect(),
        teams: teams
            .into_iter()
            .map(|team| Shown {
                place: team.place.parse().map(|code| name(app, code)).unwrap_or_default(),
                decree: v.w.with(
                    "team-decree",
                    [("number", team.number.as_str().into()), ("date", v.w.iso_date(&team.dated).into())],
                ),
                expired: team.until.parse().is_ok_and(|until: jiff::civil::Date| until < today),
                until: v.w.iso_date(&team.until),
                members: team.members.lines().map(str::to_owned).collect(),
                id: team.id,
            })
            .collect(),
        may_keep: v.may(Action::RunMeetings),
    };
    Ok(render(&page))
}

#[derive(Template)]
#[template(path = "plan/team_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    places: Vec<(String, String)>,
    form: Form,
}

fn form_page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Response {
    let app = &site.app;
    let places = app.places();
    let mut options = vec![(place.to_string(), name(app, place))];
    options.extend(places.districts_in(place).map(|one| (one.code.to_string(), one.name.to_owned())));
    let title = v.w.with("team-title-of", [("place", name(app, place).into())]);
    render(&FormPage { v, place, title, places: options, form })
}

/// `GET /tim/{code}/susunan`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::RunMeetings, place)?;
    let form = match asked.id.as_str() {
        "" => Form::of(vec![("place", place.to_string())]),
        id => {
            let teams = site.app.teams(&v.actor(), place).await?;
            let team = teams.into_iter().find(|team| team.id == id).ok_or(Refusal::NotFound("record"))?;
            Form::of(vec![
                ("id", team.id),
                ("revision", team.revision.to_string()),
                ("place", team.place),
                ("number", team.number),
                ("dated", typed(&team.dated)),
                ("until", typed(&team.until)),
                ("members", team.members),
            ])
        }
    };
    Ok(form_page(&v, &site, place, form))
}

/// `POST /tim/{code}/susunan`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = TeamDraft {
        which: which(&posted),
        place: text("place"),
        number: text("number"),
        dated: text("dated"),
        until: text("until"),
        members: text("members"),
    };
    let done = site.app.keep_team(&v.actor(), place, draft).await;
    answered(&v, done, posted, |_| format!("/tim/{place}#tim"), |form| ready(Ok(form_page(&v, &site, place, form))))
        .await
}
