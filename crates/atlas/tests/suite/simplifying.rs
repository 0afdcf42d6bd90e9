//! Simplified maps: small enough, valid, with the same neighbours.

use crate::help::{REGENCIES, Regency, faults, km2, one, shared, square};
use atlas::{Detail, Kind, Neighbour, Projection, Shape, Topology, neighbours};
use std::fmt::Write as _;

/// Who meets whom, and how.
pub fn meetings(topology: &Topology) -> Vec<(usize, usize, bool)> {
    let met = |link: &Neighbour| match link.kind {
        Kind::Border { .. } => Some((link.a, link.b, true)),
        Kind::Corner => Some((link.a, link.b, false)),
        Kind::Nearest { .. } => None,
    };
    neighbours(topology).iter().filter_map(met).collect()
}

/// The text of all paths, as the map of the site writes them.
fn path(shapes: &[Shape], width: f64) -> String {
    let plane = Projection::over(shapes.iter().flat_map(Shape::points));
    let points: Vec<[f64; 2]> = shapes.iter().flat_map(Shape::points).map(|at| plane.plane(at)).collect();
    let least = |k: usize| points.iter().map(|at| at[k]).fold(f64::MAX, f64::min);
    let most = |k: usize| points.iter().map(|at| at[k]).fold(f64::MIN, f64::max);
    let scale = width / (most(0) - least(0));
    let mut text = String::new();
    for ring in shapes.iter().flat_map(Shape::rings) {
        for at in ring {
            let [x, y] = plane.plane(*at);
            write!(text, "L{:.1},{:.1}", (x - least(0)) * scale, (most(1) - y) * scale).unwrap();
        }
    }
    text
}

#[test]
fn six_regencies_fit_a_page() {
    for Regency { file, .. } in REGENCIES {
        let Some(bytes) = shared(file) else { return };
        let source = atlas::read(&bytes).unwrap();
        let full = Topology::of(source.shapes());
        assert_eq!(
            full.shapes().map(|shape| km2(&shape)).sum::<f64>() as i64,
            source.shapes().map(km2).sum::<f64>() as i64
        );
        for width in [1000, 200] {
            let simple = full.simplify_for(width);
            let shapes: Vec<Shape> = simple.shapes().collect();
            let text = path(&shapes, f64::from(width));
            eprintln!(
                "{file}: {} points, at {width} px {} points and {} bytes",
                full.points(),
                simple.points(),
                text.len()
            );
            assert!(text.len() < 100_000, "{file}: {}", text.len());
            assert_eq!(meetings(&simple), meetings(&full), "{file}");
            assert_eq!(simple.arcs(), full.arcs());
            for (at, shape) in shapes.iter().enumerate() {
                // The coarser map only: the second opinion takes its time.
                assert!(width == 1000 || faults(shape).is_empty(), "{file} {at}");
                let parts = |shape: &Shape| shape.parts.iter().map(Vec::len).collect::<Vec<_>>();
                assert_eq!(parts(shape), parts(&source.places[at].shape));
            }
            assert_eq!(atlas::overlaps(&shapes), Some(vec![]), "{file}");
        }
    }
}

#[test]
fn an_island_in_a_bay_stays_outside() {
    // A bay of which the shore may not be drawn straight, since an island lies in it.
    let shore = vec![[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [3.0, 2.0], [2.0, 1.0], [1.0, 2.0], [0.0, 2.0], [0.0, 0.0]];
    let island = square(1.9, 1.6, 0.2);
    let everything = Detail { tolerance_m2: f64::INFINITY, most_points: 0 };
    let both = Topology::of(&[one(shore.clone()), one(island)]).simplify(everything);
    assert_eq!(atlas::overlaps(&both.shapes().collect::<Vec<_>>()), Some(vec![]));
    assert!(both.shapes().all(|shape| faults(&shape).is_empty()));
    let alone = Topology::of(&[one(shore)]).simplify(everything);
    assert_eq!(alone.points(), 4);
}

#[test]
fn two_arcs_between_the_same_ends_do_not_fall_together() {
    let upper = one(vec![[0.0, 0.0], [2.0, 0.0], [1.0, 1.0], [0.0, 0.0]]);
    let lower = one(vec![[0.0, 0.0], [1.0, -1.0], [2.0, 0.0], [0.0, 0.0]]);
    let middle = one(vec![[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [1.0, 3.0], [0.0, 0.0]]);
    let simple = Topology::of(&[upper, lower, middle]).simplify(Detail { tolerance_m2: f64::INFINITY, most_points: 0 });
    assert!(simple.shapes().all(|shape| faults(&shape).is_empty()));
}

#[test]
fn no_wish_for_detail_makes_anything_fail() {
    let topology = Topology::of(&[
        one(square(0.0, 0.0, 1.0)),
        one(vec![[f64::NAN, 1.0], [1e300, -1e300], [3.0, 3.0]]),
        Shape::default(),
    ]);
    for tolerance_m2 in [f64::NAN, -1.0, 0.0, f64::INFINITY] {
        let simple = topology.simplify(Detail { tolerance_m2, most_points: usize::MAX });
        assert_eq!(simple.len(), 3);
    }
    assert_eq!(topology.simplify_for(0).len(), 3);
    assert_eq!(Topology::of(&[]).simplify_for(1000).points(), 0);
}
