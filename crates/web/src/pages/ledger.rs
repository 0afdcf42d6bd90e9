//! The ledger as people read it: who did what, when; and how to check it.

use crate::{
    oops::Oops,
    serve::Site,
    shown::{name, render, village_name, who_is},
    visit::Visit,
};
use app::Action;
use askama::Template;
use axum::{
    Json,
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::region::{Level, RegionCode};
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
    /// Of which village, account or version it tells, and the village's page.
    about: String,
    link: Option<String>,
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
        let (about, link) = about(&site, &v, place, &entry.body).await?;
        rows.push(Row {
            about,
            link,
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

/// What an entry is about, from what it says: a village, several, an account, a version of a rule.
async fn about(site: &Site, v: &Visit, place: RegionCode, body: &str) -> Result<(String, Option<String>), Oops> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let text = |key: &str| body[key].as_str();
    let many = body["villages"].as_array();
    let only = many.filter(|many| many.len() == 1).and_then(|many| many[0].as_str());
    let village = text("village").or(text("place")).or(only).and_then(|code| code.parse::<RegionCode>().ok());
    Ok(match (village, many, text("account"), text("version")) {
        (Some(code), ..) if code.level() == Level::Village => {
            (village_name(&site.app, v, code), v.may(Action::SeeVillage).then(|| format!("/desa/{code}")))
        }
        (Some(code), ..) => (name(&site.app, code), None),
        (_, Some(many), ..) => (v.w.with("ledger-villages", &[("n", many.len().into())]), None),
        (.., Some(account), _) => (who_is(&site.app, v, place, account).await?, None),
        (.., Some(version)) => (version.to_owned(), None),
        _ => (String::new(), None),
    })
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
