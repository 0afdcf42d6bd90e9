//! For: where rings are cut into arcs, and which arcs are the same line. Not for: rings that only come close.
//! Next: `simplify.rs`.
//!
//! A junction is a point whose neighbours along the rings are not always the same two (Bostock, *How to infer
//! topology*, 2013). Between junctions a line has no choice: two rings that leave a junction to the same point go
//! together until the next.

use super::{Link, Topology};
use crate::{
    Shape,
    grid::{self, Spot},
};
use std::collections::{HashMap, HashSet};

pub(super) fn topology<'a>(shapes: impl Iterator<Item = &'a Shape>) -> Topology {
    let open = |shape: &'a Shape| -> Vec<Vec<Vec<Spot>>> {
        let rings = |part: &'a Vec<_>| part.iter().map(|ring: &Vec<_>| grid::open(ring)).filter(|ring| ring.len() > 2);
        shape.parts.iter().map(|part| rings(part).collect()).collect()
    };
    let shapes: Vec<Vec<Vec<Vec<Spot>>>> = shapes.map(open).collect();
    let mut cutter = Cutter { junctions: junctions(&shapes), arcs: vec![], known: HashMap::new() };
    let mut places = Vec::with_capacity(shapes.len());
    for shape in shapes {
        let part = |part: Vec<Vec<Spot>>| part.into_iter().map(|ring| cutter.ring(ring)).collect();
        places.push(shape.into_iter().map(part).collect());
    }
    Topology { arcs: cutter.arcs, places }
}

fn junctions(shapes: &[Vec<Vec<Vec<Spot>>>]) -> HashSet<Spot> {
    let mut passes: Vec<[Spot; 3]> = vec![];
    for ring in shapes.iter().flatten().flatten() {
        let count = ring.len();
        passes.extend((0..count).map(|at| {
            let (before, after) = (ring[(at + count - 1) % count], ring[(at + 1) % count]);
            [ring[at], before.min(after), before.max(after)]
        }));
    }
    passes.sort_unstable();
    passes.dedup();
    passes.windows(2).filter(|pair| pair[0][0] == pair[1][0]).map(|pair| pair[0][0]).collect()
}

struct Cutter {
    junctions: HashSet<Spot>,
    arcs: Vec<Vec<Spot>>,
    /// The arc that leaves this point to that one.
    known: HashMap<[Spot; 2], Link>,
}

impl Cutter {
    fn ring(&mut self, mut ring: Vec<Spot>) -> Vec<Link> {
        // A ring without junction starts at its smallest point, so that the same ring elsewhere is found.
        let start = ring.iter().position(|spot| self.junctions.contains(spot));
        let smallest = || ring.iter().enumerate().min_by_key(|(_, spot)| **spot).map_or(0, |(at, _)| at);
        let start = start.unwrap_or_else(smallest);
        ring.rotate_left(start);
        ring.push(ring[0]);
        let mut links = vec![];
        let mut from = 0;
        for at in 1..ring.len() {
            if at + 1 == ring.len() || self.junctions.contains(&ring[at]) {
                links.push(self.arc(&ring[from..=at]));
                from = at;
            }
        }
        links
    }

    fn arc(&mut self, arc: &[Spot]) -> Link {
        if let Some(link) = self.known.get(&[arc[0], arc[1]]) {
            return *link;
        }
        let (number, last) = (self.arcs.len(), arc.len() - 1);
        self.arcs.push(arc.to_vec());
        self.known.insert([arc[last], arc[last - 1]], Link { arc: number, reversed: true });
        let link = Link { arc: number, reversed: false };
        self.known.insert([arc[0], arc[1]], link);
        link
    }
}
