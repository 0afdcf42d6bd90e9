//! Names that reporters gave all the same: who asked for which with what reason, and the layer that a custodian takes off in the own browser.

use super::{island, tips::called, title};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{Refusal, doors::unsealing::waits_for};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::json;

#[derive(Template)]
#[template(path = "desks/names.html")]
struct Page<'a> {
    v: &'a Visit,
    desk: &'a str,
    title: String,
    rows: Vec<Row>,
    data: String,
    form: Form,
}

struct Row {
    id: String,
    of: String,
    reason: String,
    step: String,
    /// Whether it waits at all, and for the visitor.
    runs: bool,
    mine: bool,
}

async fn page(v: &Visit, site: &Site, desk: &str, form: Form) -> Result<Response, Oops> {
    let (tips, actor) = (site.app.tips(), v.actor());
    let all = tips.unsealings(&actor, desk).await?;
    let view = tips.desk(&actor, desk).await?;
    let mine = view.mine(&actor);
    let at = mine.and_then(|mine| mine.part.custodian());
    let rows = all.iter().map(|one| Row {
        id: one.id.clone(),
        of: v.w.with(
            "desk-name-of",
            &[
                ("name", called(&one.conversation).into()),
                ("who", view.name_of(&one.account).unwrap_or_default().to_owned().into()),
            ],
        ),
        reason: v.w.with("desk-name-reason", &[("reason", one.reason.as_str().into())]),
        step: v.t(&format!("desk-name-step-{}", one.step)),
        runs: waits_for(one).is_some(),
        mine: at.is_some() && waits_for(one) == at,
    });
    let sealed: serde_json::Map<_, _> = all.iter().map(|one| (one.id.clone(), one.sealed.as_str().into())).collect();
    let wrapped = mine.and_then(|mine| mine.holder.as_ref()).map_or("", |holder| holder.wrapped.as_str());
    let data = json!({ "account": actor.name(), "wrapped": wrapped, "unsealings": sealed });
    let rows = rows.collect();
    Ok(render(&Page { v, desk, title: title(v, &site.app, &view), rows, data: island(&data), form }))
}

/// `GET /meja/{desk}/nama`
pub async fn show(v: Visit, State(site): State<Site>, Path(desk): Path<String>) -> Result<Response, Oops> {
    page(&v, &site, &desk, Form::default()).await
}

/// `POST /meja/{desk}/nama`
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path(desk): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let (tips, actor, id) = (site.app.tips(), v.actor(), posted.get("unsealing"));
    let done = match posted.get("do") {
        "peel" => tips.pass_unsealing(&actor, &desk, id, posted.get("sealed")).await,
        "end" => tips.end_unsealing(&actor, &desk, id).await,
        _ => Err(Refusal::NotFound("page")),
    };
    answered(&v, done, posted, |()| format!("/meja/{desk}/nama"), |form| page(&v, &site, &desk, form)).await
}
