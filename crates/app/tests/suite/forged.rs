//! Codes, dates and reasons that no page of ours sends, and acts that cross each other.

use app::{FIRST_INSTRUMENT, Refusal, sheets::review::SheetOf};
use domain::{role::Role, sheet::Step};
use testing::{City, YEAR, code, in_a_city};

const SERUNI: &str = "99.71.01.1001";

fn police(city: &City, village: &str) -> SheetOf {
    SheetOf { key: city.key(), village: code(village), sheet: "police".into(), revision: None }
}

async fn hand_in(city: &City, village: &str) {
    city.app.submit(&city.police(), city.draft("police", village, Step::Submit, &[("P1", "3")])).await.unwrap();
}

#[test]
fn a_district_is_no_village_and_neither_is_a_number() {
    in_a_city(|city| async move {
        hand_in(&city, SERUNI).await;
        for place in ["99.71", "99.71.01", "99.71.77.1001"] {
            let not_found =
                |done: Result<(), Refusal>| assert!(matches!(done, Err(Refusal::NotFound(_))), "{place}: {done:?}");
            let reason = "alasan yang cukup panjang";
            not_found(city.app.decide(&city.officer(), code(place), (FIRST_INSTRUMENT, YEAR), "aman", reason).await);
            not_found(city.app.return_sheet(&city.officer(), police(&city, place), reason).await);
            not_found(city.app.verify_sheet(&city.officer(), police(&city, place)).await);
            not_found(city.app.reopen_sheet(&city.police(), police(&city, place)).await);
            not_found(city.app.sheet_to_verify(&city.officer(), code(place), None, "police").await.map(drop));
        }
        let both = vec![police(&city, SERUNI), police(&city, "99.71.77.1001")];
        assert!(city.app.verify_sheets(&city.officer(), both).await.is_err());
        let waiting = city.app.waiting(&city.officer(), code("99.71"), None).await.unwrap();
        assert_eq!(waiting.len(), 1, "of the good and the bad one, none was accepted");
    });
}

#[test]
fn what_would_stand_in_the_ledger_for_ever_has_a_length() {
    in_a_city(|city| async move {
        hand_in(&city, SERUNI).await;
        let long = "x".repeat(2_001);
        let refused = city.app.return_sheet(&city.officer(), police(&city, SERUNI), &long).await;
        assert!(matches!(refused, Err(Refusal::Invalid("sheet-reason-too-long"))));
        let refused = city.app.decide(&city.officer(), code(SERUNI), (FIRST_INSTRUMENT, YEAR), "aman", &long).await;
        assert!(matches!(refused, Err(Refusal::Invalid("village-reason-too-long"))));
    });
}

#[test]
fn dates_are_written_one_way_and_an_empty_form_keeps_nothing() {
    in_a_city(|city| async move {
        for date in ["-009999-01-01", "20260101", "2026-01-01T10:00", "2026-01-01[Asia/Jakarta]", "1026-01-01"] {
            let mut draft = city.draft("police", SERUNI, Step::Save, &[("P1", "3")]);
            draft.villages[0].answers[0].as_of = date.into();
            assert!(matches!(city.app.submit(&city.police(), draft).await, Err(Refusal::Fields(_))), "{date}");
        }
        let mut empty = city.draft("police", SERUNI, Step::Save, &[]);
        empty.villages.clear();
        let refused = city.app.submit(&city.police(), empty).await;
        assert!(matches!(refused, Err(Refusal::Invalid("sheet-nothing-typed"))));
    });
}

#[test]
fn an_ended_session_never_comes_back() {
    in_a_city(|city| async move {
        let app::Actor::Account { id, scope, .. } = city.someone(Role::Polres) else { panic!() };
        let slip = city.app.make_slip(&app::Actor::Console("test"), &app::chain_of(scope), &id).await.unwrap();
        city.app.use_slip(&slip.code, "empat kata mudah diingat").await.unwrap();
        let login = city.login(Role::Polres);
        let ticket = city.app.sign_in(&login, "empat kata mudah diingat", "?", "10.0.0.1").await.unwrap();
        let who = city.app.signed_in(&ticket.0).await.unwrap().unwrap();
        city.app.sign_out(&who, false).await.unwrap();
        // A page that was asked for before the sign-out and noted its use after it.
        let setup = city.app.offer_second_factor(&who);
        let right = app::accounts::second_factor::code_at(&setup.secret, city.app.now()).unwrap();
        let late = city.app.confirm_second_factor(&who, &right, Some(&setup.secret)).await;
        assert!(matches!(late, Err(Refusal::SignIn)), "{late:?}");
        assert!(city.app.signed_in(&ticket.0).await.unwrap().is_none());
    });
}

#[test]
fn what_does_not_show_is_not_kept_and_what_has_ended_is_not_ended_again() {
    in_a_city(|city| async move {
        let mut draft = city.draft("police", SERUNI, Step::Submit, &[("P1", "3")]);
        draft.villages[0].answers[0].source = "Surat\u{0}\u{202e} 12\r\n".into();
        city.app.submit(&city.police(), draft).await.unwrap();
        let view = city.app.sheet(&city.police(), code("99.71"), None, "police").await.unwrap();
        assert_eq!(view.villages[0].answers["P1"].source, "Surat 12");
        let app::Actor::Account { id, scope, .. } = city.someone(Role::Camat) else { panic!() };
        let (console, chain) = (app::Actor::Console("test"), app::chain_of(scope));
        city.app.end_account(&console, &chain, &id).await.unwrap();
        let again = city.app.end_account(&console, &chain, &id).await;
        assert!(matches!(again, Err(Refusal::Invalid("account-ended"))), "{again:?}");
    });
}
