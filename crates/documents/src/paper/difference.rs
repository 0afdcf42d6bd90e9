//! What differs between two states of a paper: values, never wording.

use super::{Cell, Column, Fact, Paper, Part};
use std::collections::{HashMap, HashSet};

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about, as a person reads it.
    pub what: String,
    /// Before; empty where it was not there.
    pub was: String,
    /// Now; empty where it is not there any more.
    pub is: String,
}

/// A value with its name and what it is about.
struct Named {
    name: String,
    what: String,
    value: String,
    /// What the value says in every language; empty where it is a word of somebody.
    means: String,
}

impl Named {
    /// Whether both say the same.
    fn agrees(&self, other: &Self) -> bool {
        self.value == other.value || (!self.means.is_empty() && self.means == other.means)
    }
}

/// All values of a paper, in the order in which they are read.
fn values(paper: &Paper) -> Vec<Named> {
    let mut values = vec![];
    let mut add = |name: String, what: &str, value: &str, means: &str| {
        values.push(Named { name, what: what.to_owned(), value: value.to_owned(), means: means.to_owned() });
    };
    for fact in &paper.facts {
        add(format!("fact/{}", fact.name), &fact.label, &fact.value, &fact.means);
    }
    for part in paper.sections.iter().flat_map(|section| &section.parts) {
        match part {
            Part::Text { name, title, text } if !name.is_empty() => add(format!("text/{name}"), title, text, ""),
            Part::Points { name, title, points } => add(format!("points/{name}"), title, &points.join("; "), ""),
            Part::Facts { facts } => {
                let named = |fact: &Fact| (format!("fact/{}", fact.name), fact.clone());
                facts.iter().map(named).for_each(|(name, fact)| add(name, &fact.label, &fact.value, &fact.means));
            }
            Part::Table(table) => {
                for row in table.rows.iter().filter(|row| !row.name.is_empty()) {
                    let about = row.label();
                    let cells = table.columns.iter().zip(&row.cells);
                    // In a sum only the numbers are values.
                    let told =
                        |column: &Column, cell: &Cell| !(column.name.is_empty() || row.sum && cell.value.is_none());
                    for (column, cell) in cells.filter(|(column, cell)| told(column, cell)) {
                        let what = format!("{} · {about} · {}", table.caption, column.title);
                        let name = if cell.name.is_empty() {
                            format!("{}/{}/{}", table.name, row.name, column.name)
                        } else {
                            format!("{}/{}", table.name, cell.name)
                        };
                        add(name, &what, &cell.text, &cell.means);
                    }
                }
            }
            Part::Text { .. } | Part::Code { .. } => {}
        }
    }
    values
}

/// The most characters of a value that are told.
const TOLD: usize = 120;
/// And so many of them before the place where both begin to differ.
const BEFORE: usize = 30;

/// Both, cut to the part where they differ.
fn short(was: &str, is: &str) -> (String, String) {
    let same = was.chars().zip(is.chars()).take_while(|(was, is)| was == is).count();
    let from = same.saturating_sub(BEFORE);
    let cut = |text: &str| {
        if text.chars().count() <= TOLD {
            return text.to_owned();
        }
        let part: String = text.chars().skip(from).take(TOLD).collect();
        let [before, after] = [from > 0, text.chars().count() > from + TOLD].map(|cut| if cut { "…" } else { "" });
        format!("{before}{}{after}", part.replace('\n', " "))
    };
    (cut(was), cut(is))
}

