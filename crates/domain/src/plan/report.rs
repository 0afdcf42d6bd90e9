//! Where an agency stands with its report of a term, and how many stand where.

use super::Term;
use crate::sheet::State;
use jiff::civil::Date;

/// What an agency has handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedIn {
    /// Where it is on its way.
    pub state: State,
    /// Whether it says that nothing was done.
    pub nil: bool,
    /// The day on which it was handed in, where it was.
    pub on: Option<Date>,
}

/// Where an agency stands with its report. Every agency that owes one stands in exactly one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The day on which it was due has passed, and nothing was handed in.
    Late,
    /// It was given back.
    Returned,
    /// Nothing was handed in, and there is time.
    Awaited,
    /// Handed in; waits to be looked at.
    Sent,
    /// Accepted.
    Verified,
}

impl Standing {
    /// All of them, what needs someone first.
    pub const ALL: [Self; 5] = [Self::Late, Self::Returned, Self::Awaited, Self::Sent, Self::Verified];

    /// The name in message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Returned => "returned",
            Self::Awaited => "awaited",
            Self::Sent => "sent",
            Self::Verified => "verified",
        }
    }

    /// Where a report of a term of a year stands on a day.
    #[must_use]
    pub fn on(today: Date, term: &Term, year: i16, report: Option<&HandedIn>) -> Self {
        match report.map(|report| report.state) {
            Some(State::Verified) => Self::Verified,
            Some(State::Submitted) => Self::Sent,
            Some(State::Returned) => Self::Returned,
            Some(State::Draft) | None if today > term.due_on(year) => Self::Late,
            Some(State::Draft) | None => Self::Awaited,
        }
    }

    /// Whether a report was handed in and not given back.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Sent | Self::Verified)
    }
}

/// How many agencies stand where; all that owe a report are among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that owe a report.
    pub of: usize,
    /// Handed in, accepted or not.
    pub sent: usize,
    /// Of these, accepted.
    pub verified: usize,
    /// Of those handed in, the ones that say that nothing was done.
    pub nil: usize,
    /// Given back.
    pub returned: usize,
    /// Late.
    pub late: usize,
    /// Not handed in, with time left.
    pub awaited: usize,
}

impl Counts {
    /// Counts them, each with whether its report is a nil report.
    ///
    /// ```
    /// use domain::plan::{Counts, Standing};
    /// let all = [(Standing::Verified, false), (Standing::Sent, true), (Standing::Returned, false), (Standing::Late, false)];
    /// let counts = Counts::of(all);
    /// assert_eq!((counts.of, counts.sent, counts.nil, counts.returned, counts.late), (4, 2, 1, 1, 1));
    /// ```
    pub fn of(standings: impl IntoIterator<Item = (Standing, bool)>) -> Self {
        let mut counts = Self::default();
        for (standing, nil) in standings {
            counts.of += 1;
            match standing {
                Standing::Late => counts.late += 1,
                Standing::Returned => counts.returned += 1,
                Standing::Awaited => counts.awaited += 1,
                Standing::Sent | Standing::Verified => {
                    counts.sent += 1;
                    counts.verified += usize::from(standing == Standing::Verified);
                    counts.nil += usize::from(nil);
                }
            }
        }
        counts
    }
}

/// A part of a whole in percent, to two decimals as printed reports have it; nothing where the whole is 0.
///
/// ```
/// assert_eq!(domain::plan::share(11, 34), Some(32.35));
/// assert_eq!(domain::plan::share(24, 34), Some(70.59));
/// assert_eq!(domain::plan::share(0, 0), None);
/// ```
#[must_use]
pub fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 * 10_000.0 / whole as f64).round() / 100.0)
}

/// Whether a unit counts hundredths, so that no number in it is above 100.
#[must_use]
pub fn is_percent(unit: &str) -> bool {
    matches!(unit.trim().to_lowercase().as_str(), "%" | "persen" | "percent")
}
