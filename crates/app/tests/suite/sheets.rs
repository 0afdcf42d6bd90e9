//! The way of an answer, and every place where it is stopped.

use app::{Action, Refusal, city::Standing, sheets::review::SheetOf};
use domain::{
    role::Role,
    sheet::{State, Step},
};
use testing::{City, YEAR, code, in_a_city};

const SERUNI: &str = "99.71.01.1001";

fn village_sheet(city: &City, village: &str) -> SheetOf {
    SheetOf { key: city.key(), village: code(village), sheet: "village".into(), revision: None }
}

async fn state(city: &City, village: &str) -> (State, String) {
    let view = city.app.sheet(&city.lurah(village), code(village), None, "village").await.unwrap();
    (view.villages[0].state, view.villages[0].reason.clone())
}

#[test]
fn a_sheet_goes_from_draft_to_accepted_and_back_with_a_reason() {
    in_a_city(|city| async move {
        let lurah = city.lurah(SERUNI);
        city.app.submit(&lurah, city.draft("village", SERUNI, Step::Save, &[("D1", "4")])).await.unwrap();
        assert_eq!(state(&city, SERUNI).await.0, State::Draft);
        city.app.submit(&lurah, city.draft("village", SERUNI, Step::Submit, &[("D2", "9")])).await.unwrap();
        assert_eq!(state(&city, SERUNI).await.0, State::Submitted);
        let again = city.app.submit(&lurah, city.draft("village", SERUNI, Step::Save, &[("D1", "5")])).await;
        assert!(matches!(again, Err(Refusal::Invalid("sheet-not-open"))));
        let silent = city.app.return_sheet(&city.officer(), village_sheet(&city, SERUNI), " ").await;
        assert!(matches!(silent, Err(Refusal::Invalid("sheet-reason-missing"))));
        city.app.return_sheet(&city.officer(), village_sheet(&city, SERUNI), "D1 belum lengkap").await.unwrap();
        assert_eq!(state(&city, SERUNI).await, (State::Returned, "D1 belum lengkap".into()));
        city.app.submit(&lurah, city.draft("village", SERUNI, Step::Submit, &[("D1", "5")])).await.unwrap();
        city.app.verify_sheet(&city.officer(), village_sheet(&city, SERUNI)).await.unwrap();
        assert_eq!(state(&city, SERUNI).await, (State::Verified, String::new()));
        let view = city.app.sheet(&lurah, code(SERUNI), None, "village").await.unwrap();
        let value = |item: &str| view.villages[0].answers[item].value.clone();
        assert_eq!((value("D1"), value("D2")), ("5".into(), "9".into()));
    });
}

