//! Every repair and refusal once, by a small example.

use crate::help::{faults, findings, polygons, read};
use atlas::{Finding, Point, Refusal, Repair};

/// What is found in one polygon, where, and how many parts and rings are left.
fn check(rings: &str) -> (Vec<Finding>, Option<Point>, Vec<usize>) {
    let source = read(&polygons(&[rings]));
    let shape = source.places.first().map(|place| place.shape.clone()).unwrap_or_default();
    assert_eq!(faults(&shape), Vec::<String>::new(), "{rings}");
    let at = source.remarks.first().and_then(|remark| remark.at);
    (findings(&source), at, shape.parts.iter().map(Vec::len).collect())
}

fn repaired(repair: Repair, count: usize) -> Vec<Finding> {
    vec![Finding::Repaired { repair, count }]
}

#[test]
fn small_faults_of_rings_are_repaired() {
    let cases = [
        ("[[[0,0],[1,0],[1,1],[0,1]]]", Repair::Closed, 1, Some([0.0, 0.0]), 1),
        ("[[[0,0],[1,0],[1,0],[1,0.0000001],[1,1],[0,1],[0,0]]]", Repair::Repeated, 2, Some([1.0, 0.0]), 1),
        ("[[[0,0],[1,0],[2,0],[1,0],[1,1],[0,1],[0,0]]]", Repair::Spike, 1, Some([2.0, 0.0]), 1),
        ("[[[0,0],[1,0],[1,1],[0,1],[0,0],[0,-1],[0,0]]]", Repair::Spike, 1, Some([0.0, -1.0]), 1),
        ("[[[0,0],[0,1],[1,1],[1,0],[0,0]]]", Repair::Turned, 1, Some([0.0, 0.0]), 1),
        (
            "[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.2]]]",
            Repair::Turned,
            1,
            Some([0.2, 0.2]),
            2,
        ),
        (
            "[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.2,0.2],[0.4,0.2],[0.2,0.2]]]",
            Repair::RingDropped,
            1,
            Some([0.2, 0.2]),
            1,
        ),
        ("[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[2,2],[2,3],[3,3],[2,2]]]", Repair::HoleDropped, 1, Some([2.0, 2.0]), 1),
        // Around its own land.
        (
            "[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[-1,-1],[-1,3],[3,3],[3,-1],[-1,-1]]]",
            Repair::HoleDropped,
            1,
            Some([-1.0, -1.0]),
            1,
        ),
        // A knot of 0.05 by 0.05 at a corner.
        ("[[[0,0],[1,0],[1,1.05],[0.95,1],[1.05,1],[0.5,1.5],[0,1],[0,0]]]", Repair::LoopCut, 1, Some([1.0, 1.0]), 1),
        // Out along the side from a middle point, and back.
        (
            "[[[0,0],[1,0],[1,0.5],[1.5,0.5],[1.2,0.5],[1,0.5],[1,1],[0,1],[0,0]]]",
            Repair::Spike,
            2,
            Some([1.5, 0.5]),
            1,
        ),
    ];
    for (rings, repair, count, at, left) in cases {
        assert_eq!(check(rings), (repaired(repair, count), at, vec![left]), "{rings}");
    }
}

#[test]
fn a_ring_that_touches_itself_is_taken_apart() {
    let two_lands = "[[[0,0],[1,0],[1,1],[2,1],[2,2],[1,2],[1,1],[0,1],[0,0]]]";
    assert_eq!(check(two_lands), (repaired(Repair::TakenApart, 1), Some([1.0, 1.0]), vec![1, 1]));
    let lake_at_the_shore = "[[[0,0],[2,0],[0.5,1],[1.5,1],[2,0],[2,2],[0,2],[0,0]]]";
    assert_eq!(check(lake_at_the_shore), (repaired(Repair::TakenApart, 1), Some([2.0, 0.0]), vec![2]));
}

#[test]
fn what_only_a_person_can_decide_is_refused_with_the_place() {
    let refused = |refusal, at| (vec![Finding::Refused(refusal)], at, vec![]);
    let bow_tie = "[[[0,0],[1,1],[1,0],[0,1],[0,0]]]";
    assert_eq!(check(bow_tie), refused(Refusal::SelfCrossing, Some([0.5, 0.5])));
    let bow_tie_with_a_corner = "[[[0,0],[0.5,0.5],[1,1],[1,0],[0.5,0.5],[0,1],[0,0]]]";
    assert_eq!(check(bow_tie_with_a_corner), refused(Refusal::SelfCrossing, Some([0.5, 0.5])));
    let hole_over_the_shore = "[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.5,0.5],[0.5,0.6],[1.5,0.6],[0.5,0.5]]]";
    let (found, at, _) = check(hole_over_the_shore);
    assert_eq!(found, [Finding::Refused(Refusal::HoleCrosses)]);
    assert_eq!(at.unwrap()[0], 1.0);
    let line = "[[[0,0],[1,1],[2,2],[0,0]]]";
    let (found, ..) = check(line);
    assert_eq!(found.last(), Some(&Finding::Refused(Refusal::NothingLeft)));
}

#[test]
fn parts_that_overlap_or_share_a_border_become_one() {
    let multi = |parts: &str| polygons(&[parts]).replace("\"Polygon\"", "\"MultiPolygon\"");
    let beside = "[[[[0,0],[1,0],[1,1],[0,1],[0,0]]],[[[1,0],[2,0],[2,1],[1,1],[1,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]";
    let source = read(&multi(beside));
    assert_eq!(findings(&source), repaired(Repair::Merged, 2));
    let shape = &source.places[0].shape;
    assert_eq!((shape.parts.len(), faults(shape)), (2, vec![]));
    let whole = read(&polygons(&["[[[0,0],[2,0],[2,1],[0,1],[0,0]]]"]));
    let area = |source: &atlas::Source| {
        atlas::area_m2(source.places[0].shape.parts.iter().max_by_key(|part| part[0].len()).unwrap())
    };
    assert!((area(&source) / area(&whole) - 1.0).abs() < 1e-9);
    // An island in a lake, and parts that touch at a corner, are as they should be.
    let fine = "[[[[0,0],[3,0],[3,3],[0,3],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]],
        [[[1.2,1.2],[1.8,1.2],[1.8,1.8],[1.2,1.2]]],[[[3,3],[4,3],[4,4],[3,3]]]]";
    assert_eq!(findings(&read(&multi(fine))), []);
}

#[test]
fn neighbours_that_overlap_are_told() {
    let source = read(&polygons(&[
        "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]",
        "[[[0.9,0],[2,0],[2,1],[0.9,1],[0.9,0]]]",
        "[[[2,0],[3,0],[3,1],[2,1],[2,0]]]",
    ]));
    let found = atlas::overlaps(source.shapes()).unwrap();
    assert_eq!((found.len(), found[0].a, found[0].b), (1, 0, 1));
    let strip = atlas::area_m2(&[crate::help::square(0.9, 0.0, 0.1)]) * 10.0;
    assert!((found[0].m2 / strip - 1.0).abs() < 1e-3, "{found:?}");
}
