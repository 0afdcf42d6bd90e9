//! For: who is next to whom, as one connected graph. Not for: how near counts as near for a programme; the kind of each
//! link says what it rests on. Next: `topology/cut.rs` for shared borders.
//!
//! A link by distance is a rule, not a fact: first every place without a neighbour is linked to the nearest place, then
//! every group of places that is not connected to the largest, again to the nearest place outside, until all are one
//! (Borůvka 1926). Distance is between the borders, over the water.

use crate::{
    Topology,
    distance::{Lands, Near},
    grid::{Spot, point},
    projection::metres,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two places that are next to each other; there is one for each pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// The position of the first place, from 0.
    pub a: usize,
    /// The position of the second, larger than `a`.
    pub b: usize,
    /// What makes them neighbours.
    pub kind: Kind,
}

/// What makes two places neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// They share a border of this length on the ellipsoid.
    Border {
        /// In metres.
        metres: f64,
    },
    /// They meet at points only.
    Corner,
    /// They do not meet; the rule for islands links them.
    Nearest {
        /// The distance of their borders in metres.
        metres: f64,
    },
}

/// Of more places that share one point or line only so many are linked there: no map has them.
const MOST_AT_A_POINT: usize = 100;

/// All neighbours, ordered by `a`, then `b`; together they connect all places that have a shape.
#[must_use]
pub fn neighbours(topology: &Topology) -> Vec<Neighbour> {
    let mut links = touching(topology);
    let land = Lands::new(topology);
    let alone = |links: &BTreeMap<(usize, usize), Kind>| {
        let met: BTreeSet<usize> = links.keys().flat_map(|&(a, b)| [a, b]).collect();
        (0..topology.len()).filter(|at| !met.contains(at)).collect::<Vec<_>>()
    };
    let mut groups: Vec<usize> = (0..topology.len()).collect();
    let islands: Vec<_> = alone(&links).into_iter().filter_map(|at| land.nearest(&[at], &groups)).collect();
    add(&mut links, islands);
    loop {
        group(&mut groups, links.keys());
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        groups
            .iter()
            .enumerate()
            .filter(|(at, _)| land.has(*at))
            .for_each(|(at, group)| members.entry(*group).or_default().push(at));
        let largest =
            members.iter().max_by_key(|(group, all)| (all.len(), std::cmp::Reverse(**group))).map(|(group, _)| *group);
        let others = members.iter().filter(|(group, _)| Some(**group) != largest);
        let nearest: Vec<_> = others.filter_map(|(_, all)| land.nearest(all, &groups)).collect();
        if nearest.is_empty() {
            break;
        }
        add(&mut links, nearest);
    }
    links.into_iter().map(|((a, b), kind)| Neighbour { a, b, kind }).collect()
}

fn add(links: &mut BTreeMap<(usize, usize), Kind>, nearest: Vec<Near>) {
    for Near { metres, a, b } in nearest {
        links.entry((a.min(b), a.max(b))).or_insert(Kind::Nearest { metres });
    }
}

/// Borders and corners.
fn touching(topology: &Topology) -> BTreeMap<(usize, usize), Kind> {
    let mut users: Vec<Vec<usize>> = vec![vec![]; topology.arcs.len()];
    for (place, parts) in topology.places.iter().enumerate() {
        for link in parts.iter().flatten().flatten() {
            if users[link.arc].last() != Some(&place) {
                users[link.arc].push(place);
            }
        }
    }
    let mut borders: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut corners: HashMap<Spot, Vec<usize>> = HashMap::new();
    for (arc, users) in topology.arcs.iter().zip(&users) {
        for pair in pairs(&users[..users.len().min(MOST_AT_A_POINT)]) {
            let length: f64 = arc.windows(2).map(|side| metres(point(side[0]), point(side[1]))).sum();
            *borders.entry(pair).or_default() += length;
        }
        for end in [arc[0], arc[arc.len() - 1]] {
            corners.entry(end).or_default().extend(users);
        }
    }
    let mut links: BTreeMap<_, _> = borders.into_iter().map(|(pair, metres)| (pair, Kind::Border { metres })).collect();
    for mut users in corners.into_values() {
        users.sort_unstable();
        users.dedup();
        users.truncate(MOST_AT_A_POINT);
        for pair in pairs(&users) {
            links.entry(pair).or_insert(Kind::Corner);
        }
    }
    links
}

/// Each pair of an ordered list.
fn pairs(users: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    users.iter().enumerate().flat_map(|(at, a)| users[at + 1..].iter().map(move |b| (*a, *b)))
}

/// The smallest place that each place is connected with.
fn group<'a>(groups: &mut [usize], links: impl Iterator<Item = &'a (usize, usize)>) {
    fn top(groups: &mut [usize], mut at: usize) -> usize {
        while groups[at] != at {
            groups[at] = groups[groups[at]];
            at = groups[at];
        }
        at
    }
    for &(a, b) in links {
        let (a, b) = (top(groups, a), top(groups, b));
        groups[a.max(b)] = a.min(b);
    }
    for at in 0..groups.len() {
        groups[at] = top(groups, at);
    }
}
