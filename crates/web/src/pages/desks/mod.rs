//! Desks of the doors: the list, one's own keys ([`keys`]), one desk ([`desk`]), what has come to it ([`tips`], [`tip`]), and names that are
//! locked apart ([`names`]). What touches a private key happens in the
//! browser (`browser/src/desk.ts`); these pages hand it what is public or sealed, and take what comes of it.

pub mod desk;
pub mod keys;
pub mod names;
pub mod poster;
pub mod tip;
pub mod tips;

use crate::{
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{Action, App, doors::DeskView};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{door::Part, region::RegionCode};

/// What a desk is called: its kind and its office.
pub fn title(v: &Visit, app: &App, view: &DeskView) -> String {
    let office = view.desk.office.parse().map(|office| name(app, office)).unwrap_or_default();
    format!("{} · {office}", v.of(&view.kind.title))
}

/// Whether it is open, by the key of the text that says so.
fn standing(view: &DeskView) -> &'static str {
    match (view.is_open(), view.desk.opened) {
        (true, _) => "desk-open",
        (false, 1) => "desk-paused",
        _ => "desk-not-open",
    }
}

/// What the script reads, as text that ends no element.
fn island(data: &serde_json::Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

#[derive(Template)]
#[template(path = "desks/list.html")]
struct Page<'a> {
    v: &'a Visit,
    rows: Vec<Row>,
    /// Kind, office and what the desk would be called.
    missing: Vec<(String, RegionCode, String)>,
    keeps: bool,
    holds: bool,
    provisional: bool,
}

struct Row {
    id: String,
    title: String,
    standing: &'static str,
    part: Option<&'static str>,
    turn: bool,
    /// Whether the visitor reads what comes there, and whether something waits.
    reads: bool,
    waits: bool,
}

/// `GET /meja`
pub async fn list(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    let (app, actor) = (&site.app, v.actor());
    let (keeps, holds) = (v.may(Action::KeepDesks), v.may(Action::HoldKeys));
    let mut rows = vec![];
    for view in app.tips().desks(&actor).await? {
        let mine = view.mine(&actor);
        rows.push(Row {
            title: title(&v, app, &view),
            standing: standing(&view),
            part: mine.map(|mine| mine.part.id()),
            turn: view.turn(&actor).is_some(),
            reads: mine.is_some_and(|mine| mine.part == Part::Member && view.has_opened(mine)),
            waits: app.tips().anything_waits(&actor, &view).await?,
            id: view.desk.id,
        });
    }
    let rules = &app.door_rules().tips;
    let called = |(kind, office): (String, RegionCode)| {
        let of_kind = rules.kind(&kind).map_or("", |kind| v.of(&kind.title));
        let called = format!("{of_kind} · {}", name(app, office));
        (kind, office, called)
    };
    let missing = if keeps { app.tips().missing_desks(&actor).await? } else { vec![] };
    let missing = missing.into_iter().map(called).collect();
    Ok(render(&Page { v: &v, rows, missing, keeps, holds, provisional: rules.provisional }))
}

/// `POST /meja`
pub async fn found(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let office = posted.get("office").parse().map_err(|_| app::Refusal::NotFound("region"))?;
    let id = site.app.tips().found_desk(&v.actor(), posted.get("kind"), office).await?;
    Ok(Redirect::to(&format!("/meja/{id}")).into_response())
}
