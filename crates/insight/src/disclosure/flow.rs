//! Worlds in networks: what one hidden cell gains must flow round through other hidden cells.
//!
//! The largest value of a cell is its truth plus the greatest flow from where it leads to where it comes from (Ford and
//! Fulkerson; shortest augmenting paths, Edmonds and Karp 1972), all in whole numbers, so bounds are exact.
//! For: groups of which `frame.rs` found the form. Not for: other groups (`integer.rs`). Next: `certify.rs`.

use super::{
    frame::Frame,
    line::{Collection, ENDLESS, Line},
    view::View,
};
use std::collections::VecDeque;

/// One cell that must stay within a range.
type Limit = Option<(usize, (i64, i64))>;

pub(crate) struct Flow<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) frame: &'a Frame,
}

/// Values of the whole table at which a cell is least and greatest; `None` if there is no greatest.
pub(crate) struct Ends {
    pub(crate) least: Vec<i64>,
    pub(crate) greatest: Option<Vec<i64>>,
}

impl Flow<'_> {
    /// How far a cell can go from its value, up or down, on its own.
    fn room(&self, at: &[i64], cell: usize, up: bool, limit: Limit) -> i64 {
        let (mut low, mut high) = (self.view.least[cell], ENDLESS);
        if let Some((_, (least, most))) = limit.filter(|(limited, _)| *limited == cell) {
            (low, high) = (low.max(least), most);
        }
        let room = if up { high - at[cell] } else { at[cell] - low };
        // Beyond all counts is endless, also from a value above 0.
        if room > ENDLESS / 2 { ENDLESS } else { room }
    }

    /// A direction in which the cell goes up (or down), and how many steps it can go.
    fn direction(&self, at: &[i64], cell: usize, up: bool, limit: Limit) -> Option<(Vec<(usize, i64)>, i64)> {
        let (from, to) = self.frame.ends[cell]?;
        let (start, goal) = if up { (to, from) } else { (from, to) };
        let mut steps = self.room(at, cell, up, limit);
        let mut came: Vec<Option<(usize, usize)>> = vec![None; self.frame.arcs.len()];
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front().filter(|_| start != goal && came[goal].is_none() && steps > 0) {
            for arc in self.frame.arcs[node].iter().copied().filter(|arc| *arc != cell && self.view.hidden[*arc]) {
                let Some((tail, head)) = self.frame.ends[arc] else { continue };
                let next = if tail == node { head } else { tail };
                if next != start && came[next].is_none() && self.room(at, arc, tail == node, limit) > 0 {
                    came[next] = Some((arc, node));
                    open.push_back(next);
                }
            }
        }
        let mut direction = vec![(cell, if up { 1 } else { -1 })];
        let mut node = goal;
        while node != start {
            let (arc, before) = came[node]?;
            let forward = self.frame.ends[arc]?.0 == before;
            steps = steps.min(self.room(at, arc, forward, limit));
            direction.push((arc, if forward { 1 } else { -1 }));
            node = before;
        }
        (steps > 0).then_some((direction, steps))
    }

    /// Moves a cell up or down as far as it goes. Hands every line to `visit`, which may end it by returning true.
    /// `None` if there is no end.
    fn push(
        &self,
        mut at: Vec<i64>,
        (cell, up): (usize, bool),
        limit: Limit,
        visit: &mut dyn FnMut(&Line) -> bool,
    ) -> Option<Vec<i64>> {
        while let Some((direction, steps)) = self.direction(&at, cell, up, limit) {
            let line = Line { at: &at, direction: &direction, steps };
            if visit(&line) {
                break;
            }
            if steps >= ENDLESS {
                return None;
            }
            at = line.after(steps)?;
        }
        Some(at)
    }

    /// Values at which `cell` is within the range, if that is possible at all.
    fn within(&self, cell: usize, (low, high): (i64, i64)) -> Option<Vec<i64>> {
        let truth = &self.view.system.truth;
        let up = truth[cell] < low;
        let mut reached = truth.clone();
        let way = |at: &[i64]| if up { low - at[cell] } else { at[cell] - high };
        self.push(truth.clone(), (cell, up), None, &mut |line| {
            if let Some(at) = line.after(line.steps.min(way(line.at).max(0))) {
                reached = at;
            }
            way(&reached) <= 0
        });
        (low..=high).contains(&reached[cell]).then_some(reached)
    }

    /// The limits under which all worlds are possible for a reader who needs something small: each cell of the group in
    /// turn is the small one, those first that are.
    fn limits(&self, cell: usize) -> impl Iterator<Item = (Limit, Vec<i64>)> {
        let need = self.view.need(cell);
        let group = self.view.group(cell);
        let is_small = move |one: &&usize| need.is_some_and(|(l, h)| (l..=h).contains(&self.view.system.truth[**one]));
        let ordered = group.iter().filter(is_small).chain(group.iter().filter(move |one| !is_small(one)));
        ordered.filter_map(move |one| Some((Some((*one, need?)), self.within(*one, need?)?)))
    }

    /// Collects worlds with different values of the cell, until there are enough or there are no more.
    pub(crate) fn collect(&self, cell: usize, into: &mut Collection) {
        let Some(reach) = self.gather(&self.view.system.truth, cell, None, into) else { return };
        // Without anything small needed there are at most so many values: often too few already, and quickly known.
        if into.would_fill(reach) {
            let _ = self.limits(cell).any(|(limit, base)| self.gather(&base, cell, limit, into).is_none());
        }
    }

    /// Collects on the ways up and down. If that was not enough: how many values there are in all.
    fn gather(&self, base: &[i64], cell: usize, limit: Limit, into: &mut Collection) -> Option<i64> {
        into.world(base);
        let mut ends = [-ENDLESS, ENDLESS];
        for (end, up) in ends.iter_mut().zip([false, true]) {
            if let Some(at) = self.push(base.to_vec(), (cell, up), limit, &mut |line| into.line(line)) {
                *end = at[cell];
            }
        }
        (!into.is_full()).then(|| ends[1].saturating_sub(ends[0]).saturating_add(1))
    }

    fn ends(&self, base: Vec<i64>, cell: usize, limit: Limit) -> Ends {
        let greatest = self.push(base.clone(), (cell, true), limit, &mut |_| false);
        // Nothing goes below 0, so the way down ends.
        let least = self.push(base.clone(), (cell, false), limit, &mut |_| false).unwrap_or(base);
        Ends { least, greatest }
    }

    /// The least and the greatest value of the cell over all possible worlds; exact.
    pub(crate) fn bounds(&self, cell: usize) -> (i64, Option<i64>) {
        let outer = self.ends(self.view.system.truth.clone(), cell, None);
        let value = |at: &Vec<i64>| at[cell];
        let (low, high) = (value(&outer.least), outer.greatest.as_ref().map(value));
        let fits = |at: &Vec<i64>| self.view.small_enough(cell, at);
        let (low_fits, high_fits) = (fits(&outer.least), outer.greatest.as_ref().is_some_and(fits));
        if self.view.need(cell).is_none() || (low_fits && high_fits) {
            return (low, high);
        }
        let truth = self.view.system.truth[cell];
        let mut least = if low_fits { low } else { truth };
        let mut greatest = if high_fits { high } else { Some(truth) };
        for (limit, base) in self.limits(cell) {
            let inner = self.ends(base, cell, limit);
            least = least.min(value(&inner.least));
            greatest = greatest.zip(inner.greatest.as_ref().map(value)).map(|(a, b)| a.max(b));
            if least == low && greatest == high {
                break;
            }
        }
        (least, greatest)
    }
}
