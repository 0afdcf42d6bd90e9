//! The ladder as shipped, and where villages stand on it.

#![allow(clippy::unwrap_used, reason = "a test")]

use domain::programme::{
    Activities, Interventions, Ladder, Mark, Place, Programmes, Standing, State, When, is_declared, stand,
    target::{Reading, ReadingError},
};
use jiff::{
    Span,
    civil::{Date, date},
};
use proptest::prelude::*;

fn ladder() -> Ladder {
    Ladder::parse(include_str!("../../../rules/ladders/bersinar.toml")).unwrap()
}

fn at(ladder: &Ladder, id: &str) -> usize {
    ladder.kind(id).unwrap().0
}

fn mark(ladder: &Ladder, id: &str, from: Date) -> Mark {
    Mark { kind: at(ladder, id), from, until: None, proven: true }
}

fn named(ladder: &Ladder, standing: &Standing) -> String {
    match standing.place {
        Place::Outside => "outside".into(),
        Place::Step(step) => ladder.milestones[step].id.clone(),
        Place::Inactive { since } => format!("inactive {since}"),
        Place::Withdrawn { since } => format!("withdrawn {since}"),
    }
}

#[test]
fn the_shipped_ladder_has_eight_steps_and_fourteen_elements() {
    let ladder = ladder();
    let steps: Vec<&str> = ladder.steps().map(|(_, kind)| kind.id.as_str()).collect();
    assert_eq!(
        steps,
        ["mapped", "designated", "task_group", "budgeted", "launched", "running", "active", "self_reliant"]
    );
    assert_eq!(ladder.elements().count(), 14);
    let public: Vec<&str> = ladder.milestones.iter().filter(|kind| kind.public).map(|kind| kind.id.as_str()).collect();
    assert_eq!(public, ["launched", "running", "active"]);
}

#[test]
fn a_file_that_does_not_hold_is_refused_with_the_place() {
    let whole = include_str!("../../../rules/ladders/bersinar.toml");
    let refused = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        Ladder::parse(&whole.replacen(from, to, 1)).unwrap_err().to_string()
    };
    assert!(refused("inactive_after = 6", "inactive_after = 0").contains("1 to 120"));
    assert!(refused("id = \"designated\"", "id = \"mapped\"").contains("stands twice"));
    assert!(refused("id = \"designated\"", "id = \"SK 1\"").contains("a to z"));
    assert!(refused("recorded_by = [\"bnnk_p2m\"]", "recorded_by = [\"nobody\"]").contains("nobody"));
    assert!(refused("provisional = true", "provisonal = true").contains("provisonal"));
    assert!(refused("en = \"Mapped\"", "en = \" \"").contains("empty"));
    assert!(refused("needs = [\"number\", \"file\", \"count\"]", "needs = [\"number\"]").contains("unit"));
}

#[test]
fn the_shipped_lists_hold_and_faulty_ones_are_refused() {
    let activities = include_str!("../../../rules/catalogues/activities.toml");
    let list = Activities::parse(activities).unwrap();
    assert_eq!((list.groups.len(), list.kinds.len()), (7, 26));
    assert!(list.kind("sosialisasi").unwrap().intervention && !list.kind("rakor").unwrap().intervention);
    assert_eq!(list.grouped().map(|(_, kinds)| kinds.len()).sum::<usize>(), 26);
    assert!(Activities::parse(&activities.replacen("group = \"media\"", "group = \"radio\"", 1)).is_err());
    assert!(Activities::parse(&activities.replacen("id = \"rakor\"", "id = \"monev\"", 1)).is_err());
    let programmes = include_str!("../../../rules/catalogues/programmes.toml");
    assert_eq!(Programmes::parse(programmes).unwrap().programmes.len(), 5);
    assert!(Programmes::parse(&programmes.replacen("id = \"add\"", "id = \"csr\"", 1)).is_err());
}

#[test]
fn every_indicator_proposes_something_that_a_kind_of_activity_carries_out() {
    let list = Interventions::parse(include_str!("../../../rules/catalogues/interventions.toml")).unwrap();
    let activities = Activities::parse(include_str!("../../../rules/catalogues/activities.toml")).unwrap();
    let rule = include_str!("../../../rules/instruments/kawasan-rawan-8-5.toml");
    let rule = instrument::Instrument::parse(rule).unwrap();
    for item in rule.items() {
        assert!(!list.proposed(rule.id(), &[item.id.as_str()]).is_empty(), "{}", item.id);
    }
    for one in &list.interventions {
        let known =
            |name: &String| name.split_once('/').is_some_and(|(id, item)| id == rule.id() && rule.item(item).is_some());
        assert!(one.indicators.iter().all(known), "{}", one.id);
        assert!(
            !one.activities.is_empty() && one.activities.iter().all(|kind| activities.kind(kind).is_some()),
            "{}",
            one.id
        );
    }
    // What answers two indicators comes before what answers one.
    let two = list.proposed(rule.id(), &["P5", "D5"]);
    assert_eq!(two[0].0.id, "family_skills");
    assert_eq!(two[0].1, ["P5", "D5"]);
    assert!(two.windows(2).all(|pair| pair[0].1.len() >= pair[1].1.len()));
    assert!(list.proposed("another", &["P5"]).is_empty());
}

