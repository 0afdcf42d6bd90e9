//! What is refused, and how it is named.

use insight::disclosure::{BuildError, Difference, Refusal, Rule, Tables, Zeros, protect, reconcile};

#[test]
fn a_wrong_total_is_named_with_its_difference() {
    let mut tables = Tables::new();
    tables.two_way("class by year", &[vec![4, 9, 13], vec![6, 8, 15], vec![10, 17, 27]]).unwrap();
    let wrong = |relation: &str, total, parts: u64, difference| Difference {
        relation: relation.into(),
        total,
        parts: parts.into(),
        difference,
    };
    let expected = vec![wrong("class by year, row 2", 15, 14, 1), wrong("class by year, column 3", 27, 28, -1)];
    assert_eq!(reconcile(&tables), Err(expected.clone()));
    assert_eq!(protect(&tables, &Rule::default()), Err(Refusal::DoesNotReconcile(expected)));
}

#[test]
fn a_lone_small_count_cannot_be_protected_from_who_knows_the_rule() {
    let mut tables = Tables::new();
    let (parts, total) = tables.one_way("cases", &[3, 0, 0], 3);
    let cells = vec![total, parts[0]];
    assert_eq!(protect(&tables, &Rule::default()), Err(Refusal::CannotProtect { cells }));
    // It can, if zeros may be hidden with it.
    let rule = Rule { zeros: Zeros::MayHide, ..Rule::default() };
    assert!(protect(&tables, &rule).is_ok());
    let rule = Rule { zeros: Zeros::Small, ..Rule::default() };
    assert_eq!(protect(&tables, &rule).unwrap().hidden().count(), 4);
}

#[test]
fn huge_counts_are_refused_and_no_sum_overflows() {
    let mut tables = Tables::new();
    let (parts, _) = tables.one_way("grains of rice", &[u64::MAX, u64::MAX], u64::MAX);
    assert_eq!(reconcile(&tables).unwrap_err()[0].difference, -i128::from(u64::MAX));
    let mut tables = Tables::new();
    let first = tables.cell("rice", u64::MAX);
    assert_eq!(protect(&tables, &Rule::default()), Err(Refusal::TooLarge(first)));
    assert_eq!(tables.sum("foreign", first, &parts), Err(BuildError::UnknownCell(1)));
}

#[test]
fn ragged_tables_are_refused() {
    assert_eq!(Tables::new().two_way("t", &[vec![1, 1], vec![1]]), Err(BuildError::Ragged(1)));
    assert_eq!(Tables::new().two_way("t", &[]), Err(BuildError::Ragged(0)));
}

#[test]
fn strange_rules_and_relations_end_too() {
    let mut tables = Tables::new();
    let [a, b] = ["a", "b"].map(|label| tables.cell(label, 3));
    tables.sum("a is b", a, &[b]).unwrap();
    tables.sum("b is a", b, &[a]).unwrap();
    tables.sum("a is a", a, &[a]).unwrap();
    for threshold in [0, 1, 5, u64::MAX] {
        for span in [0, 1, 5, 100] {
            let rule = Rule { threshold, span, ..Rule::default() };
            let _ = protect(&tables, &rule);
        }
    }
}
