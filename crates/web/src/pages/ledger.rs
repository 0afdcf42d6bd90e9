//! The ledger as people read it: who did what, when; and how to check it.

use crate::{
    oops::Oops,
    serve::Site,
    shown::{render, who_is},
    visit::Visit,
};
use askama::Template;
use axum::{
    Json,
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use std::collections::HashMap;
use store::ledger::Entry;

#[derive(Template)]
#[template(path = "ledger.html")]
struct Page<'a> {
    v: &'a Visit,
    rows: Vec<Row>,
    older: Option<u64>,
    key: String,
    signs_here: bool,
    last: Option<String>,
}

struct Row {
    entry: Entry,
    at: String,
    who: String,
    what: String,
    hash: String,
}

/// `?sebelum=120`
#[derive(Debug, Default, serde::Deserialize)]
pub struct Before {
    sebelum: Option<u64>,
}

const PAGE: u64 = 50;

/// `GET /buku-besar`
pub async fn ledger(
    v: Visit,
    State(site): State<Site>,
    Query(Before { sebelum }): Query<Before>,
) -> Result<Response, Oops> {
    let place = v.city()?;
    let entries = site.app.ledger(&v.actor(), place, sebelum.unwrap_or(u64::MAX), PAGE).await?;
    let older = entries.last().map(|entry| entry.sequence).filter(|sequence| *sequence > 1);
    let mut names: HashMap<String, String> = HashMap::new();
    let mut rows = vec![];
    for entry in entries {
        if !names.contains_key(&entry.actor) {
            let name = who_is(&site.app, &v, place, &entry.actor).await?;
            names.insert(entry.actor.clone(), name);
        }
        rows.push(Row {
            at: v.w.instant(entry.recorded_at, site.app.zone(place)),
            who: names.get(&entry.actor).cloned().unwrap_or_default(),
            what: v.t(&format!("ledger-{}", entry.action.replace(['.', '_'], "-"))),
            hash: entry.hash.to_string()[..12].to_owned(),
            entry,
        });
    }
    let last = site.app.last_checkpoint().await?;
    let last = last.map(|checkpoint| v.w.instant(checkpoint.made_at, site.app.zone(place)));
    let (key, signs_here) = (site.app.public_key().to_string(), site.app.signs_here());
    Ok(render(&Page { v: &v, rows, older, key, signs_here, last }))
}

/// `GET /buku-besar/titik-periksa`: the latest checkpoint, as a file to keep elsewhere.
pub async fn checkpoint(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    let place = v.city()?;
    let checkpoint = site.app.hand_out_checkpoint(&v.actor(), place).await?;
    let day = site.app.zone(place).date(checkpoint.made_at);
    let name = format!("attachment; filename=\"bersinar-titik-periksa-{place}-{day}.json\"");
    let kind = "application/json".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], Json([checkpoint])).into_response())
}
