//! What every request passes: who is it, may the address be asked for, and the headers that every answer carries.

use crate::{
    api::{self, problem::Fault},
    carried::Carried,
    oops::Oops,
    pages::{second_factor, sign_in},
    posted::{LARGEST_FORM, csrf_token, fields},
    routes::Gate,
    serve::Site,
    visit::{Inner, Visit},
};
use app::{Refusal, access};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::net::SocketAddr;
use words::{Lang, words};

/// The session's cookie; with TLS it carries the prefix that binds it to this host.
pub fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-sesi" } else { "sesi" }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|text| text.split("; ")).filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Finds out who visits, runs the request, and turns a refusal into a page.
pub async fn welcome(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    if api::is_api(request.uri().path()) {
        return api::door::welcome(&site, request, next).await;
    }
    let headers = request.headers();
    let secure = site.secure(headers);
    let token = cookie(headers, session_cookie(secure)).unwrap_or_default().to_owned();
    let who = if token.is_empty() { Ok(None) } else { site.app.signed_in(&token).await };
    let visit = Visit::new(Inner {
        w: words(language(headers)),
        who: who.unwrap_or_default(),
        installation: site.app.installation(),
        path: way_back(&request),
        csrf: csrf_token(&token),
        address: address(&site, &request),
        host: host(headers, request.uri()),
        device: device(headers),
        secure,
    });
    request.extensions_mut().insert(visit.clone());
    let crossing = request.method() != Method::GET
        && request.method() != Method::HEAD
        && crosses(request.headers(), request.uri());
    let mut response = if crossing {
        Oops::from(Refusal::Invalid("page-sent-from-elsewhere")).into_response()
    } else {
        next.run(request).await
    };
    if let Some(oops) = response.extensions_mut().remove::<Oops>() {
        response = oops.page(&visit);
    }
    harden(response.headers_mut(), secure);
    response
}

/// Where a page's links lead back to: its own address, or after a form the address that the form was on.
fn way_back(request: &Request) -> String {
    if request.method() == Method::GET {
        return request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    }
    let referer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let referer = referer.and_then(|referer| referer.parse::<Uri>().ok());
    let path = referer.as_ref().and_then(Uri::path_and_query).map(axum::http::uri::PathAndQuery::as_str);
    path.and_then(crate::shown::local).unwrap_or("/beranda").to_owned()
}

/// Whether the role may ask for this address at all; the action itself asks again, for the place.
pub async fn admit(gate: Gate, site: Site, request: Request, next: Next) -> Response {
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return Oops::from(Refusal::NotFound("page")).into_response();
    };
    let who = match (gate, &visit.who) {
        (Gate::Public, _) => return next.run(request).await,
        (_, None) if api::is_api(request.uri().path()) => return Fault::NoToken(false).into_response(),
        (_, None) if request.method() == Method::GET => {
            return Redirect::to(&format!("/masuk?ke={}", crate::shown::query(&visit.path))).into_response();
        }
        (_, None) => {
            let carried = carried(request).await;
            if carried.is_none() {
                return Redirect::to("/masuk?ke=/beranda").into_response();
            }
            let page = sign_in::page(&visit, "/beranda", "", None, carried);
            return (StatusCode::UNAUTHORIZED, page).into_response();
        }
        (_, Some(who)) => who,
    };
    match gate {
        Gate::Confirming => next.run(request).await,
        _ if !who.session.confirmed => {
            let carried = if request.method() == Method::GET { None } else { carried(request).await };
            match carried {
                None => Redirect::to("/masuk/kode").into_response(),
                some => second_factor::ask(&visit, &site, some).unwrap_or_else(IntoResponse::into_response),
            }
        }
        Gate::May(actions) if !actions.iter().any(|action| access::may(&who.actor, *action)) => {
            Oops::from(Refusal::NotAllowed(actions[0])).into_response()
        }
        _ => next.run(request).await,
    }
}

/// What a form said whose session had ended.
async fn carried(request: Request) -> Option<Carried> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return None;
    }
    let path = request.uri().path_and_query()?.as_str().to_owned();
    let fields = axum::body::to_bytes(request.into_body(), LARGEST_FORM).await.ok()?;
    Carried::take(&path, &self::fields(&fields)?)
}

/// A form sent from another site. Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`.
fn crosses(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return false };
    origin.split_once("://").is_none_or(|(_, origin)| origin != host(headers, uri))
}

/// Name and port that were asked for: over HTTP/1.1 a header, over HTTP/2 part of the address.
pub fn host(headers: &HeaderMap, uri: &Uri) -> String {
    let header = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str)).unwrap_or_default().to_owned()
}

fn language(headers: &HeaderMap) -> Lang {
    match cookie(headers, "bahasa") {
        Some("en") => Lang::En,
        Some(_) => Lang::Id,
        None => accepted(headers),
    }
}

/// The language that the browser or program asks for.
pub fn accepted(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.trim_start().starts_with("en") { Lang::En } else { Lang::Id }
}

/// Where a request comes from.
pub fn address(site: &Site, request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let forwarded = forwarded.and_then(|list| list.rsplit(',').next()).map(|last| last.trim().to_owned());
    forwarded.filter(|_| site.way.behind_proxy).or(peer).unwrap_or_default()
}

fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pick = |names: &[&'static str]| names.iter().find(|name| agent.contains(**name)).copied();
    let browser = pick(&["Firefox", "Edg", "OPR", "SamsungBrowser", "Chrome", "Safari"]).unwrap_or("Browser");
    let system = pick(&["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"]).unwrap_or("?");
    format!("{browser} · {system}")
}

/// Nothing of other origins runs or is framed; nothing is kept by caches in between.
pub fn harden(headers: &mut HeaderMap, secure: bool) {
    const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let mut set = |name, value| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    // The few pages that may do more say so themselves.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
