//! For: small files and shapes to test with, the shared real ones, and a second opinion on validity by `geo`.

use atlas::{Finding, Point, Ring, Shape, Source};
use geo::Validation as _;
use std::path::PathBuf;

/// A GeoJSON file with one polygon a line, as coordinates.
pub fn polygons(all: &[&str]) -> String {
    let feature = |(at, rings): (usize, &&str)| {
        format!(
            r#"{{"type":"Feature","properties":{{"kode":"{at}"}},"geometry":{{"type":"Polygon","coordinates":{rings}}}}}"#
        )
    };
    let features: Vec<String> = all.iter().enumerate().map(feature).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

pub fn read(text: &str) -> Source {
    atlas::read(text.as_bytes()).unwrap()
}

pub fn findings(source: &Source) -> Vec<Finding> {
    source.remarks.iter().map(|remark| remark.finding.clone()).collect()
}

/// A square with its lower left corner here.
pub fn square(x: f64, y: f64, side: f64) -> Ring {
    vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
}

pub fn one(ring: Ring) -> Shape {
    Shape { parts: vec![vec![ring]] }
}

fn geo(shape: &Shape) -> geo::MultiPolygon {
    let line = |ring: &Ring| geo::LineString::from_iter(ring.iter().map(|&[x, y]: &Point| (x, y)));
    let polygon = |part: &Vec<Ring>| geo::Polygon::new(line(&part[0]), part[1..].iter().map(line).collect());
    geo::MultiPolygon::new(shape.parts.iter().map(polygon).collect())
}

/// What `geo` finds wrong with the shape.
pub fn faults(shape: &Shape) -> Vec<String> {
    geo(shape).validation_errors().iter().map(ToString::to_string).collect()
}

pub fn holds(shape: &Shape, [x, y]: Point) -> bool {
    use geo::Contains as _;
    geo(shape).contains(&geo::Point::new(x, y))
}

pub fn km2(shape: &Shape) -> f64 {
    shape.parts.iter().map(|part| atlas::area_m2(part)).sum::<f64>() / 1e6
}

/// A real file of `$BERSINAR_SHARED`, or a note that the test is skipped.
pub fn shared(name: &str) -> Option<Vec<u8>> {
    let shared = std::env::var_os("BERSINAR_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("data/boundaries").join(name);
    let file = std::fs::read(&path).ok();
    if file.is_none() {
        eprintln!("skipped: {} is not there (set BERSINAR_SHARED)", path.display());
    }
    file
}

pub struct Regency {
    pub file: &'static str,
    pub villages: usize,
    /// The official area.
    pub km2: f64,
    /// Pairs that meet, and those of them with a border, counted by a script of its own from shared vertices and edges.
    pub pairs: (usize, usize),
    /// The same as means for a village, as the README of the files has them (rounded twice: 5.645 → 5.65 → 5.7).
    pub means: (f64, f64),
}

const fn regency(file: &'static str, villages: usize, km2: f64, pairs: (usize, usize), means: (f64, f64)) -> Regency {
    Regency { file, villages, km2, pairs, means }
}

pub const REGENCIES: [Regency; 6] = [
    regency("15.04.geojson", 124, 5453.7, (350, 334), (5.7, 5.4)),
    regency("63.06.geojson", 148, 1697.2, (403, 397), (5.5, 5.4)),
    regency("32.71.geojson", 68, 111.37, (174, 168), (5.1, 4.9)),
    regency("35.79.geojson", 24, 194.2, (53, 53), (4.4, 4.4)),
    regency("17.71.geojson", 67, 150.2, (175, 159), (5.2, 4.8)),
    regency("21.71.geojson", 64, 1032.5, (115, 109), (3.6, 3.4)),
];
