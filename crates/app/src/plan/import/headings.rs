//! Where the headings of a worksheet are and what they mean: what a person said, else what was said of the last file, else
//! what the words seem to mean.

use super::{Given, Sheet};
use crate::plan::Rules;
use domain::plan::{ActionList, folded};
use std::collections::{BTreeMap, HashSet};

/// Headings are looked for in so many rows.
const WITHIN: usize = 40;
/// Headings take at most so many rows.
const MOST_HEADINGS: usize = 3;

/// What the columns of a worksheet mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Which worksheet, from 0.
    pub sheet: usize,
    /// The number of the first row of headings, as the spreadsheet shows it; 0 where nobody has said.
    pub first: u32,
    /// How many rows they take, 1 to 3; 0 where nobody has said.
    pub headings: usize,
    /// For each column the field of a row, `note`, or `skip`; empty where nobody has said.
    pub fields: Vec<String>,
    /// Folded words for an action, and the action by the list's id; empty where nobody has said.
    pub actions: BTreeMap<String, String>,
    /// The unit where a row says none.
    pub unit: String,
}

/// The rows of headings.
pub(super) fn heading_rows(sheet: &Sheet, first: u32, count: usize) -> Vec<&(u32, Vec<String>)> {
    sheet.rows.iter().filter(|(line, _)| *line >= first).take(count).collect()
}

/// The heading of each column: what stands in the rows of headings, one below the other, said once.
pub(super) fn headings(sheet: &Sheet, first: u32, count: usize) -> Vec<String> {
    let rows = heading_rows(sheet, first, count);
    let width = sheet.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    let heading = |column: usize| {
        let mut words: Vec<&str> = vec![];
        for (_, cells) in &rows {
            let text = cells.get(column).map_or("", String::as_str).trim();
            if !text.is_empty() && words.last() != Some(&text) {
                words.push(text);
            }
        }
        words.join(" ")
    };
    (0..width).map(heading).collect()
}

/// What the columns seem to mean; each field is meant once, a second column of the same goes to the note.
fn fields(rules: &Rules, headings: &[String], before: &BTreeMap<String, String>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let field = |heading: &String| {
        let known = before.get(&folded(heading)).map(String::as_str);
        let field = known.or_else(|| rules.columns.field_of(heading)).unwrap_or("note");
        if heading.is_empty() {
            return "note".to_owned();
        }
        let free = matches!(field, "note" | "skip") || taken.insert(field.to_owned());
        if free { field.to_owned() } else { "note".to_owned() }
    };
    headings.iter().map(field).collect()
}

/// How much a row of headings says: the fields that it names, twice as much where the activity is one of them.
fn worth(rules: &Rules, headings: &[String], before: &BTreeMap<String, String>) -> usize {
    let named = fields(rules, headings, before);
    let named: HashSet<&String> = named.iter().filter(|field| !matches!(field.as_str(), "note" | "skip")).collect();
    let activity = named.iter().any(|field| *field == "activity");
    if activity || named.len() > 1 { named.len() << usize::from(activity) } else { 0 }
}

/// The first row and the number of the rows that look most like headings.
fn find(rules: &Rules, sheet: &Sheet, before: &BTreeMap<String, String>) -> (usize, u32, usize) {
    let mut best = (0, sheet.rows.first().map_or(1, |(line, _)| *line), 1);
    // A title is one text, however many columns it is merged over.
    let names =
        |cells: &[String]| cells.iter().filter(|text| !text.trim().is_empty()).collect::<HashSet<_>>().len() > 2;
    for (line, _) in sheet.rows.iter().take(WITHIN).filter(|(_, cells)| names(cells)) {
        for count in 1..=MOST_HEADINGS {
            let worth = worth(rules, &headings(sheet, *line, count), before);
            if worth > best.0 {
                best = (worth, *line, count);
            }
        }
    }
    best
}

/// Fills in what a person has left open.
pub(super) fn complete(
    rules: &Rules,
    (list, year): (&ActionList, i16),
    given: &Given,
    said: Option<Mapping>,
    (columns, actions): (&BTreeMap<String, String>, &BTreeMap<String, String>),
) -> Mapping {
    let mut mapping = said.unwrap_or_else(|| {
        let year = year.to_string();
        let found = given.sheets.iter().enumerate().map(|(at, sheet)| {
            let (worth, ..) = find(rules, sheet, columns);
            (worth, sheet.name.contains(&year), std::cmp::Reverse(at))
        });
        let sheet = found.max().map_or(0, |(.., at)| at.0);
        Mapping { sheet, ..Mapping::default() }
    });
    mapping.sheet = mapping.sheet.min(given.sheets.len().saturating_sub(1));
    let Some(sheet) = given.sheets.get(mapping.sheet) else { return mapping };
    if mapping.first == 0 {
        (_, mapping.first, mapping.headings) = find(rules, sheet, columns);
        mapping.fields.clear();
    }
    mapping.headings = mapping.headings.clamp(1, MOST_HEADINGS);
    let headings = headings(sheet, mapping.first, mapping.headings);
    let mut guessed = fields(rules, &headings, columns);
    if !guessed.iter().any(|field| field == "activity") {
        // What is done takes most words.
        let words = |column: usize| -> usize {
            super::reading::below(sheet, &mapping).filter_map(|(_, cells)| cells.get(column)).map(String::len).sum()
        };
        let free = (0..guessed.len()).filter(|at| guessed[*at] == "note" && !headings[*at].is_empty());
        if let Some(at) = free.max_by_key(|at| words(*at)) {
            "activity".clone_into(&mut guessed[at]);
        }
    }
    mapping.fields.resize(guessed.len(), String::new());
    let known = |field: &str| field == "skip" || rules.columns.columns.iter().any(|column| column.field == field);
    for (field, guess) in mapping.fields.iter_mut().zip(guessed) {
        if !known(field) {
            *field = guess;
        }
    }
    let chosen = std::mem::take(&mut mapping.actions);
    for words in super::reading::words_for_actions(sheet, &mapping) {
        let said = chosen.get(&words).filter(|id| list.action(id).is_some());
        let before = || actions.get(&words).filter(|id| list.action(id).is_some());
        let action = said.or_else(before).cloned();
        let action = action.or_else(|| list.like(&words).map(|action| action.id.clone())).unwrap_or_default();
        mapping.actions.insert(words, action);
    }
    mapping
}
