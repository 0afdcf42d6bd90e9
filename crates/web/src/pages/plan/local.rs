//! The actions of the plan: those of the national list, and those that the region has set for itself.

use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::{
        Asked,
        programme::{AskedFor, regency_code, which},
    },
    posted::Posted,
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{Action, Refusal, plan::local::LocalDraft};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;
use std::future::ready;

#[derive(Template)]
#[template(path = "plan/local.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    /// The national list with its legal basis.
    list: String,
    basis: String,
    expired: bool,
    provisional: bool,
    year: i16,
    national: Vec<(String, String)>,
    own: Vec<Own>,
    may_keep: bool,
}

/// An action that the region has set for itself.
struct Own {
    id: String,
    title: String,
    /// What is counted, in which unit.
    counted: String,
    basis: String,
    years: String,
}

fn heading(v: &Visit, site: &Site, place: RegionCode) -> String {
    v.w.with("local-title-of", [("place", name(&site.app, place).into())])
}

/// `GET /rencana/{code}/aksi?tahun=2026`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let app = &site.app;
    let own = app.local_actions(&v.actor(), place).await?;
    let year = asked.tahun.and_then(|year| i16::try_from(year).ok()).unwrap_or_else(|| app.today(place).year());
    let rules = app.plan_rules();
    let list = rules.actions_of(year);
    let shown = |(at, row): (usize, store::nouns::LocalAction)| Own {
        title: format!("L{}. {}", at + 1, row.title),
        counted: [row.measure, row.unit].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        years: match row.to_year {
            Some(to) => format!("{} – {to}", row.from_year),
            None => v.w.with("local-since", [("year", row.from_year.to_string().into())]),
        },
        basis: row.basis,
        id: row.id,
    };
    let page = Page {
        v: &v,
        place,
        title: heading(&v, &site, place),
        list: v.of(&list.title).to_owned(),
        basis: v.of(&list.basis).to_owned(),
        expired: !list.covers(year),
        provisional: list.provisional,
        year,
        national: list
            .actions
            .iter()
            .map(|one| {
                let counted = format!("{} · {}", v.of(&one.measure), v.of(&one.unit));
                (format!("{}. {}", one.number, v.of(&one.title)), counted)
            })
            .collect(),
        own: own.into_iter().enumerate().map(shown).collect(),
        may_keep: app::allow(&v.actor(), Action::KeepPlans, place).is_ok(),
    };
    Ok(render(&page))
}

#[derive(Template)]
#[template(path = "plan/local_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    changes: bool,
    form: Form,
}

fn form_page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Response {
    let title = heading(v, site, place);
    render(&FormPage { v, place, title, changes: !form.value("id").is_empty(), form })
}

/// `GET /rencana/{code}/aksi/isi`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::KeepPlans, place)?;
    let form = match asked.id.as_str() {
        "" => Form::of(vec![("from", site.app.today(place).year().to_string())]),
        id => {
            let all = site.app.local_actions(&v.actor(), place).await?;
            let row = all.into_iter().find(|row| row.id == id).ok_or(Refusal::NotFound("action"))?;
            Form::of(vec![
                ("id", row.id),
                ("revision", row.revision.to_string()),
                ("title", row.title),
                ("measure", row.measure),
                ("unit", row.unit),
                ("basis", row.basis),
                ("from", row.from_year.to_string()),
                ("to", row.to_year.map(|year| year.to_string()).unwrap_or_default()),
            ])
        }
    };
    Ok(form_page(&v, &site, place, form))
}

/// `POST /rencana/{code}/aksi/isi`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = LocalDraft {
        which: which(&posted),
        title: text("title"),
        measure: text("measure"),
        unit: text("unit"),
        basis: text("basis"),
        from: text("from"),
        to: text("to"),
    };
    let done = site.app.keep_local_action(&v.actor(), place, draft).await;
    let again = |form| ready(Ok(form_page(&v, &site, place, form)));
    answered(&v, done, posted, |_| format!("/rencana/{place}/aksi"), again).await
}
