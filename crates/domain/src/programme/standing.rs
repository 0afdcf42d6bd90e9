//! Where a village stands on the ladder on a day, worked out from what happened, in whatever order it did.

use super::ladder::{Ladder, ReachedBy};
use jiff::{Span, civil::Date};

/// Something that happened in a village, and perhaps ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Which milestone: position in the ladder.
    pub kind: usize,
    /// From this day on.
    pub from: Date,
    /// No longer from this day on.
    pub until: Option<Date>,
    /// Whether all that it needs is there.
    pub proven: bool,
}

/// How one milestone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not there.
    Missing,
    /// There since that day; proven or not.
    Reached {
        /// Since when.
        on: Date,
        /// Whether all that it needs is there.
        proven: bool,
    },
    /// It was there, and is no more since that day.
    Fallen {
        /// Since when not.
        on: Date,
    },
}

impl State {
    /// Whether it is there.
    #[must_use]
    pub const fn is_reached(self) -> bool {
        matches!(self, Self::Reached { .. })
    }

    /// Whether it is there with all that it needs.
    #[must_use]
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::Reached { proven: true, .. })
    }

    /// The name in message keys and looks.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Reached { proven: true, .. } => "reached",
            Self::Reached { proven: false, .. } => "unproven",
            Self::Fallen { .. } => "fallen",
        }
    }
}

/// Where the village is altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// No step reached.
    Outside,
    /// The highest step reached: its position in the ladder.
    Step(usize),
    /// Takes part, but nothing has happened for too long.
    Inactive {
        /// Since when.
        since: Date,
    },
    /// Was taken out.
    Withdrawn {
        /// Since when.
        since: Date,
    },
}

/// A village on the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How each milestone stands, in the ladder's order.
    pub milestones: Vec<State>,
    /// Where it is altogether.
    pub place: Place,
    /// Whether it takes part in the programme.
    pub member: bool,
    /// Its last activity.
    pub last_activity: Option<Date>,
    /// Since when its activities have not been interrupted.
    pub run_since: Option<Date>,
    /// From when on it will be inactive if nothing is held until then.
    pub lapses: Option<Date>,
}

impl Standing {
    /// Whether this milestone is there.
    #[must_use]
    pub fn has(&self, kind: Option<usize>) -> bool {
        kind.and_then(|kind| self.milestones.get(kind)).is_some_and(|state| state.is_reached())
    }

    /// Steps below the highest reached one that are missing, lowest first: "launched, no task group".
    pub fn skipped<'a>(&'a self, ladder: &'a Ladder) -> impl Iterator<Item = usize> + 'a {
        let top = ladder.steps().filter(|(at, _)| self.milestones[*at].is_reached()).map(|(at, _)| at).max();
        let below = ladder.steps().map(|(at, _)| at).take_while(move |at| top.is_some_and(|top| *at < top));
        below.filter(|at| !self.milestones[*at].is_reached())
    }

    /// Elements of readiness that are there, and how many of them are proven.
    #[must_use]
    pub fn readiness(&self, ladder: &Ladder) -> (usize, usize) {
        let there = || ladder.elements().map(|(at, _)| self.milestones[at]).filter(|state| state.is_reached());
        (there().count(), there().filter(|state| state.is_proven()).count())
    }
}

/// Where a village stands on a day. `activities` are the days of its activities, earliest first; later ones are left out.
///
/// A village that takes part is inactive once `inactive_after` months have passed since its last activity, or since its
/// launch where it never had one. Being launched counts as something that happened when gaps are measured.
///
/// ```
/// use domain::programme::{Ladder, Mark, Place, stand};
/// use jiff::civil::date;
/// let ladder = Ladder::parse(include_str!("../../../../rules/ladders/bersinar.toml"))?;
/// let launched = ladder.kind("launched").map(|(at, _)| at).unwrap();
/// let marks = [Mark { kind: launched, from: date(2024, 6, 26), until: None, proven: true }];
/// let activities = [date(2024, 9, 20), date(2025, 3, 14), date(2025, 9, 9)];
/// let on = |day| stand(&ladder, &marks, &activities, day).place;
/// assert_eq!(on(date(2026, 3, 9)), Place::Step(ladder.kind("active").unwrap().0));
/// assert_eq!(on(date(2026, 3, 10)), Place::Inactive { since: date(2026, 3, 10) });
/// # Ok::<(), domain::programme::LadderError>(())
/// ```
#[must_use]
pub fn stand(ladder: &Ladder, marks: &[Mark], activities: &[Date], on: Date) -> Standing {
    let mut milestones = vec![State::Missing; ladder.milestones.len()];
    for mark in marks.iter().filter(|mark| mark.from <= on) {
        if let Some(state) = milestones.get_mut(mark.kind) {
            *state = better(*state, as_of(mark, on));
        }
    }
    let member = ladder.steps().any(|(at, kind)| kind.member && milestones[at].is_reached());
    let mut standing =
        Standing { milestones, place: Place::Outside, member, last_activity: None, run_since: None, lapses: None };
    let happened = &activities[..activities.partition_point(|day| *day <= on)];
    standing.last_activity = happened.last().copied();
    let inactive = if member { run(ladder, &mut standing, happened, marks, on) } else { None };
    let out = ladder.milestones.iter().zip(&standing.milestones).find_map(|(kind, state)| match state {
        State::Reached { on, .. } if kind.withdraws => Some(*on),
        _ => None,
    });
    let top = ladder.steps().rev().find(|(at, _)| standing.milestones[*at].is_reached()).map(|(at, _)| at);
    standing.place = match (out, inactive, top) {
        (Some(since), ..) => Place::Withdrawn { since },
        (None, Some(since), _) => Place::Inactive { since },
        (None, None, Some(step)) => Place::Step(step),
        _ => Place::Outside,
    };
    standing.member &= out.is_none();
    standing
}

