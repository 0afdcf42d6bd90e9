//! For: one ring with its boxes; whether a point lies in it, and how two rings lie to each other.
//! Not for: making a ring simple (`check/loops.rs`). Next: `check/mod.rs`.

use crate::{
    bounds::Bounds,
    boxes::{Boxes, Stop, Work},
    grid::{Contact, Spot, contact, twice_area},
};
use std::ops::ControlFlow;

/// A ring without its closing point.
#[derive(Debug)]
pub(crate) struct Outline {
    pub ring: Vec<Spot>,
    pub boxes: Boxes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    In,
    On,
    Out,
}

/// How ring `a` lies to ring `b`, both simple.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Outside each other; they may touch at points.
    Apart,
    /// `a` in `b`; they may touch at points.
    Inside,
    /// `b` in `a`; they may touch at points.
    Around,
    /// They share a stretch of line, without crossing.
    Sharing(Spot),
    /// Each lies partly in the other, or they are the same.
    Crossing(Spot),
}

/// A place on a grid twice as fine, which has the middles of lines on it.
pub(crate) type Half = [i64; 2];

pub(crate) fn half(spot: Spot) -> Half {
    spot.map(|part| 2 * i64::from(part))
}

impl Outline {
    pub(crate) fn new(ring: Vec<Spot>) -> Self {
        Self { boxes: Boxes::of_ring(&ring), ring }
    }

    pub(crate) fn bounds(&self) -> Bounds {
        self.boxes.whole()
    }

    pub(crate) fn side(&self, at: usize) -> [Spot; 2] {
        [self.ring[at], self.ring[if at + 1 == self.ring.len() { 0 } else { at + 1 }]]
    }

    pub(crate) fn twice_area(&self) -> i128 {
        twice_area(&self.ring)
    }

    /// Where a place lies: the number of lines that a ray to the east crosses (Shimrat 1962).
    pub(crate) fn locate(&self, [x, y]: Half) -> Side {
        let passes = |Bounds([_, south, east, north]): Bounds| {
            2 * i64::from(south) <= y && y <= 2 * i64::from(north) && x <= 2 * i64::from(east)
        };
        let (mut within, mut on) = (false, false);
        self.boxes.visit(&passes, &mut |at| {
            let [a, b] = self.side(at).map(half);
            let turn = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
            let between = |k: usize, value: i64| a[k].min(b[k]) <= value && value <= a[k].max(b[k]);
            on |= turn == 0 && between(0, x) && between(1, y);
            if (a[1] > y) != (b[1] > y) && (turn > 0) == (b[1] > a[1]) {
                within = !within;
            }
        });
        match (on, within) {
            (true, _) => Side::On,
            (false, true) => Side::In,
            (false, false) => Side::Out,
        }
    }

    /// How this ring lies to another one.
    pub(crate) fn relation(&self, other: &Self, work: &mut Work) -> Result<Relation, Stop> {
        if !self.bounds().meets(other.bounds()) {
            return Ok(Relation::Apart);
        }
        let (mut touch, mut along, mut cross) = (false, None, None);
        let walk = self.boxes.pairs_with(&other.boxes, work, &mut |i, j| {
            match contact(self.side(i), other.side(j)) {
                Contact::None => {}
                Contact::Touch(_) => touch = true,
                Contact::Along([at, _]) => along = along.or(Some(at)),
                Contact::Cross(at) => {
                    cross = Some(at);
                    return ControlFlow::Break(Stop::Found);
                }
            }
            ControlFlow::Continue(())
        });
        if walk == ControlFlow::Break(Stop::Tired) {
            return Err(Stop::Tired);
        }
        if let Some(at) = cross {
            return Ok(Relation::Crossing(at));
        }
        let contact = touch || along.is_some();
        let (inner, outer) = self.inner_and_outer(other, contact, work)?;
        let (other_inner, other_outer) = other.inner_and_outer(self, contact, work)?;
        Ok(match (inner, other_inner) {
            (Some(at), _) if outer => Relation::Crossing(at),
            (_, Some(at)) if other_outer || inner.is_some() => Relation::Crossing(at),
            (None, None) if !outer && !other_outer => Relation::Crossing(self.ring[0]),
            _ if along.is_some() => Relation::Sharing(along.unwrap_or_default()),
            (Some(_), _) => Relation::Inside,
            (None, Some(_)) => Relation::Around,
            (None, None) => Relation::Apart,
        })
    }

    /// A point of this ring inside the other, and whether one lies outside. Without contact the first speaks for all;
    /// else corners and middles of lines are asked, but only those near the other ring.
    fn inner_and_outer(&self, other: &Self, contact: bool, work: &mut Work) -> Result<(Option<Spot>, bool), Stop> {
        if !contact {
            let inside = other.locate(half(self.ring[0])) == Side::In;
            return Ok((inside.then(|| self.ring[0]), !inside));
        }
        let (mut inner, mut asked) = (None, 0);
        let near = other.bounds();
        let mut outer = self.bounds() != self.bounds().within(near);
        self.boxes.visit(&|bounds| bounds.meets(near), &mut |at| {
            let [a, b] = self.side(at);
            let middle = [0, 1].map(|k| i64::from(a[k]) + i64::from(b[k]));
            for place in [half(a), middle] {
                match other.locate(place) {
                    Side::In => inner = inner.or(Some(a)),
                    Side::Out => outer = true,
                    Side::On => {}
                }
            }
            asked += 1;
        });
        match work.spend(asked * 8) {
            ControlFlow::Break(stop) => Err(stop),
            ControlFlow::Continue(()) => Ok((inner, outer)),
        }
    }
}
