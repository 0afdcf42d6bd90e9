//! Official papers: the list, one paper with what stands in it, its way to print; letterhead and who signs.

pub mod paper;
pub mod settings;

use crate::{
    oops::Oops,
    pages::programme::regency_code,
    posted::Posted,
    serve::Site,
    shown::{Chip, name, render},
    visit::Visit,
};
use app::{
    Action, Refusal, access,
    papers::{About, Kind},
    plan::reports::Period,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::RegionCode;
use std::collections::HashMap;
use store::nouns::Paper;

/// The chip of a paper's state; none on what is never issued.
fn state_chip(v: &Visit, kind: Kind, paper: &Paper) -> Option<Chip> {
    let (look, key) = match paper.state.as_str() {
        "issued" => ("verified", "paper-issued"),
        "withdrawn" => ("returned", "paper-withdrawn"),
        _ => ("awaited", "paper-draft"),
    };
    kind.is_official().then(|| Chip { look: format!("report {look}"), word: v.t(key) })
}

#[derive(Template)]
#[template(path = "papers/list.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    rows: Vec<Row>,
    may_keep: bool,
    /// The terms of which a report can be made: year, id and name.
    terms: Vec<(i16, String, String)>,
}

struct Row {
    id: String,
    title: String,
    about: String,
    number: String,
    dated: String,
    chip: Option<Chip>,
}

/// `GET /dokumen/{code}`
pub async fn list(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let (app, actor) = (&site.app, v.actor());
    let all = app.papers(&actor, place).await?;
    let today = app.today(place);
    let agencies = app.agencies(&actor, place).await?;
    let called: HashMap<&str, &str> =
        agencies.iter().map(|view| (view.agency.id.as_str(), view.name_on(today).name.as_str())).collect();
    let meetings: HashMap<String, String> =
        app.meetings(&actor, place).await?.into_iter().map(|one| (one.id, one.title)).collect();
    let term = |about: &About| {
        let period = app.period(place, about.year, Some(&about.term)).ok();
        period.map(|period| {
            v.w.with(
                "paper-term",
                [("term", v.of(&period.term.title).into()), ("year", period.year.to_string().into())],
            )
        })
    };
    let rows = all.into_iter().map(|(kind, about, paper)| {
        let about: Vec<String> = [
            called.get(about.agency.as_str()).map(|name| (*name).to_owned()),
            about.year.and_then(|_| term(&about)),
            meetings.get(&about.meeting).cloned(),
        ]
        .into_iter()
        .flatten()
        .collect();
        Row {
            title: v.t(&format!("paper-kind-{}", kind.id())),
            about: about.join(", "),
            dated: v.w.iso_date(&paper.dated),
            chip: state_chip(&v, kind, &paper),
            id: paper.id,
            number: paper.number,
        }
    });
    let may_keep = access::may(&actor, Action::KeepPapers) && actor.covers(place);
    let rules = app.plan_rules();
    let mut terms: Vec<Period> = [today.year(), today.year() - 1]
        .into_iter()
        .flat_map(|year| {
            rules
                .actions_of(year)
                .terms
                .iter()
                .rev()
                .cloned()
                .map(move |term| Period { year, term })
                .collect::<Vec<_>>()
        })
        .filter(|period| period.term.first_day(period.year) <= today)
        .collect();
    terms.truncate(3);
    let page = Page {
        v: &v,
        place,
        title: v.w.with("paper-title-of", [("place", name(app, place).into())]),
        rows: rows.collect(),
        may_keep,
        terms: terms
            .into_iter()
            .map(|one| (one.year, one.term.id.clone(), format!("{} {}", v.of(&one.term.title), one.year)))
            .collect(),
    };
    Ok(render(&page))
}

/// `POST /dokumen/{code}`: begins one.
pub async fn begin(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.id() == posted.get("jenis")).ok_or(Refusal::NotFound("paper"))?;
    let of_term = matches!(kind, Kind::Semester | Kind::Agency);
    let about = About {
        year: of_term.then(|| posted.get("tahun").parse().ok()).flatten(),
        term: if of_term { posted.get("semester").to_owned() } else { String::new() },
        agency: if kind == Kind::Agency { posted.get("instansi").to_owned() } else { String::new() },
        meeting: if matches!(kind, Kind::Minutes | Kind::Attendance) {
            posted.get("rapat").to_owned()
        } else {
            String::new()
        },
        site: if kind == Kind::Attendance { site.base(&v) } else { String::new() },
    };
    let id = site.app.begin_paper(&v.actor(), place, kind, about, v.w.lang()).await?;
    Ok(Redirect::to(&format!("/dokumen/{place}/{id}")).into_response())
}
