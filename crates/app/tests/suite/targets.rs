//! Targets: a document's words in every way they can be read, against what was reached.

use crate::programme::{FIRST, keys, on, sure};
use app::{
    Refusal,
    programme::{Which, milestones::MilestoneDraft, targets::TargetDraft},
};
use domain::role::Role;
use testing::{city_code, code, in_a_city};

fn batam() -> TargetDraft {
    TargetDraft {
        output: "villages/launched".into(),
        set_by: "BNN Kota".into(),
        dated: "30/8/2022".into(),
        words: "Sekarang tiga; target lima tahun ini, lima belas pada 2023, lima belas lagi tahun berikutnya.".into(),
        base: "3".into(),
        readings: vec![
            "2022 = 5\n2023 + 15\n2024 + 15".into(),
            "2022 + 5\n2023 + 15\n2024 + 15".into(),
            "2022 = 5\n2023 = 15\n2024 + 15".into(),
        ],
        ..TargetDraft::default()
    }
}

#[test]
fn batams_words_have_three_readings_and_none_holds_until_someone_says_so() {
    in_a_city(|city| async move {
        let office = city.someone(Role::Kesbangpol);
        let id = city.app.keep_target(&office, city_code(), batam()).await.unwrap();
        let views = city.app.targets(&office, city_code()).await.unwrap();
        let curves: Vec<Vec<(i16, i64)>> = views[0].readings.iter().map(|reading| reading.curve(3)).collect();
        assert_eq!(curves[0], [(2022, 5), (2023, 20), (2024, 35)]);
        assert_eq!(curves[1], [(2022, 8), (2023, 23), (2024, 38)]);
        assert_eq!(curves[2], [(2022, 5), (2023, 15), (2024, 30)]);
        assert_eq!(views[0].adopted, None);
        assert_eq!(city.app.register(&office, city_code(), None).await.unwrap().wanted, None);
        let decided =
            TargetDraft { which: Which { id, revision: 1 }, adopted: "3".into(), note: "Rakor 12/2".into(), ..batam() };
        city.app.keep_target(&office, city_code(), decided).await.unwrap();
        let views = city.app.targets(&office, city_code()).await.unwrap();
        assert_eq!((views[0].adopted, views[0].wanted(2, 2023)), (Some(2), Some(15)));
        // After the last year its number still holds.
        assert_eq!(city.app.register(&office, city_code(), None).await.unwrap().wanted, Some(30));
    });
}

#[test]
fn what_was_reached_stands_beside_it_year_by_year_and_the_nearest_are_named() {
    in_a_city(|city| async move {
        let officer = city.officer();
        for (village, day) in [(FIRST, "1/7/2024"), ("99.71.01.1002", "1/2/2026")] {
            city.app.record_milestone(&officer, code(village), on("launched", day)).await.unwrap();
        }
        let near = "99.71.02.1001";
        city.app.record_milestone(&officer, code(near), on("designated", "1/2/2026")).await.unwrap();
        city.app.record_milestone(&officer, code(near), on("task_group", "1/2/2026")).await.unwrap();
        city.app.keep_target(&officer, city_code(), batam()).await.unwrap();
        let views = city.app.targets(&officer, city_code()).await.unwrap();
        assert_eq!(views[0].actual, [(2022, 0), (2023, 0), (2024, 1), (2025, 1), (2026, 2)]);
        assert_eq!(views[0].nearest, [(code(near), 2)]);
        // Families of the groups, and activities, are counted too.
        let families = MilestoneDraft { quantity: "10".into(), ..on("family_group", "1/2/2026") };
        city.app.record_milestone(&officer, code(FIRST), families).await.unwrap();
        for (output, there) in [("sum/family_group", 10), ("activities", 0)] {
            let draft = TargetDraft { output: output.into(), readings: vec!["2026 = 20".into()], ..batam() };
            city.app.keep_target(&officer, city_code(), draft).await.unwrap();
            let views = city.app.targets(&officer, city_code()).await.unwrap();
            let view = views.iter().find(|view| view.target.output == output).unwrap();
            assert_eq!((view.adopted, view.reached(2026), view.wanted(0, 2026)), (Some(0), Some(there), Some(20)));
        }
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn a_falling_target_is_asked_about_and_what_cannot_be_read_is_named() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let keep = |draft| city.app.keep_target(&officer, city_code(), draft);
        let falling = TargetDraft { readings: vec!["2025 = 20\n2026 = 15".into()], ..batam() };
        let refused = keep(falling.clone()).await.unwrap_err();
        assert_eq!(keys(&refused), ["target-falls"]);
        keep(TargetDraft { sure: sure(&refused), ..falling }).await.unwrap();
        let wrong = TargetDraft {
            output: "villages/none".into(),
            set_by: " ".into(),
            readings: vec!["lima".into(), "2022 = 5\n2022 = 6".into()],
            ..batam()
        };
        let expected = ["form-not-chosen", "target-set-by-missing", "target-line-unreadable", "target-year-twice"];
        assert_eq!(keys(&keep(wrong).await.unwrap_err()), expected);
        assert_eq!(keys(&keep(TargetDraft { readings: vec![], ..batam() }).await.unwrap_err()), ["target-no-reading"]);
        let by_lurah = city.app.keep_target(&city.lurah(FIRST), city_code(), batam()).await;
        assert!(matches!(by_lurah, Err(Refusal::NotAllowed(_))));
    });
}
