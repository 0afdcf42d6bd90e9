//! Who is responsible for a village's programme: the form.

use super::village_code;
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{render, village_name},
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::region::RegionCode;
use std::future::ready;

#[derive(Template)]
#[template(path = "programme/contact.html")]
struct Page<'a> {
    v: &'a Visit,
    village: RegionCode,
    village_name: String,
    form: Form,
}

fn page(v: &Visit, site: &Site, village: RegionCode, form: Form) -> Response {
    render(&Page { v, village, village_name: village_name(&site.app, v, village), form })
}

/// `GET /desa/{code}/narahubung`
pub async fn show(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let there = site.app.village_contact(&v.actor(), village).await?.unwrap_or_default();
    let form = Form::of(vec![("name", there.name), ("phone", there.phone)]);
    Ok(page(&v, &site, village, form))
}

/// `POST /desa/{code}/narahubung`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let done = site.app.keep_village_contact(&v.actor(), village, posted.get("name"), posted.get("phone")).await;
    let again = |form| ready(Ok(page(&v, &site, village, form)));
    answered(&v, done, posted, |()| format!("/desa/{village}/program"), again).await
}
