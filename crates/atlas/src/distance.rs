//! For: the nearest place outside a group, by the distance of borders. Not for: what it means (`neighbours.rs`).
//! Next: `boxes.rs`.
//!
//! Distance is measured with the metres of a degree in the middle of all shapes: right to 0.1 % for a regency near the
//! equator; for a whole country only as good as its middle latitude fits.

use crate::{
    Topology,
    bounds::{Bounds, z_order},
    boxes::{Boxes, Node},
    grid::{Contact, DEGREE_PARTS, Spot, contact},
    outline::Outline,
};

/// The shortest way from place `a` to place `b`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Near {
    pub metres: f64,
    pub a: usize,
    pub b: usize,
}

/// All places, made to be searched.
pub(crate) struct Lands {
    places: Vec<Vec<Outline>>,
    bounds: Vec<Bounds>,
    /// Over the places in this order.
    boxes: Boxes,
    order: Vec<usize>,
    /// Metres for one part of the grid.
    scale: [f64; 2],
}

impl Lands {
    pub(crate) fn new(topology: &Topology) -> Self {
        let outlines = |parts: &Vec<Vec<Vec<_>>>| -> Vec<Outline> {
            parts.iter().flatten().map(|ring| Outline::new(topology.ring(ring))).collect()
        };
        let places: Vec<Vec<Outline>> = topology.places.iter().map(outlines).collect();
        let whole = |rings: &Vec<Outline>| rings.iter().fold(Bounds::NONE, |all, ring| all.with(ring.bounds()));
        let bounds: Vec<Bounds> = places.iter().map(whole).collect();
        let mut order = z_order(&bounds);
        order.retain(|at| !places[*at].is_empty());
        let boxes = Boxes::over(order.iter().map(|at| bounds[*at]));
        Self { places, bounds, boxes, order, scale: topology.degree_m().map(|metres| metres / DEGREE_PARTS) }
    }

    /// Whether the place has any ring.
    pub(crate) fn has(&self, place: usize) -> bool {
        !self.places[place].is_empty()
    }

    /// The nearest place of another group than the members'; of equally near ones that with the smallest numbers.
    pub(crate) fn nearest(&self, members: &[usize], groups: &[usize]) -> Option<Near> {
        let mut best: Option<Near> = None;
        let most = |best: Option<Near>| best.map_or(f64::INFINITY, |near| near.metres);
        for &a in members {
            let mut open: Vec<Node> = self.boxes.root().into_iter().collect();
            while let Some(node) = open.pop() {
                if self.gap(self.bounds[a], self.boxes.bounds(node)) > most(best) {
                    continue;
                }
                if node.level > 0 {
                    let mut within: Vec<Node> = self.boxes.within(node).collect();
                    let gap = |node: &Node| self.gap(self.bounds[a], self.boxes.bounds(*node));
                    within.sort_by(|one, other| gap(other).total_cmp(&gap(one)));
                    open.extend(within);
                    continue;
                }
                for b in self.boxes.items(node).map(|at| self.order[at]).filter(|b| groups[*b] != groups[a]) {
                    let metres = self.apart(a, b, most(best));
                    let nearer =
                        |best: Near| metres < best.metres || (metres <= best.metres && (a, b) < (best.a, best.b));
                    if metres.is_finite() && best.is_none_or(nearer) {
                        best = Some(Near { metres, a, b });
                    }
                }
            }
        }
        best
    }

    /// The distance of two boxes in metres.
    fn gap(&self, Bounds(a): Bounds, Bounds(b): Bounds) -> f64 {
        let gap = |k: usize| (i64::from(a[k]) - i64::from(b[k + 2])).max(i64::from(b[k]) - i64::from(a[k + 2])).max(0);
        (gap(0) as f64 * self.scale[0]).hypot(gap(1) as f64 * self.scale[1])
    }

    /// The distance of two places, infinite when it is more than `most`.
    fn apart(&self, a: usize, b: usize, most: f64) -> f64 {
        let mut best = f64::INFINITY;
        if self.gap(self.bounds[a], self.bounds[b]) > most {
            return best;
        }
        for one in &self.places[a] {
            for other in &self.places[b] {
                let mut open: Vec<(Node, Node)> = one.boxes.root().zip(other.boxes.root()).into_iter().collect();
                while let Some((i, j)) = open.pop() {
                    let gap = self.gap(one.boxes.bounds(i), other.boxes.bounds(j));
                    if gap > most || gap >= best {
                        continue;
                    }
                    let from = open.len();
                    if i.level > 0 && i.level >= j.level {
                        open.extend(one.boxes.within(i).map(|i| (i, j)));
                    } else if j.level > 0 {
                        open.extend(other.boxes.within(j).map(|j| (i, j)));
                    } else {
                        for line in one.boxes.items(i) {
                            for there in other.boxes.items(j) {
                                best = best.min(self.between(one.side(line), other.side(there)));
                            }
                        }
                    }
                    // The nearest boxes first: then most of the others need no look.
                    let gap = |&(i, j): &(Node, Node)| self.gap(one.boxes.bounds(i), other.boxes.bounds(j));
                    open[from..].sort_by(|one, other| gap(other).total_cmp(&gap(one)));
                }
            }
        }
        best
    }

    fn between(&self, one: [Spot; 2], other: [Spot; 2]) -> f64 {
        if contact(one, other) != Contact::None {
            return 0.0;
        }
        let ends = [(one[0], other), (one[1], other), (other[0], one), (other[1], one)];
        ends.into_iter().map(|(end, line)| self.to_line(end, line)).fold(f64::INFINITY, f64::min)
    }

    fn to_line(&self, at: Spot, [a, b]: [Spot; 2]) -> f64 {
        let metres = |to: Spot| [0, 1].map(|k| (f64::from(to[k]) - f64::from(a[k])) * self.scale[k]);
        let ([px, py], [bx, by]) = (metres(at), metres(b));
        let share = ((px * bx + py * by) / (bx * bx + by * by)).clamp(0.0, 1.0);
        (px - share * bx).hypot(py - share * by)
    }
}
