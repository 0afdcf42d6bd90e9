//! Holds every row of a file against the places and the answers as they are now.

use super::preview::{Fate, Preview, PreviewRow};
use crate::{
    App, Refusal,
    apart::Turns,
    rounds::Round,
    sheets::{self, view::VillageSheet},
};
use documents::incoming::{self, FileFault, Incoming, IncomingRow, Stamp};
use domain::region::{Gazetteer, RegionCode, match_names::Matcher};
use instrument::{Answer, Text};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

/// Files are read on threads of their own, two at a time, so that nobody else waits for them.
static READING: LazyLock<Turns> = LazyLock::new(|| Turns::new(2));

/// Does a piece of work on files away from the threads that answer requests.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    READING.take(work).await.map_err(|_| Refusal::Invalid("import-unreadable"))?
}

impl App {
    /// Works out what a file would become.
    pub(super) async fn work_out(
        &self,
        round: &Round,
        sheet: usize,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Preview, Refusal> {
        let there = self.village_sheets(round, sheet, round.regency).await?;
        let there = there.into_iter().map(|sheet| (sheet.village, sheet)).collect();
        let (desk, name) = (Desk { round: round.clone(), sheet, places: self.places(), there }, name.to_owned());
        apart(move || desk.preview(&bytes, &name)).await
    }
}

/// What a file is held against.
struct Desk {
    round: Round,
    sheet: usize,
    places: Arc<Gazetteer>,
    there: HashMap<RegionCode, VillageSheet>,
}

impl Desk {
    fn preview(&self, bytes: &[u8], name: &str) -> Result<Preview, Refusal> {
        let read = incoming::read(bytes, name, &self.round.rule, self.sheet);
        if read == Err(FileFault::NoHeader) {
            // The template of another sheet has none of this sheet's columns.
            self.fits(&incoming::peek(bytes, name).unwrap_or_default())?;
        }
        let Incoming { stamp, rows, unknown_columns, .. } = read.map_err(|fault| Refusal::File(fault.message()))?;
        self.fits(&stamp)?;
        let matcher = Matcher::new(&self.places, self.round.regency);
        let found: Vec<Result<RegionCode, Text>> = rows.iter().map(|row| self.village_of(&matcher, row)).collect();
        let mut times: HashMap<RegionCode, usize> = HashMap::new();
        found.iter().flatten().for_each(|village| *times.entry(*village).or_default() += 1);
        let row = |(row, found): (IncomingRow, Result<RegionCode, Text>)| {
            let twice = found.as_ref().is_ok_and(|village| times[village] > 1);
            self.row(row, if twice { Err(said::twice()) } else { found })
        };
        let rows = rows.into_iter().zip(found).map(row).collect();
        let items = self.round.rule.items_of_sheet(self.sheet).map(|(_, item)| item.id.clone()).collect();
        Ok(Preview { rows, items, unknown_columns })
    }

    /// Whether the file was made for this rule, place, year and sheet, as far as it says.
    fn fits(&self, stamp: &Stamp) -> Result<(), Refusal> {
        let (round, sheet) = (&self.round, &self.round.rule.sheets()[self.sheet]);
        let differs = |said: &Option<String>, here: &str| said.as_ref().is_some_and(|said| said != here);
        let wrong = [
            (differs(&stamp.regency, &round.regency.to_string()), "import-other-city"),
            (stamp.year.is_some_and(|year| year != round.year), "import-other-year"),
            (differs(&stamp.sheet, &sheet.id), "import-other-sheet"),
            (differs(&stamp.rule, &round.rule.rule()), "import-other-rule"),
        ];
        wrong.iter().find(|(wrong, _)| *wrong).map_or(Ok(()), |(_, key)| Err(Refusal::Invalid(key)))
    }

    fn row(&self, row: IncomingRow, found: Result<RegionCode, Text>) -> PreviewRow {
        let rule = &self.round.rule;
        let village = found.as_ref().ok().copied();
        let sheet = village.and_then(|village| self.there.get(&village));
        let held = |id: &str| sheet.filter(|sheet| !sheet.nil).and_then(|sheet| sheet.answers.get(id));
        let items: Vec<(usize, &str)> =
            rule.items_of_sheet(self.sheet).map(|(at, item)| (at, item.id.as_str())).collect();
        let before: Vec<String> =
            items.iter().map(|(_, id)| held(id).map(|answer| answer.value.clone()).unwrap_or_default()).collect();
        let (mut faults, mut differs, mut read) = (vec![None; items.len()], vec![false; items.len()], vec![]);
        for (at, (index, _)) in items.iter().enumerate() {
            let Some(cell) = row.cells.get(at) else { continue };
            let said = match &cell.fault {
                Some(fault) => Err(fault.message()),
                None => rule.read(*index, &cell.text).map_err(|error| error.message()),
            };
            match said {
                Err(message) => faults[at] = Some(message),
                Ok(answer) => {
                    differs[at] = answer != Answer::Missing && rule.cell(*index, &answer) != before[at];
                    read.push(answer);
                }
            }
        }
        let nil_with_values = row.nil && read.iter().any(sheets::contradicts_nil);
        if row.nil {
            differs.fill(false);
        }
        let news = differs.contains(&true) || (row.nil && !sheet.is_some_and(|sheet| sheet.nil));
        let fault = found.err().or_else(|| match row.nil_fault {
            Some(fault) => Some(fault.message()),
            None if nil_with_values => Some(said::nil_with_values()),
            None if news && sheet.is_some_and(|sheet| !sheet.state.is_open()) => Some(said::closed()),
            None => None,
        });
        let overwrites =
            before.iter().zip(&differs).any(|(before, differs)| !before.is_empty() && (*differs || row.nil));
        let fate = match news {
            _ if fault.is_some() || faults.iter().any(Option::is_some) => Fate::Refused,
            true if overwrites => Fate::Changed,
            true => Fate::Accepted,
            false => Fate::Same,
        };
        let revision = sheet.map_or(0, |sheet| sheet.revision);
        PreviewRow { incoming: row, village, fate, fault, faults, before, differs, revision }
    }

    /// The village of a row: by its code, or by its name where there is no code and the name is unmistakable. Where both
    /// are given they must not name two villages: a column sorted by itself would move answers from one to another.
    fn village_of(&self, matcher: &Matcher<'_>, row: &IncomingRow) -> Result<RegionCode, Text> {
        super::named::find(&self.places, matcher, self.round.regency, row).map_err(|wrong| wrong.message())
    }
}

/// What is wrong with a row as a whole.
mod said {
    use instrument::Text;
    use words::both;

    pub fn twice() -> Text {
        both("import-row-twice", &[])
    }

    pub fn nil_with_values() -> Text {
        both("sheet-nil-with-values", &[])
    }

    pub fn closed() -> Text {
        both("import-row-closed", &[])
    }
}
