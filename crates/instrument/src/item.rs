//! A question: what it asks, what it accepts, when it counts as present.
//!
//! For: the definition of items. Not for: answers (`answer.rs`) or judging them (`score/state.rs`).
//! Next: `part.rs`.

use crate::Text;

/// What kind of answer an item takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Whole number ≥ 0.
    Count,
    /// Real number (≥ 0 unless the file gives a negative `min`).
    Number,
    /// Ada / tidak.
    YesNo,
    /// One of a list.
    Choice,
    /// One of a list of numbers in ascending order.
    Scale,
    /// Free text.
    Text,
    /// A date.
    Date,
}

impl Kind {
    /// The name used in the rule file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Number => "number",
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
            Self::Scale => "scale",
            Self::Text => "text",
            Self::Date => "date",
        }
    }
}

/// One possible answer of a choice or scale item.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Value as written in files.
    pub value: String,
    /// The value as a number, if it is one (always for a scale).
    pub number: Option<f64>,
    /// What a person reads.
    pub label: Text,
}

/// When an item counts as present.
#[derive(Debug, Clone, PartialEq)]
pub struct Presence {
    /// The rule.
    pub rule: PresenceRule,
    /// True if this threshold is a default that still awaits the official rule.
    pub provisional: bool,
}

/// The rules by which an item counts as present.
#[derive(Debug, Clone, PartialEq)]
pub enum PresenceRule {
    /// Value ≥ this.
    AtLeast(f64),
    /// Value per 1,000 residents ≥ this; 0 is never present.
    Per1000Residents(f64),
    /// Value per 1,000 households ≥ this; 0 is never present.
    Per1000Households(f64),
    /// Value > 0 and ≥ the (1 − share) quantile of the values reported in the city; share in (0, 1).
    TopShare(f64),
    /// Answered yes (a number in a file: ≥ 1).
    Yes,
    /// One of these choices (indexes into [`Item::choices`]).
    Choices(Vec<u16>),
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Name, unique among items and parts.
    pub id: String,
    /// Index of its sheet.
    pub sheet: usize,
    /// Index of its group.
    pub group: usize,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Title.
    pub title: Text,
    /// Operational definition, one line, shown under the question.
    pub definition: Text,
    /// More help.
    pub help: Option<Text>,
    /// Unit, for example "kasus per tahun".
    pub unit: Option<Text>,
    /// Smallest value accepted (count and number).
    pub min: Option<f64>,
    /// Largest value accepted (count and number).
    pub max: Option<f64>,
    /// The possible answers of a choice or scale.
    pub choices: Vec<Choice>,
    /// What a person reads beside "ada" and "tidak" of a yes/no, where those alone could be taken the wrong way round.
    pub yes_no: Option<(Text, Text)>,
    /// When it counts as present; an item without a rule is never present unless stated directly.
    pub present: Option<Presence>,
    /// What the village head reads when present.
    pub finding: Option<Text>,
    /// What may be done.
    pub action: Option<Text>,
}

/// No quantity in an answer is larger than this; a larger number is a typing error.
pub(crate) const LARGEST: f64 = 1e12;

impl Item {
    /// The values the item can take as a number; `None` for texts, dates and choices without numbers.
    #[must_use]
    pub fn bounds(&self) -> Option<(f64, f64)> {
        match self.kind {
            Kind::Count | Kind::Number => Some((self.min.unwrap_or(0.0), self.max.unwrap_or(LARGEST))),
            Kind::YesNo => Some((0.0, 1.0)),
            Kind::Choice | Kind::Scale => {
                let numbers: Option<Vec<f64>> = self.choices.iter().map(|c| c.number).collect();
                let numbers = numbers.filter(|n| !n.is_empty())?;
                let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
                let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                Some((low, high))
            }
            Kind::Text | Kind::Date => None,
        }
    }

    /// True if every numeric value of the item is a whole number.
    pub(crate) fn is_whole(&self) -> bool {
        match self.kind {
            Kind::Count | Kind::YesNo => true,
            Kind::Choice | Kind::Scale => self.choices.iter().all(|c| c.number.is_some_and(|n| n.fract() == 0.0)),
            _ => false,
        }
    }
}
