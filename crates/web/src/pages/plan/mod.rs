//! The action plan: its agencies, what each plans and reports, and who stands where; the integrated team with its meetings,
//! what they decided, and law and agreements.

pub mod agencies;
pub mod agency;
pub mod attendance;
pub mod board;
pub mod brief;
pub mod commitment;
pub mod import;
pub mod law;
pub mod local;
pub mod meeting;
pub mod realisation;
pub mod report;
pub mod rows;
pub mod team;

use crate::{posted::Posted, serve::Site, shown::Chip, visit::Visit};
use app::{Refusal, plan::reports::Period};
use domain::{plan::Standing, region::RegionCode};

/// `?tahun=2026&semester=b06`: which term; the last that can be reported where nothing is said.
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedTerm {
    #[serde(default)]
    tahun: String,
    #[serde(default)]
    semester: String,
}

impl AskedTerm {
    /// The term that a form is about; a form always says which.
    fn posted(posted: &Posted, site: &Site, place: RegionCode) -> Result<Period, Refusal> {
        let year = posted.get("tahun").parse().map_err(|_| Refusal::NotFound("term"))?;
        let term = Some(posted.get("semester")).filter(|term| !term.is_empty()).ok_or(Refusal::NotFound("term"))?;
        site.app.period(place, Some(year), Some(term))
    }

    fn period(&self, site: &Site, place: RegionCode) -> Result<Period, Refusal> {
        site.app.period(place, self.tahun.parse().ok(), Some(&self.semester))
    }
}

/// What a link adds so that it leads to the same term.
fn asked(period: &Period) -> String {
    format!("tahun={}&semester={}", period.year, period.term.id)
}

/// What a term is called: `B06, semester I 2026`.
fn called(v: &Visit, period: &Period) -> String {
    format!("{} {}", v.of(&period.term.title), period.year)
}

/// The terms that one may want to go to: those that have begun in this year and the one before, and the one shown.
fn periods(v: &Visit, site: &Site, place: RegionCode, shown: &Period) -> Vec<(String, String, bool)> {
    let today = site.app.today(place);
    let rules = site.app.plan_rules();
    let mut all = vec![];
    for year in [today.year() - 1, today.year()] {
        all.extend(rules.actions_of(year).terms.iter().cloned().map(|term| Period { year, term }));
    }
    all.retain(|one| one.term.first_day(one.year) <= today);
    if !all.contains(shown) {
        all.insert(0, shown.clone());
    }
    all.iter().map(|one| (asked(one), called(v, one), one == shown)).collect()
}

/// The chip of where a report stands.
fn standing_chip(v: &Visit, standing: Standing) -> Chip {
    Chip { look: format!("report {}", standing.id()), word: v.t(&format!("report-{}", standing.id())) }
}

/// A number in a unit: `38 orang`, `80%`.
fn in_unit(v: &Visit, n: i64, unit: &str) -> String {
    let n = v.w.number(n);
    if domain::plan::is_percent(unit) { format!("{n}%") } else { format!("{n} {unit}") }
}
