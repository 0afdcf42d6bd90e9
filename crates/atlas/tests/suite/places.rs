//! Neighbours: worked examples, and the six regencies against what is known of them.

use crate::help::{REGENCIES, Regency, one, shared, square};
use atlas::{Kind, Neighbour, Shape, Topology, neighbours};
use std::collections::BTreeSet;

fn next(shapes: &[Shape]) -> Vec<Neighbour> {
    neighbours(&Topology::of(shapes))
}

#[test]
fn border_corner_and_island() {
    let shapes = [square(0.0, 0.0, 0.01), square(0.01, 0.0, 0.01), square(0.02, 0.01, 0.01), square(0.1, 0.0, 0.01)];
    let found = next(&shapes.map(one));
    let kinds: Vec<(usize, usize, &str)> = found
        .iter()
        .map(|link| {
            let kind = match link.kind {
                Kind::Border { metres } => {
                    assert!((metres - 1_105.7).abs() < 0.1);
                    "border"
                }
                Kind::Corner => "corner",
                Kind::Nearest { metres } => {
                    assert!((metres - 0.07 * 111_319.5).abs() < 1.0, "{metres}");
                    "nearest"
                }
            };
            (link.a, link.b, kind)
        })
        .collect();
    assert_eq!(kinds, [(0, 1, "border"), (1, 2, "corner"), (2, 3, "nearest")]);
}

#[test]
fn an_enclave_and_an_island_far_from_everything() {
    let around = Shape { parts: vec![vec![square(0.0, 0.0, 3.0), square(1.0, 1.0, 1.0).into_iter().rev().collect()]] };
    let found = next(&[around, one(square(1.0, 1.0, 1.0))]);
    assert!(matches!(found[..], [Neighbour { a: 0, b: 1, kind: Kind::Border { .. } }]));
    assert_eq!(next(&[]), []);
    assert_eq!(next(&[one(square(0.0, 0.0, 1.0))]), []);
    // A place without shape has no neighbours and stops nobody.
    let found = next(&[Shape::default(), one(square(0.0, 0.0, 1.0)), one(square(5.0, 0.0, 1.0))]);
    assert!(matches!(found[..], [Neighbour { a: 1, b: 2, kind: Kind::Nearest { .. } }]));
}

#[test]
fn groups_of_islands_are_linked_once() {
    let pair = |x: f64| [one(square(x, 0.0, 1.0)), one(square(x + 1.0, 0.0, 1.0))];
    let shapes: Vec<Shape> = [0.0, 5.0, 10.0].into_iter().flat_map(pair).collect();
    let links: Vec<(usize, usize)> = next(&shapes).iter().map(|link| (link.a, link.b)).collect();
    assert_eq!(links, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]);
}

pub fn connected(count: usize, links: &[Neighbour]) -> bool {
    let (mut seen, mut open) = (BTreeSet::from([0]), vec![0]);
    while let Some(at) = open.pop() {
        for link in links.iter().filter(|link| link.a == at || link.b == at) {
            let other = link.a + link.b - at;
            if seen.insert(other) {
                open.push(other);
            }
        }
    }
    count == 0 || seen.len() == count
}

#[test]
fn six_regencies_have_their_neighbours() {
    for Regency { file, villages, pairs, means, .. } in REGENCIES {
        let Some(bytes) = shared(file) else { return };
        let source = atlas::read(&bytes).unwrap();
        let links = neighbours(&Topology::of(source.shapes()));
        let near = |count: usize, mean: f64| (2.0 * count as f64 / villages as f64 - mean).abs() < 0.056;
        let borders = links.iter().filter(|link| matches!(link.kind, Kind::Border { .. })).count();
        let met = links.iter().filter(|link| !matches!(link.kind, Kind::Nearest { .. })).count();
        assert_eq!((met, borders), pairs, "{file}");
        assert!(near(met, means.0) && near(borders, means.1), "{file}");
        assert!(connected(villages, &links), "{file}");
        assert!(links.windows(2).all(|pair| (pair[0].a, pair[0].b) < (pair[1].a, pair[1].b)));
        assert!(links.iter().all(|link| link.a < link.b));
    }
}

#[test]
fn nine_villages_of_batam_are_islands() {
    let Some(bytes) = shared("21.71.geojson") else { return };
    let source = atlas::read(&bytes).unwrap();
    let links = neighbours(&Topology::of(source.shapes()));
    let mut met = BTreeSet::new();
    let mut linked = BTreeSet::new();
    for link in &links {
        match link.kind {
            Kind::Nearest { metres } => {
                assert!(metres > 0.0 && metres < 30_000.0, "{link:?}");
                linked.extend([link.a, link.b]);
            }
            _ => met.extend([link.a, link.b]),
        }
    }
    let alone: BTreeSet<&str> = (0..source.places.len())
        .filter(|at| !met.contains(at))
        .map(|at| {
            assert!(linked.contains(&at));
            source.places[at].name.as_deref().unwrap()
        })
        .collect();
    let known = BTreeSet::from([
        "Pemping",
        "Kasu",
        "Pecong",
        "Ngenang",
        "Temoyong",
        "Pulau Setokok",
        "Subang Mas",
        "Pulau Abang",
        "Air Raja",
    ]);
    assert_eq!(alone, known);
}
