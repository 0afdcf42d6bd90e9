//! What was reached of one row of an agency's plan in a term.

use super::{AskedTerm, asked, called, in_unit};
use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{regency_code, sure, which},
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{
    Action, Refusal,
    plan::{filling::RealisationDraft, reports::Period},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "plan/realisation.html")]
struct Page<'a> {
    v: &'a Visit,
    /// The report, and where it is.
    back: (String, String),
    activity: String,
    action: String,
    target: String,
    measure: String,
    unit: String,
    period: &'a Period,
    offered: Vec<Offer>,
    /// Where the files are, and how many there are.
    proof: (String, usize),
    changes: bool,
    form: Form,
}

/// An activity that was logged.
struct Offer {
    id: String,
    title: String,
    note: String,
    counted: bool,
}

async fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    (agency, period, row): (&str, Period, &str),
    form: Option<Form>,
) -> Result<Response, Oops> {
    let app = &site.app;
    let view = app.agency_report(&v.actor(), place, agency, period).await?;
    // What was typed while the report was handed in is shown again, not lost.
    if !view.may_fill && form.is_none() {
        return Err(Refusal::NotAllowed(Action::KeepPlans).into());
    }
    let period = &view.period;
    let one = view.rows.iter().find(|one| one.row.id == row).ok_or(Refusal::NotFound("record"))?;
    let programme = app.programme_rules();
    let action = view.list.action(&one.row.action);
    let offered = app.offered(&v.actor(), place, agency, period, row).await?;
    let ticks = form.as_ref();
    let offered = offered.into_iter().map(|offer| {
        let kind = programme.activities.kind(&offer.activity.kind).map_or("", |kind| v.of(&kind.title)).to_owned();
        let title = if offer.activity.title.is_empty() { kind } else { offer.activity.title.clone() };
        let reached = offer.reached.map(|n| v.w.number(n)).unwrap_or_default();
        let also = if offer.elsewhere { v.t("report-activity-elsewhere") } else { String::new() };
        let note = [v.w.iso_date(&offer.activity.starts_on), reached, also];
        Offer {
            counted: ticks.map_or(offer.counted, |form| form.is("activity", &offer.id)),
            note: note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            title,
            id: offer.id,
        }
    });
    let proof = period.proof(place, agency, row);
    let done = one.done.as_ref();
    let number = |n: Option<i64>| n.map(|n| v.w.number(n)).unwrap_or_default();
    let values = || {
        Form::of(vec![
            ("revision", done.map_or(0, |done| done.revision).to_string()),
            ("value", number(done.and_then(|done| done.value))),
            ("spent", number(done.and_then(|done| done.spent))),
            ("obstacle", done.map(|done| done.obstacle.clone()).unwrap_or_default()),
            ("follow_up", done.map(|done| done.follow_up.clone()).unwrap_or_default()),
        ])
    };
    let name = view.view.name_on(app.today(place)).name.clone();
    let report = v.w.with("report-title-of", [("term", called(v, period).into()), ("agency", name.into())]);
    let shown = Page {
        v,
        back: (format!("/laporan/{place}/{agency}?{}", asked(period)), report),
        activity: one.row.activity.clone(),
        action: action.map(|action| format!("{}. {}", action.number, v.of(&action.title))).unwrap_or_default(),
        target: one.target.map(|target| in_unit(v, target, &one.row.unit)).unwrap_or_default(),
        measure: one.row.measure.clone(),
        unit: one.row.unit.clone(),
        offered: offered.collect(),
        proof: (format!("/bukti-program/{}/{place}/{}", proof.noun.id(), proof.id), one.files.0),
        changes: done.is_some(),
        form: form.unwrap_or_else(values),
        period,
    };
    Ok(render(&shown))
}

/// `GET /laporan/{code}/{agency}/{row}`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency, row)): Path<(String, String, String)>,
    Query(term): Query<AskedTerm>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let period = term.period(&site, place)?;
    page(&v, &site, place, (&agency, period, &row), None).await
}

/// `POST /laporan/{code}/{agency}/{row}`: `do` is `keep` or `remove`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency, row)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let period = AskedTerm::posted(&posted, &site, place)?;
    let text = |name: &str| posted.get(name).to_owned();
    let mut seen = which(&posted);
    seen.id.clone_from(&row);
    let done = if posted.get("do") == "remove" {
        site.app.remove_realisation(&v.actor(), place, &agency, &period, &seen).await
    } else {
        let draft = RealisationDraft {
            revision: seen.revision,
            value: text("value"),
            spent: text("spent"),
            obstacle: text("obstacle"),
            follow_up: text("follow_up"),
            activities: posted.all("activity").map(str::to_owned).collect(),
            sure: sure(&posted),
        };
        site.app.keep_realisation(&v.actor(), place, &agency, &period, &row, draft).await
    };
    let to = format!("/laporan/{place}/{agency}?{}", asked(&period));
    let again = |form| page(&v, &site, place, (&agency, period, &row), Some(form));
    answered(&v, done, posted, |()| to, again).await
}
