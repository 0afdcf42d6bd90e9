//! For: a point that certainly lies in a place, for its label. Not for: the centroid, which may lie outside.
//! Next: `neighbours.rs`.

use crate::{
    Point, Shape, area_m2,
    grid::{self, DEGREE_PARTS, Spot, sides},
};

/// How many lines are laid through a part, looking for the widest stretch of land.
const LINES: i64 = 15;

/// A point inside the shape, never on its border or in a hole: of its largest part, the middle of the widest stretch of
/// land on one of fifteen lines from west to east. None only without any area.
///
/// ```
/// // A horseshoe, whose centroid would lie in the bay.
/// let ring = vec![[0.0, 0.0], [3.0, 0.0], [3.0, 3.0], [2.0, 3.0], [2.0, 1.0], [1.0, 1.0], [1.0, 3.0], [0.0, 3.0], [0.0, 0.0]];
/// let [x, y] = atlas::interior_point(&atlas::Shape { parts: vec![vec![ring]] }).unwrap();
/// assert!((x - 1.5).abs() < 1e-6 && (0.0..1.0).contains(&y));
/// ```
#[must_use]
pub fn interior_point(shape: &Shape) -> Option<Point> {
    let largest = shape.parts.iter().max_by(|a, b| area_m2(a).total_cmp(&area_m2(b)))?;
    let rings: Vec<Vec<Spot>> = largest.iter().map(|ring| grid::open(ring)).collect();
    let latitudes = || rings.iter().flatten().map(|spot| i64::from(spot[1]));
    let (low, high) = (latitudes().min()?, latitudes().max()?);
    // Between two rows of the grid, so that no line goes through a corner.
    let even = (1..=LINES).map(|k| low + (high - low) * k / (LINES + 1)).filter(|y| (low..high).contains(y));
    if let Some(found) = widest(&rings, even) {
        return Some(found);
    }
    let mut all: Vec<i64> = latitudes().collect();
    all.sort_unstable();
    all.dedup();
    all.pop();
    widest(&rings, all.into_iter())
}

fn widest(rings: &[Vec<Spot>], rows: impl Iterator<Item = i64>) -> Option<Point> {
    let mut best: Option<(f64, Point)> = None;
    for row in rows {
        let y = row as f64 + 0.5;
        let mut crossings: Vec<f64> = rings
            .iter()
            .flat_map(|ring| sides(ring))
            .filter(|[a, b]| (i64::from(a[1]) > row) != (i64::from(b[1]) > row))
            .map(|[a, b]| {
                let [ax, ay, bx, by] = [a[0], a[1], b[0], b[1]].map(f64::from);
                ax + (bx - ax) * ((y - ay) / (by - ay))
            })
            .collect();
        crossings.sort_unstable_by(f64::total_cmp);
        for stretch in crossings.chunks_exact(2) {
            let width = stretch[1] - stretch[0];
            // Narrower than this, the middle could not be told from the border.
            if width > 1e-3 && best.is_none_or(|(widest, _)| width > widest) {
                best = Some((width, [f64::midpoint(stretch[0], stretch[1]), y]));
            }
        }
    }
    best.map(|(_, at)| at.map(|parts| parts / DEGREE_PARTS))
}
