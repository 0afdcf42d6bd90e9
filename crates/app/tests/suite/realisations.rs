//! What was reached of a row: from activities that were logged, in the row's unit, and as it was when the report was handed in.

use crate::{
    plans::{agency, liaison},
    programme::keys,
    reports::{JULY, first_half, go, plan, planned, reach, seen, send},
};
use app::{
    Actor, Refusal,
    plan::{filling::RealisationDraft, handing_in::Move, planned::RowDraft},
    programme::{Which, activities::ActivityDraft},
};
use domain::role::Role;
use testing::{city_code, code, in_a_city};

#[test]
fn an_activity_that_was_logged_is_offered_and_counted_once() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let id = agency(&city, "Dinas Pendidikan").await;
        let sari = liaison(&city, &id, "disdik").await;
        let (first, second) = (
            plan(&city, &sari, &id, planned("g1", "orang", "100")).await,
            plan(&city, &sari, &id, planned("g5", "desa", "2")).await,
        );
        city.clock.set(JULY);
        let held = |by: &Actor, title: &str, organiser: &str, day: &str| {
            let draft = ActivityDraft {
                kind: "sosialisasi".into(),
                title: title.into(),
                starts_on: day.into(),
                men: "20".into(),
                women: "22".into(),
                spent: "1.500.000".into(),
                organiser: organiser.into(),
                environment: "community".into(),
                ..ActivityDraft::default()
            };
            let (city, by) = (city.clone(), by.clone());
            async move { city.app.log_activity(&by, code("99.71.01.1001"), draft).await.unwrap() }
        };
        held(&sari, "Penyuluhan SMP", "Bidang pembinaan", "3/4/2026").await;
        held(&office, "Penyuluhan SMA", "dinas pendidikan", "5/5/2026").await;
        held(&office, "Milik orang lain", "Dinas Sosial", "6/5/2026").await;
        held(&sari, "Semester lalu", "Bidang pembinaan", "3/12/2025").await;
        let period = first_half(&city);
        let offered = city.app.offered(&sari, here, &id, &period, &first).await.unwrap();
        let titles: Vec<_> = offered.iter().map(|one| (one.activity.title.as_str(), one.reached)).collect();
        assert_eq!(titles, [("Penyuluhan SMP", Some(42)), ("Penyuluhan SMA", Some(42))]);
        let both: Vec<String> = offered.iter().map(|one| one.id.clone()).collect();
        let draft = RealisationDraft { activities: both.clone(), ..RealisationDraft::default() };
        city.app.keep_realisation(&sari, here, &id, &period, &first, draft).await.unwrap();
        let row = seen(&city, &sari, &id).await.rows[0].clone();
        let done = row.done.unwrap();
        assert_eq!((done.value, done.spent), (Some(84), Some(3_000_000)), "typed once, where it was held");
        assert!(city.app.offered(&sari, here, &id, &period, &second).await.unwrap().is_empty());
        let twice = RealisationDraft { activities: both, ..RealisationDraft::default() };
        let twice = city.app.keep_realisation(&sari, here, &id, &period, &second, twice).await;
        assert_eq!(keys(&twice.unwrap_err()), ["report-activity-not-free"]);
        let percent = city.app.keep_plan_row(&sari, here, &id, 2026, planned("g3", "%", "80")).await.unwrap();
        let above = reach(&city, &sari, &id, &percent, "104").await;
        assert_eq!(keys(&above.unwrap_err()), ["plan-above-hundred"]);
    });
}

