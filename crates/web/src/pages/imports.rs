//! Excel out and in: hand out a template, take it back, look at every row, confirm, undo.

use super::Asked;
use crate::{
    oops::{Oops, said},
    posted::{LARGEST_FILE, Posted, PostedFile},
    serve::Site,
    shown::{render, village_name, who_is},
    visit::Visit,
};
use app::{
    Action, Refusal,
    imports::{
        CONFIRMED, PREVIEWED,
        preview::{Fate, Preview, PreviewRow, Summary},
        row_summary,
        template::Form,
    },
    rounds::Round,
    totals,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::region::{Level, RegionCode};
use instrument::Scope;
use store::nouns::Import;

#[derive(Template)]
#[template(path = "imports.html")]
struct ListPage<'a> {
    v: &'a Visit,
    round: &'a Round,
    place: RegionCode,
    sheets: Vec<(String, String, bool)>,
    whole_city: bool,
    years: Vec<i64>,
    districts: Vec<(RegionCode, String)>,
    rows: Vec<ListRow>,
    /// The sheet that was chosen before a refusal.
    chosen: String,
    refused: Option<(String, String)>,
    most: usize,
}

struct ListRow {
    id: String,
    file_name: String,
    sheet: String,
    at: String,
    who: String,
    state: String,
    summary: Summary,
}

/// The place that the visitor fills sheets for.
fn place(v: &Visit) -> Result<RegionCode, Oops> {
    let own = v.who.as_ref().and_then(|who| who.account.scope.parse().ok());
    own.map_or_else(|| Ok(v.city()?), Ok)
}

/// The city or regency that it lies in.
fn regency(v: &Visit) -> Result<RegionCode, Oops> {
    Ok(place(v)?.regency().ok_or(Refusal::NotFound("region"))?)
}

