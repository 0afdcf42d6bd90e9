//! What a meeting decided: who owes it and until when, followed until it is done. The agency that owes it may say that it is
//! done; the secretariat may put it off or drop it, with a reason, and the first date stays.

use crate::{
    Action, Actor, App, Refusal, access, allow,
    programme::{Fields, Said, Which},
};
use domain::region::RegionCode;
use jiff::{Span, civil::Date};
use serde_json::json;
use store::{nouns::Commitment, queries};

/// A commitment as it was typed.
#[derive(Debug, Clone, Default)]
pub struct CommitmentDraft {
    /// What is to be done.
    pub what: String,
    /// The agency that owes it.
    pub agency: String,
    /// By when.
    pub due_on: String,
    /// The law or agreement that it leads to; empty where it leads to none.
    pub law: String,
}

/// What becomes of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was done: when, and what came of it.
    Done {
        /// The day.
        on: String,
        /// What came of it.
        result: String,
    },
    /// Nobody expects it any more.
    Dropped {
        /// Why.
        reason: String,
    },
    /// It is to be done later.
    PutOff {
        /// The new day.
        due_on: String,
        /// Why.
        reason: String,
    },
    /// It was not done after all.
    Reopened,
}

/// A commitment with whether the actor may say that it is done, and change it otherwise.
#[derive(Debug, Clone)]
pub struct CommitmentView {
    /// The record.
    pub commitment: Commitment,
    /// Whether the actor may say that it is done.
    pub may_report: bool,
    /// Whether the actor may put it off or drop it.
    pub may_keep: bool,
}

