//! What happened in the villages of a regency, read once and remembered until the next entry of its ledger.

use crate::{App, Moment, Refusal};
use domain::{
    programme::{Ladder, Mark, Need, ReachedBy, When},
    region::RegionCode,
    sheet::State as SheetState,
};
use jiff::civil::{Date, date};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};
use store::{Conn, MainKind, nouns, queries};

/// What happened in one village.
#[derive(Debug, Clone, Default)]
pub(crate) struct VillageFacts {
    /// Its milestones that do not come from activities.
    pub marks: Vec<Mark>,
    /// The days of activities that make an intervention run, earliest first.
    pub days: Vec<Date>,
    /// The days of all activities, one for each.
    pub all_days: Vec<Date>,
    /// Activities by year and kind.
    pub kinds: BTreeMap<(i16, String), i64>,
    /// Programmes that take the whole village or something in it.
    pub programmes: Vec<Takes>,
}

/// A village in a programme.
#[derive(Debug, Clone)]
pub(crate) struct Takes {
    /// The programme.
    pub programme: String,
    /// Since when.
    pub from: Date,
    /// Until when, if it ended.
    pub until: Option<Date>,
    /// Who paid for its formation: `dipa`, `non_dipa`, or empty.
    pub funding: String,
    /// Whether it is the village itself, not an institution in it.
    pub whole: bool,
}

/// What happened in the villages of a regency.
pub(crate) type Facts = BTreeMap<RegionCode, VillageFacts>;

/// Facts that were read last, by regency, each with the last entry of the chain that it rests on.
pub(crate) type Remembered = Mutex<HashMap<RegionCode, (u64, Arc<Facts>)>>;

/// How many regencies are remembered.
const MOST_REMEMBERED: usize = 32;

/// Which records have a file, and which a picture.
#[derive(Default)]
struct Proofs {
    files: HashSet<String>,
    photos: HashSet<String>,
}

impl Proofs {
    async fn read(conn: Conn<'_, MainKind>, regency: &str) -> Result<Self, Refusal> {
        let mut proofs = Self::default();
        for noun in ["milestone", "decree", "budget"] {
            for (subject, kind) in queries::programme::proofs(conn, regency, &format!("{noun}/")).await? {
                if documents::evidence::Kind::from_ending(&kind).is_some_and(documents::evidence::Kind::is_picture) {
                    proofs.photos.insert(subject.clone());
                }
                proofs.files.insert(subject);
            }
        }
        Ok(proofs)
    }
}

impl App {
    /// What happened in a regency, as it is known at the moment.
    pub(crate) async fn facts(&self, regency: RegionCode, moment: Moment) -> Result<Arc<Facts>, Refusal> {
        let conn = self.reading(regency, moment).await?;
        if conn.is_past() {
            return Ok(Arc::new(self.read_facts(conn, regency).await?));
        }
        let last = self.stores.main.last_entry(&regency.to_string()).await?;
        let known = {
            let remembered = self.programme_facts.lock().unwrap_or_else(PoisonError::into_inner);
            remembered.get(&regency).filter(|(entry, _)| *entry == last).map(|(_, facts)| facts.clone())
        };
        if let Some(facts) = known {
            return Ok(facts);
        }
        let facts = Arc::new(self.read_facts(conn, regency).await?);
        let mut remembered = self.programme_facts.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(regency, (last, facts.clone()));
        Ok(facts)
    }

