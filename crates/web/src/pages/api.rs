//! What the API is, for people: how to get a token, an example, where it is described, what can go wrong.

use crate::{
    api::problem::KINDS,
    serve::Site,
    shown::{query, render},
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};

#[derive(Template)]
#[template(path = "api.html")]
struct Page<'a> {
    v: &'a Visit,
    base: String,
    kinds: Vec<(&'static str, String)>,
}

/// `GET /api`
pub async fn about(v: Visit, State(site): State<Site>) -> Response {
    let kinds = KINDS.into_iter().map(|kind| (kind, v.t(&format!("api-problem-{kind}")))).collect();
    render(&Page { v: &v, base: site.base(&v), kinds })
}

/// `GET /api/problems/{kind}`: where the kind is explained.
pub async fn problem(Path(kind): Path<String>) -> Response {
    Redirect::to(&format!("/api#{}", query(&kind))).into_response()
}
