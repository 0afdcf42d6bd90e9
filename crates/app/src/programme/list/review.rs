//! What each row of a list would change, held against the records as they are now.
//!
//! Nothing that was recorded is overwritten by a list's date: what happened is corrected in the village itself. Counts, the
//! office, the source of money, the link and who is responsible are the list's to say.

use super::{Given, GivenRow, row::Work, values};
use crate::{Action, Actor, App, Refusal, allow, imports::named};
use documents::incoming::IncomingRow;
use domain::{
    programme::{
        Need, When,
        village_list::{Column, Holds, VillageList},
    },
    region::{
        RegionCode,
        match_names::{Candidate, Matcher},
    },
};
use instrument::Text;
use jiff::civil::Date;
use seal::Digest;
use std::collections::{BTreeMap, HashMap};
use store::{
    nouns::{Membership, Milestone},
    queries::{self, contacts::VillageContact},
};
use words::both;

/// What a person says of a row: whether it is taken, and which village it means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Whether it is taken.
    pub take: bool,
    /// The village, where the name did not say.
    pub village: Option<RegionCode>,
}

/// What was said of rows, by their number in the file.
pub type Choices = BTreeMap<u32, Choice>;

/// How a value of the list stands to what is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Nothing was recorded.
    New,
    /// Something else was recorded, and is replaced.
    Changed,
    /// Something else was recorded, and stays.
    Kept,
    /// It cannot be taken.
    Wrong,
}

/// One value of a row that says something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The column.
    pub column: String,
    /// What is recorded; empty where nothing is.
    pub before: String,
    /// What the list says.
    pub after: String,
    /// What becomes of it.
    pub how: How,
    /// Why it cannot be taken: key of a message.
    pub why: &'static str,
}

/// A row, understood.
#[derive(Debug, Clone)]
pub struct ReviewRow {
    /// Its number in the file.
    pub line: u32,
    /// The village as the list calls it.
    pub name: String,
    /// And its district.
    pub district: String,
    /// The village that it means.
    pub village: Option<RegionCode>,
    /// Villages that it may mean.
    pub near: Vec<Candidate>,
    /// Why the row as a whole cannot be taken.
    pub wrong: Option<Text>,
    /// What it says that is not recorded so.
    pub changes: Vec<Change>,
    /// Whether it is taken.
    pub take: bool,
    pub(super) update: Update,
}

/// What a row writes: records with the revision that was read.
#[derive(Debug, Clone, Default)]
pub(super) struct Update {
    pub milestones: Vec<(Milestone, i64)>,
    pub membership: Option<(Membership, i64)>,
    pub contact: Option<VillageContact>,
}

/// A list, understood.
#[derive(Debug, Clone)]
pub struct Review {
    /// Its rows.
    pub rows: Vec<ReviewRow>,
}

impl Review {
    /// What was looked at, in short: the same as long as the file says the same of the same records.
    #[must_use]
    pub fn seen(&self) -> String {
        let said = |row: &ReviewRow| format!("{} {:?} {:?}", row.line, row.village, row.changes);
        let said: Vec<String> = self.rows.iter().map(said).collect();
        Digest::of_fields("bersinar/list", &[said.join("\n").as_bytes()]).to_string()[..32].to_owned()
    }
}

impl ReviewRow {
    /// Whether anything of it can be taken.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.wrong.is_none() && self.changes.iter().any(|change| matches!(change.how, How::New | How::Changed))
    }
}

/// What is recorded about the villages of a list.
pub(super) struct Held {
    milestones: HashMap<RegionCode, Vec<Milestone>>,
    memberships: HashMap<RegionCode, Vec<Membership>>,
    contacts: HashMap<RegionCode, VillageContact>,
}

impl Held {
    pub fn milestones(&self, village: RegionCode) -> &[Milestone] {
        self.milestones.get(&village).map_or(&[], Vec::as_slice)
    }

    /// The whole village's part in a programme.
    pub fn membership(&self, village: RegionCode, programme: &str) -> Option<&Membership> {
        let own = self.memberships.get(&village)?;
        own.iter().find(|row| row.programme == programme && row.environment.is_empty())
    }

