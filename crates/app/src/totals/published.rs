//! A release as it left the office: its tables as JSON, and beside them the true values that later releases need.
//!
//! For: one form for page, CSV and workbook. Not for: choosing what is hidden (`joint.rs`). Next: `mod.rs`.

use super::{
    joint::{Joint, Table},
    sums::{ItemSums, Part, Sum},
};
use instrument::{Item, Text};
use serde::{Deserialize, Serialize};

/// The form of this JSON; a later one will read this too.
const FORMAT: u32 = 1;

/// The tables of a release: parts down, items across.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    format: u32,
    /// The rule of the round, `id@version`, and whether it is provisional.
    pub rule: String,
    /// Whether that rule is provisional.
    pub rule_provisional: bool,
    /// The rule that protected the numbers, `id@version`.
    pub disclosure: String,
    /// Whether that rule is provisional.
    pub disclosure_provisional: bool,
    /// Districts by code, classes worst first, the city.
    pub rows: Vec<RowHead>,
    /// The items.
    pub items: Vec<Column>,
}

/// A row: a part of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowHead {
    /// What the row is of.
    pub kind: Kind,
    /// The district's code, the class's id, the city's code.
    pub code: String,
    /// Its name as it was then: Indonesian and English.
    pub name: (String, String),
    /// How many villages it has.
    pub villages: u32,
}

/// What a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A district.
    District,
    /// The villages of a class.
    Class,
    /// The whole city.
    City,
}

/// An item with its values, one a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The item's id.
    pub item: String,
    /// Its title: Indonesian and English.
    pub title: (String, String),
    /// Its unit.
    pub unit: (String, String),
    /// The values in the order of the rows.
    pub values: Vec<Value>,
}

/// What is said of one item in one part. How many villages it is of is a count of offices and never hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The number; `None` where it is hidden, or where no village gave one.
    pub number: Option<u64>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Villages that gave a number, 0 and nil among them.
    pub of: u32,
    /// Villages where the item does not apply.
    pub not_applicable: u32,
}

impl Value {
    fn of(sum: &Sum, hidden: bool) -> Self {
        let number = (!hidden && sum.of() > 0).then_some(sum.value);
        Self { number, hidden, of: sum.of(), not_applicable: sum.not_applicable }
    }
}

impl Column {
    /// An item as it leaves.
    pub(crate) fn of(item: &Item, sums: &ItemSums, joint: &Joint) -> Self {
        let both = |text: &Text| (text.id.clone(), text.en.clone());
        Self {
            item: item.id.clone(),
            title: both(&item.title),
            unit: item.unit.as_ref().map(both).unwrap_or_default(),
            values: sums.sums.iter().zip(&joint.hidden).map(|(sum, hidden)| Value::of(sum, *hidden)).collect(),
        }
    }
}

impl RowHead {
    /// The part of which the row speaks.
    fn part(&self) -> Option<Part> {
        Some(match self.kind {
            Kind::District => Part::District(self.code.parse().ok()?),
            Kind::Class => Part::Class(self.code.clone()),
            Kind::City => Part::City,
        })
    }
}

impl Published {
    pub(crate) fn new(rule: &instrument::Instrument, disclosure: &super::Disclosure, rows: Vec<RowHead>) -> Self {
        Self {
            format: FORMAT,
            rule: rule.rule(),
            rule_provisional: rule.provisional(),
            disclosure: disclosure.name.clone(),
            disclosure_provisional: disclosure.provisional,
            rows,
            items: vec![],
        }
    }

    /// How many values there are, and how many of them are hidden.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let values = || self.items.iter().flat_map(|item| &item.values);
        (values().count(), values().filter(|value| value.hidden).count())
    }

    /// How many villages the city has.
    #[must_use]
    pub fn villages(&self) -> u32 {
        self.rows.iter().find(|row| row.kind == Kind::City).map_or(0, |row| row.villages)
    }

    /// An item with its true values, as later releases must know it.
    pub(crate) fn table(&self, item: &str, held: &Held) -> Option<Table> {
        let column = self.items.iter().find(|column| column.item == item)?;
        let truth = held.iter().find(|(id, _)| id == item).map(|(_, values)| values)?;
        let parts: Option<Vec<Part>> = self.rows.iter().map(RowHead::part).collect();
        let hidden = column.values.iter().map(|value| value.hidden).collect();
        Some(Table { values: parts?.into_iter().zip(truth.iter().copied()).collect(), hidden })
    }
}

/// The true values of a release by item. They never leave.
pub(crate) type Held = Vec<(String, Vec<u64>)>;
