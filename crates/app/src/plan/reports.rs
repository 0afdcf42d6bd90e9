//! What an agency reports of a term: what was reached of each row of its plan, what it cost, what stood in the way. What was
//! logged elsewhere as an activity is offered, and need not be typed again.
//!
//! Handing in, accepting and returning is [`super::handing_in`]; who stands where is [`super::board`].

use super::{agencies::AgencyView, offered::Offered, rows::targets};
use crate::{
    Action, Actor, App, Refusal, access,
    evidence::{Noun, RecordOf},
    programme::{Fields, Said, Which, current},
};
use domain::{
    plan::{HandedIn, Standing, Term, is_percent},
    region::RegionCode,
    sheet::State,
};
use jiff::civil::Date;
use serde_json::json;
use std::collections::HashMap;
use store::{
    Record, Revised as _,
    nouns::{PlanRow, PlanWithdrawal, Realisation, Report},
    queries,
};

/// A term of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The year.
    pub year: i16,
    /// The term, as the list of actions of that year has it.
    pub term: Term,
}

impl Period {
    /// Its key in records.
    pub(super) fn key(&self) -> (i64, &str) {
        (self.year.into(), &self.term.id)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.term.last_day(self.year)
    }

    /// The day by which its reports are due.
    #[must_use]
    pub fn due_on(&self) -> Date {
        self.term.due_on(self.year)
    }

    /// The day from which on its reports can be handed in.
    #[must_use]
    pub fn opens_on(&self) -> Date {
        self.term.opens_on(self.year)
    }

    /// Under which the files about a row's realisation are kept.
    #[must_use]
    pub fn proof(&self, regency: RegionCode, agency: &str, row: &str) -> RecordOf {
        let id = format!("{}.{}.{agency}.{row}", self.year, self.term.id);
        RecordOf { noun: Noun::Realisation, place: regency, id }
    }
}

/// What a name of [`Period::proof`] is about.
pub(crate) struct Proven {
    pub year: i64,
    pub term: String,
    pub agency: String,
    pub row: String,
}

impl Proven {
    pub(crate) fn of(id: &str) -> Option<Self> {
        let parts: Vec<&str> = id.split('.').collect();
        let [year, term, agency, row] = parts.as_slice() else { return None };
        let own = |text: &str| text.to_owned();
        Some(Self { year: year.parse().ok()?, term: own(term), agency: own(agency), row: own(row) })
    }
}

/// What an agency reports of a term.
#[derive(Debug, Clone)]
pub struct ReportView {
    /// The agency.
    pub view: AgencyView,
    /// The term.
    pub period: Period,
    /// The report; `None` where nothing was ever handed in.
    pub report: Option<Report>,
    /// Where it stands.
    pub standing: Standing,
    /// All rows of the plan, in the order of the actions.
    pub rows: Vec<RowReport>,
    /// Whether the actor may fill it in now.
    pub may_fill: bool,
    /// Whether it can be handed in today, as far as the day goes.
    pub is_open: bool,
    /// Whether the actor may take it back to correct it.
    pub may_reopen: bool,
    /// Whether the actor may accept or return it now.
    pub may_check: bool,
    /// Whether the actor speaks for the agency; otherwise it is the secretariat, on its behalf.
    pub own: bool,
}

/// A row of the plan with what was reached of it.
#[derive(Debug, Clone)]
pub struct RowReport {
    /// The row.
    pub row: PlanRow,
    /// What is to be reached in this term; nothing where nothing was planned for it.
    pub target: Option<i64>,
    /// What was said of it.
    pub done: Option<Realisation>,
    /// Files that prove it, and how many of them came after the day on which the report was due.
    pub files: (usize, usize),
    /// Since when nobody expects it, and why.
    pub withdrawn: Option<PlanWithdrawal>,
}

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
}

/// What was handed in.
pub(super) fn handed_in(report: &Report) -> HandedIn {
    let state = report.state.parse().unwrap_or(State::Draft);
    HandedIn { state, nil: report.nil == 1, on: report.sent_on.parse().ok() }
}

impl App {
    /// The term that is asked for; where none is, the last of that year, or of all, whose reports can be handed in.
    ///
    /// # Errors
    /// When the year has no such term.
    pub fn period(&self, regency: RegionCode, year: Option<i64>, term: Option<&str>) -> Result<Period, Refusal> {
        let (rules, today) = (self.plan_rules(), self.today(regency));
        let year = year.map(|year| i16::try_from(year).ok().filter(|year| (2000..=2100).contains(year)));
        let asked = year.unwrap_or(Some(today.year())).ok_or(Refusal::NotFound("term"))?;
        let of = |year: i16| rules.actions_of(year).terms.iter().cloned().map(move |term| Period { year, term });
        if let Some(term) = term.filter(|term| !term.is_empty()) {
            return of(asked).find(|period| period.term.id == term).ok_or(Refusal::NotFound("term"));
        }
        let open = |period: &Period| period.opens_on() <= today;
        let before = of(asked - 1).filter(|_| year.is_none());
        let last = before.chain(of(asked)).rfind(open);
        last.or_else(|| of(asked).next()).ok_or(Refusal::NotFound("term"))
    }

    /// Whether the actor may see the reports of an agency.
    pub(crate) async fn see_reports(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
    ) -> Result<AgencyView, Refusal> {
        let view = self.agency(actor, regency, agency).await?;
        if access::may(actor, Action::SeeReports) && actor.covers(regency) {
            return Ok(view);
        }
        let own = self.own_agencies(actor, &self.all_agencies(regency).await?, self.today(regency));
        if own.contains(agency) { Ok(view) } else { Err(Refusal::NotAllowed(Action::SeeReports)) }
    }

