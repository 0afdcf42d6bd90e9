//! The programme as pages: the register of a city, a village's programme, and the forms that keep what happened.
//!
//! [`register`] of all villages, [`village`] of one; [`milestone`], [`decrees`], [`budget`], [`tags`] and
//! [`activity_form`] are forms, [`activities`] a list. No class is shown on any of them.

pub mod activities;
pub mod activity_form;
pub mod budget;
pub mod contact;
pub mod decrees;
pub mod interventions;
pub mod list;
pub mod milestone;
pub mod observations;
pub mod register;
pub mod tags;
pub mod targets;
pub mod village;
pub mod visits;

use crate::{posted::Posted, shown::Chip, visit::Visit};
use app::{
    Refusal,
    programme::{Rules, Which},
};
use domain::{
    programme::{Place, Standing, When, catalogue::Entry},
    region::{Level, RegionCode},
};

/// A village's code in an address.
fn village_code(text: &str) -> Result<RegionCode, Refusal> {
    let code: RegionCode = text.parse().map_err(|_| Refusal::NotFound("village"))?;
    if code.level() == Level::Village { Ok(code) } else { Err(Refusal::NotFound("village")) }
}

/// A city or regency in an address.
pub fn regency_code(text: &str) -> Result<RegionCode, Refusal> {
    let code: RegionCode = text.parse().map_err(|_| Refusal::NotFound("region"))?;
    if code.level() == Level::Regency { Ok(code) } else { Err(Refusal::NotFound("region")) }
}

/// The chip of a village's place on the ladder.
pub fn stage_chip(v: &Visit, rules: &Rules, place: Place) -> Chip {
    match place {
        Place::Outside => Chip { look: "step outside".into(), word: v.t("programme-outside") },
        Place::Inactive { .. } => Chip { look: "step inactive".into(), word: v.t("programme-inactive") },
        Place::Withdrawn { .. } => Chip { look: "step withdrawn".into(), word: v.t("programme-withdrawn") },
        Place::Step(step) => Chip {
            look: format!("step {}", step_look(rules, step)),
            word: rules.ladder.milestones.get(step).map_or("", |kind| v.of(&kind.title)).to_owned(),
        },
    }
}

/// The look of a step, from pale to deep: `t1` to `t8`.
pub fn step_look(rules: &Rules, step: usize) -> String {
    let steps = rules.ladder.steps().count().max(1);
    let below = rules.ladder.steps().take_while(|(at, _)| *at < step).count();
    format!("t{}", 1 + below * 8 / steps)
}

/// "Belum: ditetapkan dengan SK, satgas/pokja terbentuk": the steps below the highest that are missing.
pub fn skipped(v: &Visit, rules: &Rules, standing: &Standing) -> String {
    let missing: Vec<&str> =
        standing.skipped(&rules.ladder).map(|at| v.of(&rules.ladder.milestones[at].title)).collect();
    if missing.is_empty() {
        return String::new();
    }
    v.w.with("programme-skipped", &[("steps", missing.join(", ").to_lowercase().into())])
}

/// The entries of a list as options.
pub fn options<'a>(v: &Visit, entries: impl IntoIterator<Item = &'a Entry>) -> Vec<(String, String)> {
    entries.into_iter().map(|entry| (entry.id.clone(), v.of(&entry.title).to_owned())).collect()
}

/// A kept date as a person types it.
pub fn typed(date: &str) -> String {
    date.parse::<When>().map_or_else(|_| date.to_owned(), When::typed)
}

/// Which record a form speaks of.
pub fn which(posted: &Posted) -> Which {
    Which { id: posted.get("id").to_owned(), revision: posted.get("revision").parse().unwrap_or_default() }
}

/// The doubts that a form answers.
pub fn sure(posted: &Posted) -> Vec<String> {
    posted.all("sure").map(str::to_owned).collect()
}

/// `?id=`: the record to change.
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedFor {
    /// Its id; a new one where there is none.
    #[serde(default)]
    pub id: String,
}
