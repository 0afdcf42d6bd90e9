//! The programme for other programs: the register on any day, activities page by page, and one that is logged.

use crate::client::Client;
use app::programme::{milestones::MilestoneDraft, tags::TagDraft};
use axum::http::StatusCode;
use domain::role::Role;
use serde_json::json;
use testing::{code, in_a_city};

#[test]
fn the_register_says_where_each_village_stands_on_the_day_that_is_asked_for() {
    in_a_city(|city| async move {
        let (officer, village) = (city.officer(), code("99.71.01.1001"));
        let launched =
            MilestoneDraft { kind: "launched".into(), happened_on: "1/2/2026".into(), ..MilestoneDraft::default() };
        city.app.record_milestone(&officer, village, launched).await.unwrap();
        let tag = TagDraft {
            programme: "bersinar".into(),
            since: "2026".into(),
            funding: "dipa".into(),
            ..TagDraft::default()
        };
        city.app.keep_tag(&officer, village, tag).await.unwrap();
        let client = Client::machine(&city, Role::Kesbangpol).await;
        let now = client.get("/api/v1/programme/99.71").await.json();
        assert_eq!(
            (&now["declared"], &now["dipa"], &now["villages"].as_array().unwrap().len()),
            (&json!(1), &json!(1), &6)
        );
        let first = &now["villages"][0];
        assert_eq!((&first["stage"], &first["funding"]), (&json!("launched"), &json!("dipa")));
        assert_eq!(first["reached"], json!([{ "milestone": "launched", "on": "2026-02-01", "proven": false }]));
        let before = client.get("/api/v1/programme/99.71?on=2026-01-15").await.json();
        assert_eq!((&before["declared"], &before["villages"][0]["stage"]), (&json!(0), &json!("outside")));
        let lurah = Client::machine(&city, Role::Lurah).await;
        assert_eq!(lurah.get("/api/v1/programme/99.71").await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn an_activity_is_logged_as_in_the_form_and_listed_page_by_page() {
    in_a_city(|city| async move {
        let school = Client::machine(&city, Role::School).await;
        let path = "/api/v1/activities/99.71.01.1001";
        let held = |day: u32, people: u32| {
            json!({ "kind": "sosialisasi", "starts_on": format!("2026-03-{day:02}"), "environment": "education",
                "people": people, "indoors": true, "organiser": "SMP 3" })
        };
        let wrong = school.send(path, &json!({ "kind": "pesta", "starts_on": "besok" })).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let named: Vec<String> =
            wrong.json()["fields"].as_array().unwrap().iter().map(|one| one["item"].as_str().unwrap().into()).collect();
        assert_eq!(named, ["kind", "starts_on", "environment", "organiser"]);
        let crowd = school.send(path, &held(1, 4000)).await.json();
        assert_eq!(crowd["type"], "/api/problems/doubts");
        let doubt = crowd["fields"][0]["doubt"].clone();
        let mut sure = held(1, 4000);
        sure["sure"] = json!([doubt]);
        assert_eq!(school.send(path, &sure).await.status, StatusCode::OK);
        let kesbangpol = Client::machine(&city, Role::Kesbangpol).await;
        for day in 2..=9 {
            let body = json!({ "kind": "kie_keliling", "starts_on": format!("2026-03-{day:02}"),
                "environment": "community", "organiser": "Kelurahan" });
            assert_eq!(kesbangpol.send(path, &body).await.status, StatusCode::OK);
        }
        // Who does not see the place gets the own ones.
        assert_eq!(school.get(path).await.json()["items"].as_array().unwrap().len(), 1);
        let all = kesbangpol.get("/api/v1/activities/99.71?year=2026").await.json();
        let days: Vec<&str> =
            all["items"].as_array().unwrap().iter().map(|row| row["starts_on"].as_str().unwrap()).collect();
        assert_eq!((days.len(), days[0], all["next"].is_null()), (9, "2026-03-09", true));
        let after = all["items"][6]["id"].as_str().unwrap();
        let rest = kesbangpol.get(&format!("/api/v1/activities/99.71?after={},{after}", days[6])).await.json();
        assert_eq!(rest["items"].as_array().unwrap().len(), 2);
        assert_eq!(kesbangpol.get("/api/v1/activities/99.71?after=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}
