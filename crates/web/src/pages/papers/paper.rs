//! One paper: what stands in it, what of it is different now, issuing and withdrawing it, and its files.

use super::state_chip;
use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{regency_code, typed, which},
    posted::Posted,
    serve::Site,
    shown::{Chip, render},
    visit::Visit,
};
use app::{
    papers::{
        PaperDraft, PaperView,
        printing::Printed,
        text::{Part, Row},
    },
    programme::Which,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::RegionCode;
use jiff::civil::Date;

/// Whether a row's address is the link of this cell: of the one by which a person knows it.
pub fn leads(row: &Row, at: &usize) -> bool {
    !row.source.is_empty() && row.labelled() == Some(*at)
}

#[derive(Template)]
#[template(path = "papers/paper.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    view: &'a PaperView,
    title: String,
    chip: Option<Chip>,
    printed: Printed,
    /// Id and office of who may sign.
    signatories: Vec<(String, String)>,
    /// The name of who signs; empty where nobody does, or it was erased.
    person: String,
    form: Form,
    withdrawal: Form,
}

async fn page(
    v: &Visit,
    site: &Site,
    (place, id): (RegionCode, &str),
    form: Option<Form>,
    withdrawal: Option<Form>,
) -> Result<Response, Oops> {
    let (app, actor) = (&site.app, v.actor());
    let view = app.paper(&actor, place, id).await?;
    let day = view.paper.dated.parse::<Date>().unwrap_or_else(|_| app.today(place));
    let signing = app.signatories_on(&actor, place, &view.about.agency, day).await?;
    let person = view.person.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let signatories = signing.iter().filter(|one| one.person.is_some()).map(|one| {
        let name = one.person.as_ref().map(|person| person.name.as_str()).unwrap_or_default();
        (one.signatory.id.clone(), [one.signatory.office.as_str(), name].join(" – "))
    });
    let values = || {
        Form::of(vec![
            ("revision", view.paper.revision.to_string()),
            ("number", view.paper.number.clone()),
            ("dated", typed(&view.paper.dated)),
            ("signatory", view.paper.signatory.clone()),
        ])
    };
    let shown = Page {
        v,
        place,
        title: view.content.title.clone(),
        chip: state_chip(v, view.kind, &view.paper),
        printed: app.printed(&actor, place, id).await?,
        signatories: signatories.collect(),
        person,
        form: form.unwrap_or_else(values),
        withdrawal: withdrawal.unwrap_or_default(),
        view: &view,
    };
    Ok(render(&shown))
}

/// `GET /dokumen/{code}/{id}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, (regency_code(&code)?, &id), None, None).await
}

/// `POST /dokumen/{code}/{id}`: keeps what is said of it, issues it, withdraws it, throws a draft away.
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let (app, actor) = (&site.app, v.actor());
    let which = Which { id: id.clone(), ..which(&posted) };
    let step = posted.get("do").to_owned();
    let done = match step.as_str() {
        "withdraw" => app.withdraw_paper(&actor, place, &which, posted.get("reason")).await,
        "remove" => app.remove_paper(&actor, place, &which).await,
        _ => {
            let draft = PaperDraft {
                number: posted.get("number").to_owned(),
                dated: posted.get("dated").to_owned(),
                signatory: posted.get("signatory").to_owned(),
                seen: posted.get("seen").to_owned(),
                which,
            };
            if step == "issue" {
                app.issue_paper(&actor, place, draft).await
            } else {
                app.keep_paper(&actor, place, draft).await
            }
        }
    };
    let to = |()| if step == "remove" { format!("/dokumen/{place}") } else { format!("/dokumen/{place}/{id}") };
    let again = |refused| {
        let (form, withdrawal) = if step == "withdraw" { (None, Some(refused)) } else { (Some(refused), None) };
        page(&v, &site, (place, &id), form, withdrawal)
    };
    answered(&v, done, posted, to, again).await
}

/// `POST /dokumen/{code}/{id}/cetak`: asks for the PDF.
pub async fn print(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    site.app.print_paper(&v.actor(), place, &id).await?;
    Ok(Redirect::to(&format!("/dokumen/{place}/{id}/cetak")).into_response())
}

#[derive(Template)]
#[template(path = "papers/progress.html")]
struct Progress<'a> {
    v: &'a Visit,
    place: RegionCode,
    id: &'a str,
    step: i64,
}

/// `GET /dokumen/{code}/{id}/cetak`: how far the PDF is; asks again by itself until it is there.
pub async fn progress(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    match site.app.printed(&v.actor(), place, &id).await? {
        Printed::Under { step } => {
            let shown = render(&Progress { v: &v, place, id: &id, step });
            Ok(([(HeaderName::from_static("refresh"), "1")], shown).into_response())
        }
        _ => Ok(Redirect::to(&format!("/dokumen/{place}/{id}#berkas")).into_response()),
    }
}

fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let named = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes).into_response()
}

/// What a paper's file is called: kind, place and the end of its id.
fn file_name(view: &PaperView, place: RegionCode, ending: &str) -> String {
    let tail: String = view.paper.id.chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().collect();
    format!("bersinar-{}-{place}-{tail}.{ending}", view.kind.id())
}

/// `GET /dokumen/{code}/{id}/pdf`
pub async fn pdf(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let view = site.app.paper(&v.actor(), place, &id).await?;
    let pdf = site.app.printed_paper(&v.actor(), place, &id).await?;
    Ok(file(pdf, "application/pdf", &file_name(&view, place, "pdf")))
}

/// `GET /dokumen/{code}/{id}/xlsx`
pub async fn workbook(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let view = site.app.paper(&v.actor(), place, &id).await?;
    let book = site.app.paper_workbook(&v.actor(), place, &id).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(book, kind, &file_name(&view, place, "xlsx")))
}
