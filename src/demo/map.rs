//! A drawn coast with a bay, cut into 55 cells, and nine islands before it. Nobody's data: a seeded script.
//!
//! The cells are those of Voronoi after Lloyd's relaxation (1982), made by cutting the coast with the bisectors between
//! each point and all others.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

type Point = [f64; 2];

/// The coast in its own units (100 wide), anticlockwise from the south-west; the notch in the north is the bay.
const COAST: [Point; 22] = [
    [4.0, 8.0],
    [18.0, 3.0],
    [36.0, 6.0],
    [52.0, 2.0],
    [70.0, 5.0],
    [86.0, 3.0],
    [96.0, 12.0],
    [98.0, 28.0],
    [93.0, 42.0],
    [97.0, 54.0],
    [88.0, 63.0],
    [76.0, 66.0],
    [68.0, 60.0],
    [62.0, 48.0],
    [54.0, 42.0],
    [45.0, 45.0],
    [40.0, 56.0],
    [31.0, 65.0],
    [18.0, 67.0],
    [7.0, 58.0],
    [2.0, 42.0],
    [5.0, 26.0],
];
/// Where the islands lie, and their radius.
const ISLANDS: [(Point, f64); 9] = [
    ([52.0, 64.0], 3.4),
    ([45.0, 72.0], 2.6),
    ([58.0, 73.0], 3.0),
    ([66.0, 78.0], 2.3),
    ([37.0, 79.0], 2.5),
    ([51.0, 82.0], 2.2),
    ([74.0, 74.0], 2.0),
    ([27.0, 76.0], 2.4),
    ([60.0, 85.0], 1.9),
];
const MAINLAND: usize = 55;
const ROUNDS: usize = 25;
/// The south-west corner, in a part of the sea where there is no land, and degrees to a unit.
const CORNER: Point = [107.1, 2.35];
const DEGREES: f64 = 0.0042;

/// The cells in the order of the villages' codes: eleven districts of five from west to east, then the islands.
pub fn draw(random: &mut ChaCha8Rng) -> Vec<Vec<Point>> {
    let coast = rough(&COAST, 3, 1.6, random);
    let mut sites = scatter(&coast, random);
    let mut cells = vec![];
    for _ in 0..ROUNDS {
        cells = sites.iter().map(|site| cell(*site, &sites, &coast)).collect();
        sites = cells.iter().map(|ring| centre(ring)).collect();
    }
    let mut order: Vec<usize> = (0..MAINLAND).collect();
    order.sort_by(|a, b| sites[*a][0].total_cmp(&sites[*b][0]));
    let columns = order.chunks_mut(15);
    let mut sorted = vec![];
    for column in columns {
        column.sort_by(|a, b| sites[*b][1].total_cmp(&sites[*a][1]));
        sorted.extend_from_slice(column);
    }
    let mainland = sorted.into_iter().map(|at| cells[at].iter().map(|point| place(*point)).collect());
    let mut all: Vec<Vec<Point>> = mainland.collect();
    for (middle, radius) in ISLANDS {
        let ring: Vec<Point> = (0..9)
            .map(|step| {
                let angle = f64::from(step) / 9.0 * std::f64::consts::TAU;
                let reach = radius * random.random_range(0.75..1.25);
                [middle[0] + reach * 1.25 * angle.cos(), middle[1] + reach * angle.sin()]
            })
            .collect();
        let ring = rough(&ring, 2, radius * 0.12, random);
        all.push(ring.into_iter().map(place).collect());
    }
    all
}

fn place([x, y]: Point) -> Point {
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    [round(CORNER[0] + x * DEGREES), round(CORNER[1] + y * DEGREES)]
}

/// Breaks every edge in the middle and moves the new corner a little, several times.
fn rough(ring: &[Point], times: u32, by: f64, random: &mut ChaCha8Rng) -> Vec<Point> {
    let mut ring = ring.to_vec();
    for time in 0..times {
        let reach = by / f64::from(1 << time);
        let mut finer = Vec::with_capacity(ring.len() * 2);
        for (at, a) in ring.iter().enumerate() {
            let b = ring[(at + 1) % ring.len()];
            let mut shift = || random.random_range(-reach..reach);
            finer.extend([*a, [f64::midpoint(a[0], b[0]) + shift(), f64::midpoint(a[1], b[1]) + shift()]]);
        }
        ring = finer;
    }
    ring
}

fn scatter(coast: &[Point], random: &mut ChaCha8Rng) -> Vec<Point> {
    let mut sites = vec![];
    while sites.len() < MAINLAND {
        let point = [random.random_range(0.0..100.0), random.random_range(0.0..70.0)];
        if inside(point, coast) {
            sites.push(point);
        }
    }
    sites
}

/// By the crossing number (Shimrat 1962).
fn inside([x, y]: Point, ring: &[Point]) -> bool {
    let mut inside = false;
    for (at, [ax, ay]) in ring.iter().enumerate() {
        let [bx, by] = ring[(at + 1) % ring.len()];
        if (*ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
            inside = !inside;
        }
    }
    inside
}

/// What of the coast is nearer to `site` than to any other: cut along each bisector (Sutherland and Hodgman 1974).
fn cell(site: Point, sites: &[Point], coast: &[Point]) -> Vec<Point> {
    let mut ring = coast.to_vec();
    for other in sites.iter().filter(|other| **other != site) {
        let normal = [other[0] - site[0], other[1] - site[1]];
        let middle = [f64::midpoint(other[0], site[0]), f64::midpoint(other[1], site[1])];
        let beyond = |p: Point| (p[0] - middle[0]) * normal[0] + (p[1] - middle[1]) * normal[1];
        let mut cut = Vec::with_capacity(ring.len());
        for (at, a) in ring.iter().enumerate() {
            let b = ring[(at + 1) % ring.len()];
            let (da, db) = (beyond(*a), beyond(b));
            if da <= 0.0 {
                cut.push(*a);
            }
            if (da < 0.0 && db > 0.0) || (da > 0.0 && db < 0.0) {
                let t = da / (da - db);
                cut.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
            }
        }
        ring = cut;
    }
    ring
}

fn centre(ring: &[Point]) -> Point {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (at, a) in ring.iter().enumerate() {
        let b = ring[(at + 1) % ring.len()];
        let cross = a[0] * b[1] - b[0] * a[1];
        area += cross;
        x += (a[0] + b[0]) * cross;
        y += (a[1] + b[1]) * cross;
    }
    [x / (3.0 * area), y / (3.0 * area)]
}
