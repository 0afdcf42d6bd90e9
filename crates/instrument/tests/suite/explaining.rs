//! The explanation leads from the class to the answers.

use instrument::{Answer, Cutoffs, Decision, Denominators, Input, Lang, Limit, State};

use crate::rules::{index, shipped};

#[test]
fn from_class_to_answer() {
    let rule = shipped();
    let (per, cutoffs) = (Denominators::default(), Cutoffs::none());
    let mut answers = vec![Answer::Number(0.0); 12];
    answers.push(Answer::Choice(0));
    answers[0] = Answer::Number(4.0);
    let outcome = rule.score(&answers, &per, &cutoffs);
    let why = outcome.explain(&rule, &answers, &per, &cutoffs);
    assert_eq!(why.class().map(|c| c.id.as_str()), Some("siaga"));
    let Some(Decision::Row { index: 3, row, .. }) = why.decision() else { panic!("{:?}", why.decision()) };
    assert!(row.provisional);
    let condition = why.conditions(3).next().unwrap_or_else(|| panic!("no condition"));
    assert_eq!((condition.condition.min, condition.holds), (Some(1.0), Some(true)));
    assert_eq!(condition.part.title(Lang::Id), "Indikator pokok yang ditemukan");
    assert_eq!(condition.part.value.and_then(|v| v.exact()), Some(1.0));
    let first = condition.part.inputs().next();
    let Some(Input::Item(item)) = first else { panic!("{first:?}") };
    assert_eq!((item.item.id.as_str(), item.state, item.limit), ("P1", State::Present, Limit::AtLeast(3.0)));
    assert_eq!(item.answer, &Answer::Number(4.0));
    assert!(item.provisional);
    assert_eq!(why.root().inputs().count(), 2);
    assert_eq!(rule.findings(&outcome).collect::<Vec<_>>(), [0]);
}

#[test]
fn several_rows_while_undetermined() {
    let rule = shipped();
    let (per, cutoffs) = (Denominators::default(), Cutoffs::none());
    let outcome = rule.score(&[], &per, &cutoffs);
    let why = outcome.explain(&rule, &[], &per, &cutoffs);
    assert!(why.class().is_none() && why.decision().is_none());
    assert_eq!((why.decisions().count(), why.possible().count()), (5, 4));
    assert_eq!(why.conditions(0).next().map(|c| c.holds), Some(None));
    let item = why.item(0).map(|line| (line.answer, line.state));
    assert_eq!(item, Some((&Answer::Missing, State::Unknown(instrument::Why::NotAnswered))));
}

#[test]
fn a_band_with_weights() {
    let rule = index();
    let (per, cutoffs) = (Denominators::default(), Cutoffs::none());
    let mut answers = vec![Answer::Number(60.0); 4];
    answers.push(Answer::Choice(2));
    let outcome = rule.score(&answers, &per, &cutoffs);
    let why = outcome.explain(&rule, &answers, &per, &cutoffs);
    assert!(matches!(why.decision(), Some(Decision::Band { index: 2, .. })));
    assert_eq!(why.root().value.and_then(|v| v.exact()), Some(64.0));
    let Some(Input::Part(index)) = why.root().inputs().next() else { panic!() };
    let weights: Vec<Option<f64>> = index
        .inputs()
        .map(|input| match input {
            Input::Item(item) => item.weight,
            Input::Part(part) => part.weight,
        })
        .collect();
    assert_eq!(weights, [25.0, 20.0, 25.0, 20.0, 10.0].map(Some));
}
