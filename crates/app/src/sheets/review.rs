//! What the verifier does with a submitted sheet, and how a provider takes one back.

use super::{allow_filling, rescore_all};
use crate::{Action, Actor, App, Refusal, allow, plain, rounds};
use domain::{
    region::RegionCode,
    sheet::{State, Step},
};
use instrument::Scope;
use serde_json::json;
use std::collections::HashSet;
use store::{
    Record, nouns,
    queries::{self, rounds::Key},
};

/// A sheet of a village in a round.
#[derive(Debug, Clone)]
pub struct SheetOf {
    /// The round.
    pub key: Key,
    /// The village.
    pub village: RegionCode,
    /// The sheet's id.
    pub sheet: String,
    /// The revision that was looked at; then nothing is done to another. `None` takes the sheet as it is.
    pub revision: Option<i64>,
}

/// The fewest characters of a reason for returning a sheet.
pub const SHORTEST_REASON: usize = 5;
/// The most; what stands in the ledger cannot be shortened.
pub const LONGEST_REASON: usize = 1000;

impl App {
    /// Accepts a submitted sheet.
    ///
    /// # Errors
    /// When it is not submitted, or the round is locked.
    pub async fn verify_sheet(&self, actor: &Actor, of: SheetOf) -> Result<(), Refusal> {
        allow(actor, Action::VerifySheet, of.village)?;
        self.step(actor, of, Step::Verify, String::new(), "sheet.verify").await
    }

    /// Returns a sheet to its provider with a reason; its answers do not count until it is submitted again.
    ///
    /// # Errors
    /// When the reason is missing, the sheet is not submitted or verified, or the round is locked.
    pub async fn return_sheet(&self, actor: &Actor, of: SheetOf, reason: &str) -> Result<(), Refusal> {
        allow(actor, Action::VerifySheet, of.village)?;
        let reason = plain(reason);
        match reason.chars().count() {
            ..SHORTEST_REASON => return Err(Refusal::Invalid("sheet-reason-missing")),
            SHORTEST_REASON..=LONGEST_REASON => {}
            _ => return Err(Refusal::Invalid("sheet-reason-too-long")),
        }
        self.step(actor, of, Step::Return, reason, "sheet.return").await
    }

    /// The provider takes a submitted sheet back to correct it.
    ///
    /// # Errors
    /// When it is not waiting, or the round is locked.
    pub async fn reopen_sheet(&self, actor: &Actor, of: SheetOf) -> Result<(), Refusal> {
        let (_, rule) = self.round_rule(self.stores.main.read(), &of.key).await?;
        let sheet = rule.sheets().iter().find(|sheet| sheet.id == of.sheet).ok_or(Refusal::NotFound("sheet"))?;
        let place = if sheet.scope == Scope::City { of.village.regency().unwrap_or(of.village) } else { of.village };
        allow_filling(actor, sheet, place)?;
        self.step(actor, of, Step::Reopen, String::new(), "sheet.reopen").await
    }

    async fn step(
        &self,
        actor: &Actor,
        of: SheetOf,
        step: Step,
        reason: String,
        action: &'static str,
    ) -> Result<(), Refusal> {
        rounds::by_its_rule(|| self.try_step(actor, of.clone(), step, reason.clone(), action)).await
    }

