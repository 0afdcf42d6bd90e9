//! What each row of a worksheet is: a row of the plan, the name of what follows, a sum; with what cannot be taken and what was
//! understood otherwise than written.

use super::{
    Given, Mapping, Review, Sheet,
    headings::{heading_rows, headings},
};
use crate::{
    Refusal,
    plan::{
        Rules,
        planned::{RowDraft, TARGETS, planned},
    },
    programme::list::is_sum,
    refusal::Fault,
};
use domain::plan::{ActionList, amount, folded, rupiah, span};
use std::collections::BTreeSet;

/// Something that was understood otherwise than it was written: key and values of the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The message's key.
    pub key: &'static str,
    /// What it takes.
    pub values: Vec<(&'static str, String)>,
}

/// A row of the plan, as it was read.
#[derive(Debug, Clone)]
pub struct ReadRow {
    /// Its number in the file.
    pub line: u32,
    /// What is to be kept.
    pub draft: RowDraft,
    /// What was understood otherwise than written.
    pub notes: Vec<Note>,
    /// Why it cannot be kept; it can where there is nothing.
    pub faults: Vec<Fault>,
    /// Whether the plan has this activity already.
    pub there: bool,
}

/// What a row of the worksheet is.
#[derive(Debug, Clone)]
pub enum Read {
    /// A row of the plan.
    Row(Box<ReadRow>),
    /// It names what follows: its number in the file and its text.
    Section(u32, String),
    /// A sum, or numbers of columns: its number in the file and its text.
    Left(u32, String),
}

impl Read {
    /// The row of the plan, where it is one.
    #[must_use]
    pub fn row(&self) -> Option<&ReadRow> {
        if let Self::Row(row) = self { Some(row) } else { None }
    }

    pub(super) fn row_mut(&mut self) -> Option<&mut ReadRow> {
        if let Self::Row(row) = self { Some(row) } else { None }
    }
}

/// The rows below the headings.
pub(super) fn below<'a>(sheet: &'a Sheet, mapping: &Mapping) -> impl Iterator<Item = &'a (u32, Vec<String>)> {
    let last = heading_rows(sheet, mapping.first, mapping.headings).last().map_or(mapping.first, |(line, _)| *line);
    sheet.rows.iter().filter(move |(line, _)| *line > last)
}

/// What stands in the columns of a field, one after the other.
fn said(cells: &[String], mapping: &Mapping, field: &str) -> String {
    let own = cells.iter().zip(&mapping.fields).filter(|(text, one)| *one == field && !text.trim().is_empty());
    own.map(|(text, _)| crate::plain(text)).collect::<Vec<_>>().join("; ")
}

/// The different texts of a row, without numbers that only count the rows.
fn texts<'a>(cells: &'a [String], mapping: &Mapping) -> BTreeSet<&'a str> {
    let cells = cells.iter().enumerate().filter(|(at, _)| mapping.fields.get(*at).is_none_or(|field| field != "skip"));
    cells.map(|(_, text)| text.trim()).filter(|text| !text.is_empty() && *text != "-").collect()
}

enum Kind {
    Row,
    Section,
    Left,
}

/// What a row is. A name of what follows is one text alone: over several columns, or where no activity stands.
fn kind(cells: &[String], mapping: &Mapping) -> Kind {
    let texts = texts(cells, mapping);
    let first = texts.iter().next().map(|text| folded(text)).unwrap_or_default();
    let plain = |text: &&&str| text.trim_matches(['(', ')', '.']).parse::<u32>().is_ok();
    if texts.is_empty() || texts.iter().any(|text| is_sum(text)) {
        return Kind::Left;
    }
    // The numbers of the columns, `(1) (2) (3)`.
    if texts.len() > 2 && texts.iter().filter(plain).count() == texts.len() {
        return Kind::Left;
    }
    let times = cells.iter().filter(|text| folded(text) == first).count();
    let activity = said(cells, mapping, "activity");
    if texts.len() == 1 && (times > 1 || activity.is_empty()) { Kind::Section } else { Kind::Row }
}

/// The words that stand for actions in a worksheet, folded: those of its column, or the names above rows. The empty text stands
/// for rows with neither.
pub(super) fn words_for_actions(sheet: &Sheet, mapping: &Mapping) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    each(sheet, mapping, |_, _, kind, action| {
        if matches!(kind, Kind::Row) {
            words.insert(folded(action));
        }
    });
    words
}

