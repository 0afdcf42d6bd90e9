//! Activities: the list of a place, and one activity with its files. The form is in [`super::activity_form`].

use super::activity_form::carried_out;
use crate::{
    oops::Oops,
    serve::Site,
    shown::{name, render, village_name, who_is},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::activities::{may_correct, partners},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::{Level, RegionCode};
use store::{nouns::Activity, queries::activities::Filter};

#[derive(Template)]
#[template(path = "programme/activities.html")]
struct List<'a> {
    v: &'a Visit,
    place: RegionCode,
    place_name: String,
    village: bool,
    rows: Vec<Row>,
    kinds: Vec<(String, String)>,
    asked: AskedList,
    year: Option<i64>,
    /// How many there were in the year, and in which groups.
    total: i64,
    counted: Vec<(String, i64)>,
    /// The address of the next page.
    next: Option<String>,
    own_only: bool,
}

struct Row {
    link: String,
    date: String,
    title: String,
    kind: String,
    place: String,
    people: String,
    organiser: String,
}

/// `?jenis=sosialisasi&tahun=2026&lanjut=2026-05-24,ID`
#[derive(Debug, Default, Clone, serde::Deserialize)]
pub struct AskedList {
    /// Only this kind.
    #[serde(default)]
    pub jenis: String,
    /// Only this year; the present one where nothing is said, all where it is empty.
    pub tahun: Option<String>,
    /// After this one.
    #[serde(default)]
    pub lanjut: String,
}

/// "40 orang (22 laki-laki, 18 perempuan)", or what else was counted.
pub fn people(v: &Visit, row: &Activity) -> String {
    let number = |n: Option<i64>| v.w.number(n.unwrap_or_default());
    let mut said = vec![];
    if row.men.is_some() || row.women.is_some() {
        let all = row.men.unwrap_or_default() + row.women.unwrap_or_default();
        let values =
            [("n", v.w.number(all).into()), ("men", number(row.men).into()), ("women", number(row.women).into())];
        said.push(v.w.with("activity-people-apart", values));
    } else if row.people.is_some() {
        said.push(v.w.with("activity-people-n", &[("n", number(row.people).into())]));
    }
    for (n, key) in [
        (row.tested, "activity-tested-n"),
        (row.times, "activity-times-n"),
        (row.days, "activity-days-n"),
        (row.units, "activity-units-n"),
    ] {
        if n.is_some() {
            said.push(v.w.with(key, &[("n", number(n).into())]));
        }
    }
    said.join(" · ")
}

/// A city, district or village in an address.
pub fn place_of(code: &str) -> Result<RegionCode, Refusal> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    if place.level() < Level::Regency { Err(Refusal::NotFound("region")) } else { Ok(place) }
}

/// Its name, a village's with the word for it.
pub fn place_name(v: &Visit, site: &Site, place: RegionCode) -> String {
    if place.level() == Level::Village { village_name(&site.app, v, place) } else { name(&site.app, place) }
}

/// `GET /kegiatan/{code}`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedList>,
) -> Result<Response, Oops> {
    let place = place_of(&code)?;
    let rules = site.app.programme_rules();
    let after = asked.lanjut.split_once(',').map(|(day, id)| (day.to_owned(), id.to_owned()));
    let kind = Some(asked.jenis.clone()).filter(|kind| !kind.is_empty());
    let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
    let this_year = i64::from(site.app.today(regency).year());
    let year = asked.tahun.as_ref().map_or(Some(this_year), |year| year.trim().parse().ok());
    let mut counted = vec![];
    if v.may(Action::SeeActivities) && year.is_some() {
        counted = site.app.activity_kinds(&v.actor(), place, year).await?;
    }
    let filter = Filter { kind, year, after, ..Filter::default() };
    let found = site.app.activities(&v.actor(), place, filter).await?;
    let row = |row: &Activity| Row {
        link: format!("/kegiatan/{}/{}", row.place, row.id),
        date: days(&v, row),
        title: row.title.clone(),
        kind: rules.activities.kind(&row.kind).map_or(row.kind.as_str(), |kind| v.of(&kind.title)).to_owned(),
        place: row.place.parse().map(|code| place_name(&v, &site, code)).unwrap_or_default(),
        people: people(&v, row),
        organiser: row.organiser.clone(),
    };
    let next = found.rows.last().filter(|_| found.more).map(|last| {
        let (kind, year) = (&asked.jenis, year.map(|year| year.to_string()).unwrap_or_default());
        format!("/kegiatan/{place}?jenis={kind}&tahun={year}&lanjut={},{}", last.starts_on, last.id)
    });
    let page = List {
        v: &v,
        place,
        place_name: place_name(&v, &site, place),
        village: place.level() == Level::Village,
        rows: found.rows.iter().map(row).collect(),
        kinds: kinds(&v, &site),
        own_only: !v.may(Action::SeeActivities),
        total: counted.iter().map(|(_, n)| n).sum(),
        counted: counted_by_group(&v, &site, &counted),
        year,
        asked,
        next,
    };
    Ok(render(&page))
}

