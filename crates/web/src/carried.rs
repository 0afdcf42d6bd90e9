//! A form that came when its session had ended: taken along through the sign-in and offered to be sent again, so that
//! nothing typed is lost. Nothing of it is kept on the server meanwhile; the pages on the way carry it.

use crate::{
    posted::Posted,
    shown::{local, render},
    visit::Visit,
};
use askama::Template;
use axum::response::Response;

/// The most bytes that are taken along; a city's sheet of 440 villages fits twice.
const LARGEST: usize = 512 * 1024;

/// What a form said, and where it was going.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Path and query of this site.
    pub path: String,
    /// The fields, encoded as a form encodes them.
    pub fields: String,
}

#[derive(Template)]
#[template(path = "carried.html")]
struct Page<'a> {
    v: &'a Visit,
    path: &'a str,
    fields: Vec<(String, String)>,
}

impl Carried {
    /// Takes along what a form for `path` said; nothing where it said nothing or too much.
    pub fn take(path: &str, posted: &[(String, String)]) -> Option<Self> {
        let fields: Vec<&(String, String)> = posted.iter().filter(|(name, _)| name != "csrf").collect();
        let encoded = serde_urlencoded::to_string(&fields).ok()?;
        // Passwords and codes are typed again.
        let fits = !fields.is_empty() && encoded.len() <= LARGEST && !path.starts_with("/masuk");
        fits.then(|| Self { path: path.to_owned(), fields: encoded })
    }

    /// What the sign-in pages carry.
    pub fn of(posted: &Posted) -> Option<Self> {
        let (path, fields) = (local(posted.get("lanjut"))?, posted.get("isian"));
        (!fields.is_empty()).then(|| Self { path: path.to_owned(), fields: fields.to_owned() })
    }

    /// The page that sends it again, with the visitor's own token.
    pub fn page(&self, v: &Visit) -> Response {
        let fields = serde_urlencoded::from_str(&self.fields).unwrap_or_default();
        render(&Page { v, path: &self.path, fields })
    }
}
