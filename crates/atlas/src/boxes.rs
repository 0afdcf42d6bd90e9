//! For: finding which of many lines or rings can meet, without trying every pair: a tree of bounding boxes.
//! Not for: whether they meet (`grid.rs`). Next: `outline.rs`.
//!
//! Items that follow each other lie near each other (the lines of a ring do), so eight neighbours in the list share a
//! box, eight boxes a larger one, and so on: 2.3 bytes an item, where a general R-tree takes forty.

use crate::{
    bounds::{Bounds, z_order},
    grid::{Spot, sides},
};
use std::ops::{ControlFlow, Range};

const FAN: usize = 8;
/// More boxes that meet than this are no places.
const MOST_PAIRS: usize = 4_000_000;

/// Why a walk through boxes ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// What was looked for is found.
    Found,
    /// The work became too much: this is no outline of a place.
    Tired,
}

/// How many steps may still be taken; outlines of places take some twenty for a point.
pub(crate) struct Work(u64);

#[derive(Debug)]
pub(crate) struct Boxes {
    count: usize,
    levels: Vec<Vec<Bounds>>,
}

impl Work {
    pub(crate) fn for_points(points: usize) -> Self {
        Self(10_000 + 300 * points as u64)
    }

    pub(crate) fn spend(&mut self, steps: usize) -> ControlFlow<Stop> {
        match self.0.checked_sub(steps as u64) {
            Some(left) => {
                self.0 = left;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(Stop::Tired),
        }
    }
}

impl Boxes {
    pub(crate) fn over(items: impl ExactSizeIterator<Item = Bounds>) -> Self {
        let count = items.len();
        let mut lowest = Vec::with_capacity(count.div_ceil(FAN));
        for (at, item) in items.enumerate() {
            if at % FAN == 0 {
                lowest.push(item);
            } else if let Some(last) = lowest.last_mut() {
                *last = last.with(item);
            }
        }
        let mut levels = vec![lowest];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let join = |group: &[Bounds]| group.iter().fold(Bounds::NONE, |all, one| all.with(*one));
            levels.push(below.chunks(FAN).map(join).collect());
        }
        Self { count, levels }
    }

    /// Over the lines of a ring; item `i` is the line from point `i` to the next.
    pub(crate) fn of_ring(ring: &[Spot]) -> Self {
        Self::over(sides(ring).map(Bounds::around))
    }

    /// The box around everything.
    pub(crate) fn whole(&self) -> Bounds {
        self.levels.last().and_then(|top| top.first()).copied().unwrap_or(Bounds::NONE)
    }

    /// The topmost box; none when there is nothing.
    pub(crate) fn root(&self) -> Option<Node> {
        (self.count > 0).then_some(Node { level: self.levels.len() - 1, at: 0 })
    }

    pub(crate) fn bounds(&self, node: Node) -> Bounds {
        self.levels[node.level][node.at]
    }

    /// The items of a lowest box.
    pub(crate) fn items(&self, node: Node) -> Range<usize> {
        node.at * FAN..((node.at + 1) * FAN).min(self.count)
    }

    /// The boxes in a box that is not one of the lowest.
    pub(crate) fn within(&self, node: Node) -> impl Iterator<Item = Node> + use<> {
        let level = node.level - 1;
        (node.at * FAN..((node.at + 1) * FAN).min(self.levels[level].len())).map(move |at| Node { level, at })
    }

    /// Calls `each` with every item whose lowest box passes `pass`.
    pub(crate) fn visit(&self, pass: &impl Fn(Bounds) -> bool, each: &mut impl FnMut(usize)) {
        let mut open: Vec<Node> = self.root().into_iter().collect();
        while let Some(node) = open.pop() {
            if !pass(self.bounds(node)) {
                continue;
            }
            if node.level == 0 {
                self.items(node).for_each(&mut *each);
            } else {
                open.extend(self.within(node));
            }
        }
    }

    /// Calls `each` with every pair of different items of this tree whose lowest boxes meet, the smaller one first.
    pub(crate) fn own_pairs<F>(&self, work: &mut Work, each: &mut F) -> ControlFlow<Stop>
    where
        F: FnMut(usize, usize) -> ControlFlow<Stop>,
    {
        let mut open: Vec<(Node, Node)> = self.root().map(|root| (root, root)).into_iter().collect();
        while let Some((a, b)) = open.pop() {
            work.spend(1)?;
            if !self.bounds(a).meets(self.bounds(b)) {
                continue;
            }
            if a.level > 0 {
                let pairs = self.within(a).flat_map(|one| self.within(b).map(move |other| (one, other)));
                open.extend(pairs.filter(|(one, other)| one.at <= other.at));
                continue;
            }
            work.spend(FAN)?;
            for i in self.items(a) {
                for j in self.items(b).filter(|j| i < *j) {
                    each(i, j)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Calls `each` with every pair of an item here and an item there whose lowest boxes meet.
    pub(crate) fn pairs_with<F>(&self, there: &Self, work: &mut Work, each: &mut F) -> ControlFlow<Stop>
    where
        F: FnMut(usize, usize) -> ControlFlow<Stop>,
    {
        let mut open: Vec<(Node, Node)> = self.root().zip(there.root()).into_iter().collect();
        while let Some((a, b)) = open.pop() {
            work.spend(1)?;
            if !self.bounds(a).meets(there.bounds(b)) {
                continue;
            }
            if a.level > 0 && a.level >= b.level {
                open.extend(self.within(a).map(|one| (one, b)));
            } else if b.level > 0 {
                open.extend(there.within(b).map(|other| (a, other)));
            } else {
                work.spend(FAN)?;
                for i in self.items(a) {
                    for j in there.items(b) {
                        each(i, j)?;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// The pairs of boxes that meet, each smaller number first, in order.
pub(crate) fn near_pairs(all: &[Bounds], work: &mut Work) -> Result<Vec<(usize, usize)>, Stop> {
    let order = z_order(all);
    let mut pairs = vec![];
    let boxes = Boxes::over(order.iter().map(|&at| all[at]));
    let walk = boxes.own_pairs(work, &mut |i, j| {
        let (a, b) = (order[i].min(order[j]), order[i].max(order[j]));
        if all[a].meets(all[b]) {
            pairs.push((a, b));
        }
        if pairs.len() > MOST_PAIRS { ControlFlow::Break(Stop::Tired) } else { ControlFlow::Continue(()) }
    });
    pairs.sort_unstable();
    if walk.is_break() { Err(Stop::Tired) } else { Ok(pairs) }
}

/// A box of the tree; level 0 holds items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    pub level: usize,
    pub at: usize,
}
