//! For: degrees as whole numbers, and the exact answers they give: turn, area, contact of two lines.
//! Not for: metres (`projection.rs`). Next: `outline.rs` for a whole ring.
//!
//! Longitudes reach 180 million parts, so a cross product of differences stays below 2⁵⁸ and fits an `i64`.

use crate::{Point, Ring};

/// Coordinates are rounded to whole parts of this size: a millionth of a degree, 11 cm or less on the ground.
pub const DEGREE_PARTS: f64 = 1e6;

/// A point on the grid: millionths of a degree, longitude first.
pub(crate) type Spot = [i32; 2];

/// The nearest point of the grid. What is no place on earth is taken to its edge, what is no number to zero.
pub(crate) fn spot([lon, lat]: Point) -> Spot {
    let part = |degrees: f64, most: f64| (degrees * DEGREE_PARTS).round().clamp(-most, most) as i32;
    [part(lon, 180.0 * DEGREE_PARTS), part(lat, 90.0 * DEGREE_PARTS)]
}

pub(crate) fn point(spot: Spot) -> Point {
    spot.map(|part| f64::from(part) / DEGREE_PARTS)
}

/// A ring without its closing point as one with it, in degrees.
pub(crate) fn closed(ring: &[Spot]) -> Ring {
    ring.iter().chain(ring.first()).copied().map(point).collect()
}

/// A ring of degrees as spots, without the closing point and without repetition.
pub(crate) fn open(ring: &[Point]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = ring.iter().copied().map(spot).collect();
    spots.dedup();
    while spots.len() > 1 && spots.first() == spots.last() {
        spots.pop();
    }
    spots
}

/// The lines of a ring that is kept without its closing point.
pub(crate) fn sides(ring: &[Spot]) -> impl ExactSizeIterator<Item = [Spot; 2]> + '_ {
    (0..ring.len()).map(|at| [ring[at], ring[if at + 1 == ring.len() { 0 } else { at + 1 }]])
}

/// Positive when the way from `a` over `b` to `c` turns left; twice the area of the triangle.
pub(crate) fn turn(a: Spot, b: Spot, c: Spot) -> i64 {
    let [ux, uy] = from(a, b);
    let [vx, vy] = from(a, c);
    ux * vy - uy * vx
}

pub(crate) fn dot(a: Spot, b: Spot, c: Spot) -> i64 {
    let [ux, uy] = from(a, b);
    let [vx, vy] = from(a, c);
    ux * vx + uy * vy
}

fn from(a: Spot, b: Spot) -> [i64; 2] {
    [i64::from(b[0]) - i64::from(a[0]), i64::from(b[1]) - i64::from(a[1])]
}

/// Twice the area of a ring on the grid, positive when it runs anticlockwise (Meister 1769, the shoelace).
pub(crate) fn twice_area(ring: &[Spot]) -> i128 {
    let Some(&first) = ring.first() else { return 0 };
    sides(ring).map(|[a, b]| i128::from(turn(first, a, b))).sum()
}

/// How two lines meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contact {
    None,
    /// Inside both; the place is rounded to the grid.
    Cross(Spot),
    /// At an end of one of them.
    Touch(Spot),
    /// Along a stretch between two ends.
    Along([Spot; 2]),
}

pub(crate) fn contact([a, b]: [Spot; 2], [c, d]: [Spot; 2]) -> Contact {
    let apart = |k: usize| a[k].max(b[k]) < c[k].min(d[k]) || c[k].max(d[k]) < a[k].min(b[k]);
    if apart(0) || apart(1) {
        return Contact::None;
    }
    let (c_side, d_side) = (turn(a, b, c).signum(), turn(a, b, d).signum());
    if c_side == 0 && d_side == 0 {
        let mut ends = [a, b, c, d];
        ends.sort_unstable();
        // The lines lie on one line and their boxes meet, so the middle two of four ends bound what they share.
        return if ends[1] == ends[2] { Contact::Touch(ends[1]) } else { Contact::Along([ends[1], ends[2]]) };
    }
    let (a_side, b_side) = (turn(c, d, a).signum(), turn(c, d, b).signum());
    if c_side * d_side > 0 || a_side * b_side > 0 {
        return Contact::None;
    }
    for (end, side) in [(a, a_side), (b, b_side), (c, c_side), (d, d_side)] {
        if side == 0 {
            return Contact::Touch(end);
        }
    }
    let (part, whole) = (turn(c, d, a) as f64, (turn(c, d, a) - turn(c, d, b)) as f64);
    let along = |k: usize| f64::from(a[k]) + (f64::from(b[k]) - f64::from(a[k])) * (part / whole);
    Contact::Cross([along(0).round() as i32, along(1).round() as i32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_meet_as_they_look() {
        let side = [[0, 0], [10, 10]];
        assert_eq!(contact(side, [[0, 10], [10, 0]]), Contact::Cross([5, 5]));
        assert_eq!(contact(side, [[10, 10], [20, 0]]), Contact::Touch([10, 10]));
        assert_eq!(contact(side, [[5, 5], [20, 0]]), Contact::Touch([5, 5]));
        assert_eq!(contact(side, [[15, 15], [5, 5]]), Contact::Along([[5, 5], [10, 10]]));
        assert_eq!(contact(side, [[11, 11], [20, 20]]), Contact::None);
        assert_eq!(contact(side, [[0, 1], [9, 10]]), Contact::None);
    }

    #[test]
    fn what_is_no_place_is_taken_to_the_edge() {
        assert_eq!(spot([f64::INFINITY, f64::NAN]), [180_000_000, 0]);
        assert_eq!(spot([106.123_456_4, -6.000_000_6]), [106_123_456, -6_000_001]);
    }
}
