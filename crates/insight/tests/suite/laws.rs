//! Laws over random small tables, held against the exhaustive search of `brute.rs`.

use crate::brute::{PATIENCE, Plain, possible};
use insight::disclosure::{Cell, Reader, Refusal, Rule, Shown, Zeros, bounds, protect};
use proptest::{collection::vec, prelude::*};

/// Counts as they are in small places: many zeros and small ones.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![2 => Just(0), 4 => 1u64..5, 4 => 5u64..11]
}

fn zeros() -> impl Strategy<Value = Zeros> {
    prop_oneof![3 => Just(Zeros::Shown), 1 => Just(Zeros::MayHide), 1 => Just(Zeros::Small)]
}

fn list() -> impl Strategy<Value = Plain> {
    vec(count(), 1..5).prop_map(|values| {
        let mut plain = Plain::default();
        let parts: Vec<Cell> = values.into_iter().map(|value| plain.cell(value)).collect();
        plain.total(&parts);
        plain
    })
}

fn two_way() -> impl Strategy<Value = Plain> {
    vec(vec(count(), 3), 2..4).prop_map(|body| {
        let mut plain = Plain::default();
        plain.two_way(&body);
        plain
    })
}

/// Villages in districts in a city.
fn hierarchy() -> impl Strategy<Value = Plain> {
    vec(vec(count(), 1..4), 1..4).prop_map(|districts| {
        let mut plain = Plain::default();
        let mut totals = Vec::new();
        for villages in districts {
            let villages: Vec<Cell> = villages.into_iter().map(|value| plain.cell(value)).collect();
            totals.push(plain.total(&villages));
        }
        plain.total(&totals);
        plain
    })
}

/// Class by year and class by district, linked by the totals of the classes. The second is made to fit the first.
fn linked() -> impl Strategy<Value = Plain> {
    (vec(vec(count(), 2), 2..4), vec(0u64..11, 3)).prop_map(|(body, shares)| {
        let mut plain = Plain::default();
        let table = plain.two_way(&body);
        let mut districts: [Vec<Cell>; 2] = Default::default();
        for (class, share) in table.rows.iter().zip(shares) {
            let all = plain.tables.value(*class).unwrap();
            let one = all * share / 10;
            let halves = [plain.cell(one), plain.cell(all - one)];
            plain.sum(*class, &halves);
            districts.iter_mut().zip(halves).for_each(|(district, half)| district.push(half));
        }
        let totals = districts.map(|district| plain.total(&district));
        plain.sum(table.grand, &totals);
        plain
    })
}

/// 2 × 2 × 2 with all margins: no network.
fn cube() -> impl Strategy<Value = Plain> {
    vec(count(), 8).prop_map(|values| {
        let mut plain = Plain::default();
        let cells: Vec<Cell> = values.into_iter().map(|value| plain.cell(value)).collect();
        let lines = [[0, 1], [2, 3], [4, 5], [6, 7], [0, 2], [1, 3], [4, 6], [5, 7], [0, 4], [1, 5], [2, 6], [3, 7]];
        for line in lines {
            plain.total(&line.map(|place| cells[place]));
        }
        plain
    })
}

