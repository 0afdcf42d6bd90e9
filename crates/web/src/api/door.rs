//! The door of the API: who shows a token, do they flood, and every refusal as problem details.
//!
//! Only `Authorization: Bearer …` opens it. Cookies are not read here, so no other site can make a browser ask.

use super::{
    flood::{Flood, LOOK_UP, STRANGER, TOKEN},
    problem::Fault,
};
use crate::{
    gate,
    oops::Oops,
    serve::Site,
    visit::{Inner, Visit},
};
use app::accounts::{sign_in::SignedIn, token};
use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use words::words;

/// Finds out who asks, runs the request, and turns a refusal into problem details.
pub async fn welcome(site: &Site, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let secure = site.secure(headers);
    let address = gate::address(site, &request);
    let entered = enter(site, bearer(headers), &address).await;
    let (who, refused) = match entered {
        Ok(who) => (who, None),
        Err(fault) => (None, Some(fault)),
    };
    let visit = Visit::new(Inner {
        w: words(gate::accepted(headers)),
        who,
        installation: site.app.installation(),
        path: request.uri().path().to_owned(),
        csrf: String::new(),
        address,
        host: gate::host(headers, request.uri()),
        device: String::new(),
        secure,
    });
    let given = headers.contains_key(header::AUTHORIZATION);
    request.extensions_mut().insert(visit.clone());
    let mut response = match refused {
        Some(fault) => fault.into_response(),
        None => next.run(request).await,
    };
    let refused = response.extensions_mut().remove::<Fault>();
    let refused =
        refused.or_else(|| response.extensions_mut().remove::<Oops>().map(|oops| of(oops, response.headers())));
    if let Some(fault) = refused {
        let fault = if matches!(fault, Fault::NoToken(_)) { Fault::NoToken(given) } else { fault };
        let allowed = response.headers_mut().remove(header::ALLOW);
        response = fault.answer(&visit);
        if let Some(allowed) = allowed {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
    }
    gate::harden(response.headers_mut(), secure);
    response
}

/// A refusal of the gate or the router. That a path knows the method not is told by the list of those that it knows.
fn of(oops: Oops, headers: &HeaderMap) -> Fault {
    if headers.contains_key(header::ALLOW) {
        return Fault::Method;
    }
    let refusal = oops.refusal();
    Fault::Refused(oops, refusal)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| token.len() <= 200)
}

/// A token that was good before has a bucket of its own. Any other is looked up, and where it opens nothing the small
/// bucket of the address pays: guessing keeps no good token out, not even one from the same address.
async fn enter(site: &Site, secret: Option<&str>, address: &str) -> Result<Option<SignedIn>, Fault> {
    let (flood, now) = (&site.flood, site.app.now());
    let stranger = Flood::of_address(address);
    let Some(secret) = secret else {
        flood.take(stranger, STRANGER, now).map_err(Fault::Flood)?;
        return Ok(None);
    };
    let own = token::digest(secret);
    let known = flood.knows(own);
    let (bucket, rate) = if known { (own, TOKEN) } else { (Flood::of_look_ups(address), LOOK_UP) };
    flood.take(bucket, rate, now).map_err(Fault::Flood)?;
    match site.app.signed_in_by_token(secret).await? {
        Some(who) if known => Ok(Some(who)),
        Some(who) => {
            flood.take(own, TOKEN, now).map_err(Fault::Flood)?;
            Ok(Some(who))
        }
        None => {
            flood.forget(own);
            flood.take(stranger, STRANGER, now).map_err(Fault::Flood)?;
            Ok(None)
        }
    }
}
