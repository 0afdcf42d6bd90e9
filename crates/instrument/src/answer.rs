//! What was said about one item: missing, unknown, not applicable, nil and 0 are different things.
//!
//! For: the answer as a value with a stable text form. Not for: reading what people type (`read/`).
//! Next: `read/mod.rs`, `score/state.rs`.

use crate::{Date, Instrument};

/// One answer. Answers of a village are a slice in the order of [`Instrument::items`].
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Answer {
    /// Not answered.
    #[default]
    Missing,
    /// Answered: "we do not know".
    DontKnow,
    /// Answered: does not apply here.
    NotApplicable,
    /// Stated directly: ada (true) or tidak (false).
    Present(bool),
    /// A quantity.
    Number(f64),
    /// Index into the item's choices.
    Choice(u16),
    /// Free text.
    Text(String),
    /// A day.
    Date(Date),
}

impl Answer {
    /// The stable text form: what a cell of a file holds. For every answer that [`Instrument::read`] returns,
    /// reading the cell again gives the same answer. Numbers have a decimal comma and no thousands separator;
    /// a choice is written by position (`#1` is the first), see [`Instrument::cell`] for its value.
    ///
    /// ```
    /// use instrument::Answer;
    /// assert_eq!(Answer::Number(2.5).to_cell(), "2,5");
    /// assert_eq!(Answer::NotApplicable.to_cell(), "-");
    /// ```
    #[must_use]
    pub fn to_cell(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::DontKnow => "?".to_owned(),
            Self::NotApplicable => "-".to_owned(),
            Self::Present(true) => "ada".to_owned(),
            Self::Present(false) => "tidak".to_owned(),
            Self::Number(number) => plain(*number).replace('.', ","),
            Self::Choice(index) => format!("#{}", u32::from(*index) + 1),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
        }
    }

    /// True if nothing was said at all.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        *self == Self::Missing
    }
}

impl Instrument {
    /// Like [`Answer::to_cell`], but a choice is written by its value, as people and files expect it.
    #[must_use]
    pub fn cell(&self, item: usize, answer: &Answer) -> String {
        let choice = match (self.items.get(item), answer) {
            (Some(item), Answer::Choice(index)) => item.choices.get(usize::from(*index)),
            _ => None,
        };
        choice.map_or_else(|| answer.to_cell(), |choice| choice.value.clone())
    }
}

/// A number in its shortest exact form; −0 is written 0.
pub(crate) fn plain(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}
