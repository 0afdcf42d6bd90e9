//! What differs between two states of a paper: values, never wording.

use super::{Paper, Part};
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
}

/// All values of a paper, in the order in which they are read.
fn values(paper: &Paper) -> Vec<Named> {
    let mut values = vec![];
    let mut add = |name: String, what: &str, value: &str| {
        values.push(Named { name, what: what.to_owned(), value: value.to_owned() });
    };
    for fact in &paper.facts {
        add(format!("fact/{}", fact.name), &fact.label, &fact.value);
    }
    for part in paper.sections.iter().flat_map(|section| &section.parts) {
        match part {
            Part::Text { name, text } if !name.is_empty() => add(format!("text/{name}"), "", text),
            Part::Points { name, title, points } => add(format!("points/{name}"), title, &points.join("; ")),
            Part::Facts { facts } => {
                facts.iter().for_each(|fact| add(format!("fact/{}", fact.name), &fact.label, &fact.value));
            }
            Part::Table(table) => {
                for row in table.rows.iter().filter(|row| !row.name.is_empty()) {
                    let about = row.label();
                    let cells = table.columns.iter().zip(&row.cells);
                    for (column, cell) in cells.filter(|(column, _)| !column.name.is_empty()) {
                        let what = format!("{} · {about} · {}", table.caption, column.title);
                        add(format!("{}/{}/{}", table.name, row.name, column.name), &what, &cell.text);
                    }
                }
            }
            Part::Text { .. } | Part::Code { .. } => {}
        }
    }
    values
}

/// What differs, in the order in which it is read; by the names of the values, so that other words for a label are no
/// difference.
///
/// ```
/// use documents::paper::{Fact, Paper, differences};
/// let paper = |label: &str, value: &str| Paper {
///     facts: vec![Fact { name: "sent".into(), label: label.into(), value: value.into() }], ..Paper::default()
/// };
/// assert!(differences(&paper("Melapor", "24"), &paper("Sudah melapor", "24")).is_empty());
/// assert_eq!(differences(&paper("Melapor", "24"), &paper("Melapor", "25"))[0].is, "25");
/// ```
#[must_use]
pub fn differences(before: &Paper, now: &Paper) -> Vec<Difference> {
    let (before, now) = (values(before), values(now));
    let is: HashMap<&str, &str> = now.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect();
    let known: HashSet<&str> = before.iter().map(|one| one.name.as_str()).collect();
    let mut all: Vec<Difference> = before
        .iter()
        .map(|one| Difference {
            what: one.what.clone(),
            was: one.value.clone(),
            is: is.get(one.name.as_str()).map(|is| (*is).to_owned()).unwrap_or_default(),
        })
        .collect();
    let new = now.iter().filter(|one| !known.contains(one.name.as_str()));
    all.extend(new.map(|one| Difference { what: one.what.clone(), was: String::new(), is: one.value.clone() }));
    all.retain(|one| one.was != one.is);
    all
}
