//! Every claimed change is carried out and scored again; for counting rules it is also the smallest there is.

use instrument::{Answer, Cutoffs, Denominators, Direction, Instrument, MoveKind, Nearest, Outcome, Scorer, State};
use proptest::prelude::*;

use crate::rules::{complete, index, mixed, overlapping, partial, score, shipped};

fn nearest(rule: &Instrument, answers: &[Answer]) -> (Outcome, Vec<Nearest>) {
    let (per, cutoffs) = (Denominators::default(), Cutoffs::none());
    let outcome = rule.score(answers, &per, &cutoffs);
    let found = outcome.nearest(rule, answers, &per, &cutoffs);
    let mut scorer = Scorer::new(rule);
    for _ in 0..2 {
        assert_eq!(scorer.nearest(&outcome, answers, &per, &cutoffs), found);
    }
    (outcome, found)
}

/// Carries a way out, on the first or the last of the items offered.
fn apply(rule: &Instrument, answers: &[Answer], way: &Nearest, last: bool) -> Vec<Answer> {
    let mut changed = answers.to_vec();
    changed.resize(rule.items().len(), Answer::Missing);
    for step in &way.moves {
        let mut among = step.among.clone();
        if last {
            among.reverse();
        }
        assert!(usize::from(step.need) <= among.len());
        for item in among.into_iter().take(usize::from(step.need)) {
            if let Some(answer) = step.answer(rule, item) {
                let cell = rule.cell(item, &answer);
                assert_eq!(rule.read(item, &cell), Ok(answer.clone()), "{answer:?} is not acceptable");
                changed[item] = answer;
            }
        }
    }
    changed
}

fn changes(way: &Nearest) -> usize {
    way.moves.iter().map(|step| usize::from(step.need)).sum()
}

/// Every claim about a determined class is true.
fn verify(rule: &Instrument, answers: &[Answer]) {
    let (outcome, found) = nearest(rule, answers);
    let Some(class) = outcome.class() else { return };
    for way in &found {
        match way.direction {
            Direction::Better => assert!(way.to > class),
            Direction::Worse => assert!(way.to < class),
        }
        for last in [false, true] {
            let changed = apply(rule, answers, way, last);
            assert_eq!(score(rule, &changed).class(), Some(way.to), "{way:?} on {answers:?}");
        }
    }
}

/// By brute force over all flips of known items: class → least number of flips.
fn smallest(rule: &Instrument, answers: &[Answer]) -> Vec<Option<usize>> {
    let states = score(rule, answers).items;
    let known: Vec<usize> =
        (0..states.len()).filter(|&i| matches!(states[i], State::Present | State::Absent)).collect();
    let mut least = vec![None; rule.classes().len()];
    for bits in 1..1_u32 << known.len() {
        let mut changed = answers.to_vec();
        for (position, &item) in known.iter().enumerate() {
            if bits >> position & 1 == 1 {
                changed[item] = Answer::Present(states[item] == State::Absent);
            }
        }
        if let Some(class) = score(rule, &changed).class() {
            let size = bits.count_ones() as usize;
            let known = least[class].get_or_insert(size);
            *known = size.min(*known);
        }
    }
    least
}

fn verify_smallest(rule: &Instrument, answers: &[Answer]) {
    let (outcome, found) = nearest(rule, answers);
    let Some(class) = outcome.class() else { return };
    let least = smallest(rule, answers);
    let better = (class + 1..least.len()).find(|&c| least[c].is_some());
    let worse = (0..class).rev().find(|&c| least[c].is_some());
    for (direction, expected) in [(Direction::Better, better), (Direction::Worse, worse)] {
        let ways: Vec<&Nearest> = found.iter().filter(|w| w.direction == direction).collect();
        assert_eq!(ways.first().map(|w| w.to), expected, "{answers:?}");
        for way in ways {
            assert_eq!(Some(changes(way)), least[way.to], "{way:?} on {answers:?}");
        }
    }
}

