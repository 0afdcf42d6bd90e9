//! The agencies of the action plan, and the form of one.

use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{AskedFor, regency_code, typed, which},
    posted::Posted,
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{
    Action,
    plan::agencies::{AgencyDraft, AgencyView},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "plan/agencies.html")]
struct ListPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    rows: Vec<Row>,
    /// How many owe reports of their own.
    reporting: usize,
    may_keep: bool,
}

/// An agency in the list.
struct Row {
    id: String,
    name: String,
    short: String,
    /// How many stand above it.
    depth: usize,
    kind: String,
    /// Who speaks for it today.
    speaks: Vec<String>,
    reports: bool,
    /// What became of it; empty while it exists.
    ended: String,
}

/// Who speaks for an agency on a day; where the name was erased, the name to sign in with.
pub fn speakers(view: &AgencyView, day: Date) -> Vec<String> {
    let holding = view.liaisons.iter().filter(|one| one.holds_on(day));
    holding.map(|one| one.name.clone().unwrap_or_else(|| one.login.clone())).collect()
}

/// What became of an agency that has ended; nothing while it exists.
pub fn ended(v: &Visit, view: &AgencyView) -> String {
    if view.agency.until.is_empty() {
        return String::new();
    }
    let until = v.w.iso_date(&view.agency.until);
    match view.into.as_str() {
        "" => v.w.with("agency-dissolved", [("date", until.as_str().into())]),
        into => v.w.with("agency-merged", [("date", until.as_str().into()), ("into", into.into())]),
    }
}

/// `GET /instansi/{code}`
pub async fn list(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let (app, rules) = (&site.app, site.app.plan_rules());
    let all = app.agencies(&v.actor(), place).await?;
    let today = app.today(place);
    let mut depths: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut rows = vec![];
    for view in &all {
        let depth = depths.get(view.agency.parent.as_str()).map_or(0, |depth| depth + 1);
        depths.insert(&view.agency.id, depth);
        let called = view.name_on(today);
        rows.push(Row {
            id: view.agency.id.clone(),
            name: called.name.clone(),
            short: called.short.clone(),
            depth,
            kind: rules.agencies.kind(&view.agency.kind).map_or("", |kind| v.of(&kind.title)).to_owned(),
            speaks: speakers(view, today),
            reports: view.agency.reports == 1,
            ended: ended(&v, view),
        });
    }
    let owes = |view: &&AgencyView| view.agency.reports == 1 && view.exists_on(today);
    let page = ListPage {
        v: &v,
        place,
        title: name(app, place),
        reporting: all.iter().filter(owes).count(),
        may_keep: v.may(Action::KeepAgencies),
        rows,
    };
    Ok(render(&page))
}

#[derive(Template)]
#[template(path = "plan/agency_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    kinds: Vec<(String, String)>,
    parents: Vec<(String, String)>,
    districts: Vec<(String, String)>,
    changes: bool,
    form: Form,
}

async fn form_page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.plan_rules());
    let today = app.today(place);
    let all = app.agencies(&v.actor(), place).await?;
    let id = form.value("id").to_owned();
    let could = |view: &&AgencyView| view.agency.until.is_empty() && view.agency.id != id;
    let places = app.places();
    let districts = places.districts_in(place);
    let page = FormPage {
        v,
        place,
        title: name(app, place),
        kinds: rules.agencies.kinds.iter().map(|kind| (kind.id.clone(), v.of(&kind.title).to_owned())).collect(),
        parents: all
            .iter()
            .filter(could)
            .map(|view| (view.agency.id.clone(), view.name_on(today).name.clone()))
            .collect(),
        districts: districts.map(|one| (one.code.to_string(), one.name.to_owned())).collect(),
        changes: !id.is_empty(),
        form,
    };
    Ok(render(&page))
}

/// `GET /instansi/{code}/isi`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::KeepAgencies, place)?;
    let form = match asked.id.as_str() {
        "" => Form::of(vec![("kind", "opd".to_owned()), ("reports", "1".to_owned())]),
        id => {
            let view = site.app.agency(&v.actor(), place, id).await?;
            let called = view.name_on(site.app.today(place)).clone();
            let agency = view.agency;
            let reports = if agency.reports == 1 { "1" } else { "" };
            Form::of(vec![
                ("id", agency.id),
                ("revision", agency.revision.to_string()),
                ("kind", agency.kind),
                ("name", called.name),
                ("short", called.short),
                ("parent", agency.parent),
                ("district", agency.district),
                ("reports", reports.to_owned()),
                ("since", typed(&agency.since)),
                ("note", agency.note),
            ])
        }
    };
    form_page(&v, &site, place, form).await
}

/// `POST /instansi/{code}/isi`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = AgencyDraft {
        which: which(&posted),
        kind: text("kind"),
        name: text("name"),
        short: text("short"),
        named_since: text("named_since"),
        parent: text("parent"),
        district: text("district"),
        reports: posted.get("reports") == "1",
        since: text("since"),
        note: text("note"),
    };
    let done = site.app.keep_agency(&v.actor(), place, draft).await;
    answered(&v, done, posted, |id| format!("/instansi/{place}/{id}"), |form| form_page(&v, &site, place, form)).await
}
