//! The form of one budget line of a village.

use super::{AskedFor, options, sure, typed, village_code, which};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{render, village_name},
    visit::Visit,
};
use app::{Refusal, programme::budget::BudgetDraft};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;
use std::future::ready;

#[derive(Template)]
#[template(path = "programme/budget.html")]
struct Page<'a> {
    v: &'a Visit,
    village: RegionCode,
    village_name: String,
    documents: Vec<(String, String)>,
    sources: Vec<(String, String)>,
    changes: bool,
    form: Form,
}

fn page(v: &Visit, site: &Site, village: RegionCode, form: Form) -> Response {
    let rules = site.app.programme_rules();
    let documents = rules.programmes.budget_documents.iter();
    render(&Page {
        v,
        village,
        village_name: village_name(&site.app, v, village),
        documents: documents.map(|one| (one.id.clone(), v.of(&one.title).to_owned())).collect(),
        sources: options(v, &rules.programmes.sources),
        changes: !form.value("id").is_empty(),
        form,
    })
}

/// `GET /desa/{code}/anggaran`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let view = site.app.programme(&v.actor(), village, None).await?;
    let form = match asked.id.as_str() {
        "" => Form::of(vec![("year", view.on.year().to_string())]),
        id => {
            let row = view.budget.into_iter().find(|row| row.id == id).ok_or(Refusal::NotFound("budget"))?;
            Form::of(vec![
                ("id", row.id),
                ("revision", row.revision.to_string()),
                ("year", row.year.to_string()),
                ("document", row.document),
                ("source", row.source),
                ("purpose", row.purpose),
                ("planned", v.w.number(row.planned)),
                ("absorbed", row.absorbed.map(|absorbed| v.w.number(absorbed)).unwrap_or_default()),
                ("number", row.number),
                ("dated", typed(&row.dated)),
            ])
        }
    };
    Ok(page(&v, &site, village, form))
}

/// `POST /desa/{code}/anggaran`: `do` is `keep` or `remove`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let done = if posted.get("do") == "remove" {
        site.app.remove_budget_line(&v.actor(), village, &which(&posted)).await.map(drop)
    } else {
        let draft = BudgetDraft {
            which: which(&posted),
            year: text("year"),
            document: text("document"),
            source: text("source"),
            purpose: text("purpose"),
            planned: text("planned"),
            absorbed: text("absorbed"),
            number: text("number"),
            dated: text("dated"),
            sure: sure(&posted),
        };
        site.app.keep_budget_line(&v.actor(), village, draft).await.map(drop)
    };
    let again = |form| ready(Ok(page(&v, &site, village, form)));
    answered(&v, done, posted, |()| format!("/desa/{village}/program#uang"), again).await
}
