//! For: degrees into metres: a plane on which areas are true, areas, and lengths of lines.
//! Not for: the grid (`grid.rs`) or scales and margins of a picture. Next: `inside.rs`.
//!
//! All on the ellipsoid WGS 84, by Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 (1987).

use crate::{Point, Ring};
use std::f64::consts::PI;

/// Half the equator, in metres, and the square of the eccentricity (NGA.STND.0036, WGS 84).
const A: f64 = 6_378_137.0;
const E2: f64 = 0.006_694_379_990_141_316_5;

/// Cylindrical equal-area (Lambert 1772) with one latitude on which shapes are true, given an area's middle.
///
/// Areas are those of the ellipsoid, as authalic latitudes make them; so they equal areas on the sphere of radius
/// 6,371,007.18 m. The plane's unit is the metre; x points east from Greenwich, y north from the equator.
///
/// ```
/// let plane = atlas::Projection::over([[106.7, -6.7], [106.9, -6.5]]);
/// let ([x, y], [east, north]) = (plane.plane([106.8, -6.6]), plane.plane([106.801, -6.599]));
/// assert!((east - x - 110.58).abs() < 0.1 && (north - y - 110.58).abs() < 0.1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// Cosine of the true latitude, as 10-13 has it.
    k0: f64,
}

impl Projection {
    /// With the middle between the lowest and the highest latitude of the points; without points, the equator.
    pub fn over(points: impl IntoIterator<Item = Point>) -> Self {
        let latitudes = points.into_iter().map(|point| point[1]).filter(|latitude| latitude.is_finite());
        let (low, high) = latitudes.fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(one), high.max(one)));
        let middle = if low > high { 0.0 } else { f64::midpoint(low, high) };
        Self::at(middle)
    }

    /// With this latitude, in degrees. Nearer to a pole than half a degree, 89.5 is taken.
    #[must_use]
    pub fn at(latitude: f64) -> Self {
        let (sin, cos) = latitude.clamp(-89.5, 89.5).to_radians().sin_cos();
        // (10-13)
        Self { k0: cos / (1.0 - E2 * sin * sin).sqrt() }
    }

    /// Where a point lies on the plane, in metres.
    #[must_use]
    pub fn plane(&self, [longitude, latitude]: Point) -> Point {
        // (10-14), (10-15)
        [A * self.k0 * longitude.to_radians(), A * q(latitude) / (2.0 * self.k0)]
    }
}

/// The share of the ellipsoid between the equator and a latitude in degrees, (3-12). It is q at the pole times the sine
/// of the authalic latitude (3-11).
fn q(latitude: f64) -> f64 {
    let (e, sin) = (E2.sqrt(), latitude.to_radians().sin());
    let log = ((1.0 - e * sin) / (1.0 + e * sin)).ln() / (2.0 * e);
    (1.0 - E2) * (sin / (1.0 - E2 * sin * sin) - log)
}

/// The area of one part (outer ring, then its holes) in square metres, on the ellipsoid.
///
/// Lines are straight on the equal-area plane; against geodesics a side of 10 km near the equator differs by less than
/// 100 m². Which way the rings run does not matter.
///
/// ```
/// // A cell of one degree at the equator, after Snyder's (3-12): 12,308.46 km².
/// let cell = vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]];
/// assert!((atlas::area_m2(&cell) / 1e6 - 12_308.46).abs() < 0.01);
/// ```
#[must_use]
pub fn area_m2(part: &[Ring]) -> f64 {
    let mut areas = part.iter().map(|ring| ring_m2(ring));
    let outer = areas.next().unwrap_or(0.0);
    outer - areas.sum::<f64>()
}

fn ring_m2(ring: &[Point]) -> f64 {
    let plane = Projection { k0: 1.0 };
    let Some(origin) = ring.first().map(|first| plane.plane(*first)) else { return 0.0 };
    let mut sum = 0.0;
    let mut last = [0.0, 0.0];
    for &point in &ring[1..] {
        let [x, y] = plane.plane(point);
        let here = [x - origin[0], y - origin[1]];
        sum += last[0] * here[1] - here[0] * last[1];
        last = here;
    }
    (sum / 2.0).abs()
}

/// Metres for a degree of longitude and a degree of latitude at a latitude in degrees, from the radii of curvature
/// (4-18, 4-20).
pub(crate) fn degree_m(latitude: f64) -> [f64; 2] {
    let (sin, cos) = latitude.to_radians().sin_cos();
    let w = 1.0 - E2 * sin * sin;
    [A * cos / w.sqrt() * PI / 180.0, A * (1.0 - E2) / w.powf(1.5) * PI / 180.0]
}

/// The length of a short line in metres, on the ellipsoid; below 100 km it is right to 0.01 %.
#[must_use]
pub fn metres(a: Point, b: Point) -> f64 {
    let [x, y] = degree_m(f64::midpoint(a[1], b[1]));
    (x * (b[0] - a[0])).hypot(y * (b[1] - a[1]))
}
