//! For: making a valid shape of the rings of one feature, or saying why there is none.
//! Not for: neighbours that overlap (`../overlay.rs`). Next: `ring.rs`, `loops.rs`, then `../outline.rs`.
//!
//! Valid as in OGC 06-103r4 (Simple Features 1.2.1, 6.1.11): simple rings, holes inside, parts that at most touch at
//! points. Not asked: whether holes that touch the shore at two points cut a part in two.

mod loops;
mod ring;

use crate::{
    Shape,
    bounds::Bounds,
    boxes::{Stop, Work, near_pairs},
    grid::{self, Spot, twice_area},
    outline::{Outline, Relation},
    overlay,
    remark::{Refusal, Refused, Repair, Repairs},
};

pub(crate) type RefusedOr<T> = Result<T, Refused>;

/// The rings of one part as they were read: outer first.
pub(crate) type Rings = Vec<Vec<Spot>>;

/// One piece of land.
#[derive(Debug)]
pub(crate) struct Land {
    pub shell: Outline,
    pub holes: Vec<Outline>,
}

const TANGLED: Refused = (Refusal::Tangled, None);

/// The shape of a feature. What had to be repaired is added to `repairs`.
pub(crate) fn shape_of(parts: Vec<Rings>, repairs: &mut Repairs) -> RefusedOr<Shape> {
    let mut lands = lands_of(parts, repairs)?;
    let conflicts = conflicts(&lands)?;
    if !conflicts.is_empty() {
        let mut merged: Vec<usize> = conflicts.iter().flat_map(|&(a, b)| [a, b]).collect();
        merged.sort_unstable();
        merged.dedup();
        repairs.add(Repair::Merged, merged.len(), lands[merged[0]].shell.ring[0]);
        lands = lands_of(overlay::union(&lands), &mut Repairs::default())?;
        if !self::conflicts(&lands)?.is_empty() {
            return Err(TANGLED);
        }
    }
    if lands.is_empty() {
        return Err((Refusal::NothingLeft, None));
    }
    let parts = lands.into_iter().map(|land| {
        let holes = land.holes.into_iter().map(|hole| grid::closed(&turned(hole.ring, false)));
        std::iter::once(grid::closed(&turned(land.shell.ring, true))).chain(holes).collect()
    });
    Ok(Shape { parts: parts.collect() })
}

/// The ring running the way it should.
pub(crate) fn turned(mut ring: Vec<Spot>, anticlockwise: bool) -> Vec<Spot> {
    if (twice_area(&ring) > 0) != anticlockwise {
        ring.reverse();
    }
    ring
}

fn lands_of(parts: Vec<Rings>, repairs: &mut Repairs) -> RefusedOr<Vec<Land>> {
    let mut lands = vec![];
    for part in parts {
        let mut rings = part.into_iter();
        let shell = rings.next().map(|ring| simple(ring, true, repairs)).transpose()?.unwrap_or_default();
        let from = lands.len();
        lands.extend(shell.solid.into_iter().map(|shell| Land { shell, holes: vec![] }));
        if from == lands.len() {
            continue;
        }
        let mut holes = shell.void;
        for ring in rings {
            let hole = simple(ring, false, repairs)?;
            if let Some(other) = hole.void.first() {
                return Err((Refusal::SelfCrossing, other.ring.first().copied()));
            }
            holes.extend(hole.solid);
        }
        put_holes(&mut lands[from..], holes, repairs)?;
    }
    Ok(lands)
}

fn simple(ring: Vec<Spot>, anticlockwise: bool, repairs: &mut Repairs) -> RefusedOr<loops::Loops> {
    let first = ring.first().copied().unwrap_or_default();
    let Some(ring) = ring::clean(ring, repairs) else { return Ok(loops::Loops::default()) };
    let loops = loops::simple_loops(ring, repairs)?;
    match loops.solid.first() {
        None => repairs.add(Repair::RingDropped, 1, first),
        Some(main) if (main.twice_area() > 0) != anticlockwise => repairs.add(Repair::Turned, 1, first),
        Some(_) => {}
    }
    Ok(loops)
}

/// Puts each hole into the land that it lies in.
fn put_holes(lands: &mut [Land], holes: Vec<Outline>, repairs: &mut Repairs) -> RefusedOr<()> {
    let points = |all: &[Outline]| all.iter().map(|one| one.ring.len()).sum::<usize>();
    let shores: usize = lands.iter().map(|land| land.shell.ring.len()).sum();
    let mut work = Work::for_points(shores + points(&holes));
    let mut kept: Vec<(usize, Outline)> = vec![];
    'next: for hole in holes {
        for (at, land) in lands.iter().enumerate() {
            match hole.relation(&land.shell, &mut work).map_err(|_| TANGLED)? {
                Relation::Inside => {
                    kept.push((at, hole));
                    continue 'next;
                }
                Relation::Apart | Relation::Around => {}
                Relation::Sharing(at) | Relation::Crossing(at) => return Err((Refusal::HoleCrosses, Some(at))),
            }
        }
        repairs.add(Repair::HoleDropped, 1, hole.ring[0]);
    }
    let bounds: Vec<Bounds> = kept.iter().map(|(_, hole)| hole.bounds()).collect();
    let mut dropped = vec![false; kept.len()];
    for (a, b) in near_pairs(&bounds, &mut work).map_err(|_| TANGLED)? {
        match kept[a].1.relation(&kept[b].1, &mut work).map_err(|_| TANGLED)? {
            Relation::Apart => {}
            Relation::Inside => dropped[a] = true,
            Relation::Around => dropped[b] = true,
            Relation::Sharing(at) | Relation::Crossing(at) => return Err((Refusal::HoleCrosses, Some(at))),
        }
    }
    for ((at, hole), dropped) in kept.into_iter().zip(dropped) {
        if dropped {
            repairs.add(Repair::HoleDropped, 1, hole.ring[0]);
        } else {
            lands[at].holes.push(hole);
        }
    }
    Ok(())
}

/// The pairs of lands that overlap, or share a stretch of border.
fn conflicts(lands: &[Land]) -> RefusedOr<Vec<(usize, usize)>> {
    let points = lands.iter().flat_map(|land| land.holes.iter().chain([&land.shell])).map(|one| one.ring.len()).sum();
    let mut work = Work::for_points(points);
    let bounds: Vec<Bounds> = lands.iter().map(|land| land.shell.bounds()).collect();
    let mut found = vec![];
    for (a, b) in near_pairs(&bounds, &mut work).map_err(|_| TANGLED)? {
        let in_a_lake = |inner: &Land, outer: &Land, work: &mut Work| -> Result<bool, Stop> {
            for hole in &outer.holes {
                if inner.shell.relation(hole, work)? == Relation::Inside {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        let apart = match lands[a].shell.relation(&lands[b].shell, &mut work).map_err(|_| TANGLED)? {
            Relation::Apart => true,
            Relation::Inside => in_a_lake(&lands[a], &lands[b], &mut work).map_err(|_| TANGLED)?,
            Relation::Around => in_a_lake(&lands[b], &lands[a], &mut work).map_err(|_| TANGLED)?,
            Relation::Sharing(_) | Relation::Crossing(_) => false,
        };
        if !apart {
            found.push((a, b));
        }
    }
    Ok(found)
}
