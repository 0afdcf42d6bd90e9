//! The board of a term: which agencies have handed in, which are late, and what all of them reached together. Every number
//! opens to the rows that it was made of.
//!
//! The denominator is the agencies that owe reports and exist on the term's last day. What a unit reached counts with the
//! agency above it that owes reports, what a merged agency reached with its successor.

use super::{
    agencies::{AgencyView, actor_place},
    offered::{counted, measure_of, reached},
    planned::targets,
    reports::{Period, given_up, handed_in},
};
use crate::{Action, Actor, App, Refusal, access, allow};
use domain::{
    plan::{ActionList, Counts, Standing},
    region::RegionCode,
};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};
use store::{
    nouns::{PlanRow, Realisation, Report},
    queries,
};

/// Boards that were worked out last, each with the last entry of the chain and the day that it rests on.
pub(crate) type Remembered = Mutex<HashMap<(RegionCode, i16, String), ((u64, Date), Arc<Board>)>>;

/// How many are remembered.
const MOST_REMEMBERED: usize = 64;

/// Where everybody stands in a term.
#[derive(Debug, Clone)]
pub struct Board {
    /// The term.
    pub period: Period,
    /// The agencies that the actor may see here, in the order of the list: those that owe a report, and of the actor's own
    /// also units that owe none.
    pub lines: Vec<Line>,
    /// All others that exist, where the whole regency is seen.
    pub(crate) units: Vec<Line>,
    /// The actions of the year: the national ones, then the regency's own.
    pub list: ActionList,
    /// How many stand where; `None` where the actor sees only the own agencies.
    pub counts: Option<Counts>,
    /// What was reached under each action, in the order of the list; empty where the actor sees only the own agencies.
    pub actions: Vec<ActionCount>,
    /// The rows that the numbers are made of: those of reports that were handed in.
    pub reached: Vec<Reached>,
    /// Where the actor sees only the own agencies' work: their ids, and of all others who owe a report where they stand, if
    /// the team has decided to show it.
    pub own: Option<HashSet<String>>,
}

/// An agency with its report.
#[derive(Debug, Clone)]
pub struct Line {
    /// The agency.
    pub view: AgencyView,
    /// Whether it owes a report of its own.
    pub owes: bool,
    /// Where it stands.
    pub standing: Standing,
    /// Its report; `None` where it never handed in.
    pub report: Option<Report>,
    /// Whether it was handed in after the day on which it was due.
    pub sent_late: bool,
    /// The actions under which it or its units reached something; `None` where the actor may not know.
    pub done: Option<BTreeSet<String>>,
    /// Whole rupiah spent in the term; nothing where nobody has said.
    pub spent: Option<i64>,
    /// Whole rupiah planned for the year.
    pub budget: Option<i64>,
}

/// What was reached under an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionCount {
    /// The action, by the list's id.
    pub action: String,
    /// How many agencies that owe a report reached something.
    pub done: usize,
    /// How many rows of plans have a target for the term, and how many of these reached it.
    pub planned: usize,
    /// See `planned`.
    pub met: usize,
    /// For each unit what was reached and what was planned.
    pub totals: BTreeMap<String, Total>,
    /// Whole rupiah spent; nothing where nobody has said.
    pub spent: Option<i64>,
}

/// A sum with what was planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Of reports that were handed in.
    pub reached: i64,
    /// Of all plans; nothing where none was set.
    pub target: Option<i64>,
}

/// A row of a report that was handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// Whose report it is: the place among the lines of the agency that it counts with, and the agency's own id.
    pub line: usize,
    /// The agency that reported it.
    pub agency: String,
    /// The row of the plan.
    pub row: PlanRow,
    /// In the row's unit; nothing where nobody has said.
    pub value: Option<i64>,
    /// So many of these were counted with an earlier row already, because both count the same activity.
    pub shared: i64,
    /// Whole rupiah.
    pub spent: Option<i64>,
}

pub(super) fn add(sum: &mut Option<i64>, more: Option<i64>) {
    if let Some(more) = more {
        *sum = Some(sum.unwrap_or_default().saturating_add(more));
    }
}

/// Whether an agency owes a report of a term.
pub(super) fn owes(view: &AgencyView, period: &Period) -> bool {
    view.agency.reports == 1 && view.exists_on(period.last_day())
}

