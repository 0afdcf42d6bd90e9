//! Straight lines of worlds: from one world, one direction, so many steps. And where found worlds are collected.
//!
//! For: turning one found direction into several different values of a cell. Not for: finding directions (`flow.rs`,
//! `integer.rs`). Next: `certify.rs`.

use super::view::{View, World};
use std::collections::{BTreeMap, BTreeSet};

/// More steps than any count: the line never ends.
pub(crate) const ENDLESS: i64 = i64::MAX / 4;

/// `at`, `at + direction`, … up to `steps` times.
pub(crate) struct Line<'a> {
    pub(crate) at: &'a [i64],
    pub(crate) direction: &'a [(usize, i64)],
    pub(crate) steps: i64,
}

impl Line<'_> {
    /// Step numbers, at least 1, at which the reader's need for something small is met: the first `enough` of them.
    fn possible(&self, view: &View, cell: usize, enough: usize) -> BTreeSet<i64> {
        let first = |count: usize| (1..=self.steps.min(i64::try_from(count).unwrap_or(ENDLESS))).collect();
        let Some((low, high)) = view.need(cell) else { return first(enough) };
        let moved: BTreeMap<usize, i64> = self.direction.iter().copied().collect();
        let is_small = |one: &&usize| (low..=high).contains(&self.at[**one]);
        if view.group(cell).iter().filter(|one| !moved.contains_key(one)).any(|one| is_small(&one)) {
            return first(enough);
        }
        let mut found = BTreeSet::new();
        for (one, by) in &moved {
            for value in low..=high.min(low.saturating_add(1024)) {
                let way = value - self.at[*one];
                if way % by == 0 && (1..=self.steps).contains(&(way / by)) {
                    found.insert(way / by);
                }
            }
        }
        found
    }

    /// The values of the whole table after so many steps; `None` if they are too large to be held.
    pub(crate) fn after(&self, steps: i64) -> Option<Vec<i64>> {
        let mut at = self.at.to_vec();
        for (cell, by) in self.direction {
            at[*cell] = at[*cell].checked_add(by.checked_mul(steps)?)?;
        }
        Some(at)
    }
}

/// Possible worlds with different values of one cell.
pub(crate) struct Collection<'a> {
    view: &'a View<'a>,
    cell: usize,
    enough: usize,
    found: BTreeMap<i64, World>,
}

impl<'a> Collection<'a> {
    /// Begins with the truth.
    pub(crate) fn new(view: &'a View<'a>, cell: usize, enough: usize) -> Self {
        let mut new = Self { view, cell, enough, found: BTreeMap::new() };
        new.world(&view.system.truth);
        new
    }

    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= self.enough
    }

    /// Whether so many values would be enough.
    pub(crate) fn would_fill(&self, values: i64) -> bool {
        usize::try_from(values).is_ok_and(|values| values >= self.enough)
    }

    pub(crate) fn has(&self, value: i64) -> bool {
        self.found.contains_key(&value)
    }

    /// Takes one world, if it is possible and its value new.
    pub(crate) fn world(&mut self, at: &[i64]) {
        if !self.is_full() && !self.has(at[self.cell]) {
            let world = self.view.world(self.cell, at);
            if self.view.allows(self.cell, &world) {
                self.found.insert(at[self.cell], world);
            }
        }
    }

    /// Takes what is possible on a line. True if that was enough.
    pub(crate) fn line(&mut self, line: &Line) -> bool {
        // Values found before may lie on the line too.
        for steps in line.possible(self.view, self.cell, self.enough * 2) {
            if self.is_full() {
                break;
            }
            if let Some(at) = line.after(steps) {
                self.world(&at);
            }
        }
        self.is_full()
    }

    /// As many worlds as asked for, or none.
    pub(crate) fn complete(self) -> Option<Vec<World>> {
        self.is_full().then(|| self.found.into_values().collect())
    }
}