    pub fn contact(&self, village: RegionCode) -> Option<&VillageContact> {
        self.contacts.get(&village)
    }
}

/// The milestones of a kind that hold, oldest record first.
pub(super) fn open<'a>(rows: &'a [Milestone], kind: &'a str) -> impl Iterator<Item = &'a Milestone> {
    rows.iter().filter(move |row| row.kind == kind && row.ended_on.is_empty())
}

impl App {
    pub(super) async fn held(&self, regency: RegionCode) -> Result<Held, Refusal> {
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let mut held = Held { milestones: HashMap::new(), memberships: HashMap::new(), contacts: HashMap::new() };
        for row in queries::programme::milestones(conn, &code, "").await? {
            let Ok(village) = row.village.parse() else { continue };
            held.milestones.entry(village).or_default().push(row);
        }
        for row in queries::programme::memberships(conn, &code, "").await? {
            let Ok(village) = row.village.parse() else { continue };
            held.memberships.entry(village).or_default().push(row);
        }
        for row in queries::contacts::village_contacts(conn, &code, "").await? {
            let Ok(village) = row.village.parse() else { continue };
            held.contacts.insert(village, row);
        }
        Ok(held)
    }

    /// What a list would change, with what was said of its rows; a row of which nothing was said is taken if it says
    /// something new and its village is beyond doubt.
    ///
    /// # Errors
    /// When the actor may not exchange lists, or what was read has been tampered with.
    pub async fn review_village_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        given: &Given,
        choices: &Choices,
    ) -> Result<Review, Refusal> {
        allow(actor, Action::ExchangeLists, regency)?;
        let (held, places, rules) = (self.held(regency).await?, self.places(), self.programme_rules());
        let columns: Vec<&Column> = rules.village_list.incoming().collect();
        let known = values(&self.village_list_columns()).map(|(at, _)| at).collect::<Vec<_>>();
        let damaged = || Refusal::Invalid("list-damaged");
        let as_of: When = given.as_of.parse().map_err(|_| damaged())?;
        let as_of = Some(as_of.latest()).filter(|_| as_of.is_exact()).ok_or_else(damaged)?;
        let short = |text: &String| text.chars().count() <= super::LONGEST_CELL;
        let fits = |row: &GivenRow| {
            let own = [&row.code, &row.name, &row.district];
            row.cells.len() == given.columns.len() && row.cells.iter().chain(own).all(short)
        };
        if given.rows.len() > super::MOST_ROWS
            // What was ticked is known by its line.
            || !given.rows.is_sorted_by(|one, next| one.line < next.line)
            || given.digest.parse::<Digest>().is_err()
            || as_of > self.today(regency)
            || !given.columns.iter().all(|at| known.contains(at))
            || !given.rows.iter().all(fits)
        {
            return Err(damaged());
        }
        let matcher = Matcher::new(&places, regency);
        let counted = rules.ladder.milestones.iter().filter(|kind| kind.needs.contains(&Need::Count));
        let desk = Desk {
            app: self,
            actor,
            regency,
            list: &rules.village_list,
            columns: given.columns.iter().map(|at| columns[*at]).collect(),
            held: &held,
            as_of,
            today: self.today(regency),
            note: both("list-note", &[("date", &given.as_of)]).id,
            counted: counted.map(|kind| kind.id.clone()).collect(),
            joins: rules
                .programmes
                .programme(&rules.village_list.programme)
                .map(|one| one.title.id.clone())
                .unwrap_or_default(),
        };
        let mut rows: Vec<ReviewRow> =
            given.rows.iter().map(|row| desk.row(&matcher, row, choices.get(&row.line))).collect();
        let mut times: HashMap<RegionCode, usize> = HashMap::new();
        rows.iter().filter_map(|row| row.village).for_each(|village| *times.entry(village).or_default() += 1);
        for row in rows.iter_mut().filter(|row| row.village.is_some_and(|village| times[&village] > 1)) {
            row.wrong = Some(both("import-row-twice", &[]));
            row.take = false;
        }
        Ok(Review { rows })
    }
}

