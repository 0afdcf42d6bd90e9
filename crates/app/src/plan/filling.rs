//! Filling in what was reached of a row of a plan, number for number, while the report can still be changed.

use super::{
    offered::{Offered, counted, sum_of},
    planned::targets,
    reports::{Period, handed_in},
};
use crate::{
    Actor, App, Refusal,
    programme::{Fields, Which, current, doubt},
    refusal::{Fault, settle},
};
use domain::{plan::UnitKind, region::RegionCode};
use serde_json::json;
use store::{MainKind, Record, Revised as _, Tx, nouns::Realisation, queries};

/// What was reached, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct RealisationDraft {
    /// What its writer had read.
    pub revision: i64,
    /// In the row's unit; the sum of the ticked activities where nothing is said.
    pub value: String,
    /// Rupiah; that of the ticked activities where nothing is said.
    pub spent: String,
    /// What stood in the way.
    pub obstacle: String,
    /// What is to follow.
    pub follow_up: String,
    /// The activities that it counts, each `place/id`.
    pub activities: Vec<String>,
    /// Doubts that were answered.
    pub sure: Vec<String>,
}

/// So many times its target is more than a row is likely to have reached.
const HUGE: i64 = 10;

/// Asked inside the action: that the report of an agency can still be changed.
async fn still_open(tx: &Tx<'_, MainKind>, done: &Realisation) -> Result<(), Refusal> {
    let key = (done.year, done.term.as_str());
    let report = queries::plan::reports(tx.read(), &done.regency, key, Some(&done.agency)).await?.pop();
    match report.map(|report| handed_in(&report).state.is_open()) {
        Some(false) => Err(Refusal::Invalid("report-handed-in")),
        _ => Ok(()),
    }
}

impl App {
    /// Keeps what was reached of a row.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; the report was handed in; [`Refusal::Doubts`] where the
    /// number is far above the target; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_realisation(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        period: &Period,
        row: &str,
        draft: RealisationDraft,
    ) -> Result<(), Refusal> {
        self.allow_plan(actor, regency, agency).await?;
        if period.term.first_day(period.year) > self.today(regency) {
            return Err(Refusal::Invalid("report-not-begun"));
        }
        let code = regency.to_string();
        let plan = queries::plan::rows(self.stores.main.read(), &code, period.year.into(), agency).await?;
        let planned = plan.into_iter().find(|one| one.id == row).ok_or(Refusal::NotFound("record"))?;
        let offered = self.offered(actor, regency, agency, period, row).await?;
        let mut ticked = draft.activities;
        ticked.sort();
        ticked.dedup();
        let mut fields = Fields::default();
        let chosen: Vec<&Offered> = offered.iter().filter(|one| ticked.contains(&one.id)).collect();
        if chosen.len() != ticked.len() {
            fields.fault("activities", "report-activity-not-free");
        }
        let (typed, rules) = (draft.value.trim(), self.plan_rules());
        let unit = rules.units.kind(&planned.unit);
        let mut value = fields.number("value", typed.trim_end_matches('%'));
        if typed.ends_with('%') && unit != UnitKind::Percent {
            fields.fault("value", "report-not-percent");
        }
        if typed.is_empty() && !chosen.is_empty() {
            value = sum_of(unit, &chosen);
            if value.is_none() {
                fields.fault("value", "report-value-not-summed");
            }
        }
        if unit == UnitKind::Percent && value.is_some_and(|value| value > 100) {
            fields.fault("value", "plan-above-hundred");
        }
        let spent = fields.rupiah("spent", &draft.spent).or_else(|| {
            // What was held together is paid once; another agency's report has it already.
            let own = chosen.iter().filter(|one| !one.elsewhere);
            let sum = || own.filter_map(|one| one.activity.spent).reduce(i64::saturating_add);
            draft.spent.trim().is_empty().then(sum).flatten()
        });
        let obstacle = fields.text("obstacle", &draft.obstacle);
        let follow_up = fields.text("follow_up", &draft.follow_up);
        fields.done()?;
        let done = Realisation {
            regency: code.clone(),
            year: period.year.into(),
            term: period.term.id.clone(),
            agency: agency.to_owned(),
            plan_row: row.to_owned(),
            value,
            spent,
            activities: serde_json::to_string(&ticked).unwrap_or_default(),
            obstacle,
            follow_up,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let there = queries::plan::realisations(self.stores.main.read(), &code, period.key(), Some(agency)).await?;
        let there = there.into_iter().find(|one| one.plan_row == row);
        if there.as_ref().map_or(0, |one| one.revision) != draft.revision {
            return Err(Refusal::Outdated { by: there.map(|one| one.changed_by).unwrap_or_default() });
        }
        let target = targets(&planned).get(&period.term.id).copied();
        let huge = value.zip(target).filter(|(value, target)| *target > 0 && *value / HUGE > *target);
        let doubts = huge.map(|(value, target)| {
            doubt("report-value-huge", vec![("n", value.to_string()), ("target", target.to_string())])
        });
        settle(doubts.into_iter().collect(), &draft.sure)?;
        let body = json!({ "agency": agency, "year": period.year, "term": period.term.id, "row": row });
        let (at, by, seen) = (self.now(), actor.name().to_owned(), draft.revision);
        self.stores
            .main
            .write(&code, move |tx| {
                let (done, by, body, ticked) = (done.clone(), by.clone(), body.clone(), ticked.clone());
                Box::pin(async move {
                    still_open(tx, &done).await?;
                    current(tx, &done, seen).await?;
                    // Two rows filled in side by side count an activity once.
                    let key = (done.year, done.term.as_str());
                    let all = queries::plan::realisations(tx.read(), &done.regency, key, Some(&done.agency)).await?;
                    let others = all.iter().filter(|one| one.plan_row != done.plan_row);
                    if others.flat_map(counted).any(|id| ticked.contains(&id)) {
                        let key = "report-activity-not-free";
                        return Err(Refusal::Form(vec![Fault { field: "activities", key, values: vec![] }]));
                    }
                    tx.put(&done.revised(seen + 1, &by, at)).await?;
                    tx.record(Record { at, actor: by, action: "report.fill", body });
                    Ok(())
                })
            })
            .await
    }

    /// Takes back what was said of a row: it is not reported then.
    ///
    /// # Errors
    /// When nothing was said, the report was handed in, or someone changed it since.
    pub async fn remove_realisation(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        period: &Period,
        which: &Which,
    ) -> Result<(), Refusal> {
        self.allow_plan(actor, regency, agency).await?;
        let code = regency.to_string();
        let done = queries::plan::realisations(self.stores.main.read(), &code, period.key(), Some(agency)).await?;
        let done = done.into_iter().find(|one| one.plan_row == which.id).ok_or(Refusal::NotFound("record"))?;
        let body = json!({ "agency": agency, "year": period.year, "term": period.term.id, "row": which.id });
        let (at, by, seen) = (self.now(), actor.name().to_owned(), which.revision);
        self.stores
            .main
            .write(&code, move |tx| {
                let (done, by, body) = (done.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    still_open(tx, &done).await?;
                    current(tx, &done, seen).await?;
                    tx.remove(&done).await?;
                    tx.record(Record { at, actor: by, action: "report.clear", body });
                    Ok(())
                })
            })
            .await
    }
}
