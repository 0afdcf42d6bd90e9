//! Areas, lengths and the plane, against Snyder's numbers and the official areas; points inside.

use crate::help::{REGENCIES, Regency, holds, km2, one, shared, square};

#[test]
fn areas_are_those_of_the_ellipsoid() {
    // Snyder 1987, table 28: the earth has 510,065,622 km² on WGS 84 by the authalic radius of 6,371,007.18 m.
    let octant = vec![vec![[0.0, 0.0], [90.0, 0.0], [90.0, 90.0], [0.0, 90.0], [0.0, 0.0]]];
    let sphere = 4.0 * std::f64::consts::PI * 6_371.007_18_f64.powi(2);
    assert!((km2(&atlas::Shape { parts: vec![octant] }) * 8.0 / sphere - 1.0).abs() < 1e-8);
    let with_hole = vec![square(106.0, -6.0, 0.4), square(106.1, -5.9, 0.2)];
    let alone = |side| atlas::area_m2(&[square(106.0, -6.0, side)]);
    assert!((atlas::area_m2(&with_hole) / alone(0.4) - 0.75).abs() < 1e-3);
    assert_eq!(atlas::area_m2(&[]), 0.0);
}

#[test]
fn the_plane_has_the_same_areas_and_true_shapes_in_the_middle() {
    let plane = atlas::Projection::over([[106.0, -7.0], [107.0, -6.0]]);
    let corners = [[106.5, -6.5], [106.501, -6.5], [106.5, -6.499]].map(|at| plane.plane(at));
    let width = corners[1][0] - corners[0][0];
    let height = corners[2][1] - corners[0][1];
    let area = atlas::area_m2(&[square(106.5, -6.5, 0.001)]);
    assert!((width * height / area - 1.0).abs() < 1e-6);
    assert!((width - atlas::metres([106.5, -6.5], [106.501, -6.5])).abs() < 0.001);
    assert!((height - atlas::metres([106.5, -6.5], [106.5, -6.499])).abs() < 0.001);
    // A degree of latitude from 0 to 1 has 110,574.4 m.
    assert!((atlas::metres([0.0, 0.0], [0.0, 1.0]) - 110_574.4).abs() < 0.5);
}

#[test]
fn six_regencies_have_their_official_areas() {
    for Regency { file, villages, km2: official, .. } in REGENCIES {
        let Some(bytes) = shared(file) else { return };
        let source = atlas::read(&bytes).unwrap();
        assert_eq!((source.places.len(), &source.remarks), (villages, &vec![]), "{file}");
        let area: f64 = source.shapes().map(km2).sum();
        assert!((area / official - 1.0).abs() < 0.001, "{file}: {area} for {official}");
        eprintln!("{file}: {area:.2} km² for {official}");
        assert_eq!(atlas::overlaps(source.shapes()), Some(vec![]), "{file}");
    }
}

#[test]
fn the_point_of_every_village_lies_in_it() {
    let mut asked = 0;
    for Regency { file, .. } in REGENCIES {
        let Some(bytes) = shared(file) else { return };
        for place in atlas::read(&bytes).unwrap().places {
            let at = atlas::interior_point(&place.shape).unwrap();
            assert!(holds(&place.shape, at), "{:?} {at:?}", place.name);
            asked += 1;
        }
    }
    assert_eq!(asked, 495);
}

#[test]
fn a_sliver_has_a_point_too_and_nothing_has_none() {
    let sliver = one(vec![[0.0, 0.0], [1.0, 0.000_001], [0.5, 0.000_001], [0.0, 0.0]]);
    let at = atlas::interior_point(&sliver).unwrap();
    assert!(holds(&sliver, at), "{at:?}");
    assert_eq!(atlas::interior_point(&atlas::Shape::default()), None);
    assert_eq!(atlas::interior_point(&one(vec![[f64::NAN, 1.0], [f64::INFINITY, 2.0]])), None);
}
