//! What everyone may know: villages at the public steps of the ladder, year by year; activities by kind; when each was
//! launched.
//!
//! **Nothing here reads answers, scores, classes, decisions, rules of the mapping, or what villages chose to do about their
//! indicators**, and no order or size follows from them; so no class can be derived (a test in `web` compares the pages and
//! files of two cities that differ in their classes alone). A village that is inactive shows the step it was launched with.

use super::{
    Rules,
    facts::{Facts, VillageFacts},
};
use crate::{App, Moment, Refusal};
use documents::outgoing::{self, Cell, Page};
use domain::{
    programme::{Place, Standing, is_declared, stand},
    region::{Level, RegionCode},
};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// A village as the public sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicVillage {
    /// The village.
    pub village: RegionCode,
    /// The highest public step that it has reached: position in the ladder.
    pub step: usize,
    /// When it was launched.
    pub launched: Date,
    /// Activities of the year up to the day.
    pub activities: usize,
}

/// A city as the public sees it.
#[derive(Debug, Clone)]
pub struct PublicCity {
    /// The city.
    pub place: RegionCode,
    /// The day.
    pub on: Date,
    /// All villages that there are.
    pub all: usize,
    /// Those at a public step, by code.
    pub villages: Vec<PublicVillage>,
    /// How many were at a public step at the end of each year since the first.
    pub by_year: Vec<(i16, i64)>,
    /// Activities of the year by kind, by the catalogue's id.
    pub activities: Vec<(String, i64)>,
}

/// A village's own public page.
#[derive(Debug, Clone)]
pub struct PublicProfile {
    /// The village.
    pub village: RegionCode,
    /// The day.
    pub on: Date,
    /// Its public steps that are reached, lowest first, with when.
    pub steps: Vec<(usize, Date)>,
    /// Programmes that the village itself takes part in, by the catalogue's id.
    pub programmes: Vec<String>,
    /// Activities by year, the latest first: by kind.
    pub activities: Vec<(i16, Vec<(String, i64)>)>,
    /// Its last activity.
    pub last: Option<Date>,
}

/// How many years of activities a profile shows.
const YEARS: i16 = 3;

impl App {
    /// A city as the public sees it, at the end of a year or now.
    ///
    /// # Errors
    /// When it is no city that there is.
    pub async fn public_city(&self, place: RegionCode, year: Option<i64>) -> Result<PublicCity, Refusal> {
        if place.level() != Level::Regency || self.places().get(place).is_none() {
            return Err(Refusal::NotFound("region"));
        }
        let facts = self.facts(place, Moment::default()).await?;
        let (rules, on) = (self.programme_rules(), self.programme_day(place, Moment::from(year)));
        let places = self.places();
        let villages: Vec<RegionCode> = places.villages_on(place, on).map(|region| region.code).collect();
        let shown = |village: &RegionCode| public_village(&rules, *village, facts.get(village)?, on);
        let first = facts.values().flat_map(|facts| &facts.marks).filter(|mark| mark.kind == rules.ladder.launch());
        let first = first.map(|mark| mark.from.year()).min().unwrap_or(on.year());
        let today = self.today(place);
        let launched = |year: i16| {
            let end = date(year.clamp(1, 9999), 12, 31).min(today);
            let there = facts.values().filter(|facts| is_declared(&rules.ladder, &facts.marks, end));
            (year, there.count() as i64)
        };
        Ok(PublicCity {
            place,
            on,
            all: villages.len(),
            villages: villages.iter().filter_map(shown).collect(),
            by_year: (first..=today.year()).map(launched).collect(),
            activities: kinds(&facts, place, on.year()),
        })
    }

    /// The villages at a public step as an open file (CSV).
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn public_table(&self, city: &PublicCity) -> Result<Vec<u8>, Refusal> {
        let rules = self.programme_rules();
        let text = |text: String| Cell::Text(text);
        let row = |one: &PublicVillage| {
            vec![
                text(one.village.to_string()),
                text(self.name_of(one.village)),
                text(one.village.district().map(|district| self.name_of(district)).unwrap_or_default()),
                text(rules.ladder.milestones[one.step].title.id.clone()),
                text(one.launched.to_string()),
                Cell::Number(one.activities as u64),
            ]
        };
        let words = words::words(words::Lang::Id);
        let head = ["code", "village", "district", "step", "launched", "activities"];
        let page = Page {
            name: String::new(),
            head: head.map(|name| words.t(&format!("document-public-{name}"))).into(),
            rows: city.villages.iter().map(row).collect(),
        };
        outgoing::csv(&page).map_err(|_| Refusal::Invalid("programme-rules-broken"))
    }

    /// A village's own public page.
    ///
    /// # Errors
    /// When there is no such village.
    pub async fn public_profile(&self, village: RegionCode) -> Result<PublicProfile, Refusal> {
        let regency = self.regency_of_village(village)?;
        let facts = self.facts(regency, Moment::default()).await?;
        let (rules, on) = (self.programme_rules(), self.today(regency));
        let none = VillageFacts::default();
        let own = facts.get(&village).unwrap_or(&none);
        let standing = stand(&rules.ladder, &own.marks, &own.days, on);
        let reached = |at: usize| match standing.milestones[at] {
            domain::programme::State::Reached { on, .. } => Some((at, on)),
            _ => None,
        };
        let launched = standing.has(Some(rules.ladder.launch())) && !is_out(&standing);
        let steps = rules.ladder.steps().filter(|(_, kind)| kind.public && launched);
        let there = own.programmes.iter().filter(|takes| takes.whole && takes.from <= on);
        let mut programmes: Vec<String> =
            there.filter(|takes| takes.until.is_none_or(|end| end > on)).map(|takes| takes.programme.clone()).collect();
        programmes.sort();
        programmes.dedup();
        let mut activities = vec![];
        for year in (on.year() - YEARS + 1..=on.year()).rev() {
            let kinds = kinds(&facts, village, year);
            activities.extend((!kinds.is_empty()).then_some((year, kinds)));
        }
        Ok(PublicProfile {
            village,
            on,
            steps: steps.filter_map(|(at, _)| reached(at)).collect(),
            programmes,
            activities,
            last: own.all_days.iter().copied().rfind(|day| *day <= on),
        })
    }
}

fn is_out(standing: &Standing) -> bool {
    matches!(standing.place, Place::Withdrawn { .. })
}

fn public_village(rules: &Rules, village: RegionCode, facts: &VillageFacts, on: Date) -> Option<PublicVillage> {
    let ladder = &rules.ladder;
    let standing = stand(ladder, &facts.marks, &facts.days, on);
    let launched = match standing.milestones[ladder.launch()] {
        domain::programme::State::Reached { on, .. } if !is_out(&standing) => on,
        _ => return None,
    };
    let steps = ladder.steps().filter(|(_, kind)| kind.public);
    let step = steps.map(|(at, _)| at).filter(|at| standing.milestones[*at].is_reached()).max()?;
    let activities = facts.all_days.iter().filter(|day| day.year() == on.year() && **day <= on).count();
    Some(PublicVillage { village, step, launched, activities })
}

/// Activities of a year by kind, in a village or a whole city.
fn kinds(facts: &Facts, place: RegionCode, year: i16) -> Vec<(String, i64)> {
    let mut kinds: BTreeMap<String, i64> = BTreeMap::new();
    for (_, facts) in facts.iter().filter(|(own, _)| place.contains(**own)) {
        for ((_, kind), n) in facts.kinds.range((year, String::new())..(year + 1, String::new())) {
            *kinds.entry(kind.clone()).or_default() += n;
        }
    }
    kinds.into_iter().collect()
}
