//! The list of villages as offices pass it around: hand it out, take one in, look at every row, keep what is ticked.

use super::regency_code;
use crate::{
    form::Form,
    oops::{Oops, said},
    pages::imports::{download, table},
    posted::{LARGEST_FILE, Posted, PostedFile},
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::list::{
        Given, MOST_ROWS,
        review::{Change, Choice, Choices, How, ReviewRow},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{programme::When, region::RegionCode};

#[derive(Template)]
#[template(path = "programme/list.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    place_name: String,
    columns: Vec<String>,
    more: Vec<String>,
    provisional: bool,
    most: usize,
    most_rows: usize,
    /// How many villages were taken from the last list.
    taken: Option<usize>,
    form: Form,
}

#[derive(Template)]
#[template(path = "programme/list_review.html")]
struct ReviewPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    place_name: String,
    file: String,
    as_of: String,
    unknown: String,
    /// What was read, to come back with the choices.
    given: String,
    seen: String,
    counts: [(&'static str, usize); 4],
    rows: Vec<Row>,
    refused: Option<(String, String)>,
}

struct Row {
    line: u32,
    name: String,
    district: String,
    /// The village's own name, where the list calls it otherwise.
    village: String,
    near: Vec<(String, String)>,
    chosen: String,
    wrong: String,
    changes: Vec<Said>,
    take: bool,
    may: bool,
}

/// One value that is not recorded so.
struct Said {
    column: String,
    before: String,
    after: String,
    /// Whether it cannot be taken.
    wrong: bool,
    why: String,
}

fn page(v: &Visit, site: &Site, place: RegionCode, taken: Option<usize>, form: Form) -> Response {
    let rules = site.app.programme_rules();
    let titles = |all: &[domain::programme::village_list::Column]| all.iter().map(|one| one.title.clone()).collect();
    render(&Page {
        v,
        place,
        place_name: name(&site.app, place),
        columns: titles(&rules.village_list.columns),
        more: titles(&rules.village_list.more),
        provisional: rules.village_list.provisional,
        most: LARGEST_FILE / (1024 * 1024),
        most_rows: MOST_ROWS,
        taken,
        form,
    })
}

/// `?diambil=12`
#[derive(Debug, Default, serde::Deserialize)]
pub struct Done {
    diambil: Option<usize>,
}

/// `GET /bersinar/{code}/daftar`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    axum::extract::Query(done): axum::extract::Query<Done>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::ExchangeLists, place)?;
    Ok(page(&v, &site, place, done.diambil, Form::default()))
}

/// `GET /bersinar/{code}/daftar/{form}`: `csv` or `xlsx`.
pub async fn file(
    v: Visit,
    State(site): State<Site>,
    Path((code, form)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let (shape, kind) = table(&form)?;
    let bytes = site.app.village_list_file(&v.actor(), place, shape).await?;
    let day = site.app.today(place);
    Ok(download(bytes, &format!("desa-bersinar-{place}-{day}.{form}"), kind))
}

/// `POST /bersinar/{code}/daftar`: reads a file and shows what it would change.
pub async fn upload(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: PostedFile,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let as_of = posted.fields.get("as_of").to_owned();
    let read = match posted.is_there() {
        Ok(()) => {
            let bytes = posted.bytes.to_vec();
            site.app.read_village_list(&v.actor(), place, &posted.name, bytes, &as_of).await
        }
        Err(refusal) => Err(refusal),
    };
    match read {
        Ok(given) => review(&v, &site, place, &given, &Choices::default(), None).await,
        Err(refusal) => {
            let form = Form::refused(&v, posted.fields, refusal)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site, place, None, form)).into_response())
        }
    }
}