/// The agency that another's work counts with: itself where it owes a report; else its successor where it has ended, else
/// the agency above.
fn counts_with<'a>(by_id: &HashMap<&'a str, &'a AgencyView>, id: &str, period: &Period) -> Option<&'a str> {
    let mut here = *by_id.get(id)?;
    for _ in 0..by_id.len() {
        if owes(here, period) {
            return Some(&here.agency.id);
        }
        let ended = here.agency.until.parse::<Date>().is_ok_and(|until| until < period.last_day());
        let next =
            if ended && !here.agency.successor.is_empty() { &here.agency.successor } else { &here.agency.parent };
        here = by_id.get(next.as_str())?;
    }
    None
}

impl App {
    /// The board of a term: of the whole regency, or of the agencies that the actor speaks for.
    ///
    /// # Errors
    /// When the actor has no part in the plan there.
    pub async fn plan_board(&self, actor: &Actor, regency: RegionCode, period: Period) -> Result<Arc<Board>, Refusal> {
        if access::may(actor, Action::SeeReports) && actor.covers(regency) {
            return self.any_plan_board(regency, period).await;
        }
        allow(actor, Action::SpeakForAgency, actor_place(actor, regency))?;
        let all = self.all_agencies(regency).await?;
        let own = self.own_agencies(actor, &all, self.today(regency));
        let whole = self.any_plan_board(regency, period).await?;
        // To be shown who is late, one has to be one of them.
        let shown = !own.is_empty() && self.lateness_is_shown(regency).await?;
        let seen = whole.lines.iter().filter(|line| shown || own.contains(&line.view.agency.id));
        let units = whole.units.iter().filter(|line| own.contains(&line.view.agency.id));
        let mut lines: Vec<Line> = seen.chain(units).cloned().collect();
        for line in lines.iter_mut().filter(|line| !own.contains(&line.view.agency.id)) {
            line.report = None;
            line.done = None;
            (line.spent, line.budget) = (None, None);
            line.view.liaisons = vec![];
        }
        Ok(Arc::new(Board {
            period: whole.period.clone(),
            list: whole.list.clone(),
            lines,
            units: vec![],
            counts: whole.counts.filter(|_| shown),
            actions: vec![],
            reached: vec![],
            own: Some(own),
        }))
    }

    /// The board of a regency, whoever asks; worked out once and remembered until the regency's ledger grows or the day ends.
    pub(crate) async fn any_plan_board(&self, regency: RegionCode, period: Period) -> Result<Arc<Board>, Refusal> {
        let last = (self.stores.main.last_entry(&regency.to_string()).await?, self.today(regency));
        let key = (regency, period.year, period.term.id.clone());
        let known = {
            let remembered = self.plan_boards.lock().unwrap_or_else(PoisonError::into_inner);
            remembered.get(&key).filter(|(then, _)| *then == last).map(|(_, board)| board.clone())
        };
        if let Some(board) = known {
            return Ok(board);
        }
        let all = self.all_agencies(regency).await?;
        let board = Arc::new(self.count_plan_board(regency, period, all).await?);
        let mut remembered = self.plan_boards.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(key, (last, board.clone()));
        Ok(board)
    }

    /// The activities that more than one realisation counts, with how many they reached. One that was held together is told
    /// in full by each agency, and is in the city's sum once.
    async fn joint(
        &self,
        regency: RegionCode,
        period: &Period,
        done: &[Realisation],
    ) -> Result<HashMap<String, i64>, Refusal> {
        let mut seen = HashSet::new();
        let twice: HashSet<String> = done.iter().flat_map(counted).filter(|id| !seen.insert(id.clone())).collect();
        if twice.is_empty() {
            return Ok(HashMap::new());
        }
        let days = (period.term.first_day(period.year).to_string(), period.last_day().to_string());
        let rules = self.programme_rules();
        let all =
            queries::activities::between(self.stores.main.read(), &regency.to_string(), (&days.0, &days.1)).await?;
        let joint = all.into_iter().filter_map(|one| {
            let id = format!("{}/{}", one.place, one.id);
            twice.contains(&id).then(|| (id, reached(measure_of(&rules, &one), &one).unwrap_or_default()))
        });
        Ok(joint.collect())
    }

