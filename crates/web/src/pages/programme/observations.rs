//! Field observations: the form of who works in the villages, with the own entries; and counts by village and week for the
//! offices above.

use super::{
    activities::{place_name, place_of},
    options,
};
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
    programme::observations::{open_weeks, past_weeks},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    programme::catalogue::entry,
    region::{Level, RegionCode},
};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "programme/observations.html")]
struct Page<'a> {
    v: &'a Visit,
    place_name: String,
    kinds: Vec<(String, String)>,
    weeks: Vec<(String, String)>,
    villages: Vec<(String, String)>,
    may_log: bool,
    own: Vec<Own>,
    may_see: bool,
    /// The weeks of the table, earliest first.
    columns: Vec<String>,
    /// A village with how many in each week, and in all.
    rows: Vec<(RegionCode, String, Vec<i64>, i64)>,
    total: i64,
    kind: String,
    form: Form,
}

struct Own {
    id: String,
    village: String,
    name: String,
    kind: String,
    week: String,
}

/// How many weeks the table shows.
const WEEKS: i64 = 12;

/// `?jenis=gathering`
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedKind {
    #[serde(default)]
    jenis: String,
}

async fn page(v: &Visit, site: &Site, place: RegionCode, kind: String, form: Form) -> Result<Response, Oops> {
    let (app, rules, actor) = (&site.app, site.app.programme_rules(), v.actor());
    let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
    let may_log = app::allow(&actor, Action::LogObservations, place).is_ok();
    // Of a single village there are no counts.
    let may_see = place.level() <= Level::District && app::allow(&actor, Action::SeeObservations, place).is_ok();
    if !may_log && !may_see {
        return Err(Refusal::NotAllowed(Action::SeeObservations).into());
    }
    let named = |text: &str| text.parse().map(|code| place_name(v, site, code)).unwrap_or_default();
    let titled = |id: &str| entry(&rules.observations.kinds, id).map_or("", |one| v.of(&one.title)).to_owned();
    let own = if may_log { app.own_observations(&actor, place).await? } else { vec![] };
    let own = own.into_iter().map(|row| Own {
        name: named(&row.village),
        kind: titled(&row.kind),
        id: row.id,
        village: row.village,
        week: v.w.week(&row.week),
    });
    let counts = if may_see { app.observation_counts(&actor, place, WEEKS).await? } else { vec![] };
    let counts: Vec<_> = counts.into_iter().filter(|count| kind.is_empty() || count.kind == kind).collect();
    let columns = past_weeks(app.today(regency), WEEKS);
    let mut by_village: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for count in &counts {
        let weeks = by_village.entry(count.village.clone()).or_insert_with(|| vec![0; columns.len()]);
        if let Some(at) = columns.iter().position(|week| *week == count.week) {
            weeks[at] += count.n;
        }
    }
    let row = |(village, weeks): (String, Vec<i64>)| {
        let code: RegionCode = village.parse().ok()?;
        // A district as a whole, where a desk noted it of a report.
        let called = match code.level() {
            Level::District => v.w.with("observation-district", &[("name", name(app, code).into())]),
            _ => name(app, code),
        };
        Some((code, called, weeks.clone(), weeks.iter().sum::<i64>()))
    };
    let mut rows: Vec<_> = by_village.into_iter().filter_map(row).collect();
    rows.sort_by_key(|(code, _, _, n)| (std::cmp::Reverse(*n), *code));
    let places = app.places();
    let villages = match place.level() {
        Level::Village => vec![],
        _ => places.villages_in(place).map(|one| (one.code.to_string(), one.name.to_owned())).collect(),
    };
    let page = Page {
        v,
        place_name: place_name(v, site, place),
        kinds: options(v, &rules.observations.kinds),
        weeks: open_weeks(&rules, app.today(regency)).into_iter().map(|week| (week.clone(), v.w.week(&week))).collect(),
        villages,
        may_log,
        own: own.collect(),
        may_see,
        columns: columns.iter().map(|week| v.w.week_begins(week)).collect(),
        total: rows.iter().map(|(_, _, _, n)| n).sum(),
        rows,
        kind,
        form,
    };
    Ok(render(&page))
}

/// `GET /pengamatan/{code}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedKind>,
) -> Result<Response, Oops> {
    page(&v, &site, place_of(&code)?, asked.jenis, Form::default()).await
}

/// `POST /pengamatan/{code}`: `remove` names an own entry to take back.
pub async fn log(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = place_of(&code)?;
    let village: RegionCode = match posted.get("village") {
        "" => place,
        chosen => chosen.parse().map_err(|_| Refusal::NotFound("village"))?,
    };
    let done = match posted.get("remove") {
        "" if village.level() != Level::Village => {
            let fault = app::refusal::Fault { field: "village", key: "form-not-chosen", values: vec![] };
            Err(Refusal::Form(vec![fault]))
        }
        "" => {
            let (actor, kind, week) = (v.actor(), posted.get("kind"), posted.get("week"));
            site.app.log_observation(&actor, village, kind, week).await.map(drop)
        }
        id => site.app.remove_observation(&v.actor(), village, id).await,
    };
    answered(&v, done, posted, |()| format!("/pengamatan/{place}"), |form| page(&v, &site, place, String::new(), form))
        .await
}
