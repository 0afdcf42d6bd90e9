//! What a village has reached: recorded with its date and proof, ended with a reason and a recovery plan.

use super::{Fields, SHORTEST_REASON, Said, Which, current, doubt};
use crate::{Action, Actor, App, Refusal, allow, refusal::settle};
use domain::{
    programme::{Kind, Need, When},
    region::{RegionCode, fold},
};
use serde_json::json;
use store::{Record, nouns::Milestone, queries};

/// A milestone as it was typed.
#[derive(Debug, Clone, Default)]
pub struct MilestoneDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// By the ladder's id.
    pub kind: String,
    /// Day, month or year.
    pub happened_on: String,
    /// The number of the decree or letter.
    pub number: String,
    /// Who signed it.
    pub issuer: String,
    /// How many there are.
    pub quantity: String,
    /// Anything else.
    pub note: String,
    /// Doubts that were answered.
    pub sure: Vec<String>,
}

/// How a milestone ended.
#[derive(Debug, Clone, Default)]
pub struct Ending {
    /// Day, month or year.
    pub ended_on: String,
    /// Why.
    pub reason: String,
    /// What is done to get it back, by whom and until when.
    pub recovery: String,
}

impl App {
    /// Whether the actor may record this milestone of a village.
    #[must_use]
    pub fn may_record(&self, actor: &Actor, kind: &Kind, village: RegionCode) -> bool {
        let own = actor.role().is_none_or(|role| kind.recorded_by.contains(&role));
        own && kind.reached_by.can_be_recorded() && allow(actor, Action::RecordMilestones, village).is_ok()
    }

    fn allow_recording(&self, actor: &Actor, kind: &str, village: RegionCode) -> Result<Kind, Refusal> {
        allow(actor, Action::RecordMilestones, village)?;
        let rules = self.programme_rules();
        let (_, kind) = rules.ladder.kind(kind).ok_or(Refusal::NotFound("milestone"))?;
        if self.may_record(actor, kind, village) {
            Ok(kind.clone())
        } else {
            Err(Refusal::NotAllowed(Action::RecordMilestones))
        }
    }

