//! Scores many villages by one rule, remembering what depends on counts only.
//!
//! For: cities and the nation. Same results as [`Instrument::score`] and [`Outcome::nearest`], faster from the second
//! village on. Not for: sharing between threads; give each its own. Next: `nearest/counts.rs`.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::nearest::{Nearest, Template, Village, templates};
use crate::{Answer, Cutoffs, Denominators, Explanation, Instrument, Outcome};

/// Remembered tallies at most; beyond that the memory starts afresh.
const MOST: usize = 1 << 16;

/// A rule with a memory. See [`Instrument`] for the meaning of the methods.
///
/// ```
/// # use instrument::*;
/// # let rule = Instrument::parse(EXAMPLE).map_err(|f| f[0].to_string())?;
/// let (answers, per, cutoffs) = ([Answer::Number(4.0)], Denominators::default(), Cutoffs::none());
/// let mut scorer = Scorer::new(&rule);
/// let outcome = scorer.score(&answers, &per, &cutoffs);
/// let nearest = scorer.nearest(&outcome, &answers, &per, &cutoffs);
/// assert_eq!(nearest, outcome.nearest(&rule, &answers, &per, &cutoffs));
/// # Ok::<(), String>(())
/// ```
#[derive(Debug)]
pub struct Scorer<'i> {
    instrument: &'i Instrument,
    memory: HashMap<u64, Box<[Template]>>,
}

impl<'i> Scorer<'i> {
    /// A scorer with an empty memory.
    #[must_use]
    pub fn new(instrument: &'i Instrument) -> Self {
        Self { instrument, memory: HashMap::new() }
    }

    /// The rule.
    #[must_use]
    pub fn instrument(&self) -> &'i Instrument {
        self.instrument
    }

    /// As [`Instrument::score`].
    #[must_use]
    pub fn score(&self, answers: &[Answer], per: &Denominators, cutoffs: &Cutoffs) -> Outcome {
        self.instrument.score(answers, per, cutoffs)
    }

    /// As [`Outcome::explain`].
    #[must_use]
    pub fn explain<'a>(
        &self,
        outcome: &'a Outcome,
        answers: &'a [Answer],
        per: &Denominators,
        cutoffs: &'a Cutoffs,
    ) -> Explanation<'a>
    where
        'i: 'a,
    {
        outcome.explain(self.instrument, answers, per, cutoffs)
    }

    /// As [`Outcome::nearest`].
    #[must_use]
    pub fn nearest(
        &mut self,
        outcome: &Outcome,
        answers: &[Answer],
        per: &Denominators,
        cutoffs: &Cutoffs,
    ) -> Vec<Nearest> {
        let village = Village { instrument: self.instrument, outcome, answers, per, cutoffs };
        let Some(grid) = &self.instrument.plan.grid else {
            return outcome.nearest(self.instrument, answers, per, cutoffs);
        };
        let tally = grid.tally(&outcome.items);
        if self.memory.len() >= MOST {
            self.memory.clear();
        }
        let found = match self.memory.entry(grid.signature(&tally)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(templates(&self.instrument.plan, grid, &tally).into_boxed_slice()),
        };
        village.fill(grid, found)
    }
}
