//! Signing in and out, and one's own sessions.

use super::{front::Back, second_factor};
use crate::{
    carried::Carried,
    gate::session_cookie,
    oops::{Oops, said},
    posted::{Posted, csrf_token},
    serve::Site,
    shown::{local, render},
    visit::Visit,
};
use app::{
    Refusal,
    accounts::sign_in::{Session, Ticket},
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    v: &'a Visit,
    back: String,
    login: String,
    refused: Option<(String, String)>,
    demo: Vec<(&'static str, String)>,
    carried: Option<Carried>,
}

/// The people of the demonstration whom one click signs in, with the key of what they are.
const DEMO: [&str; 10] =
    ["bnnk", "bnnk-rekan", "polres", "lurah-seruni", "camat", "kesbangpol", "dinkes", "inspektorat", "bnnp", "bnn"];

/// The form, carrying along what was typed before the session ended.
pub fn page(
    v: &Visit,
    back: &str,
    login: &str,
    refused: Option<(String, String)>,
    carried: Option<Carried>,
) -> Response {
    let demo = if v.installation.demo { DEMO.as_slice() } else { &[] };
    let demo = demo.iter().map(|login| (*login, v.t(&format!("account-demo-{login}")))).collect();
    render(&SignInPage { v, back: back.to_owned(), login: login.to_owned(), refused, demo, carried })
}

/// `GET /masuk`
pub async fn form(v: Visit, Query(back): Query<Back>) -> Response {
    page(&v, back.or("/beranda"), "", None, None)
}

/// `POST /masuk`
pub async fn sign_in(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let (login, back) = (posted.get("nama"), local(posted.get("ke")).unwrap_or("/beranda"));
    match site.app.sign_in(login, posted.get("sandi"), &v.device, &v.address).await {
        Ok(ticket) => enter(&v, &site, &ticket, back, Carried::of(&posted)).await,
        Err(refusal @ (Refusal::SignIn | Refusal::Wait(_))) => {
            Ok((StatusCode::UNAUTHORIZED, page(&v, back, login, Some(said(&refusal, &v)), Carried::of(&posted)))
                .into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /masuk/contoh`: one click, in the demonstration only.
pub async fn demo(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let ticket = site.app.sign_in_to_demo(posted.get("nama"), &v.device).await?;
    enter(&v, &site, &ticket, local(posted.get("ke")).unwrap_or("/beranda"), Carried::of(&posted)).await
}

fn set_cookie(v: &Visit, token: &str, seconds: u32) -> HeaderValue {
    let secure = if v.secure { "; Secure" } else { "" };
    let name = session_cookie(v.secure);
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Lets someone in: back to where they wanted to go, or to what they had typed before their session ended.
async fn enter(
    v: &Visit,
    site: &Site,
    Ticket(token): &Ticket,
    back: &str,
    carried: Option<Carried>,
) -> Result<Response, Oops> {
    let cookie = [(header::SET_COOKIE, set_cookie(v, token, 12 * 60 * 60))];
    let Some(carried) = carried else { return Ok((cookie, Redirect::to(back)).into_response()) };
    let inside = v.entered(site.app.signed_in(token).await?, csrf_token(token));
    let confirmed = inside.signed_in()?.session.confirmed;
    let page = if confirmed { carried.page(&inside) } else { second_factor::ask(&inside, site, Some(carried))? };
    Ok((cookie, page).into_response())
}

/// `POST /keluar`: ends this session, or with `lain` all the others.
pub async fn sign_out(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let who = v.signed_in()?;
    let others = posted.has("lain");
    site.app.sign_out(who, others).await?;
    if others {
        return Ok(Redirect::to("/sesi").into_response());
    }
    Ok(([(header::SET_COOKIE, set_cookie(&v, "", 0))], Redirect::to("/")).into_response())
}

#[derive(Template)]
#[template(path = "sessions.html")]
struct Sessions<'a> {
    v: &'a Visit,
    zone: words::Zone,
    current: &'a Session,
    sessions: Vec<Session>,
}

/// `GET /sesi`
pub async fn sessions(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    let who = v.signed_in()?;
    let sessions = site.app.own_sessions(who).await?;
    let zone = v.city().map_or(words::Zone::Wib, |city| site.app.zone(city));
    Ok(render(&Sessions { v: &v, zone, current: &who.session, sessions }))
}
