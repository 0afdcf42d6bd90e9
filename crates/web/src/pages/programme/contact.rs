//! Who is responsible for a village's programme: the form.

use super::village_code;
use crate::{
    form::Form,
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{render, village_name},
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::RegionCode;

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
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/desa/{village}/program")).into_response()),
        Err(refusal) => {
            let form = Form::refused(&v, posted, refusal)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site, village, form)).into_response())
        }
    }
}