#[test]
fn an_activity_held_by_two_agencies_is_in_the_sum_of_the_city_once() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let (school, health) = (agency(&city, "Disdik").await, agency(&city, "Dinkes").await);
        let (sari, budi) = (liaison(&city, &school, "disdik").await, liaison(&city, &health, "dinkes").await);
        let taught = plan(&city, &sari, &school, planned("g1", "Orang", "100")).await;
        let healed = plan(&city, &budi, &health, planned("g1", "org", "100")).await;
        let villages = plan(&city, &budi, &health, planned("g5", "desa", "2")).await;
        city.clock.set(JULY);
        let joint = ActivityDraft {
            kind: "sosialisasi".into(),
            starts_on: "3/4/2026".into(),
            men: "20".into(),
            women: "22".into(),
            spent: "1.000.000".into(),
            organiser: "Dinkes".into(),
            environment: "community".into(),
            ..ActivityDraft::default()
        };
        city.app.log_activity(&sari, code("99.71.01.1001"), joint).await.unwrap();
        let period = first_half(&city);
        let all = city.app.offered(&sari, here, &school, &period, &taught).await.unwrap();
        let ticked = |value: &str| RealisationDraft {
            value: value.into(),
            activities: vec![all[0].id.clone()],
            ..RealisationDraft::default()
        };
        city.app.keep_realisation(&sari, here, &school, &period, &taught, ticked("50")).await.unwrap();
        assert!(city.app.offered(&budi, here, &health, &period, &healed).await.unwrap()[0].elsewhere);
        let people = city.app.keep_realisation(&budi, here, &health, &period, &villages, ticked("")).await;
        assert_eq!(keys(&people.unwrap_err()), ["report-value-not-summed"], "people are no villages");
        let percent = city.app.keep_realisation(&budi, here, &health, &period, &healed, ticked("12%")).await;
        assert_eq!(keys(&percent.unwrap_err()), ["report-not-percent"]);
        let huge = city.app.keep_realisation(&budi, here, &health, &period, &healed, ticked("4200")).await;
        assert!(matches!(huge, Err(Refusal::Doubts(_))));
        city.app.keep_realisation(&budi, here, &health, &period, &healed, ticked("")).await.unwrap();
        let silent = go(&city, &budi, &health, send()).await;
        let Err(Refusal::Doubts(doubts)) = silent else { panic!("a planned row says nothing: {silent:?}") };
        let sure = vec![doubts[0].id()];
        go(&city, &budi, &health, Move::Send { note: String::new(), sure }).await.unwrap();
        go(&city, &sari, &school, send()).await.unwrap();
        let board = city.app.plan_board(&office, here, first_half(&city)).await.unwrap();
        assert_eq!(board.actions[0].totals["orang"].reached, 50, "42 with one, 8 more with the other");
        assert_eq!(board.actions[0].spent, Some(1_000_000), "what was held together is paid once");
        assert_eq!(board.actions[0].done, 2, "both did something");
    });
}

#[test]
fn what_a_report_says_stays_while_it_is_handed_in() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let id = agency(&city, "Dinas Sosial").await;
        let sari = liaison(&city, &id, "dinsos").await;
        let row = plan(&city, &sari, &id, planned("g1", "orang", "40")).await;
        city.clock.set(JULY);
        let spent = RealisationDraft { spent: "1.000".into(), ..RealisationDraft::default() };
        city.app.keep_realisation(&sari, here, &id, &first_half(&city), &row, spent).await.unwrap();
        let nil = go(&city, &sari, &id, Move::SendNil { note: String::new() }).await;
        assert!(matches!(nil, Err(Refusal::Invalid("report-nil-with-money"))), "nothing done costs nothing");
        let draft = RealisationDraft { revision: 1, value: "10".into(), ..RealisationDraft::default() };
        city.app.keep_realisation(&sari, here, &id, &first_half(&city), &row, draft).await.unwrap();
        go(&city, &sari, &id, send()).await.unwrap();
        let which = Which { id: row.clone(), revision: 1 };
        let lower = RowDraft { which: which.clone(), activity: "Lain".into(), ..planned("g1", "orang", "10") };
        let lower = city.app.keep_plan_row(&sari, here, &id, 2026, lower).await;
        assert_eq!(keys(&lower.unwrap_err()), ["plan-term-handed-in", "plan-row-handed-in"]);
        let more = city.app.keep_plan_row(&sari, here, &id, 2026, planned("g3", "orang", "5")).await;
        assert_eq!(keys(&more.unwrap_err()), ["plan-term-handed-in"], "nor is a target of that term added");
        let later = RowDraft { targets: vec![("b12".into(), "5".into())], ..planned("g3", "orang", "") };
        city.app.keep_plan_row(&sari, here, &id, 2026, later).await.unwrap();
        let (period, which) = (first_half(&city), Which { id: row, revision: 2 });
        let gone = city.app.remove_realisation(&sari, here, &id, &period, &which).await;
        assert!(matches!(gone, Err(Refusal::Invalid("report-handed-in"))));
        let nothing = agency(&city, "Dishub").await;
        let none = go(&city, &office, &nothing, Move::Verify).await;
        assert!(matches!(none, Err(Refusal::Invalid("report-not-there"))));
    });
}
