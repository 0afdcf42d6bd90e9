//! One row of a list, cell by cell: what it says that is not recorded so, and what would be written.

use super::{
    out::funding_word,
    review::{Change, Desk, How, Update},
};
use crate::programme::contact::is_phone;
use domain::{
    programme::{
        When,
        village_list::{Column, Holds},
    },
    region::{RegionCode, fold},
};
use store::{
    nouns::{Membership, Milestone},
    queries::contacts::VillageContact,
};

/// A row while it is worked through.
pub(super) struct Work<'a> {
    desk: &'a Desk<'a>,
    village: RegionCode,
    /// With the revision that was read, and whether it is to be written.
    milestones: Vec<(Milestone, i64, bool)>,
    membership: Option<Membership>,
    contact: VillageContact,
    changes: Vec<Change>,
    /// The first day of which the list tells.
    joined: Option<When>,
    /// Whether a date was there and could not be taken: then nothing begins today in its place.
    unread: bool,
}

/// What people write for "there is one".
const THERE: [&str; 8] = ["ada", "ya", "sudah", "yes", "v", "✓", "✔", "terbentuk"];
/// And for "there is none".
const NOT_THERE: [&str; 13] =
    ["belum", "blm", "belumada", "blmada", "tidak", "tdk", "tidakada", "tdkada", "no", "-", "", "0", "n/a"];

fn short(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
}

impl<'a> Work<'a> {
    pub fn new(desk: &'a Desk<'a>, village: RegionCode) -> Self {
        let rows = desk.held.milestones(village).iter();
        Self {
            desk,
            village,
            milestones: rows.map(|row| (row.clone(), row.revision, false)).collect(),
            membership: desk.held.membership(village, &desk.list.programme).cloned(),
            contact: desk.held.contact(village).cloned().unwrap_or_default(),
            changes: vec![],
            joined: None,
            unread: false,
        }
    }

    fn change(&mut self, column: &Column, before: &str, after: &str, how: How) {
        let (column, before, after) = (column.title.clone(), before.to_owned(), after.to_owned());
        self.changes.push(Change { column, before, after, how, why: "" });
    }

    fn wrong(&mut self, column: &Column, said: &str, why: &'static str) {
        let after = said.chars().take(80).collect();
        self.changes.push(Change { column: column.title.clone(), before: String::new(), after, how: How::Wrong, why });
    }

    /// What a cell says.
    pub fn cell(&mut self, column: &Column, cell: &str) {
        let ended = self.membership.as_ref().is_some_and(|row| !row.until.is_empty());
        if ended && matches!(column.holds, Holds::Funding | Holds::WorkUnit | Holds::Link) {
            return self.change(column, "", cell, How::Kept);
        }
        // What the ladder leaves to others to record is not recorded by a list either.
        let rules = self.desk.app.programme_rules();
        let kind = rules.ladder.kind(&column.milestone).map(|(_, kind)| kind).filter(|_| column.holds != Holds::Month);
        if kind.is_some_and(|kind| !self.desk.app.may_record(self.desk.actor, kind, self.village)) {
            return self.wrong(column, cell, "list-not-yours");
        }
        match column.holds {
            Holds::Date | Holds::Present => self.date(column, cell),
            Holds::Count => self.count(column, cell),
            Holds::Number => self.number(column, cell),
            Holds::Funding => {
                let said = short(cell);
                let funding = match () {
                    () if said.contains("non") => "non_dipa",
                    () if said.contains("dipa") || said.contains("bnn") || said.contains("apbn") => "dipa",
                    () if NOT_THERE.contains(&said.as_str()) => return,
                    () => return self.wrong(column, cell, "list-funding-unreadable"),
                };
                let before = self.membership().funding.clone();
                if before != funding {
                    let how = if before.is_empty() { How::New } else { How::Changed };
                    self.change(column, funding_word(&before), funding_word(funding), how);
                    self.membership().funding = funding.to_owned();
                }
            }
            Holds::WorkUnit => {
                let before = self.membership.as_ref().map(|row| row.work_unit.clone()).unwrap_or_default();
                let own = self.desk.app.own_work_unit(self.desk.regency);
                let there = if before.is_empty() { &own } else { &before };
                if let Some(said) = self.line(column, cell).filter(|said| fold(said) != fold(there)) {
                    self.change(column, &before, &said, if before.is_empty() { How::New } else { How::Changed });
                    self.membership().work_unit = said;
                }
            }
            Holds::Link => {
                let Some(said) = self.line(column, cell).filter(|said| said != "-") else { return };
                if !said.starts_with("https://") && !said.starts_with("http://") {
                    return self.wrong(column, cell, "form-no-link");
                }
                let before = self.membership().link.clone();
                if before != said {
                    self.change(column, &before, &said, if before.is_empty() { How::New } else { How::Changed });
                    self.membership().link = said;
                }
            }
            Holds::ContactName | Holds::ContactPhone => {
                let Some(said) = self.line(column, cell).filter(|said| said != "-") else { return };
                let name = column.holds == Holds::ContactName;
                if !name && !is_phone(&said) {
                    return self.wrong(column, cell, "contact-no-phone");
                }
                let there = if name { &mut self.contact.name } else { &mut self.contact.phone };
                let before = std::mem::replace(there, said.clone());
                if before != said {
                    self.change(column, &before, &said, if before.is_empty() { How::New } else { How::Changed });
                }
            }
            Holds::Code | Holds::Name | Holds::District | Holds::Regency | Holds::Month | Holds::Nothing => {}
        }
    }