    async fn try_step(
        &self,
        actor: &Actor,
        of: SheetOf,
        step: Step,
        reason: String,
        action: &'static str,
    ) -> Result<(), Refusal> {
        self.regency_of_village(of.village)?;
        let (_, rule) = self.round_rule(self.stores.main.read(), &of.key).await?;
        let (at, by) = (self.now(), actor.name().to_owned());
        let regency = of.key.regency.clone();
        self.stores
            .main
            .write(&regency, move |tx| {
                let (of, rule, reason, by) = (of.clone(), rule.clone(), reason.clone(), by.clone());
                Box::pin(async move {
                    let round = queries::rounds::round(tx.read(), &of.key).await?.ok_or(Refusal::NotFound("round"))?;
                    rounds::open_by(&round, &rule)?;
                    let sheets = queries::rounds::submissions(tx.read(), &of.key, &of.village.to_string()).await?;
                    let there =
                        sheets.into_iter().find(|sheet| sheet.sheet == of.sheet).ok_or(Refusal::NotFound("sheet"))?;
                    if of.revision.is_some_and(|seen| seen != there.revision) {
                        return Err(Refusal::Stale { village: of.village, by: there.changed_by });
                    }
                    let state = there.state.parse().unwrap_or(State::Draft);
                    let next = state.after(step).map_err(|_| Refusal::Invalid("sheet-not-now"))?;
                    tx.put(&nouns::Submission {
                        state: next.id().to_owned(),
                        reason: reason.clone(),
                        revision: there.revision + 1,
                        changed_by: by.clone(),
                        changed_at: at,
                        ..there
                    })
                    .await?;
                    if state.counts() != next.counts() {
                        rescore_all(tx, &of.key, &rule, std::iter::once(of.village)).await?;
                    }
                    let body =
                        json!({ "village": of.village, "sheet": of.sheet, "year": of.key.year, "reason": reason });
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }
}

/// A sheet that waits for the verifier.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The village.
    pub village: RegionCode,
    /// The position of the sheet in the rule.
    pub sheet: usize,
    /// When it was handed in.
    pub since: i64,
    /// Its revision.
    pub revision: i64,
    /// Whether a value has fallen steeply since last year: to be looked at by itself.
    pub fall: bool,
}

impl App {
    /// The submitted sheets of a round in a place, longest waiting first.
    ///
    /// # Errors
    /// When the actor does not verify there, or no round was opened.
    pub async fn waiting(&self, actor: &Actor, place: RegionCode, year: Option<i64>) -> Result<Vec<Waiting>, Refusal> {
        allow(actor, Action::VerifySheet, place)?;
        let round = self.round(place.regency().ok_or(Refusal::NotFound("region"))?, year).await?;
        let mut falls = HashSet::new();
        for at in 0..round.rule.sheets().len() {
            let sheets = self.village_sheets(&round, at, place).await?;
            falls.extend(sheets.iter().filter(|sheet| falls_steeply(sheet)).map(|sheet| (sheet.village, at)));
        }
        let all = queries::rounds::submissions(self.stores.main.read(), &round.key(), &place.to_string()).await?;
        let waiting = all.into_iter().filter(|sheet| sheet.state == State::Submitted.id());
        let waiting = waiting.filter_map(|submission| {
            let sheet = round.rule.sheets().iter().position(|sheet| sheet.id == submission.sheet)?;
            let village = submission.village.parse().ok()?;
            Some(Waiting {
                village,
                sheet,
                since: submission.changed_at,
                revision: submission.revision,
                fall: falls.contains(&(village, sheet)),
            })
        });
        let mut waiting: Vec<Waiting> = waiting.collect();
        waiting.sort_by_key(|waiting| (waiting.since, waiting.village, waiting.sheet));
        Ok(waiting)
    }

    /// Accepts several sheets; one that no longer waits is passed over. Gives how many were accepted.
    ///
    /// # Errors
    /// When the actor does not verify there, or the round is locked.
    pub async fn verify_sheets(&self, actor: &Actor, all: Vec<SheetOf>) -> Result<usize, Refusal> {
        for of in &all {
            // All are looked at before the first is accepted.
            allow(actor, Action::VerifySheet, self.regency_of_village(of.village).map(|_| of.village)?)?;
            let there = queries::rounds::submissions(self.stores.main.read(), &of.key, &of.village.to_string()).await?;
            there.iter().find(|sheet| sheet.sheet == of.sheet).ok_or(Refusal::NotFound("sheet"))?;
        }
        let mut accepted = 0;
        for of in all {
            match self.verify_sheet(actor, of).await {
                Ok(()) => accepted += 1,
                // Changed since it was looked at: it waits again.
                Err(Refusal::Invalid("sheet-not-now") | Refusal::Stale { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(accepted)
    }

    /// One sheet for the verifier, with last year's values beside.
    ///
    /// # Errors
    /// When the actor does not verify there, or there is no such sheet.
    pub async fn sheet_to_verify(
        &self,
        actor: &Actor,
        village: RegionCode,
        year: Option<i64>,
        sheet: &str,
    ) -> Result<super::view::SheetView, Refusal> {
        allow(actor, Action::VerifySheet, village)?;
        let round = self.round(self.regency_of_village(village)?, year).await?;
        let at = round.rule.sheets().iter().position(|known| known.id == sheet).ok_or(Refusal::NotFound("sheet"))?;
        let villages = self.village_sheets(&round, at, village).await?;
        Ok(super::view::SheetView { round, sheet: at, villages })
    }
}

/// Whether a value of the sheet has fallen steeply since last year.
fn falls_steeply(sheet: &super::view::VillageSheet) -> bool {
    let now = |item: &str| if sheet.nil { "0" } else { sheet.answers.get(item).map_or("", |answer| &answer.value) };
    sheet.last_year.iter().any(|(item, before)| domain::plausible::implausible_fall(before, now(item)))
}