/// "Answer these": some answers to `need` of them settle the class named.
fn verify_answers(rule: &Instrument, answers: &[Answer]) {
    let (outcome, found) = nearest(rule, answers);
    if outcome.class().is_some() {
        return;
    }
    assert!(found.iter().any(|w| w.direction == Direction::Better && w.to == outcome.mildest));
    assert!(found.iter().any(|w| w.direction == Direction::Worse && w.to == outcome.worst));
    for way in &found {
        assert!(way.moves.iter().all(|step| step.kind == MoveKind::Answer));
        let items: Vec<usize> =
            (way.moves.iter()).flat_map(|step| step.among.iter().take(usize::from(step.need)).copied()).collect();
        let settles = (0..1_u32 << items.len()).any(|bits| {
            let mut changed = answers.to_vec();
            for (position, &item) in items.iter().enumerate() {
                changed[item] = Answer::Present(bits >> position & 1 == 1);
            }
            score(rule, &changed).class() == Some(way.to)
        });
        assert!(settles, "{way:?} on {answers:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn true_for_the_shipped_rule(answers in partial(&shipped())) {
        verify(&shipped(), &answers);
        verify_answers(&shipped(), &answers);
    }

    #[test]
    fn true_and_smallest_for_overlapping_counts(answers in partial(&overlapping())) {
        let rule = overlapping();
        verify(&rule, &answers);
        verify_smallest(&rule, &answers);
        verify_answers(&rule, &answers);
    }

    #[test]
    fn true_for_an_index(answers in complete(&index())) {
        verify(&index(), &answers);
    }

    #[test]
    fn true_for_a_mixed_rule(answers in complete(&mixed())) {
        verify(&mixed(), &answers);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn smallest_for_the_shipped_rule(answers in partial(&shipped())) {
        verify_smallest(&shipped(), &answers);
    }
}

/// Core 5, supporting 4 is bahaya: one core or one supporting less is enough, and nothing is worse.
#[test]
fn the_edge_of_bahaya() {
    let rule = shipped();
    let found = |i: usize| i < 5 || (8..12).contains(&i);
    let answers: Vec<Answer> = (0..13).map(|i| Answer::Present(found(i))).collect();
    let (outcome, ways) = nearest(&rule, &answers);
    assert_eq!(outcome.class(), Some(0));
    assert_eq!(ways.len(), 2);
    let offered: Vec<&[usize]> = ways.iter().map(|w| w.moves[0].among.as_slice()).collect();
    assert!(offered.contains(&[0, 1, 2, 3, 4].as_slice()) && offered.contains(&[8, 9, 10, 11].as_slice()));
    assert!(ways.iter().all(|w| w.to == 1 && changes(w) == 1 && w.moves[0].kind == MoveKind::Drop));
}

/// Those closest to their threshold come first: P2 at 20 of 20, then P1 at 4 of 3, then P5 at 100 of 10.
#[test]
fn the_closest_first() {
    let rule = shipped();
    let mut answers = vec![Answer::Number(0.0); 12];
    answers.push(Answer::Choice(0));
    answers[0] = Answer::Number(4.0);
    answers[1] = Answer::Number(20.0);
    answers[4] = Answer::Number(100.0);
    let (outcome, ways) = nearest(&rule, &answers);
    assert_eq!(outcome.class(), Some(2));
    let better = &ways[0];
    assert_eq!((better.to, changes(better)), (3, 3));
    assert_eq!(better.moves[0].among, [1, 0, 4]);
}

/// The index is 40 (cukup); A carries 25 of 100, so A must rise by 40 to pass 50.
#[test]
fn the_edge_of_a_band_is_solved_for() {
    let rule = index();
    let answers =
        vec![Answer::Number(40.0), Answer::Number(40.0), Answer::Number(40.0), Answer::Number(45.0), Answer::Choice(1)];
    let (outcome, ways) = nearest(&rule, &answers);
    let now = outcome.part_value(&rule, "index").and_then(|v| v.exact());
    assert_eq!(now, Some(40.333333333));
    let a = ways.iter().find(|w| w.direction == Direction::Better && w.moves[0].among == [0]);
    let Some(MoveKind::Set { value }) = a.map(|w| w.moves[0].kind) else { panic!("{ways:?}") };
    assert!((value - 78.666_667).abs() < 2e-6, "{value}");
}

/// From 0 everywhere no single variable reaches 25: two must move together.
#[test]
fn several_items_when_one_is_not_enough() {
    let rule = index();
    let mut answers = vec![Answer::Number(0.0); 4];
    answers.push(Answer::Choice(0));
    let (outcome, ways) = nearest(&rule, &answers);
    assert_eq!(outcome.class(), Some(0));
    assert!(!ways.is_empty());
    assert!(ways.iter().all(|w| w.to == 1 && changes(w) == 2), "{ways:?}");
    verify(&rule, &answers);
}
