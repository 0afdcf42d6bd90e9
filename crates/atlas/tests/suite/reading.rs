//! What a file may be, and what is refused as a whole.

use crate::help::{findings, polygons, read};
use atlas::{Fault, Finding, Refusal, read::MOST_POINTS};

const SQUARE: &str = "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]";

fn fault(text: &str) -> Fault {
    atlas::read(text.as_bytes()).unwrap_err()
}

#[test]
fn members_may_come_in_any_order_and_altitudes_are_dropped() {
    let text = r#"{"features":[{"geometry":{"coordinates":[[[0,0,5],[1,0,5],[1,1,5],[0,1,5],[0,0,5]]],"type":"Polygon"},
        "properties":{"luas":{"a":[1]},"NAMA":" Barat ","KODE":32.10,"id":3},"type":"Feature"}],"type":"FeatureCollection"}"#;
    let source = read(text);
    assert_eq!(source.places[0].code.as_deref(), Some("32.10"));
    assert_eq!(source.places[0].name.as_deref(), Some("Barat"));
    assert_eq!(source.places[0].shape.parts[0][0][2], [1.0, 1.0]);
    assert_eq!(findings(&source), []);
    assert_eq!(atlas::read(format!("\u{feff}{text}").as_bytes()).unwrap(), source);
}

#[test]
fn codes_are_found_by_many_names() {
    for name in ["Kode", "KDEPUM", "kd_desa", "kemendagri", "id"] {
        let text = polygons(&[SQUARE]).replace("\"kode\":\"0\"", &format!("\"x\":1,\"{name}\":\"99.71.01.1001\""));
        assert_eq!(read(&text).places[0].code.as_deref(), Some("99.71.01.1001"), "{name}");
    }
    let none = read(&polygons(&[SQUARE]).replace("kode", "warna"));
    assert_eq!((findings(&none), none.places.len()), (vec![Finding::NoCode], 1));
    let twice = read(&polygons(&[SQUARE, SQUARE]).replace("\"1\"", "\"0\""));
    assert_eq!(findings(&twice), [Finding::SameCode { first: 0 }]);
}

#[test]
fn what_is_no_collection_is_refused() {
    assert!(matches!(fault("{\"type\":\"FeatureCollection\",\"features\":[{"), Fault::Malformed { line: 1, .. }));
    assert!(matches!(fault(""), Fault::Malformed { .. }));
    assert_eq!(fault("{\"type\":\"Feature\"}"), Fault::NoCollection { found: Some("Feature".into()) });
    assert_eq!(fault("{}"), Fault::NoCollection { found: None });
    assert_eq!(fault("{\"type\":\"FeatureCollection\",\"features\":[]}"), Fault::Empty);
    assert_eq!(atlas::read(b"{\"a\xff").unwrap_err(), Fault::NotText { at: 3 });
    let deep = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"geometry\":{{\"coordinates\":{}",
        "[".repeat(1_000_000)
    );
    assert!(matches!(fault(&deep), Fault::Malformed { .. }));
    assert!(matches!(fault(&format!("{{\"x\":{}", "[".repeat(1_000_000))), Fault::Malformed { .. }));
    let many = format!("{{\"features\":[{{\"geometry\":{{\"coordinates\":[[{}", "[1,1],".repeat(MOST_POINTS + 1));
    assert_eq!(fault(&many), Fault::TooMany { what: "points", most: MOST_POINTS });
}

