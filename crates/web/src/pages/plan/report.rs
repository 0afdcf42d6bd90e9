//! What an agency reports of a term, and the report's way: handed in, as a nil report, taken back, accepted, returned.

use super::{AskedTerm, asked, called, in_unit, periods, standing_chip};
use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{regency_code, sure},
    posted::Posted,
    serve::Site,
    shown::{Chip, render, who_is},
    visit::Visit,
};
use app::{
    Refusal,
    plan::{
        handing_in::Move,
        reports::{Period, ReportView, RowReport},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    plan::{Standing, share},
    region::RegionCode,
};

#[derive(Template)]
#[template(path = "plan/report.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    agency: &'a str,
    title: String,
    name: String,
    asked: String,
    periods: Vec<(String, String, bool)>,
    chip: Chip,
    /// When it is due, when it was handed in and by whom, who accepted it.
    told: Vec<String>,
    reason: String,
    note: String,
    nil: bool,
    rows: Vec<Row>,
    view: &'a ReportView,
    revision: i64,
    opens: String,
    form: Form,
    /// The form that returns it.
    back: Form,
}

struct Row {
    id: String,
    action: String,
    activity: String,
    target: String,
    value: String,
    percent: String,
    spent: String,
    obstacle: String,
    follow_up: String,
    files: usize,
    late_files: usize,
    /// Where its files are.
    proof: String,
    withdrawn: String,
}

fn row(v: &Visit, place: RegionCode, view: &ReportView, one: &RowReport) -> Row {
    let done = one.done.as_ref();
    let value = done.and_then(|done| done.value);
    let percent = value.zip(one.target).and_then(|(value, target)| share(value, target));
    let proof = view.period.proof(place, &one.row.agency, &one.row.id);
    Row {
        id: one.row.id.clone(),
        action: view.list.action(&one.row.action).map(|action| action.number.clone()).unwrap_or_default(),
        activity: one.row.activity.clone(),
        target: one.target.map(|target| in_unit(v, target, &one.row.unit)).unwrap_or_default(),
        value: value.map(|value| in_unit(v, value, &one.row.unit)).unwrap_or_default(),
        percent: percent.map(|percent| format!("{}%", v.w.decimal(percent))).unwrap_or_default(),
        spent: done.and_then(|done| done.spent).map(|spent| v.w.rupiah(spent)).unwrap_or_default(),
        obstacle: done.map(|done| done.obstacle.clone()).unwrap_or_default(),
        follow_up: done.map(|done| done.follow_up.clone()).unwrap_or_default(),
        files: one.files.0,
        late_files: one.files.1,
        proof: format!("/bukti-program/{}/{place}/{}", proof.noun.id(), proof.id),
        withdrawn: one
            .withdrawn
            .as_ref()
            .map(|gone| {
                let values = [("date", v.w.iso_date(&gone.since).into()), ("reason", gone.reason.as_str().into())];
                v.w.with("plan-given-up", values)
            })
            .unwrap_or_default(),
    }
}

async fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    (agency, period): (&str, Period),
    [form, back]: [Form; 2],
) -> Result<Response, Oops> {
    let app = &site.app;
    let view = app.agency_report(&v.actor(), place, agency, period).await?;
    let zone = app.zone(place);
    let period = &view.period;
    let mut told = vec![v.w.with("report-due", [("date", v.w.date(period.due_on()).into())])];
    if let Some(report) = &view.report {
        if !report.sent_on.is_empty() {
            let who = who_is(app, v, place, &report.sent_by).await?;
            let key = if report.on_behalf == 1 { "report-sent-on-behalf" } else { "report-sent-by" };
            told.push(v.w.with(key, [("date", v.w.iso_date(&report.sent_on).into()), ("who", who.into())]));
        }
        if let (Standing::Verified, Some(at)) = (view.standing, report.checked_at) {
            let who = who_is(app, v, place, &report.checked_by).await?;
            told.push(v.w.with("report-checked-by", [("date", v.w.date(zone.date(at)).into()), ("who", who.into())]));
        }
    }
    let name = view.view.name_on(period.last_day().min(app.today(place))).name.clone();
    let report = view.report.as_ref();
    let refused = [&form, &back].into_iter().find(|form| form.refused.is_some());
    let sent_again = refused.and_then(|form| form.value("revision").parse().ok());
    let shown = Page {
        v,
        place,
        agency,
        title: v.w.with("report-title-of", [("term", called(v, period).into()), ("agency", name.as_str().into())]),
        name,
        asked: asked(period),
        periods: periods(v, site, place, period),
        chip: standing_chip(v, view.standing),
        told,
        reason: report
            .filter(|_| view.standing == Standing::Returned)
            .map(|one| one.reason.clone())
            .unwrap_or_default(),
        note: report.map(|report| report.note.clone()).unwrap_or_default(),
        nil: report.is_some_and(|report| report.nil == 1) && view.standing.counts(),
        rows: view.rows.iter().map(|one| row(v, place, &view, one)).collect(),
        // Who sends again after a refusal has read what was there then.
        revision: sent_again.unwrap_or_else(|| report.map_or(0, |report| report.revision)),
        opens: v.w.date(period.opens_on()),
        form,
        back,
        view: &view,
    };
    Ok(render(&shown))
}

/// `GET /laporan/{code}/{agency}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    Query(term): Query<AskedTerm>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let period = term.period(&site, place)?;
    page(&v, &site, place, (&agency, period), Default::default()).await
}

/// `POST /laporan/{code}/{agency}`: `do` is `send`, `nil`, `reopen`, `verify` or `return`.
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let period = AskedTerm::posted(&posted, &site, place)?;
    let note = posted.get("note").to_owned();
    let done = match posted.get("do") {
        "send" => Move::Send { note, sure: sure(&posted) },
        "nil" => Move::SendNil { note },
        "reopen" => Move::Reopen,
        "verify" => Move::Verify,
        "return" => Move::Return { reason: posted.get("reason").to_owned() },
        _ => return Err(Refusal::NotFound("page").into()),
    };
    let seen = posted.get("revision").parse().unwrap_or_default();
    let returns = matches!(done, Move::Return { .. });
    let moved = site.app.move_report(&v.actor(), place, &agency, &period, seen, done).await;
    let to = format!("/laporan/{place}/{agency}?{}", asked(&period));
    let again = |form| {
        let mut forms: [Form; 2] = Default::default();
        forms[usize::from(returns)] = form;
        page(&v, &site, place, (&agency, period), forms)
    };
    answered(&v, moved, posted, |()| to, again).await
}
