//! The shipped 8 + 5 rule, against section 1 of the domain research.

use instrument::{Answer, Kind, PresenceRule, Scope, State};
use proptest::prelude::*;

use crate::rules::{class_id, partial, score, shipped, texts};

#[test]
fn has_the_thirteen_indicators() {
    let rule = shipped();
    assert_eq!(rule.rule(), "kawasan-rawan-8-5@2026.1");
    assert!(rule.provisional() && rule.provisional_note().is_some());
    assert_eq!(rule.legal().valid_from.to_string(), "2022-01-01");
    let ids: Vec<&str> = rule.items().iter().map(|i| i.id.as_str()).collect();
    let codes = "P1 P2 P3 P4 P5 P6 P7 P8 D1 D2 D3 D4 D5";
    assert_eq!(ids.join(" "), codes);
    let classes: Vec<&str> = rule.classes().iter().map(|c| c.id.as_str()).collect();
    assert_eq!(classes, ["bahaya", "waspada", "siaga", "aman"]);
    let thresholds = [3.0, 20.0, 2.0, 1.0, 10.0, 5.0, 1.0, 1.0, 3.0, 20.0, 100.0, 0.0, 4.0];
    for (item, threshold) in rule.items().iter().zip(thresholds) {
        let present = item.present.as_ref().map(|p| (&p.rule, p.provisional));
        match item.kind {
            Kind::YesNo => assert_eq!(present, Some((&PresenceRule::Yes, true))),
            _ => assert_eq!(present, Some((&PresenceRule::AtLeast(threshold), true))),
        }
        assert!(item.finding.is_some() && item.action.is_some(), "{}", item.id);
    }
}

#[test]
fn a_village_head_is_asked_only_what_a_village_can_know() {
    let rule = shipped();
    let sheet = |id: &str| rule.sheets().iter().position(|s| s.id == id);
    let ids = |name: &str| -> Vec<&str> {
        let sheet = sheet(name).map(|s| rule.items_of_sheet(s));
        sheet.into_iter().flatten().map(|(_, i)| i.id.as_str()).collect()
    };
    assert_eq!(ids("village"), ["P5", "D1", "D2", "D3", "D4", "D5"]);
    assert_eq!(ids("police"), ["P1", "P2", "P3", "P4", "P6", "P7", "P8"]);
    assert_eq!(rule.sheets()[0].scope, Scope::City);
    assert_eq!(rule.sheets()[0].providers, ["polres", "bnnk_p2m", "bnnk_eradication"]);
    assert_eq!(rule.sheets()[1].providers, ["lurah", "village_operator"]);
}

#[test]
fn no_text_shames() {
    let rule = shipped();
    for text in texts(&rule) {
        let both = format!("{} {}", text.id, text.en).to_lowercase();
        for word in ["pecandu", "penyalah guna", "penyalahguna", "addict", "junkie", "abuser", "zona merah"] {
            assert!(!both.contains(word), "{word}: {both}");
        }
    }
}

/// The table of the research, written out independently.
fn by_hand(core: usize, supporting: usize) -> &'static str {
    match (core, supporting) {
        (5.., 4..) => "bahaya",
        (5.., _) | (3.., 3..) => "waspada",
        (1.., _) => "siaga",
        _ => "aman",
    }
}

#[test]
fn the_table_says_what_the_research_says() {
    let rule = shipped();
    for core in 0..=8 {
        for supporting in 0..=5 {
            let answers: Vec<Answer> = (0..8)
                .map(|i| Answer::Present(i < core))
                .chain((0..5).map(|i| Answer::Present(i < supporting)))
                .collect();
            let outcome = score(&rule, &answers);
            assert_eq!(class_id(&rule, &outcome), Some(by_hand(core, supporting)));
            assert_eq!((outcome.count_present(0), outcome.count_present(1)), (core, supporting));
            let value = outcome.part_value(&rule, "core_present").and_then(|v| v.exact());
            assert_eq!(value, Some(core as f64));
            assert_eq!(rule.findings(&outcome).count(), core + supporting);
        }
    }
}

#[test]
fn thresholds_are_met_from_below() {
    let rule = shipped();
    let cells = ["2", "3", "4,9", "5", "3", "4"];
    let items = ["P1", "P1", "P6", "P6", "D5", "D5"];
    let expected = [false, true, false, true, false, true];
    for ((id, cell), present) in items.iter().zip(cells).zip(expected) {
        let (index, _) = rule.item(id).unwrap_or_else(|| panic!("{id}"));
        let mut answers = vec![Answer::Missing; 13];
        answers[index] = rule.read(index, cell).unwrap_or_else(|e| panic!("{e}"));
        let state = if present { State::Present } else { State::Absent };
        assert_eq!(score(&rule, &answers).items[index], state, "{id} = {cell}");
    }
    let (d4, _) = rule.item("D4").unwrap_or_else(|| panic!("D4"));
    for (cell, state) in
        [("0", State::Absent), ("1", State::Present), ("3", State::Present), ("-", State::NotApplicable)]
    {
        let mut answers = vec![Answer::Missing; 13];
        answers[d4] = rule.read(d4, cell).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(score(&rule, &answers).items[d4], state, "{cell}");
    }
}

#[test]
fn nobody_answered_means_every_class_is_possible() {
    let rule = shipped();
    let outcome = score(&rule, &[]);
    assert_eq!((outcome.worst, outcome.mildest, outcome.class()), (0, 3, None));
    assert_eq!(outcome.possible().count(), 4);
    assert_eq!(outcome.count_unknown(0), 8);
}

#[test]
fn hostile_answers_do_not_panic() {
    let rule = shipped();
    let hostile = [
        Answer::Number(f64::NAN),
        Answer::Number(f64::INFINITY),
        Answer::Number(-1e300),
        Answer::Choice(u16::MAX),
        Answer::Text("x".into()),
    ];
    for answer in hostile {
        let answers = vec![answer; 40];
        let outcome = score(&rule, &answers);
        assert!(outcome.worst <= outcome.mildest);
        let _ = outcome.nearest(&rule, &answers, &Default::default(), &Default::default());
    }
}

proptest! {
    /// Turning an item present never makes the class milder.
    #[test]
    fn present_never_makes_it_milder(answers in partial(&shipped()), item in 0..13_usize) {
        let rule = shipped();
        let before = score(&rule, &answers);
        let mut more = answers.clone();
        more[item] = Answer::Present(true);
        let after = score(&rule, &more);
        prop_assert!(after.mildest <= before.mildest);
        if before.items[item] != State::Present {
            prop_assert!(after.worst <= before.worst || matches!(before.items[item], State::Unknown(_)));
        }
    }
}
