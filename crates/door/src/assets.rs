//! The door's styles and script, under names that change with their content and with digests that browsers hold them against; and the
//! list of both, for who would compare what a page loads with what was published.

use axum::{
    Json,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use seal::Digest;
use serde::Serialize;
use sha2::{Digest as _, Sha384};
use std::sync::OnceLock;

const STYLE: &str = include_str!("../assets/door.css");
const PLAIN_STYLE: &str = include_str!("../assets/plain.css");

/// Something that pages load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asset {
    /// Where it lies.
    pub path: String,
    /// As `integrity` has it: `sha384-…`.
    pub integrity: String,
}

/// What `integrity` says of a content (Subresource Integrity, W3C).
#[must_use]
pub fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

fn asset_of(name: &str, content: &str) -> Asset {
    let short = Digest::of(content.as_bytes()).to_string()[..12].to_owned();
    Asset { path: format!("/aset/{short}-{name}"), integrity: integrity(content.as_bytes()) }
}

/// The style sheet.
pub fn style() -> &'static Asset {
    static ASSET: OnceLock<Asset> = OnceLock::new();
    ASSET.get_or_init(|| asset_of("gaya.css", STYLE))
}

/// What a browser without script loads too.
pub fn plain_style() -> &'static Asset {
    static ASSET: OnceLock<Asset> = OnceLock::new();
    ASSET.get_or_init(|| asset_of("polos.css", PLAIN_STYLE))
}

/// The script.
pub fn script() -> &'static Asset {
    static ASSET: OnceLock<Asset> = OnceLock::new();
    ASSET.get_or_init(|| asset_of("pintu.js", browser::DOOR))
}

/// All that the door's pages load, as this version of the program carries it.
#[must_use]
pub fn scripts() -> [&'static Asset; 3] {
    [style(), plain_style(), script()]
}

/// `GET /aset/{name}`.
pub async fn asset(Path(name): Path<String>) -> Response {
    let (kind, content) = match format!("/aset/{name}") {
        path if path == style().path => ("text/css; charset=utf-8", STYLE),
        path if path == plain_style().path => ("text/css; charset=utf-8", PLAIN_STYLE),
        path if path == script().path => ("text/javascript; charset=utf-8", browser::DOOR),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    // A name that stays in a browser's cache would tell who was here.
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], content).into_response()
}

/// `GET /naskah.json`.
pub async fn list() -> Json<[&'static Asset; 3]> {
    Json(scripts())
}