    /// What happened in the villages of a regency.
    async fn read_facts(&self, conn: Conn<'_, MainKind>, regency: RegionCode) -> Result<Facts, Refusal> {
        let (rules, code, zone) = (self.programme_rules(), regency.to_string(), self.zone(regency));
        let ladder = &rules.ladder;
        let proofs = Proofs::read(conn, &code).await?;
        let mut facts = Facts::new();
        let mut of = |village: &str, add: &dyn Fn(&mut VillageFacts)| {
            if let Ok(village) = village.parse::<RegionCode>() {
                add(facts.entry(village).or_default());
            }
        };
        for row in queries::programme::milestones(conn, &code, "").await? {
            let Some(mark) = milestone_mark(ladder, &row, &proofs, zone) else { continue };
            of(&row.village, &|facts| facts.marks.push(mark));
        }
        if let Some(kind) = ladder.reached_by(ReachedBy::Budget) {
            for row in queries::programme::budget_lines(conn, &code, "").await? {
                let funds = rules.programmes.document(&row.document).is_some_and(|document| document.funds);
                if !funds || row.planned == 0 {
                    continue;
                }
                let known = zone.date(row.recorded_at);
                let year_end = date(i16::try_from(row.year).unwrap_or(9999).clamp(1, 9999), 12, 31);
                let from = row.dated.parse().unwrap_or(year_end).min(known);
                let proven = proven(&ladder.milestones[kind].needs, &row.number, None, &proofs, &[subject(&row)]);
                of(&row.village, &|facts| facts.marks.push(Mark { kind, from, until: None, proven }));
            }
        }
        if let Some(kind) = ladder.reached_by(ReachedBy::Mapping) {
            for (village, from) in self.mapped(conn, regency).await? {
                let mark = Mark { kind, from, until: None, proven: true };
                of(&village, &|facts| facts.marks.push(mark));
            }
        }
        for row in queries::programme::memberships(conn, &code, "").await? {
            let Ok(since) = row.since.parse::<When>() else { continue };
            let known = zone.date(row.changed_at);
            let takes = Takes {
                programme: row.programme.clone(),
                from: since.latest().min(known),
                until: row.until.parse::<When>().ok().map(|until| until.latest().min(known)),
                funding: row.funding.clone(),
                whole: row.environment.is_empty(),
            };
            of(&row.village, &|facts| facts.programmes.push(takes.clone()));
        }
        for held in queries::programme::held(conn, &code, "").await? {
            let Ok(day) = held.on.parse::<Date>() else { continue };
            let counts = rules.activities.kind(&held.kind).is_some_and(|kind| kind.intervention);
            of(&held.place, &|facts| {
                facts.all_days.extend((0..held.times).map(|_| day));
                *facts.kinds.entry((day.year(), held.kind.clone())).or_default() += held.times;
                if counts {
                    facts.days.push(day);
                }
            });
        }
        for facts in facts.values_mut() {
            facts.days.sort_unstable();
            facts.days.dedup();
            facts.all_days.sort_unstable();
        }
        Ok(facts)
    }

    /// The villages of which all sheets of a round have come in, and when first: on the day the last of them changed, or at
    /// the end of the year asked about where they were typed in later.
    async fn mapped(&self, conn: Conn<'_, MainKind>, regency: RegionCode) -> Result<Vec<(String, Date)>, Refusal> {
        let counting: Vec<&str> =
            SheetState::ALL.into_iter().filter(|state| state.counts()).map(SheetState::id).collect();
        let rounds = self.rounds_in(conn, regency).await?;
        let sheets: HashMap<(&str, i64), i64> =
            rounds.iter().map(|round| ((round.rule.id(), round.year), round.rule.sheets().len() as i64)).collect();
        let zone = self.zone(regency);
        let mut first: BTreeMap<String, Date> = BTreeMap::new();
        for row in queries::programme::mapped(conn, &regency.to_string(), &counting).await? {
            if sheets.get(&(row.instrument.as_str(), row.year)).is_none_or(|all| row.sheets < *all) {
                continue;
            }
            let year_end = date(i16::try_from(row.year).unwrap_or(9999).clamp(1, 9999), 12, 31);
            let from = zone.date(row.at).min(year_end);
            let there = first.entry(row.village).or_insert(from);
            *there = from.min(*there);
        }
        Ok(first.into_iter().collect())
    }
}

/// The subject under which files about a budget line are kept.
fn subject(row: &nouns::BudgetLine) -> String {
    format!("budget/{}/{}", row.village, row.id)
}

/// A milestone's record as the ladder reads it; `None` where the ladder does not have it (any more).
fn milestone_mark(ladder: &Ladder, row: &nouns::Milestone, proofs: &Proofs, zone: words::Zone) -> Option<Mark> {
    let (kind, definition) = ladder.kind(&row.kind)?;
    let happened: When = row.happened_on.parse().ok()?;
    // What is known only as a year has happened by the day someone wrote it down, at the latest.
    let from = happened.latest().min(zone.date(row.recorded_at)).max(happened.earliest());
    let ended: Option<When> = row.ended_on.parse().ok();
    let until = ended.map(|ended| ended.latest().min(zone.date(row.changed_at)).max(ended.earliest()));
    let subjects = [format!("milestone/{}/{}", row.village, row.id), format!("decree/{}/{}", row.regency, row.decree)];
    let proven = proven(&definition.needs, &row.number, row.quantity, proofs, &subjects);
    Some(Mark { kind, from, until, proven })
}

/// Whether all that a milestone needs is there.
fn proven(needs: &[Need], number: &str, count: Option<i64>, proofs: &Proofs, subjects: &[String]) -> bool {
    needs.iter().all(|need| match need {
        Need::Number => !number.is_empty(),
        Need::File => subjects.iter().any(|subject| proofs.files.contains(subject)),
        Need::Photo => subjects.iter().any(|subject| proofs.photos.contains(subject)),
        Need::Count => count.is_some_and(|count| count > 0),
    })
}