fn check(plain: &Plain, rule: &Rule) -> Result<(), TestCaseError> {
    let out = match protect(&plain.tables, rule) {
        Ok(out) => out,
        Err(Refusal::CannotProtect { cells }) => {
            prop_assert!(!cells.is_empty());
            // Only what truly has too few values with everything hidden is refused.
            let truth = plain.truth();
            let all: Vec<usize> = (0..truth.len()).filter(|cell| rule.may_hide(truth[*cell])).collect();
            let Some(values) = possible(plain, &all, Some(rule), 24, PATIENCE) else { return Ok(()) };
            let narrow = cells.iter().any(|cell| values[&cell.index()].len() < 5);
            prop_assert!(narrow, "{cells:?} could be protected: {values:?}");
            return Ok(());
        }
        Err(other) => return Err(TestCaseError::fail(other.to_string())),
    };
    let again = protect(&plain.tables, rule);
    prop_assert_eq!(Ok(&out), again.as_ref());
    for (shown, value) in out.cells().iter().zip(plain.truth()) {
        prop_assert!(*shown == Shown::Hidden || *shown == Shown::Value(value));
        prop_assert!(*shown == Shown::Hidden || !rule.is_small(value));
        prop_assert!(*shown != Shown::Hidden || rule.may_hide(value));
    }
    let cells: Vec<Cell> = out.hidden().collect();
    let hidden: Vec<usize> = cells.iter().map(|cell| cell.index()).collect();
    for (reader, knows) in [(Reader::Adds, None), (Reader::KnowsRule, Some(rule))] {
        let found = bounds(&plain.tables, &cells, rule, reader).unwrap();
        // Where something is unlimited the search must stop somewhere, and sees only some of the values.
        let limited = found.iter().all(|one| one.high.is_some());
        let room = if limited { 0 } else { 12 + plain.truth().into_iter().max().unwrap_or(0) };
        let most = found.iter().filter_map(|one| one.high).max().unwrap_or(0).max(room);
        let Some(values) = possible(plain, &hidden, knows, most, PATIENCE) else { continue };
        for one in found {
            let values = &values[&one.cell.index()];
            prop_assert!(values.len() >= 5, "{:?} {:?}: {:?}", reader, one, values);
            let first = *values.first().unwrap();
            let fits = if limited { first == one.low } else { first >= one.low };
            prop_assert!(fits, "{:?} {:?} {}", reader, one, first);
            if let Some(high) = one.high {
                let last = *values.last().unwrap();
                let fits = if limited { last == high } else { last <= high };
                prop_assert!(fits, "{:?} {:?} {}", reader, one, last);
            }
        }
    }
    Ok(())
}

/// Exhaustive search is slow: fewer cases than usual, unless asked for.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if asked { usual.cases } else { 48 }, ..usual }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn lists(plain in list(), zeros in zeros()) {
        check(&plain, &Rule { zeros, ..Rule::default() })?;
    }

    #[test]
    fn tables_with_rows_and_columns(plain in two_way(), zeros in zeros()) {
        check(&plain, &Rule { zeros, ..Rule::default() })?;
    }

    #[test]
    fn hierarchies(plain in hierarchy(), zeros in zeros()) {
        check(&plain, &Rule { zeros, ..Rule::default() })?;
    }

    #[test]
    fn linked_tables(plain in linked(), zeros in zeros()) {
        check(&plain, &Rule { zeros, ..Rule::default() })?;
    }

    #[test]
    fn cubes(plain in cube()) {
        check(&plain, &Rule::default())?;
    }

    /// Whatever is hidden, by whomever: bounds are what exhaustive search finds.
    #[test]
    fn bounds_of_any_hidden_cells_are_exact(plain in two_way(), pick in vec(any::<bool>(), 16)) {
        let cells: Vec<Cell> = plain.tables.cells().zip(pick).filter(|(_, pick)| *pick).map(|(cell, _)| cell).collect();
        let hidden: Vec<usize> = cells.iter().map(|cell| cell.index()).collect();
        let found = bounds(&plain.tables, &cells, &Rule::default(), Reader::Adds).unwrap();
        let Some(most) = found.iter().map(|one| one.high).try_fold(0, |most, high| Some(high?.max(most))) else {
            return Ok(());
        };
        let Some(values) = possible(&plain, &hidden, None, most, PATIENCE) else { return Ok(()) };
        for one in found {
            let values = &values[&one.cell.index()];
            prop_assert_eq!((values.first().copied(), values.last().copied()), (Some(one.low), one.high));
            prop_assert_eq!(Some(values.len() as u64), one.span(), "a network has no gaps");
        }
    }
}