/// What a list is held against.
pub(super) struct Desk<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub regency: RegionCode,
    pub list: &'a VillageList,
    columns: Vec<&'a Column>,
    pub held: &'a Held,
    pub as_of: Date,
    pub today: Date,
    /// What new records say of where they come from.
    pub note: String,
    /// Milestones that count something.
    pub counted: Vec<String>,
    /// What the programme is called in which a village takes part by being in the list.
    pub joins: String,
}

impl Desk<'_> {
    fn row(&self, matcher: &Matcher<'_>, given: &GivenRow, choice: Option<&Choice>) -> ReviewRow {
        let named = IncomingRow {
            code: given.code.clone(),
            name: given.name.clone(),
            district: given.district.clone(),
            ..IncomingRow::default()
        };
        let (mut village, mut near, mut wrong) = (None, vec![], None);
        match named::find(&self.app.places(), matcher, self.regency, &named) {
            Ok(found) => village = Some(found),
            Err(named::Unnamed::Near(candidates)) if !candidates.is_empty() => near = candidates,
            Err(named::Unnamed::Near(_)) => wrong = Some(both("list-row-unnamed", &[])),
            Err(other) => wrong = Some(other.message()),
        }
        if let Some(city) = self.another_city(given) {
            wrong = Some(both("import-row-elsewhere", &[("name", &city)]));
        }
        let chosen = choice.and_then(|choice| choice.village).filter(|code| near.iter().any(|one| one.code == *code));
        village = village.or(chosen);
        let mut row = ReviewRow {
            line: given.line,
            name: given.name.clone(),
            district: given.district.clone(),
            village,
            near,
            wrong,
            changes: vec![],
            take: false,
            update: Update::default(),
        };
        if let Some(village) = village.filter(|_| row.wrong.is_none()) {
            (row.changes, row.update) = self.changes(village, given);
        }
        let may = row.says_something() && row.village.is_some();
        // What cannot be read is looked at by a person first.
        let plain = row.near.is_empty() && row.changes.iter().all(|change| change.how != How::Wrong);
        row.take = may && choice.map_or(plain, |choice| choice.take);
        row
    }

    /// The city that a row names, if it is another one.
    fn another_city(&self, given: &GivenRow) -> Option<String> {
        let at = self.columns.iter().position(|column| column.holds == Holds::Regency)?;
        let said = given.cells.get(at).filter(|cell| !cell.is_empty())?;
        let parts = |text: &str| {
            let folded = text.to_lowercase().replace("kabupaten", "kab");
            let mut words: Vec<String> = folded
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty() && !["adm", "administrasi"].contains(word))
                .map(str::to_owned)
                .collect();
            let kind = words.first().filter(|word| ["kab", "kota"].contains(&word.as_str())).cloned();
            words.drain(..usize::from(kind.is_some()));
            (kind, words.concat())
        };
        let ((kind, name), (own_kind, own)) = (parts(said), parts(&self.app.name_of(self.regency)));
        let differs = name != own || kind.zip(own_kind).is_some_and(|(kind, own)| kind != own);
        differs.then(|| said.clone())
    }

    /// What a row says that is not recorded so, and what it would write.
    fn changes(&self, village: RegionCode, given: &GivenRow) -> (Vec<Change>, Update) {
        let mut work = Work::new(self, village);
        // Dates come first: counts and numbers are of a milestone that is there.
        let phase = |column: &Column| match column.holds {
            Holds::Date => 0,
            Holds::Present => 1,
            _ => 2,
        };
        let mut cells: Vec<(&Column, &str)> =
            self.columns.iter().copied().zip(given.cells.iter().map(|cell| cell.trim())).collect();
        cells.sort_by_key(|(column, _)| phase(column));
        for (column, cell) in cells {
            if !cell.is_empty() {
                work.cell(column, cell);
            }
        }
        work.finish()
    }
}