/// Goes over the rows with the words for an action that hold there.
fn each(sheet: &Sheet, mapping: &Mapping, mut see: impl FnMut(u32, &[String], Kind, &str)) {
    let (mut section, mut above) = (String::new(), String::new());
    for (line, cells) in below(sheet, mapping) {
        let kind = kind(cells, mapping);
        match kind {
            Kind::Section => {
                section = texts(cells, mapping).into_iter().next().unwrap_or_default().to_owned();
                above.clear();
            }
            Kind::Row => {
                let own = said(cells, mapping, "action");
                if !own.is_empty() {
                    above = own;
                }
            }
            Kind::Left => {}
        }
        let action = if above.is_empty() { &section } else { &above };
        see(*line, cells, kind, action);
    }
}

/// Reads a worksheet under a mapping that is complete.
pub(super) fn read(
    rules: &Rules,
    programme: &crate::programme::Rules,
    (list, year): (&ActionList, i16),
    given: &Given,
    mapping: Mapping,
) -> Review {
    let empty = Sheet::default();
    let sheet = given.sheets.get(mapping.sheet).unwrap_or(&empty);
    let names = headings(sheet, mapping.first, mapping.headings);
    let example = |column: usize| {
        let mut values = below(sheet, &mapping).filter_map(|(_, cells)| cells.get(column));
        values.find(|text| !text.trim().is_empty()).cloned().unwrap_or_default()
    };
    let mut rows = vec![];
    let columns: Vec<(String, String)> = names.into_iter().enumerate().map(|(at, name)| (name, example(at))).collect();
    each(sheet, &mapping, |line, cells, kind, action| {
        let text = || texts(cells, &mapping).into_iter().collect::<Vec<_>>().join(" · ");
        rows.push(match kind {
            Kind::Section => Read::Section(line, text()),
            Kind::Left => Read::Left(line, text()),
            Kind::Row => {
                let mut row =
                    Reader { rules, year, mapping: &mapping, columns: &columns, cells, notes: vec![], faults: vec![] };
                let draft = row.draft(programme, action);
                let (notes, mut faults) = (row.notes, row.faults);
                if let Err(Refusal::Form(more)) = planned(rules, programme, (list, year), draft.clone()) {
                    let told: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
                    let target = told.iter().any(|field| TARGETS.contains(field));
                    let new = more
                        .into_iter()
                        .filter(|fault| !(told.contains(&fault.field) || target && TARGETS.contains(&fault.field)));
                    faults.extend(new.collect::<Vec<_>>());
                }
                Read::Row(Box::new(ReadRow { line, draft, notes, faults, there: false }))
            }
        });
    });
    Review { mapping, columns, rows, there: 0, list: list.clone() }
}