    async fn count_plan_board(
        &self,
        regency: RegionCode,
        period: Period,
        all: Vec<AgencyView>,
    ) -> Result<Board, Refusal> {
        let (conn, code, today) = (self.stores.main.read(), regency.to_string(), self.today(regency));
        let year = i64::from(period.year);
        let plan = queries::plan::all_rows(conn, &code, year).await?;
        let withdrawn = queries::plan::withdrawals(conn, &code, year, None).await?;
        let reports = queries::plan::reports(conn, &code, period.key(), None).await?;
        let mut reports: HashMap<String, Report> = reports.into_iter().map(|one| (one.agency.clone(), one)).collect();
        let done = queries::plan::realisations(conn, &code, period.key(), None).await?;
        let by_id: HashMap<&str, &AgencyView> = all.iter().map(|view| (view.agency.id.as_str(), view)).collect();
        let with: HashMap<String, String> = by_id
            .keys()
            .filter_map(|id| Some(((*id).to_owned(), counts_with(&by_id, id, &period)?.to_owned())))
            .collect();
        let counting: BTreeSet<String> =
            reports.values().filter(|one| handed_in(one).state.counts()).map(|one| one.agency.clone()).collect();
        let mut lines: Vec<Line> = vec![];
        let (mut debtors, mut others): (Vec<_>, Vec<_>) = all.into_iter().partition(|view| owes(view, &period));
        others.retain(|view| view.exists_on(today));
        let owing = debtors.len();
        for view in debtors.drain(..).chain(others) {
            let report = reports.remove(&view.agency.id);
            let handed = report.as_ref().map(handed_in);
            lines.push(Line {
                owes: lines.len() < owing,
                standing: Standing::on(today, &period.term, period.year, handed.as_ref()),
                sent_late: handed.and_then(|handed| handed.on).is_some_and(|on| on > period.due_on()),
                done: Some(BTreeSet::new()),
                spent: None,
                budget: None,
                report,
                view,
            });
        }
        let at: HashMap<String, usize> =
            lines[..owing].iter().enumerate().map(|(at, line)| (line.view.agency.id.clone(), at)).collect();
        let line_of = |agency: &str| with.get(agency).and_then(|id| at.get(id)).copied();
        let list = self.plan_list(regency, period.year).await?;
        let mut actions: Vec<ActionCount> = list
            .actions
            .iter()
            .map(|action| ActionCount { action: action.id.clone(), ..ActionCount::default() })
            .collect();
        let place: HashMap<&str, usize> =
            list.actions.iter().enumerate().map(|(at, action)| (action.id.as_str(), at)).collect();
        // What was given up in a term that was still running is not expected of it.
        let given_up: BTreeSet<&str> =
            withdrawn.iter().filter(|one| given_up(one, &period)).map(|one| one.id.as_str()).collect();
        let mut rows: HashMap<(String, String), PlanRow> = HashMap::new();
        for row in plan {
            let Some(line) = line_of(&row.agency) else { continue };
            if !given_up.contains(row.id.as_str()) {
                add(&mut lines[line].budget, row.budget);
                if let (Some(target), Some(at)) = (targets(&row).get(&period.term.id), place.get(row.action.as_str())) {
                    let total = actions[*at].totals.entry(row.unit.clone()).or_default();
                    add(&mut total.target, Some(*target));
                    actions[*at].planned += 1;
                }
            }
            rows.insert((row.agency.clone(), row.id.clone()), row);
        }
        let joint = self.joint(regency, &period, &done).await?;
        let mut once: HashSet<(String, String, String)> = HashSet::new();
        let mut reached = vec![];
        for one in done.into_iter().filter(|one| counting.contains(&one.agency)) {
            let Some(row) = rows.remove(&(one.agency.clone(), one.plan_row.clone())) else { continue };
            let (Some(line), Some(at)) = (line_of(&one.agency), place.get(row.action.as_str())) else { continue };
            add(&mut lines[line].spent, one.spent);
            add(&mut actions[*at].spent, one.spent);
            let mut shared = 0;
            if let Some(value) = one.value {
                let before = counted(&one).into_iter().filter(|id| joint.contains_key(id));
                let twice = before.filter(|id| !once.insert((row.action.clone(), row.unit.clone(), id.clone())));
                shared = twice.map(|id| joint[&id]).fold(0, i64::saturating_add).min(value);
                let total = actions[*at].totals.entry(row.unit.clone()).or_default();
                total.reached = total.reached.saturating_add(value - shared);
            }
            let target = targets(&row).get(&period.term.id).copied();
            if !given_up.contains(row.id.as_str())
                && target.zip(one.value).is_some_and(|(target, value)| value >= target)
            {
                actions[*at].met += 1;
            }
            let begun = one.value.is_some_and(|value| value > 0);
            if begun && lines[line].done.get_or_insert_default().insert(row.action.clone()) {
                actions[*at].done += 1;
            }
            reached.push(Reached { line, agency: one.agency, value: one.value, shared, spent: one.spent, row });
        }
        let nil = |line: &Line| line.report.as_ref().is_some_and(|report| report.nil == 1);
        let counts = Counts::of(lines[..owing].iter().map(|line| (line.standing, nil(line))));
        let units = lines.split_off(owing);
        Ok(Board { period, list, lines, units, counts: Some(counts), actions, reached, own: None })
    }
}