#[test]
fn steps_out_of_order_are_kept_and_what_is_missing_is_shown() {
    let ladder = ladder();
    let marks = [mark(&ladder, "launched", date(2024, 6, 26)), mark(&ladder, "mapped", date(2024, 11, 1))];
    let standing = stand(&ladder, &marks, &[], date(2024, 12, 1));
    assert_eq!(named(&ladder, &standing), "launched");
    let skipped: Vec<&str> = standing.skipped(&ladder).map(|at| ladder.milestones[at].id.as_str()).collect();
    assert_eq!(skipped, ["designated", "task_group", "budgeted"]);
    assert_eq!(standing.readiness(&ladder), (1, 1));
}

#[test]
fn a_village_goes_from_mapped_to_active_and_falls_inactive_and_comes_back() {
    let ladder = ladder();
    let marks = [
        mark(&ladder, "mapped", date(2022, 2, 14)),
        mark(&ladder, "designated", date(2023, 3, 11)),
        mark(&ladder, "task_group", date(2023, 5, 2)),
        mark(&ladder, "launched", date(2023, 6, 26)),
    ];
    let days = [date(2023, 8, 1), date(2024, 1, 15), date(2024, 7, 1), date(2025, 6, 1), date(2025, 9, 1)];
    let on = |day: Date| named(&ladder, &stand(&ladder, &marks, &days, day));
    assert_eq!(on(date(2022, 1, 1)), "outside");
    assert_eq!(on(date(2022, 3, 1)), "mapped");
    assert_eq!(on(date(2023, 7, 1)), "launched");
    assert_eq!(on(date(2023, 8, 1)), "running");
    assert_eq!(on(date(2024, 6, 25)), "running");
    assert_eq!(on(date(2024, 6, 26)), "active");
    assert_eq!(on(date(2025, 1, 1)), "active");
    assert_eq!(on(date(2025, 1, 2)), "inactive 2025-01-02");
    assert_eq!(on(date(2025, 6, 1)), "running");
    let back = stand(&ladder, &marks, &days, date(2025, 6, 1));
    assert_eq!(back.milestones[at(&ladder, "active")], State::Fallen { on: date(2025, 1, 1) });
    assert_eq!(back.run_since, Some(date(2025, 6, 1)));
}

#[test]
fn launched_without_anything_since_is_inactive_after_the_limit_only() {
    let ladder = ladder();
    let marks = [mark(&ladder, "launched", date(2026, 1, 31))];
    assert_eq!(named(&ladder, &stand(&ladder, &marks, &[], date(2026, 7, 31))), "launched");
    assert_eq!(named(&ladder, &stand(&ladder, &marks, &[], date(2026, 8, 1))), "inactive 2026-08-01");
    // Who does not take part is not inactive, whatever was held there.
    let mapped = [mark(&ladder, "mapped", date(2020, 1, 1))];
    assert_eq!(named(&ladder, &stand(&ladder, &mapped, &[date(2020, 2, 1)], date(2026, 1, 1))), "mapped");
}

#[test]
fn a_step_that_ended_is_fallen_and_who_was_withdrawn_is_out() {
    let ladder = ladder();
    let mut designated = mark(&ladder, "designated", date(2023, 1, 1));
    designated.until = Some(date(2024, 1, 1));
    let marks = [designated, mark(&ladder, "withdrawn", date(2024, 2, 1))];
    let before = stand(&ladder, &marks, &[], date(2024, 1, 15));
    assert_eq!(before.milestones[designated.kind], State::Fallen { on: date(2024, 1, 1) });
    assert_eq!(before.place, Place::Outside);
    let after = stand(&ladder, &marks, &[], date(2024, 2, 1));
    assert_eq!((after.place, after.member), (Place::Withdrawn { since: date(2024, 2, 1) }, false));
}

#[test]
fn dates_are_read_as_people_write_them() {
    for (typed, kept) in [
        ("Juli 2024", "2024-07"),
        ("17 Agustus 2023", "2023-08-17"),
        ("5 May 2022", "2022-05-05"),
        ("12/2021", "2021-12"),
        ("2019", "2019"),
        ("1-2-2020", "2020-02-01"),
    ] {
        assert_eq!(typed.parse::<When>().unwrap().to_string(), kept, "{typed}");
    }
    for wrong in ["", "kemarin", "13/2022", "0/0/2022", "2022-00", "31 April 2022", "1850", "22"] {
        assert!(wrong.parse::<When>().is_err(), "{wrong}");
    }
}

