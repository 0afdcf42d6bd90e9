//! What became of the reports of a month, as anyone may know it. Counts are rounded down, so that nobody who knows of one report learns of
//! another one by the difference.

use super::Promises;
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A conversation's days, as far as they count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// When it came.
    pub came_on: Date,
    /// When it was answered first.
    pub answered_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// How it ended; empty while it has not.
    pub outcome: String,
}

/// Rounded counts: each a multiple of [`Counts::step`], 0 where there are fewer than that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// To multiples of what they are rounded down.
    pub step: u64,
    /// How many came.
    pub received: u64,
    /// How many were answered or closed in the days that are promised.
    pub in_time: u64,
    /// How many are closed, by outcome.
    pub closed: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts and rounds.
    ///
    /// ```
    /// use domain::door::{Promises, follow_up::{Counts, Followed}};
    /// let promises = Promises::parse(include_str!("../../../../rules/doors/tips.toml")).unwrap();
    /// let day = |n| jiff::civil::date(2026, 10, n);
    /// let one = Followed { came_on: day(1), answered_on: Some(day(15)), closed_on: None, outcome: String::new() };
    /// let late = Followed { answered_on: Some(day(16)), ..one.clone() };
    /// let all = [vec![one; 6], vec![late; 3]].concat();
    /// let counts = Counts::of(&all, &promises);
    /// assert_eq!((counts.received, counts.in_time, counts.closed["not_ours"]), (5, 5, 0));
    /// ```
    #[must_use]
    pub fn of(all: &[Followed], promises: &Promises) -> Self {
        let step = u64::from(promises.count_step.max(1));
        let rounded = |count: usize| count as u64 / step * step;
        let within = Span::new().days(i64::from(promises.answer_within));
        let in_time = |one: &&Followed| {
            let done = one.answered_on.into_iter().chain(one.closed_on).min();
            done.is_some_and(|done| one.came_on.checked_add(within).is_ok_and(|due| done <= due))
        };
        let ended = |id: &str| all.iter().filter(|one| one.closed_on.is_some() && one.outcome == id).count();
        Self {
            step,
            received: rounded(all.len()),
            in_time: rounded(all.iter().filter(in_time).count()),
            closed: promises.outcomes.iter().map(|one| (one.id.clone(), rounded(ended(&one.id)))).collect(),
        }
    }
}

/// First and last day of the month of a day.
#[must_use]
pub fn month_of(day: Date) -> (Date, Date) {
    (day.first_of_month(), day.last_of_month())
}

/// From when on a month is told: when the last that came in it had its days. `None` beyond the calendar.
#[must_use]
pub fn told_from(month: Date, promises: &Promises) -> Option<Date> {
    month.last_of_month().checked_add(Span::new().days(i64::from(promises.answer_within) + 1)).ok()
}
