//! An official paper: what stands in a report, minutes, a list, before it becomes pages or a workbook.
//!
//! **What it is for.** A [`Paper`] holds texts, facts and tables as they are read, each number with its name, so that two states
//! of a paper can be compared ([`differences`]), and each row with where it comes from. It is kept as JSON when it is issued;
//! that JSON, in a [`Print`], is what the press sets.
//!
//! **What it is not for.** Saying what stands in a paper (`app::papers`), or setting it (`press`). The person who signs is
//! not part of it: names can be erased, what was issued cannot.

mod difference;
mod workbook;

pub use difference::{Difference, differences};
pub use workbook::workbook;

use serde::{Deserialize, Serialize};

/// A paper without the name of who signs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// `id` or `en`.
    pub lang: String,
    /// The lines of the letterhead; the last is the address.
    pub head: Vec<String>,
    /// What it is.
    pub title: String,
    /// Lines under the title: of what, and the number.
    pub subtitle: Vec<String>,
    /// Facts under that.
    pub facts: Vec<Fact>,
    /// The sections; annexes stand last.
    pub sections: Vec<Section>,
    /// Who signs it; nobody where there is none.
    pub signature: Option<Signature>,
}

/// Something that has a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is called in every language, for comparing.
    pub name: String,
    /// What a person reads before the value.
    pub label: String,
    /// The value.
    pub value: String,
    /// What it says in every language, for comparing; the value itself where it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub means: String,
}

impl Fact {
    /// The same, with what it says in every language.
    #[must_use]
    pub fn meaning(self, means: impl Into<String>) -> Self {
        Self { means: means.into(), ..self }
    }
}

/// A part of a paper under a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; none where it is empty.
    pub title: String,
    /// Whether it follows the signature, on pages of its own.
    pub annex: bool,
    /// What stands in it.
    pub parts: Vec<Part>,
}

/// What stands in a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Part {
    /// Paragraphs, a line each.
    Text {
        /// For comparing; empty where the program wrote it.
        name: String,
        /// What it is, as a person reads it; empty where the program wrote it.
        title: String,
        /// The text.
        text: String,
    },
    /// A numbered list.
    Points {
        /// For comparing.
        name: String,
        /// A heading; none where it is empty.
        title: String,
        /// The points.
        points: Vec<String>,
    },
    /// Labels with values.
    Facts {
        /// The facts.
        facts: Vec<Fact>,
    },
    /// A table.
    Table(Table),
    /// A code that a phone reads.
    Code {
        /// The picture, as SVG.
        svg: String,
        /// What it is, for who does not see it.
        alt: String,
        /// What to do with it.
        text: String,
    },
}

/// A table with its head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// For comparing, and for links to it: unlike any other of the paper.
    pub name: String,
    /// What it shows.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Row>,
    /// What is said where there is no row.
    pub empty: String,
    /// Whether its rows leave room to write by hand.
    pub tall: bool,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// For comparing.
    pub name: String,
    /// What a person reads.
    pub title: String,
    /// Its part of what is left of the width; 0 where it is as wide as its text.
    pub share: u8,
    /// Whether it holds numbers.
    pub number: bool,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// For comparing; empty where the row is no record (a line to sign on).
    pub name: String,
    /// The cells.
    pub cells: Vec<Cell>,
    /// The address on the site where it comes from; empty where there is none.
    pub source: String,
    /// Whether it is the sum of those above.
    pub sum: bool,
}

impl Row {
    /// The cell by which a person knows the row: the first that is a text and not its number in the list.
    #[must_use]
    pub fn labelled(&self) -> Option<usize> {
        self.cells.iter().position(|cell| cell.text.chars().any(char::is_alphabetic))
    }

    /// What stands in it.
    #[must_use]
    pub fn label(&self) -> &str {
        self.labelled().map_or("", |at| &self.cells[at].text)
    }
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// As it is read.
    pub text: String,
    /// The number, where it is one.
    pub value: Option<Value>,
    /// The table of this paper that shows the rows which it counts; empty where there is none.
    pub to: String,
    /// What it is called for comparing, where that is not its row and column.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it says in every language, for comparing; the text itself where it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub means: String,
}

/// A number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Whole.
    Whole(i64),
    /// In hundredths.
    Hundredths(i64),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A whole number as it is read; empty where there is none.
    pub fn whole(value: Option<i64>, shown: impl Into<String>) -> Self {
        value.map_or_else(Self::default, |value| Self {
            text: shown.into(),
            value: Some(Value::Whole(value)),
            ..Self::default()
        })
    }

    /// The same under another name than its row and column.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The same, with what it says in every language.
    #[must_use]
    pub fn meaning(self, means: impl Into<String>) -> Self {
        Self { means: means.into(), ..self }
    }

    /// The same, with the table that shows the rows which it counts.
    #[must_use]
    pub fn see(self, table: impl Into<String>) -> Self {
        // An empty cell leads nowhere.
        let to = if self.text.is_empty() { String::new() } else { table.into() };
        Self { to, ..self }
    }
}

/// Who signs, apart from the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Place and day.
    pub place: String,
    /// For whom, and in which office.
    pub office: Vec<String>,
}

/// The person who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Rank; empty where nobody has said.
    pub rank: String,
    /// Number as a civil servant, with what it is; empty where nobody has said.
    pub number: String,
}

/// What the press sets: a paper with what is true of this print alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// The paper.
    pub paper: Paper,
    /// The person who signs; `None` where the name was erased or nobody signs.
    pub person: Option<Person>,
    /// What stands in the place of an erased name.
    pub nobody: String,
    /// What lies under each page: that it is a draft.
    pub mark: String,
    /// What changed since it was issued.
    pub notices: Vec<String>,
    /// The name of the arms' picture; empty where there are none.
    pub arms: String,
    /// What the arms are, for who does not see them.
    pub arms_alt: String,
    /// At the foot of each page.
    pub foot: String,
    /// `Halaman {n} dari {of}`.
    pub page_of: String,
}
