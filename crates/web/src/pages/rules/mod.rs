//! Rules in the open: the rule itself ([`shown`], public), the versions that an office makes ([`versions`]), one of them
//! with what it would change ([`version`], for the nation [`nation`]), and its form ([`form`]).

pub mod form;
pub mod nation;
pub mod shown;
pub mod version;
pub mod versions;

use crate::{oops::said, visit::Visit};
use app::{Refusal, rules::VersionOf};
use instrument::{Finding, Instrument};

/// The address of a version's page.
pub fn address(of: &VersionOf) -> String {
    format!("/aturan/versi/{}/{}", of.id, of.version)
}

/// Why a step on a version was refused: what, what to do, and line by line where the file does not hold.
pub struct Refused {
    pub what: String,
    pub todo: String,
    pub lines: Vec<String>,
}

impl Refused {
    /// The refusals that a person can do something about, shown on the page; the others are pages of their own.
    ///
    /// With the rule that names its things, and the text in which they were found, the lines say of what they tell.
    pub fn of(v: &Visit, refusal: &Refusal, of: Option<(&Instrument, &str)>) -> Option<Self> {
        let lines = match refusal {
            Refusal::Rule(found) => lines(v, found, of),
            Refusal::Places(places) => {
                let what = |path: &str| of.map_or_else(|| path.to_owned(), |(rule, _)| label(v, rule, path));
                places.iter().map(|place| format!("{}: {}", what(&place.path), v.of(&place.message))).collect()
            }
            Refusal::Invalid(_) | Refusal::Outdated { .. } | Refusal::File(_) => vec![],
            _ => return None,
        };
        let (what, todo) = said(refusal, v);
        Some(Self { what, todo, lines })
    }
}

/// Findings as lines that a person can follow: by the thing they tell of where that is known, else by their place in the
/// text.
pub fn lines(v: &Visit, found: &[Finding], of: Option<(&Instrument, &str)>) -> Vec<String> {
    let line = |finding: &Finding| {
        let at = [
            ("line", i64::from(finding.line).into()),
            ("column", i64::from(finding.column).into()),
            ("message", v.of(&finding.message).into()),
        ];
        let of = of
            .and_then(|(rule, source)| thing(v, rule, &instrument::edit::place(source, finding.line, finding.column)?));
        match of {
            Some(of) => v.w.with("rule-finding-of", &[("of", of.into()), at[0].clone(), at[1].clone(), at[2].clone()]),
            None => v.w.with("rule-finding", &at),
        }
    };
    found.iter().map(line).collect()
}

/// The thing of a rule to which a place of the file belongs: an item, a class, a part, a row of one.
fn thing(v: &Visit, rule: &Instrument, path: &str) -> Option<String> {
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["items", id, ..] => rule.item(id).map(|(_, item)| format!("{id} {}", v.of(&item.title))),
        ["classes", id, ..] => {
            rule.class_index(id).and_then(|at| rule.class(at)).map(|class| v.of(&class.title).into())
        }
        ["parts", id, "rows" | "bands", at, ..] => {
            let title = rule.part(id).and_then(|(_, part)| part.title.as_ref()).map_or(*id, |title| v.of(title));
            let number = at.parse::<usize>().map_or(0, |at| at + 1);
            Some(v.w.with("rule-row-of", &[("part", title.into()), ("n", number.into())]))
        }
        ["parts", id] => rule.part(id).and_then(|(_, part)| part.title.as_ref()).map(|title| v.of(title).to_owned()),
        ["legal"] => Some(v.t("instrument-legal")),
        _ => None,
    }
}

/// A place of the file in words: the name of the item or class, and what of it.
pub fn label(v: &Visit, rule: &Instrument, path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let of = thing(v, rule, path);
    let last = parts.iter().rev().find(|part| !matches!(**part, "id" | "en")).copied().unwrap_or_default();
    let lang = parts.last().filter(|part| matches!(**part, "id" | "en")).map(|lang| format!(" ({lang})"));
    let key = format!("rule-place-{}", last.replace('_', "-"));
    let mut what = if v.w.has(&key) { v.t(&key) } else { last.to_owned() };
    if let ["parts", _, "rows", _, "when", part, _] = parts.as_slice() {
        let title = rule.part(part).and_then(|(_, part)| part.title.as_ref()).map_or(*part, |title| v.of(title));
        what = format!("{title}, {what}");
    }
    what += &lang.unwrap_or_default();
    of.map_or(what.clone(), |of| format!("{of}: {what}"))
}
