//! The smallest change that would move the class, and the answers that would settle it.
//!
//! For: "what would have to change?" Every move listed is true: carried out and scored again, it gives the class it
//! names (a test carries them out). Cut-offs and denominators are held fixed.
//! Not for: advice; what may be done is the item's `action`. Next: `counts.rs` (rules that count: exact search),
//! `values.rs` (rules over sums and means: one item at a time).

mod candidates;
mod counts;
mod values;

pub(crate) use counts::{Template, templates};

use crate::score::{Bar, Outcome};
use crate::{Answer, Cutoffs, Denominators, Instrument, Kind};

/// Which way a change leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To a milder class.
    Better,
    /// To a worse class.
    Worse,
}

/// One way to reach another class with the fewest changes.
///
/// While the class is not determined, it is a way to settle it instead: the items to answer
/// ([`MoveKind::Answer`]), towards the mildest ([`Direction::Better`]) and the worst class still possible.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// The class it leads to (index).
    pub to: usize,
    /// Which way that is.
    pub direction: Direction,
    /// All of these together.
    pub moves: Vec<Move>,
}

/// Change `need` of the items in `among`.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// How many.
    pub need: u8,
    /// Among which (item indexes); those closest to their threshold first.
    pub among: Vec<usize>,
    /// How.
    pub kind: MoveKind,
}

/// How an item changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MoveKind {
    /// Present becomes absent.
    Drop,
    /// Absent becomes present.
    Raise,
    /// An unanswered item is answered. In a counting rule some answers to `need` of them settle the class; otherwise
    /// all of them are listed.
    Answer,
    /// The value becomes this (for a choice: the choice with this number).
    Set {
        /// The new value, within the item's limits.
        value: f64,
    },
}

impl Move {
    /// The answer of an item after this move; `None` for [`MoveKind::Answer`], which does not say what is answered.
    #[must_use]
    pub fn answer(&self, instrument: &Instrument, item: usize) -> Option<Answer> {
        match self.kind {
            MoveKind::Drop => Some(Answer::Present(false)),
            MoveKind::Raise => Some(Answer::Present(true)),
            MoveKind::Answer => None,
            MoveKind::Set { value } => {
                let item = instrument.items().get(item)?;
                if !matches!(item.kind, Kind::Choice | Kind::Scale) {
                    return Some(Answer::Number(value));
                }
                let choice = item.choices.iter().position(|c| c.number == Some(value))?;
                u16::try_from(choice).ok().map(Answer::Choice)
            }
        }
    }
}

/// The village a search is about.
#[derive(Clone, Copy)]
pub(crate) struct Village<'a> {
    pub instrument: &'a Instrument,
    pub outcome: &'a Outcome,
    pub answers: &'a [Answer],
    pub per: &'a Denominators,
    pub cutoffs: &'a Cutoffs,
}

impl Outcome {
    /// The smallest changes to the next better and the next worse class; while undetermined, what to answer.
    ///
    /// "Next" is the nearest class that can be reached in that direction. Where several sets of changes are equally
    /// small, each is listed. For rules over sums and means only single items are searched, then items one after
    /// another; an empty direction means no way was found. Give what the outcome was scored with.
    ///
    /// ```
    /// # use instrument::*;
    /// # let rule = Instrument::parse(EXAMPLE).map_err(|f| f[0].to_string())?;
    /// let (answers, per, cutoffs) = ([Answer::Number(4.0), Answer::Present(false)], Denominators::default(), Cutoffs::none());
    /// let outcome = rule.score(&answers, &per, &cutoffs);
    /// let nearest = outcome.nearest(&rule, &answers, &per, &cutoffs);
    /// assert_eq!((nearest[0].direction, nearest[0].moves[0].kind), (Direction::Better, MoveKind::Drop));
    /// assert_eq!(nearest[0].moves[0].among, [0]);
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn nearest(
        &self,
        instrument: &Instrument,
        answers: &[Answer],
        per: &Denominators,
        cutoffs: &Cutoffs,
    ) -> Vec<Nearest> {
        let village = Village { instrument, outcome: self, answers, per, cutoffs };
        match &instrument.plan.grid {
            Some(grid) => {
                let found = templates(&instrument.plan, grid, &grid.tally(&self.items));
                village.fill(grid, &found)
            }
            None => village.by_values(),
        }
    }
}

impl Village<'_> {
    /// How far an item is from its threshold, relative to it; items stated without a number come last.
    fn distance(&self, index: usize) -> f64 {
        let item = &self.instrument.items[index];
        let value = match self.answers.get(index) {
            Some(Answer::Number(value)) => *value,
            Some(Answer::Choice(choice)) => {
                (item.choices.get(usize::from(*choice))).and_then(|choice| choice.number).unwrap_or(f64::INFINITY)
            }
            _ => f64::INFINITY,
        };
        let threshold = match self.instrument.bar(index, self.per, self.cutoffs) {
            Bar::At(threshold) | Bar::Above0At(threshold) => threshold,
            Bar::Yes => 1.0,
            _ => return f64::INFINITY,
        };
        let gap = if value < threshold {
            threshold - value
        } else if item.is_whole() {
            value - (threshold.ceil() - 1.0)
        } else {
            value - threshold
        };
        gap / threshold.abs().max(1.0)
    }
}
