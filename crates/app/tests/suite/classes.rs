//! From answers to a class, from a class to a decision, and counts that sum up.

use app::{
    FIRST_INSTRUMENT, Refusal,
    city::{Counts, Standing},
};
use domain::sheet::Step;
use testing::{City, YEAR, city_code, code, in_a_city};

async fn class(city: &City, village: &str) -> String {
    let view = city.app.village(&city.officer(), code(village), None).await.unwrap();
    match view.standing {
        Standing::Class(class) => view.round.rule.class(class).unwrap().id.clone(),
        Standing::Between(mildest, worst) => {
            format!("{}–{}", view.round.rule.class(mildest).unwrap().id, view.round.rule.class(worst).unwrap().id)
        }
        Standing::Silent => "silent".into(),
    }
}

#[test]
fn the_class_follows_from_what_was_sent() {
    in_a_city(|city| async move {
        for (village, core, supporting, expected) in [
            ("99.71.01.1001", 5, 4, "bahaya"),
            ("99.71.01.1002", 5, 3, "waspada"),
            ("99.71.01.1003", 3, 3, "waspada"),
            ("99.71.02.1001", 3, 2, "siaga"),
            ("99.71.02.1002", 0, 5, "aman"),
        ] {
            city.report(village, core, supporting).await;
            assert_eq!(class(&city, village).await, expected);
        }
        assert_eq!(class(&city, "99.71.02.1003").await, "silent");
        let counts = city.app.board(&city.officer(), city_code(), None).await.unwrap().counts();
        assert_eq!(counts, Counts { classes: vec![1, 2, 1, 1], undetermined: 0, silent: 1 });
        assert_eq!((counts.reported(), counts.villages()), (5, 6));
        let district = city.app.board(&city.someone(domain::role::Role::Camat), code("99.71.01"), None).await.unwrap();
        assert_eq!(district.counts().classes, [1, 2, 0, 0]);
    });
}

#[test]
fn a_missing_answer_leaves_a_range_and_the_answers_that_would_settle_it() {
    in_a_city(|city| async move {
        let village = "99.71.01.1001";
        let police =
            [("P1", "ada"), ("P2", "ada"), ("P3", "ada"), ("P4", "ada"), ("P6", ""), ("P7", "tidak"), ("P8", "tidak")];
        city.app.submit(&city.police(), city.draft("police", village, Step::Submit, &police)).await.unwrap();
        let own = [("P5", "0"), ("D1", "ada"), ("D2", "ada"), ("D3", "ada"), ("D4", "?"), ("D5", "1")];
        city.app.submit(&city.lurah(village), city.draft("village", village, Step::Submit, &own)).await.unwrap();
        assert_eq!(class(&city, village).await, "waspada–bahaya");
        let view = city.app.village(&city.officer(), code(village), None).await.unwrap();
        let named: Vec<&str> = view
            .nearest
            .iter()
            .flat_map(|near| near.moves.iter().flat_map(|step| &step.among))
            .map(|at| view.round.rule.items()[*at].id.as_str())
            .collect();
        assert!(named.contains(&"P6") && named.contains(&"D4"), "{named:?}");
    });
}

#[test]
fn a_returned_sheet_no_longer_counts() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 5, 4).await;
        let of = app::sheets::review::SheetOf {
            key: city.key(),
            village: code("99.71.01.1001"),
            sheet: "village".into(),
            revision: None,
        };
        city.app.return_sheet(&city.officer(), of, "periksa D1").await.unwrap();
        assert_eq!(class(&city, "99.71.01.1001").await, "silent");
    });
}

#[test]
fn a_decision_stands_beside_the_computation_and_needs_a_reason_where_it_differs() {
    in_a_city(|city| async move {
        let village = "99.71.01.1001";
        city.report(village, 2, 0).await;
        let decide = async |class: &str, reason: &str| {
            city.app.decide(&city.officer(), code(village), (FIRST_INSTRUMENT, YEAR), class, reason).await
        };
        assert!(matches!(decide("waspada", "  ").await, Err(Refusal::Invalid("village-reason-missing"))));
        assert!(matches!(decide("gawat", "").await, Err(Refusal::NotFound("class"))));
        decide("siaga", "").await.unwrap();
        decide("waspada", "Dua penangkapan belum tercatat.").await.unwrap();
        assert_eq!(class(&city, village).await, "waspada");
        let view = city.app.village(&city.officer(), code(village), None).await.unwrap();
        let decision = view.decision.unwrap();
        assert_eq!((decision.class.as_str(), decision.computed.as_str()), ("waspada", "siaga"));
        assert_eq!(view.computed, view.round.rule.class_index("siaga"));
        let lurah = city.app.decide(&city.lurah(village), code(village), (FIRST_INSTRUMENT, YEAR), "aman", "").await;
        assert!(matches!(lurah, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn everything_that_happened_verifies_and_a_hand_in_the_database_shows() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 5, 4).await;
        city.app.checkpoints().await.unwrap();
        let report = city.app.verify(&[]).await.unwrap();
        assert_eq!(report.findings, []);
        assert!(report.entries > 20 && report.rows > 20 && report.checkpoints == 4);
        let mut file = vec![];
        city.app.export_ledger(&mut file).await.unwrap();
        let read = store::ledger::export::verify(file.as_slice(), &city.app.public_key()).unwrap();
        assert_eq!(read.findings, []);
    });
}
