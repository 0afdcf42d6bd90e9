//! The form of a draft: thresholds, table, bands, texts, dates, legal bases; and the whole text for who knows the format.

use super::{Refused, address, version::of};
use crate::{oops::Oops, posted::Posted, serve::Site, shown::render, visit::Visit};
use app::{
    Refusal,
    rules::{Version, VersionOf},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use instrument::{Instrument, edit::fields};
use std::{collections::BTreeMap, sync::Arc};

#[derive(Template)]
#[template(path = "rule_form.html")]
struct Page<'a> {
    v: &'a Visit,
    path: String,
    version: Version,
    /// Names items and classes, also while the draft itself does not hold.
    rule: Arc<Instrument>,
    /// What stands at each place, or was typed there.
    values: BTreeMap<String, String>,
    text: String,
    refused: Option<Refused>,
}

/// What a change may name; the rest of a posted form is not of the rule.
const PLACES: [&str; 8] =
    ["title.", "intro.", "provisional", "provisional_note.", "legal.", "items.", "classes.", "parts."];

/// The ways an item may count as present that take one number.
const RULES: [(&str, &str); 4] = [
    ("at_least", "rule-present-at-least"),
    ("per_1000_residents", "rule-present-residents"),
    ("per_1000_households", "rule-present-households"),
    ("top_share", "rule-present-share"),
];

/// The texts of an item.
const TEXTS: [(&str, &str); 6] = [
    ("title", "rule-place-title"),
    ("definition", "rule-place-definition"),
    ("help", "rule-place-help"),
    ("unit", "rule-place-unit"),
    ("finding", "rule-place-finding"),
    ("action", "rule-place-action"),
];

async fn page(
    v: &Visit,
    site: &Site,
    of: &VersionOf,
    posted: &Posted,
    refused: Option<Refused>,
) -> Result<Response, Oops> {
    let version = site.app.rule_version(&v.actor(), of).await?;
    let base = site.app.rule_base(&v.actor(), of).await?.map(|(_, rule)| rule);
    let rule = version.rule.as_ref().ok().cloned().or(base).ok_or(Refusal::Invalid("rule-file-damaged"))?;
    let all = fields(&version.record.source).map_err(|_| Refusal::Invalid("rule-file-damaged"))?;
    let mut values: BTreeMap<String, String> = all.into_iter().map(|field| (field.path, field.value)).collect();
    values.extend(changes(posted));
    let typed = posted.get("teks");
    let text = if typed.is_empty() { version.record.source.clone() } else { typed.to_owned() };
    Ok(render(&Page { v, path: address(of), version, rule, values, text, refused }))
}

/// The last value of every place that was posted: a box sends nothing when it is empty, the hidden field before it does.
fn changes(posted: &Posted) -> BTreeMap<String, String> {
    let places = posted.fields().filter(|(name, _)| PLACES.iter().any(|place| name.starts_with(place)));
    places.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// `GET /aturan/versi/{id}/{version}/ubah`
pub async fn form(
    v: Visit,
    State(site): State<Site>,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, &of(&v, id, version)?, &Posted::default(), None).await
}

/// `POST /aturan/versi/{id}/{version}/ubah`
pub async fn save(
    v: Visit,
    State(site): State<Site>,
    Path((id, version)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let of = of(&v, id, version)?;
    let changes: Vec<(String, String)> = changes(&posted).into_iter().collect();
    let done = site.app.revise_rule(&v.actor(), &of, revision(&posted), &changes).await;
    answer(&v, &site, &of, &posted, done).await
}

/// `POST /aturan/versi/{id}/{version}/teks`
pub async fn save_text(
    v: Visit,
    State(site): State<Site>,
    Path((id, version)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let of = of(&v, id, version)?;
    let done = site.app.write_rule(&v.actor(), &of, revision(&posted), posted.get("teks")).await;
    answer(&v, &site, &of, &posted, done).await
}

fn revision(posted: &Posted) -> i64 {
    posted.get("revisi").parse().unwrap_or_default()
}

async fn answer(
    v: &Visit,
    site: &Site,
    of: &VersionOf,
    posted: &Posted,
    done: Result<(), Refusal>,
) -> Result<Response, Oops> {
    match done {
        Ok(()) => Ok(Redirect::to(&address(of)).into_response()),
        Err(refusal) => match refused(v, site, of, posted, &refusal).await? {
            Some(refused) => {
                let page = page(v, site, of, posted, Some(refused)).await?;
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
            }
            None => Err(refusal.into()),
        },
    }
}

/// Why it was refused, by the names of the rule that the draft was copied from.
async fn refused(
    v: &Visit,
    site: &Site,
    of: &VersionOf,
    posted: &Posted,
    refusal: &Refusal,
) -> Result<Option<Refused>, Oops> {
    let base = site.app.rule_base(&v.actor(), of).await?.map(|(_, rule)| rule);
    Ok(Refused::of(v, refusal, base.as_deref().map(|rule| (rule, posted.get("teks")))))
}

impl Page<'_> {
    fn value(&self, path: &str) -> &str {
        self.values.get(path).map_or("", String::as_str)
    }

    fn is(&self, path: &str, value: &str) -> bool {
        self.value(path) == value
    }

    fn on(&self, path: &str) -> bool {
        self.is(path, "true")
    }

    /// How many elements a list has: rows, bands, bases.
    fn count(&self, list: &str) -> usize {
        (0..64).take_while(|at| self.values.keys().any(|path| path.starts_with(&format!("{list}.{at}.")))).count()
    }

    /// An element of a list; the one past the last is new.
    fn element(&self, list: &str, at: usize) -> String {
        if at == self.count(list) { format!("{list}.new") } else { format!("{list}.{at}") }
    }

    /// Parts with rows, and parts with bands.
    fn lists(&self, kind: &str) -> Vec<(String, String)> {
        let title = |part: &instrument::Part| part.title.as_ref().map_or(part.id.clone(), |t| self.v.of(t).to_owned());
        let listed = self.rule.parts().iter().map(|part| (format!("parts.{}.{kind}", part.id), title(part)));
        listed.filter(|(list, _)| self.count(list) > 0).collect()
    }

    /// The parts that a condition of a row may look at.
    fn counted(&self) -> Vec<(String, String)> {
        let title = |part: &instrument::Part| part.title.as_ref().map_or(part.id.clone(), |t| self.v.of(t).to_owned());
        let parts = self.rule.parts().iter().filter(|part| !part.kind.gives_class());
        parts.map(|part| (part.id.clone(), title(part))).collect()
    }
}
