//! For: shapes as lines that neighbours share, so that a border is measured, simplified and drawn once.
//! Not for: borders that do not match point by point (repair them where they come from; [`crate::overlaps`] shows where).
//! Next: `cut.rs` for where lines begin and end, `simplify.rs`, `../neighbours.rs`.

mod cut;
mod live;
mod simplify;

use crate::{
    Shape,
    bounds::Bounds,
    grid::{self, Spot},
    projection,
};

/// So many points make a map of some 90 kB as the text of SVG paths (eleven letters a point).
pub const MAP_POINTS: usize = 8_000;

/// Shapes cut into arcs: lines between the points where three or more borders meet. An arc that two shapes share is
/// there once.
///
/// ```
/// # let square = |x: f64| atlas::Shape { parts: vec![vec![vec![
/// #     [x, 0.0], [x + 1.0, 0.0], [x + 1.0, 0.5], [x + 1.0, 1.0], [x, 1.0], [x, 0.0]]]] };
/// let topology = atlas::Topology::of([&square(0.0), &square(2.0)]);
/// assert_eq!((topology.len(), topology.arcs()), (2, 2));
/// // [1, 0.5] lies on a straight line.
/// let simple = topology.simplify(atlas::Detail { tolerance_m2: 1.0, most_points: usize::MAX });
/// assert_eq!((topology.points(), simple.points()), (12, 10));
/// assert_eq!(simple.shape(0).unwrap().parts[0][0].len(), 5);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Topology {
    /// Each with both its ends; in a closed one they are the same.
    pub(crate) arcs: Vec<Vec<Spot>>,
    /// The parts of each place, their rings, their links.
    pub(crate) places: Vec<Vec<Vec<Vec<Link>>>>,
}

/// An arc in a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub arc: usize,
    pub reversed: bool,
}

/// How far lines may be simplified.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detail {
    /// A point goes when the triangle with its neighbours is smaller than this, in square metres.
    pub tolerance_m2: f64,
    /// Points go, smallest triangles first, until the rings of all shapes have at most so many together.
    pub most_points: usize,
}

impl Topology {
    /// Cuts the shapes into shared arcs. Coordinates are compared on the grid of [`crate::DEGREE_PARTS`].
    pub fn of<'a>(shapes: impl IntoIterator<Item = &'a Shape>) -> Self {
        cut::topology(shapes.into_iter())
    }

    /// How many shapes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no shape.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many arcs.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.arcs.len()
    }

    /// How many points the rings of all shapes have together, the closing ones too.
    #[must_use]
    pub fn points(&self) -> usize {
        let lines = |ring: &Vec<Link>| ring.iter().map(|link| self.arcs[link.arc].len() - 1).sum::<usize>() + 1;
        self.places.iter().flatten().flatten().map(lines).sum()
    }

    /// The shape at this position, from 0; its rings may begin at other points than they were given.
    #[must_use]
    pub fn shape(&self, at: usize) -> Option<Shape> {
        let close = |ring: Vec<Spot>| grid::closed(&ring);
        let parts = self.places.get(at)?.iter();
        Some(Shape { parts: parts.map(|part| part.iter().map(|ring| close(self.ring(ring))).collect()).collect() })
    }

    /// All shapes, in the order given.
    pub fn shapes(&self) -> impl ExactSizeIterator<Item = Shape> + '_ {
        (0..self.len()).map(|at| self.shape(at).unwrap_or_default())
    }

    /// With fewer points: Visvalingam and Whyatt (1993), the point with the smallest triangle first.
    ///
    /// Ends of arcs stay, closed arcs keep a triangle, and a point stays where its triangle holds a point of any line.
    /// So no line comes to lie on another side of anything: valid shapes stay valid, the same shapes share the same
    /// arcs, no part or hole is lost; [`Detail`] gives way where it would take that.
    #[must_use]
    pub fn simplify(&self, detail: Detail) -> Self {
        simplify::simplify(self, detail)
    }

    /// Simplified for a picture so many pixels wide that shows all shapes: triangles below half a pixel go, and
    /// [`MAP_POINTS`] are left at most (unless islands alone need more).
    #[must_use]
    pub fn simplify_for(&self, width_px: u32) -> Self {
        let Bounds([west, _, east, _]) = self.bounds();
        let width = (f64::from(east) - f64::from(west)).max(0.0) / grid::DEGREE_PARTS * self.degree_m()[0];
        let pixel = width / f64::from(width_px.max(1));
        self.simplify(Detail { tolerance_m2: pixel * pixel / 2.0, most_points: MAP_POINTS })
    }

    /// The spots of a ring, without the closing one.
    pub(crate) fn ring(&self, links: &[Link]) -> Vec<Spot> {
        let mut ring = vec![];
        for link in links {
            let arc = &self.arcs[link.arc];
            if link.reversed {
                ring.extend(arc.iter().rev().take(arc.len() - 1));
            } else {
                ring.extend(&arc[..arc.len() - 1]);
            }
        }
        ring
    }

    pub(crate) fn bounds(&self) -> Bounds {
        Bounds::around(self.arcs.iter().flatten().copied())
    }

    /// Metres for a degree in the middle of all shapes.
    pub(crate) fn degree_m(&self) -> [f64; 2] {
        let Bounds([_, south, _, north]) = self.bounds();
        projection::degree_m(if south > north {
            0.0
        } else {
            f64::midpoint(grid::point([0, south])[1], grid::point([0, north])[1])
        })
    }
}
