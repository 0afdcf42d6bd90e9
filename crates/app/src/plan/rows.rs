//! What an agency plans for a year: rows under the actions of the list, each with what is counted, how many by each term,
//! when, by whom, with whom and from which money. Copying the year before is [`super::copying`].

use super::{
    agencies::AgencyView,
    reports::{Period, handed_in},
};
use crate::{
    Action, Actor, App, Refusal, access,
    evidence::Subject,
    programme::{Fields, Which, current},
};
use domain::{
    plan::{ActionList, MOST_TERMS, UnitKind},
    programme::{When, catalogue::entry},
    region::RegionCode,
};
use jiff::civil::{Date, date};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    MainKind, Record, Revised as _, Tx,
    nouns::{PlanRow, PlanWithdrawal},
    queries,
};

/// The most rows of one agency in one year.
pub const MOST_ROWS: usize = 200;

/// A row as it was typed.
#[derive(Debug, Clone, Default)]
pub struct RowDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// By the list's id.
    pub action: String,
    /// What is done.
    pub activity: String,
    /// What comes of it.
    pub output: String,
    /// What is counted; the action's measure where nothing is said.
    pub measure: String,
    /// In which unit.
    pub unit: String,
    /// Term and number.
    pub targets: Vec<(String, String)>,
    /// Its first day; the year's where nothing is said.
    pub starts_on: String,
    /// And its last.
    pub ends_on: String,
    /// Section or position that sees to it.
    pub owner: String,
    /// Offices that take part.
    pub partners: String,
    /// Rupiah.
    pub budget: String,
    /// Source of the money, by the catalogue's id.
    pub source: String,
    /// Whether it was done without having been planned: it has no targets then.
    pub unplanned: bool,
}

/// What an agency plans for a year.
#[derive(Debug, Clone)]
pub struct AgencyPlan {
    /// The agency.
    pub view: AgencyView,
    /// The year.
    pub year: i16,
    /// All rows, in the order of the actions.
    pub rows: Vec<PlanRow>,
    /// The years with a plan, the latest first.
    pub years: Vec<i16>,
    /// How many rows of the year before could be copied.
    pub copyable: usize,
    /// Rows that were given up.
    pub withdrawn: Vec<PlanWithdrawal>,
    /// The ids of rows of which something was reported: they cannot be removed, only given up.
    pub reported: Vec<String>,
    /// Whether the actor may change it.
    pub may_keep: bool,
}

/// The targets of a row, by term.
#[must_use]
pub fn targets(row: &PlanRow) -> BTreeMap<String, i64> {
    serde_json::from_str(&row.targets).unwrap_or_default()
}

impl App {
    /// What an agency plans for a year; this year's where nothing is asked.
    ///
    /// # Errors
    /// When there is no such agency, or the actor may not see it.
    pub async fn agency_plan(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        year: Option<i64>,
    ) -> Result<AgencyPlan, Refusal> {
        let view = self.agency(actor, regency, agency).await?;
        let this_year = self.today(regency).year();
        let year = year.and_then(|year| i16::try_from(year).ok()).filter(|year| (2000..=2100).contains(year));
        let year = year.unwrap_or(this_year);
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let mut rows = queries::plan::rows(conn, &code, year.into(), agency).await?;
        let rules = self.plan_rules();
        let list = rules.actions_of(year);
        rows.sort_by_key(|row| (place_of(list, &row.action), row.id.clone()));
        let years = queries::plan::planned_years(conn, &code, agency).await?;
        let may_keep = self.may_plan(actor, regency, agency).await?;
        let copyable = if may_keep { self.copyable(regency, agency, year, &rows).await?.len() } else { 0 };
        let years = years.into_iter().filter_map(|year| i16::try_from(year).ok()).collect();
        let withdrawn = queries::plan::withdrawals(conn, &code, year.into(), Some(agency)).await?;
        let reported = queries::plan::reported(conn, &code, year.into(), agency).await?;
        Ok(AgencyPlan { view, year, rows, years, copyable, withdrawn, reported, may_keep })
    }

    /// Whether the actor may keep the plan of an agency: the secretariat, and who speaks for it.
    async fn may_plan(&self, actor: &Actor, regency: RegionCode, agency: &str) -> Result<bool, Refusal> {
        if access::may(actor, Action::KeepPlans) && actor.covers(regency) {
            return Ok(true);
        }
        let all = self.all_agencies(regency).await?;
        let own = self.own_agencies(actor, &all, self.today(regency));
        Ok(access::may(actor, Action::SpeakForAgency) && own.contains(agency))
    }

    pub(crate) async fn allow_plan(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
    ) -> Result<AgencyView, Refusal> {
        if !self.may_plan(actor, regency, agency).await? {
            return Err(Refusal::NotAllowed(Action::KeepPlans));
        }
        let all = self.all_agencies(regency).await?;
        all.into_iter().find(|view| view.agency.id == agency).ok_or(Refusal::NotFound("agency"))
    }

