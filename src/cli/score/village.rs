//! One row of a file of answers, read leniently: every cell is taken as far as it can be, and what is wrong is said.
//!
//! Not for: scoring. Next: `codes.rs` for the area code, `mod.rs` for what is done with a row.

use std::collections::HashMap;

use instrument::{Answer, Denominators, Instrument};
use words::Words;

use super::super::input;
use super::super::table::{Record, tidy};
use super::columns::Columns;

/// Something wrong in a row, which is scored all the same.
#[derive(Debug)]
pub struct Problem {
    /// The item; none where the row as a whole is meant.
    pub item: Option<usize>,
    /// What was found, shortened.
    pub value: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// A problem of the row as a whole.
    pub fn of_row(value: &str, message: String) -> Self {
        Self { item: None, value: input::quoted(value), message }
    }
}

/// The answers of a row. Reused from row to row.
#[derive(Debug, Default)]
pub struct Village {
    pub answers: Vec<Answer>,
    pub per: Denominators,
    pub problems: Vec<Problem>,
}

/// Reads rows by one rule.
pub struct Reader<'i> {
    instrument: &'i Instrument,
    columns: &'i Columns,
    w: Words,
    /// Cells repeat ("0", "ada"), so that each is read once per item.
    known: Vec<HashMap<String, Answer>>,
}

/// Remembered per item; beyond that a cell is read anew.
const MOST_KNOWN: usize = 4096;

impl<'i> Reader<'i> {
    pub fn new(instrument: &'i Instrument, columns: &'i Columns, w: Words) -> Self {
        Self { instrument, columns, w, known: vec![HashMap::new(); instrument.items().len()] }
    }

    /// Reads a row. Its area code is looked at elsewhere.
    pub fn read(&mut self, record: &Record<'_>, village: &mut Village) {
        village.answers.clear();
        village.problems.clear();
        self.shape(record, &mut village.problems);
        for item in 0..self.columns.items.len() {
            let answer = self.answer(item, record, &mut village.problems);
            village.answers.push(answer);
        }
        let per = |column: Option<usize>, problems: &mut Vec<Problem>| {
            let cell = record.cell(column?);
            let number = whole(cell);
            if number.is_none() && !cell.is_empty() && cell != "-" && cell != "?" {
                problems.push(Problem::of_row(cell, self.w.t("command-score-bad-denominator")));
            }
            number
        };
        village.per = Denominators {
            residents: per(self.columns.residents, &mut village.problems),
            households: per(self.columns.households, &mut village.problems),
        };
    }

    fn answer(&mut self, item: usize, record: &Record<'_>, problems: &mut Vec<Problem>) -> Answer {
        let columns = &self.columns.items[item];
        let cell = match columns.as_slice() {
            [] => return Answer::Missing,
            [column] => record.cell(*column),
            // The column is there twice: the same in both, or only one filled in, is an answer.
            [..] => {
                let mut filled = columns.iter().map(|column| record.cell(*column)).filter(|cell| !cell.is_empty());
                let first = filled.next().unwrap_or_default();
                if let Some(other) = filled.find(|cell| *cell != first) {
                    let message = self.w.t("command-score-column-twice");
                    problems.push(Problem {
                        item: Some(item),
                        value: input::quoted(&format!("{first} / {other}")),
                        message,
                    });
                    return Answer::Missing;
                }
                first
            }
        };
        let known = &mut self.known[item];
        if let Some(answer) = known.get(cell) {
            return answer.clone();
        }
        let (answer, error) = self.instrument.read_reported(item, cell);
        match error {
            Some(error) => {
                let message = error.message().get(self.w.lang()).to_owned();
                problems.push(Problem { item: Some(item), value: input::quoted(cell), message });
            }
            None if known.len() < MOST_KNOWN && cell.len() <= 32 => {
                known.insert(cell.to_owned(), answer.clone());
            }
            None => {}
        }
        answer
    }

    /// Cells without a column, and quotes that were not closed: the values may stand in the wrong columns.
    fn shape(&self, record: &Record<'_>, problems: &mut Vec<Problem>) {
        let beyond = record.cells.get(self.columns.width..).unwrap_or_default();
        let extra: Vec<&str> = beyond.iter().map(|cell| tidy(cell)).filter(|cell| !cell.is_empty()).collect();
        let count = |n: usize| n.to_string().into();
        if !extra.is_empty() {
            let values = [("cells", count(record.cells.len())), ("columns", count(self.columns.width))];
            problems.push(Problem::of_row(&extra.join(" | "), self.w.with("command-score-extra-cells", &values)));
        }
        if record.stray_quote {
            problems.push(Problem::of_row("\"", self.w.t("command-score-stray-quote")));
        }
        if record.more_lines > 0 {
            let values = [("from", count(record.line)), ("to", count(record.line + record.more_lines))];
            problems.push(Problem::of_row("\"", self.w.with("command-score-many-lines", &values)));
        }
    }
}

/// A number of residents or households: plain digits, or groups of three (a person is never divided, so "10.606" and
/// "10,606" are both ten thousand).
fn whole(cell: &str) -> Option<f64> {
    let cell = cell.strip_suffix(".0").or_else(|| cell.strip_suffix(",0")).unwrap_or(cell);
    let mark = cell.chars().find(|c| !c.is_ascii_digit());
    if let Some(mark) = mark {
        let mut groups = cell.split(mark);
        let head = groups.next().is_some_and(|head| (1..=3).contains(&head.len()) && !head.starts_with('0'));
        if !head || !['.', ',', ' ', '\u{a0}', '\u{202f}'].contains(&mark) || !groups.all(|group| group.len() == 3) {
            return None;
        }
    }
    let digits: String = cell.chars().filter(|c| Some(*c) != mark).collect();
    let plain = (1..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn people_are_counted_in_whole_numbers() {
        for cell in ["10606", "10.606", "10,606", "10 606", "10\u{a0}606", "10606.0", "10606,0"] {
            assert_eq!(whole(cell), Some(10_606.0), "{cell}");
        }
        assert_eq!(whole("1.137.018"), Some(1_137_018.0));
        for cell in ["", "-5", "10.60", "1.2.3", "ribuan", "1e5", "10.606,5", "1.137,018", "9999999999999"] {
            assert_eq!(whole(cell), None, "{cell}");
        }
    }
}