impl App {
    /// The commitments that the actor may know of, what is due first: all, or those of the own agencies.
    ///
    /// # Errors
    /// When the actor has no part in the team.
    pub async fn commitments(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<CommitmentView>, Refusal> {
        self.see_team(actor, regency).await?;
        let mut all = queries::team::commitments(self.stores.main.read(), &regency.to_string()).await?;
        all.sort_by(|a, b| (a.state != "open", &a.due_on, &a.id).cmp(&(b.state != "open", &b.due_on, &b.id)));
        let follows = access::may(actor, Action::SeeReports) && actor.covers(regency);
        let may_keep = access::may(actor, Action::RunMeetings) && actor.covers(regency);
        let own = self.own_agencies(actor, &self.all_agencies(regency).await?, self.today(regency));
        let speaks = access::may(actor, Action::SpeakForAgency);
        let seen = all.into_iter().filter(|one| follows || own.contains(&one.agency));
        let view = |commitment: Commitment| CommitmentView {
            may_report: may_keep || (speaks && own.contains(&commitment.agency)),
            may_keep,
            commitment,
        };
        Ok(seen.map(view).collect())
    }

    /// Keeps what a meeting decided; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; the meeting was not held.
    pub async fn commit(
        &self,
        actor: &Actor,
        regency: RegionCode,
        meeting: &str,
        draft: CommitmentDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let view = self.meeting(actor, regency, meeting).await?;
        if view.quorum.is_none() {
            return Err(Refusal::Invalid("meeting-not-held"));
        }
        let mut fields = Fields::default();
        let what = fields.needed("what", &draft.what, "commitment-what-missing");
        let agencies = self.all_agencies(regency).await?;
        if !agencies.iter().any(|view| view.agency.id == draft.agency && view.agency.until.is_empty()) {
            fields.fault("agency", "commitment-owner-missing");
        }
        let due = fields.day("due_on", &draft.due_on);
        if due.is_some_and(|due| due.to_string() < view.meeting.held_on) {
            fields.fault("due_on", "commitment-due-before-meeting");
        }
        not_too_far(&mut fields, due, self.today(regency));
        let code = regency.to_string();
        let laws = queries::team::laws(self.stores.main.read(), &code).await?;
        if !draft.law.is_empty() && !laws.iter().any(|law| law.id == draft.law) {
            fields.fault("law", "form-not-chosen");
        }
        fields.done()?;
        let due = due.map(|due| due.to_string()).unwrap_or_default();
        let row = Commitment {
            regency: code,
            id: self.new_id(),
            meeting: meeting.to_owned(),
            what,
            agency: draft.agency,
            law: draft.law,
            first_due: due.clone(),
            due_on: due,
            state: "open".to_owned(),
            ended_on: String::new(),
            result: String::new(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let body = json!({ "commitment": row.id, "meeting": meeting, "agency": row.agency, "due_on": row.due_on });
        let id = row.id.clone();
        self.keep_revised(actor, regency, row, 0, Said { action: "commitment.decide", body }).await?;
        Ok(id)
    }

    /// Says what became of a commitment.
    ///
    /// # Errors
    /// When the actor may not, it has ended already, or there is no reason; [`Refusal::Outdated`] when someone was faster.
    pub async fn end_commitment(
        &self,
        actor: &Actor,
        regency: RegionCode,
        which: &Which,
        ended: Ended,
    ) -> Result<(), Refusal> {
        let all = self.commitments(actor, regency).await?;
        let view = all.into_iter().find(|one| one.commitment.id == which.id).ok_or(Refusal::NotFound("commitment"))?;
        let may = if matches!(ended, Ended::Done { .. }) { view.may_report } else { view.may_keep };
        if !may {
            return Err(Refusal::NotAllowed(Action::RunMeetings));
        }
        let mut row = view.commitment;
        if (row.state == "open") == matches!(ended, Ended::Reopened) {
            return Err(Refusal::Outdated { by: row.changed_by });
        }
        if row.revision != which.revision {
            return Err(Refusal::Outdated { by: row.changed_by });
        }
        let meetings = queries::team::meetings(self.stores.main.read(), &regency.to_string()).await?;
        let decided = meetings.into_iter().find(|one| one.id == row.meeting).map(|one| one.held_on).unwrap_or_default();
        let today = self.today(regency);
        let mut fields = Fields::default();
        let why = |fields: &mut Fields, field, typed: &str| fields.reason(field, typed, "commitment-reason-missing");
        let action = match ended {
            Ended::Done { on, result } => {
                let on = if on.trim().is_empty() { Some(today) } else { fields.day("on", &on) };
                if on.is_some_and(|on| on > today) {
                    fields.fault("on", "form-in-the-future");
                }
                if on.is_some_and(|on| on.to_string() < decided) {
                    fields.fault("on", "commitment-done-before-meeting");
                }
                row.result = why(&mut fields, "result", &result);
                row.ended_on = on.map(|on| on.to_string()).unwrap_or_default();
                row.state = "done".to_owned();
                "commitment.done"
            }
            Ended::Dropped { reason } => {
                row.result = why(&mut fields, "reason", &reason);
                row.ended_on = today.to_string();
                row.state = "dropped".to_owned();
                "commitment.drop"
            }
            Ended::PutOff { due_on, reason } => {
                let due = fields.day("due_on", &due_on);
                if due.is_some_and(|due| due.to_string() <= row.due_on) {
                    fields.fault("due_on", "commitment-not-later");
                }
                not_too_far(&mut fields, due, today);
                row.result = why(&mut fields, "reason", &reason);
                row.due_on = due.map(|due| due.to_string()).unwrap_or_default();
                "commitment.put-off"
            }
            Ended::Reopened => {
                row.state = "open".to_owned();
                (row.ended_on, row.result) = (String::new(), String::new());
                "commitment.reopen"
            }
        };
        fields.done()?;
        let body = json!({ "commitment": row.id, "agency": row.agency, "due_on": row.due_on });
        self.keep_revised(actor, regency, row, which.revision, Said { action, body }).await
    }
}

/// What is due later than that is no commitment.
const YEARS_AHEAD: i32 = 5;

fn not_too_far(fields: &mut Fields, due: Option<Date>, today: Date) {
    let last = today.checked_add(Span::new().years(YEARS_AHEAD)).unwrap_or(Date::MAX);
    if due.is_some_and(|due| due > last) {
        fields.fault("due_on", "commitment-too-far");
    }
}
