//! The instrument itself: what a rule file says, parsed and proven.
//!
//! For: holding the definition. Not for: reading the file (`parse/`) or judging it (`check/`).
//! Next: `item.rs` for questions, `part.rs` for the scoring, `answer.rs` for what people say.

use crate::part::Part;
use crate::score::Plan;
use crate::{Date, Item, Text};

/// A proven instrument. It exists only if the whole file passed every check of [`Instrument::parse`].
#[derive(Debug, Clone)]
pub struct Instrument {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Text,
    pub(crate) intro: Option<Text>,
    pub(crate) provisional: bool,
    pub(crate) provisional_note: Option<Text>,
    pub(crate) legal: Legal,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) groups: Vec<Group>,
    pub(crate) items: Vec<Item>,
    pub(crate) classes: Vec<Class>,
    pub(crate) parts: Vec<Part>,
    pub(crate) outcome: usize,
    pub(crate) source: String,
    pub(crate) digest: [u8; 32],
    pub(crate) plan: Plan,
}

/// On what legal basis, and from when to when, the instrument applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legal {
    /// Laws, regulations, handbooks.
    pub bases: Vec<Basis>,
    /// First day the instrument applies.
    pub valid_from: Date,
    /// Last day, if known.
    pub valid_until: Option<Date>,
}

/// One legal basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Its title.
    pub title: Text,
    /// In force from.
    pub from: Date,
    /// In force until, if it ended.
    pub until: Option<Date>,
}

/// Who fills a sheet in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// One sheet for the whole city (a row per village).
    City,
    /// Every village its own.
    Village,
}

/// A set of items given by the same people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name.
    pub id: String,
    /// Title.
    pub title: Text,
    /// How to fill it in.
    pub help: Option<Text>,
    /// City or village.
    pub scope: Scope,
    /// Names of the roles that may give it; this crate does not interpret them.
    pub providers: Vec<String>,
}

/// A named set of items, for example core and supporting indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name.
    pub id: String,
    /// Title.
    pub title: Text,
}

/// A class the outcome can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Name, for example `bahaya`.
    pub id: String,
    /// Title.
    pub title: Text,
    /// What it means, in a sentence.
    pub meaning: Text,
}

impl Instrument {
    /// Name, for example `kawasan-rawan-8-5`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Version, for example `2026.1`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Name and version in one, as stored beside every result: `kawasan-rawan-8-5@2026.1`.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// SHA-256 of [`Instrument::source`].
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The rule file, byte for byte.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Title.
    #[must_use]
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// Introduction for the people who answer.
    #[must_use]
    pub fn intro(&self) -> Option<&Text> {
        self.intro.as_ref()
    }

    /// True if the official rule is not known and defaults stand in; say so wherever a class is shown.
    #[must_use]
    pub fn provisional(&self) -> bool {
        self.provisional
    }

    /// What exactly is provisional.
    #[must_use]
    pub fn provisional_note(&self) -> Option<&Text> {
        self.provisional_note.as_ref()
    }

    /// Legal basis and validity.
    #[must_use]
    pub fn legal(&self) -> &Legal {
        &self.legal
    }

    /// The sheets, in file order.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The groups, in file order.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The items, in file order; answers are given in this order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// An item and its index, by name.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<(usize, &Item)> {
        self.items.iter().enumerate().find(|(_, i)| i.id == id)
    }

    /// The items of one sheet, with their indexes.
    pub fn items_of_sheet(&self, sheet: usize) -> impl Iterator<Item = (usize, &Item)> {
        let items = self.items.iter().enumerate();
        items.filter(move |(_, item)| item.sheet == sheet)
    }

    /// The classes, worst first.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// A class by index.
    #[must_use]
    pub fn class(&self, index: usize) -> Option<&Class> {
        self.classes.get(index)
    }

    /// The index of a class, by name.
    #[must_use]
    pub fn class_index(&self, id: &str) -> Option<usize> {
        self.classes.iter().position(|c| c.id == id)
    }

    /// The scoring parts, in file order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// A part and its index, by name.
    #[must_use]
    pub fn part(&self, id: &str) -> Option<(usize, &Part)> {
        self.parts.iter().enumerate().find(|(_, p)| p.id == id)
    }

    /// Index of the part that gives the class.
    #[must_use]
    pub fn outcome(&self) -> usize {
        self.outcome
    }
}