    /// Keeps a row of an agency's plan; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_plan_row(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        year: i16,
        draft: RowDraft,
    ) -> Result<String, Refusal> {
        let view = self.allow_plan(actor, regency, agency).await?;
        let (rules, programme) = (self.plan_rules(), self.programme_rules());
        let list = rules.actions_of(year);
        let there = queries::plan::rows(self.stores.main.read(), &regency.to_string(), year.into(), agency).await?;
        let before = there.iter().find(|row| row.id == draft.which.id);
        if before.is_none() && !draft.which.id.is_empty() {
            return Err(Refusal::NotFound("record"));
        }
        if let Some(row) = before.filter(|row| row.revision != draft.which.revision) {
            return Err(Refusal::Outdated { by: row.changed_by.clone() });
        }
        if before.is_none() && there.len() >= MOST_ROWS {
            return Err(Refusal::Invalid("plan-too-many"));
        }
        self.plannable(&view, regency, year)?;
        let mut fields = Fields::default();
        let action = list.action(&draft.action);
        if action.is_none() {
            fields.fault("action", "form-not-chosen");
        }
        let activity = fields.needed("activity", &draft.activity, "plan-activity-missing");
        let output = fields.line("output", &draft.output);
        let measure = fields.line("measure", &draft.measure);
        let unit = fields.line("unit", &draft.unit);
        let unit = rules.units.kept_as(&unit).to_owned();
        let mut wanted = BTreeMap::new();
        for (at, term) in list.terms.iter().enumerate() {
            let typed = draft.targets.iter().find(|(id, _)| *id == term.id).map_or("", |(_, typed)| typed.as_str());
            let field = TARGETS[at];
            let Some(number) = fields.number(field, typed.trim_end_matches('%')) else { continue };
            if (rules.units.kind(&unit) == UnitKind::Percent || typed.trim().ends_with('%')) && number > 100 {
                fields.fault(field, "plan-above-hundred");
            }
            wanted.insert(term.id.clone(), number);
        }
        if wanted.is_empty() && !draft.unplanned {
            fields.fault(TARGETS[0], "plan-no-target");
        }
        if !wanted.is_empty() && draft.unplanned {
            fields.fault("unplanned", "plan-unplanned-with-target");
        }
        if unit.is_empty() {
            fields.fault("unit", "plan-no-unit");
        }
        let day = |fields: &mut Fields, field: &'static str, typed: &str, other: Date| match typed.trim() {
            "" => Some(other),
            typed => fields.day(field, typed),
        };
        let starts = day(&mut fields, "starts_on", &draft.starts_on, date(year, 1, 1));
        let ends = day(&mut fields, "ends_on", &draft.ends_on, date(year, 12, 31));
        for (field, day) in [("starts_on", starts), ("ends_on", ends)] {
            if day.is_some_and(|day| day.year() != year) {
                fields.fault(field, "plan-other-year");
            }
        }
        if starts.zip(ends).is_some_and(|(starts, ends)| starts > ends) {
            fields.fault("ends_on", "plan-reversed");
        }
        let owner = fields.line("owner", &draft.owner);
        let partners = fields.line("partners", &draft.partners);
        let budget = fields.rupiah("budget", &draft.budget);
        if !draft.source.is_empty() && entry(&programme.programmes.sources, &draft.source).is_none() {
            fields.fault("source", "form-not-chosen");
        }
        fields.done()?;
        let iso = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let row = PlanRow {
            regency: regency.to_string(),
            year: year.into(),
            agency: agency.to_owned(),
            id: before.map_or_else(|| self.new_id(), |row| row.id.clone()),
            action: draft.action,
            activity,
            output,
            measure,
            unit,
            targets: serde_json::to_string(&wanted).unwrap_or_default(),
            starts_on: iso(starts),
            ends_on: iso(ends),
            owner,
            partners,
            budget,
            source: draft.source,
            copied: before.map(|row| row.copied.clone()).unwrap_or_default(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let id = row.id.clone();
        let body = json!({ "agency": agency, "year": year, "action": row.action, "row": row.id });
        let (at, by, seen, before) = (self.now(), actor.name().to_owned(), draft.which.revision, before.cloned());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, body) = (row.clone(), by.clone(), body.clone());
                let (before, rules) = (before.clone(), rules.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    said_already(tx, rules.actions_of(year), before.as_ref(), &row).await?;
                    tx.put(&row.revised(seen + 1, &by, at)).await?;
                    tx.record(Record { at, actor: by, action: "plan.keep", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Takes a row out of an agency's plan; the ledger keeps that it was there.
    ///
    /// # Errors
    /// When it is not there, something was reported of it, or someone changed it since.
    pub async fn remove_plan_row(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        year: i16,
        which: &Which,
    ) -> Result<(), Refusal> {
        self.allow_plan(actor, regency, agency).await?;
        let there = queries::plan::rows(self.stores.main.read(), &regency.to_string(), year.into(), agency).await?;
        let row = there.into_iter().find(|row| row.id == which.id).ok_or(Refusal::NotFound("record"))?;
        let body = json!({ "agency": agency, "year": year, "action": row.action, "row": row.id });
        let (at, by, seen) = (self.now(), actor.name().to_owned(), which.revision);
        let terms = self.plan_rules().actions_of(year).terms.clone();
        let proof = |term| Subject::from(&Period { year, term }.proof(regency, agency, &row.id)).name();
        let proofs: Vec<String> = terms.into_iter().map(proof).collect();
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, body, proofs) = (row.clone(), by.clone(), body.clone(), proofs.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    let reported = queries::plan::reported(tx.read(), &row.regency, row.year, &row.agency).await?;
                    if reported.contains(&row.id) {
                        return Err(Refusal::Invalid("plan-row-reported"));
                    }
                    for begins in &proofs {
                        if !queries::evidence::added(tx.read(), &row.regency, begins).await?.is_empty() {
                            return Err(Refusal::Invalid("plan-row-has-files"));
                        }
                    }
                    tx.remove(&row).await?;
                    tx.record(Record { at, actor: by, action: "plan.remove", body });
                    Ok(())
                })
            })
            .await
    }

    /// Gives a row of an agency's plan up from today on: nobody expects it any more, and what was reported of it stays.
    ///
    /// # Errors
    /// When it is not there or was given up already, or there is no reason.
    pub async fn withdraw_plan_row(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        year: i16,
        (row, reason): (&str, &str),
    ) -> Result<(), Refusal> {
        self.allow_plan(actor, regency, agency).await?;
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let there = queries::plan::rows(conn, &code, year.into(), agency).await?;
        let row = there.into_iter().find(|one| one.id == row).ok_or(Refusal::NotFound("record"))?;
        let mut fields = Fields::default();
        let reason = fields.reason("reason", reason, "plan-reason-missing");
        fields.done()?;
        let since = self.today(regency).to_string();
        let given_up = PlanWithdrawal {
            regency: code.clone(),
            year: row.year,
            agency: row.agency.clone(),
            id: row.id.clone(),
            since,
            reason,
        };
        let body = json!({ "agency": agency, "year": year, "action": row.action, "row": row.id });
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&code, move |tx| {
                let (given_up, by, body) = (given_up.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    if tx.read().there(&given_up).await?.is_some() {
                        return Err(Refusal::Invalid("plan-row-given-up"));
                    }
                    tx.put(&given_up).await?;
                    tx.record(Record { at, actor: by, action: "plan.withdraw", body });
                    Ok(())
                })
            })
            .await
    }

    /// Whether an agency can plan for a year: one in which it exists, and none further than the next.
    pub(super) fn plannable(&self, view: &AgencyView, regency: RegionCode, year: i16) -> Result<(), Refusal> {
        if !(2000..=self.today(regency).year() + 1).contains(&year) {
            return Err(Refusal::Invalid("plan-year-too-far"));
        }
        let existed = view.agency.since.parse::<When>().is_ok_and(|since| since.year() <= year)
            && view.agency.until.parse::<When>().map_or(true, |until| until.year() >= year);
        if existed { Ok(()) } else { Err(Refusal::Invalid("plan-agency-not-there")) }
    }
}

