//! Boundaries of the city's villages: how many have an outline; a file to check or to keep.

use crate::{
    oops::{Oops, said},
    posted::{LARGEST_FILE, PostedFile},
    serve::Site,
    shown::{render, who_is},
    visit::Visit,
};
use app::{Action, Refusal, places::boundary_words::lines};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "boundaries.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    drawn: usize,
    villages: usize,
    /// Where the present ones are from, who brought them and when.
    from: String,
    most: usize,
    source: String,
    /// What the file held, and whether it was kept.
    found: Option<(String, Vec<String>)>,
    refused: Option<(String, String)>,
}

fn place(v: &Visit) -> Result<RegionCode, Refusal> {
    v.city()
}

async fn page(
    v: &Visit,
    site: &Site,
    source: &str,
    found: Option<(String, Vec<String>)>,
    refused: Option<(String, String)>,
) -> Result<Response, Oops> {
    let (app, place) = (&site.app, place(v)?);
    let from = match app.boundary_file(place).await? {
        Some(file) => {
            let who = who_is(app, v, place, &file.added_by).await?;
            let at = v.w.instant(file.added_at, app.zone(place));
            v.w.with("boundary-from", &[("source", file.name.into()), ("at", at.into()), ("who", who.into())])
        }
        None => String::new(),
    };
    let drawn = site.app.shapes(place).await?.iter().filter(|shape| !shape.parts.is_empty()).count();
    let villages = site.app.places().villages_in(place).filter(|region| !region.is_ended()).count();
    let most = LARGEST_FILE >> 20;
    Ok(render(&Page { v, place, drawn, villages, from, most, source: source.to_owned(), found, refused }))
}

/// `GET /batas`
pub async fn show(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    page(&v, &site, "", None, None).await
}

/// `POST /batas`
pub async fn import(v: Visit, State(site): State<Site>, posted: PostedFile) -> Result<Response, Oops> {
    let (app, actor, place) = (&site.app, v.actor(), place(&v)?);
    let source = posted.fields.get("sumber").trim();
    let named = if source.is_empty() { posted.name.as_str() } else { source };
    let keep = posted.fields.get("langkah") == "simpan";
    let losing = posted.fields.has("hilang");
    let done = match posted.is_there() {
        Ok(()) if keep => app.import_boundaries(&actor, place, posted.bytes.to_vec(), named, losing).await,
        Ok(()) => app.check_boundaries(&actor, place, posted.bytes.to_vec()).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(found) => {
            let kept = v.w.with("boundary-kept", &[("n", found.matched.len().into())]);
            let kept = if keep { kept } else { v.t("boundary-checked") };
            page(&v, &site, source, Some((kept, lines(&found, &app.places(), v.w))), None).await
        }
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Boundaries(_))) => {
            // What the file holds says which villages it does not.
            let found = match refusal {
                Refusal::Invalid("boundary-would-lose") => {
                    let found = app.check_boundaries(&actor, place, posted.bytes.to_vec()).await?;
                    Some((v.t("boundary-checked"), lines(&found, &app.places(), v.w)))
                }
                _ => None,
            };
            let page = page(&v, &site, source, found, Some(said(&refusal, &v))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
