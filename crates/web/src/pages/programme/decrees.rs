//! Decrees of a city: each names villages, ticked in a list or pasted from the letter.

use super::{AskedFor, regency_code, sure, typed, which};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::decrees::{DecreeDraft, DecreeView},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "programme/decrees.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    rows: Vec<Row>,
    /// The milestones that a decree may give.
    kinds: Vec<(String, String)>,
    /// The villages by district.
    districts: Vec<(String, Vec<(RegionCode, String)>)>,
    changes: bool,
    form: Form,
}

struct Row {
    id: String,
    number: String,
    date: String,
    about: String,
    kind: String,
    villages: usize,
    named: String,
    files: usize,
}

/// How many of its villages a decree's line names.
const MOST_NAMED: usize = 8;

async fn page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.programme_rules());
    let decrees = app.decrees(&v.actor(), place).await?;
    let titled = |id: &str| rules.ladder.kind(id).map_or("", |(_, kind)| v.of(&kind.title)).to_owned();
    let row = |view: &DecreeView| {
        let names: Vec<String> = view.villages.iter().take(MOST_NAMED).map(|code| name(app, *code)).collect();
        let more = view.villages.len().saturating_sub(names.len());
        Row {
            id: view.decree.id.clone(),
            number: view.decree.number.clone(),
            date: v.w.iso_date(&view.decree.dated),
            about: [view.decree.title.as_str(), view.decree.issuer.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            kind: titled(&view.kind),
            villages: view.villages.len(),
            named: match more {
                0 => names.join(", "),
                more => v.w.with("decree-and-more", &[("names", names.join(", ").into()), ("n", more.into())]),
            },
            files: view.files,
        }
    };
    let recorded = rules.ladder.milestones.iter().filter(|kind| kind.reached_by.can_be_recorded());
    let by_decree = recorded.filter(|kind| kind.member || kind.needs.is_empty() || kind.withdraws);
    let places = app.places();
    let district = |code: RegionCode| {
        let villages = places.villages_in(code).map(|village| (village.code, village.name.to_owned())).collect();
        (name(app, code), villages)
    };
    let page = Page {
        v,
        place,
        title: name(app, place),
        rows: decrees.iter().map(row).collect(),
        kinds: by_decree.map(|kind| (kind.id.clone(), v.of(&kind.title).to_owned())).collect(),
        districts: places.districts_in(place).map(|one| district(one.code)).collect(),
        changes: !form.value("id").is_empty(),
        form,
    };
    Ok(render(&page))
}

/// `GET /sk/{code}`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let form = match asked.id.as_str() {
        "" => Form::of(vec![("kind", "designated".to_owned())]),
        id => {
            let all = site.app.decrees(&v.actor(), place).await?;
            let view = all.into_iter().find(|view| view.decree.id == id).ok_or(Refusal::NotFound("decree"))?;
            let mut values = vec![
                ("id", view.decree.id),
                ("revision", view.decree.revision.to_string()),
                ("kind", view.kind),
                ("number", view.decree.number),
                ("dated", typed(&view.decree.dated)),
                ("issuer", view.decree.issuer),
                ("title", view.decree.title),
            ];
            values.extend(view.villages.iter().map(|village| ("villages", village.to_string())));
            Form::of(values)
        }
    };
    page(&v, &site, place, form).await
}

/// `POST /sk/{code}`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = DecreeDraft {
        which: which(&posted),
        kind: text("kind"),
        number: text("number"),
        dated: text("dated"),
        issuer: text("issuer"),
        title: text("title"),
        villages: posted.all("villages").map(str::to_owned).collect(),
        names: text("names"),
        sure: sure(&posted),
    };
    let done = site.app.keep_decree(&v.actor(), place, draft).await;
    answered(&v, done, posted, |id| format!("/bukti-program/decree/{place}/{id}"), |form| page(&v, &site, place, form))
        .await
}
