//! The area codes of a file: is each a village of the list, and does each stand there once?
//!
//! Not for: refusing rows; a row is scored whatever its code. Next: `village.rs`.

use std::collections::HashMap;
use std::sync::Arc;

use domain::region::{Gazetteer, Level, RegionCode};
use words::Words;

use super::super::table::{Record, Table};
use super::village::Problem;

/// One place, however its code is written.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Place {
    Code(RegionCode),
    Text(String),
}

/// On which lines a code stands.
#[derive(Debug)]
struct Lines {
    first: usize,
    last: usize,
    count: usize,
}

/// The codes of a file, and the list they are held against.
pub struct Codes {
    pub gazetteer: Arc<Gazetteer>,
    seen: HashMap<Place, Lines>,
    w: Words,
}

fn place(cell: &str) -> Place {
    cell.parse().map_or_else(|_| Place::Text(cell.to_owned()), Place::Code)
}

/// Names the regency a row belongs to: the first five characters of its code, written with dots.
pub fn regency(cell: &str) -> String {
    let regency = cell.parse().ok().and_then(RegionCode::regency);
    regency.map_or_else(|| cell.chars().take(5).collect(), |regency| regency.to_string())
}

impl Codes {
    /// Reads the codes of all rows.
    pub fn of(table: &Table, column: usize, w: Words) -> Self {
        let mut seen: HashMap<Place, Lines> = HashMap::new();
        let (mut rows, mut record) = (table.rows(), Record::default());
        while rows.next(&mut record) {
            let cell = record.cell(column);
            if !cell.is_empty() {
                let line = record.line;
                let lines = seen.entry(place(cell)).or_insert(Lines { first: line, last: line, count: 0 });
                lines.last = line;
                lines.count += 1;
            }
        }
        Self { gazetteer: Gazetteer::builtin(), seen, w }
    }

    /// What is wrong with the code of a row.
    pub fn check(&self, cell: &str, problems: &mut Vec<Problem>) {
        let mut add = |message: String| problems.push(Problem::of_row(cell, message));
        if cell.is_empty() {
            add(self.w.t("command-score-code-empty"));
            return;
        }
        let place = place(cell);
        match &place {
            Place::Text(_) => add(self.w.t("command-score-code-shape")),
            Place::Code(code) => match (self.gazetteer.name(*code), code.level()) {
                (None, _) => add(self.w.t("command-score-code-unknown")),
                (Some(_), Level::Village) => {}
                (Some(name), _) => add(self.w.with("command-score-code-level", &[("name", name.into())])),
            },
        }
        if let Some(Lines { first, last, count }) = self.seen.get(&place).filter(|lines| lines.count > 1) {
            let [count, first, last] = [count, first, last].map(|n| n.to_string().into());
            add(self.w.with("command-score-code-repeated", &[("n", count), ("first", first), ("last", last)]));
        }
    }

    /// The official name of a village.
    pub fn name(&self, cell: &str) -> &str {
        cell.parse().ok().and_then(|code| self.gazetteer.name(code)).unwrap_or_default()
    }
}
