//! The pages. Each works without script; with it, sealing happens in the browser.

pub mod back;
pub mod front;
pub mod report;
pub mod told;
pub mod waiting;

use crate::{Here, answer, assets};
use app::doors::open::OpenDesk;
use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};
use serde_json::json;

/// Where quick exit leads: a page that anyone may have open.
pub const ELSEWHERE: &str = "https://www.bmkg.go.id/";

#[derive(Template)]
#[template(path = "nothing.html")]
struct Nothing<'a> {
    h: &'a Here,
    path: &'a str,
}

/// What is not there, in the language of the address.
pub async fn nothing(State([id, en]): State<[Here; 2]>, uri: Uri) -> Response {
    let h = if uri.path().starts_with("/en/") { &en } else { &id };
    answer::page_with(StatusCode::NOT_FOUND, &Nothing { h, path: "/" })
}

/// A script's data: JSON that cannot end its element.
fn data(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// The desks' keyrings, for a script.
fn keyrings(desks: &[OpenDesk]) -> serde_json::Value {
    desks.iter().map(|desk| json!({ "id": desk.id, "keyring": desk.keyring })).collect()
}

/// The texts of these keys, for a script.
fn texts(here: &Here, keys: &[&str]) -> serde_json::Value {
    keys.iter().map(|key| ((*key).to_owned(), here.t(key).into())).collect::<serde_json::Map<_, _>>().into()
}