/// Whether a village was launched by a day and had not been taken out, whatever it did since.
///
/// It says what [`stand`] says of the launch and of [`Place::Withdrawn`], without working out the rest.
#[must_use]
pub fn is_declared(ladder: &Ladder, marks: &[Mark], on: Date) -> bool {
    let holds = |mark: &&Mark| mark.from <= on && mark.until.is_none_or(|until| until > on);
    let mut launched = false;
    for mark in marks.iter().filter(holds) {
        if ladder.milestones.get(mark.kind).is_some_and(|kind| kind.withdraws) {
            return false;
        }
        launched |= mark.kind == ladder.launch();
    }
    launched
}

/// Months from one day to a later one, as the calendar's pages are turned.
fn months(from: Date, to: Date) -> i32 {
    let page = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    page(to) - page(from)
}

/// How a mark stands on a day.
fn as_of(mark: &Mark, on: Date) -> State {
    match mark.until {
        Some(until) if until <= on => State::Fallen { on: until },
        _ => State::Reached { on: mark.from, proven: mark.proven },
    }
}

/// Of two marks of one kind: one that holds before one that fell, a proven one before another, then the earlier; of two
/// that fell, the later.
fn better(a: State, b: State) -> State {
    let rank = |state: State| match state {
        State::Missing => 0,
        State::Fallen { .. } => 1,
        State::Reached { proven: false, .. } => 2,
        State::Reached { proven: true, .. } => 3,
    };
    match (a, b) {
        (State::Reached { on: first, proven: p }, State::Reached { on: second, proven: q }) if p == q => {
            State::Reached { on: first.min(second), proven: p }
        }
        (State::Fallen { on: first }, State::Fallen { on: second }) => State::Fallen { on: first.max(second) },
        _ if rank(b) > rank(a) => b,
        _ => a,
    }
}

/// Works out running and unbroken activity; gives the day since which the village is inactive, if it is.
fn run(ladder: &Ladder, standing: &mut Standing, happened: &[Date], marks: &[Mark], on: Date) -> Option<Date> {
    let later = |day: Date, months: i32| day.checked_add(Span::new().months(months)).unwrap_or(Date::MAX);
    // The launch begins the clock.
    let begins =
        |mark: &&Mark| mark.kind == ladder.launch() && mark.from <= on && mark.until.is_none_or(|end| end > on);
    let mut points = Vec::with_capacity(happened.len() + 1);
    points.extend_from_slice(happened);
    for mark in marks.iter().filter(begins) {
        points.insert(points.partition_point(|day| *day < mark.from), mark.from);
    }
    let last = *points.last()?;
    // The present run, and whether an earlier one was long enough to be called active.
    let (mut since, mut was_active) = (points[0], None);
    for pair in points.windows(2) {
        if months(pair[0], pair[1]) >= ladder.inactive_after && pair[1] > later(pair[0], ladder.inactive_after) {
            if pair[0] >= later(since, ladder.active_after) {
                was_active = Some(pair[0]);
            }
            since = pair[1];
        }
    }
    let limit = later(last, ladder.inactive_after);
    let still = on <= limit;
    let had_activity = happened.iter().any(|day| *day >= since);
    let running = ladder.reached_by(ReachedBy::Running);
    let unbroken = ladder.reached_by(ReachedBy::Unbroken);
    let full = later(since, ladder.active_after);
    let ended = limit.tomorrow().unwrap_or(limit);
    if let Some(at) = running {
        let first = happened.iter().find(|day| **day >= since);
        standing.milestones[at] = match (still && had_activity, first, happened.is_empty()) {
            (true, Some(first), _) => State::Reached { on: *first, proven: true },
            (_, _, false) if !still => State::Fallen { on: ended },
            _ => State::Missing,
        };
    }
    if let Some(at) = unbroken {
        let reached_once = had_activity && full <= limit.min(on);
        standing.milestones[at] = match (still && had_activity && full <= on, reached_once, was_active) {
            (true, ..) => State::Reached { on: full, proven: true },
            (_, true, _) => State::Fallen { on: ended },
            (_, _, Some(last)) => State::Fallen { on: later(last, ladder.inactive_after) },
            _ => State::Missing,
        };
    }
    standing.run_since = (still && had_activity).then_some(since);
    standing.lapses = still.then_some(ended);
    (!still).then_some(ended)
}
