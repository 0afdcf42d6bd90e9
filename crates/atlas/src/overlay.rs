//! For: where places overlap, and making one land of parts that overlap. The work is done by `i_overlay`, on the same
//! whole numbers as everything here. Not for: shared borders (`topology/`). Next: `check/mod.rs`.

use crate::{
    Point, Shape, area_m2,
    bounds::Bounds,
    boxes::{Work, near_pairs},
    check::{Land, Rings, turned},
    grid::{self, Spot},
};
use i_overlay::{
    core::{
        fill_rule::FillRule,
        overlay::{IntOverlayOptions, Overlay, ShapeType},
        overlay_rule::OverlayRule,
    },
    i_float::int::point::IntPoint,
};

/// Overlaps below this many square metres are the rounding of coordinates.
pub const SMALLEST_OVERLAP_M2: f64 = 1.0;

/// Two shapes that cover the same ground; reported, not repaired: only people know whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// The position of the first shape, from 0.
    pub a: usize,
    /// The position of the second, larger than `a`.
    pub b: usize,
    /// The area that both cover, in square metres.
    pub m2: f64,
    /// A corner of the largest piece of it.
    pub at: Point,
}

/// Which shapes overlap by [`SMALLEST_OVERLAP_M2`] or more, ordered by `a`, then `b`.
///
/// Shapes must be as [`read`](crate::read()) makes them. `None` when millions of their boxes lie over each other.
pub fn overlaps<'a>(shapes: impl IntoIterator<Item = &'a Shape>) -> Option<Vec<Overlap>> {
    let shapes: Vec<&Shape> = shapes.into_iter().collect();
    let bounds: Vec<Bounds> = shapes.iter().map(|shape| Bounds::around(shape.points().map(grid::spot))).collect();
    let pairs = near_pairs(&bounds, &mut Work::for_points(10_000_000)).ok()?;
    Some(pairs.into_iter().filter_map(|(a, b)| overlap(&shapes, &bounds, a, b)).collect())
}

fn overlap(shapes: &[&Shape], bounds: &[Bounds], a: usize, b: usize) -> Option<Overlap> {
    let mut overlay = Overlay::new_custom(0, options(), Default::default());
    for (at, kind, near) in [(a, ShapeType::Subject, bounds[b]), (b, ShapeType::Clip, bounds[a])] {
        for part in &shapes[at].parts {
            let rings: Vec<Vec<Spot>> = part.iter().map(|ring| grid::open(ring)).collect();
            if rings.first().is_some_and(|shell| Bounds::around(shell.iter().copied()).meets(near)) {
                rings.iter().for_each(|ring| overlay.add_path_iter(ring.iter().copied().map(int), kind));
            }
        }
    }
    let pieces = overlay.overlay(OverlayRule::Intersect, FillRule::NonZero);
    let pieces = pieces.into_iter().map(|piece| {
        let rings: Vec<_> = piece.iter().map(|ring| grid::closed(&spots(ring))).collect();
        (area_m2(&rings), rings)
    });
    let pieces: Vec<_> = pieces.collect();
    let m2: f64 = pieces.iter().map(|(m2, _)| m2).sum();
    let largest = pieces.iter().max_by(|one, other| one.0.total_cmp(&other.0))?;
    let at = *largest.1.first()?.first()?;
    (m2 >= SMALLEST_OVERLAP_M2).then_some(Overlap { a, b, m2, at })
}

/// The lands as parts that do not overlap. Corners that were there stay.
pub(crate) fn union(lands: &[Land]) -> Vec<Rings> {
    let mut overlay = Overlay::new_custom(0, options(), Default::default());
    for land in lands {
        for (ring, outer) in std::iter::once((&land.shell, true)).chain(land.holes.iter().map(|hole| (hole, false))) {
            let ring = turned(ring.ring.clone(), outer);
            overlay.add_path_iter(ring.into_iter().map(int), ShapeType::Subject);
        }
    }
    let parts = overlay.overlay(OverlayRule::Subject, FillRule::NonZero);
    parts.iter().map(|part| part.iter().map(|ring| spots(ring)).collect()).collect()
}

fn options() -> IntOverlayOptions {
    IntOverlayOptions { ogc: true, ..IntOverlayOptions::keep_all_points() }
}

fn int([x, y]: Spot) -> IntPoint {
    IntPoint::new(x, y)
}

fn spots(ring: &[IntPoint]) -> Vec<Spot> {
    ring.iter().map(|at| [at.x, at.y]).collect()
}