/// Reads one row.
struct Reader<'a> {
    rules: &'a Rules,
    year: i16,
    mapping: &'a Mapping,
    columns: &'a [(String, String)],
    cells: &'a [String],
    notes: Vec<Note>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn said(&self, field: &str) -> String {
        said(self.cells, self.mapping, field)
    }

    fn note(&mut self, key: &'static str, values: Vec<(&'static str, String)>) {
        self.notes.push(Note { key, values });
    }

    fn draft(&mut self, programme: &crate::programme::Rules, action: &str) -> RowDraft {
        let mut aside = self.aside();
        let (starts_on, ends_on) = self.when(&mut aside);
        let (targets, unit) = self.targets(&ends_on);
        let source = self.said("source");
        let known = programme.programmes.sources.iter().find(|one| {
            let (title, said) = (folded(&one.title.id), folded(&source));
            !said.is_empty()
                && (said == one.id || title.split(' ').any(|word| said.split(' ').any(|said| said == word)))
        });
        if known.is_none() && !source.is_empty() {
            self.note("plan-import-source", vec![("text", source.clone())]);
            aside.push(format!("{}: {source}", self.heading("source")));
        }
        let budget = self.budget();
        let action = self.mapping.actions.get(&folded(action)).cloned().unwrap_or_default();
        if action.is_empty() {
            self.faults.push(Fault { field: "action", key: "plan-import-no-action", values: vec![] });
        }
        RowDraft {
            action,
            activity: self.said("activity"),
            output: self.said("output"),
            measure: self.said("measure"),
            unit,
            targets,
            starts_on,
            ends_on,
            owner: self.said("owner"),
            partners: self.said("partners"),
            budget,
            source: known.map(|one| one.id.clone()).unwrap_or_default(),
            note: aside.join(" · "),
            ..RowDraft::default()
        }
    }

    /// The heading of the first column of a field.
    fn heading(&self, field: &str) -> String {
        let at = self.mapping.fields.iter().position(|one| one == field);
        at.and_then(|at| self.columns.get(at)).map(|(heading, _)| heading.clone()).unwrap_or_default()
    }

    /// What stands in columns that have no field of their own, with their headings.
    fn aside(&self) -> Vec<String> {
        let cells = self.cells.iter().enumerate().filter(|(at, text)| {
            self.mapping.fields.get(*at).is_some_and(|field| field == "note") && !matches!(text.trim(), "" | "-")
        });
        let with_heading = |(at, text): (usize, &String)| {
            let heading = self.columns.get(at).map_or("", |(heading, _)| heading.as_str());
            let text = crate::plain(text);
            if heading.is_empty() { text } else { format!("{heading}: {text}") }
        };
        cells.map(with_heading).collect()
    }

    fn when(&mut self, aside: &mut Vec<String>) -> (String, String) {
        let text = self.said("when");
        if text.is_empty() {
            return (String::new(), String::new());
        }
        if let Some((from, to)) = span(&text, self.year) {
            return (from.to_string(), to.to_string());
        }
        self.note("plan-import-when", vec![("text", text.clone())]);
        aside.push(format!("{}: {text}", self.heading("when")));
        (String::new(), String::new())
    }

    /// The targets by term, and the unit.
    fn targets(&mut self, ends_on: &str) -> (Vec<(String, String)>, String) {
        let terms = self.rules.actions_of(self.year).terms.clone();
        let mut units: Vec<String> = vec![];
        let mut targets = vec![];
        for (at, term) in terms.iter().enumerate() {
            let text = self.said(TARGETS[at]);
            if let Some(number) = self.number(TARGETS[at], &text, &mut units) {
                targets.push((term.id.clone(), number.to_string()));
            }
        }
        let text = self.said("target");
        if targets.is_empty()
            && let Some(number) = self.number(TARGETS[0], &text, &mut units)
        {
            // A target of the year is reached when the activity ends.
            let month = ends_on.get(5..7).and_then(|month| month.parse::<i8>().ok()).unwrap_or(12);
            let term = terms.iter().find(|term| term.last_month >= month).or(terms.last());
            if let Some(term) = term {
                self.note("plan-import-year-target", vec![("term", term.id.to_uppercase())]);
                targets.push((term.id.clone(), number.to_string()));
            }
        }
        let own = self.said("unit");
        let beside: BTreeSet<String> = units.iter().map(|unit| self.rules.units.kept_as(unit).to_owned()).collect();
        if beside.len() > 1 || (!own.is_empty() && beside.iter().any(|unit| unit != self.rules.units.kept_as(&own))) {
            let mut all: Vec<String> = beside.iter().cloned().collect();
            all.extend((!own.is_empty()).then(|| own.clone()));
            self.faults.push(Fault {
                field: "unit",
                key: "plan-import-units",
                values: vec![("units", all.join(", "))],
            });
        }
        let unit = if own.is_empty() { beside.into_iter().next().unwrap_or_default() } else { own };
        (targets, if unit.is_empty() { self.mapping.unit.clone() } else { unit })
    }

    fn number(&mut self, field: &'static str, text: &str, units: &mut Vec<String>) -> Option<i64> {
        if matches!(text, "" | "-" | "–") {
            return None;
        }
        match amount(text) {
            Some((number, unit)) => {
                units.extend((!unit.is_empty()).then_some(unit));
                Some(number)
            }
            None => {
                let values = vec![("text", text.to_owned())];
                self.faults.push(Fault { field, key: "plan-import-target-unreadable", values });
                None
            }
        }
    }

    /// Whole rupiah; a heading such as `Anggaran (juta Rp)` counts in millions.
    fn budget(&mut self) -> String {
        let text = self.said("budget");
        if matches!(text.as_str(), "" | "-" | "–") {
            return String::new();
        }
        let heading = folded(&self.heading("budget"));
        let times = match heading.split(' ').find_map(|word| match word {
            "ribu" | "ribuan" => Some("ribu"),
            "juta" | "jutaan" => Some("juta"),
            _ => None,
        }) {
            Some(word) if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')) => word,
            _ => "",
        };
        let Some(whole) = rupiah(&format!("{text} {times}")) else {
            let values = vec![("text", text)];
            self.faults.push(Fault { field: "budget", key: "plan-import-budget-unreadable", values });
            return String::new();
        };
        if text.chars().any(char::is_alphabetic) && !text.to_lowercase().starts_with("rp") || !times.is_empty() {
            self.note(
                "plan-import-budget",
                vec![("text", format!("{text} {times}").trim().to_owned()), ("rupiah", whole.to_string())],
            );
        }
        whole.to_string()
    }
}