#[test]
fn targets_are_read_as_typed_and_refused_by_the_line() {
    let reading = Reading::parse("2023: +15\n\n2022 = 1.005 \n2024+3").unwrap();
    assert_eq!(reading.typed(), "2022 = 1005\n2023 + 15\n2024 + 3");
    assert_eq!(reading.curve(0), [(2022, 1005), (2023, 1020), (2024, 1023)]);
    assert_eq!(Reading::parse(&reading.typed()).unwrap(), reading);
    assert_eq!(Reading::parse("2022 = 20\n2023 = 15").unwrap().falls(0), Some((2023, 20, 15)));
    assert_eq!(reading.falls(0), None);
    for wrong in ["2022", "dua = 5", "2022 = lima", "1822 = 5", "2022 = -5", "2022 = 99999999", "= 5", "2022 = "] {
        assert!(matches!(Reading::parse(wrong), Err(ReadingError::Line(_))), "{wrong}");
    }
    assert_eq!(Reading::parse("2022 = 5\n2022 + 1"), Err(ReadingError::Twice(2022)));
}

fn days() -> impl Strategy<Value = Vec<Date>> {
    let day = (0i64..2500).prop_map(|n| date(2020, 1, 1).checked_add(Span::new().days(n)).unwrap());
    proptest::collection::vec(day, 0..25)
}

proptest! {
    #[test]
    fn the_order_in_which_marks_are_recorded_does_not_matter(
        mut activities in days(), kinds in proptest::collection::vec((0usize..20, 0i64..2500, any::<bool>()), 0..12), n in 0i64..2600,
    ) {
        let ladder = ladder();
        activities.sort_unstable();
        let on = date(2020, 1, 1).checked_add(Span::new().days(n)).unwrap();
        let day = |n: i64| date(2020, 1, 1).checked_add(Span::new().days(n)).unwrap();
        let mut marks: Vec<Mark> = kinds.iter().map(|(kind, from, proven)| Mark { kind: *kind, from: day(*from), until: (!proven).then(|| day(from + 400)), proven: *proven }).collect();
        let once = stand(&ladder, &marks, &activities, on);
        let out = matches!(once.place, Place::Withdrawn { .. });
        prop_assert_eq!(is_declared(&ladder, &marks, on), once.has(Some(ladder.launch())) && !out);
        marks.reverse();
        prop_assert_eq!(&once, &stand(&ladder, &marks, &activities, on));
        // What is still to come changes nothing.
        let later = on.tomorrow().unwrap();
        marks.push(Mark { kind: 4, from: later, until: None, proven: true });
        activities.retain(|day| *day <= on);
        activities.push(later);
        prop_assert_eq!(&once, &stand(&ladder, &marks, &activities, on));
    }

    #[test]
    fn inactive_means_a_member_without_activity_within_the_limit(mut activities in days(), n in 0i64..2600) {
        let ladder = ladder();
        activities.sort_unstable();
        let on = date(2020, 1, 1).checked_add(Span::new().days(n)).unwrap();
        let marks = [mark(&ladder, "launched", date(2020, 6, 1))];
        let standing = stand(&ladder, &marks, &activities, on);
        let limit = Span::new().months(ladder.inactive_after);
        let recent = |day: &Date| *day <= on && on <= day.checked_add(limit).unwrap();
        let fresh = activities.iter().any(recent) || recent(&date(2020, 6, 1));
        let launched = on >= date(2020, 6, 1);
        prop_assert_eq!(matches!(standing.place, Place::Inactive { .. }), launched && !fresh);
    }

    #[test]
    fn any_text_is_a_reading_or_refused(text in "[ -~\\n]{0,60}", base in 0i64..100) {
        if let Ok(reading) = Reading::parse(&text) {
            prop_assert_eq!(Reading::parse(&reading.typed()).unwrap(), reading.clone());
            prop_assert!(reading.curve(base).windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }

    #[test]
    fn any_text_is_a_date_or_refused_and_a_date_reads_back(text in "\\PC{0,20}", year in 1990i16..=2100, month in 1i8..=12, day in 1i8..=28) {
        if let Ok(when) = text.parse::<When>() {
            prop_assert_eq!(when.to_string().parse::<When>().unwrap(), when);
            prop_assert!(when.earliest() <= when.latest());
        }
        let when = When::from(date(year, month, day));
        prop_assert_eq!(when.to_string().parse::<When>().unwrap(), when);
        prop_assert_eq!(format!("{day}/{month}/{year}").parse::<When>().unwrap(), when);
    }
}
