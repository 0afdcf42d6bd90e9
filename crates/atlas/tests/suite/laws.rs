//! Laws on shapes and bytes that nobody chose.

use crate::{
    help::{faults, holds, km2, one, polygons},
    places::connected,
    simplifying::meetings,
};
use atlas::{Detail, Point, Ring, Shape, Topology, neighbours};
use proptest::prelude::*;

/// Distances from a middle, each in its own direction: never crosses itself.
fn star() -> impl Strategy<Value = Ring> {
    prop::collection::vec(0.1..1.0_f64, 3..60).prop_map(|distances| {
        let count = distances.len() as f64;
        let at = |(step, far): (usize, f64)| {
            let (sin, cos) = (step as f64 / count * std::f64::consts::TAU).sin_cos();
            [100.0 + far * cos, far * sin]
        };
        let mut ring: Ring = distances.into_iter().enumerate().map(at).collect();
        ring.push(ring[0]);
        ring
    })
}

/// Cells of a grid whose corners and sides are bent, some merged, some missing: shared borders match.
fn grid() -> impl Strategy<Value = Vec<Shape>> {
    (2..5_usize, 2..5_usize, prop::collection::vec(-0.4..0.4_f64, 600), prop::collection::vec(0..5_u8, 16)).prop_map(
        |(columns, rows, shifts, missing)| {
            // Each side has three points between its corners; every point is moved by less than half a step.
            let point = |x: usize, y: usize| -> Point {
                let shift = |k: usize| shifts[(x * 37 + y * 11 + k) % shifts.len()] * 0.0025;
                [106.0 + x as f64 * 0.0025 + shift(0), -6.0 + y as f64 * 0.0025 + shift(300)]
            };
            let cell = |at: usize| {
                let (x, y) = (at % columns * 4, at / columns * 4);
                let bottom = (0..4).map(|k| point(x + k, y));
                let right = (0..4).map(|k| point(x + 4, y + k));
                let top = (0..4).map(|k| point(x + 4 - k, y + 4));
                let left = (0..=4).map(|k| point(x, y + 4 - k));
                one(bottom.chain(right).chain(top).chain(left).collect())
            };
            (0..columns * rows).filter(|at| *at == 0 || missing[*at] > 0).map(cell).collect()
        },
    )
}

fn text(shapes: &[Shape]) -> String {
    let rings: Vec<String> = shapes.iter().map(|shape| format!("{:?}", shape.parts[0])).collect();
    polygons(&rings.iter().map(String::as_str).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64), ..ProptestConfig::default() })]

    #[test]
    fn a_star_is_taken_as_it_is(ring in star()) {
        let source = atlas::read(text(&[one(ring.clone())]).as_bytes()).unwrap();
        let shape = &source.places[0].shape;
        prop_assert_eq!(faults(shape), Vec::<String>::new());
        prop_assert!((km2(shape) - km2(&one(ring))).abs() < 0.2);
        prop_assert!(holds(shape, atlas::interior_point(shape).unwrap()));
    }

    #[test]
    fn any_ring_is_made_valid_or_refused(points in prop::collection::vec((0..8_i32, 0..8_i32), 1..14)) {
        let ring: Ring = points.into_iter().map(|(x, y)| [f64::from(x), f64::from(y)]).collect();
        let source = atlas::read(text(&[one(ring)]).as_bytes()).unwrap();
        prop_assert!(!source.places.is_empty() || !source.remarks.is_empty());
        for place in &source.places {
            prop_assert_eq!(faults(&place.shape), Vec::<String>::new());
            prop_assert!(holds(&place.shape, atlas::interior_point(&place.shape).unwrap()));
        }
    }

    #[test]
    fn any_two_rings_are_made_valid_or_refused(
        all in prop::collection::vec(prop::collection::vec((0..6_i32, 0..6_i32), 3..6), 2..4), multi: bool
    ) {
        let rings: Vec<Ring> = all.iter().map(|ring| ring.iter().map(|&(x, y)| [f64::from(x), f64::from(y)]).collect()).collect();
        let mut text = text(&[Shape { parts: vec![rings.clone()] }]);
        if multi {
            let parts: Vec<Vec<Ring>> = rings.into_iter().map(|ring| vec![ring]).collect();
            text = polygons(&[&format!("{parts:?}")]).replace("\"Polygon\"", "\"MultiPolygon\"");
        }
        for place in atlas::read(text.as_bytes()).unwrap().places {
            let faults: Vec<_> = faults(&place.shape).into_iter().filter(|fault| !fault.contains("interior is not simply connected")).collect();
            prop_assert_eq!(faults, Vec::<String>::new(), "{}", text);
        }
    }

    #[test]
    fn simplifying_keeps_validity_neighbours_and_area(shapes in grid(), tolerance_m2 in 0.0..200_000.0_f64) {
        let source = atlas::read(text(&shapes).as_bytes()).unwrap();
        prop_assert_eq!(source.places.len(), shapes.len());
        let full = Topology::of(source.shapes());
        let simple = full.simplify(Detail { tolerance_m2, most_points: usize::MAX });
        prop_assert!(simple.points() <= full.points());
        prop_assert_eq!(meetings(&simple), meetings(&full));
        let after: Vec<Shape> = simple.shapes().collect();
        for shape in &after {
            prop_assert_eq!(faults(shape), Vec::<String>::new());
        }
        prop_assert_eq!(atlas::overlaps(&after), Some(vec![]));
        let area = |shapes: &[Shape]| shapes.iter().map(km2).sum::<f64>();
        let most = tolerance_m2 / 1e6 * (full.points() - simple.points()) as f64;
        prop_assert!((area(&after) - area(&shapes)).abs() <= most + 0.01);
    }

    #[test]
    fn neighbours_connect_everything_whatever_the_order(shapes in grid(), turn in 0..16_usize) {
        let links = neighbours(&Topology::of(&shapes));
        prop_assert!(connected(shapes.len(), &links));
        let turn = turn % shapes.len();
        let mut turned = shapes.clone();
        turned.rotate_left(turn);
        let met = |links: Vec<(usize, usize, bool)>, turn: usize| {
            let back = |at: usize| (at + turn) % shapes.len();
            let mut links: Vec<_> = links.into_iter().map(|(a, b, border)| {
                let (a, b) = (back(a), back(b));
                (a.min(b), a.max(b), border)
            }).collect();
            links.sort_unstable();
            links
        };
        prop_assert_eq!(met(meetings(&Topology::of(&turned)), turn), met(meetings(&Topology::of(&shapes)), 0));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = atlas::read(&bytes);
    }

    #[test]
    fn no_change_of_a_file_makes_it_panic(
        shapes in grid(), at in any::<prop::sample::Index>(), len in 0..40_usize,
        by in prop::sample::select(vec!["", "[", "]", "null", "1e308", "-", "\"", "{}", "[]", ",[0,0]", "1e400", "[[[[[["])
    ) {
        let mut text = text(&shapes);
        let at = at.index(text.len());
        text.replace_range(at..(at + len).min(text.len()), by);
        if let Ok(source) = atlas::read(text.as_bytes()) {
            let topology = Topology::of(source.shapes());
            let _ = (neighbours(&topology), atlas::overlaps(source.shapes()), topology.simplify_for(100));
        }
    }
}
