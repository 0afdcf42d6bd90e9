//! The reader as an exhaustive search: every assignment of whole numbers to the hidden cells, tried one by one.
//!
//! Written from the words of the attack model, without any code of the crate: relations are handed in again as plain
//! numbers. For: small tables. Numbers above `most` are not tried, which can only make the search find *fewer* values.

use insight::disclosure::{Cell, Rule, Tables, Zeros};
use std::collections::{BTreeMap, BTreeSet};

/// Steps after which a search is given up.
pub const PATIENCE: u32 = 60_000;

/// Tables together with their sums in plain numbers.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    pub tables: Tables,
    /// Total and parts.
    pub sums: Vec<(usize, Vec<usize>)>,
}

impl Plain {
    pub fn cell(&mut self, value: u64) -> Cell {
        self.tables.cell(format!("cell {}", self.tables.cells().count()), value)
    }

    pub fn sum(&mut self, total: Cell, parts: &[Cell]) {
        self.tables.sum(format!("sum {}", self.sums.len() + 1), total, parts).unwrap();
        self.sums.push((total.index(), parts.iter().map(|part| part.index()).collect()));
    }

    /// A new total over cells, with the right value.
    pub fn total(&mut self, parts: &[Cell]) -> Cell {
        let total = self.cell(parts.iter().filter_map(|part| self.tables.value(*part)).sum());
        self.sum(total, parts);
        total
    }

    pub fn truth(&self) -> Vec<u64> {
        self.tables.cells().filter_map(|cell| self.tables.value(cell)).collect()
    }

    /// A table with all margins over these inner values; the margins row by row, column by column, and the grand total.
    pub fn two_way(&mut self, body: &[Vec<u64>]) -> Margins {
        let cells: Vec<Vec<Cell>> =
            body.iter().map(|row| row.iter().map(|value| self.cell(*value)).collect()).collect();
        let rows: Vec<Cell> = cells.iter().map(|row| self.total(row)).collect();
        let column = |j: usize| cells.iter().map(|row| row[j]).collect::<Vec<_>>();
        let columns: Vec<Cell> = (0..cells[0].len()).map(|j| self.total(&column(j))).collect();
        let grand = self.total(&rows);
        self.sum(grand, &columns);
        Margins { rows, grand }
    }
}

/// The cells of a two-way table.
pub struct Margins {
    pub rows: Vec<Cell>,
    pub grand: Cell,
}

/// The values of each hidden cell over all worlds with hidden values of at most `most`; of groups that hold something
/// small in the world, if the reader knows the rule. `None` if there are too many worlds to try.
pub fn possible(
    plain: &Plain,
    hidden: &[usize],
    knows: Option<&Rule>,
    most: u64,
    patience: u32,
) -> Option<BTreeMap<usize, BTreeSet<u64>>> {
    let truth = plain.truth();
    let mut found: BTreeMap<usize, BTreeSet<u64>> = hidden.iter().map(|cell| (*cell, BTreeSet::new())).collect();
    for group in groups(plain, hidden) {
        let mut at = truth.clone();
        let made_by_rule = knows.filter(|rule| group.iter().any(|cell| rule.is_small(truth[*cell])));
        let least = |cell: usize| match knows {
            Some(rule) if rule.zeros == Zeros::Shown && truth[cell] > 0 => 1,
            _ => 0,
        };
        let mut search =
            Search { plain, group: &group, least: &least, most, made_by_rule, found: &mut found, steps: 0, patience };
        search.descend(&mut at, 0);
        if search.steps > patience {
            return None;
        }
    }
    Some(found)
}

/// Hidden cells that hang together by sums.
fn groups(plain: &Plain, hidden: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<BTreeSet<usize>> = hidden.iter().map(|cell| [*cell].into()).collect();
    for (total, parts) in &plain.sums {
        let here = |group: &BTreeSet<usize>| group.contains(total) || parts.iter().any(|part| group.contains(part));
        let (touched, mut rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(here);
        rest.push(touched.into_iter().flatten().collect());
        groups = rest;
    }
    groups.into_iter().filter(|group| !group.is_empty()).map(|group| group.into_iter().collect()).collect()
}

struct Search<'a> {
    plain: &'a Plain,
    group: &'a [usize],
    least: &'a dyn Fn(usize) -> u64,
    most: u64,
    made_by_rule: Option<&'a Rule>,
    found: &'a mut BTreeMap<usize, BTreeSet<u64>>,
    steps: u32,
    patience: u32,
}

impl Search<'_> {
    /// Sums whose cells all have a value by now must hold.
    fn holds(&self, at: &[u64], next: usize) -> bool {
        let open = &self.group[next..];
        self.plain.sums.iter().all(|(total, parts)| {
            let sum: u64 = parts.iter().filter(|part| !open.contains(part)).map(|part| at[*part]).sum();
            let is_open = |cell: &usize| open.contains(cell);
            match (is_open(total), parts.iter().any(is_open)) {
                (false, false) => at[*total] == sum,
                (false, true) => at[*total] >= sum,
                _ => true,
            }
        })
    }

    fn descend(&mut self, at: &mut Vec<u64>, next: usize) {
        self.steps += 1;
        if self.steps > self.patience || !self.holds(at, next) {
            return;
        }
        let Some(cell) = self.group.get(next).copied() else {
            let small = self.made_by_rule.is_none_or(|rule| self.group.iter().any(|cell| rule.is_small(at[*cell])));
            if small {
                for cell in self.group {
                    self.found.entry(*cell).or_default().insert(at[*cell]);
                }
            }
            return;
        };
        let before = at[cell];
        // A sum in which only this cell is open leaves it one value.
        let open = &self.group[next..];
        let forced = self.plain.sums.iter().find_map(|(total, parts)| {
            let known = || parts.iter().filter(|part| **part != cell).map(|part| at[*part]).sum::<u64>();
            let only = parts.iter().chain([total]).all(|one| *one == cell || !open.contains(one));
            match (only, *total == cell, parts.contains(&cell)) {
                (true, true, false) => Some(known()),
                (true, false, true) => Some(at[*total].saturating_sub(known())),
                _ => None,
            }
        });
        let least = (self.least)(cell);
        let range = forced.map_or(least..=self.most, |value| value.max(least)..=value.min(self.most));
        for value in range {
            at[cell] = value;
            self.descend(at, next + 1);
        }
        at[cell] = before;
    }
}
