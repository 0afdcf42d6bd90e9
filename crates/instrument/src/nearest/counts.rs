//! Exact search for rules that count presences.
//!
//! The class depends only on how many items of each cell are present, so the search is over counts: which change of
//! counts, of least total size, leads to the class? It depends on the tally alone and can be remembered
//! (`crate::Scorer`); only the naming of the items is done per village. Next: `values.rs`.

use super::{Direction, Move, MoveKind, Nearest, Village};
use crate::score::{Grid, Plan, State, Tally};

/// More work than this is not done; no instrument that people fill in comes near it.
const MOST_WORK: usize = 1 << 24;

/// Equally small ways that are listed per direction.
const MOST_WAYS: usize = 6;

/// A way in terms of cells, before items are named.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Template {
    to: u8,
    direction: Direction,
    moves: Vec<(u8, u8, Step)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Drop,
    Raise,
    Answer,
}

/// The ways for a tally.
pub(crate) fn templates(plan: &Plan, grid: &Grid, tally: &Tally) -> Vec<Template> {
    let cells = grid.cells.len();
    let possible = plan.classes_of(grid.rules(tally));
    let worst = possible.trailing_zeros();
    let mildest = 63 - possible.leading_zeros();
    let settled = worst == mildest;
    let options = |cell: usize| {
        let count = tally[cell];
        let boxes = count.unknown + 1;
        boxes.saturating_mul(if settled { count.present + count.absent + 1 } else { boxes * (boxes + 1) / 2 })
    };
    let work = (0..cells).map(options).fold(1, usize::saturating_mul);
    if work > MOST_WORK {
        return Vec::new();
    }
    let mut search = Search { plan, grid, settled, cost: 0, steps: [(0, 0); 14], best: Vec::new() };
    search.walk(&mut tally.clone(), 0);
    let better: Option<u32> =
        if settled { search.classes().filter(|&class| class > worst).min() } else { Some(mildest) };
    let worse: Option<u32> = if settled { search.classes().filter(|&class| class < worst).max() } else { Some(worst) };
    let mut found = Vec::new();
    for (class, direction) in [(better, Direction::Better), (worse, Direction::Worse)] {
        if let Some(class) = class {
            found.extend(search.ways(class, direction));
        }
    }
    found
}

/// Changes per cell: in a settled search (dropped, raised), otherwise (answered present, answered absent).
type Steps = [(u16, u16); 14];

struct Search<'a> {
    plan: &'a Plan,
    grid: &'a Grid,
    settled: bool,
    cost: usize,
    steps: Steps,
    /// Per class reached: the least cost and the ways that have it.
    best: Vec<(u32, usize, Vec<Steps>)>,
}

impl Search<'_> {
    fn classes(&self) -> impl Iterator<Item = u32> + '_ {
        self.best.iter().map(|(class, _, _)| *class)
    }

    fn walk(&mut self, tally: &mut Tally, cell: usize) {
        if cell == self.grid.cells.len() {
            self.try_here(tally);
            return;
        }
        let start = tally[cell];
        let (first, second) = if self.settled { (start.present, start.absent) } else { (start.unknown, start.unknown) };
        for a in 0..=first {
            for b in 0..=second {
                // Dropping and raising in one cell undo each other; answers cannot exceed the unanswered.
                if (self.settled && a > 0 && b > 0) || (!self.settled && a + b > start.unknown) {
                    break;
                }
                let count = &mut tally[cell];
                *count = start;
                if self.settled {
                    count.present = start.present - a + b;
                    count.absent = start.absent + a - b;
                } else {
                    count.present = start.present + a;
                    count.absent = start.absent + b;
                    count.unknown = start.unknown - a - b;
                }
                let step = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
                self.steps[cell] = (step(a), step(b));
                self.cost += a + b;
                self.walk(tally, cell + 1);
                self.cost -= a + b;
            }
        }
        self.steps[cell] = (0, 0);
        tally[cell] = start;
    }

    fn try_here(&mut self, tally: &Tally) {
        let classes = self.plan.classes_of(self.grid.rules(tally));
        if !classes.is_power_of_two() || self.cost == 0 {
            return;
        }
        let class = classes.trailing_zeros();
        match self.best.iter_mut().find(|(known, _, _)| *known == class) {
            None => self.best.push((class, self.cost, vec![self.steps])),
            Some((_, cost, ways)) => {
                if self.cost < *cost {
                    *cost = self.cost;
                    ways.clear();
                }
                if self.cost == *cost {
                    ways.push(self.steps);
                }
            }
        }
    }

    fn ways(&self, class: u32, direction: Direction) -> Vec<Template> {
        let found = self.best.iter().find(|(known, _, _)| *known == class);
        let mut templates: Vec<Template> = Vec::new();
        for steps in found.iter().flat_map(|(_, _, ways)| ways) {
            let mut moves = Vec::new();
            for (cell, &(a, b)) in steps.iter().enumerate() {
                let listed: [(u16, Step); 2] = if self.settled {
                    [(a, Step::Drop), (b, Step::Raise)]
                } else {
                    [(a + b, Step::Answer), (0, Step::Answer)]
                };
                for (need, step) in listed {
                    if need > 0 {
                        let need = u8::try_from(need).unwrap_or(u8::MAX);
                        moves.push((u8::try_from(cell).unwrap_or(u8::MAX), need, step));
                    }
                }
            }
            let template = Template { to: u8::try_from(class).unwrap_or(u8::MAX), direction, moves };
            if templates.len() < MOST_WAYS && !templates.contains(&template) {
                templates.push(template);
            }
        }
        templates
    }
}

impl Village<'_> {
    /// Names the items of this village in the ways found.
    pub(crate) fn fill(&self, grid: &Grid, templates: &[Template]) -> Vec<Nearest> {
        let fill = |&(cell, need, step): &(u8, u8, Step)| {
            let wanted = |state: State| match step {
                Step::Drop => state == State::Present,
                Step::Raise => state == State::Absent,
                Step::Answer => matches!(state, State::Unknown(_)),
            };
            let items = grid.cells[usize::from(cell)].iter().copied();
            let mut among: Vec<usize> = items.filter(|&i| wanted(self.outcome.items[i])).collect();
            if step != Step::Answer && among.len() > 1 {
                self.sort(&mut among);
            }
            let kind = match step {
                Step::Drop => MoveKind::Drop,
                Step::Raise => MoveKind::Raise,
                Step::Answer => MoveKind::Answer,
            };
            Move { need, among, kind }
        };
        (templates.iter())
            .map(|template| Nearest {
                to: usize::from(template.to),
                direction: template.direction,
                moves: template.moves.iter().map(fill).collect(),
            })
            .collect()
    }

    /// Those closest to their threshold first; among equals in the order of the instrument.
    fn sort(&self, among: &mut [usize]) {
        let mut keyed = [(0.0_f64, 0_usize); 16];
        match keyed.get_mut(..among.len()) {
            Some(keyed) => {
                for (slot, &item) in keyed.iter_mut().zip(among.iter()) {
                    *slot = (self.distance(item), item);
                }
                keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                for (item, slot) in among.iter_mut().zip(keyed.iter()) {
                    *item = slot.1;
                }
            }
            None => among.sort_by_cached_key(|&item| {
                let distance = self.distance(item).max(0.0);
                (distance.to_bits(), item) // non-negative floats sort like their bits
            }),
        }
    }
}