    /// A text of one line, unless it is too long.
    fn line(&mut self, column: &Column, cell: &str) -> Option<String> {
        let said = crate::plain(cell);
        if said.chars().count() > crate::programme::LONGEST_LINE {
            self.wrong(column, cell, "list-too-long");
            return None;
        }
        Some(said)
    }

    /// The milestone that holds, by its place.
    fn open(&self, kind: &str) -> Option<usize> {
        self.milestones.iter().position(|(row, ..)| row.kind == kind && row.ended_on.is_empty())
    }

    fn add(&mut self, kind: &str, when: When) -> usize {
        let app = self.desk.app;
        let row = app.new_milestone(&self.desk.regency.to_string(), self.village, kind);
        let row = Milestone { happened_on: when.to_string(), note: self.desk.note.clone(), ..row };
        self.milestones.push((row, 0, true));
        self.joined = Some(self.joined.map_or(when, |first| if when.latest() < first.latest() { when } else { first }));
        self.milestones.len() - 1
    }

    fn date(&mut self, column: &Column, cell: &str) {
        let said = short(cell);
        let there = self.open(&column.milestone);
        let recorded = there.map(|at| self.milestones[at].0.happened_on.clone()).unwrap_or_default();
        if NOT_THERE.contains(&said.as_str()) {
            if there.is_some() {
                self.change(column, &recorded, cell, How::Kept);
            }
            return;
        }
        if THERE.contains(&said.as_str()) {
            if there.is_none() {
                self.change(column, "", &format!("{cell} ({})", self.desk.as_of), How::New);
                self.add(&column.milestone, When::from(self.desk.as_of));
            }
            return;
        }
        // A number below any year in a column of dates is how many there are.
        let counts = |kind: &str| self.desk.counted.iter().any(|one| one == kind);
        if counts(&column.milestone) && crate::programme::whole(&said).is_some_and(|n| n < 1990) {
            return self.count(column, cell);
        }
        let Ok(when) = cell.parse::<When>() else {
            self.unread = true;
            return self.wrong(column, cell, "list-not-understood");
        };
        if when.earliest() > self.desk.today {
            self.unread = true;
            return self.wrong(column, cell, "form-in-the-future");
        }
        match recorded.parse::<When>() {
            // What is recorded may be more exact than the list.
            Ok(known) if known.earliest() >= when.earliest() && known.latest() <= when.latest() => {}
            Ok(_) => self.change(column, &recorded, &when.to_string(), How::Kept),
            Err(_) => {
                self.change(column, "", &when.to_string(), How::New);
                self.add(&column.milestone, when);
            }
        }
    }

