//! Places by name or code.

use crate::{oops::Oops, serve::Site, shown::render, visit::Visit};
use app::Action;
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    v: &'a Visit,
    query: String,
    found: Vec<Found>,
}

struct Found {
    code: RegionCode,
    path: String,
    link: bool,
}

/// `?q=seruni`
#[derive(Debug, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
}

const MOST: usize = 30;

/// `GET /cari`
pub async fn search(v: Visit, State(site): State<Site>, Query(Wanted { q }): Query<Wanted>) -> Result<Response, Oops> {
    let places = site.app.places();
    let found = if q.trim().is_empty() { vec![] } else { places.search(&q, v.city().ok(), MOST) };
    let link = |code: RegionCode| code.village_kind().is_some() && v.may(Action::SeeVillage) && v.actor().covers(code);
    let found = found.into_iter().map(|region| Found {
        code: region.code,
        path: places.path(region.code).unwrap_or_default(),
        link: link(region.code),
    });
    Ok(render(&Page { v: &v, found: found.collect(), query: q }))
}
