//! What waits in the action plan: reports that an agency owes or got back, reports to look at, and agencies that are late.
//! Who speaks for an agency is told of that one only; lateness of all is for who may see it.

use super::{Kind, Task, none};
use crate::{
    Action, Actor, App, Refusal, access,
    plan::{
        board::{Board, Line},
        reports::Period,
    },
};
use domain::{
    plan::Standing,
    region::RegionCode,
    task::{Reminders, days},
};
use instrument::Text;

impl App {
    pub(super) async fn add_plan(
        &self,
        actor: &Actor,
        regency: RegionCode,
        numbers: &Reminders,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        let speaks = access::may(actor, Action::SpeakForAgency);
        let follows = access::may(actor, Action::SeeReports) && actor.covers(regency);
        if !speaks && !follows {
            return Ok(());
        }
        let all = self.all_agencies(regency).await?;
        let own = self.own_agencies(actor, &all, self.today(regency));
        if all.is_empty() || (own.is_empty() && !follows) {
            return Ok(());
        }
        let last = self.period(regency, None, None)?;
        for period in self.followed_periods(regency) {
            let is_last = period == last;
            let board = self.any_plan_board(regency, period).await?;
            let followed = board.counts.is_some_and(|counts| counts.sent + counts.returned > 0);
            // An earlier term in which nobody handed in anything was before the city began with this.
            if !is_last && !followed {
                continue;
            }
            for line in board.lines.iter().filter(|line| own.contains(&line.view.agency.id)) {
                if is_last || !line.standing.counts() {
                    tasks.push(self.own_report(regency, &board.period, line, numbers));
                }
            }
            if follows {
                self.add_followed(actor, regency, &board, numbers, tasks);
            }
        }
        Ok(())
    }

    /// The terms whose reports can be handed in and were due within a year: a debt does not end when the next term opens.
    fn followed_periods(&self, regency: RegionCode) -> Vec<Period> {
        let (rules, today) = (self.plan_rules(), self.today(regency));
        let years = [today.year() - 1, today.year()];
        let all = years.into_iter().flat_map(|year| {
            let terms = rules.actions_of(year).terms.clone();
            terms.into_iter().map(move |term| Period { year, term })
        });
        let asked = |one: &Period| one.opens_on() <= today && days(one.due_on(), today) <= 366;
        all.filter(asked).collect()
    }

    fn own_report(&self, regency: RegionCode, period: &Period, line: &Line, numbers: &Reminders) -> Task {
        let returned = line.report.as_ref().filter(|_| line.standing == Standing::Returned);
        let (kind, since, due) = match returned {
            Some(report) => {
                let since = self.day(regency, report.changed_at);
                let due = Reminders::later(since, numbers.return_within).max(period.due_on());
                (Kind::ReportReturned, since, due)
            }
            None => (Kind::Report, period.opens_on(), period.due_on()),
        };
        let name = line.view.name_on(self.today(regency));
        let called = if name.short.is_empty() { &name.name } else { &name.short };
        let title = |lang| format!("{} {}, {called}", period.term.title.get(lang), period.year);
        Task {
            kind,
            what: Text::new(title(words::Lang::Id), title(words::Lang::En)),
            place: regency,
            n: 1,
            of: 1,
            since,
            due: Some(due),
            path: report_path(regency, &line.view.agency.id, period),
            done: line.standing.counts(),
        }
    }

    /// What waits for who follows all agencies: reports to look at, and from a day on those that are late.
    fn add_followed(
        &self,
        actor: &Actor,
        regency: RegionCode,
        board: &Board,
        numbers: &Reminders,
        tasks: &mut Vec<Task>,
    ) {
        let owing = || board.lines.iter();
        let of = board.lines.len();
        let period = &board.period;
        let task = |kind, n, since, due| {
            let path = format!("/laporan/{regency}?tahun={}&semester={}", period.year, period.term.id);
            Task { kind, what: none(), place: regency, n, of, since, due: Some(due), path, done: false }
        };
        let waiting = owing().filter(|line| line.standing == Standing::Sent);
        let waiting: Vec<i64> = waiting.filter_map(|line| line.report.as_ref()).map(|one| one.changed_at).collect();
        if let Some(first) = waiting.iter().min().filter(|_| access::may(actor, Action::VerifyReports)) {
            let since = self.day(regency, *first);
            tasks.push(task(Kind::CheckReports, waiting.len(), since, Reminders::later(since, numbers.review_within)));
        }
        let checks = access::may(actor, Action::VerifyReports);
        let after = if checks { numbers.agency_to_office_after } else { numbers.agency_to_leadership_after };
        let since = Reminders::later(period.due_on(), after);
        let late = owing().filter(|line| line.standing == Standing::Late).count();
        // The inspectorate reads, and has nothing to do about it.
        if late > 0 && self.today(regency) >= since && access::may(actor, Action::FollowAgencies) {
            tasks.push(task(Kind::LateAgencies, late, since, since));
        }
    }
}

/// Where an agency's report of a term is.
#[must_use]
pub(crate) fn report_path(regency: RegionCode, agency: &str, period: &Period) -> String {
    format!("/laporan/{regency}/{agency}?tahun={}&semester={}", period.year, period.term.id)
}
