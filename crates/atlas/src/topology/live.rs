//! For: the points that are still there while lines are simplified, by place. Not for: which of them goes (`simplify.rs`).

use crate::{
    bounds::Bounds,
    grid::{Spot, turn},
};

/// The living points in square cells, about one to a cell.
pub(super) struct Live<'a> {
    spots: &'a [Spot],
    origin: Spot,
    size: i64,
    columns: i64,
    /// Where each cell begins in `points`, and how many of it live.
    cells: Vec<(u32, u32)>,
    points: Vec<u32>,
}

impl<'a> Live<'a> {
    pub(super) fn new(spots: &'a [Spot], Bounds([west, south, east, north]): Bounds) -> Self {
        let count = spots.len().max(1) as i64;
        let [width, height] =
            [(west, east), (south, north)].map(|(low, high)| (i64::from(high) - i64::from(low)).max(0));
        let square = (width as f64 * height as f64 / count as f64).sqrt() as i64;
        let size = square.max(width / count).max(height / count).max(1);
        let (columns, rows) = (width / size + 1, height / size + 1);
        let mut live = Self {
            spots,
            origin: [west, south],
            size,
            columns,
            cells: vec![(0, 0); (columns * rows) as usize],
            points: vec![],
        };
        for spot in spots {
            let cell = live.cell(*spot);
            live.cells[cell].1 += 1;
        }
        let mut start = 0;
        for cell in &mut live.cells {
            let count = cell.1;
            *cell = (start, 0);
            start += count;
        }
        live.points = vec![0; spots.len()];
        for (at, spot) in spots.iter().enumerate() {
            let cell = live.cell(*spot);
            let (start, count) = live.cells[cell];
            live.points[(start + count) as usize] = at as u32;
            live.cells[cell].1 += 1;
        }
        live
    }

    fn place(&self, spot: Spot) -> [i64; 2] {
        [0, 1].map(|k| (i64::from(spot[k]) - i64::from(self.origin[k])) / self.size)
    }

    fn cell(&self, spot: Spot) -> usize {
        let [column, row] = self.place(spot);
        (row * self.columns + column) as usize
    }

    pub(super) fn remove(&mut self, point: u32) {
        let cell = self.cell(self.spots[point as usize]);
        let (start, count) = self.cells[cell];
        let living = &mut self.points[start as usize..(start + count) as usize];
        if let Some(at) = living.iter().position(|one| *one == point) {
            living.swap(at, count as usize - 1);
            self.cells[cell].1 -= 1;
        }
    }

    /// Whether a living point, other than its corners, lies in the triangle or on its border.
    pub(super) fn any_in(&self, [a, b, c]: [Spot; 3]) -> bool {
        let Bounds([west, south, east, north]) = Bounds::around([a, b, c]);
        let ([left, low], [right, high]) = (self.place([west, south]), self.place([east, north]));
        let within = |spot: Spot| {
            let turns = [turn(a, b, spot), turn(b, c, spot), turn(c, a, spot)];
            let one_side = turns.iter().all(|turn| *turn >= 0) || turns.iter().all(|turn| *turn <= 0);
            // Where the triangle is a line, being on one side of it is not enough.
            let in_box = west <= spot[0] && spot[0] <= east && south <= spot[1] && spot[1] <= north;
            one_side && in_box && ![a, b, c].contains(&spot)
        };
        (low..=high).any(|row| {
            let cells = (row * self.columns + left) as usize..=(row * self.columns + right) as usize;
            self.cells[cells].iter().any(|&(start, count)| {
                self.points[start as usize..(start + count) as usize].iter().any(|&at| within(self.spots[at as usize]))
            })
        })
    }
}