    /// Records something that a village has reached, or corrects the record; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Doubts`] when the village has one already.
    pub async fn record_milestone(
        &self,
        actor: &Actor,
        village: RegionCode,
        draft: MilestoneDraft,
    ) -> Result<String, Refusal> {
        let kind = self.allow_recording(actor, &draft.kind, village)?;
        let regency = self.regency_of_village(village)?;
        let (code, place) = (regency.to_string(), village.to_string());
        let mut fields = Fields::default();
        let happened = fields.when("happened_on", &draft.happened_on, self.today(regency));
        let (number, issuer) = (fields.line("number", &draft.number), fields.line("issuer", &draft.issuer));
        let quantity = fields.number("quantity", &draft.quantity).filter(|_| kind.needs.contains(&Need::Count));
        let note = fields.text("note", &draft.note);
        let there = queries::programme::milestones(self.stores.main.read(), &code, &place).await?;
        let others = || there.iter().filter(|row| row.kind == kind.id && row.id != draft.which.id);
        let day = happened.map(|when| when.to_string()).unwrap_or_default();
        if others().any(|row| row.happened_on == day && fold(&row.number) == fold(&number)) {
            fields.fault("happened_on", "milestone-there-already");
        }
        fields.done()?;
        let second = others().filter(|row| row.ended_on.is_empty()).map(|row| {
            let values = vec![("date", row.happened_on.clone()), ("number", row.number.clone())];
            doubt(if row.number.is_empty() { "milestone-second" } else { "milestone-second-number" }, values)
        });
        settle(second.collect(), &draft.sure)?;
        let new = draft.which.id.is_empty();
        let before = there.iter().find(|row| row.id == draft.which.id);
        if !new && before.is_none_or(|row| row.kind != kind.id) {
            return Err(Refusal::NotFound("milestone"));
        }
        let blank = || self.new_milestone(&code, village, &kind.id);
        let row = before.cloned().unwrap_or_else(blank);
        let row = Milestone { happened_on: day, number, issuer, quantity, note, ..row };
        let id = row.id.clone();
        let body = json!({ "place": village, "milestone": row.kind, "date": row.happened_on, "number": row.number });
        let action = if new { "milestone.record" } else { "milestone.correct" };
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action, body }).await?;
        Ok(id)
    }

    /// Ends a milestone that a village no longer has.
    ///
    /// # Errors
    /// [`Refusal::Form`] without a date, a reason or a recovery plan, or when it would end before it began.
    pub async fn end_milestone(
        &self,
        actor: &Actor,
        village: RegionCode,
        which: &Which,
        ending: &Ending,
    ) -> Result<(), Refusal> {
        let (row, regency) = self.own_milestone(actor, village, &which.id).await?;
        let mut fields = Fields::default();
        let ended = fields.when("ended_on", &ending.ended_on, self.today(regency));
        let reason = fields.text("reason", &ending.reason);
        let recovery = fields.text("recovery", &ending.recovery);
        for (field, text, key) in
            [("reason", &reason, "milestone-reason-missing"), ("recovery", &recovery, "milestone-recovery-missing")]
        {
            if text.chars().count() < SHORTEST_REASON {
                fields.fault(field, key);
            }
        }
        let began: Option<When> = row.happened_on.parse().ok();
        if ended.zip(began).is_some_and(|(ended, began)| ended.latest() < began.earliest()) {
            fields.fault("ended_on", "milestone-ends-before");
        }
        if !row.ended_on.is_empty() {
            fields.fault("ended_on", "milestone-ended-already");
        }
        fields.done()?;
        let ended_on = ended.map(|when| when.to_string()).unwrap_or_default();
        let body = json!({ "place": village, "milestone": row.kind, "date": ended_on, "reason": reason, "recovery": recovery });
        let row = Milestone { ended_on, reason, recovery, ..row };
        self.keep_revised(actor, regency, row, which.revision, Said { action: "milestone.end", body }).await
    }

    /// Removes a milestone that was recorded by mistake; the ledger keeps that it was.
    ///
    /// # Errors
    /// When it has files, which are to be removed first, or comes from a decree.
    pub async fn remove_milestone(&self, actor: &Actor, village: RegionCode, which: &Which) -> Result<(), Refusal> {
        let (row, regency) = self.own_milestone(actor, village, &which.id).await?;
        let subject = format!("milestone/{village}/{}", row.id);
        let body = json!({ "place": village, "milestone": row.kind, "date": row.happened_on, "number": row.number });
        let (at, by, seen) = (self.now(), actor.name().to_owned(), which.revision);
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, body, subject) = (row.clone(), by.clone(), body.clone(), subject.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    if !queries::evidence::about(tx.read(), &row.regency, &subject).await?.is_empty() {
                        return Err(Refusal::Invalid("milestone-has-files"));
                    }
                    tx.remove(&row).await?;
                    tx.record(Record { at, actor: by, action: "milestone.remove", body });
                    Ok(())
                })
            })
            .await
    }

    /// A milestone of which nothing is said yet.
    pub(super) fn new_milestone(&self, regency: &str, village: RegionCode, kind: &str) -> Milestone {
        Milestone {
            regency: regency.to_owned(),
            village: village.to_string(),
            id: self.new_id(),
            kind: kind.to_owned(),
            happened_on: String::new(),
            ended_on: String::new(),
            number: String::new(),
            issuer: String::new(),
            decree: String::new(),
            quantity: None,
            note: String::new(),
            reason: String::new(),
            recovery: String::new(),
            recorded_at: self.now(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        }
    }

    async fn own_milestone(
        &self,
        actor: &Actor,
        village: RegionCode,
        id: &str,
    ) -> Result<(Milestone, RegionCode), Refusal> {
        allow(actor, Action::RecordMilestones, village)?;
        let regency = self.regency_of_village(village)?;
        let conn = self.stores.main.read();
        let row = queries::programme::milestone(conn, &regency.to_string(), &village.to_string(), id).await?;
        let row = row.ok_or(Refusal::NotFound("milestone"))?;
        self.allow_recording(actor, &row.kind, village)?;
        Ok((row, regency))
    }
}
