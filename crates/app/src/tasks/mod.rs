//! What waits for a person, since when, until when, and where to do it. Derived from the records, never kept: a task that
//! is done is gone by itself, and nobody has to tick it off.
//!
//! Of the programme: [`programme`]; of the action plan: [`plan`]; of the integrated team: [`team`]; of the
//! doors' desks: [`desk`]. By mail: [`remind`]; in a calendar: [`feed`]; when it is late, the one above gets a task of their own.

pub mod contact;
mod desk;
pub mod feed;
mod plan;
mod programme;
pub mod remind;
mod team;

use crate::{Action, Actor, App, Refusal, access, city::Standing, rounds::Round};
use domain::{
    region::{Level, RegionCode},
    rule::State as RuleState,
    sheet::State,
    task::Reminders,
};
use instrument::{Scope, Text};
use jiff::civil::Date;
use store::queries;

/// What kind of thing waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A sheet to fill in and send.
    Fill,
    /// A sheet that came back with a note.
    Returned,
    /// Sheets that were sent, to be looked at.
    Review,
    /// Villages whose class nobody has decided.
    Decide,
    /// A rule that a colleague has written.
    Activate,
    /// Villages below that are late.
    Late,
    /// The own village has become inactive.
    Inactive,
    /// The own village will become inactive.
    Lapsing,
    /// Villages below that have become inactive.
    InactiveVillages,
    /// Something that the village has chosen to do.
    Chosen,
    /// Something that is to follow from a visit.
    FollowUp,
    /// The report of a term that an agency owes.
    Report,
    /// An agency's report that came back with a note.
    ReportReturned,
    /// Reports of agencies that were handed in, to be looked at.
    CheckReports,
    /// Agencies whose reports are late.
    LateAgencies,
    /// What a meeting decided and an own agency owes.
    Commitment,
    /// What meetings decided and is past its day.
    OverdueCommitments,
    /// The next step of a law or agreement, or its end.
    Law,
    /// Something to do with the keys of a desk.
    Desk,
    /// Something has come through a door.
    Door,
}

impl Kind {
    /// The kind's part of message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fill => "fill",
            Self::Returned => "returned",
            Self::Review => "review",
            Self::Decide => "decide",
            Self::Activate => "activate",
            Self::Late => "late",
            Self::Inactive => "inactive",
            Self::Lapsing => "lapsing",
            Self::InactiveVillages => "inactive-villages",
            Self::Chosen => "chosen",
            Self::FollowUp => "follow-up",
            Self::Report => "report",
            Self::ReportReturned => "report-returned",
            Self::CheckReports => "check-reports",
            Self::LateAgencies => "late-agencies",
            Self::Commitment => "commitment",
            Self::OverdueCommitments => "overdue-commitments",
            Self::Law => "law",
            Self::Desk => "desk",
            Self::Door => "door",
        }
    }
}

/// Something that waits for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What kind of thing.
    pub kind: Kind,
    /// What it is called: the sheet's title, or the version's name; empty where the kind says it all.
    pub what: Text,
    /// Where.
    pub place: RegionCode,
    /// How many there are: sheets, villages.
    pub n: usize,
    /// Of how many.
    pub of: usize,
    /// Since when it waits.
    pub since: Date,
    /// Until when.
    pub due: Option<Date>,
    /// The address of the very thing.
    pub path: String,
    /// Nothing is open any more; shown faded.
    pub done: bool,
}

impl Task {
    /// Whether its day has passed.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        !self.done && self.due.is_some_and(|due| due < today)
    }
}

/// The numbers that the program brings along.
const REMINDERS: &str = include_str!("../../../../rules/reminders/default.toml");

/// When people are reminded.
///
/// # Errors
/// Never, unless the program was built with a broken file.
pub fn reminders() -> Result<Reminders, Refusal> {
    Reminders::parse(REMINDERS).map_err(|_| Refusal::NotFound("reminders"))
}

