//! Activities that were logged elsewhere and could be part of what an agency reached: typed once, counted once.

use super::reports::Period;
use crate::{Actor, App, Refusal, programme::activities::partners};
use domain::{programme::catalogue::Measure, region::RegionCode};
use std::collections::HashSet;
use store::{
    nouns::{Activity, Realisation},
    queries,
};

/// An activity that was logged, offered as part of what was reached.
#[derive(Debug, Clone)]
pub struct Offered {
    /// `place/id`.
    pub id: String,
    /// The record.
    pub activity: Activity,
    /// What it counts, by its kind.
    pub reached: Option<i64>,
    /// Whether it is counted here.
    pub counted: bool,
}

/// The activities that a realisation counts, each `place/id`.
#[must_use]
pub fn counted(done: &Realisation) -> Vec<String> {
    serde_json::from_str(&done.activities).unwrap_or_default()
}

impl App {
    /// The activities that could be part of what an agency reached in a term: those that its people logged, or that it held
    /// alone or with others. What another row of the report counts already is not offered again.
    ///
    /// # Errors
    /// When the actor may not see the agency's reports.
    pub async fn offered(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        period: &Period,
        row: &str,
    ) -> Result<Vec<Offered>, Refusal> {
        let view = self.see_reports(actor, regency, agency).await?;
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let done = queries::plan::realisations(conn, &code, period.key(), Some(agency)).await?;
        let here: HashSet<String> = done.iter().filter(|one| one.plan_row == row).flat_map(counted).collect();
        let elsewhere: HashSet<String> = done.iter().filter(|one| one.plan_row != row).flat_map(counted).collect();
        let people: HashSet<&str> = view.liaisons.iter().map(|one| one.liaison.account.as_str()).collect();
        let names: HashSet<String> = view
            .names
            .iter()
            .flat_map(|name| [name.name.to_lowercase(), name.short.to_lowercase()])
            .filter(|name| !name.is_empty())
            .collect();
        let held = |one: &Activity| {
            people.contains(one.added_by.as_str())
                || names.contains(&one.organiser.to_lowercase())
                || partners(one).iter().any(|partner| names.contains(&partner.to_lowercase()))
        };
        let days = (period.term.first_day(period.year).to_string(), period.last_day().to_string());
        let rules = self.programme_rules();
        let all = queries::activities::between(conn, &code, (&days.0, &days.1)).await?;
        let offered = all.into_iter().filter_map(|activity| {
            let id = format!("{}/{}", activity.place, activity.id);
            let free = !elsewhere.contains(&id) && (held(&activity) || here.contains(&id));
            let measure = rules.activities.kind(&activity.kind).map(|kind| kind.measure);
            free.then(|| Offered { counted: here.contains(&id), reached: reached(measure, &activity), activity, id })
        });
        Ok(offered.collect())
    }
}

/// What an activity counts.
fn reached(measure: Option<Measure>, row: &Activity) -> Option<i64> {
    let people = match (row.men, row.women) {
        (None, None) => row.people,
        (men, women) => Some(men.unwrap_or_default() + women.unwrap_or_default()),
    };
    match measure {
        Some(Measure::Test) => row.tested,
        Some(Measure::Media) => row.times,
        Some(Measure::Units) => row.units,
        _ => people,
    }
}
