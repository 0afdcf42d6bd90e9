//! What each row of an uploaded file would become: accepted, changed, as it was, or refused and why, under the very cell.

use crate::{
    App, Refusal,
    rounds::Round,
    sheets::{Draft, Typed, VillageDraft, view::VillageSheet},
};
use documents::incoming::{self, Incoming, IncomingRow};
use domain::{
    region::{
        RegionCode,
        match_names::{Matcher, Query},
    },
    sheet::Step,
};
use instrument::{Answer, Text};
use seal::Digest;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::nouns;

/// What a row becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// New answers where there were none.
    Accepted,
    /// At least one answer differs from what is there.
    Changed,
    /// Nothing in it is new; it is left as it is.
    Same,
    /// A fault; nothing of the row is taken.
    Refused,
}

/// One row with its cells.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// The row as it came.
    pub incoming: IncomingRow,
    /// Its village, once found.
    pub village: Option<RegionCode>,
    /// What it becomes.
    pub fate: Fate,
    /// What is wrong with the row as a whole.
    pub fault: Option<Text>,
    /// What is wrong with single cells, in the sheet's order of items.
    pub faults: Vec<Option<Text>>,
    /// What the cells hold now, in cell form; empty where nothing was said.
    pub before: Vec<String>,
    /// The revision of the village's sheet that `before` was read from; 0 where there is none yet.
    pub revision: i64,
}

/// A whole file.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The rows in the file's order.
    pub rows: Vec<PreviewRow>,
    /// The ids of the sheet's items.
    pub items: Vec<String>,
    /// Columns that mean nothing here.
    pub unknown_columns: Vec<String>,
}

/// How many rows become what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// New.
    pub accepted: usize,
    /// Differ from what is there.
    pub changed: usize,
    /// Left as they are.
    pub same: usize,
    /// Not taken.
    pub refused: usize,
}

impl Summary {
    /// Rows that would be, or were, taken.
    #[must_use]
    pub const fn taken(&self) -> usize {
        self.accepted + self.changed
    }
}

impl Preview {
    /// The counts.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let count = |fate| self.rows.iter().filter(|row| row.fate == fate).count();
        Summary {
            accepted: count(Fate::Accepted),
            changed: count(Fate::Changed),
            same: count(Fate::Same),
            refused: count(Fate::Refused),
        }
    }

    /// What was looked at, in short: the same as long as every row becomes the same, from the same answers.
    #[must_use]
    pub fn seen(&self) -> String {
        let row = |row: &PreviewRow| format!("{:?} {:?} {} {:?};", row.village, row.fate, row.revision, row.incoming);
        let rows: String = self.rows.iter().map(row).collect();
        Digest::of_fields("bersinar/preview", &[rows.as_bytes()]).to_string()[..32].to_owned()
    }

    /// The accepted and changed rows as a draft to hand in, with the file as the source of each value; cells that are
    /// empty leave what is there.
    pub(crate) fn draft(&self, round: &Round, import: &nouns::Import) -> Draft {
        let taken = self.rows.iter().filter(|row| matches!(row.fate, Fate::Accepted | Fate::Changed));
        let village = |row: &PreviewRow| {
            let cells = self.items.iter().zip(&row.incoming.cells).filter(|(_, cell)| !cell.text.trim().is_empty());
            let typed = |(item, cell): (&String, &incoming::Cell)| Typed {
                item: item.clone(),
                value: cell.text.clone(),
                source: import.file_name.clone(),
                ..Typed::default()
            };
            Some(VillageDraft {
                village: row.village?,
                revision: Some(row.revision),
                nil: row.incoming.nil,
                answers: if row.incoming.nil { vec![] } else { cells.map(typed).collect() },
            })
        };
        Draft {
            key: round.key(),
            sheet: import.sheet.clone(),
            step: Step::Submit,
            via: "file",
            villages: taken.filter_map(village).collect(),
        }
    }
}