#[test]
fn another_projection_is_refused_with_what_was_seen() {
    let utm = polygons(&["[[[700000.5,9200000],[700100,9200000],[700100,9200100],[700000.5,9200000]]]"]);
    assert_eq!(fault(&utm), Fault::AnotherProjection { named: None, seen: Some([700_000.5, 9_200_000.0]) });
    let swapped = polygons(&["[[[-6.5,106.8],[-6.5,106.9],[-6.4,106.9],[-6.5,106.8]]]"]);
    assert_eq!(fault(&swapped), Fault::Swapped { seen: [-6.5, 106.8] });
    let crs = |name: &str| {
        polygons(&[SQUARE]).replacen('{', &format!(r#"{{"crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#), 1)
    };
    for fine in ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"] {
        assert_eq!(read(&crs(fine)).places.len(), 1);
    }
    let other = "urn:ogc:def:crs:EPSG::32748";
    assert_eq!(fault(&crs(other)), Fault::AnotherProjection { named: Some(other.into()), seen: None });
}

#[test]
fn a_bad_feature_does_not_cost_the_file() {
    let shapes = [SQUARE, "[[[0,null],[1,0],[1,1],[0,1]]]", "[[[0,0],[1],[1,1]]]", "[[0,0],[1,0],[1,1]]", "[]", "null"];
    let mut text = polygons(&shapes);
    text = text.replacen("]}\0", "", 1);
    let geometries =
        [r#"{"type":"Point","coordinates":[1,2]}"#, "null", r#"{"type":"GeometryCollection","geometries":[{}]}"#];
    for geometry in geometries {
        text.truncate(text.len() - 2);
        text += &format!(",{{\"type\":\"Feature\",\"id\":\"x\",\"geometry\":{geometry}}}]}}");
    }
    let source = read(&text);
    assert_eq!(source.places.len(), 1);
    let refused: Vec<(usize, Refusal)> = source
        .remarks
        .iter()
        .filter_map(|remark| match &remark.finding {
            Finding::Refused(refusal) => Some((remark.feature, refusal.clone())),
            _ => None,
        })
        .collect();
    let kind = |found: &str| Refusal::OtherKind { found: found.into() };
    let expected = [
        (1, Refusal::NotANumber),
        (2, Refusal::Damaged),
        (3, Refusal::Damaged),
        (4, Refusal::NoGeometry),
        (5, Refusal::Damaged),
        (6, kind("Point")),
        (7, Refusal::NoGeometry),
        (8, kind("GeometryCollection")),
    ];
    assert_eq!(refused, expected);
}

#[test]
fn topojson_says_the_same_as_geojson() {
    let left = "[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.2,0.2],[0.2,0.4],[0.4,0.4],[0.2,0.2]]]";
    let geojson = read(&polygons(&[left, "[[[1,0],[2,0],[2,1],[1,1],[1,0]]]"]));
    let objects = r#""objects":{"desa":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","properties":{"kode":"0"},"arcs":[[0,1],[3]]},
        {"type":"MultiPolygon","properties":{"kode":"1"},"arcs":[[[2,-1]]]}]}}"#;
    let plain = format!(
        r#"{{"type":"Topology",{objects},"arcs":[[[1,0],[1,1]],[[1,1],[0,1],[0,0],[1,0]],[[1,0],[2,0],[2,1],[1,1]],
            [[0.2,0.2],[0.2,0.4],[0.4,0.4],[0.2,0.2]]]}}"#
    );
    let steps = format!(
        r#"{{"type":"Topology",{objects},"arcs":[[[5,0],[0,5]],[[5,5],[-5,0],[0,-5],[5,0]],[[5,0],[5,0],[0,5],[-5,0]],
            [[1,1],[0,1],[1,0],[-1,-1]]],"transform":{{"scale":[0.2,0.2],"translate":[0,0]}}}}"#
    );
    let topology = atlas::Topology::of(geojson.shapes());
    for text in [&plain, &steps] {
        let source = read(text);
        assert_eq!(findings(&source), []);
        // Rings begin elsewhere; cut at the same junctions they are the same.
        let same = atlas::Topology::of(source.shapes());
        for (one, other) in topology.shapes().zip(same.shapes()) {
            let sorted = |shape: &atlas::Shape| {
                let mut points: Vec<_> = shape.rings().flat_map(|ring| ring[1..].to_vec()).collect();
                points.sort_by(|a, b| a.partial_cmp(b).unwrap());
                points
            };
            assert_eq!(
                (sorted(&one), atlas::area_m2(&one.parts[0]) as i64),
                (sorted(&other), atlas::area_m2(&other.parts[0]) as i64)
            );
        }
        assert_eq!(atlas::neighbours(&same), atlas::neighbours(&topology));
    }
    let unknown = read(&plain.replace("[[2,-1]]", "[[2,-9]]"));
    assert_eq!(findings(&unknown), [Finding::Refused(Refusal::UnknownArc { arc: -9 })]);
    let two = plain.replace("\"objects\":{", "\"objects\":{\"kecamatan\":{\"type\":\"Polygon\",\"arcs\":[[0]]},");
    assert_eq!(fault(&two), Fault::SeveralLayers { names: vec!["kecamatan".into(), "desa".into()] });
    assert_eq!(fault(&plain.replace("[1,0],[1,1]],[[1,1]", "[1,\"0\"],[1,1]],[[1,1]")), Fault::BadArcs);
}
