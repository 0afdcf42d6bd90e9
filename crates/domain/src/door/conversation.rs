//! The way of what came through a door: received, read, passed on, followed up, closed; and what a desk promises about it.

use crate::programme::{
    both,
    catalogue::{CatalogueError, unlike},
};
use instrument::Text;
use jiff::{Span, civil::Date};
use serde::Deserialize;

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It came in; nobody has opened it.
    Received,
    /// Someone at the desk has opened it.
    Read,
    /// It went on to who can act.
    PassedOn,
    /// Something is done about it.
    FollowedUp,
    /// It is over, with an outcome.
    Closed,
}

impl State {
    /// All states, in their usual order.
    pub const ALL: [Self; 5] = [Self::Received, Self::Read, Self::PassedOn, Self::FollowedUp, Self::Closed];

    /// The name in records.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Read => "read",
            Self::PassedOn => "passed_on",
            Self::FollowedUp => "followed_up",
            Self::Closed => "closed",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// Whether the desk may set this state after another. Nothing goes back, but what is closed may be taken up again.
    ///
    /// ```
    /// use domain::door::State;
    /// assert!(State::Read.may_become(State::Closed));
    /// assert!(State::Closed.may_become(State::FollowedUp));
    /// assert!(!State::FollowedUp.may_become(State::PassedOn));
    /// assert!(!State::Received.may_become(State::Closed));
    /// ```
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Received => next == Self::Read,
            Self::Closed => next == Self::FollowedUp,
            _ => next > self,
        }
    }
}

/// How a conversation can end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its name in records.
    pub id: String,
    /// Whether it names another conversation.
    #[serde(default)]
    pub same_as: bool,
    /// Whether a conversation ends so at an office from which it went to another's desk.
    #[serde(default)]
    pub elsewhere: bool,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// What a desk promises, and how a conversation can end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promises {
    /// Names these rules.
    pub id: String,
    /// And their version.
    pub version: String,
    /// True while no regulation sets them.
    pub provisional: bool,
    /// Days until it is read.
    pub read_within: u16,
    /// Days until it is answered or closed.
    pub answer_within: u16,
    /// Days after which a closed conversation is erased by itself.
    pub keep_days: u16,
    /// So many weeks back, this one included, a desk may note what a report tells of.
    pub signal_weeks: u16,
    /// Published counts are rounded down to multiples of this.
    pub count_step: u16,
    /// How it can end.
    pub outcomes: Vec<Outcome>,
}

impl Promises {
    /// Reads and proves rules.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let rules: Self = toml::from_str(source)?;
        unlike(rules.outcomes.iter().map(|outcome| outcome.id.as_str()))?;
        Ok(rules)
    }

    /// The outcome with this id.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id == id)
    }

    /// How a conversation ends at an office from which it went to another's desk.
    #[must_use]
    pub fn elsewhere(&self) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.elsewhere)
    }

    /// Until when what came on a day is to be taken care of next: read, then answered; nothing once it is closed.
    #[must_use]
    pub fn due(&self, came_on: Date, state: State, answered: bool) -> Option<Date> {
        let within = match state {
            State::Closed => return None,
            State::Received => self.read_within,
            _ if answered => return None,
            _ => self.answer_within,
        };
        came_on.checked_add(Span::new().days(i64::from(within))).ok()
    }
}