    fn count(&mut self, column: &Column, cell: &str) {
        let said = short(cell);
        if NOT_THERE.contains(&said.as_str()) {
            return;
        }
        let Some(count) = crate::programme::whole(&said).filter(|count| *count > 0) else {
            return self.wrong(column, cell, "form-no-number");
        };
        let at =
            self.open(&column.milestone).unwrap_or_else(|| self.add(&column.milestone, When::from(self.desk.as_of)));
        let before = self.milestones[at].0.quantity;
        if before != Some(count) {
            let shown = before.map(|count| count.to_string()).unwrap_or_default();
            let how = if before.is_some() { How::Changed } else { How::New };
            let since =
                Some(&self.milestones[at].0.happened_on).filter(|_| self.milestones[at].1 == 0 && before.is_none());
            let after = since.map_or_else(|| count.to_string(), |since| format!("{count} ({since})"));
            self.change(column, &shown, &after, how);
            self.milestones[at].0.quantity = Some(count);
            self.milestones[at].2 = true;
        }
    }

    fn number(&mut self, column: &Column, cell: &str) {
        let Some(said) = self.line(column, cell).filter(|said| !NOT_THERE.contains(&short(said).as_str())) else {
            return;
        };
        let Some(at) = self.open(&column.milestone) else {
            return self.wrong(column, cell, "list-number-without-date");
        };
        let before = self.milestones[at].0.number.clone();
        if before.is_empty() {
            self.change(column, "", &said, How::New);
            self.milestones[at].0.number = said;
            self.milestones[at].2 = true;
        } else if fold(&before) != fold(&said) {
            self.change(column, &before, &said, How::Kept);
        }
    }

    /// The village's part in the programme; from the first day of which the list tells, if it had none.
    fn membership(&mut self) -> &mut Membership {
        let (desk, village) = (self.desk, self.village);
        self.membership.get_or_insert_with(|| Membership {
            regency: desk.regency.to_string(),
            village: village.to_string(),
            programme: desk.list.programme.clone(),
            environment: String::new(),
            since: String::new(),
            until: String::new(),
            work_unit: String::new(),
            funding: String::new(),
            link: String::new(),
            note: desk.note.clone(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        })
    }

    /// What was said, and what it writes.
    pub fn finish(mut self) -> (Vec<Change>, Update) {
        let known = self.desk.held.membership(self.village, &self.desk.list.programme);
        let open = self.milestones.iter().filter(|(row, ..)| row.ended_on.is_empty());
        let first = open.filter_map(|(row, ..)| row.happened_on.parse::<When>().ok()).min_by_key(|when| when.latest());
        let since = self.joined.or(first).unwrap_or(When::from(self.desk.as_of));
        let says = |row: &Membership| !row.funding.is_empty() || !row.work_unit.is_empty() || !row.link.is_empty();
        if let Some(row) = self.membership.as_mut().filter(|row| row.since.is_empty()) {
            row.since = since.to_string();
            if says(row) && !self.unread {
                let (column, after) = (self.desk.joins.clone(), row.since.clone());
                self.changes.push(Change { column, before: String::new(), after, how: How::New, why: "" });
            }
        }
        let membership =
            self.membership.filter(|row| known != Some(row) && row.revision == known.map_or(0, |row| row.revision));
        let membership = membership.filter(|row| says(row) && !(self.unread && row.revision == 0)).map(|row| {
            let seen = row.revision;
            (row, seen)
        });
        let contact = VillageContact {
            regency: self.desk.regency.to_string(),
            village: self.village.to_string(),
            ..self.contact
        };
        let there = self.desk.held.contact(self.village);
        let same = |one: &VillageContact| {
            there.map_or("", |row| &row.name) == one.name && there.map_or("", |row| &row.phone) == one.phone
        };
        let contact = Some(contact).filter(|one| !same(one));
        let written = self.milestones.into_iter().filter(|(.., write)| *write);
        let milestones = written.map(|(row, seen, _)| (row, seen)).collect();
        (self.changes, Update { milestones, membership, contact })
    }
}