/// What differs, in the order in which it is read, long texts cut to the part that differs; by the names of the values, so that other words for a label are no
/// difference.
///
/// ```
/// use documents::paper::{Fact, Paper, differences};
/// let paper = |label: &str, value: &str| Paper {
///     facts: vec![Fact { name: "sent".into(), label: label.into(), value: value.into(), ..Fact::default() }],
///     ..Paper::default()
/// };
/// assert!(differences(&paper("Melapor", "24"), &paper("Sudah melapor", "24")).is_empty());
/// assert_eq!(differences(&paper("Melapor", "24"), &paper("Melapor", "25"))[0].is, "25");
/// ```
#[must_use]
pub fn differences(before: &Paper, now: &Paper) -> Vec<Difference> {
    let (before, now) = (values(before), values(now));
    let is: HashMap<&str, &Named> = now.iter().map(|one| (one.name.as_str(), one)).collect();
    let known: HashSet<&str> = before.iter().map(|one| one.name.as_str()).collect();
    let changed = before.iter().filter(|one| !is.get(one.name.as_str()).is_some_and(|is| one.agrees(is)));
    let mut all: Vec<Difference> = changed
        .map(|one| Difference {
            what: one.what.clone(),
            was: one.value.clone(),
            is: is.get(one.name.as_str()).map(|is| is.value.clone()).unwrap_or_default(),
        })
        .collect();
    let new = now.iter().filter(|one| !known.contains(one.name.as_str()));
    all.extend(new.map(|one| Difference { what: one.what.clone(), was: String::new(), is: one.value.clone() }));
    all.retain(|one| one.was != one.is);
    for one in &mut all {
        (one.was, one.is) = short(&one.was, &one.is);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Row, Section, Table};

    fn paper(rows: Vec<Row>) -> Paper {
        let columns = ["what", "n"].map(|name| Column { name: name.to_owned(), ..Column::default() });
        let table = Table { name: "t".to_owned(), columns: columns.into(), rows, ..Table::default() };
        Paper { sections: vec![Section { parts: vec![Part::Table(table)], ..Section::default() }], ..Paper::default() }
    }

    fn row(name: &str, cells: [Cell; 2], sum: bool) -> Row {
        Row { name: name.to_owned(), cells: cells.into(), sum, ..Row::default() }
    }

    #[test]
    fn other_words_for_the_same_are_no_difference() {
        let state = |text: &str, means: &str| {
            paper(vec![row("a", [Cell::text(text).meaning(means), Cell::whole(Some(1), "1")], false)])
        };
        assert!(differences(&state("terlambat", "late"), &state("lewat tanggal", "late")).is_empty());
        assert_eq!(differences(&state("terlambat", "late"), &state("dikirim", "sent")).len(), 1);
    }

    #[test]
    fn a_value_keeps_its_name_where_another_comes_before_it() {
        let people = || Cell::whole(Some(368), "368").named("g1/orang/n");
        let before = paper(vec![row("g1", [Cell::text("Aksi"), people()], false)]);
        let events = Cell::whole(Some(12), "12").named("g1/kegiatan/n");
        let first = row("g1", [Cell::text("Aksi"), events], false);
        let now = paper(vec![first, row("g1/orang", [Cell::default(), people()], false)]);
        let told: Vec<_> = differences(&before, &now).into_iter().map(|one| (one.was, one.is)).collect();
        assert_eq!(told, [(String::new(), "12".to_owned())], "368 are still 368");
    }

    #[test]
    fn in_a_sum_only_numbers_are_values_and_long_texts_are_cut_to_what_differs() {
        let sum = |word: &str| paper(vec![row("sum", [Cell::text(word), Cell::whole(Some(5), "5")], true)]);
        assert!(differences(&sum("Jumlah"), &sum("Total")).is_empty());
        let long = |word: &str| format!("{}{word}{}", "a".repeat(500), "b".repeat(500));
        let minutes = |word: &str| paper(vec![row("a", [Cell::text(long(word)), Cell::default()], false)]);
        let told = differences(&minutes("lama"), &minutes("baru"));
        assert!(told[0].was.contains("aaalamabbb") && told[0].is.contains("aaabarubbb"), "{told:?}");
        assert!(told[0].was.starts_with('…') && told[0].was.chars().count() <= TOLD + 2);
    }
}
