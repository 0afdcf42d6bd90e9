//! The way of what is handed in, a sheet of a village in a round or an agency's report of a term: draft → submitted →
//! verified, or returned with a reason.
//!
//! It counts once it was submitted, and while it is not returned.

use std::{fmt, str::FromStr};

/// Where a sheet stands. A sheet nobody has touched has no record and is [`State::Draft`] with no answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Being filled in.
    Draft,
    /// Handed in; waits for the verifier.
    Submitted,
    /// Accepted by the verifier.
    Verified,
    /// Given back with a reason; the provider corrects and submits again.
    Returned,
}

/// What someone does to a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The provider keeps what was typed.
    Save,
    /// The provider hands it in.
    Submit,
    /// The provider takes a submitted sheet back to correct it.
    Reopen,
    /// The verifier accepts it.
    Verify,
    /// The verifier gives it back.
    Return,
}

/// The step is not possible from where the sheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sheet that is {from} cannot take the step {step:?}")]
pub struct NotNow {
    /// Where the sheet stands.
    pub from: State,
    /// What was tried.
    pub step: Step,
}

impl State {
    /// All states in their order.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Verified, Self::Returned];

    /// The name in the database and in message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Verified => "verified",
            Self::Returned => "returned",
        }
    }

    /// Whether the answers count for the class.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Submitted | Self::Verified)
    }

    /// Whether the provider may type into it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Where a step leads.
    ///
    /// ```
    /// use domain::sheet::{State, Step};
    /// assert_eq!(State::Draft.after(Step::Submit), Ok(State::Submitted));
    /// assert_eq!(State::Submitted.after(Step::Return), Ok(State::Returned));
    /// assert!(State::Draft.after(Step::Verify).is_err());
    /// ```
    ///
    /// # Errors
    /// [`NotNow`] when the step is not possible from here.
    pub const fn after(self, step: Step) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Draft, Step::Save) => Ok(Self::Draft),
            (Self::Returned, Step::Save) => Ok(Self::Returned),
            (Self::Draft | Self::Returned, Step::Submit) => Ok(Self::Submitted),
            (Self::Submitted, Step::Reopen) => Ok(Self::Draft),
            (Self::Submitted, Step::Verify) => Ok(Self::Verified),
            (Self::Submitted | Self::Verified, Step::Return) => Ok(Self::Returned),
            (from, step) => Err(NotNow { from, step }),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// No state has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no state named {0:?}")]
pub struct UnknownState(pub String);

impl FromStr for State {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.into_iter().find(|state| state.id() == text).ok_or_else(|| UnknownState(text.to_owned()))
    }
}
