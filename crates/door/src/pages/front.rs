//! `/`: what this is, what it does and does not do, and the two ways in.

use super::{data, keyrings};
use crate::{Here, answer, assets, posted};
use app::doors::open::OpenDesk;
use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::json;

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    h: &'a Here,
    path: &'a str,
    desks: Vec<OpenDesk>,
    data: String,
}

/// `GET /`.
pub async fn front(State(here): State<Here>) -> Response {
    let (status, desks) = match here.app.tips().open_desks().await {
        Ok(desks) => (StatusCode::OK, desks),
        Err(refusal) => (posted::status(&refusal), vec![]),
    };
    // By these the script sees whether a poster's sign fits, and does not take the page's word for it.
    let titles = desks.iter().map(|desk| (desk.id.clone(), desk.kind.title.get(here.w.lang()).into()));
    let titles: serde_json::Map<_, _> = titles.collect();
    let data = data(&json!({ "desks": keyrings(&desks), "titles": titles }));
    answer::page_with(status, &Front { h: &here, path: "/", desks, data })
}
