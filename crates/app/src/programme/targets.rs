//! What is to be reached by when, against what was reached: the document's words, every way to read them, the gap, and the
//! villages that come nearest.

use super::{Fields, Said, Which, doubt, register::Register};
use crate::{
    Action, Actor, App, Moment, Refusal, allow,
    refusal::{Fault, settle},
};
use domain::{
    programme::{
        Need, When,
        target::{Reading, ReadingError},
    },
    region::RegionCode,
};
use jiff::civil::{Date, date};
use serde_json::json;
use std::cmp::Reverse;
use store::{nouns::Target, queries, queries::activities::Filter};

/// The most readings of one document.
pub const MOST_READINGS: usize = 3;
/// How many of the nearest villages are named at most.
const MOST_NEAREST: usize = 12;

/// What a target counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Villages that have a milestone.
    Villages(String),
    /// What villages have counted at a milestone: families, activists.
    Sum(String),
    /// Activities of the year.
    Activities,
}

impl Output {
    /// The name in records.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Villages(kind) => format!("villages/{kind}"),
            Self::Sum(kind) => format!("sum/{kind}"),
            Self::Activities => "activities".to_owned(),
        }
    }

    /// What a name means.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        match id.split_once('/') {
            Some(("villages", kind)) => Some(Self::Villages(kind.to_owned())),
            Some(("sum", kind)) => Some(Self::Sum(kind.to_owned())),
            None if id == "activities" => Some(Self::Activities),
            _ => None,
        }
    }
}

/// A target as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TargetDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// What is counted, by its name.
    pub output: String,
    /// What it is called.
    pub title: String,
    /// Who set it.
    pub set_by: String,
    /// Number or name of the document.
    pub document: String,
    /// Its day, month or year.
    pub dated: String,
    /// Its own words.
    pub words: String,
    /// What was there before the first year.
    pub base: String,
    /// The ways to read it, a line a year.
    pub readings: Vec<String>,
    /// Which of them holds, from 1.
    pub adopted: String,
    /// Why that one, or anything else.
    pub note: String,
    /// Doubts that were answered.
    pub sure: Vec<String>,
}

/// A target with what was reached.
#[derive(Debug, Clone)]
pub struct TargetView {
    /// The target.
    pub target: Target,
    /// What it counts.
    pub output: Output,
    /// The ways to read it.
    pub readings: Vec<Reading>,
    /// Which of them holds, from 0; the only one where there is only one.
    pub adopted: Option<usize>,
    /// What was there at the end of each year, up to today.
    pub actual: Vec<(i16, i64)>,
    /// This year.
    pub year: i16,
    /// Villages that do not have the milestone yet and come nearest, with how many steps and elements they have.
    pub nearest: Vec<(RegionCode, usize)>,
}

impl TargetView {
    /// What a reading wants by the end of a year: the last number not after it.
    #[must_use]
    pub fn wanted(&self, reading: usize, year: i16) -> Option<i64> {
        let curve = self.readings.get(reading)?.curve(self.target.base);
        curve.iter().rev().find(|(at, _)| *at <= year).map(|(_, n)| *n)
    }

    /// What is there by the end of a year, or now.
    #[must_use]
    pub fn reached(&self, year: i16) -> Option<i64> {
        self.actual.iter().find(|(at, _)| *at == year).map(|(_, n)| *n)
    }
}

impl App {
    /// What may be counted: every milestone that villages reach, what they count at some, and activities.
    #[must_use]
    pub fn outputs(&self) -> Vec<Output> {
        let rules = self.programme_rules();
        let kinds = || rules.ladder.milestones.iter().filter(|kind| !kind.withdraws);
        let villages = kinds().filter(|kind| kind.step).map(|kind| Output::Villages(kind.id.clone()));
        let sums = kinds().filter(|kind| kind.needs.contains(&Need::Count)).map(|kind| Output::Sum(kind.id.clone()));
        villages.chain(sums).chain([Output::Activities]).collect()
    }

