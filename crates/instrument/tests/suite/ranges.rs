//! The range of classes: never too narrow, and exact where the rule counts.

use instrument::{Answer, Cutoffs, Denominators, Instrument, State};
use proptest::prelude::*;

use crate::rules::{answer, class_id, complete, index, mixed, overlapping, partial, score, shipped};

fn unknown(rule: &Instrument, answers: &[Answer]) -> Vec<usize> {
    let outcome = score(rule, answers);
    let states = outcome.items.iter().enumerate();
    states.filter(|(_, s)| matches!(s, State::Unknown(_))).map(|(i, _)| i).collect()
}

/// Every class that some completion of the unknown gives.
fn by_brute_force(rule: &Instrument, answers: &[Answer]) -> Vec<usize> {
    let open = unknown(rule, answers);
    let mut classes: Vec<usize> = (0..1_usize << open.len())
        .filter_map(|bits| {
            let mut full = answers.to_vec();
            for (position, &item) in open.iter().enumerate() {
                full[item] = Answer::Present(bits >> position & 1 == 1);
            }
            score(rule, &full).class()
        })
        .collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn exact_for_the_shipped_rule(answers in partial(&shipped())) {
        let rule = shipped();
        let possible: Vec<usize> = score(&rule, &answers).possible().collect();
        prop_assert_eq!(possible, by_brute_force(&rule, &answers));
    }

    #[test]
    fn exact_for_overlapping_counts(answers in partial(&overlapping())) {
        let rule = overlapping();
        let possible: Vec<usize> = score(&rule, &answers).possible().collect();
        prop_assert_eq!(possible, by_brute_force(&rule, &answers));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_index_holds_every_completion(
        (answers, full) in (partial(&index()), complete(&index())),
    ) {
        let rule = index();
        prop_assert!(holds(&rule, &answers, &full, &Denominators::default()).is_ok());
    }

    #[test]
    fn a_mixed_rule_holds_every_completion(
        (answers, full) in (partial(&mixed()), complete(&mixed())),
        residents in prop::option::of(1.0..20_000.0),
    ) {
        let rule = mixed();
        let per = Denominators { residents, households: None };
        let held = holds(&rule, &answers, &full, &per);
        prop_assert!(held.is_ok(), "{:?}", held);
    }

    /// Answering one more item never widens the range.
    #[test]
    fn answering_narrows(answers in partial(&index()), said in answer(&index(), 1)) {
        let rule = index();
        let mut more = answers;
        more[1] = Answer::Missing;
        let before = score(&rule, &more);
        more[1] = said;
        let after = score(&rule, &more);
        prop_assume!(after.part_value(&rule, "index").is_some_and(|v| v.applies != instrument::Applies::No));
        prop_assert!(before.worst <= after.worst && after.mildest <= before.mildest);
    }
}

/// The range of `answers` holds the class and the index of its completion by `full`.
fn holds(rule: &Instrument, answers: &[Answer], full: &[Answer], per: &Denominators) -> Result<(), String> {
    let range = rule.score(answers, per, &Cutoffs::none());
    let mut completed = answers.to_vec();
    for (item, state) in range.items.iter().enumerate() {
        if matches!(state, State::Unknown(_)) && !matches!(answers[item], Answer::Number(_)) {
            completed[item] = full[item].clone();
        }
    }
    let per = Denominators { residents: per.residents.or(Some(3000.0)), ..*per };
    let outcome = rule.score(&completed, &per, &Cutoffs::none());
    if let Some(class) = outcome.class()
        && !range.possible().any(|possible| possible == class)
    {
        return Err(format!("{answers:?} → {completed:?}: class {class}"));
    }
    for part in 0..rule.parts().len() {
        if let (Some(wide), Some(narrow)) = (range.part(part), outcome.part(part))
            && narrow.applies == instrument::Applies::Yes
            && !(wide.low <= narrow.low && narrow.high <= wide.high)
        {
            return Err(format!("{answers:?} → {completed:?}: {wide:?} ∌ {narrow:?}"));
        }
    }
    Ok(())
}

/// Kota Kediri 2019 style: a weighted index by hand. (25·80.95 + 20·83.33 + 25·70 + 20·60 + 10·100) / 100 = 76.4035.
#[test]
fn a_weighted_index_by_hand() {
    let rule = index();
    let mut answers: Vec<Answer> = [80.95, 83.33, 70.0, 60.0].map(Answer::Number).to_vec();
    answers.push(Answer::Choice(2));
    let outcome = score(&rule, &answers);
    let value = outcome.part_value(&rule, "index").and_then(|v| v.exact());
    assert_eq!(value, Some(76.4035));
    assert_eq!(class_id(&rule, &outcome), Some("sangat"));
    // Not applicable: the weights are renormalised. (25·80 + 25·40) / 50 = 60.
    let answers = [
        Answer::Number(80.0),
        Answer::NotApplicable,
        Answer::Number(40.0),
        Answer::NotApplicable,
        Answer::NotApplicable,
    ];
    let outcome = score(&rule, &answers);
    assert_eq!(outcome.part_value(&rule, "index").and_then(|v| v.exact()), Some(60.0));
}

/// A band edge belongs to the band that says so: 25.00 is still "tidak", 25.01 is "cukup".
#[test]
fn a_published_edge_belongs_below() {
    let rule = index();
    for (value, class) in [(25.0, "tidak"), (25.01, "cukup"), (50.0, "cukup"), (100.0, "sangat"), (0.0, "tidak")] {
        let mut answers = vec![Answer::Number(value); 4];
        answers.push(Answer::NotApplicable);
        assert_eq!(class_id(&rule, &score(&rule, &answers)), Some(class), "{value}");
    }
}

#[test]
fn denominators_and_cutoffs() {
    let rule = mixed();
    let mut answers = vec![Answer::Number(0.0); 4];
    answers[1] = Answer::Number(6.0);
    let per = |residents| Denominators { residents, households: None };
    let state = |residents| rule.score(&answers, &per(residents), &Cutoffs::none()).items[1];
    assert_eq!(state(Some(3000.0)), State::Present); // 6 per 3,000 = 2 per 1,000
    assert_eq!(state(Some(3001.0)), State::Absent);
    assert_eq!(state(None), State::Unknown(instrument::Why::NoDenominator));
    assert_eq!(state(Some(0.0)), State::Unknown(instrument::Why::NoDenominator));

    let top = instrument::EXAMPLE.replace("at_least = 3", "top_share = 0.25");
    let rule = crate::rules::parse(&top);
    let city: Vec<Vec<Answer>> = (0..5).map(|n| vec![Answer::Number(f64::from(n))]).collect();
    let cutoffs = rule.cutoffs(city.iter().map(Vec::as_slice));
    assert_eq!(cutoffs.get(0), Some(3.0));
    let state = |n: f64, cutoffs: &Cutoffs| rule.score(&[Answer::Number(n)], &per(None), cutoffs).items[0];
    assert_eq!(state(3.0, &cutoffs), State::Present);
    assert_eq!(state(2.0, &cutoffs), State::Absent);
    assert_eq!(state(3.0, &Cutoffs::none()), State::Unknown(instrument::Why::NoCutoff));
    assert_eq!(state(0.0, &Cutoffs::none()), State::Absent);
}
