//! `/`: what this is, what it does and does not do, and the two ways in.

use crate::{Here, answer, assets, posted};
use app::doors::conversations::OpenDesk;
use askama::Template;
use axum::{extract::State, response::Response};

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    h: &'a Here,
    path: &'a str,
    desks: Vec<OpenDesk>,
}

/// `GET /`.
pub async fn front(State(here): State<Here>) -> Response {
    match here.app.tips().open_desks().await {
        Ok(desks) => answer::page(&Front { h: &here, path: "/", desks }),
        Err(refusal) => answer::page_with(posted::status(&refusal), &Front { h: &here, path: "/", desks: vec![] }),
    }
}