    /// What an agency reports of a term.
    ///
    /// # Errors
    /// When there is no such agency, or the actor may not see its reports.
    pub async fn agency_report(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        period: Period,
    ) -> Result<ReportView, Refusal> {
        let view = self.see_reports(actor, regency, agency).await?;
        let (conn, code, today) = (self.stores.main.read(), regency.to_string(), self.today(regency));
        let report = queries::plan::reports(conn, &code, period.key(), Some(agency)).await?.pop();
        let done = queries::plan::realisations(conn, &code, period.key(), Some(agency)).await?;
        let mut done: HashMap<String, Realisation> = done.into_iter().map(|one| (one.plan_row.clone(), one)).collect();
        let withdrawn = queries::plan::withdrawals(conn, &code, period.year.into(), Some(agency)).await?;
        let mut files = self.proofs_of(regency, &period, agency).await?;
        let plan = self.agency_plan(actor, regency, agency, Some(period.year.into())).await?;
        let rows = plan.rows.into_iter().map(|row| RowReport {
            target: targets(&row).get(&period.term.id).copied(),
            done: done.remove(&row.id),
            files: files.remove(&row.id).unwrap_or_default(),
            withdrawn: withdrawn.iter().find(|one| one.id == row.id).cloned(),
            row,
        });
        let rows = rows.collect();
        let handed = report.as_ref().map(handed_in);
        let state = handed.map_or(State::Draft, |handed| handed.state);
        let own = self.own_agencies(actor, &self.all_agencies(regency).await?, today).contains(agency);
        Ok(ReportView {
            standing: Standing::on(today, &period.term, period.year, handed.as_ref()),
            may_fill: plan.may_keep && state.is_open() && period.term.first_day(period.year) <= today,
            is_open: period.opens_on() <= today,
            may_reopen: plan.may_keep && state == State::Submitted,
            may_check: access::may(actor, Action::VerifyReports) && actor.covers(regency) && state.counts(),
            view,
            period,
            report,
            rows,
            own,
        })
    }

    /// The report that a file's record is about.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn report_of(&self, actor: &Actor, record: &RecordOf) -> Result<ReportView, Refusal> {
        let of = Proven::of(&record.id).ok_or(Refusal::NotFound("record"))?;
        let period = self.period(record.place, Some(of.year), Some(&of.term))?;
        self.agency_report(actor, record.place, &of.agency, period).await
    }

    /// For each row, how many files prove it, and how many of these came late.
    async fn proofs_of(
        &self,
        regency: RegionCode,
        period: &Period,
        agency: &str,
    ) -> Result<HashMap<String, (usize, usize)>, Refusal> {
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let begins = format!("{}/{code}/{}.{}.{agency}.", Noun::Realisation.id(), period.year, period.term.id);
        let due = self.zone(regency).end_of(period.due_on());
        let mut files: HashMap<String, (usize, usize)> = HashMap::new();
        for (subject, added_at) in queries::evidence::added(conn, &code, &begins).await? {
            let row = subject.strip_prefix(&begins).unwrap_or_default().to_owned();
            let count = files.entry(row).or_default();
            count.0 += 1;
            count.1 += usize::from(added_at > due);
        }
        Ok(files)
    }

    /// Keeps what was reached of a row.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; the report was handed in; [`Refusal::Outdated`] when
    /// someone changed it since.
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
        let typed = draft.value.trim();
        let value = fields.number("value", typed.trim_end_matches('%')).or_else(|| {
            let sum = || chosen.iter().filter_map(|one| one.reached).reduce(i64::saturating_add);
            let count = || i64::try_from(chosen.len()).ok().filter(|n| *n > 0);
            typed.is_empty().then(|| sum().or_else(count)).flatten()
        });
        if is_percent(&planned.unit) && value.is_some_and(|value| value > 100) {
            fields.fault("value", "plan-above-hundred");
        }
        let spent = fields.rupiah("spent", &draft.spent).or_else(|| {
            let sum = || chosen.iter().filter_map(|one| one.activity.spent).reduce(i64::saturating_add);
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
        let body = json!({ "agency": agency, "year": period.year, "term": period.term.id, "row": row });
        let (at, by, seen) = (self.now(), actor.name().to_owned(), draft.revision);
        self.stores
            .main
            .write(&code, move |tx| {
                let (done, by, body) = (done.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    let key = (done.year, done.term.as_str());
                    let report = queries::plan::reports(tx.read(), &done.regency, key, Some(&done.agency)).await?.pop();
                    if report.is_some_and(|report| !handed_in(&report).state.is_open()) {
                        return Err(Refusal::Invalid("report-handed-in"));
                    }
                    current(tx, &done, seen).await?;
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
        let conn = self.stores.main.read();
        let code = regency.to_string();
        let report = queries::plan::reports(conn, &code, period.key(), Some(agency)).await?.pop();
        if report.is_some_and(|report| !handed_in(&report).state.is_open()) {
            return Err(Refusal::Invalid("report-handed-in"));
        }
        let done = queries::plan::realisations(conn, &code, period.key(), Some(agency)).await?;
        let done = done.into_iter().find(|one| one.plan_row == which.id).ok_or(Refusal::NotFound("record"))?;
        let body = json!({ "agency": agency, "year": period.year, "term": period.term.id, "row": which.id });
        self.remove_revised(actor, regency, done, which.revision, Said { action: "report.clear", body }).await
    }
}
