//! Totals by district and class, as they were published; for who publishes, also what would be published now.

use super::imports::{download, table};
use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::{name, render, who_is},
    visit::Visit,
};
use app::{
    Refusal,
    rounds::Round,
    totals::{
        Disclosure, Form, HIDDEN, PreviewItem, Release, Totals,
        joint::Why,
        published::{Kind, Published, RowHead, Value},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::RegionCode;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "totals.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    place_name: String,
    years: Vec<i64>,
    round: Round,
    disclosure: Arc<Disclosure>,
    /// The release that is shown, with its tables.
    shown: Option<(Release, String, Vec<Grid>)>,
    releases: Vec<Line>,
    preview: Option<Draft>,
    refused: Option<(String, String)>,
}

/// A release in the list.
struct Line {
    id: String,
    at: String,
    who: String,
    hidden: usize,
    values: usize,
    current: bool,
}

/// What would be published now.
struct Draft {
    /// What publishing it says to have seen.
    seen: String,
    /// Villages of the round that have sent all they have to, and how many there are.
    reported: i64,
    villages: i64,
    unchanged: bool,
    grids: Vec<Grid>,
    /// Id, title, and why it cannot be published.
    items: Vec<(String, String, Option<String>)>,
}

/// A table: items across, parts down.
struct Grid {
    id: String,
    title: String,
    first: &'static str,
    head: Vec<(String, String)>,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    villages: String,
    total: bool,
    cells: Vec<Cell>,
}

/// One value: the number or mark, whether it is hidden, and what stands below.
struct Cell {
    text: String,
    hidden: bool,
    /// The true number, for the office only.
    truth: Option<String>,
    notes: Vec<String>,
}

/// `?tahun=2025&terbitan=…`
#[derive(Debug, Default, serde::Deserialize)]
pub struct Which {
    #[serde(default)]
    tahun: String,
    #[serde(default)]
    terbitan: String,
}

/// `GET /angka/{code}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    page(&v, &site, place, &which, None).await
}

