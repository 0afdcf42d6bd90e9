//! A desk's poster: where the safe door is, as an address and a code that phones read, and the sign by which the door's page shows that it has
//! this desk's keys. The sign stands behind the address's `#`, which no browser sends.

use super::title;
use crate::{oops::Oops, serve::Site, shown::render, visit::Visit};
use app::{Refusal, qr};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

#[derive(Template)]
#[template(path = "desks/poster.html")]
struct Page<'a> {
    v: &'a Visit,
    desk: &'a str,
    title: String,
    address: &'a str,
    sign: String,
    picture: String,
}

/// `GET /meja/{desk}/poster`
pub async fn show(v: Visit, State(site): State<Site>, Path(desk): Path<String>) -> Result<Response, Oops> {
    let view = site.app.tips().desk(&v.actor(), &desk).await?;
    let (_, keyring) = view.keyring.as_ref().ok_or(Refusal::Invalid("desk-no-keyring"))?;
    let address = site.door.as_deref().ok_or(Refusal::Invalid("desk-no-door"))?;
    let sign = keyring.fingerprint();
    let picture = qr::svg(&format!("{address}/#{}", sign.replace(' ', "-")));
    Ok(render(&Page { v: &v, desk: &desk, title: title(&v, &site.app, &view), address, sign, picture }))
}
