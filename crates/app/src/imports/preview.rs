//! What each row of an uploaded file becomes: new, changed, as it was, or refused and why, under the very cell; and what
//! of it is handed in. How that is found out: `desk.rs`.

use crate::{
    rounds::Round,
    sheets::{Draft, Typed, VillageDraft},
};
use documents::incoming::IncomingRow;
use domain::{region::RegionCode, sheet::Step};
use instrument::Text;
use seal::Digest;
use serde::{Deserialize, Serialize};
use store::nouns;

/// What a row becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// New answers where there were none.
    Accepted,
    /// At least one answer differs from what is there.
    Changed,
    /// Nothing in it is new; it is left as it is, and nothing is handed in.
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
    /// What the cells hold now, in cell form; empty where nothing was said, or the sheet is nil.
    pub before: Vec<String>,
    /// Which cells say something else than what is there.
    pub differs: Vec<bool>,
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
    /// The lines that were refused when the rest was confirmed.
    #[serde(default)]
    pub refused_lines: Vec<u32>,
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
        let refused = self.rows.iter().filter(|row| row.fate == Fate::Refused);
        Summary {
            refused_lines: refused.map(|row| row.incoming.line).collect(),
            accepted: count(Fate::Accepted),
            changed: count(Fate::Changed),
            same: count(Fate::Same),
            refused: count(Fate::Refused),
        }
    }

    /// What was looked at, in short: the same as long as every row becomes the same, from the same answers.
    #[must_use]
    pub fn seen(&self) -> String {
        let row = |row: &PreviewRow| {
            let text = format!("{:?} {:?} {} {:?}", row.village, row.fate, row.revision, row.incoming);
            Digest::of_fields("bersinar/preview-row", &[text.as_bytes()])
        };
        let rows: Vec<u8> = self.rows.iter().flat_map(|one| *row(one).as_bytes()).collect();
        Digest::of_fields("bersinar/preview", &[&rows]).to_string()[..32].to_owned()
    }

    /// The new and changed rows as a draft to hand in. Only cells that say something new are in it, with the file as their
    /// source; the others keep theirs. A nil row empties its sheet, as in the form.
    pub(crate) fn draft(&self, round: &Round, import: &nouns::Import) -> Draft {
        let taken = self.rows.iter().filter(|row| matches!(row.fate, Fate::Accepted | Fate::Changed));
        let village = |row: &PreviewRow| {
            let typed = |(at, item): (usize, &String)| {
                let nil = Typed { item: item.clone(), ..Typed::default() };
                match row.incoming.cells.get(at) {
                    _ if row.incoming.nil => Some(nil),
                    Some(cell) if row.differs.get(at) == Some(&true) => {
                        Some(Typed { value: cell.text.clone(), source: import.file_name.clone(), ..nil })
                    }
                    _ => None,
                }
            };
            Some(VillageDraft {
                village: row.village?,
                revision: Some(row.revision),
                nil: row.incoming.nil,
                answers: self.items.iter().enumerate().filter_map(typed).collect(),
            })
        };
        let villages = taken.filter_map(village).collect();
        Draft { key: round.key(), sheet: import.sheet.clone(), step: Step::Submit, via: "file", villages }
    }
}
