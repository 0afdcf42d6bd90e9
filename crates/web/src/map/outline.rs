//! The map by outlines, in a cylindrical equal-area projection with the city's own latitude as standard parallel
//! (Lambert 1772), so that areas compare and shapes near the city stay true.

use super::{Area, area, escape, open};
use crate::visit::Visit;
use app::places::shapes::{Point, Shape};
use std::fmt::Write as _;

/// The width of the picture in its own units.
const WIDTH: f64 = 1000.0;
const MARGIN: f64 = 12.0;

pub fn draw(v: &Visit, areas: &[Area], shapes: &[&Shape]) -> String {
    let project = Projection::over(shapes);
    let mut svg = open(v, WIDTH, project.height);
    for (one, shape) in areas.iter().zip(shapes) {
        let mut path = String::new();
        for ring in &shape.rings {
            for (at, point) in ring.iter().enumerate() {
                let [x, y] = project.place(*point);
                // Writing into a String does not fail.
                let _ = write!(path, "{}{x:.1},{y:.1}", if at == 0 { 'M' } else { 'L' });
            }
            path.push('Z');
        }
        area(&mut svg, v, one, &format!("<path d=\"{path}\"/>"));
    }
    // Where areas are many, names would cover each other; the title and the table tell them.
    if areas.len() <= 20 {
        for (one, shape) in areas.iter().zip(shapes) {
            let [x, y] = project.place(shape.point);
            let _ = write!(svg, "<text x=\"{x:.0}\" y=\"{y:.0}\" class=\"label\">{}</text>", escape(&one.name));
        }
    }
    svg + "</svg>"
}

struct Projection {
    west: f64,
    north: f64,
    parallel: f64,
    scale: f64,
    height: f64,
}

impl Projection {
    fn over(shapes: &[&Shape]) -> Self {
        let points = || shapes.iter().flat_map(|shape| shape.rings.iter().flatten());
        let latitudes = || points().map(|point| point[1]);
        let middle = (latitudes().fold(f64::MAX, f64::min) + latitudes().fold(f64::MIN, f64::max)) / 2.0;
        let flat =
            Self { west: 0.0, north: 0.0, parallel: middle.to_radians().cos().max(0.01), scale: 1.0, height: 0.0 };
        let plane: Vec<Point> = points().map(|point| flat.plane(*point)).collect();
        let (west, east) = plane.iter().fold((f64::MAX, f64::MIN), |(low, high), [x, _]| (low.min(*x), high.max(*x)));
        let (south, north) = plane.iter().fold((f64::MAX, f64::MIN), |(low, high), [_, y]| (low.min(*y), high.max(*y)));
        let scale = (WIDTH - 2.0 * MARGIN) / (east - west).max(1e-9);
        Self { west, north, scale, height: (north - south) * scale + 2.0 * MARGIN, ..flat }
    }

    fn plane(&self, [longitude, latitude]: Point) -> Point {
        [longitude.to_radians() * self.parallel, latitude.to_radians().sin() / self.parallel]
    }

    fn place(&self, point: Point) -> Point {
        let [x, y] = self.plane(point);
        [(x - self.west) * self.scale + MARGIN, (self.north - y) * self.scale + MARGIN]
    }
}