async fn list_page(
    v: &Visit,
    site: &Site,
    year: Option<i64>,
    chosen: &str,
    refused: Option<(String, String)>,
) -> Result<Response, Oops> {
    let place = place(v)?;
    let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
    let round = site.app.round(regency, year).await?;
    let mut sheets = vec![];
    for sheet in round.rule.sheets() {
        match site.app.sheet(&v.actor(), place, Some(round.year), &sheet.id).await {
            Ok(_) => sheets.push((sheet.id.clone(), v.of(&sheet.title).to_owned(), sheet.scope == Scope::Village)),
            Err(Refusal::NotAllowed(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    let whole_city = place.level() == Level::Regency;
    let imports = if whole_city { site.app.imports(&v.actor(), &round).await? } else { vec![] };
    let mut rows = vec![];
    for row in imports {
        rows.push(ListRow {
            at: v.w.instant(row.made_at, site.app.zone(regency)),
            who: who_is(&site.app, v, regency, &row.made_by).await?,
            summary: row_summary(&row),
            state: row.state,
            sheet: round
                .rule
                .sheets()
                .iter()
                .find(|sheet| sheet.id == row.sheet)
                .map_or("", |sheet| v.of(&sheet.title))
                .to_owned(),
            id: row.id,
            file_name: row.file_name,
        });
    }
    let most = LARGEST_FILE / (1024 * 1024);
    let years = site.app.rounds(regency).await?.iter().map(|round| round.year).collect();
    let places = site.app.places();
    let districts = if whole_city { places.districts_in(regency).collect() } else { vec![] };
    let districts = districts.into_iter().map(|district| (district.code, district.name.to_string())).collect();
    Ok(render(&ListPage {
        v,
        round: &round,
        place,
        sheets,
        whole_city,
        years,
        districts,
        rows,
        chosen: chosen.to_owned(),
        refused,
        most,
    }))
}

/// `GET /impor`
pub async fn list(v: Visit, State(site): State<Site>, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    list_page(&v, &site, asked.tahun, "", None).await
}

/// `?bentuk=csv`
#[derive(Debug, Default, serde::Deserialize)]
pub struct Shape {
    #[serde(default)]
    bentuk: String,
}

/// A file to keep, under a name of plain letters.
pub(super) fn download(bytes: Vec<u8>, name: &str, kind: &'static str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// The form of a table that an address ends with, and its media type.
pub(super) fn table(ending: &str) -> Result<(totals::Form, &'static str), Refusal> {
    match ending {
        "csv" => Ok((totals::Form::Csv, "text/csv; charset=utf-8")),
        "xlsx" => Ok((totals::Form::Xlsx, XLSX)),
        _ => Err(Refusal::NotFound("file")),
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /impor/templat/{sheet}/{code}`
pub async fn template(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Query(Shape { bentuk }): Query<Shape>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    let round = site.app.round(place.regency().ok_or(Refusal::NotFound("region"))?, asked.tahun).await?;
    let at = round.rule.sheets().iter().position(|known| known.id == sheet).ok_or(Refusal::NotFound("sheet"))?;
    let (form, ending, kind) =
        if bentuk == "csv" { (Form::Csv, "csv", "text/csv; charset=utf-8") } else { (Form::Xlsx, "xlsx", XLSX) };
    let bytes = site.app.template(&v.actor(), &round, at, place, form, v.w.lang()).await?;
    Ok(download(bytes, &format!("bersinar-{sheet}-{place}-{}.{ending}", round.year), kind))
}

/// `POST /impor/berkas`
pub async fn upload(v: Visit, State(site): State<Site>, posted: PostedFile) -> Result<Response, Oops> {
    let regency = regency(&v)?;
    let year = posted.fields.get("tahun").parse().ok();
    let round = site.app.round(regency, year).await?;
    let sheet = round.rule.sheets().iter().position(|sheet| sheet.id == posted.fields.get("lembar"));
    let sheet = sheet.ok_or(Refusal::NotFound("sheet"))?;
    let uploaded = match posted.is_there() {
        Ok(()) => site.app.upload(&v.actor(), &round, sheet, &posted.name, posted.bytes.to_vec()).await,
        Err(refusal) => Err(refusal),
    };
    match uploaded {
        Ok(id) => Ok(Redirect::to(&format!("/impor/berkas/{id}")).into_response()),
        Err(refusal @ (Refusal::File(_) | Refusal::Invalid(_))) => {
            let page = list_page(&v, &site, year, posted.fields.get("lembar"), Some(said(&refusal, &v))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "import.html")]
struct PreviewPage<'a> {
    v: &'a Visit,
    row: &'a Import,
    round: &'a Round,
    sheet: String,
    uploaded: String,
    seen: String,
    unknown_columns: String,
    summary: Summary,
    counts: [(String, String); 4],
    items: Vec<(&'a str, &'a str)>,
    rows: Vec<Row>,
    hidden: usize,
    refused: Option<(String, String)>,
}

struct Row {
    line: u32,
    name: String,
    fate: &'static str,
    fault: String,
    nil: bool,
    cells: Vec<ShownCell>,
}

/// A cell: what it says, what that replaces or, where it says nothing, what stays.
struct ShownCell {
    text: String,
    replaces: String,
    stays: String,
    fault: String,
}

/// The most refused rows shown. Rows that will be taken are all shown: nothing is saved unseen.
const MOST_REFUSED: usize = 300;

async fn preview_page(v: &Visit, site: &Site, id: &str, refused: Option<(String, String)>) -> Result<Response, Oops> {
    let regency = regency(v)?;
    let (row, round, _) = site.app.import_row(&v.actor(), regency, id).await?;
    // Once saved or undone, only what was counted then is told: the answers have gone on.
    let preview = if row.state == PREVIEWED { Some(site.app.import(&v.actor(), regency, id).await?.2) } else { None };
    let summary = preview.as_ref().map_or_else(|| row_summary(&row), Preview::summary);
    let (seen, unknown_columns) =
        preview.as_ref().map(|preview| (preview.seen(), preview.unknown_columns.join(", "))).unwrap_or_default();
    let rows = || preview.iter().flat_map(|preview| &preview.rows);
    let bad = rows().filter(|row| row.fate == Fate::Refused).take(MOST_REFUSED);
    let taken = rows().filter(|row| matches!(row.fate, Fate::Accepted | Fate::Changed));
    let rows: Vec<Row> = bad.chain(taken).map(|row| shown(v, site, row)).collect();
    let hidden = (summary.refused + summary.taken()).saturating_sub(rows.len());
    let at = round.rule.sheets().iter().position(|sheet| sheet.id == row.sheet);
    let items = at.into_iter().flat_map(|at| round.rule.items_of_sheet(at));
    let items = items.map(|(_, item)| (item.id.as_str(), v.of(&item.title))).collect();
    let sheet = at.map_or("", |at| v.of(&round.rule.sheets()[at].title)).to_owned();
    let who = who_is(&site.app, v, regency, &row.made_by).await?;
    let at = v.w.instant(row.made_at, site.app.zone(regency));
    let uploaded = v.w.with("import-by", [("at", at.into()), ("who", who.into())]);
    let number = |n: usize| v.w.number(i64::try_from(n).unwrap_or(i64::MAX));
    let counts = [
        (v.t("import-accepted"), number(summary.accepted)),
        (v.t("import-changed"), number(summary.changed)),
        (v.t("import-refused"), number(summary.refused)),
        (v.t("import-same"), number(summary.same)),
    ];
    let (row, round) = (&row, &round);
    let page = PreviewPage {
        v,
        row,
        round,
        sheet,
        uploaded,
        seen,
        unknown_columns,
        summary,
        counts,
        items,
        rows,
        hidden,
        refused,
    };
    Ok(render(&page))
}

fn shown(v: &Visit, site: &Site, row: &PreviewRow) -> Row {
    let cell = |at: usize| {
        let text = row.incoming.cells.get(at).map(|cell| cell.text.clone()).unwrap_or_default();
        let before = row.before.get(at).cloned().unwrap_or_default();
        let fault = row.faults.get(at).and_then(Option::as_ref).map(|fault| v.of(fault).to_owned());
        let fault = fault.unwrap_or_default();
        let replaced = row.incoming.nil || row.differs.get(at) == Some(&true) || !fault.is_empty();
        let stays = if !replaced && text.is_empty() { before.clone() } else { String::new() };
        ShownCell { text, replaces: if replaced { before } else { String::new() }, stays, fault }
    };
    Row {
        line: row.incoming.line,
        name: row.village.map_or_else(
            || format!("{} {}", row.incoming.code, row.incoming.name),
            |code| village_name(&site.app, v, code),
        ),
        fate: match row.fate {
            Fate::Accepted => "accepted",
            Fate::Changed => "changed",
            Fate::Same => "same",
            Fate::Refused => "refused",
        },
        fault: row.fault.as_ref().map_or("", |fault| v.of(fault)).to_owned(),
        nil: row.incoming.nil,
        cells: (0..row.before.len()).map(cell).collect(),
    }
}

/// `GET /impor/berkas/{id}`
pub async fn preview(v: Visit, State(site): State<Site>, Path(id): Path<String>) -> Result<Response, Oops> {
    preview_page(&v, &site, &id, None).await
}

/// `GET /impor/berkas/{id}/ditolak`
pub async fn refused(v: Visit, State(site): State<Site>, Path(id): Path<String>) -> Result<Response, Oops> {
    let regency = regency(&v)?;
    let (row, ..) = site.app.import_row(&v.actor(), regency, &id).await?;
    let bytes = site.app.refused_rows(&v.actor(), regency, &id, v.w.lang()).await?;
    Ok(download(bytes, &format!("bersinar-{}-{}-ditolak.xlsx", row.sheet, row.year), XLSX))
}

/// `GET /impor/berkas/{id}/asli`: the file as it came, never shown by the browser.
pub async fn original(v: Visit, State(site): State<Site>, Path(id): Path<String>) -> Result<Response, Oops> {
    let regency = regency(&v)?;
    let bytes = site.app.imported_file(&v.actor(), regency, &id).await?;
    let ending = if bytes.starts_with(b"PK") { "xlsx" } else { "csv" };
    Ok(download(bytes, &format!("bersinar-{id}.{ending}"), "application/octet-stream"))
}

async fn after(v: &Visit, site: &Site, id: &str, done: Result<(), Refusal>) -> Result<Response, Oops> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/impor/berkas/{id}")).into_response()),
        Err(refusal @ Refusal::Invalid(_)) => {
            let page = preview_page(v, site, id, Some(said(&refusal, v))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /impor/berkas/{id}/simpan`
pub async fn confirm(
    v: Visit,
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let regency = regency(&v)?;
    let done = site.app.confirm_import(&v.actor(), regency, &id, posted.get("terlihat")).await.map(drop);
    // Someone wrote between the check and the write: to the person that is the same.
    let done = done.map_err(|refusal| match refusal {
        Refusal::Stale { .. } => Refusal::Invalid("import-look-again"),
        other => other,
    });
    after(&v, &site, &id, done).await
}

/// `POST /impor/berkas/{id}/batalkan`
pub async fn undo(
    v: Visit,
    State(site): State<Site>,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Response, Oops> {
    let regency = regency(&v)?;
    let done = site.app.undo_import(&v.actor(), regency, &id).await;
    after(&v, &site, &id, done).await
}
