//! The map by outlines, in an equal-area projection about the city's own latitude, so that areas compare and shapes near
//! the city stay true.

use super::{Area, area, escape};
use crate::visit::Visit;
use app::places::shapes::{Point, Shape};
use atlas::Projection;
use std::fmt::Write as _;

/// The width of the picture in its own units.
pub const WIDTH: f64 = 1000.0;
const MARGIN: f64 = 12.0;

/// Draws the areas into `svg` and gives the height that they take.
pub fn draw(svg: &mut String, v: &Visit, areas: &[(&Area<'_>, &Shape)]) -> f64 {
    let plan = Plan::over(areas);
    for (one, shape) in areas {
        let (mut path, plain) = (String::new(), one.link.is_empty());
        for ring in shape.parts.iter().flatten() {
            // The last point of a ring is its first.
            for (at, point) in ring.iter().take(ring.len().saturating_sub(1)).enumerate() {
                let [x, y] = plan.place(*point);
                let decimals = usize::from(!plain);
                // Writing into a String does not fail.
                let _ = write!(path, "{}{x:.decimals$},{y:.decimals$}", if at == 0 { 'M' } else { 'L' });
            }
            path.push('Z');
        }
        area(svg, v, one, &format!("<path fill-rule=\"evenodd\" d=\"{path}\"/>"));
    }
    // Where areas are many, names would cover each other; the title and the table tell them.
    if areas.len() <= 20 && areas.iter().all(|(one, _)| !one.link.is_empty()) {
        for (one, shape) in areas {
            let [x, y] = plan.place(shape.point);
            let _ = write!(svg, "<text x=\"{x:.0}\" y=\"{y:.0}\" class=\"label\">{}</text>", escape(&one.name));
        }
    }
    plan.height
}

/// Draws each area as a dot and gives the height that they take.
pub fn dots(svg: &mut String, areas: &[(&Area<'_>, &Shape)]) -> f64 {
    let plan = Plan::over(areas);
    for (one, shape) in areas {
        let [x, y] = plan.place(shape.point);
        let _ = write!(svg, "<g class=\"area {}\"><circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"9\"/></g>", one.look);
    }
    plan.height
}

/// From degrees to the picture.
struct Plan {
    projection: Projection,
    west: f64,
    north: f64,
    scale: f64,
    height: f64,
}

impl Plan {
    fn over(areas: &[(&Area<'_>, &Shape)]) -> Self {
        let points = || areas.iter().flat_map(|(_, shape)| shape.parts.iter().flatten().flatten().copied());
        let projection = Projection::over(points());
        let plane: Vec<Point> = points().map(|point| projection.plane(point)).collect();
        let ends = |axis: usize| {
            plane.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p[axis]), high.max(p[axis])))
        };
        let ((west, east), (south, north)) = (ends(0), ends(1));
        let scale = (WIDTH - 2.0 * MARGIN) / (east - west).max(1e-9);
        Self { projection, west, north, scale, height: (north - south).max(0.0) * scale + 2.0 * MARGIN }
    }

    fn place(&self, point: Point) -> Point {
        let [x, y] = self.projection.plane(point);
        [(x - self.west) * self.scale + MARGIN, (self.north - y) * self.scale + MARGIN]
    }
}
