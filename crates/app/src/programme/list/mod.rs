//! The list of villages as offices pass it around, in BNN's order of columns: [`App::village_list`] hands it out;
//! [`App::read_village_list`] reads one that comes in, [`review`] says what each row would change, [`keep`] changes it.
//!
//! A file that comes in is not kept: it holds names and numbers of people, which must be possible to erase. What was read
//! goes to the person's browser and comes back with the choices made; it is held against the records anew each time.

mod keep;
mod out;
pub mod review;
mod row;

use crate::{Action, Actor, App, Refusal, allow, imports::desk::apart};
use documents::incoming::{self, Cell, FileFault, IncomingRow, Key, ListColumn};
use domain::{
    programme::village_list::{Column, Holds},
    region::RegionCode,
};
use instrument::Kind;
use seal::Digest;
use serde::{Deserialize, Serialize};

/// The most rows of one list; no regency has as many villages.
pub const MOST_ROWS: usize = 1_000;

/// The longest text of a cell, in characters; longer ones are cut when a file is read.
pub(crate) const LONGEST_CELL: usize = 2_001;

/// A list as it was read, before it is held against anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The file's name.
    pub file: String,
    /// Digest of the file.
    pub digest: String,
    /// The day for which the list speaks, ISO; what it only calls "there" is there since then.
    pub as_of: String,
    /// Which of the columns that may come in it has, by position.
    pub columns: Vec<usize>,
    /// Names of columns that mean nothing here.
    pub unknown: Vec<String>,
    /// The rows.
    pub rows: Vec<GivenRow>,
}

/// A row as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenRow {
    /// Its number in the file, from 1.
    pub line: u32,
    /// The village's code, if it says one.
    pub code: String,
    /// The village's name.
    pub name: String,
    /// Its district.
    pub district: String,
    /// What stands in the columns, in the order of [`Given::columns`].
    pub cells: Vec<String>,
}

/// The columns of values: all but those that say which village it is.
fn values(columns: &[Column]) -> impl Iterator<Item = (usize, &Column)> {
    columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !matches!(column.holds, Holds::Code | Holds::Name | Holds::District))
}

impl App {
    /// The columns that a list may have, in the order of [`Given::columns`].
    #[must_use]
    pub fn village_list_columns(&self) -> Vec<Column> {
        self.programme_rules().village_list.incoming().cloned().collect()
    }

    /// Reads a list that came in; nothing is kept.
    ///
    /// # Errors
    /// [`Refusal::File`] when it is no such list, [`Refusal::Form`] when the day cannot be taken.
    pub async fn read_village_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        name: &str,
        bytes: Vec<u8>,
        as_of: &str,
    ) -> Result<Given, Refusal> {
        allow(actor, Action::ExchangeLists, regency)?;
        let as_of = self.list_day(regency, as_of)?;
        let columns = self.village_list_columns();
        let (file, digest) = (crate::plain(name).chars().take(200).collect(), Digest::of(&bytes).to_string());
        let (name, read) = (name.to_owned(), columns.clone());
        let incoming = apart(move || {
            let wanted = |column: &Column| ListColumn {
                names: column.also.iter().chain([&column.title]).cloned().collect(),
                kind: if column.holds == Holds::Date { Kind::Date } else { Kind::Text },
            };
            let wanted: Vec<ListColumn> = values(&read).map(|(_, column)| wanted(column)).collect();
            incoming::read_list(&bytes, &name, Key::Village, &wanted).map_err(|fault| match fault {
                FileFault::NoHeader => Refusal::Invalid("list-no-header"),
                other => Refusal::File(other.message()),
            })
        })
        .await?;
        if incoming.rows.len() > MOST_ROWS {
            return Err(Refusal::Invalid("list-too-many-rows"));
        }
        let there: Vec<(usize, usize)> = values(&columns)
            .enumerate()
            .filter(|(read, (_, column))| incoming.items[*read].is_some() && column.holds != Holds::Nothing)
            .map(|(read, (at, _))| (read, at))
            .collect();
        let row = |row: IncomingRow| GivenRow {
            line: row.line,
            code: row.code,
            name: row.name,
            district: row.district,
            cells: there.iter().map(|(read, _)| row.cells.get(*read).map_or("", Cell::said).to_owned()).collect(),
        };
        Ok(Given {
            file,
            digest,
            as_of,
            columns: there.iter().map(|(_, at)| *at).collect(),
            unknown: incoming.unknown_columns,
            rows: incoming.rows.into_iter().filter(|row| !is_sum(&row.name)).map(row).collect(),
        })
    }

    /// The day for which a list speaks; today where none is said.
    fn list_day(&self, regency: RegionCode, typed: &str) -> Result<String, Refusal> {
        let today = self.today(regency);
        if typed.trim().is_empty() {
            return Ok(today.to_string());
        }
        let mut fields = super::Fields::default();
        let day = fields.day("as_of", typed);
        if day.is_some_and(|day| day > today) {
            fields.fault("as_of", "form-in-the-future");
        }
        fields.done()?;
        Ok(day.map(|day| day.to_string()).unwrap_or_default())
    }
}

/// Whether a row is not a village but the sum of those above it.
pub(crate) fn is_sum(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    ["jumlah", "total", "jumlah total", "grand total"].contains(&name.as_str())
}
