//! All villages of a city or district in the programme, and the answers to "how many are there?", each with its own number.

use super::facts::VillageFacts;
use crate::{Action, Actor, App, Moment, Refusal, allow};
use domain::{
    programme::{Place, ReachedBy, Standing, stand},
    region::{Level, RegionCode},
};
use jiff::civil::{Date, date};

/// Who paid for a village's formation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Funding {
    /// BNN's own budget.
    Dipa,
    /// Someone else.
    NonDipa,
    /// Nobody has said.
    Unknown,
}

impl Funding {
    /// The name in records and message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dipa => "dipa",
            Self::NonDipa => "non_dipa",
            Self::Unknown => "",
        }
    }

    pub(crate) fn of(text: &str) -> Self {
        match text {
            "dipa" => Self::Dipa,
            "non_dipa" => Self::NonDipa,
            _ => Self::Unknown,
        }
    }
}

/// One village of the register.
#[derive(Debug, Clone)]
pub struct Line {
    /// The village.
    pub village: RegionCode,
    /// Where it stands.
    pub standing: Standing,
    /// Who paid for its formation.
    pub funding: Funding,
    /// The programmes that it, or an institution in it, takes part in.
    pub programmes: Vec<String>,
    /// Activities of the year up to the day.
    pub activities: usize,
}

/// The register of a city or district on a day.
#[derive(Debug, Clone)]
pub struct Register {
    /// The city or district.
    pub place: RegionCode,
    /// The day.
    pub on: Date,
    /// All villages, by code.
    pub lines: Vec<Line>,
    /// The year of the first launch in the city; `None` where there was none.
    pub began: Option<i16>,
    /// How many of the city are to be launched by the end of the year, where a target says so.
    pub wanted: Option<i64>,
}

/// The villages that were declared, in parts that sum up, and what else is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// All villages.
    pub villages: usize,
    /// How many have reached each milestone, in the ladder's order, taken part or not.
    pub reached: Vec<usize>,
    /// Launched and not withdrawn: the sum of the next three, and of the three after.
    pub declared: usize,
    /// Of these: activities unbroken for long enough, or self-reliant.
    pub active: usize,
    /// Of these: not inactive, but not long enough either.
    pub under: usize,
    /// Of these: nothing for too long.
    pub inactive: usize,
    /// Of these: paid by BNN.
    pub dipa: usize,
    /// Of these: paid by others.
    pub non_dipa: usize,
    /// Of these: nobody has said who paid.
    pub funding_unknown: usize,
    /// Something was held within the limit, declared or not.
    pub running: usize,
    /// Taken out of the programme.
    pub withdrawn: usize,
}

impl Line {
    /// Whether it was launched and is still in the programme.
    #[must_use]
    pub fn is_declared(&self, launch: usize) -> bool {
        self.standing.has(Some(launch)) && !matches!(self.standing.place, Place::Withdrawn { .. })
    }
}

impl App {
    /// The rules of the programme.
    #[must_use]
    pub fn programme_rules(&self) -> std::sync::Arc<super::Rules> {
        self.programme.clone()
    }

    /// The day that a question about the programme means: the one asked for, the end of the year asked for, or today.
    pub(crate) fn programme_day(&self, place: RegionCode, moment: Moment) -> Date {
        let today = self.today(place);
        let year_end = |year: i64| date(i16::try_from(year).unwrap_or(9999).clamp(1, 9999), 12, 31);
        moment.on.or(moment.year.map(year_end)).unwrap_or(today).min(today)
    }

    /// The register of a city or district.
    ///
    /// # Errors
    /// When the actor may not see it.
    pub async fn register(
        &self,
        actor: &Actor,
        place: RegionCode,
        moment: impl Into<Moment>,
    ) -> Result<Register, Refusal> {
        allow(actor, Action::SeeRegister, place)?;
        let mut register = self.any_register(place, moment.into()).await?;
        if place.level() == Level::Regency {
            register.wanted = self.wanted_now(place, register.on.year()).await?;
        }
        Ok(register)
    }

    pub(crate) async fn any_register(&self, place: RegionCode, moment: Moment) -> Result<Register, Refusal> {
        let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
        let facts = self.facts(regency, moment).await?;
        let (rules, on) = (self.programme_rules(), self.programme_day(regency, moment));
        let none = VillageFacts::default();
        let places = self.places();
        let villages = places.villages_on(place, on).map(|region| region.code);
        let lines = villages.map(|village| line(&rules, village, facts.get(&village).unwrap_or(&none), on)).collect();
        let launch = rules.ladder.launch();
        let launches = facts.values().flat_map(|facts| &facts.marks).filter(|mark| mark.kind == launch);
        let began = launches.map(|mark| mark.from.year()).min();
        Ok(Register { place, on, lines, began, wanted: None })
    }
}

fn line(rules: &super::Rules, village: RegionCode, facts: &VillageFacts, on: Date) -> Line {
    let standing = stand(&rules.ladder, &facts.marks, &facts.days, on);
    let there = || facts.programmes.iter().filter(|takes| takes.from <= on && takes.until.is_none_or(|end| end > on));
    let mut programmes: Vec<String> = there().map(|takes| takes.programme.clone()).collect();
    programmes.sort();
    programmes.dedup();
    let own = facts.programmes.iter().filter(|takes| takes.whole && takes.programme == rules.ladder.id);
    let funding = own.map(|takes| Funding::of(&takes.funding)).next_back().unwrap_or(Funding::Unknown);
    let until = |last: Date| facts.all_days.partition_point(|day| *day <= last);
    let activities = until(on) - until(date(on.year() - 1, 12, 31));
    Line { village, standing, funding, programmes, activities }
}

impl Register {
    /// The numbers.
    #[must_use]
    pub fn counts(&self, rules: &super::Rules) -> Counts {
        let ladder = &rules.ladder;
        let mut counts =
            Counts { villages: self.lines.len(), reached: vec![0; ladder.milestones.len()], ..Counts::default() };
        let (running, unbroken) = (ladder.reached_by(ReachedBy::Running), ladder.reached_by(ReachedBy::Unbroken));
        for line in &self.lines {
            for (count, state) in counts.reached.iter_mut().zip(&line.standing.milestones) {
                *count += usize::from(state.is_reached());
            }
            counts.running += usize::from(line.standing.has(running));
            counts.withdrawn += usize::from(matches!(line.standing.place, Place::Withdrawn { .. }));
            if !line.is_declared(ladder.launch()) {
                continue;
            }
            counts.declared += 1;
            match line.standing.place {
                Place::Inactive { .. } => counts.inactive += 1,
                _ if line.standing.has(unbroken) => counts.active += 1,
                _ => counts.under += 1,
            }
            match line.funding {
                Funding::Dipa => counts.dipa += 1,
                Funding::NonDipa => counts.non_dipa += 1,
                Funding::Unknown => counts.funding_unknown += 1,
            }
        }
        counts
    }
}
