//! Worked examples: 4, 4, 7 with total 15, alone and in every company; and tables from the literature.

use crate::brute::{Plain, possible};
use insight::disclosure::{Bounds, Cell, Protected, Reader, Rule, Shown, Tables, bounds, protect};

fn rule() -> Rule {
    Rule::default()
}

fn said(bounds: &[Bounds]) -> Vec<String> {
    bounds.iter().map(ToString::to_string).collect()
}

/// No combination of the tables narrows a hidden cell below five values, for either reader, by exhaustive search.
fn holds(plain: &Plain, most: u64) -> Protected {
    let out = protect(&plain.tables, &rule()).unwrap();
    let hidden: Vec<usize> = out.hidden().map(Cell::index).collect();
    for knows in [None, Some(&rule())] {
        for (cell, values) in possible(plain, &hidden, knows, most, u32::MAX).unwrap() {
            assert!(values.len() >= 5, "cell {cell}: {values:?} ({knows:?})");
        }
    }
    for (cell, value) in plain.truth().iter().enumerate() {
        let shown = out.cells()[cell];
        assert!(shown == Shown::Hidden || shown == Shown::Value(*value));
        assert!(shown == Shown::Hidden || !rule().is_small(*value));
    }
    out
}

fn triple(plain: &mut Plain) -> (Vec<Cell>, Cell) {
    let parts: Vec<Cell> = [4, 4, 7].map(|value| plain.cell(value)).to_vec();
    let total = plain.total(&parts);
    (parts, total)
}

#[test]
fn four_four_seven_alone() {
    let mut plain = Plain::default();
    let (parts, total) = triple(&mut plain);
    let out = holds(&plain, 20);
    assert_eq!(said(out.bounds()), ["1..7", "1..7"]);
    assert_eq!((out.shown(parts[2]), out.shown(total)), (Shown::Value(7), Shown::Value(15)));
    let adds = bounds(&plain.tables, &parts[..2], &rule(), Reader::Adds).unwrap();
    assert_eq!(said(&adds), ["0..8", "0..8"]);
}

#[test]
fn four_four_seven_with_each_split_by_district() {
    for districts in [[1, 3], [2, 2], [4, 0], [3, 1]] {
        for third in [[3, 4], [7, 0], [1, 6], [5, 2]] {
            let mut plain = Plain::default();
            let (parts, _) = triple(&mut plain);
            for (part, values) in parts.iter().zip([districts, districts, third]) {
                let inner = values.map(|value| plain.cell(value));
                plain.sum(*part, &inner);
            }
            holds(&plain, 16);
        }
    }
}

#[test]
fn four_four_seven_as_a_column_beside_another() {
    for other in [[5, 9, 6], [1, 2, 3], [12, 0, 8], [4, 4, 7]] {
        let mut plain = Plain::default();
        plain.two_way(&[vec![4, other[0]], vec![4, other[1]], vec![7, other[2]]]);
        holds(&plain, 25);
    }
}

#[test]
fn four_four_seven_linked_by_sex_and_by_district() {
    for women in [[2, 1, 3], [4, 4, 7], [0, 4, 2]] {
        for north in [[1, 2, 6], [4, 0, 3]] {
            let mut plain = Plain::default();
            let (parts, _) = triple(&mut plain);
            for split in [women, north] {
                for ((part, one), all) in parts.iter().zip(split).zip([4, 4, 7]) {
                    let halves = [plain.cell(one), plain.cell(all - one)];
                    plain.sum(*part, &halves);
                }
            }
            holds(&plain, 12);
        }
    }
}

#[test]
fn four_four_seven_monthly_and_running() {
    let mut plain = Plain::default();
    let (parts, _) = triple(&mut plain);
    let first = plain.total(&parts[..1]);
    let second = plain.cell(8);
    plain.sum(second, &[first, parts[1]]);
    let third = plain.cell(15);
    plain.sum(third, &[second, parts[2]]);
    holds(&plain, 24);
}

#[test]
fn two_small_numbers_that_betray_each_other_take_a_third_along() {
    // 2 + 1 = 3: each would be 1 or 2.
    let mut plain = Plain::default();
    let parts = [2, 1, 7, 30].map(|value| plain.cell(value));
    plain.total(&parts);
    let out = holds(&plain, 45);
    assert_eq!(out.shown(parts[2]), Shown::Hidden);
    assert_eq!(out.shown(parts[3]), Shown::Value(30));
    assert_eq!(out.small(), 2);
}

#[test]
fn one_small_number_takes_the_cheapest_along_and_spares_the_total() {
    let mut plain = Plain::default();
    let parts = [3, 90, 12, 40].map(|value| plain.cell(value));
    let total = plain.total(&parts);
    let out = holds(&plain, 20);
    assert_eq!(out.hidden().collect::<Vec<_>>(), [parts[0], parts[2]]);
    assert_eq!(out.shown(total), Shown::Value(145));
    // 3 + 12 = 15 and one of them small: 1..4 or 11..14.
    assert_eq!(said(out.bounds()), ["1..14", "1..14"]);
}

/// A table of the literature (investment by activity and region; Fischetti and Salazar 2001 use it): a hidden 2 × 2 block
/// has the Fréchet bounds of its margins; the hidden 22 lies in 5..30.
#[test]
fn a_two_by_two_block_has_the_frechet_bounds() {
    let mut tables = Tables::new();
    let printed = [vec![20, 50, 10, 80], vec![8, 19, 22, 49], vec![17, 32, 12, 61], vec![45, 101, 44, 190]];
    let table = tables.two_way("investment by activity", &printed).unwrap();
    let hidden = [table.body[1][0], table.body[1][2], table.body[2][0], table.body[2][2]];
    let found = bounds(&tables, &hidden, &rule(), Reader::Adds).unwrap();
    // Rows 30 and 29, columns 25 and 34: max(0, 25 - 29) ..= min(25, 30) for the first.
    assert_eq!(said(&found), ["0..25", "5..30", "0..25", "4..29"]);
}

/// Gaps: a + b = 5, b + c = 7, a + c = d. Then d = 12 - 2b, so d takes even values only.
#[test]
fn impossible_values_between_the_bounds_are_not_counted() {
    let mut plain = Plain::default();
    let [a, b, c, d] = [3, 2, 5, 8].map(|value| plain.cell(value));
    plain.total(&[a, b]);
    plain.total(&[b, c]);
    plain.sum(d, &[a, c]);
    let found = bounds(&plain.tables, &[a, b, c, d], &rule(), Reader::Adds).unwrap();
    assert_eq!(said(&found), ["0..5", "0..5", "2..7", "2..12"]);
    let values = possible(&plain, &[0, 1, 2, 3], None, 20, u32::MAX).unwrap();
    assert_eq!(values[&3].iter().copied().collect::<Vec<_>>(), [2, 4, 6, 8, 10, 12]);
    holds(&plain, 16);
}

#[test]
fn nothing_small_hides_nothing() {
    let mut plain = Plain::default();
    plain.two_way(&[vec![5, 0, 9], vec![7, 8, 0]]);
    assert_eq!(holds(&plain, 1).hidden().count(), 0);
}
