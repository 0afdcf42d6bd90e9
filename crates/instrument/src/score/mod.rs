//! Scores answers: from what was said to the class, or to the range of classes still possible.
//!
//! For: [`Instrument::score`]. Not for: explaining (`explain.rs`) or searching for changes (`nearest/`).
//! Next: `state.rs` (is an item present?), `values.rs` (what do the parts compute?), `grid.rs` (which rule applies?).

mod grid;
mod interval;
mod plan;
mod state;
mod values;

pub use interval::{Applies, Interval};
pub use state::{State, Why};

pub(crate) use grid::{Grid, Tally};
pub(crate) use plan::{Plan, rule_classes, rules_at, weighted_inputs};
pub(crate) use state::Bar;
pub(crate) use values::{Leaves, eval, touched};

use crate::{Answer, Cutoffs, Denominators, Instrument};
use values::VillageLeaves;

/// What follows from the answers of one village.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// State of every item, in the order of the instrument.
    pub items: Vec<State>,
    /// The mildest class still possible (index; classes are worst first).
    pub mildest: usize,
    /// The worst class still possible; equal to `mildest` when the class is determined.
    pub worst: usize,
    /// The value of every part, then of every group (present, present + unknown).
    pub(crate) values: Vec<Interval>,
    /// How many of `values` are parts.
    pub(crate) parts: usize,
    /// Bit per row or band of the outcome part that may apply.
    pub(crate) rules: u64,
    /// Bit per class that is still possible.
    pub(crate) possible: u64,
}

impl Outcome {
    /// The class, if the answers determine it.
    #[must_use]
    pub fn class(&self) -> Option<usize> {
        (self.mildest == self.worst).then_some(self.worst)
    }

    /// The classes still possible, worst first. Exact for instruments that only count; never too few in general.
    pub fn possible(&self) -> impl Iterator<Item = usize> + use<> {
        bits(self.possible)
    }

    /// How many items of a group are certainly present.
    #[must_use]
    pub fn count_present(&self, group: usize) -> usize {
        let counts = self.values.get(self.parts + group);
        counts.map_or(0, |counts| counts.low as usize)
    }

    /// How many items of a group are not known to be present or absent.
    #[must_use]
    pub fn count_unknown(&self, group: usize) -> usize {
        let counts = self.values.get(self.parts + group);
        counts.map_or(0, |counts| (counts.high - counts.low) as usize)
    }

    /// The value of a part by index: one number, or the range still possible. Bands of classes have the value they
    /// classify; a table has none.
    #[must_use]
    pub fn part(&self, part: usize) -> Option<Interval> {
        let value = self.values[..self.parts].get(part)?;
        (!value.low.is_nan()).then_some(*value)
    }

    /// The value of a part by name.
    #[must_use]
    pub fn part_value(&self, instrument: &Instrument, part_id: &str) -> Option<Interval> {
        self.part(instrument.part(part_id)?.0)
    }
}

/// The positions of the bits set, ascending.
pub(crate) fn bits(mut mask: u64) -> impl Iterator<Item = usize> + use<> {
    std::iter::from_fn(move || {
        let position = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (position < 64).then_some(position)
    })
}

impl Instrument {
    /// Scores the answers of one village, given in the order of [`Instrument::items`] (shorter: the rest is missing).
    ///
    /// Not applicable counts as not present. Missing and unknown answers, and missing denominators or cut-offs,
    /// leave a *range* of classes: exact where the rule counts presences, never too narrow in general.
    /// An item stated as [`Answer::Present`] is taken as stated.
    #[must_use]
    pub fn score(&self, answers: &[Answer], per: &Denominators, cutoffs: &Cutoffs) -> Outcome {
        let mut items = Vec::with_capacity(self.items.len());
        for (index, item) in self.items.iter().enumerate() {
            let answer = answers.get(index).unwrap_or(&Answer::Missing);
            items.push(state::state(item, answer, || state::bar(item, index, per, cutoffs)));
        }
        let mut values = Vec::with_capacity(self.parts.len() + self.groups.len());
        values.resize(self.parts.len(), Interval::NONE);
        let leaves = VillageLeaves { instrument: self, answers, states: &items, per, cutoffs };
        for &part in &self.plan.order {
            values[part] = eval(&self.parts[part].kind, &values, &leaves);
        }
        values.resize(self.parts.len() + self.groups.len(), Interval::point(0.0));
        for (item, state) in self.items.iter().zip(&items) {
            let group = &mut values[self.parts.len() + item.group];
            match state {
                State::Present => {
                    group.low += 1.0;
                    group.high += 1.0;
                }
                State::Unknown(_) => group.high += 1.0,
                State::Absent | State::NotApplicable => {}
            }
        }
        let rules = match &self.plan.grid {
            Some(grid) => grid.rules(&grid.tally(&items)),
            None => self.rules_by_interval(&values),
        };
        let possible = self.plan.classes_of(rules);
        Outcome {
            items,
            mildest: 63 - possible.leading_zeros() as usize,
            worst: possible.trailing_zeros() as usize,
            values,
            parts: self.parts.len(),
            rules,
            possible,
        }
    }

    /// The items present, in the order of the instrument: what the village head reads about first.
    pub fn findings<'a>(&self, outcome: &'a Outcome) -> impl Iterator<Item = usize> + use<'a> {
        let states = outcome.items.iter().enumerate();
        states.filter(|(_, state)| **state == State::Present).map(|(index, _)| index)
    }

    /// What the item's threshold is in this village.
    pub(crate) fn bar(&self, item: usize, per: &Denominators, cutoffs: &Cutoffs) -> Bar<'_> {
        state::bar(&self.items[item], item, per, cutoffs)
    }
}