/// `POST /bersinar/{code}/daftar/simpan`: keeps the ticked rows.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let given: Given = serde_json::from_str(posted.get("given")).map_err(|_| Refusal::Invalid("list-damaged"))?;
    let choice = |line: u32| Choice {
        take: posted.all("ambil").any(|one| one == line.to_string()),
        village: posted.get(&format!("desa-{line}")).parse().ok(),
    };
    let choices: Choices = given.rows.iter().map(|row| (row.line, choice(row.line))).collect();
    match site.app.keep_village_list(&v.actor(), place, &given, &choices, posted.get("seen")).await {
        Ok(n) => Ok(Redirect::to(&format!("/bersinar/{place}/daftar?diambil={n}")).into_response()),
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Outdated { .. })) => {
            let page = review(&v, &site, place, &given, &choices, Some(said(&refusal, &v))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn review(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    given: &Given,
    choices: &Choices,
    refused: Option<(String, String)>,
) -> Result<Response, Oops> {
    let review = site.app.review_village_list(&v.actor(), place, given, choices).await?;
    let count = |of: fn(&ReviewRow) -> bool| review.rows.iter().filter(|row| of(row)).count();
    let counts = [
        ("list-count-take", count(|row| row.take)),
        ("list-count-ask", count(|row| row.wrong.is_none() && !row.near.is_empty() && row.village.is_none())),
        ("list-count-same", count(|row| row.wrong.is_none() && row.village.is_some() && row.changes.is_empty())),
        ("list-count-wrong", count(lacks)),
    ];
    let mut rows: Vec<&ReviewRow> = review.rows.iter().collect();
    // What needs a person comes first.
    rows.sort_by_key(|row| (row.near.is_empty() && !lacks(row), row.changes.is_empty(), row.line));
    let html = ReviewPage {
        v,
        place,
        place_name: name(&site.app, place),
        file: given.file.clone(),
        as_of: v.w.iso_date(&given.as_of),
        unknown: given.unknown.join(", "),
        given: serde_json::to_string(given).map_err(|_| Refusal::Invalid("list-damaged"))?,
        seen: review.seen(),
        counts,
        rows: rows.into_iter().map(|row| shown(v, site, row)).collect(),
        refused,
    };
    Ok(render(&html))
}

/// Whether a row says something that is not taken.
fn lacks(row: &ReviewRow) -> bool {
    row.wrong.is_some() || row.changes.iter().any(|change| matches!(change.how, How::Kept | How::Wrong))
}

fn shown(v: &Visit, site: &Site, row: &ReviewRow) -> Row {
    let near = row.near.iter().map(|one| (one.code.to_string(), format!("{}, {}", one.name, one.district)));
    let own = row.village.map(|village| name(&site.app, village)).unwrap_or_default();
    Row {
        line: row.line,
        name: row.name.clone(),
        district: row.district.clone(),
        village: if own.to_lowercase() == row.name.to_lowercase() { String::new() } else { own },
        near: near.collect(),
        chosen: row.village.map(|village| village.to_string()).unwrap_or_default(),
        wrong: row.wrong.as_ref().map(|text| v.of(text).to_owned()).unwrap_or_default(),
        changes: row.changes.iter().map(|change| value(v, change)).collect(),
        take: row.take,
        may: row.wrong.is_none() && (row.says_something() || row.village.is_none()),
    }
}

fn value(v: &Visit, change: &Change) -> Said {
    let why = match change.how {
        How::New | How::Changed => String::new(),
        How::Kept => v.t("list-kept"),
        How::Wrong => v.t(change.why),
    };
    Said {
        column: change.column.clone(),
        before: v.w.part_date(&change.before),
        after: dated(v, &change.after),
        wrong: change.how == How::Wrong,
        why,
    }
}

/// "7 (2026-11-22)" with the date in words.
fn dated(v: &Visit, text: &str) -> String {
    let since = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    match since.filter(|(_, since)| since.parse::<When>().is_ok()) {
        Some((text, since)) => format!("{text} ({})", v.w.part_date(since)),
        None => v.w.part_date(text),
    }
}
