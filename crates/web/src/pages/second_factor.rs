//! The second factor: setting it up the first time, giving its code each time.

use crate::{
    carried::Carried,
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{Refusal, accounts::second_factor::Setup};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "second_factor.html")]
struct Page<'a> {
    v: &'a Visit,
    setup: Option<Setup>,
    qr: String,
    refused: Option<(String, String)>,
    carried: Option<Carried>,
}

fn page(v: &Visit, setup: Option<Setup>, refused: Option<(String, String)>, carried: Option<Carried>) -> Response {
    let qr = setup.as_ref().map(|setup| app::qr::svg(&setup.address)).unwrap_or_default();
    render(&Page { v, setup, qr, refused, carried })
}

/// `GET /masuk/kode`
pub async fn form(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    ask(&v, &site, None)
}

/// Asks for the code, carrying along what was typed before the session ended.
pub fn ask(v: &Visit, site: &Site, carried: Option<Carried>) -> Result<Response, Oops> {
    let who = v.signed_in()?;
    if who.session.confirmed {
        return Ok(Redirect::to("/beranda").into_response());
    }
    let setup = who.account.totp.is_empty().then(|| site.app.offer_second_factor(who));
    Ok(page(v, setup, None, carried))
}

/// `POST /masuk/kode`
pub async fn confirm(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let who = v.signed_in()?;
    if who.session.confirmed {
        return Ok(Redirect::to("/beranda").into_response());
    }
    // Only a secret of our own making is worked with: 32 letters, for who has none yet.
    let offered = Some(posted.get("rahasia")).filter(|secret| secret.len() == 32 && who.account.totp.is_empty());
    match site.app.confirm_second_factor(who, posted.get("kode"), offered).await {
        Ok(()) => {
            let carried = Carried::of(&posted).map(|carried| carried.page(&v));
            Ok(carried.unwrap_or_else(|| Redirect::to("/beranda").into_response()))
        }
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Wait(_))) => {
            // What the phone has scanned stays good when the code was mistyped.
            let again = offered.map(|secret| Setup::of(&who.account.login, secret));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, again, Some(said(&refusal, &v)), Carried::of(&posted)))
                .into_response())
        }
        Err(other) => Err(other.into()),
    }
}
