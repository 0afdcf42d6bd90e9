//! Which further cells to hide so that one hidden cell has room: the cheapest round trip for the numbers it must gain.
//!
//! In a network that is a shortest path among cells with enough room (Gusfield 1988; Castro 2012 for flows in cell
//! suppression); elsewhere one linear programme, after Kelly, Golden and Assad 1992. Both only propose: whether the
//! cell is then safe is judged anew. For: proposals. Not for: judging (`certify.rs`). Next: `protect.rs`.

use super::{
    frame::{Frame, restricted},
    system::System,
};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

/// Above this many cells the linear programme would take too long; the cheapest neighbour is proposed instead.
const LARGEST_PROGRAMME: usize = 1_500;

pub(crate) struct Chooser<'a> {
    pub(crate) system: &'a System,
    pub(crate) frame: &'a Frame,
    /// Cells that may be hidden: not out already, and no zero that must be shown.
    pub(crate) may: &'a [bool],
    /// What a hidden cell is at least, for the reader who knows most.
    pub(crate) least: &'a [i64],
    /// How far a cell must be able to move.
    pub(crate) far: i64,
}

/// What is lost with a cell: its size; totals cost more by level, a grand total more than all else.
pub(crate) fn cost(system: &System, cell: usize) -> u64 {
    let size = system.truth[cell].cast_unsigned().min(1_000_000) + 10;
    let level = u64::from(system.height[cell].min(8));
    size * (1 + 4 * level) * if system.is_grand[cell] { 1_000_000 } else { 1 }
}

impl Chooser<'_> {
    fn price(&self, hidden: &[bool], cell: usize) -> u64 {
        if hidden[cell] { 1 } else { 1_000 * cost(self.system, cell) }
    }

    /// Cells to hide next for the sake of `cell`; empty if there is nothing left that could help.
    pub(crate) fn propose(&self, hidden: &[bool], group: &[usize], cell: usize) -> Vec<usize> {
        let found =
            if self.frame.ends[cell].is_some() { self.trip(hidden, cell) } else { self.programme(hidden, cell) };
        let mut new: Vec<usize> = found.into_iter().filter(|one| !hidden[*one]).collect();
        if new.is_empty() {
            new.extend(self.cheapest(hidden, &[cell]).or_else(|| self.cheapest(hidden, group)));
        }
        new
    }

    /// The cheapest cell that may yet be hidden and shares a relation with one of these.
    fn cheapest(&self, hidden: &[bool], around: &[usize]) -> Option<usize> {
        let near = around.iter().flat_map(|one| self.system.neighbours(*one));
        near.filter(|one| self.may[*one] && !hidden[*one]).min_by_key(|one| (self.price(hidden, *one), *one))
    }

    /// The cheaper of the way up and the way down.
    fn trip(&self, hidden: &[bool], cell: usize) -> Vec<usize> {
        let down = self.system.truth[cell] - self.least[cell] >= self.far;
        let ways = [Some(true), down.then_some(false)].into_iter().flatten();
        ways.filter_map(|up| self.path(hidden, cell, up)).min().map_or_else(Vec::new, |(_, path)| path)
    }

    /// Dijkstra over nodes; an arc may be used forwards, or backwards if the cell has room to fall.
    fn path(&self, hidden: &[bool], cell: usize, up: bool) -> Option<(u64, Vec<usize>)> {
        let (from, to) = self.frame.ends[cell]?;
        let (start, goal) = if up { (to, from) } else { (from, to) };
        let mut best: Vec<Option<(u64, usize, usize)>> = vec![None; self.frame.arcs.len()];
        let mut open = BinaryHeap::from([(Reverse(0u64), Reverse(start))]);
        let mut done = vec![false; best.len()];
        while let Some((Reverse(price), Reverse(node))) = open.pop() {
            if node == goal {
                break;
            }
            if std::mem::replace(&mut done[node], true) {
                continue;
            }
            for arc in self.frame.arcs[node].iter().copied().filter(|arc| *arc != cell && self.may[*arc]) {
                let Some((tail, head)) = self.frame.ends[arc] else { continue };
                let forward = tail == node;
                if !forward && self.system.truth[arc] - self.least[arc] < self.far {
                    continue;
                }
                let next = if forward { head } else { tail };
                let sum = price.saturating_add(self.price(hidden, arc));
                if next != start && best[next].is_none_or(|(known, ..)| sum < known) {
                    best[next] = Some((sum, arc, node));
                    open.push((Reverse(sum), Reverse(next)));
                }
            }
        }
        let (mut path, mut node) = (Vec::new(), goal);
        while node != start {
            let (_, arc, before) = best[node]?;
            path.push(arc);
            node = before;
        }
        Some((best[goal].map_or(0, |(sum, ..)| sum), path))
    }

    /// The cells that move when `cell` must go up (or down) by what is asked, at least cost.
    fn programme(&self, hidden: &[bool], cell: usize) -> Vec<usize> {
        let mut groups = self.system.groups(self.may).into_iter();
        let Some(group) = groups.find(|group| group.binary_search(&cell).is_ok()) else { return Vec::new() };
        if group.len() > LARGEST_PROGRAMME {
            return Vec::new();
        }
        let rows = restricted(self.system, &group);
        let down = self.system.truth[cell] - self.least[cell] >= self.far;
        let ways = [Some(1.0), down.then_some(-1.0)].into_iter().flatten();
        let solved = ways.filter_map(|sign| self.solve(hidden, &group, &rows, (cell, sign * self.far as f64)));
        solved.min_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(Vec::new, |(_, moved)| moved)
    }

    fn solve(
        &self,
        hidden: &[bool],
        group: &[usize],
        rows: &[Vec<(usize, i64)>],
        (cell, by): (usize, f64),
    ) -> Option<(f64, Vec<usize>)> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let variables = group.iter().map(|one| {
            let price = self.price(hidden, *one) as f64 / 1_000.0;
            let (up, down) = match *one == cell {
                true => ((by.max(0.0), by.max(0.0)), (-by.min(0.0), -by.min(0.0))),
                false => ((0.0, f64::INFINITY), (0.0, (self.system.truth[*one] - self.least[*one]).max(0) as f64)),
            };
            (*one, (problem.add_var(price, up), problem.add_var(price, down)))
        });
        let variables: BTreeMap<usize, (Variable, Variable)> = variables.collect();
        for row in rows {
            let terms = row.iter().flat_map(|(one, by)| {
                let (up, down) = variables[one];
                [(up, *by as f64), (down, -*by as f64)]
            });
            problem.add_constraint(terms.collect::<Vec<_>>(), ComparisonOp::Eq, 0.0);
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let moves = |(up, down): &(Variable, Variable)| solution.var_value(*up) + solution.var_value(*down) > 1e-6;
        let moved = variables.iter().filter(|(_, of)| moves(of)).map(|(one, _)| *one).collect();
        Some((solution.objective(), moved))
    }
}
