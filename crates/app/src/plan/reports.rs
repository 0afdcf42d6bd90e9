//! What an agency reports of a term: what was reached of each row of its plan, what it cost, what stood in the way. What was
//! logged elsewhere as an activity is offered, and need not be typed again.
//!
//! Handing in, accepting and returning is [`super::handing_in`]; who stands where is [`super::board`].

use super::{agencies::AgencyView, planned::targets};
use crate::{
    Action, Actor, App, Refusal, access,
    evidence::{Noun, RecordOf},
};
use domain::{
    plan::{ActionList, HandedIn, Standing, Term},
    region::RegionCode,
    sheet::State,
};
use jiff::civil::Date;
use std::collections::HashMap;
use store::{
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
        let of = Self { year: year.parse().ok()?, term: own(term), agency: own(agency), row: own(row) };
        // One name for one thing: `02026` is not the year 2026, and no term is not the last.
        (of.year.to_string() == *year && parts.iter().all(|part| !part.is_empty())).then_some(of)
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
    /// The actions of the year.
    pub list: ActionList,
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

impl RowReport {
    /// Whether something has to be said of it: it was planned for this term, and not given up before the term ended.
    #[must_use]
    pub fn is_expected(&self, period: &Period) -> bool {
        self.target.is_some() && !self.withdrawn.as_ref().is_some_and(|gone| given_up(gone, period))
    }
}

/// Whether a row was given up while the term was still running: it is not expected then.
pub(super) fn given_up(gone: &PlanWithdrawal, period: &Period) -> bool {
    gone.since.parse::<Date>().is_ok_and(|since| since <= period.last_day())
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
            list: plan.list,
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
}
