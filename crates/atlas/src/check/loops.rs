//! For: a ring that crosses or touches itself, taken apart into simple rings. Not for: two rings that meet (`mod.rs`).
//! Next: `../outline.rs`.
//!
//! Every point where the ring meets itself becomes a corner of it; then each way from a corner back to the same corner
//! is a loop. The largest loop is the place. A loop below a hundredth of it is cut off; a larger one is kept only where
//! it cannot be mistaken: outside and turning the same way (two lands that touch at a point), or inside and turning the
//! other way (a lake that touches the shore). Anything else is a crossing that a person must look at.

use super::RefusedOr;
use crate::{
    boxes::{Stop, Work},
    grid::{Contact, Spot, contact, dot},
    outline::{Outline, Relation},
    remark::{Refusal, Repair, Repairs},
};
use std::{collections::HashMap, ops::ControlFlow};

/// What one ring of the file turns out to be.
#[derive(Default)]
pub(super) struct Loops {
    /// Rings that turn as the largest one does.
    pub solid: Vec<Outline>,
    /// Rings in them that turn the other way.
    pub void: Vec<Outline>,
}

/// A loop of at least this share of the largest is not cut off in silence.
const SMALL: i128 = 100;
/// Rounding a crossing to the grid can make a new one beside it; after so many rounds it is no accident.
const ROUNDS: usize = 4;

pub(super) fn simple_loops(ring: Vec<Spot>, repairs: &mut Repairs) -> RefusedOr<Loops> {
    let mut work = Work::for_points(ring.len());
    let mut found = vec![];
    let (mut open, mut first) = (vec![(ring, 0)], None);
    while let Some((ring, round)) = open.pop() {
        let outline = Outline::new(ring);
        let corners = meetings(&outline, &mut work).map_err(|_| (Refusal::Tangled, first))?;
        let Some(&(_, at)) = corners.first() else {
            found.push(outline);
            continue;
        };
        let at = *first.get_or_insert(at);
        if round == ROUNDS {
            return Err((Refusal::Tangled, Some(at)));
        }
        open.extend(split(&outline.ring, corners).into_iter().map(|ring| (ring, round + 1)));
    }
    sort_out(found, first, repairs, &mut work)
}

/// Where the ring meets itself: the line and the place on it, along the ring.
fn meetings(outline: &Outline, work: &mut Work) -> Result<Vec<(usize, Spot)>, Stop> {
    let count = outline.ring.len();
    let mut corners = vec![];
    let walk = outline.boxes.own_pairs(work, &mut |i, j| {
        if j == i + 1 || (i == 0 && j + 1 == count) {
            return ControlFlow::Continue(());
        }
        match contact(outline.side(i), outline.side(j)) {
            Contact::None => {}
            Contact::Cross(at) | Contact::Touch(at) => corners.extend([(i, at), (j, at)]),
            Contact::Along(ends) => corners.extend(ends.into_iter().flat_map(|at| [(i, at), (j, at)])),
        }
        if corners.len() > 16 * count + 64 { ControlFlow::Break(Stop::Tired) } else { ControlFlow::Continue(()) }
    });
    if walk.is_break() {
        return Err(Stop::Tired);
    }
    corners.sort_unstable_by_key(|&(line, at)| {
        let [a, b] = outline.side(line);
        (line, dot(a, b, at))
    });
    Ok(corners)
}

/// The ring cut at every corner that it comes to twice; loops without area fall away.
fn split(ring: &[Spot], corners: Vec<(usize, Spot)>) -> Vec<Vec<Spot>> {
    let mut corners = corners.into_iter().peekable();
    let (mut way, mut seen): (Vec<Spot>, HashMap<Spot, usize>) = (vec![], HashMap::new());
    let mut loops = vec![];
    for (line, &start) in ring.iter().enumerate() {
        let mut next = Some(start);
        while let Some(at) = next {
            if let Some(&from) = seen.get(&at) {
                let tail: Vec<Spot> = way.drain(from..).collect();
                tail.iter().for_each(|spot| _ = seen.remove(spot));
                loops.push(tail);
            }
            seen.insert(at, way.len());
            way.push(at);
            next = corners.next_if(|corner| corner.0 == line).map(|corner| corner.1);
        }
    }
    loops.push(way);
    loops.retain(|one| one.len() > 2);
    loops
}

fn sort_out(mut found: Vec<Outline>, first: Option<Spot>, repairs: &mut Repairs, work: &mut Work) -> RefusedOr<Loops> {
    let (met, at) = (first.is_some(), first.unwrap_or_default());
    found.retain(|one| one.twice_area() != 0);
    found.sort_by_key(|one| (std::cmp::Reverse(one.twice_area().abs()), one.ring.first().copied()));
    let mut loops = Loops::default();
    if met && found.len() == 1 {
        repairs.add(Repair::LoopCut, 1, at);
    }
    let mut found = found.into_iter();
    let Some(main) = found.next() else { return Ok(loops) };
    let area = main.twice_area();
    for other in found {
        let small = other.twice_area().abs() * SMALL < area.abs();
        let same_way = (other.twice_area() > 0) == (area > 0);
        let relation = other.relation(&main, work).map_err(|_| (Refusal::Tangled, Some(at)))?;
        match relation {
            _ if small => repairs.add(Repair::LoopCut, 1, at),
            Relation::Apart if same_way => {
                repairs.add(Repair::TakenApart, 1, at);
                loops.solid.push(other);
            }
            Relation::Inside if !same_way => {
                repairs.add(Repair::TakenApart, 1, at);
                loops.void.push(other);
            }
            _ => return Err((Refusal::SelfCrossing, Some(at))),
        }
    }
    loops.solid.insert(0, main);
    Ok(loops)
}
