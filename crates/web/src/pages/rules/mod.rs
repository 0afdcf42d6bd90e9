//! Rules in the open: the rule itself ([`shown`], public), the versions that an office makes ([`versions`]), one of them
//! with what it would change ([`version`], for the nation [`nation`]), and its form ([`form`]).

pub mod form;
pub mod nation;
pub mod shown;
pub mod version;
pub mod versions;

use crate::{oops::said, visit::Visit};
use app::{Refusal, rules::VersionOf};
use instrument::Finding;

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
    pub fn of(v: &Visit, refusal: &Refusal) -> Option<Self> {
        let lines = match refusal {
            Refusal::Rule(found) => lines(v, found),
            Refusal::Places(places) => places.iter().map(|place| v.of(&place.message).to_owned()).collect(),
            Refusal::Invalid(_) | Refusal::Outdated { .. } | Refusal::File(_) => vec![],
            _ => return None,
        };
        let (what, todo) = said(refusal, v);
        Some(Self { what, todo, lines })
    }
}

/// Findings as lines that a person can follow.
pub fn lines(v: &Visit, found: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        v.w.with(
            "rule-finding",
            &[
                ("line", i64::from(finding.line).into()),
                ("column", i64::from(finding.column).into()),
                ("message", v.of(&finding.message).into()),
            ],
        )
    };
    found.iter().map(line).collect()
}
