//! The directory of places of help as a file: out, and in by a review of every row.

use super::{
    imports::{download, table},
    programme::regency_code,
};
use crate::{
    oops::{Oops, said},
    posted::{LARGEST_FILE, Posted, PostedFile},
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::directory_list::{HelpList, HelpRow, MOST_ROWS, seen},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "directory_list.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    most: usize,
    most_rows: usize,
    /// What was read, to come back with the choices; nothing before a file was read.
    list: String,
    file: String,
    seen: String,
    rows: Vec<Row>,
    refused: Option<(String, String)>,
}

struct Row {
    line: u32,
    name: String,
    /// Column, what is kept now, what the list says.
    changes: Vec<(String, String, String)>,
    state: &'static str,
    may: bool,
    wrong: Vec<String>,
}

fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    read: Option<(&HelpList, Vec<HelpRow>)>,
    refused: Option<(String, String)>,
) -> Result<Response, Refusal> {
    let (list, file, seen, rows) = match read {
        Some((list, rows)) => {
            let text = serde_json::to_string(list).map_err(|_| Refusal::Invalid("list-damaged"))?;
            (text, list.file.clone(), seen(&rows), rows.iter().map(|row| shown(v, row)).collect())
        }
        None => (String::new(), String::new(), String::new(), vec![]),
    };
    Ok(render(&Page {
        v,
        place,
        title: name(&site.app, place),
        most: LARGEST_FILE / (1024 * 1024),
        most_rows: MOST_ROWS,
        list,
        file,
        seen,
        rows,
        refused,
    }))
}

fn shown(v: &Visit, row: &HelpRow) -> Row {
    Row {
        line: row.line,
        name: row.draft.name.clone(),
        changes: row.changes.iter().map(|(key, before, after)| (v.t(key), before.clone(), after.clone())).collect(),
        state: match () {
            () if !row.wrong.is_empty() => "directory-row-wrong",
            () if row.changes.is_empty() => "list-same",
            () if row.there => "directory-row-changed",
            () => "directory-row-new",
        },
        may: row.may(),
        wrong: row.wrong.iter().map(|(column, said, why)| format!("{}: “{said}”. {}", v.t(column), v.t(why))).collect(),
    }
}

/// `GET /bantuan/{code}/berkas`
pub async fn show(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::KeepDirectory, place)?;
    Ok(page(&v, &site, place, None, None)?)
}

/// `GET /bantuan/{code}/berkas/{form}`: `csv` or `xlsx`.
pub async fn file(
    v: Visit,
    State(site): State<Site>,
    Path((code, form)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let (shape, kind) = table(&form)?;
    let bytes = site.app.help_file(&v.actor(), place, shape).await?;
    Ok(download(bytes, &format!("tempat-bantuan-{place}.{form}"), kind))
}

/// `POST /bantuan/{code}/berkas`
pub async fn upload(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: PostedFile,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let read = match posted.is_there() {
        Ok(()) => site.app.read_help_list(&v.actor(), place, &posted.name, posted.bytes.to_vec()).await,
        Err(refusal) => Err(refusal),
    };
    match read {
        Ok(list) => {
            let rows = site.app.review_help_list(&v.actor(), place, &list).await?;
            Ok(page(&v, &site, place, Some((&list, rows)), None)?)
        }
        Err(refusal @ (Refusal::File(_) | Refusal::Invalid(_))) => {
            let page = page(&v, &site, place, None, Some(said(&refusal, &v)))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /bantuan/{code}/berkas/simpan`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let list: HelpList = serde_json::from_str(posted.get("list")).map_err(|_| Refusal::Invalid("list-damaged"))?;
    let lines: Vec<u32> = posted.all("ambil").filter_map(|line| line.parse().ok()).collect();
    match site.app.keep_help_list(&v.actor(), place, &list, &lines, posted.get("seen")).await {
        Ok(_) => Ok(Redirect::to(&format!("/bantuan/{place}")).into_response()),
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Outdated { .. })) => {
            let rows = site.app.review_help_list(&v.actor(), place, &list).await?;
            let page = page(&v, &site, place, Some((&list, rows)), Some(said(&refusal, &v)))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
