//! What an agency plans for a year: rows under the actions of the list, each with what is counted, how many by each term,
//! when, by whom, with whom and from which money. Copying the year before is [`super::copying`].

use super::{
    agencies::AgencyView,
    planned::{RowDraft, planned, said_already},
    reports::Period,
};
use crate::{
    Action, Actor, App, Refusal, access,
    evidence::Subject,
    programme::{Fields, Which, current},
};
use domain::{plan::ActionList, programme::When, region::RegionCode};
use serde_json::json;
use store::{
    Record, Revised as _,
    nouns::{PlanRow, PlanWithdrawal},
    queries,
};

/// The most rows of one agency in one year.
pub const MOST_ROWS: usize = 200;

/// What an agency plans for a year.
#[derive(Debug, Clone)]
pub struct AgencyPlan {
    /// The agency.
    pub view: AgencyView,
    /// The year.
    pub year: i16,
    /// The actions by which it is planned: the national ones, then the regency's own.
    pub list: ActionList,
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
        let list = self.plan_list(regency, year).await?;
        rows.sort_by_key(|row| (place_of(&list, &row.action), row.id.clone()));
        let years = queries::plan::planned_years(conn, &code, agency).await?;
        let may_keep = self.may_plan(actor, regency, agency).await?;
        let copyable = if may_keep { self.copyable(regency, agency, year, &rows).await?.len() } else { 0 };
        let years = years.into_iter().filter_map(|year| i16::try_from(year).ok()).collect();
        let withdrawn = queries::plan::withdrawals(conn, &code, year.into(), Some(agency)).await?;
        let reported = queries::plan::reported(conn, &code, year.into(), agency).await?;
        Ok(AgencyPlan { view, year, list, rows, years, copyable, withdrawn, reported, may_keep })
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
        let list = self.plan_list(regency, year).await?;
        let mut row = planned(&rules, &programme, (&list, year), draft.clone())?;
        (row.regency, row.agency) = (regency.to_string(), agency.to_owned());
        row.id = before.map_or_else(|| self.new_id(), |row| row.id.clone());
        row.copied = before.map(|row| row.copied.clone()).unwrap_or_default();
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

fn place_of(list: &ActionList, action: &str) -> usize {
    list.actions.iter().position(|one| one.id == action).unwrap_or(usize::MAX)
}
