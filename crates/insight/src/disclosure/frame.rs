//! Is a set of tables a network? Then every bound is a flow, whole and exact.
//!
//! One-way, two-way and hierarchical tables, also two-way with one hierarchical side, are networks: after leaving out
//! rows that follow from others, each cell stands in at most two rows, and signs can be given to rows so that it enters
//! one and leaves the other (Cox 1980; Gusfield 1988, "A graph theoretic approach to statistical data security").
//! The constraint matrix is then totally unimodular, and a hidden cell takes every whole number between its bounds.
//! For: finding this form. Not for: finding flows (`flow.rs`). Tables that are no network: `integer.rs`.

use super::system::System;
use std::collections::BTreeMap;

/// Cells as arcs from node to node. Node 0 is outside: cells in one row only, or in none, lead there.
pub(crate) struct Frame {
    /// From and to; `None` if the cell's tables are no network.
    pub(crate) ends: Vec<Option<(usize, usize)>>,
    /// The arcs that touch each node, in order of cells.
    pub(crate) arcs: Vec<Vec<usize>>,
}

impl Frame {
    /// The form of the cells marked in `among`; all others are taken as known.
    pub(crate) fn new(system: &System, among: &[bool]) -> Self {
        let mut frame = Self { ends: vec![None; among.len()], arcs: vec![Vec::new()] };
        for group in system.groups(among) {
            frame.add(system, &group);
        }
        for (cell, ends) in frame.ends.iter().enumerate() {
            if let Some((from, to)) = ends {
                frame.arcs[*from].push(cell);
                if from != to {
                    frame.arcs[*to].push(cell);
                }
            }
        }
        frame
    }

    fn add(&mut self, system: &System, group: &[usize]) {
        let mut rows = restricted(system, group);
        if incidence(&rows).values().any(|of| of.len() > 2) {
            rows = independent(&rows);
        }
        let incidence = incidence(&rows);
        if incidence.values().any(|of| of.len() > 2 || of.iter().any(|(_, by)| by.abs() != 1)) {
            return;
        }
        let Some(signs) = signs(&rows, &incidence) else { return };
        let first = self.arcs.len();
        self.arcs.resize(first + rows.len(), Vec::new());
        for cell in group {
            let (mut from, mut to) = (0, 0);
            for (row, by) in incidence.get(cell).into_iter().flatten() {
                *(if by * signs[*row] > 0 { &mut to } else { &mut from }) = first + row;
            }
            self.ends[*cell] = Some((from, to));
        }
    }
}

type Row = Vec<(usize, i64)>;

/// The rows that touch the group, without the cells outside it.
pub(crate) fn restricted(system: &System, group: &[usize]) -> Vec<Row> {
    let mut touched: Vec<usize> = group.iter().flat_map(|cell| &system.of_cell[*cell]).map(|(row, _)| *row).collect();
    touched.sort_unstable();
    touched.dedup();
    let within = |row: &usize| {
        let terms = system.rows[*row].iter();
        terms.filter(|(cell, _)| group.binary_search(cell).is_ok()).copied().collect::<Row>()
    };
    touched.iter().map(within).collect()
}

/// Row and coefficient of every occurrence of a cell.
fn incidence(rows: &[Row]) -> BTreeMap<usize, Vec<(usize, i64)>> {
    let mut found: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        row.iter().for_each(|(cell, by)| found.entry(*cell).or_default().push((index, *by)));
    }
    found
}

/// Signs of the rows with which each cell enters one row and leaves another, if there are any.
fn signs(rows: &[Row], incidence: &BTreeMap<usize, Vec<(usize, i64)>>) -> Option<Vec<i64>> {
    let mut signs = vec![0; rows.len()];
    for start in 0..rows.len() {
        if signs[start] != 0 {
            continue;
        }
        signs[start] = 1;
        let mut open = vec![start];
        while let Some(row) = open.pop() {
            for (cell, by) in &rows[row] {
                for (other, other_by) in incidence.get(cell)?.iter().filter(|(other, _)| *other != row) {
                    let wanted = -signs[row] * by * other_by;
                    match signs[*other] {
                        0 => {
                            signs[*other] = wanted;
                            open.push(*other);
                        }
                        sign if sign != wanted => return None,
                        _ => {}
                    }
                }
            }
        }
    }
    Some(signs)
}

/// A prime; rows independent modulo it are independent. Rows wrongly dropped would only lead to worlds that
/// `View::allows` does not confirm.
const PRIME: u64 = 2_147_483_647;

/// Leaves out rows that follow from the others, first those whose cells stand in more than two rows.
fn independent(rows: &[Row]) -> Vec<Row> {
    let degree: BTreeMap<usize, usize> = incidence(rows).into_iter().map(|(cell, of)| (cell, of.len())).collect();
    let crowded = |row: &Row| {
        let many = row.iter().filter(|(cell, _)| degree.get(cell).is_some_and(|of| *of > 2)).count();
        many * 1_000_000 / row.len().max(1)
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|row| crowded(&rows[*row]));
    let mut reduced: Vec<(usize, BTreeMap<usize, u64>)> = Vec::new();
    let mut pivots: BTreeMap<usize, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for index in order {
        let residue = |by: i64| by.rem_euclid(PRIME.cast_signed()).cast_unsigned();
        let mut row: BTreeMap<usize, u64> = rows[index].iter().map(|(cell, by)| (*cell, residue(*by))).collect();
        // Earlier reduced rows may hold later pivots, never the other way round: so eliminate in order of making.
        while let Some(with) = row.keys().filter_map(|cell| pivots.get(cell)).min() {
            let (pivot, with) = &reduced[*with];
            let Some(factor) = row.get(pivot).copied() else { break };
            for (cell, by) in with {
                let entry = row.entry(*cell).or_default();
                *entry = (*entry + PRIME - factor * by % PRIME) % PRIME;
            }
            row.retain(|_, by| *by != 0);
        }
        let Some((pivot, lead)) = row.iter().min_by_key(|(cell, _)| degree.get(cell)).map(|(c, b)| (*c, *b)) else {
            continue;
        };
        let inverse = power(lead, PRIME - 2);
        row.values_mut().for_each(|by| *by = *by * inverse % PRIME);
        pivots.insert(pivot, reduced.len());
        reduced.push((pivot, row));
        kept.push(index);
    }
    kept.sort_unstable();
    kept.into_iter().map(|index| rows[index].clone()).collect()
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