/// `POST /angka/{code}`: publish.
pub async fn publish(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    let tahun = posted.get("tahun").to_owned();
    let year: i64 = tahun.parse().map_err(|_| Refusal::NotFound("round"))?;
    let chosen: Vec<&str> = posted.all("butir").collect();
    let unchosen = |item: &&str| !chosen.contains(item);
    let without: Vec<String> = posted.all("ada").filter(unchosen).map(str::to_owned).collect();
    match site.app.publish_totals(&v.actor(), place, year, &without, Some(posted.get("dilihat"))).await {
        Ok(_) => Ok(Redirect::to(&format!("/angka/{place}?tahun={year}")).into_response()),
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Totals(_))) => {
            let which = Which { tahun, ..Which::default() };
            let page = page(&v, &site, place, &which, Some(said(&refusal, &v))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /angka/{code}/{release}/{form}`
pub async fn file(
    v: Visit,
    State(site): State<Site>,
    Path((code, release, form)): Path<(String, String, String)>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    let (form, kind) = table(&form)?;
    let (release, bytes) = site.app.release_file(&v.actor(), place, &release, form, v.w.lang()).await?;
    let ending = if form == Form::Csv { "csv" } else { "xlsx" };
    let day = site.app.zone(place).date(release.made_at);
    Ok(download(bytes, &format!("bersinar-jumlah-{place}-{}-{day}.{ending}", release.year), kind))
}

async fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    which: &Which,
    refused: Option<(String, String)>,
) -> Result<Response, Oops> {
    let app = &site.app;
    let totals = app.totals(&v.actor(), place, which.tahun.parse::<i64>().ok()).await?;
    let Totals { round, disclosure, releases, preview } = totals;
    let years = app.rounds(place).await?.iter().map(|round| round.year).collect();
    let at = |release: &Release| v.w.instant(release.made_at, app.zone(place));
    let wanted = releases.iter().position(|release| release.id == which.terbitan).unwrap_or(0);
    let mut lines = vec![];
    for (index, release) in releases.iter().enumerate() {
        let (values, hidden) = release.tables.count();
        let who = who_is(app, v, place, &release.made_by).await?;
        lines.push(Line { id: release.id.clone(), at: at(release), who, hidden, values, current: index == wanted });
    }
    let shown = releases.into_iter().nth(wanted).map(|release| {
        let grids = grids(v, "angka", &release.tables);
        (release.clone(), at(&release), grids)
    });
    let (reported, villages) = match preview {
        Some(_) => app.reported(&round).await?,
        None => (0, 0),
    };
    let preview = preview.map(|preview| Draft {
        seen: preview.seen(),
        reported: i64::try_from(reported).unwrap_or_default(),
        villages: i64::try_from(villages).unwrap_or_default(),
        unchanged: preview.unchanged,
        items: preview.items.iter().map(|item| entry(v, item)).collect(),
        grids: if preview.unchanged { vec![] } else { drafts(v, &preview.rows, &preview.items) },
    });
    let place_name = name(app, place);
    Ok(render(&Page { v, place, place_name, years, round, disclosure, shown, releases: lines, preview, refused }))
}

fn entry(v: &Visit, item: &PreviewItem) -> (String, String, Option<String>) {
    let why = item.outcome.as_ref().err().map(|why| match why {
        Why::Sums(sums) => v.w.with("total-why-sums", &[("sums", sums.join("; ").into())]),
        Why::Small => v.t("total-why-small"),
        Why::Changed => v.t("total-why-changed"),
        Why::Large => v.t("total-why-large"),
    });
    (item.item.clone(), v.of(&item.title).to_owned(), why)
}

/// Both tables with the same items.
fn both(
    v: &Visit,
    id: &str,
    rows: &[RowHead],
    head: &[(String, String)],
    cells: impl Fn(usize) -> Vec<Cell>,
) -> Vec<Grid> {
    let of = |kind: Kind, title: &str, first| Grid {
        id: format!("{id}-{}", if kind == Kind::District { "kecamatan" } else { "kelas" }),
        title: v.t(title),
        first,
        head: head.to_vec(),
        rows: rows
            .iter()
            .enumerate()
            // A class without villages has nothing to say.
            .filter(|(_, row)| row.kind == Kind::City || (row.kind == kind && row.villages > 0))
            .map(|(at, row)| Row {
                name: if row.kind == Kind::City { v.t("total-city") } else { in_language(v, &row.name) },
                villages: v.w.number(i64::from(row.villages)),
                total: row.kind == Kind::City,
                cells: cells(at),
            })
            .collect(),
    };
    vec![of(Kind::District, "total-by-district", "total-district"), of(Kind::Class, "total-by-class", "total-class")]
}

fn in_language(v: &Visit, pair: &(String, String)) -> String {
    if v.w.code() == "id" { pair.0.clone() } else { pair.1.clone() }
}

fn grids(v: &Visit, id: &str, tables: &Published) -> Vec<Grid> {
    let head: Vec<_> =
        tables.items.iter().map(|item| (in_language(v, &item.title), in_language(v, &item.unit))).collect();
    let cells = |at: usize| {
        let villages = tables.rows[at].villages;
        tables.items.iter().map(|item| cell(v, &item.values[at], villages)).collect()
    };
    both(v, id, &tables.rows, &head, cells)
}

fn cell(v: &Visit, value: &Value, villages: u32) -> Cell {
    let text = match value.number {
        Some(number) => v.w.number(number.cast_signed()),
        None if value.hidden => HIDDEN.to_owned(),
        None => "–".to_owned(),
    };
    // That all villages are in it goes without saying; what is missing does not.
    let of = match value.of {
        0 => v.t("total-none"),
        of if of == villages => String::new(),
        of => v.w.with("total-of", &[("n", of.into()), ("of", villages.into())]),
    };
    let not_applicable = match value.not_applicable {
        0 => String::new(),
        n => v.w.with("total-not-applicable", &[("n", n.into())]),
    };
    let notes = [of, not_applicable].into_iter().filter(|note| !note.is_empty()).collect();
    Cell { text, hidden: value.hidden, truth: None, notes }
}

/// The tables as they would leave, with what only the office may see.
fn drafts(v: &Visit, rows: &[RowHead], items: &[PreviewItem]) -> Vec<Grid> {
    let head: Vec<_> = items
        .iter()
        .map(|item| {
            let unit = item.outcome.as_ref().map(|(column, _)| in_language(v, &column.unit)).unwrap_or_default();
            (v.of(&item.title).to_owned(), unit)
        })
        .collect();
    let cells = |at: usize| {
        let one = |item: &PreviewItem| {
            let sum = item.sums[at];
            let truth = v.w.number(sum.value.cast_signed());
            let Ok((column, bounds)) = &item.outcome else {
                let notes = vec![v.t("total-preview-refused")];
                return Cell { text: HIDDEN.to_owned(), hidden: true, truth: Some(truth), notes };
            };
            let mut cell = cell(v, &column.values[at], rows[at].villages);
            if let Some(bounds) = bounds[at] {
                let number = |value: u64| v.w.number(value.cast_signed());
                let low = ("low", number(bounds.low).into());
                let range = match bounds.high {
                    Some(high) => v.w.with("total-range", &[low, ("high", number(high).into())]),
                    None => v.w.with("total-range-open", &[low]),
                };
                cell.truth = Some(truth);
                cell.notes.insert(0, v.w.with("total-preview-derive", &[("range", range.into())]));
            }
            cell
        };
        items.iter().map(one).collect()
    };
    both(v, "baru", rows, &head, cells)
}

impl Page<'_> {
    fn provisional(&self, name: &str, provisional: bool) -> String {
        if provisional { format!("{name} ({})", self.v.t("document-provisional")) } else { name.to_owned() }
    }

    /// What the shown figures rest on.
    fn provenance(&self) -> String {
        let Some((release, at, _)) = &self.shown else { return String::new() };
        let tables = &release.tables;
        let values = [
            ("at", at.as_str().into()),
            ("rule", self.provisional(&tables.rule, tables.rule_provisional).into()),
            ("disclosure", self.provisional(&tables.disclosure, tables.disclosure_provisional).into()),
        ];
        self.v.w.with("total-provenance", values)
    }

    fn is_latest(&self) -> bool {
        self.releases.first().is_none_or(|line| line.current)
    }
}
