//! Files that prove a sheet: the list with what pictures show, adding one, taking one away.

use super::Asked;
use crate::{
    oops::{Oops, said},
    posted::{LARGEST_FILE, Posted, PostedFile},
    serve::Site,
    shown::{name, query, render, village_name, who_is},
    visit::Visit,
};
use app::{
    Action, Refusal,
    evidence::{About, MOST_FILES},
    round_key,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::{Level, RegionCode};
use instrument::Text;

#[derive(Template)]
#[template(path = "evidence.html")]
struct Page<'a> {
    v: &'a Visit,
    title: String,
    place_name: String,
    about: &'a About,
    files: Vec<Shown>,
    may_add: bool,
    /// Whether the sheet itself opens for this visitor.
    may_fill: bool,
    village: bool,
    most: usize,
    megabytes: usize,
    note: String,
    /// What the picture that was just added carried and no longer does.
    removed: Vec<String>,
    added: bool,
    refused: Option<(String, String)>,
}

struct Shown {
    path: String,
    name: String,
    picture: bool,
    active: bool,
    may_remove: bool,
    size: String,
    note: String,
    who: String,
    at: String,
}

/// What the page says beside the list.
#[derive(Default)]
struct Said {
    note: String,
    removed: Option<Vec<Text>>,
    refused: Option<(String, String)>,
}

async fn about(site: &Site, sheet: String, code: &str, year: Option<i64>) -> Result<About, Refusal> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("village"))?;
    let regency = place.regency().ok_or(Refusal::NotFound("village"))?;
    let round = site.app.round(regency, year).await?;
    Ok(About { key: round_key(regency, round.rule.id(), round.year), sheet, place })
}

async fn page(v: &Visit, site: &Site, about: &About, told: Said) -> Result<Response, Oops> {
    let app = &site.app;
    let (found, may_add) = app.evidence(&v.actor(), about).await?;
    let regency: RegionCode = about.key.regency.parse().map_err(|_| Refusal::NotFound("region"))?;
    let round = app.round(regency, Some(about.key.year)).await?;
    let sheet = round.rule.sheets().iter().find(|sheet| sheet.id == about.sheet);
    let accepted = app.accepted_at(about).await?;
    let mut files = vec![];
    for one in found {
        files.push(Shown {
            may_remove: may_add && accepted.is_none_or(|at| one.added_at > at),
            path: format!("/berkas/{}/{}", one.regency, one.id),
            picture: matches!(one.kind.as_str(), "jpg" | "png" | "webp"),
            active: one.active == 1,
            size: v.w.with("evidence-size", &[("kb", v.w.number((one.bytes / 1000).max(1)).into())]),
            who: who_is(app, v, regency, &one.added_by).await?,
            at: v.w.instant(one.added_at, app.zone(regency)),
            note: one.note,
            name: one.name,
        });
    }
    let village = about.place.level() == Level::Village;
    let page = Page {
        v,
        title: sheet.map_or_else(String::new, |sheet| v.of(&sheet.title).to_owned()),
        place_name: if village { village_name(app, v, about.place) } else { name(app, about.place) },
        about,
        files,
        may_add,
        may_fill: v.may(Action::FillAnySheet) || v.may(Action::FillOwnSheets),
        village,
        most: MOST_FILES,
        megabytes: LARGEST_FILE >> 20,
        note: told.note,
        added: told.removed.is_some(),
        removed: told.removed.unwrap_or_default().iter().map(|text| v.of(text).to_owned()).collect(),
        refused: told.refused,
    };
    Ok(render(&page))
}

/// `GET /bukti/{sheet}/{code}`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let about = about(&site, sheet, &code, asked.tahun).await?;
    page(&v, &site, &about, Said::default()).await
}

/// `POST /bukti/{sheet}/{code}`
pub async fn add(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    posted: PostedFile,
) -> Result<Response, Oops> {
    let about = about(&site, sheet, &code, posted.fields.get("tahun").parse().ok()).await?;
    let note = posted.fields.get("catatan").trim().to_owned();
    let added = match posted.is_there() {
        Ok(()) => site.app.add_evidence(&v.actor(), &about, &posted.name, posted.bytes.to_vec(), &note).await,
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(added) => page(&v, &site, &about, Said { removed: Some(added.removed), ..Said::default() }).await,
        Err(refusal @ (Refusal::Invalid(_) | Refusal::File(_))) => {
            let refused = Some(said(&refusal, &v));
            let page = page(&v, &site, &about, Said { note, refused, removed: None }).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /berkas/{regency}/{id}/hapus`
pub async fn remove(
    v: Visit,
    State(site): State<Site>,
    Path((regency, id)): Path<(String, String)>,
    _: Posted,
) -> Result<Response, Oops> {
    let regency: RegionCode = regency.parse().map_err(|_| Refusal::NotFound("file"))?;
    let about = site.app.remove_evidence(&v.actor(), regency, &id).await?;
    let back = format!("/bukti/{}/{}?tahun={}", about.sheet, about.place, about.key.year);
    Ok(Redirect::to(&back).into_response())
}

/// `GET /berkas/{regency}/{id}`: a picture is shown, anything else is saved.
pub async fn file(
    v: Visit,
    State(site): State<Site>,
    Path((regency, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let regency: RegionCode = regency.parse().map_err(|_| Refusal::NotFound("file"))?;
    let handed = site.app.evidence_file(&v.actor(), regency, &id).await?;
    let how = if handed.picture { "inline" } else { "attachment" };
    let named = format!("{how}; filename*=UTF-8''{}", query(&handed.name).replace('/', "%2F"));
    let head = [(header::CONTENT_TYPE, handed.media_type.to_owned()), (header::CONTENT_DISPOSITION, named)];
    Ok((head, handed.bytes).into_response())
}
