//! Files that prove a sheet: the list, adding one, fetching one, taking one away.

use super::{
    Both, instant,
    problem::Fault,
    sheets::OfYear,
    take::{self, Asked, Named, Raw},
};
use crate::{serve::Site, shown::query, visit::Visit};
use app::{Refusal, evidence::About};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A file.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileRow {
    /// Its id.
    id: String,
    /// Where it is fetched.
    #[schema(example = "/api/v1/files/99.71/019c7b5e-2f00-7c3a-9d1e-0a2b3c4d5e6f")]
    address: String,
    /// Its name.
    #[schema(example = "rapat.jpg")]
    name: String,
    /// The ending that its content has.
    #[schema(example = "jpg")]
    kind: String,
    /// Its size.
    #[schema(example = 182_044)]
    bytes: i64,
    /// What it shows; null where not told.
    note: Option<String>,
    /// The account that added it.
    added_by: String,
    /// When.
    #[schema(format = DateTime)]
    added_at: String,
}

/// What was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileAdded {
    /// Its id.
    id: String,
    /// What a picture carried (a place, a camera's name) and no longer does.
    removed: Vec<Both>,
}

async fn about(site: &Site, (sheet, code): (String, String), year: Option<i64>) -> Result<About, Fault> {
    let place = take::place(&code)?;
    let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
    let round = site.app.round(regency, year).await?;
    Ok(About { key: round.key(), sheet, place })
}

/// The files of a sheet, oldest first
#[utoipa::path(get, path = "/api/v1/evidence/{sheet}/{code}", tag = "evidence",
    params(("sheet" = String, Path, description = "The sheet.", example = "village"), ("code" = String, Path, description = "The village; of a sheet for the whole city the regency.", example = "99.71.01.1001"), OfYear),
    responses((status = 200, description = "The files.", body = Vec<FileRow>)))]
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Asked(asked): Asked<OfYear>,
) -> Result<Json<Vec<FileRow>>, Fault> {
    let about = about(&site, named, asked.year).await?;
    let (files, _) = site.app.evidence(&v.actor(), &about).await?;
    let row = |file: store::nouns::Evidence| FileRow {
        address: format!("/api/v1/files/{}/{}", file.regency, file.id),
        id: file.id,
        name: file.name,
        kind: file.kind,
        bytes: file.bytes,
        note: (!file.note.is_empty()).then_some(file.note),
        added_by: file.added_by,
        added_at: instant(file.added_at),
    };
    Ok(Json(files.into_iter().map(row).collect()))
}

/// What is told of a file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Told {
    /// Its name.
    #[param(example = "rapat.jpg")]
    name: String,
    /// What it shows: at most 300 characters.
    #[serde(default)]
    #[param(required = false, max_length = 300)]
    note: String,
    /// The round of this year; without it the round that is running.
    #[param(example = 2026)]
    year: Option<i64>,
}

/// Add a file to a sheet: the body is the file as it is
///
/// At most 20 MB. A picture is made anew, so that nothing of what its camera noted stays.
#[utoipa::path(post, path = "/api/v1/evidence/{sheet}/{code}", tag = "evidence", request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    params(("sheet" = String, Path, description = "The sheet.", example = "village"), ("code" = String, Path, description = "The village; of a sheet for the whole city the regency.", example = "99.71.01.1001"), Told),
    responses((status = 201, description = "It is kept.", body = FileAdded)))]
pub async fn add(
    v: Visit,
    State(site): State<Site>,
    Named(named): Named<(String, String)>,
    Asked(told): Asked<Told>,
    Raw(bytes): Raw,
) -> Result<(StatusCode, Json<FileAdded>), Fault> {
    let about = about(&site, named, told.year).await?;
    let added = site.app.add_evidence(&v.actor(), &about, &told.name, bytes.to_vec(), told.note.trim()).await?;
    let removed = added.removed.iter().map(Both::from).collect();
    Ok((StatusCode::CREATED, Json(FileAdded { id: added.id, removed })))
}

/// A file
#[utoipa::path(get, path = "/api/v1/files/{regency}/{id}", tag = "evidence",
    params(("regency" = String, Path, description = "The regency.", example = "99.71"), ("id" = String, Path, description = "The file's id.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream")))]
pub async fn one(
    v: Visit,
    State(site): State<Site>,
    Named((regency, id)): Named<(String, String)>,
) -> Result<Response, Fault> {
    let handed = site.app.evidence_file(&v.actor(), take::place(&regency)?, &id).await?;
    let named = format!("attachment; filename*=UTF-8''{}", query(&handed.name).replace('/', "%2F"));
    let head = [(header::CONTENT_TYPE, handed.media_type.to_owned()), (header::CONTENT_DISPOSITION, named)];
    Ok((head, handed.bytes).into_response())
}

/// Take a file away from a sheet of an open round; the ledger keeps that it was there
#[utoipa::path(delete, path = "/api/v1/files/{regency}/{id}", tag = "evidence",
    params(("regency" = String, Path, description = "The regency.", example = "99.71"), ("id" = String, Path, description = "The file's id.")),
    responses((status = 204, description = "It is gone.")))]
pub async fn remove(
    v: Visit,
    State(site): State<Site>,
    Named((regency, id)): Named<(String, String)>,
) -> Result<StatusCode, Fault> {
    site.app.remove_evidence(&v.actor(), take::place(&regency)?, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