impl App {
    /// Reads the file and holds every row against the answers as they are now.
    pub(crate) async fn work_out(
        &self,
        round: &Round,
        sheet: usize,
        name: &str,
        bytes: &[u8],
    ) -> Result<Preview, Refusal> {
        let (rule, held, file_name) = (round.rule.clone(), bytes.to_vec(), name.to_owned());
        let read = tokio::task::spawn_blocking(move || incoming::read(&held, &file_name, &rule, sheet)).await;
        let Incoming { stamp, rows, unknown_columns, .. } =
            read.map_err(|_| Refusal::Invalid("import-unreadable"))?.map_err(|fault| Refusal::File(fault.message()))?;
        let definition = &round.rule.sheets()[sheet];
        let differs = |said: &Option<String>, here: &str| said.as_ref().is_some_and(|said| said != here);
        if differs(&stamp.regency, &round.regency.to_string()) {
            return Err(Refusal::Invalid("import-other-city"));
        }
        if stamp.year.is_some_and(|year| year != round.year) {
            return Err(Refusal::Invalid("import-other-year"));
        }
        if differs(&stamp.sheet, &definition.id) {
            return Err(Refusal::Invalid("import-other-sheet"));
        }
        if differs(&stamp.rule, &round.rule.rule()) {
            return Err(Refusal::Invalid("import-other-rule"));
        }
        let there = self.village_sheets(round, sheet, round.regency).await?;
        let there: HashMap<RegionCode, &VillageSheet> = there.iter().map(|sheet| (sheet.village, sheet)).collect();
        let items: Vec<(usize, String)> =
            round.rule.items_of_sheet(sheet).map(|(at, item)| (at, item.id.clone())).collect();
        let places = self.places();
        let matcher = Matcher::new(&places, round.regency);
        let mut seen: HashMap<RegionCode, usize> = HashMap::new();
        let found: Vec<Result<RegionCode, Text>> =
            rows.iter().map(|row| self.village_of(&matcher, row, round.regency)).collect();
        found.iter().flatten().for_each(|village| *seen.entry(*village).or_default() += 1);
        let row = |(row, found): (IncomingRow, Result<RegionCode, Text>)| {
            let village = found.as_ref().ok().copied();
            let sheet = village.and_then(|village| there.get(&village));
            let mut fault = found.err();
            if fault.is_none() && village.is_some_and(|village| seen[&village] > 1) {
                fault = Some(Text::new(
                    "Desa ini ada lebih dari satu kali dalam berkas. Sisakan satu baris.",
                    "This village is in the file more than once. Leave one row.",
                ));
            }
            let before: Vec<String> = items
                .iter()
                .map(|(_, id)| {
                    sheet.and_then(|sheet| sheet.answers.get(id)).map(|a| a.value.clone()).unwrap_or_default()
                })
                .collect();
            let mut faults = vec![None; items.len()];
            let (mut news, mut changes) = (false, false);
            for (at, (index, _)) in items.iter().enumerate() {
                let Some(cell) = row.cells.get(at) else { continue };
                let read = match &cell.fault {
                    Some(fault) => Err(fault.message()),
                    None => round.rule.read(*index, &cell.text).map_err(|error| error.message()),
                };
                match read {
                    Err(message) => faults[at] = Some(message),
                    Ok(Answer::Missing) => {}
                    Ok(answer) if round.rule.cell(*index, &answer) == before[at] => {}
                    Ok(_) if before[at].is_empty() => news = true,
                    Ok(_) => changes = true,
                }
            }
            let nil = row.nil && !sheet.is_some_and(|sheet| sheet.nil);
            if row.nil && row.cells.iter().any(|cell| !cell.text.trim().is_empty()) {
                fault = fault.or_else(|| {
                    Some(Text::new(
                        "Baris ini nihil, tetapi ada isinya. Hapus tanda nihil atau isinya.",
                        "This row is nil but has values. Remove the nil mark or the values.",
                    ))
                });
            }
            let closed = sheet.is_some_and(|sheet| !sheet.state.is_open());
            if fault.is_none() && closed && (news || changes || nil) {
                fault = Some(Text::new(
                    "Lembar desa ini sudah dikirim. Tarik kembali atau kembalikan dulu, lalu unggah lagi.",
                    "This village's sheet was already sent. Take it back or return it first, then upload again.",
                ));
            }
            let fate = if fault.is_some() || faults.iter().any(Option::is_some) {
                Fate::Refused
            } else if changes {
                Fate::Changed
            } else if news || nil {
                Fate::Accepted
            } else {
                Fate::Same
            };
            PreviewRow {
                incoming: row,
                village,
                fate,
                fault,
                faults,
                before,
                revision: sheet.map_or(0, |sheet| sheet.revision),
            }
        };
        let rows = rows.into_iter().zip(found).map(row).collect();
        Ok(Preview { rows, items: items.into_iter().map(|(_, id)| id).collect(), unknown_columns })
    }

    /// The village of a row: by its code, or by its name where there is no code and the name is unmistakable.
    fn village_of(&self, matcher: &Matcher<'_>, row: &IncomingRow, regency: RegionCode) -> Result<RegionCode, Text> {
        let places = self.places();
        let code = row.code.trim();
        if code.is_empty() {
            let query = Query { name: &row.name, district: None, regency: None };
            let found = matcher.find(&query);
            let near: Vec<String> = found.candidates.iter().take(3).map(|c| format!("{} {}", c.code, c.name)).collect();
            return found.code.ok_or_else(|| match near.as_slice() {
                [] => {
                    Text::new("Kode kosong dan namanya tidak dikenal.", "The code is empty and the name is not known.")
                }
                near => Text::new(
                    format!("Kode kosong dan namanya belum pasti. Mungkin: {}. Isi kodenya.", near.join(", ")),
                    format!(
                        "The code is empty and the name is not certain. Perhaps: {}. Fill in the code.",
                        near.join(", ")
                    ),
                ),
            });
        }
        let unknown = || {
            Text::new(
                format!("Kode {code} bukan kode desa yang dikenal. Periksa di daftar wilayah."),
                format!("{code} is no known village code. Check the list of places."),
            )
        };
        let village: RegionCode = code.parse().map_err(|_| unknown())?;
        let region = places.get(village).filter(|_| village.village_kind().is_some()).ok_or_else(unknown)?;
        if !regency.contains(village) {
            return Err(Text::new(
                format!("{} tidak termasuk wilayah ini.", region.name),
                format!("{} is not in this area.", region.name),
            ));
        }
        if region.is_ended() {
            let after: Vec<String> = region.successors.iter().map(ToString::to_string).collect();
            return Err(Text::new(
                format!("Kode {code} sudah tidak berlaku. Penggantinya: {}.", after.join(", ")),
                format!("Code {code} is no longer valid. Its successor: {}.", after.join(", ")),
            ));
        }
        Ok(village)
    }
}
