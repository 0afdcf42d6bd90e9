//! For: the plain shape of a place. Not for: whether it is valid (`check/`) or how large it is (`projection.rs`).
//! Next: `grid.rs` for the whole numbers behind the degrees.

/// Longitude and latitude in degrees (WGS 84): `[106.8, -6.6]`.
pub type Point = [f64; 2];

/// A closed line; the first point stands again at the end, as in GeoJSON.
pub type Ring = Vec<Point>;

/// One piece of land: the outer ring, then the rings of its holes.
pub type Part = Vec<Ring>;

/// The outline of one place, which may be many islands with lakes in them.
///
/// As [`read`](crate::read()) makes it: outer rings anticlockwise, holes clockwise (RFC 7946, 3.1.6), no ring crosses
/// itself or another, every hole lies in its part, no two parts overlap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// The pieces; empty only in a shape that was made by hand.
    pub parts: Vec<Part>,
}

impl Shape {
    /// All rings, outer and inner.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.parts.iter().flatten()
    }

    /// All points, the closing ones too.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        self.rings().flatten().copied()
    }
}
