//! For: fewer points on arcs, with everything on the side of the line where it was.
//! Not for: how much detail a map needs (`mod.rs`). Next: `live.rs`.
//!
//! Taking point b out of a–b–c moves the line over the triangle abc. If no other point lies in that triangle, no line
//! can cross a–c without crossing a–b or b–c before, so nothing that was apart meets, and nothing changes sides.
//! Only an arc that becomes straight can fall on another straight one; that is asked separately.

use super::{Detail, Topology, live::Live};
use crate::grid::{DEGREE_PARTS, Spot, turn};
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
};

/// A point that could not go may go later, when its neighbours have; so often it is tried again.
const ROUNDS: usize = 4;

/// One entry a point; `before` and `after` of an arc's ends point to themselves.
struct Lines<'a> {
    spots: &'a [Spot],
    before: Vec<u32>,
    after: Vec<u32>,
    arc: Vec<u32>,
    /// The triangle of each point in grid parts, twice; -1 for points that stay or are gone.
    weight: Vec<i64>,
    arcs: Vec<Arc>,
    straight: HashSet<[Spot; 2]>,
    live: Live<'a>,
    points: usize,
}

#[derive(Clone, Copy)]
struct Arc {
    /// How many points are left, both ends too.
    count: usize,
    /// In how many rings it lies.
    rings: usize,
    closed: bool,
}

pub(super) fn simplify(topology: &Topology, detail: Detail) -> Topology {
    let spots: Vec<Spot> = topology.arcs.iter().flatten().copied().collect();
    let mut lines = Lines::new(topology, &spots);
    let [x, y] = topology.degree_m().map(|metres| metres / DEGREE_PARTS);
    // What is not a number keeps everything; a cast saturates.
    let tolerance = (2.0 * detail.tolerance_m2 / (x * y)).max(0.0) as i64;
    let mut open: Vec<u32> = (0..spots.len() as u32).filter(|point| lines.weight[*point as usize] >= 0).collect();
    for _ in 0..ROUNDS {
        let before = lines.points;
        open = lines.round(open, tolerance, detail.most_points);
        if open.is_empty() || lines.points == before {
            break;
        }
    }
    let mut from = 0;
    let arcs = topology.arcs.iter().map(|arc| {
        let range = from..from + arc.len();
        from = range.end;
        let last = arc.len() - 1;
        let stays = |at: usize, point: usize| at == 0 || at == last || lines.weight[point] >= 0;
        range.enumerate().filter(|&(at, point)| stays(at, point)).map(|(_, point)| spots[point]).collect()
    });
    Topology { arcs: arcs.collect(), places: topology.places.clone() }
}

impl<'a> Lines<'a> {
    fn new(topology: &Topology, spots: &'a [Spot]) -> Self {
        let mut lines = Lines {
            spots,
            before: Vec::with_capacity(spots.len()),
            after: Vec::with_capacity(spots.len()),
            arc: Vec::with_capacity(spots.len()),
            weight: vec![-1; spots.len()],
            arcs: topology
                .arcs
                .iter()
                .map(|arc| Arc { count: arc.len(), rings: 0, closed: arc.first() == arc.last() })
                .collect(),
            straight: HashSet::new(),
            live: Live::new(spots, topology.bounds()),
            points: topology.points(),
        };
        for link in topology.places.iter().flatten().flatten().flatten() {
            lines.arcs[link.arc].rings += 1;
        }
        for (number, arc) in topology.arcs.iter().enumerate() {
            let (from, last) = (lines.before.len() as u32, arc.len() as u32 - 1);
            lines.before.extend((0..=last).map(|at| from + at.saturating_sub(1)));
            lines.after.extend((0..=last).map(|at| from + (at + 1).min(last)));
            lines.arc.extend((0..=last).map(|_| number as u32));
            if let [a, b] = arc[..] {
                lines.straight.insert([a.min(b), a.max(b)]);
            }
            for point in from + 1..from + last {
                lines.weight[point as usize] = lines.triangle(point);
            }
        }
        lines
    }

    fn corners(&self, point: u32) -> [Spot; 3] {
        let at = point as usize;
        [self.before[at] as usize, at, self.after[at] as usize].map(|at| self.spots[at])
    }

    fn triangle(&self, point: u32) -> i64 {
        let [a, b, c] = self.corners(point);
        turn(a, b, c).abs()
    }

    /// Takes out what may go; gives back what was tried and had to stay.
    fn round(&mut self, open: Vec<u32>, tolerance: i64, most_points: usize) -> Vec<u32> {
        let entry = |lines: &Self, point: u32| Reverse((lines.weight[point as usize], point));
        let mut heap: BinaryHeap<_> = open.into_iter().map(|point| entry(self, point)).collect();
        let mut stayed = vec![];
        while let Some(Reverse((weight, point))) = heap.pop() {
            if self.weight[point as usize] != weight {
                continue;
            }
            if weight >= tolerance && self.points <= most_points {
                break;
            }
            if !self.may_go(point) {
                stayed.push(point);
                continue;
            }
            for beside in self.remove(point) {
                if self.weight[beside as usize] >= 0 {
                    // Never smaller than what has gone already, so that the order stays one of size.
                    self.weight[beside as usize] = self.triangle(beside).max(weight);
                    heap.push(entry(self, beside));
                }
            }
        }
        stayed.retain(|point| self.weight[*point as usize] >= 0);
        stayed.sort_unstable();
        stayed.dedup();
        stayed
    }

    fn may_go(&mut self, point: u32) -> bool {
        let [a, b, c] = self.corners(point);
        let Arc { count, closed, .. } = self.arcs[self.arc[point as usize] as usize];
        match (closed, count) {
            (true, ..=4) => false,
            _ if self.live.any_in([a, b, c]) => false,
            (false, 3) => self.straight.insert([a.min(c), a.max(c)]),
            _ => true,
        }
    }

    fn remove(&mut self, point: u32) -> [u32; 2] {
        let at = point as usize;
        let beside = [self.before[at], self.after[at]];
        self.after[beside[0] as usize] = beside[1];
        self.before[beside[1] as usize] = beside[0];
        self.weight[at] = -1;
        self.live.remove(point);
        let arc = &mut self.arcs[self.arc[at] as usize];
        arc.count -= 1;
        self.points -= arc.rings;
        beside
    }
}
