//! Counts of presences: which combinations there are, and what the parts are worth at each.
//!
//! Items that enter the same counts are interchangeable and form a cell, so that counts over overlapping lists are
//! enumerated exactly. For: tables and bands over counts. Next: `table.rs`.

use super::{Known, graph};
use crate::part::PartKind;
use crate::score::{Applies, Interval, Leaves, eval};

pub(super) struct Counts {
    /// The parts needed, in order of evaluation.
    needed: Vec<usize>,
    /// Items by cell.
    pub cells: Vec<Vec<usize>>,
}

impl Counts {
    /// The cells of the counts below these parts, all of which must be counting.
    pub fn of(known: &Known, roots: &[usize]) -> Self {
        let mut wanted = vec![false; known.parts.len()];
        let mut open = roots.to_vec();
        while let Some(part) = open.pop() {
            if !std::mem::replace(&mut wanted[part], true) {
                open.extend(graph::part_inputs(&known.parts[part]));
            }
        }
        let order = known.order.iter().copied();
        let needed: Vec<usize> = order.filter(|&part| wanted[part]).collect();
        // The signature of an item: the counts it enters.
        let mut cells: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        let mut entered: std::collections::BTreeMap<usize, Vec<usize>> = Default::default();
        for &part in &needed {
            if let PartKind::CountPresent { items } = &known.parts[part].kind {
                for &item in items {
                    entered.entry(item).or_default().push(part);
                }
            }
        }
        for (item, signature) in entered {
            match cells.iter_mut().find(|(known, _)| *known == signature) {
                Some((_, items)) => items.push(item),
                None => cells.push((signature, vec![item])),
            }
        }
        Self { needed, cells: cells.into_iter().map(|(_, items)| items).collect() }
    }

    /// How many combinations of counts there are.
    pub fn size(&self) -> usize {
        let sizes = self.cells.iter().map(|cell| cell.len() + 1);
        sizes.fold(1, usize::saturating_mul)
    }

    /// The counts of a combination, by its number.
    pub fn point(&self, mut number: usize) -> Vec<usize> {
        let mut point = Vec::with_capacity(self.cells.len());
        for cell in &self.cells {
            point.push(number % (cell.len() + 1));
            number /= cell.len() + 1;
        }
        point
    }

    /// The values of the parts at a combination.
    pub fn values(&self, known: &Known, point: &[usize]) -> Vec<Interval> {
        let mut values = vec![Interval::NONE; known.parts.len()];
        let leaves = Point { cells: &self.cells, point };
        for &part in &self.needed {
            values[part] = eval(&known.parts[part].kind, &values, &leaves);
        }
        values
    }
}

struct Point<'a> {
    cells: &'a [Vec<usize>],
    point: &'a [usize],
}

impl Leaves for Point<'_> {
    fn count(&self, items: &[usize]) -> (usize, usize) {
        // A cell lies wholly inside a counted list or wholly outside.
        let inside = |cell: &[usize]| cell.first().is_some_and(|item| items.contains(item));
        let cells = self.cells.iter().zip(self.point);
        let count = cells.filter(|(cell, _)| inside(cell)).map(|(_, n)| n).sum();
        (count, count)
    }

    fn item(&self, _: usize) -> Interval {
        Interval::NONE.with(Applies::No) // counting parts do not look at items
    }
}