#[test]
fn a_provider_takes_a_waiting_sheet_back() {
    in_a_city(|city| async move {
        let lurah = city.lurah(SERUNI);
        city.app.submit(&lurah, city.draft("village", SERUNI, Step::Submit, &[("D1", "4")])).await.unwrap();
        city.app.reopen_sheet(&lurah, village_sheet(&city, SERUNI)).await.unwrap();
        assert_eq!(state(&city, SERUNI).await.0, State::Draft);
        let stranger = city.app.reopen_sheet(&city.lurah("99.71.02.1001"), village_sheet(&city, SERUNI)).await;
        assert!(matches!(stranger, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn wrong_values_are_all_named_and_nothing_is_kept() {
    in_a_city(|city| async move {
        let wrong = [("D1", "-3"), ("D2", "tiga"), ("D3", "12"), ("D5", "9")];
        let refused = city.app.submit(&city.lurah(SERUNI), city.draft("village", SERUNI, Step::Save, &wrong)).await;
        let Err(Refusal::Fields(errors)) = refused else { panic!("{refused:?}") };
        let named: Vec<&str> = errors.iter().map(|error| error.item.as_str()).collect();
        assert_eq!(named, ["D1", "D2", "D5"]);
        assert!(errors.iter().all(|error| !error.message.id.is_empty() && !error.message.en.is_empty()));
        assert_eq!(errors[0].typed, "-3");
        let view = city.app.sheet(&city.lurah(SERUNI), code(SERUNI), None, "village").await.unwrap();
        assert!(view.villages[0].answers.is_empty());
    });
}

#[test]
fn each_item_belongs_to_those_who_can_know_it() {
    in_a_city(|city| async move {
        let lurah = city.lurah(SERUNI);
        let police = city.app.submit(&lurah, city.draft("police", SERUNI, Step::Save, &[("P3", "1")])).await;
        assert!(matches!(police, Err(Refusal::NotAllowed(Action::FillOwnSheets))));
        let smuggled = city.app.submit(&lurah, city.draft("village", SERUNI, Step::Save, &[("P3", "1")])).await;
        assert!(matches!(smuggled, Err(Refusal::NotFound("item"))));
        let elsewhere =
            city.app.submit(&lurah, city.draft("village", "99.71.02.1001", Step::Save, &[("D1", "1")])).await;
        assert!(matches!(elsewhere, Err(Refusal::NotAllowed(_))));
        let police = city.app.submit(&city.police(), city.draft("village", SERUNI, Step::Save, &[("D1", "1")])).await;
        assert!(matches!(police, Err(Refusal::NotAllowed(_))));
        assert!(matches!(city.app.sheet(&lurah, code(SERUNI), None, "police").await, Err(Refusal::NotAllowed(_))));
        let outside = city.app.submit(&city.officer(), city.draft("village", "63.06.01.2001", Step::Save, &[])).await;
        assert!(outside.is_err());
        let operator = city.someone(Role::VillageOperator);
        city.app.submit(&operator, city.draft("village", SERUNI, Step::Save, &[("D1", "1")])).await.unwrap();
    });
}

#[test]
fn who_has_read_an_older_sheet_is_told_and_nothing_is_overwritten() {
    in_a_city(|city| async move {
        let lurah = city.lurah(SERUNI);
        let with = |revision, value: &'static str| {
            let mut draft = city.draft("village", SERUNI, Step::Save, &[("D1", value)]);
            draft.villages[0].revision = Some(revision);
            draft
        };
        city.app.submit(&lurah, with(0, "4")).await.unwrap();
        let stale = city.app.submit(&city.someone(Role::VillageOperator), with(0, "7")).await;
        assert!(matches!(stale, Err(Refusal::Stale { .. })));
        let view = city.app.sheet(&lurah, code(SERUNI), None, "village").await.unwrap();
        assert_eq!((view.villages[0].answers["D1"].value.as_str(), view.villages[0].revision), ("4", 1));
        city.app.submit(&lurah, with(1, "7")).await.unwrap();
    });
}

#[test]
fn of_two_who_send_at_once_one_is_told() {
    in_a_city(|city| async move {
        let draft = |value: &'static str| {
            let mut draft = city.draft("village", SERUNI, Step::Save, &[("D1", value)]);
            draft.villages[0].revision = Some(0);
            draft
        };
        let (lurah, operator) = (city.lurah(SERUNI), city.someone(Role::VillageOperator));
        // The first record of the sheet decides; the other writer has seen revision 0 and must be told.
        city.app.submit(&lurah, city.draft("village", SERUNI, Step::Save, &[])).await.unwrap();
        let both = tokio::join!(city.app.submit(&lurah, draft("1")), city.app.submit(&operator, draft("2")));
        assert!(both.0.is_err() && both.1.is_err());
        let fresh = |value: &'static str| {
            let mut draft = draft(value);
            draft.villages[0].revision = Some(1);
            draft
        };
        let both = tokio::join!(city.app.submit(&lurah, fresh("1")), city.app.submit(&operator, fresh("2")));
        assert_eq!(u8::from(both.0.is_ok()) + u8::from(both.1.is_ok()), 1);
    });
}

#[test]
fn a_locked_period_changes_no_more() {
    in_a_city(|city| async move {
        city.report(SERUNI, 1, 0).await;
        city.app.lock_round(&city.officer(), code("99.71"), app::FIRST_INSTRUMENT, YEAR).await.unwrap();
        let locked =
            |refused: Result<(), Refusal>| assert!(matches!(refused, Err(Refusal::Invalid("sheet-round-locked"))));
        locked(
            city.app
                .submit(&city.lurah("99.71.01.1002"), city.draft("village", "99.71.01.1002", Step::Save, &[]))
                .await,
        );
        locked(city.app.verify_sheet(&city.officer(), village_sheet(&city, SERUNI)).await);
        locked(
            city.app
                .decide(&city.officer(), code(SERUNI), (app::FIRST_INSTRUMENT, YEAR), "bahaya", &"x".repeat(20))
                .await,
        );
        locked(city.app.lock_round(&city.officer(), code("99.71"), app::FIRST_INSTRUMENT, YEAR).await);
    });
}

#[test]
fn a_nil_return_says_of_every_item_that_there_is_none() {
    in_a_city(|city| async move {
        let mut draft = city.draft("village", SERUNI, Step::Submit, &[]);
        draft.villages[0].nil = true;
        city.app.submit(&city.lurah(SERUNI), draft).await.unwrap();
        let zero: Vec<(&str, &str)> =
            ["P1", "P2", "P3", "P4", "P6", "P7", "P8"].iter().map(|item| (*item, "0")).collect();
        city.app.submit(&city.police(), city.draft("police", SERUNI, Step::Submit, &zero)).await.unwrap();
        let view = city.app.village(&city.officer(), code(SERUNI), None).await.unwrap();
        let aman = view.round.rule.class_index("aman").unwrap();
        assert_eq!(view.standing, Standing::Class(aman));
        assert!(view.sheets.iter().any(|sheet| sheet.nil));
        assert!(view.sheets.iter().all(|sheet| !sheet.answers.contains_key("D1")), "nil is not zero");
    });
}

#[test]
fn the_verifier_finds_what_waits_longest_first() {
    in_a_city(|city| async move {
        for village in ["99.71.02.1001", SERUNI] {
            city.app
                .submit(&city.lurah(village), city.draft("village", village, Step::Submit, &[("D1", "1")]))
                .await
                .unwrap();
            city.clock.pass(1000);
        }
        let waiting = city.app.waiting(&city.officer(), code("99.71"), None).await.unwrap();
        let villages: Vec<String> = waiting.iter().map(|waiting| waiting.village.to_string()).collect();
        assert_eq!(villages, ["99.71.02.1001", SERUNI]);
        assert!(matches!(city.app.waiting(&city.lurah(SERUNI), code(SERUNI), None).await, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn several_sheets_are_accepted_at_once_and_a_steep_fall_is_marked() {
    in_a_city(|city| async move {
        let villages = ["99.71.01.1001", "99.71.01.1002", "99.71.01.1003"];
        for village in villages {
            city.app.submit(&city.police(), city.draft("police", village, Step::Submit, &[("P1", "3")])).await.unwrap();
        }
        let of =
            |village: &str| SheetOf { key: city.key(), village: code(village), sheet: "police".into(), revision: None };
        city.app.reopen_sheet(&city.police(), of(villages[2])).await.unwrap();
        let accepted = city.app.verify_sheets(&city.officer(), villages.map(of).into()).await.unwrap();
        assert_eq!(accepted, 2, "one was taken back in the meantime and is passed over");
        assert!(city.app.waiting(&city.officer(), code("99.71"), None).await.unwrap().is_empty());
    });
}

#[test]
fn an_empty_sheet_is_not_sent_and_nil_stands_beside_noughts_only() {
    in_a_city(|city| async move {
        let empty = city.draft("police", SERUNI, Step::Submit, &[("P1", " "), ("P2", "")]);
        assert!(matches!(city.app.submit(&city.police(), empty).await, Err(Refusal::Invalid("sheet-nothing-typed"))));
        let mut nil = city.draft("police", SERUNI, Step::Submit, &[("P1", "0"), ("P2", "4")]);
        nil.villages[0].nil = true;
        let refused = city.app.submit(&city.police(), nil.clone()).await;
        let Err(Refusal::Fields(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.iter().map(|error| error.item.as_str()).collect::<Vec<_>>(), ["P2"]);
        nil.villages[0].answers.truncate(1);
        city.app.submit(&city.police(), nil).await.unwrap();
    });
}

#[test]
fn a_round_opened_ahead_does_not_hide_this_years() {
    in_a_city(|city| async move {
        let due = jiff::civil::date(2027, 11, 30);
        city.app
            .open_round(&city.officer(), code("99.71"), app::FIRST_INSTRUMENT, testing::YEAR + 1, due)
            .await
            .unwrap();
        assert_eq!(city.app.round(code("99.71"), None).await.unwrap().year, testing::YEAR);
        assert_eq!(city.app.round(code("99.71"), Some(testing::YEAR + 1)).await.unwrap().year, testing::YEAR + 1);
    });
}

#[test]
fn nobody_accepts_what_was_not_looked_at() {
    in_a_city(|city| async move {
        let village = "99.71.01.1001";
        let lurah = city.lurah(village);
        let send = async |value: &str| {
            city.app.submit(&lurah, city.draft("village", village, Step::Submit, &[("D1", value)])).await.unwrap();
        };
        send("4").await;
        let seen = city.app.waiting(&city.officer(), code("99.71"), None).await.unwrap()[0].revision;
        city.app.reopen_sheet(&lurah, village_sheet(&city, village)).await.unwrap();
        send("0").await;
        let of = SheetOf { revision: Some(seen), ..village_sheet(&city, village) };
        let accepted = city.app.verify_sheet(&city.officer(), of.clone()).await;
        assert!(matches!(accepted, Err(Refusal::Stale { .. })), "{accepted:?}");
        assert_eq!(city.app.verify_sheets(&city.officer(), vec![of.clone()]).await.unwrap(), 0);
        let now = city.app.waiting(&city.officer(), code("99.71"), None).await.unwrap()[0].revision;
        city.app.verify_sheet(&city.officer(), SheetOf { revision: Some(now), ..of }).await.unwrap();
    });
}
