//! The relations as rows of whole numbers: row · cells = 0. What reader and office both reckon with.
//!
//! For: exact arithmetic on small signed numbers. Not for: knowing which rows are needed (`frame.rs`). Next: `view.rs`.

use super::{Cell, Tables};
use std::collections::BTreeMap;

/// Largest count that is reckoned with: above it differences could not be held exactly.
pub const LARGEST: u64 = 1 << 50;

pub(crate) struct System {
    /// Cells and coefficients of each row: -1 for the total, +1 for a part. No zeros, no cell twice.
    pub(crate) rows: Vec<Vec<(usize, i64)>>,
    /// The rows of each cell, with its coefficient.
    pub(crate) of_cell: Vec<Vec<(usize, i64)>>,
    /// The true counts.
    pub(crate) truth: Vec<i64>,
    /// How many levels of parts lie below a cell; 0 for a cell that is no total.
    pub(crate) height: Vec<u32>,
    /// A total that is part of nothing.
    pub(crate) is_grand: Vec<bool>,
}

impl System {
    /// Fails with the first cell above [`LARGEST`].
    pub(crate) fn new(tables: &Tables) -> Result<Self, Cell> {
        let mut truth = Vec::with_capacity(tables.values.len());
        for (cell, value) in tables.values.iter().enumerate() {
            let value = i64::try_from(*value).ok().filter(|_| *value <= LARGEST);
            truth.push(value.ok_or(Cell(cell))?);
        }
        let count = truth.len();
        let (mut rows, mut of_cell) = (Vec::new(), vec![Vec::new(); count]);
        let (mut height, mut is_grand) = (vec![0; count], vec![false; count]);
        for relation in &tables.relations {
            is_grand[relation.total] = true;
            let mut terms: BTreeMap<usize, i64> = BTreeMap::from([(relation.total, -1)]);
            relation.parts.iter().for_each(|part| *terms.entry(*part).or_default() += 1);
            let row: Vec<(usize, i64)> = terms.into_iter().filter(|(_, by)| *by != 0).collect();
            row.iter().for_each(|(cell, by)| of_cell[*cell].push((rows.len(), *by)));
            rows.push(row);
        }
        for relation in &tables.relations {
            relation.parts.iter().for_each(|part| is_grand[*part] = false);
        }
        // Relations that go round in a circle would climb for ever; no hierarchy is deeper than 32.
        for _ in 0..32 {
            let mut settled = true;
            for relation in &tables.relations {
                let below = relation.parts.iter().map(|part| height[*part]).max().unwrap_or(0);
                if height[relation.total] <= below && below < 32 {
                    (height[relation.total], settled) = (below + 1, false);
                }
            }
            if settled {
                break;
            }
        }
        Ok(Self { rows, of_cell, truth, height, is_grand })
    }

    /// Connected groups of the cells marked in `among`: two cells are together if a row holds both. Each group sorted,
    /// groups by their first cell.
    pub(crate) fn groups(&self, among: &[bool]) -> Vec<Vec<usize>> {
        let (mut seen, mut row_seen) = (vec![false; self.truth.len()], vec![false; self.rows.len()]);
        let mut groups = Vec::new();
        for start in (0..self.truth.len()).filter(|cell| among[*cell]) {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let (mut group, mut at) = (vec![start], 0);
            while let Some(cell) = group.get(at).copied() {
                at += 1;
                for (row, _) in &self.of_cell[cell] {
                    if std::mem::replace(&mut row_seen[*row], true) {
                        continue;
                    }
                    for (next, _) in &self.rows[*row] {
                        if among[*next] && !std::mem::replace(&mut seen[*next], true) {
                            group.push(*next);
                        }
                    }
                }
            }
            group.sort_unstable();
            groups.push(group);
        }
        groups
    }

    /// The cells that share a row with `cell`, itself left out, each once and in order.
    pub(crate) fn neighbours(&self, cell: usize) -> Vec<usize> {
        let rows = self.of_cell[cell].iter().flat_map(|(row, _)| &self.rows[*row]);
        let mut found: Vec<usize> = rows.map(|(next, _)| *next).filter(|next| *next != cell).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
