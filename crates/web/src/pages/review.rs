//! The verifier's desk: sheets that wait, and one sheet with last year beside it, to accept or return.

use super::Asked;
use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::{name, render, village_name, who_is},
    visit::Visit,
};
use app::{
    Refusal,
    sheets::{review::SheetOf, view::SheetView},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{region::RegionCode, sheet::State as SheetState};

#[derive(Template)]
#[template(path = "review_queue.html")]
struct Queue<'a> {
    v: &'a Visit,
    year: i64,
    years: Vec<i64>,
    accepted: Option<usize>,
    rows: Vec<QueueRow>,
    total: usize,
}

struct QueueRow {
    /// Sheet and village.
    id: String,
    /// What was looked at.
    revision: i64,
    /// A value has fallen steeply: this one is looked at by itself.
    fall: bool,
    village: String,
    district: String,
    sheet: String,
    since: String,
}

/// The most rows on one page; the oldest come first, so the rest follow as these are done.
const MOST: usize = 100;

/// `GET /periksa`
pub async fn queue(
    v: Visit,
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    Query(After { terima }): Query<After>,
) -> Result<Response, Oops> {
    let app = &site.app;
    let place = v.city()?;
    let round = app.round(place, asked.tahun).await?;
    let waiting = app.waiting(&v.actor(), place, asked.tahun).await?;
    let years = app.rounds(place).await?.iter().map(|round| round.year).collect();
    let row = |waiting: &app::sheets::review::Waiting| QueueRow {
        id: format!("{}/{}", round.rule.sheets()[waiting.sheet].id, waiting.village),
        revision: waiting.revision,
        fall: waiting.fall,
        village: village_name(app, &v, waiting.village),
        district: waiting.village.district().map(|district| name(app, district)).unwrap_or_default(),
        sheet: v.of(&round.rule.sheets()[waiting.sheet].title).to_owned(),
        since: v.w.instant(waiting.since, app.zone(place)),
    };
    let rows = waiting.iter().take(MOST).map(row).collect();
    Ok(render(&Queue { v: &v, year: round.year, years, rows, total: waiting.len(), accepted: terima }))
}

/// How many sheets were accepted just now.
#[derive(Debug, Default, serde::Deserialize)]
pub struct After {
    #[serde(default)]
    terima: Option<usize>,
}

/// `POST /periksa`: accepts the chosen sheets.
pub async fn accept(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let place = v.city()?;
    let round = site.app.round(place, posted.get("tahun").parse().ok()).await?;
    let chosen = |id: &str| {
        let mut parts = id.split('/');
        let (sheet, village, revision) = (parts.next()?, parts.next()?, parts.next()?);
        let (sheet, revision) = (sheet.to_owned(), Some(revision.parse().ok()?));
        Some(SheetOf { key: round.key(), village: village.parse().ok()?, sheet, revision })
    };
    let chosen = posted.all("pilih").filter_map(chosen).collect();
    let accepted = site.app.verify_sheets(&v.actor(), chosen).await?;
    Ok(Redirect::to(&format!("/periksa?tahun={}&terima={accepted}", round.year)).into_response())
}

#[derive(Template)]
#[template(path = "review_sheet.html")]
struct SheetPage<'a> {
    v: &'a Visit,
    view: &'a SheetView,
    title: String,
    state: SheetState,
    nil: bool,
    revision: i64,
    sender: String,
    rows: Vec<Row>,
    refused: Option<(String, String)>,
}

struct Row {
    id: String,
    title: String,
    unit: String,
    value: String,
    last_year: String,
    source: String,
    fall: bool,
}

async fn page(v: &Visit, site: &Site, view: &SheetView, refused: Option<(String, String)>) -> Result<Response, Oops> {
    let sheet = view.villages.first().ok_or(Refusal::NotFound("village"))?;
    let answer = |item: &instrument::Item| sheet.answers.get(&item.id);
    let row = |(_, item): (usize, &instrument::Item)| {
        let value = answer(item).map(|answer| answer.value.clone()).unwrap_or_default();
        let last_year = sheet.last_year.get(&item.id).cloned().unwrap_or_default();
        Row {
            id: item.id.clone(),
            title: v.of(&item.title).to_owned(),
            unit: item.unit.as_ref().map_or("", |unit| v.of(unit)).to_owned(),
            fall: domain::plausible::implausible_fall(&last_year, if sheet.nil { "0" } else { &value }),
            value,
            last_year,
            source: answer(item).map(|answer| answer.source.clone()).unwrap_or_default(),
        }
    };
    let sender = sheet.answers.values().map(|answer| answer.changed_by.as_str()).next().unwrap_or_default();
    let sender =
        if sender.is_empty() { String::new() } else { who_is(&site.app, v, view.round.regency, sender).await? };
    let page = SheetPage {
        v,
        title: village_name(&site.app, v, sheet.village),
        state: sheet.state,
        nil: sheet.nil,
        revision: sheet.revision,
        sender,
        rows: view.round.rule.items_of_sheet(view.sheet).map(row).collect(),
        refused,
        view,
    };
    Ok(render(&page))
}

/// `GET /periksa/{sheet}/{code}`
pub async fn sheet(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let village: RegionCode = code.parse().map_err(|_| Refusal::NotFound("village"))?;
    let view = site.app.sheet_to_verify(&v.actor(), village, asked.tahun, &sheet).await?;
    page(&v, &site, &view, None).await
}

/// `POST /periksa/{sheet}/{code}`: accepts, or returns with a reason.
pub async fn decide(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let village: RegionCode = code.parse().map_err(|_| Refusal::NotFound("village"))?;
    let view = site.app.sheet_to_verify(&v.actor(), village, posted.get("tahun").parse().ok(), &sheet).await?;
    let revision = posted.get("revisi").parse().ok();
    let of = SheetOf { key: view.round.key(), village, sheet, revision };
    let done = if posted.has("terima") {
        site.app.verify_sheet(&v.actor(), of).await
    } else {
        site.app.return_sheet(&v.actor(), of, posted.get("alasan")).await
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/periksa?tahun={}", view.round.year)).into_response()),
        Err(Refusal::Stale { .. }) => {
            let refused = Some((v.t("sheet-changed-unseen"), v.t("sheet-changed-unseen-todo")));
            Ok((StatusCode::CONFLICT, page(&v, &site, &view, refused).await?).into_response())
        }
        Err(refusal @ Refusal::Invalid(_)) => {
            let refused = Some(said(&refusal, &v));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site, &view, refused).await?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
