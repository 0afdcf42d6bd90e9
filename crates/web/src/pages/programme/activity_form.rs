//! The form of an activity: half a minute for the fields that every entry has, the rarer ones folded away.

use super::{
    activities::{place_name, place_of},
    options, sure, typed, which,
};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{render, role_name},
    visit::Visit,
};
use app::{
    Action, Actor, Refusal,
    programme::{
        Rules,
        activities::{ActivityDraft, may_correct},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::{Level, RegionCode};
use store::nouns::Intervention;

#[derive(Template)]
#[template(path = "programme/activity_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    place_name: String,
    groups: Vec<(String, Vec<(String, String)>)>,
    environments: Vec<(String, String)>,
    sources: Vec<(String, String)>,
    /// What the village has chosen to do, for who may see it.
    interventions: Vec<(String, String)>,
    /// Villages to choose from, where the place is larger than one.
    villages: Vec<(String, String)>,
    changes: bool,
    /// Whether the rarer fields stand open.
    open: bool,
    form: Form,
}

/// The fields that few entries need.
const RARE: [&str; 13] = [
    "ends_on",
    "venue",
    "title",
    "times",
    "days",
    "tested",
    "positive",
    "units",
    "source",
    "planned",
    "spent",
    "obstacle",
    "follow_up",
];

async fn form_page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.programme_rules());
    let titled = |kind: &domain::programme::ActivityKind| (kind.id.clone(), v.of(&kind.title).to_owned());
    let grouped = rules.activities.grouped();
    let villages = match place.level() {
        Level::Village => vec![],
        _ => app.places().villages_in(place).map(|one| (one.code.to_string(), one.name.to_owned())).collect(),
    };
    let interventions = app.interventions(&v.actor(), place).await?;
    Ok(render(&FormPage {
        v,
        place,
        place_name: place_name(v, site, place),
        groups: grouped
            .map(|(group, kinds)| (v.of(&group.title).to_owned(), kinds.into_iter().map(titled).collect()))
            .collect(),
        environments: options(v, &rules.activities.environments),
        sources: options(v, &rules.programmes.sources),
        interventions: interventions.iter().map(|row| (row.id.clone(), carried_out(v, &rules, row))).collect(),
        villages,
        changes: !form.value("id").is_empty(),
        open: RARE.iter().any(|field| !form.value(field).is_empty() || !form.faults(field).is_empty()),
        form,
    }))
}

/// "Koalisi warga (2026)": what a village has chosen to do, and for which year.
pub fn carried_out(v: &Visit, rules: &Rules, row: &Intervention) -> String {
    let title = rules.interventions.one(&row.kind).map_or(row.kind.as_str(), |one| v.of(&one.title));
    format!("{title} ({})", row.year)
}

/// The name of the visitor's office: "Kelurahan Seruni", or the role.
fn office(v: &Visit, site: &Site) -> String {
    let Actor::Account { role, scope, .. } = v.actor() else { return String::new() };
    match scope.filter(|scope| scope.level() >= Level::District) {
        Some(scope) => place_name(v, site, scope),
        None => role_name(&site.app, v, role, ""),
    }
}

/// `GET /kegiatan/{code}/baru`
pub async fn new(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    let place = place_of(&code)?;
    app::allow(&v.actor(), Action::LogActivities, place)?;
    let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
    let form = Form::of(vec![
        ("starts_on", typed(&site.app.today(regency).to_string())),
        ("environment", "community".to_owned()),
        ("organiser", office(&v, &site)),
        ("place", place.to_string()),
    ]);
    form_page(&v, &site, place, form).await
}

/// `POST /kegiatan/{code}/baru`, and with `id` a correction.
pub async fn log(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = place_of(&code)?;
    // A larger place may name the village.
    let at = match posted.get("place") {
        "" => place,
        chosen => place_of(chosen).ok().filter(|chosen| place.contains(*chosen)).unwrap_or(place),
    };
    let done = match posted.get("join") {
        "" => site.app.log_activity(&v.actor(), at, draft(&posted)).await,
        id => {
            let joined = site.app.join_activity(&v.actor(), at, id, posted.get("organiser")).await;
            joined.map(|()| id.to_owned())
        }
    };
    answered(&v, done, posted, |id| format!("/kegiatan/{at}/{id}"), |form| form_page(&v, &site, place, form)).await
}

fn draft(posted: &Posted) -> ActivityDraft {
    let text = |name: &str| posted.get(name).to_owned();
    ActivityDraft {
        which: which(posted),
        kind: text("kind"),
        title: text("title"),
        intervention: text("intervention"),
        starts_on: text("starts_on"),
        ends_on: text("ends_on"),
        environment: text("environment"),
        venue: text("venue"),
        indoors: posted.has("indoors"),
        men: text("men"),
        women: text("women"),
        people: text("people"),
        times: text("times"),
        days: text("days"),
        tested: text("tested"),
        positive: text("positive"),
        units: text("units"),
        source: text("source"),
        planned: text("planned"),
        spent: text("spent"),
        organiser: text("organiser"),
        result: text("result"),
        obstacle: text("obstacle"),
        follow_up: text("follow_up"),
        sure: sure(posted),
    }
}

/// `GET /kegiatan/{code}/{id}/ubah`
pub async fn change(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = place_of(&code)?;
    let row = site.app.activity(&v.actor(), place, &id).await?;
    if !may_correct(&v.actor(), &row) {
        return Err(Refusal::NotAllowed(Action::LogActivities).into());
    }
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let money = |n: Option<i64>| n.map(|n| v.w.number(n)).unwrap_or_default();
    let ends_on = if row.ends_on == row.starts_on { String::new() } else { row.ends_on.clone() };
    let mut values = vec![
        ("id", row.id.clone()),
        ("revision", row.revision.to_string()),
        ("kind", row.kind.clone()),
        ("intervention", row.intervention.clone()),
        ("title", row.title.clone()),
        ("starts_on", typed(&row.starts_on)),
        ("ends_on", typed(&ends_on)),
        ("environment", row.environment.clone()),
        ("venue", row.venue.clone()),
        ("men", number(row.men)),
        ("women", number(row.women)),
        ("people", number(row.people)),
        ("times", number(row.times)),
        ("days", number(row.days)),
        ("tested", number(row.tested)),
        ("positive", number(row.positive)),
        ("units", number(row.units)),
        ("source", row.source.clone()),
        ("planned", money(row.planned)),
        ("spent", money(row.spent)),
        ("organiser", row.organiser.clone()),
        ("result", row.result.clone()),
        ("obstacle", row.obstacle.clone()),
        ("follow_up", row.follow_up.clone()),
    ];
    values.extend((row.indoors == 1).then(|| ("indoors", "1".to_owned())));
    form_page(&v, &site, place, Form::of(values)).await
}

/// `POST /kegiatan/{code}/{id}/hapus`
pub async fn remove(
    v: Visit,
    State(site): State<Site>,
    Path((code, _)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = place_of(&code)?;
    site.app.remove_activity(&v.actor(), place, &which(&posted)).await?;
    Ok(Redirect::to(&format!("/kegiatan/{place}")).into_response())
}
