//! A report on its way: handed in by who speaks for the agency (or by the secretariat, from paper), as a nil report in one
//! step, taken back, accepted, or returned with a reason.

use super::reports::{Period, handed_in};
use crate::{
    Action, Actor, App, Refusal, allow,
    programme::{Fields, current, doubt},
    refusal::settle,
};
use domain::{
    region::RegionCode,
    sheet::{State, Step},
};
use serde_json::json;
use store::{Record, Revised as _, nouns::Report, queries};

/// What is done to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Handed in, with what the agency adds and the doubts that it has answered.
    Send {
        /// What the agency adds.
        note: String,
        /// Doubts that were answered.
        sure: Vec<String>,
    },
    /// Handed in: nothing was done.
    SendNil {
        /// What the agency adds.
        note: String,
    },
    /// Taken back, to be corrected.
    Reopen,
    /// Accepted.
    Verify,
    /// Given back.
    Return {
        /// Why.
        reason: String,
    },
}

impl Move {
    const fn step(&self) -> Step {
        match self {
            Self::Send { .. } | Self::SendNil { .. } => Step::Submit,
            Self::Reopen => Step::Reopen,
            Self::Verify => Step::Verify,
            Self::Return { .. } => Step::Return,
        }
    }

    const fn said(&self) -> &'static str {
        match self {
            Self::Send { .. } => "report.send",
            Self::SendNil { .. } => "report.send-nil",
            Self::Reopen => "report.reopen",
            Self::Verify => "report.verify",
            Self::Return { .. } => "report.return",
        }
    }
}

impl App {
    /// Moves an agency's report a step on its way; `seen` is the revision that was looked at, 0 where there was none.
    ///
    /// # Errors
    /// When the step is not possible from where it stands, nothing was filled in, a nil report contradicts what was filled in,
    /// or there is no reason; [`Refusal::Doubts`] where planned rows say nothing; [`Refusal::Outdated`] when someone was faster.
    pub async fn move_report(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        period: &Period,
        seen: i64,
        done: Move,
    ) -> Result<(), Refusal> {
        let checks = matches!(done, Move::Verify | Move::Return { .. });
        if checks {
            allow(actor, Action::VerifyReports, regency)?;
        } else {
            self.allow_plan(actor, regency, agency).await?;
        }
        let view = self.agency_report(actor, regency, agency, period.clone()).await?;
        let state = view.report.as_ref().map_or(State::Draft, |report| handed_in(report).state);
        if view.report.as_ref().map_or(0, |report| report.revision) != seen {
            // Two who press at once: the second is told what the first did.
            let by = view.report.map(|report| report.changed_by).unwrap_or_default();
            return Err(Refusal::Outdated { by });
        }
        let Ok(next) = state.after(done.step()) else {
            return Err(Refusal::Invalid(if state.is_open() { "report-not-there" } else { "report-handed-in" }));
        };
        let mut fields = Fields::default();
        let before = view.report.clone();
        let mut row = before.clone().unwrap_or_else(|| Report {
            regency: regency.to_string(),
            year: period.year.into(),
            term: period.term.id.clone(),
            agency: agency.to_owned(),
            state: String::new(),
            nil: 0,
            note: String::new(),
            reason: String::new(),
            sent_on: String::new(),
            sent_by: String::new(),
            on_behalf: 0,
            checked_by: String::new(),
            checked_at: None,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        });
        row.state = next.id().to_owned();
        match &done {
            Move::Send { note, .. } | Move::SendNil { note } => {
                if !view.is_open {
                    return Err(Refusal::Invalid("report-too-early"));
                }
                if !view.view.exists_within(period.term.first_day(period.year), period.last_day()) {
                    return Err(Refusal::Invalid("report-agency-not-there"));
                }
                let nil = matches!(done, Move::SendNil { .. });
                let done_rows = || view.rows.iter().filter_map(|row| row.done.as_ref()?.value);
                if nil && done_rows().any(|value| value > 0) {
                    return Err(Refusal::Invalid("report-nil-with-values"));
                }
                let money = view.rows.iter().filter_map(|row| row.done.as_ref()?.spent).any(|spent| spent > 0);
                if nil && money {
                    return Err(Refusal::Invalid("report-nil-with-money"));
                }
                if !nil && done_rows().next().is_none() {
                    return Err(Refusal::Invalid("report-empty"));
                }
                row.note = fields.text("note", note);
                fields.done()?;
                if let Move::Send { sure, .. } = &done {
                    let silent = view.rows.iter().filter(|row| {
                        row.is_expected(period) && row.done.as_ref().is_none_or(|done| done.value.is_none())
                    });
                    let n = silent.count();
                    let doubts = (n > 0).then(|| doubt("report-rows-silent", vec![("n", n.to_string())]));
                    settle(doubts.into_iter().collect(), sure)?;
                }
                row.nil = i64::from(nil);
                row.sent_by = actor.name().to_owned();
                row.on_behalf = i64::from(!view.own);
                // What was returned was handed in on its first day.
                if row.sent_on.is_empty() {
                    row.sent_on = self.today(regency).to_string();
                }
            }
            Move::Reopen => row.sent_on = String::new(),
            Move::Verify | Move::Return { .. } => {
                row.checked_by = actor.name().to_owned();
                row.checked_at = Some(self.now());
                if let Move::Return { reason } = &done {
                    row.reason = fields.reason("reason", reason, "report-reason-missing");
                    fields.done()?;
                }
            }
        }
        let mut body = json!({ "agency": agency, "year": period.year, "term": period.term.id });
        if row.on_behalf == 1 && !checks {
            body["on_behalf"] = true.into();
        }
        let (at, by, action) = (self.now(), actor.name().to_owned(), done.said());
        // What was filled in must be what was looked at.
        let filled: Vec<_> = view.rows.iter().filter_map(|row| row.done.clone()).collect();
        let expects_rows = done.step() == Step::Submit;
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, body, filled) = (row.clone(), by.clone(), body.clone(), filled.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    if expects_rows {
                        let key = (row.year, row.term.as_str());
                        let now = queries::plan::realisations(tx.read(), &row.regency, key, Some(&row.agency)).await?;
                        let other = now.iter().find(|one| !filled.contains(one));
                        if let Some(changed) = other.or_else(|| filled.iter().find(|one| !now.contains(one))) {
                            return Err(Refusal::Outdated { by: changed.changed_by.clone() });
                        }
                    }
                    tx.put(&row.revised(seen + 1, &by, at)).await?;
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }
}
