//! Lists in pages: from the one after the last that was seen, so that nothing is missed or doubled when rows come or go in
//! between; the address of the next page stands in the answer.

use super::problem::Fault;
use axum::http::Uri;
use serde::Serialize;
use utoipa::ToSchema;

/// The most rows of a page.
pub const MOST: usize = 500;
/// Rows of a page unless said otherwise.
pub const USUAL: usize = 100;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T: ToSchema> {
    /// The rows.
    pub items: Vec<T>,
    /// The address of the next page; null on the last.
    #[schema(example = "/api/v1/regions?after=11.01.01&limit=100")]
    pub next: Option<String>,
}

/// How many rows are asked for.
pub fn limit(asked: Option<usize>) -> Result<usize, Fault> {
    match asked {
        None => Ok(USUAL),
        Some(n) if (1..=MOST).contains(&n) => Ok(n),
        Some(_) => Err(Fault::Parameter(format!("limit (1–{MOST})"))),
    }
}

/// Cuts a page: at most `limit` of the rows, with the address of the page after its last.
pub fn page<R, T: ToSchema>(
    uri: &Uri,
    by: &str,
    limit: usize,
    rows: impl IntoIterator<Item = R>,
    key: impl Fn(&R) -> String,
    shown: impl Fn(R) -> T,
) -> Page<T> {
    let mut rows: Vec<R> = rows.into_iter().take(limit + 1).collect();
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| next(uri, by, &key(last)));
    Page { items: rows.into_iter().map(shown).collect(), next }
}

/// The same address with another start.
pub fn next(uri: &Uri, by: &str, key: &str) -> String {
    let query = uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let mut pairs: Vec<(String, String)> = pairs.into_iter().filter(|(name, _)| name != by).collect();
    pairs.push((by.to_owned(), key.to_owned()));
    format!("{}?{}", uri.path(), serde_urlencoded::to_string(pairs).unwrap_or_default())
}
