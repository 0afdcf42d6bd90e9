//! The style sheet and the scripts: two small ones, and that of desks from `browser/`. In the program, under a name that changes with their content.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use seal::Digest;
use std::sync::OnceLock;

const STYLE: &str = include_str!("../assets/style.css");
const PAIR: &str = include_str!("../assets/pair.js");
const AGAIN: &str = include_str!("../assets/again.js");

fn hashed(name: &str, content: &str) -> String {
    format!("{}-{name}", &Digest::of(content.as_bytes()).to_string()[..12])
}

/// The address of the style sheet.
pub fn style() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| format!("/aset/{}", hashed("gaya.css", STYLE)))
}

/// The address of the script that marks a village in map and table together.
pub fn pair() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| format!("/aset/{}", hashed("pasangan.js", PAIR)))
}

/// The address of the script that looks again at work that goes on.
pub fn again() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| format!("/aset/{}", hashed("lagi.js", AGAIN)))
}

/// The address of the script that works with keys.
pub fn desk() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| format!("/aset/{}", hashed("meja.js", browser::DESK)))
}

/// `GET /aset/{name}`.
pub async fn asset(Path(name): Path<String>) -> Response {
    let (kind, content) = match format!("/aset/{name}") {
        path if path == style() => ("text/css; charset=utf-8", STYLE),
        path if path == pair() => ("text/javascript; charset=utf-8", PAIR),
        path if path == again() => ("text/javascript; charset=utf-8", AGAIN),
        path if path == desk() => ("text/javascript; charset=utf-8", browser::DESK),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let forever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, kind), (forever.0, forever.1)], content).into_response()
}
