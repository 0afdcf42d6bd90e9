//! What everyone may see gives no class away: not by a word, and not by a difference.

use crate::client::Client;
use app::programme::{
    activities::ActivityDraft, directory::HelpDraft, interventions::InterventionDraft, milestones::MilestoneDraft,
};
use axum::http::{Method, StatusCode};
use domain::role::Role;
use testing::{City, YEAR, code, in_a_city};

const PUBLIC: [&str; 10] = [
    "/kota/99.71",
    "/kota/99.71?tahun=2026",
    "/kota/99.71/data.csv",
    "/kota/99.71.01.1001",
    "/kota/99.71.01.1002",
    "/kota/99.71.02.1003",
    "/bantuan/99.71",
    "/bantuan/99.71?desa=99.71.01.1002",
    "/api/v1/public/99.71",
    "/api/v1/public/99.71/help",
];

async fn seen(city: &std::sync::Arc<City>) -> Vec<String> {
    let visitor = Client::anonymous(city);
    let mut all = vec![];
    for path in PUBLIC {
        city.clock.pass(1000);
        let answer = visitor.ask(Method::GET, path, &[], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        let headers = answer.headers.iter().filter(|(name, _)| *name != "date");
        let headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
        all.push(format!("{path}\n{}\n{}", headers.join("\n"), answer.text));
    }
    all
}

async fn programme(city: &City) {
    let officer = city.officer();
    for (village, day) in [("99.71.01.1001", "1/7/2024"), ("99.71.01.1002", "1/2/2026")] {
        let launched = MilestoneDraft { kind: "launched".into(), happened_on: day.into(), ..MilestoneDraft::default() };
        city.app.record_milestone(&officer, code(village), launched).await.unwrap();
    }
    let held = ActivityDraft {
        kind: "sosialisasi".into(),
        starts_on: "1/3/2026".into(),
        environment: "community".into(),
        organiser: "Kelurahan".into(),
        ..ActivityDraft::default()
    };
    city.app.log_activity(&city.lurah("99.71.01.1002"), code("99.71.01.1002"), held).await.unwrap();
    let place = HelpDraft { name: "Klinik".into(), kind: "bnnk_clinic".into(), open: true, ..HelpDraft::default() };
    city.app.keep_help_place(&officer, code("99.71"), place).await.unwrap();
}

#[test]
fn whatever_class_a_village_has_the_public_sees_the_same() {
    in_a_city(|city| async move {
        programme(&city).await;
        let before = seen(&city).await;
        // Every village another class; one decided otherwise; one with a choice that its indicators proposed.
        for (at, village) in
            ["99.71.01.1001", "99.71.01.1002", "99.71.01.1003", "99.71.02.1001", "99.71.02.1003"].iter().enumerate()
        {
            city.report(village, at * 2, at.min(5)).await;
        }
        let reason = "Dua penangkapan belum masuk hitungan tahun ini";
        let key = (app::FIRST_INSTRUMENT, YEAR);
        city.app.decide(&city.officer(), code("99.71.01.1001"), key, "bahaya", reason).await.unwrap();
        let choice = InterventionDraft {
            year: YEAR,
            kind: "coalition".into(),
            owner: "Pokja".into(),
            due_on: "30/11/2026".into(),
            measure: "Pertemuan".into(),
            ..InterventionDraft::default()
        };
        city.app.keep_intervention(&city.lurah("99.71.01.1002"), code("99.71.01.1002"), choice).await.unwrap();
        assert_eq!(before, seen(&city).await);
        for page in before {
            let words = page.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
            let classes: Vec<String> =
                words.filter(|word| ["bahaya", "waspada", "siaga", "aman"].contains(&word.as_str())).collect();
            assert_eq!(classes, Vec::<String>::new(), "{page}");
        }
    });
}

#[test]
fn the_public_sees_public_steps_only_and_an_inactive_village_as_it_was_launched() {
    in_a_city(|city| async move {
        programme(&city).await;
        let designated =
            MilestoneDraft { kind: "designated".into(), happened_on: "1/3/2026".into(), ..MilestoneDraft::default() };
        city.app.record_milestone(&city.officer(), code("99.71.02.1001"), designated).await.unwrap();
        let visitor = Client::anonymous(&city);
        let rows = visitor.ask(Method::GET, "/api/v1/public/99.71", &[], "").await.json();
        let steps: Vec<(&str, &str)> = rows["launched"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["village"].as_str().unwrap(), row["step"].as_str().unwrap()))
            .collect();
        assert_eq!(steps, [("99.71.01.1001", "launched"), ("99.71.01.1002", "running")]);
        assert_eq!(rows["villages"], 6);
        let csv = visitor.get("/kota/99.71/data.csv").await.text;
        assert_eq!(csv.lines().count(), 3);
        assert!(!visitor.get("/kota/99.71.02.1001").await.text.contains("SK"));
        assert!(visitor.get("/kota/99.71.02.1001").await.text.contains("Belum dicanangkan"));
        for missing in ["/kota/99.71.09.1001", "/kota/99", "/kota/99.71.01", "/bantuan/99.71.01.1001", "/kota/xyz"] {
            assert_eq!(visitor.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
    });
}

#[test]
fn places_of_help_are_sorted_by_how_near_they_are_and_closed_ones_are_not_shown() {
    in_a_city(|city| async move {
        let (officer, points) =
            (city.officer(), [("99.71.01.1001", 0.0), ("99.71.01.1002", 0.02), ("99.71.02.1003", 0.2)]);
        let points: Vec<_> = points.map(|(village, east)| (code(village), [104.0 + east, 1.0])).into();
        city.app.import_points(&app::Actor::Console("test"), code("99.71"), &points, "uji").await.unwrap();
        for (name, village, open) in
            [("Jauh", "99.71.02.1003", true), ("Dekat", "99.71.01.1002", true), ("Tutup", "99.71.01.1001", false)]
        {
            let draft = HelpDraft {
                name: name.into(),
                kind: "puskesmas".into(),
                village: village.into(),
                services: vec!["screening".into()],
                open,
                ..HelpDraft::default()
            };
            city.app.keep_help_place(&officer, code("99.71"), draft).await.unwrap();
        }
        let visitor = Client::anonymous(&city);
        let near = visitor.ask(Method::GET, "/api/v1/public/99.71/help?near=99.71.01.1001", &[], "").await.json();
        let names: Vec<&str> = near.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Dekat", "Jauh"]);
        // 0.02° of longitude at 1° north: 2,226 m.
        let metres = near[0]["metres"].as_u64().unwrap();
        assert!((2_220..2_232).contains(&metres), "{metres}");
        let page = visitor.get("/bantuan/99.71?desa=99.71.01.1001").await.text;
        assert!(page.contains("2,2 km") && !page.contains("Tutup"));
        assert!(
            Client::signed_in(&city, Role::BnnkRehabilitation).await.get("/bantuan/99.71").await.text.contains("Tutup")
        );
    });
}