    /// The targets of a city with what was reached, the latest first.
    ///
    /// # Errors
    /// When the actor may not see the register.
    pub async fn targets(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<TargetView>, Refusal> {
        allow(actor, Action::SeeRegister, regency)?;
        let mut views = vec![];
        for target in queries::programme::targets(self.stores.main.read(), &regency.to_string()).await? {
            views.extend(self.target_view(regency, target).await?);
        }
        views.reverse();
        Ok(views)
    }

    /// The target for launched villages that holds this year, and how many it wants.
    pub(crate) async fn wanted_now(&self, regency: RegionCode, year: i16) -> Result<Option<i64>, Refusal> {
        let launch = {
            let rules = self.programme_rules();
            Output::Villages(rules.ladder.milestones[rules.ladder.launch()].id.clone()).id()
        };
        let mut wanted = None;
        for target in queries::programme::targets(self.stores.main.read(), &regency.to_string()).await? {
            if target.output == launch
                && let Some(view) = self.plain_view(regency, target)
                && let Some(adopted) = view.adopted
            {
                wanted = view.wanted(adopted, year).or(wanted);
            }
        }
        Ok(wanted)
    }

    /// A target without what was reached.
    fn plain_view(&self, regency: RegionCode, target: Target) -> Option<TargetView> {
        let readings: Vec<Reading> = serde_json::from_str(&target.readings).unwrap_or_default();
        let chosen = usize::try_from(target.adopted).ok().filter(|at| (1..=readings.len()).contains(at));
        let adopted = chosen.map(|at| at - 1).or((readings.len() == 1).then_some(0));
        let output = Output::of(&target.output)?;
        let year = self.today(regency).year();
        Some(TargetView { target, output, readings, adopted, actual: vec![], year, nearest: vec![] })
    }

    async fn target_view(&self, regency: RegionCode, target: Target) -> Result<Option<TargetView>, Refusal> {
        let Some(mut view) = self.plain_view(regency, target) else { return Ok(None) };
        let today = self.today(regency);
        let first = view.readings.iter().filter_map(|reading| reading.steps.first()).map(|step| step.year).min();
        for year in first.unwrap_or(today.year()).min(today.year())..=today.year() {
            let on = date(year, 12, 31).min(today);
            let register = self.any_register(regency, Moment { on: Some(on), ..Moment::default() }).await?;
            view.actual.push((year, self.count_output(regency, &view.output, &register, on).await?));
            if year == today.year() {
                view.nearest = self.nearest(&view.output, &register);
            }
        }
        Ok(Some(view))
    }

    async fn count_output(
        &self,
        regency: RegionCode,
        output: &Output,
        register: &Register,
        on: Date,
    ) -> Result<i64, Refusal> {
        let rules = self.programme_rules();
        let has = |kind: &str, line: &super::register::Line| {
            let at = rules.ladder.kind(kind).map(|(at, _)| at);
            let out = matches!(line.standing.place, domain::programme::Place::Withdrawn { .. });
            line.standing.has(at) && !out
        };
        let conn = self.stores.main.read();
        Ok(match output {
            Output::Villages(kind) => register.lines.iter().filter(|line| has(kind, line)).count() as i64,
            Output::Sum(kind) => {
                let rows = queries::programme::milestones(conn, &regency.to_string(), "").await?;
                let there = |row: &&store::nouns::Milestone| {
                    let known = row.village.parse().ok();
                    let line = register.lines.iter().find(|line| Some(line.village) == known);
                    row.kind == *kind
                        && !row.ended_on.parse().is_ok_and(|when: When| when.latest() <= on)
                        && line.is_some_and(|line| has(kind, line))
                        && row.happened_on.parse().is_ok_and(|when: When| when.earliest() <= on)
                };
                rows.iter().filter(there).filter_map(|row| row.quantity).sum()
            }
            Output::Activities => {
                let year = Some(i64::from(on.year()));
                let filter = Filter { part: regency.to_string(), year, ..Filter::default() };
                queries::activities::by_kind(conn, &regency.to_string(), &filter).await?.iter().map(|(_, n)| n).sum()
            }
        })
    }

    /// Villages without the milestone, those with most steps and elements first; only where villages are counted, and only
    /// those that have anything.
    fn nearest(&self, output: &Output, register: &Register) -> Vec<(RegionCode, usize)> {
        let rules = self.programme_rules();
        let Output::Villages(kind) = output else { return vec![] };
        let at = rules.ladder.kind(kind).map(|(at, _)| at);
        let mut near: Vec<(RegionCode, usize)> = register
            .lines
            .iter()
            .filter(|line| !line.standing.has(at))
            .map(|line| (line.village, line.standing.milestones.iter().filter(|state| state.is_reached()).count()))
            .filter(|(_, there)| *there > 1)
            .collect();
        near.sort_by_key(|(village, there)| (Reverse(*there), *village));
        near.truncate(MOST_NEAREST);
        near
    }

    /// Keeps a target; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Doubts`] when a later year wants less.
    pub async fn keep_target(&self, actor: &Actor, regency: RegionCode, draft: TargetDraft) -> Result<String, Refusal> {
        allow(actor, Action::SetTargets, regency)?;
        let mut fields = Fields::default();
        if !self.outputs().iter().any(|output| output.id() == draft.output) {
            fields.fault("output", "form-not-chosen");
        }
        let title = fields.line("title", &draft.title);
        let set_by = fields.needed("set_by", &draft.set_by, "target-set-by-missing");
        let document = fields.line("document", &draft.document);
        let dated = fields.when("dated", &draft.dated, self.today(regency));
        let (words, note) = (fields.text("words", &draft.words), fields.text("note", &draft.note));
        let base = fields.number("base", &draft.base).unwrap_or_default();
        let mut readings = vec![];
        for (at, typed) in draft.readings.iter().enumerate().filter(|(_, typed)| !typed.trim().is_empty()) {
            let field = ["reading_1", "reading_2", "reading_3"].get(at).copied().unwrap_or("reading_3");
            match Reading::parse(typed) {
                Ok(reading) => readings.push(reading),
                Err(ReadingError::Line(line)) => {
                    let values = vec![("line", crate::plain(&line))];
                    fields.0.push(Fault { field, key: "target-line-unreadable", values });
                }
                Err(ReadingError::Twice(year)) => {
                    fields.0.push(Fault { field, key: "target-year-twice", values: vec![("year", year.to_string())] });
                }
            }
        }
        if readings.is_empty() && fields.0.is_empty() {
            fields.fault("reading_1", "target-no-reading");
        }
        let adopted = draft.adopted.trim().parse::<usize>().ok().filter(|at| (1..=readings.len()).contains(at));
        fields.done()?;
        let falls = readings.iter().filter_map(|reading| reading.falls(base)).map(|(year, from, to)| {
            doubt("target-falls", vec![("year", year.to_string()), ("from", from.to_string()), ("to", to.to_string())])
        });
        settle(falls.collect(), &draft.sure)?;
        let row = Target {
            regency: regency.to_string(),
            id: if draft.which.id.is_empty() { self.new_id() } else { draft.which.id },
            output: draft.output,
            title,
            set_by,
            document,
            dated: dated.map(|when| when.to_string()).unwrap_or_default(),
            words,
            base,
            readings: serde_json::to_string(&readings).unwrap_or_default(),
            adopted: adopted.unwrap_or_default() as i64,
            note,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let id = row.id.clone();
        let body =
            json!({ "target": row.output, "set_by": row.set_by, "readings": readings.len(), "adopted": row.adopted });
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "target.keep", body }).await?;
        Ok(id)
    }

    /// Removes a target that was entered by mistake; the ledger keeps that it was.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn remove_target(&self, actor: &Actor, regency: RegionCode, which: &Which) -> Result<(), Refusal> {
        allow(actor, Action::SetTargets, regency)?;
        let all = queries::programme::targets(self.stores.main.read(), &regency.to_string()).await?;
        let row = all.into_iter().find(|row| row.id == which.id).ok_or(Refusal::NotFound("target"))?;
        let body = json!({ "target": row.output, "set_by": row.set_by });
        self.remove_revised(actor, regency, row, which.revision, Said { action: "target.remove", body }).await
    }
}
