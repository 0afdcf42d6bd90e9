//! Worlds in groups that are no network (three-way and awkwardly linked tables): integer programmes.
//!
//! Reckoned by `microlp` (simplex, branch and bound) with floating-point numbers, so nothing it says is believed: a
//! world is rounded and must be confirmed in whole numbers by `View::allows`. What the solver misses makes a cell look
//! *worse* protected than it is, never better. In such groups values between the bounds may be impossible, so values
//! are counted one by one. For: small groups ([`LIMIT`]). Next: `certify.rs`.

use super::{
    frame::restricted,
    line::{Collection, ENDLESS, Line},
    view::View,
};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

/// The most hidden cells in one group that is no network: with 240 of them (in 656 cells) protecting took 7 seconds.
pub(crate) const LIMIT: usize = 250;

/// How far a cell is followed from its truth.
const FAR: i32 = 1_000_000_000;

/// Nodes of branch and bound in one question; deterministic, unlike a time.
const NODES: u64 = 2_000;

#[derive(Clone, Copy)]
enum Goal {
    Least,
    Greatest,
    Exactly(i64),
}

pub(crate) struct Integer<'a> {
    view: &'a View<'a>,
    cell: usize,
    group: &'a [usize],
    rows: Vec<Vec<(usize, i64)>>,
}

impl<'a> Integer<'a> {
    pub(crate) fn new(view: &'a View<'a>, cell: usize) -> Self {
        let group = view.group(cell);
        let place = |cell: usize| group.binary_search(&cell).ok();
        let placed = |row: Vec<(usize, i64)>| row.into_iter().filter_map(|(one, by)| Some((place(one)?, by))).collect();
        let rows = restricted(view.system, group).into_iter().map(placed).collect();
        Self { view, cell, group, rows }
    }

    /// A world that meets the goal, changing little; as values of the whole table. `limited` must be small.
    fn solve(&self, goal: Goal, limited: Option<usize>) -> Option<Vec<i64>> {
        if let (Goal::Exactly(value), Some((low, high))) = (goal, self.view.need(self.cell))
            && limited == Some(self.cell)
            && !(low..=high).contains(&value)
        {
            return None;
        }
        let direction = match goal {
            Goal::Greatest => OptimizationDirection::Maximize,
            _ => OptimizationDirection::Minimize,
        };
        let mut problem = Problem::new(direction);
        let variables: Vec<Vec<(Variable, f64)>> =
            self.group.iter().map(|one| self.variables(&mut problem, goal, *one, limited)).collect();
        for row in &self.rows {
            let terms = row.iter().flat_map(|(place, by)| {
                variables[*place].iter().map(move |(variable, sign)| (*variable, sign * *by as f64))
            });
            problem.add_constraint(terms.collect::<Vec<_>>(), ComparisonOp::Eq, 0.0);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES);
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        let mut at = self.view.system.truth.clone();
        for (one, of) in self.group.iter().zip(&variables) {
            let moved: f64 = of.iter().map(|(variable, sign)| sign * solution.var_value(*variable)).sum();
            at[*one] += moved.round() as i64;
        }
        Some(at)
    }

    /// The change of a cell: one variable, or up and down apart if the size of changes is what is to be small.
    fn variables(&self, problem: &mut Problem, goal: Goal, one: usize, limited: Option<usize>) -> Vec<(Variable, f64)> {
        let truth = self.view.system.truth[one];
        let (mut low, mut high) = (self.view.least[one] - truth, i64::from(FAR));
        if let Some((least, most)) = self.view.need(self.cell).filter(|_| limited == Some(one)) {
            (low, high) = (low.max(least - truth), most - truth);
        }
        let clip = |by: i64| i32::try_from(by.clamp(-i64::from(FAR), i64::from(FAR))).unwrap_or(FAR);
        match goal {
            Goal::Exactly(value) if one == self.cell => {
                let by = (value - truth) as f64;
                vec![(problem.add_var(0.0, (by, by)), 1.0)]
            }
            Goal::Exactly(_) => vec![
                (problem.add_integer_var(1.0, (clip(low.max(0)), clip(high.max(0)))), 1.0),
                (problem.add_integer_var(1.0, (clip((-high).max(0)), clip((-low).max(0)))), -1.0),
            ],
            _ => {
                let weight = if one == self.cell { 1.0 } else { 0.0 };
                vec![(problem.add_integer_var(weight, (clip(low), clip(high))), 1.0)]
            }
        }
    }

    /// A possible world for the goal: first any, then with each cell of the group as the small one.
    fn possible(&self, goal: Goal) -> Option<Vec<i64>> {
        let any = self.solve(goal, None)?;
        if self.view.small_enough(self.cell, &any) {
            return Some(any);
        }
        let each = self.group.iter().filter_map(|one| self.solve(goal, Some(*one)));
        let each = each.filter(|at| self.view.small_enough(self.cell, at));
        match goal {
            Goal::Least => each.min_by_key(|at| at[self.cell]),
            Goal::Greatest => each.max_by_key(|at| at[self.cell]),
            Goal::Exactly(_) => { each }.next(),
        }
    }

    /// Collects worlds with different values of the cell.
    pub(crate) fn collect(&self, into: &mut Collection) {
        let truth = &self.view.system.truth;
        let own = truth[self.cell];
        let mut closed = [false, false];
        // Nearest values first: a small change is a direction in which there is often more.
        for distance in 1..=64 {
            for (up, closed) in [true, false].into_iter().zip(&mut closed) {
                let value = if up { own + distance } else { own - distance };
                if into.is_full() || *closed || into.has(value) {
                    continue;
                }
                if value < self.view.least[self.cell] {
                    *closed = true;
                    continue;
                }
                if let Some(at) = self.possible(Goal::Exactly(value)) {
                    self.follow(&at, into);
                } else if self.beyond(value, up) {
                    *closed = true;
                }
            }
        }
    }

    /// Whether no world at all has the cell at `value` or further.
    fn beyond(&self, value: i64, up: bool) -> bool {
        let last = self.solve(if up { Goal::Greatest } else { Goal::Least }, None);
        last.is_none_or(|at| if up { at[self.cell] < value } else { at[self.cell] > value })
    }

    /// Takes the world and what lies further in its direction from the truth.
    fn follow(&self, at: &[i64], into: &mut Collection) {
        into.world(at);
        let truth = &self.view.system.truth;
        let direction = self.view.world(self.cell, at);
        let room = direction.iter().filter(|(_, by)| *by < 0);
        let steps = room.map(|(one, by)| (truth[*one] - self.view.least[*one]) / -by).min().unwrap_or(ENDLESS);
        into.line(&Line { at: truth, direction: &direction, steps: steps.min(i64::from(FAR)) });
    }

    /// The least and the greatest value that the solver finds and that is confirmed; none greatest from 10^9 above the
    /// truth.
    pub(crate) fn bounds(&self) -> (i64, Option<i64>) {
        let own = self.view.system.truth[self.cell];
        let confirmed = |goal| {
            let at = self.possible(goal)?;
            self.view.allows(self.cell, &self.view.world(self.cell, &at)).then(|| at[self.cell])
        };
        let low = confirmed(Goal::Least).unwrap_or(own);
        let high = confirmed(Goal::Greatest).unwrap_or(own);
        (low, (high - own < i64::from(FAR) - 1).then_some(high))
    }
}
