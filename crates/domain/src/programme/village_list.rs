//! The list of villages as offices pass it around: which columns it has in which order, and by which names a column is known
//! when such a list comes back.

use super::{Ladder, Need};
use serde::Deserialize;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// The office that runs the programme there.
    WorkUnit,
    /// `DIPA` or `NON DIPA`.
    Funding,
    /// The village's code.
    Code,
    /// The village's name.
    Name,
    /// Its district.
    District,
    /// Its regency or city.
    Regency,
    /// When a milestone was reached.
    Date,
    /// The month's name of that day.
    Month,
    /// How many there are of what the milestone counts.
    Count,
    /// Whether the milestone is reached.
    Present,
    /// The number of the letter that proves it.
    Number,
    /// Who is responsible.
    ContactName,
    /// And how to reach that person.
    ContactPhone,
    /// Where papers and pictures lie.
    Link,
    /// Nothing that is read.
    Nothing,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What stands in it.
    pub holds: Holds,
    /// Of which milestone, by the ladder's id.
    #[serde(default)]
    pub milestone: String,
    /// Its name. Not translated: offices send the file on.
    pub title: String,
    /// Other names by which it is known.
    #[serde(default)]
    pub also: Vec<String>,
}

/// The list's columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VillageList {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while the official form is not known.
    pub provisional: bool,
    /// The programme that villages of the list take part in.
    pub programme: String,
    /// The columns that go out, in order; all of them may come in.
    pub columns: Vec<Column>,
    /// Columns that may come in beyond those.
    pub more: Vec<Column>,
}

/// Why a list cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum VillageListError {
    /// Not the file it should be.
    #[error("not such a file: {0}")]
    File(#[from] toml::de::Error),
    /// A column about a milestone that is not there, or cannot be said so.
    #[error("column \"{0}\": no such milestone, or it cannot be told so")]
    Milestone(String),
}

impl VillageList {
    /// Reads and proves a list. Every milestone that is recorded is known by its own name
    /// too, but for those that take a village out: they need a reason.
    ///
    /// # Errors
    /// [`VillageListError`]: no such file, or a column about a milestone that the ladder does not have or does not count.
    pub fn parse(source: &str, ladder: &Ladder) -> Result<Self, VillageListError> {
        let mut list: Self = toml::from_str(source)?;
        for column in list.columns.iter().chain(&list.more) {
            let kind = ladder.kind(&column.milestone).map(|(_, kind)| kind);
            let recorded = kind.is_some_and(|kind| kind.reached_by.can_be_recorded());
            let fits = match column.holds {
                Holds::Date | Holds::Month | Holds::Present | Holds::Number => recorded,
                Holds::Count => recorded && kind.is_some_and(|kind| kind.needs.contains(&Need::Count)),
                _ => column.milestone.is_empty(),
            };
            if !fits {
                return Err(VillageListError::Milestone(column.title.clone()));
            }
        }
        for kind in ladder.milestones.iter().filter(|kind| kind.reached_by.can_be_recorded() && !kind.withdraws) {
            let column = Column {
                holds: Holds::Date,
                milestone: kind.id.clone(),
                title: kind.title.id.clone(),
                also: vec![kind.title.en.clone(), kind.id.clone()],
            };
            let own = list.columns.iter_mut().chain(&mut list.more);
            let mut own = own.filter(|one| (one.holds, &one.milestone) == (Holds::Date, &kind.id));
            match own.next() {
                Some(there) => there.also.extend(column.also.into_iter().chain([column.title])),
                None => list.more.push(column),
            }
        }
        Ok(list)
    }

    /// All columns that may come in.
    pub fn incoming(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().chain(&self.more)
    }
}
