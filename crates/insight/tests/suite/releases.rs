//! Several releases: what is out stays out, what was hidden stays hidden, and a new table unveils no old cell.

use crate::brute::{Plain, possible};
use insight::disclosure::{Cell, Earlier, Protected, Refusal, Rule, Shown, Tables, protect};

fn after(tables: &Tables, cells: &[Cell], out: &Protected) -> Tables {
    cells.iter().fold(tables.clone(), |tables, cell| {
        let earlier = if out.shown(*cell) == Shown::Hidden { Earlier::Hidden } else { Earlier::Shown };
        tables.with_published(*cell, earlier)
    })
}

#[test]
fn a_later_split_does_not_unveil_what_was_hidden() {
    let mut plain = Plain::default();
    let parts = [4, 4, 7, 25].map(|value| plain.cell(value));
    let total = plain.total(&parts);
    let first = protect(&plain.tables, &Rule::default()).unwrap();
    let out: Vec<Cell> = parts.iter().copied().chain([total]).collect();
    // Later: the same four by district. Its columns would give the hidden fours away.
    plain.tables = after(&plain.tables, &out, &first);
    let inner = [[3, 1], [1, 3], [2, 5], [11, 14]].map(|values| values.map(|value| plain.cell(value)));
    for (part, inner) in parts.iter().zip(&inner) {
        plain.sum(*part, inner);
    }
    let second = protect(&plain.tables, &Rule::default()).unwrap();
    assert!(out.iter().all(|cell| first.shown(*cell) == second.shown(*cell)));
    let hidden: Vec<usize> = second.hidden().map(Cell::index).collect();
    let values = possible(&plain, &hidden, Some(&Rule::default()), 25, u32::MAX).unwrap();
    assert!(values.values().all(|values| values.len() >= 5), "{values:?}");
}

#[test]
fn what_would_need_hiding_but_is_out_is_named() {
    let mut tables = Tables::new();
    let (parts, total) = tables.one_way("cases", &[3, 20, 30], 53);
    let tables = [parts[1], parts[2], total].iter().fold(tables, |t, cell| t.with_published(*cell, Earlier::Shown));
    let refused = protect(&tables, &Rule::default());
    assert_eq!(refused, Err(Refusal::AlreadyOut { cells: vec![parts[0]], needed: vec![parts[1]] }));
}

#[test]
fn a_release_handed_in_again_comes_out_the_same() {
    let mut tables = Tables::new();
    let printed = [vec![4, 9, 13, 26], vec![6, 8, 15, 29], vec![10, 2, 20, 32], vec![20, 19, 48, 87]];
    tables.two_way("class by year", &printed).unwrap();
    let first = protect(&tables, &Rule::default()).unwrap();
    let cells: Vec<Cell> = tables.cells().collect();
    assert_eq!(protect(&after(&tables, &cells, &first), &Rule::default()), Ok(first));
}

#[test]
fn an_old_hidden_cell_without_anything_small_beside_it_stays_hidden_and_wide() {
    let mut tables = Tables::new();
    let (parts, _) = tables.one_way("cases", &[30, 20, 50], 100);
    let tables = tables.with_published(parts[0], Earlier::Hidden);
    let out = protect(&tables, &Rule::default()).unwrap();
    assert_eq!(out.hidden().collect::<Vec<_>>(), [parts[0], parts[1]]);
    assert_eq!(out.bounds()[0].to_string(), "1..49");
}
