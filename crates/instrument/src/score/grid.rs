//! The rule of a counting instrument, worked out for every combination of counts.
//!
//! Items that enter the same counts are interchangeable; they form a *cell*. The class depends only on how many items
//! of each cell are present, so a table over these counts answers every question exactly: what applies now, what is
//! still possible, what would change it. For: instruments whose outcome depends on `count_present` parts only.
//! Not for: sums and means of answers (`values.rs`). Next: `crate::nearest`.

use super::State;

/// More combinations than this are not worked out; intervals serve instead.
const LARGEST: usize = 1 << 14;

/// Where an item that does not matter for the outcome is filed.
const NOWHERE: u8 = u8::MAX;

/// Counts in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Count {
    pub present: usize,
    pub absent: usize,
    pub unknown: usize,
}

/// Counts in every cell; at most 14 cells.
pub(crate) type Tally = [Count; 14];

/// The rule at every combination of counts.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// Items of each cell.
    pub cells: Vec<Vec<usize>>,
    cell_of: Vec<u8>,
    strides: Vec<usize>,
    rule: Vec<u8>,
}

impl Grid {
    /// Works the grid out. `rule` gives the row or band at a vector of counts.
    pub fn build(cells: Vec<Vec<usize>>, items: usize, rule: impl Fn(&[usize]) -> u8) -> Option<Self> {
        let mut size = 1_usize;
        let mut strides = Vec::with_capacity(cells.len());
        for cell in &cells {
            strides.push(size);
            size = size.checked_mul(cell.len() + 1)?;
        }
        let counted = cells.iter().all(|cell| cell.len() <= usize::from(u8::MAX)); // `Move::need` is a u8
        if size > LARGEST || cells.len() > Tally::default().len() || !counted {
            return None;
        }
        let mut cell_of = vec![NOWHERE; items];
        for (index, cell) in cells.iter().enumerate() {
            for &item in cell {
                *cell_of.get_mut(item)? = u8::try_from(index).ok()?;
            }
        }
        let counts = |point: usize| -> Vec<usize> {
            let sizes = strides.iter().zip(&cells);
            sizes.map(|(stride, cell)| point / stride % (cell.len() + 1)).collect()
        };
        let rule = (0..size).map(|point| rule(&counts(point))).collect();
        Some(Self { cells, cell_of, strides, rule })
    }

    /// Counts the states of a village into cells.
    pub fn tally(&self, states: &[State]) -> Tally {
        let mut tally = Tally::default();
        for (state, &cell) in states.iter().zip(&self.cell_of) {
            if cell == NOWHERE {
                continue;
            }
            let count = &mut tally[usize::from(cell)];
            match state {
                State::Present => count.present += 1,
                State::Absent => count.absent += 1,
                State::Unknown(_) => count.unknown += 1,
                State::NotApplicable => {}
            }
        }
        tally
    }

    /// The rows or bands that apply at any completion of the unknown, as bits. Exact.
    pub fn rules(&self, tally: &Tally) -> u64 {
        let base: usize = (self.strides.iter().zip(tally)).map(|(stride, count)| stride * count.present).sum();
        self.rules_from(base, tally, self.strides.len())
    }

    fn rules_from(&self, base: usize, tally: &Tally, cells: usize) -> u64 {
        let Some(cell) = cells.checked_sub(1) else {
            return self.rule.get(base).map_or(0, |&rule| bit(rule));
        };
        let steps = 0..=tally[cell].unknown;
        steps.fold(0, |rules, step| rules | self.rules_from(base + step * self.strides[cell], tally, cell))
    }

    /// A number that tells tallies apart: (present, absent, unknown) of every cell in mixed radix.
    pub fn signature(&self, tally: &Tally) -> u64 {
        let cells = self.cells.iter().zip(tally);
        cells.fold(0, |signature, (cell, count)| {
            let radix = cell.len() as u64 + 1;
            let mut signature = signature * radix + count.present as u64;
            signature = signature * radix + count.absent as u64;
            signature * radix + count.unknown as u64
        })
    }

    /// Every rule that applies somewhere.
    pub fn rules_used(&self) -> u64 {
        self.rule.iter().fold(0, |used, &rule| used | bit(rule))
    }
}

/// No bit for a combination without a rule: a table with a gap, which is refused, is still drawn here.
fn bit(rule: u8) -> u64 {
    1_u64.checked_shl(u32::from(rule)).unwrap_or(0)
}