/// Asked inside the action: whether what reports say of a row stays true when it is kept so. A unit and an action in which
/// something was reported stay; what a report that was handed in is measured by stays while it is.
async fn said_already(
    tx: &Tx<'_, MainKind>,
    list: &ActionList,
    before: Option<&PlanRow>,
    row: &PlanRow,
) -> Result<(), Refusal> {
    let mut fields = Fields::default();
    let reported = queries::plan::reported(tx.read(), &row.regency, row.year, &row.agency).await?;
    if before.is_some_and(|one| reported.contains(&one.id) && (one.unit != row.unit || one.action != row.action)) {
        fields.fault("unit", "plan-unit-reported");
    }
    let (then, now) = (before.map(targets).unwrap_or_default(), targets(row));
    for (at, term) in list.terms.iter().enumerate() {
        let key = (row.year, term.id.as_str());
        let report = queries::plan::reports(tx.read(), &row.regency, key, Some(&row.agency)).await?.pop();
        if !report.is_some_and(|report| handed_in(&report).state.counts()) {
            continue;
        }
        if then.get(&term.id) != now.get(&term.id) {
            fields.fault(TARGETS[at], "plan-term-handed-in");
        }
        let all = queries::plan::realisations(tx.read(), &row.regency, key, Some(&row.agency)).await?;
        let words = |one: &PlanRow| (one.activity.clone(), one.output.clone(), one.measure.clone());
        if all.iter().any(|one| one.plan_row == row.id) && before.is_some_and(|one| words(one) != words(row)) {
            fields.fault("activity", "plan-row-handed-in");
        }
    }
    fields.done()
}

/// The names of the fields that hold targets, by the order of the terms.
pub const TARGETS: [&str; MOST_TERMS] = ["target_1", "target_2", "target_3", "target_4"];

fn place_of(list: &ActionList, action: &str) -> usize {
    list.actions.iter().position(|one| one.id == action).unwrap_or(usize::MAX)
}
