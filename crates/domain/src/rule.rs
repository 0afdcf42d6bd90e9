//! The way of a rule that an office makes: draft → proposed → active, undone at need. Two persons: who wrote it last does not
//! activate it.

use std::str::FromStr;

/// Where a version of a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Being written.
    Draft,
    /// Whole and proved; waits for a second person.
    Proposed,
    /// In force from its date on.
    Active,
    /// Was active, and the rounds went back to the rules they had.
    Undone,
}

/// What someone does to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Writes in it; a proposed one becomes a draft again.
    Write,
    /// Lays it before a second person.
    Propose,
    /// Puts it in force.
    Activate,
    /// Takes it out of force again.
    Undo,
}

impl State {
    /// The name in the database and in message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Active => "active",
            Self::Undone => "undone",
        }
    }

    /// Where a step leads from here; `None` where it is not possible.
    ///
    /// ```
    /// use domain::rule::{State, Step};
    /// assert_eq!(State::Proposed.after(Step::Activate), Some(State::Active));
    /// assert_eq!(State::Active.after(Step::Activate), None); // not twice
    /// assert_eq!(State::Active.after(Step::Write), None); // a rule in force does not change
    /// ```
    #[must_use]
    pub const fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Proposed, Step::Write) => Some(Self::Draft),
            (Self::Draft | Self::Proposed, Step::Propose) => Some(Self::Proposed),
            (Self::Proposed, Step::Activate) => Some(Self::Active),
            (Self::Active, Step::Undo) => Some(Self::Undone),
            _ => None,
        }
    }
}

/// No state has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a rule is never {0:?}")]
pub struct UnknownState(pub String);

impl FromStr for State {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        let all = [Self::Draft, Self::Proposed, Self::Active, Self::Undone];
        all.into_iter().find(|state| state.id() == text).ok_or_else(|| UnknownState(text.to_owned()))
    }
}