/// How many there were in each group of kinds, those with none left out.
pub fn counted_by_group(v: &Visit, site: &Site, counted: &[(String, i64)]) -> Vec<(String, i64)> {
    let rules = site.app.programme_rules();
    let of_group = |(group, kinds): (&domain::programme::catalogue::Entry, Vec<&domain::programme::ActivityKind>)| {
        let own = |id: &String| kinds.iter().any(|kind| kind.id == *id);
        let n = counted.iter().filter(|(id, _)| own(id)).map(|(_, n)| n).sum();
        (v.of(&group.title).to_owned(), n)
    };
    rules.activities.grouped().map(of_group).filter(|(_, n)| *n > 0).collect()
}

fn kinds(v: &Visit, site: &Site) -> Vec<(String, String)> {
    let rules = site.app.programme_rules();
    rules.activities.kinds.iter().map(|kind| (kind.id.clone(), v.of(&kind.title).to_owned())).collect()
}

fn days(v: &Visit, row: &Activity) -> String {
    if row.starts_on == row.ends_on {
        v.w.iso_date(&row.starts_on)
    } else {
        format!("{} – {}", v.w.iso_date(&row.starts_on), v.w.iso_date(&row.ends_on))
    }
}

#[derive(Template)]
#[template(path = "programme/activity.html")]
struct One<'a> {
    v: &'a Visit,
    row: &'a Activity,
    title: String,
    kind: String,
    place_name: String,
    facts: Vec<(String, String)>,
    files: usize,
    who: String,
    at: String,
    may_correct: bool,
    /// What prevention science says of its kind, and where that is from.
    advice: Option<domain::plan::Advice>,
    source: String,
}

/// `GET /kegiatan/{code}/{id}`
pub async fn one(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = place_of(&code)?;
    let row = site.app.activity(&v.actor(), place, &id).await?;
    let record = app::evidence::RecordOf { noun: app::evidence::Noun::Activity, place, id };
    let (files, _) = site.app.evidence(&v.actor(), &record).await?;
    let rules = site.app.programme_rules();
    let chosen = site.app.interventions(&v.actor(), place).await?;
    let carries_out = chosen.iter().find(|one| one.id == row.intervention).map(|one| carried_out(&v, &rules, one));
    let kind = rules.activities.kind(&row.kind).map_or(row.kind.as_str(), |kind| v.of(&kind.title)).to_owned();
    let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
    let plan = site.app.plan_rules();
    let page = One {
        v: &v,
        title: if row.title.is_empty() { kind.clone() } else { row.title.clone() },
        kind,
        place_name: place_name(&v, &site, place),
        facts: facts(&v, &site, &row, carries_out.unwrap_or_default()),
        files: files.len(),
        who: who_is(&site.app, &v, regency, &row.added_by).await?,
        at: v.w.instant(row.added_at, site.app.zone(regency)),
        may_correct: may_correct(&v.actor(), &row),
        advice: plan.prevention.of_kind(&row.kind).cloned(),
        source: v.of(&plan.prevention.source).to_owned(),
        row: &row,
    };
    Ok(render(&page))
}

/// What an activity says, name and value.
fn facts(v: &Visit, site: &Site, row: &Activity, carries_out: String) -> Vec<(String, String)> {
    let rules = site.app.programme_rules();
    let entry = domain::programme::catalogue::entry;
    let listed = |all: &[domain::programme::catalogue::Entry], id: &str| {
        entry(all, id).map_or("", |one| v.of(&one.title)).to_owned()
    };
    let money = |n: Option<i64>| n.map(|n| v.w.rupiah(n)).unwrap_or_default();
    let mut offices = vec![row.organiser.clone()];
    offices.extend(partners(row));
    let positive = row.positive.map(|n| v.w.number(n)).unwrap_or_default();
    [
        ("activity-starts-on", days(v, row)),
        ("activity-venue", row.venue.clone()),
        ("activity-environment", listed(&rules.activities.environments, &row.environment)),
        ("activity-reached", people(v, row)),
        ("activity-positive", positive),
        ("activity-intervention", carries_out),
        ("activity-organiser", offices.join(", ")),
        ("activity-source", listed(&rules.programmes.sources, &row.source)),
        ("activity-planned", money(row.planned)),
        ("activity-spent", money(row.spent)),
        ("activity-result", row.result.clone()),
        ("activity-obstacle", row.obstacle.clone()),
        ("activity-follow-up", row.follow_up.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (v.t(key), value))
    .collect()
}
