//! Rounds: open a year, see how it goes, lock it.

use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{FIRST_INSTRUMENT, Refusal, rounds::Round, sheets::plain_date};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "rounds.html")]
struct Page<'a> {
    v: &'a Visit,
    rounds: Vec<(Round, String)>,
    next_year: i64,
    due: String,
    place: RegionCode,
    refused: Option<(String, String)>,
}

async fn page(v: &Visit, site: &Site, refused: Option<(String, String)>) -> Result<Response, Oops> {
    let place = v.city()?;
    let rounds = site.app.rounds(place).await?;
    let this_year = i64::from(site.app.today(place).year());
    let next_year = rounds.first().map_or(this_year, |round| round.year + 1);
    let with_date = |round: Round| {
        let due = v.w.date(round.due_on);
        (round, due)
    };
    let rounds = rounds.into_iter().map(with_date).collect();
    Ok(render(&Page { v, rounds, next_year, due: format!("{next_year}-11-30"), place, refused }))
}

/// `GET /periode`
pub async fn list(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    page(&v, &site, None).await
}

async fn answer(v: &Visit, site: &Site, done: Result<(), Refusal>) -> Result<Response, Oops> {
    match done {
        Ok(()) => Ok(Redirect::to("/periode").into_response()),
        Err(refusal @ Refusal::Invalid(_)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(v, site, Some(said(&refusal, v))).await?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /periode`
pub async fn open(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let place = v.city()?;
    let year = posted.get("tahun").trim().parse().map_err(|_| Refusal::Invalid("sheet-year-out-of-range"));
    let due = plain_date(posted.get("batas").trim()).ok_or(Refusal::Invalid("sheet-date-unreadable"));
    let done = match (year, due) {
        (Ok(year), Ok(due)) => site.app.open_round(&v.actor(), place, FIRST_INSTRUMENT, year, due).await,
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    };
    answer(&v, &site, done).await
}

/// `POST /periode/kunci`
pub async fn lock(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let place = v.city()?;
    let year = posted.get("tahun").parse().map_err(|_| Refusal::NotFound("round"))?;
    let done = site.app.lock_round(&v.actor(), place, FIRST_INSTRUMENT, year).await;
    answer(&v, &site, done).await
}
