//! Official papers: which there are, and what stands in one, number by number.

use super::{plan::said, problem::Fault, take::Named};
use crate::{pages::programme::regency_code, serve::Site, visit::Visit};
use app::papers::{
    About, Kind,
    text::{Cell, Part, Table, Value},
};
use axum::{Json, extract::State};
use serde::Serialize;
use store::nouns::Paper;
use utoipa::ToSchema;

/// A paper of the integrated team or of an agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperOut {
    /// Its id.
    id: String,
    /// `semester`, `agency`, `minutes`, `attendance` or `commitments`.
    #[schema(example = "semester")]
    kind: String,
    /// The year of the term that it is about.
    year: Option<i64>,
    /// The term that it is about.
    #[schema(example = "b06")]
    term: Option<String>,
    /// The agency that it is about.
    agency: Option<String>,
    /// The meeting that it is about.
    meeting: Option<String>,
    /// `id` or `en`.
    lang: String,
    /// Its number.
    number: Option<String>,
    /// Its day.
    #[schema(format = Date)]
    dated: Option<String>,
    /// `draft`, `issued` or `withdrawn`.
    #[schema(example = "issued")]
    state: String,
    /// SHA-256 of what was issued; it stands in the ledger and at the foot of each page.
    facts: Option<String>,
}

fn out(kind: Kind, about: About, paper: Paper) -> PaperOut {
    PaperOut {
        id: paper.id,
        kind: kind.id().to_owned(),
        year: about.year,
        term: said(about.term),
        agency: said(about.agency),
        meeting: said(about.meeting),
        lang: paper.lang,
        number: said(paper.number),
        dated: said(paper.dated),
        state: paper.state,
        facts: said(paper.facts),
    }
}

/// The papers that the account may see, drafts first, then the latest
#[utoipa::path(get, path = "/api/v1/papers/{code}", tag = "plan",
    params(("code" = String, Path, description = "The city or regency.", example = "99.71")),
    responses((status = 200, description = "The papers.", body = [PaperOut])))]
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
) -> Result<Json<Vec<PaperOut>>, Fault> {
    let all = site.app.papers(&v.actor(), regency_code(&code)?).await?;
    Ok(Json(all.into_iter().map(|(kind, about, paper)| out(kind, about, paper)).collect()))
}

/// A paper with its tables.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContentOut {
    /// The paper.
    paper: PaperOut,
    /// What it is called.
    title: String,
    /// What it tells of the whole.
    facts: Vec<FactOut>,
    /// Its tables, in the order in which they are read.
    tables: Vec<TableOut>,
    /// What is different now from what was issued; empty for a draft.
    changed: Vec<ChangedOut>,
}

/// Something that has a name.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactOut {
    /// Its name in every language.
    name: String,
    /// As it is read.
    label: String,
    /// As it is read.
    value: String,
}

/// A table of a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableOut {
    /// Its name, unlike any other of the paper.
    name: String,
    /// What it shows.
    caption: String,
    /// The names of its columns.
    columns: Vec<String>,
    /// Its rows.
    rows: Vec<RowOut>,
}

/// A row of a table.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowOut {
    /// The page where it comes from.
    source: Option<String>,
    /// Whether it is the sum of those above.
    sum: bool,
    /// A cell for each column.
    cells: Vec<CellOut>,
}

/// A cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellOut {
    /// As it is read.
    text: String,
    /// The number, where it is one.
    number: Option<f64>,
    /// The table with the rows that it counts.
    rows: Option<String>,
}

/// A value that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedOut {
    /// What it is about.
    what: String,
    /// As it was issued; empty where it was not there.
    was: String,
    /// As it is now; empty where it is not there any more.
    is: String,
}

fn cell(cell: Cell) -> CellOut {
    let number = cell.value.map(|value| match value {
        Value::Whole(whole) => whole as f64,
        Value::Hundredths(hundredths) => hundredths as f64 / 100.0,
    });
    CellOut { text: cell.text, number, rows: said(cell.to) }
}

fn table(table: Table) -> TableOut {
    TableOut {
        name: table.name,
        caption: table.caption,
        columns: table.columns.into_iter().map(|column| column.name).collect(),
        rows: table
            .rows
            .into_iter()
            .map(|row| RowOut {
                source: said(row.source),
                sum: row.sum,
                cells: row.cells.into_iter().map(cell).collect(),
            })
            .collect(),
    }
}

/// One paper, number by number: a draft as things are, otherwise as it was issued
#[utoipa::path(get, path = "/api/v1/papers/{code}/{id}", tag = "plan",
    params(("code" = String, Path, description = "The city or regency.", example = "99.71"),
        ("id" = String, Path, description = "The paper.")),
    responses((status = 200, description = "The paper.", body = ContentOut)))]
pub async fn one(
    v: Visit,
    State(site): State<Site>,
    Named((code, id)): Named<(String, String)>,
) -> Result<Json<ContentOut>, Fault> {
    let view = site.app.paper(&v.actor(), regency_code(&code)?, &id).await?;
    let parts = view.content.sections.into_iter().flat_map(|section| section.parts);
    let tables = parts.filter_map(|part| if let Part::Table(of) = part { Some(table(of)) } else { None });
    let fact = |fact: app::papers::text::Fact| FactOut { name: fact.name, label: fact.label, value: fact.value };
    let changed = view.changed.into_iter().map(|one| ChangedOut { what: one.what, was: one.was, is: one.is });
    Ok(Json(ContentOut {
        paper: out(view.kind, view.about, view.paper),
        title: view.content.title,
        facts: view.content.facts.into_iter().map(fact).collect(),
        tables: tables.collect(),
        changed: changed.collect(),
    }))
}
