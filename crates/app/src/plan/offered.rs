//! Activities that were logged elsewhere and could be part of what an agency reached: typed once, counted once.

use super::reports::Period;
use crate::{Actor, App, Refusal, programme::activities::partners};
use domain::{plan::UnitKind, programme::catalogue::Measure, region::RegionCode};
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
    /// What its kind counts: people, or something else.
    pub measure: Measure,
    /// So many; nothing where nobody has said.
    pub reached: Option<i64>,
    /// Whether it is counted here.
    pub counted: bool,
    /// Whether another agency's report counts it too: it was held together then, and the city's sum counts it once.
    pub elsewhere: bool,
}

/// What ticked activities come to in a unit; nothing where that cannot be known from them.
pub(super) fn sum_of(unit: UnitKind, chosen: &[&Offered]) -> Option<i64> {
    let people = |one: &&&Offered| matches!(one.measure, Measure::Participants | Measure::Test);
    let fits = match unit {
        UnitKind::Events => return i64::try_from(chosen.len()).ok(),
        UnitKind::Percent => false,
        UnitKind::People => chosen.iter().all(|one| people(&one)),
        UnitKind::Things => !chosen.iter().any(|one| people(&one)),
    };
    if !fits {
        return None;
    }
    chosen.iter().map(|one| one.reached).try_fold(0, |sum: i64, more| Some(sum.saturating_add(more?)))
}

/// The activities that a realisation counts, each `place/id`.
#[must_use]
pub fn counted(done: &Realisation) -> Vec<String> {
    serde_json::from_str(&done.activities).unwrap_or_default()
}

impl App {
    /// The activities that could be part of what an agency reached in a term: those that its people logged, or that it held
    /// alone or with others. What another row of the report counts already is not offered again; what another agency
    /// counts is, and says so.
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
        let all = queries::plan::realisations(conn, &code, period.key(), None).await?;
        let (done, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.agency == agency);
        let others: HashSet<String> = others.iter().flat_map(counted).collect();
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
            let measure = measure_of(&rules, &activity);
            free.then(|| Offered {
                counted: here.contains(&id),
                elsewhere: others.contains(&id),
                reached: reached(measure, &activity),
                measure,
                activity,
                id,
            })
        });
        Ok(offered.collect())
    }
}

/// What an activity's kind counts.
pub(super) fn measure_of(rules: &crate::programme::Rules, row: &Activity) -> Measure {
    rules.activities.kind(&row.kind).map_or(Measure::Participants, |kind| kind.measure)
}

/// How many an activity reached; men without women, or the other way round, is not known.
pub(super) fn reached(measure: Measure, row: &Activity) -> Option<i64> {
    match measure {
        Measure::Test => row.tested,
        Measure::Media => row.times,
        Measure::Units => row.units,
        Measure::Participants => row.men.zip(row.women).map(|(men, women)| men + women).or(row.people),
    }
}