impl App {
    /// What waits for the actor, the latest first, what is done last.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tasks(&self, actor: &Actor) -> Result<Vec<Task>, Refusal> {
        let Actor::Account { scope, .. } = actor else { return Ok(vec![]) };
        let regency = scope.and_then(RegionCode::regency).or(self.installation().regency);
        let Some(regency) = regency.filter(|regency| actor.covers(*regency) || scope.is_some()) else {
            return Ok(vec![]);
        };
        let round = match self.round(regency, None).await {
            Ok(round) => Some(round),
            Err(Refusal::NotFound(_)) => None,
            Err(other) => return Err(other),
        };
        let numbers = reminders()?;
        let mut tasks = vec![];
        if let Some(round) = round.filter(|round| !round.locked) {
            self.add_sheets(actor, &round, scope.unwrap_or(regency), &numbers, &mut tasks).await?;
            self.add_reviews(actor, &round, &numbers, &mut tasks).await?;
            self.add_late(actor, &round, scope.unwrap_or(regency), &numbers, &mut tasks).await?;
        }
        self.add_rules(actor, regency, &numbers, &mut tasks).await?;
        self.add_programme(actor, regency, scope.unwrap_or(regency), &mut tasks).await?;
        self.add_plan(actor, regency, &numbers, &mut tasks).await?;
        self.add_team(actor, regency, &mut tasks).await?;
        self.add_desks(actor, regency, &mut tasks).await?;
        let far = Date::MAX;
        tasks.sort_by_key(|task| (task.done, task.due.unwrap_or(far), task.since, task.path.clone()));
        Ok(tasks)
    }

    fn day(&self, regency: RegionCode, at: i64) -> Date {
        self.zone(regency).date(at)
    }

    /// Sheets that the actor fills.
    async fn add_sheets(
        &self,
        actor: &Actor,
        round: &Round,
        scope: RegionCode,
        numbers: &Reminders,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        if !access::may(actor, Action::FillOwnSheets) {
            return Ok(());
        }
        let opened = self.day(round.regency, round.opened_at);
        for (at, sheet) in round.rule.sheets().iter().enumerate() {
            let place = if sheet.scope == Scope::City { round.regency } else { scope };
            // Who fills for others fills a village's sheet only when asked to.
            let wide = sheet.scope == Scope::Village && place.level() != Level::Village;
            let provides = actor.role().is_some_and(|role| sheet.providers.iter().any(|name| name == role.id()));
            if wide || !provides || !actor.covers(place) {
                continue;
            }
            let villages = self.village_sheets(round, at, place).await?;
            let returned: Vec<_> = villages.iter().filter(|sheet| sheet.state == State::Returned).collect();
            let open = villages.iter().filter(|sheet| sheet.state == State::Draft).count();
            let path = format!("/lembar/{}/{place}", sheet.id);
            let task = |kind, n, since, due, done| Task {
                kind,
                what: sheet.title.clone(),
                place,
                n,
                of: villages.len(),
                since,
                due: Some(due),
                path: path.clone(),
                done,
            };
            if let Some(since) = returned.iter().map(|sheet| sheet.changed_at).min() {
                let since = self.day(round.regency, since);
                let due = Reminders::later(since, numbers.return_within).max(round.due_on);
                tasks.push(task(Kind::Returned, returned.len(), since, due, false));
            }
            if open > 0 || returned.is_empty() {
                tasks.push(task(Kind::Fill, open, opened, round.due_on, open == 0));
            }
        }
        Ok(())
    }

    /// Sheets to look at, and classes to decide.
    async fn add_reviews(
        &self,
        actor: &Actor,
        round: &Round,
        numbers: &Reminders,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        let regency = round.regency;
        if access::may(actor, Action::VerifySheet) && actor.covers(regency) {
            let waiting = self.waiting(actor, regency, Some(round.year)).await?;
            if let Some(first) = waiting.first() {
                let since = self.day(regency, first.since);
                let due = Some(Reminders::later(since, numbers.review_within));
                let (n, path) = (waiting.len(), "/periksa".to_owned());
                tasks.push(Task {
                    kind: Kind::Review,
                    what: none(),
                    place: regency,
                    n,
                    of: n,
                    since,
                    due,
                    path,
                    done: false,
                });
            }
        }
        if access::may(actor, Action::DecideClass) && actor.covers(regency) {
            let board = self.any_board(regency, Some(round.year).into()).await?;
            let open = |line: &&crate::city::Line| {
                line.outdated || (matches!(line.standing, Standing::Class(_)) && !line.decided)
            };
            let n = board.lines.iter().filter(open).count();
            if n > 0 {
                let since = self.day(regency, round.opened_at);
                let path = format!("/wilayah/{regency}?tahun={}", round.year);
                let of = board.lines.len();
                let due = Some(Reminders::later(round.due_on, numbers.review_within));
                tasks.push(Task {
                    kind: Kind::Decide,
                    what: none(),
                    place: regency,
                    n,
                    of,
                    since,
                    due,
                    path,
                    done: false,
                });
            }
        }
        Ok(())
    }

    /// Villages that are late, for the district and later for the city.
    async fn add_late(
        &self,
        actor: &Actor,
        round: &Round,
        scope: RegionCode,
        numbers: &Reminders,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        if !access::may(actor, Action::SeeProgress) || !actor.covers(scope) {
            return Ok(());
        }
        let after = if scope.level() == Level::District { numbers.to_district_after } else { numbers.to_city_after };
        let since = Reminders::later(round.due_on, after);
        if self.today(round.regency) < since {
            return Ok(());
        }
        let board = self.any_board(scope, Some(round.year).into()).await?;
        let n = board.lines.iter().filter(|line| line.standing == Standing::Silent).count();
        if n > 0 {
            let (of, path) = (board.lines.len(), format!("/wilayah/{scope}?tahun={}#tabel", round.year));
            tasks.push(Task {
                kind: Kind::Late,
                what: none(),
                place: scope,
                n,
                of,
                since,
                due: Some(since),
                path,
                done: false,
            });
        }
        Ok(())
    }

    /// Rules that a colleague has written.
    async fn add_rules(
        &self,
        actor: &Actor,
        regency: RegionCode,
        numbers: &Reminders,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        if !access::may(actor, Action::ActivateRule) || !actor.covers(regency) {
            return Ok(());
        }
        for version in queries::rules::versions(self.stores.main.read(), &regency.to_string()).await? {
            if version.state != RuleState::Proposed.id() || version.changed_by == actor.name() {
                continue;
            }
            let since = self.day(regency, version.changed_at);
            tasks.push(Task {
                kind: Kind::Activate,
                what: Text::new(version.version.clone(), version.version.clone()),
                place: regency,
                n: 1,
                of: 1,
                since,
                due: Some(Reminders::later(since, numbers.activate_within)),
                path: format!("/aturan/versi/{}/{}", version.id, version.version),
                done: false,
            });
        }
        Ok(())
    }
}

fn none() -> Text {
    Text::new(String::new(), String::new())
}
