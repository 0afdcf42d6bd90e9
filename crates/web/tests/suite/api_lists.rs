//! The API's lists: pages without gaps or doubles, states of other days, exports.

use crate::client::{Answer, Client};
use axum::http::StatusCode;
use domain::{region::Revision, role::Role};
use testing::{City, code, in_a_city};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn codes(answer: &Answer) -> Vec<String> {
    let page = answer.json();
    page["items"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
}

async fn add(city: &City, place: &str) {
    let revision =
        Revision { code: code(place), name: "Baru".into(), valid_from: None, valid_until: None, successors: vec![] };
    city.app.revise_regions(&app::Actor::Console("test"), &[revision]).await.unwrap();
}

#[test]
fn pages_have_no_gaps_and_no_doubles_also_when_rows_are_added_in_between() {
    in_a_city(|city| async move {
        let client = Client::machine(&city, Role::BnnkP2m).await;
        let (mut next, mut seen, mut page) = (Some("/api/v1/regions?within=99.71&limit=2".to_owned()), vec![], 0);
        while let Some(path) = next {
            let answer = client.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            seen.extend(codes(&answer));
            next = answer.json()["next"].as_str().map(str::to_owned);
            page += 1;
            if page == 2 {
                // One before where the reader is, one after.
                add(&city, "99.71.01.1000").await;
                add(&city, "99.71.02.1009").await;
            }
        }
        let all = [
            "99.71",
            "99.71.01",
            "99.71.01.1001",
            "99.71.01.1002",
            "99.71.01.1003",
            "99.71.02",
            "99.71.02.1001",
            "99.71.02.1002",
            "99.71.02.1003",
            "99.71.02.1009",
        ];
        assert_eq!(seen, all);
        let (mut next, mut seen) = (Some("/api/v1/villages?limit=3".to_owned()), vec![]);
        while let Some(path) = next {
            let answer = client.get(&path).await;
            seen.extend(codes(&answer));
            next = answer.json()["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen.len(), 8);
        assert!(seen.is_sorted());
        let found = client.get("/api/v1/regions?q=muka%20kuning&within=21.71&level=village").await;
        assert_eq!(codes(&found), ["21.71.07.1001"]);
    });
}

#[test]
fn the_ledger_is_read_backwards_without_gaps() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 3, 2).await;
        let client = Client::machine(&city, Role::Inspectorate).await;
        let (mut next, mut seen) = (Some("/api/v1/ledger?limit=4".to_owned()), vec![]);
        while let Some(path) = next {
            let page = client.get(&path).await.json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["sequence"].as_u64().unwrap()));
            next = page["next"].as_str().map(str::to_owned);
        }
        let first = seen[0];
        assert_eq!(seen, (1..=first).rev().collect::<Vec<_>>());
    });
}

#[test]
fn a_list_can_be_asked_as_it_was_known_on_a_day() {
    in_a_city(|city| async move {
        city.clock.pass(DAY);
        city.report("99.71.01.1001", 7, 5).await;
        let client = Client::machine(&city, Role::BnnkP2m).await;
        city.clock.pass(2 * DAY);
        let kind = |answer: Answer| answer.json()["items"][0]["standing"]["kind"].as_str().unwrap().to_owned();
        assert_eq!(kind(client.get("/api/v1/villages").await), "class");
        assert_eq!(kind(client.get("/api/v1/villages?known=2026-03-10").await), "silent");
        assert_eq!(kind(client.get("/api/v1/villages?known=2026-03-11").await), "class");
        let counts = client.get("/api/v1/counts?known=2026-03-10").await.json()["items"][0].clone();
        assert_eq!((counts["silent"].as_u64(), counts["villages"].as_u64()), (Some(6), Some(6)));
        let both = client.get("/api/v1/villages?year=2026&on=2026-03-10").await;
        assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(client.get("/api/v1/villages?year=1999").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn exports_hold_the_villages_of_a_city_and_only_counts_above_it() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 7, 5).await;
        let lines = |answer: Answer| answer.text.lines().map(str::to_owned).collect::<Vec<_>>();
        let officer = Client::machine(&city, Role::BnnkP2m).await;
        let villages = lines(officer.get("/api/v1/export/villages.ndjson").await);
        assert_eq!(villages.len(), 6);
        let first: serde_json::Value = serde_json::from_str(&villages[0]).unwrap();
        assert_eq!((&first["code"], &first["standing"]["kind"]), (&"99.71.01.1001".into(), &"class".into()));
        assert_eq!(lines(officer.get("/api/v1/export/villages.csv?year=2026").await).len(), 7);
        let camat = Client::machine(&city, Role::Camat).await;
        assert_eq!(lines(camat.get("/api/v1/export/villages.ndjson").await).len(), 3);
        for role in [Role::Bnnp, Role::Bnn] {
            let above = Client::machine(&city, role).await;
            let counts = lines(above.get("/api/v1/export/villages.ndjson").await);
            assert_eq!(counts.len(), 1, "{role}");
            assert!(counts[0].contains("\"region\":\"99.71\"") && !counts[0].contains("99.71.01"), "{role}");
            assert_eq!(above.get("/api/v1/villages?within=99.71").await.status, StatusCode::FORBIDDEN);
            assert_eq!(above.get("/api/v1/counts").await.json()["items"][0]["villages"], 6);
        }
        let elsewhere = Client::machine(&city, Role::Bnnp).await.get("/api/v1/counts?within=63").await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
        let lurah = Client::machine(&city, Role::Lurah).await;
        assert_eq!(lurah.get("/api/v1/export/villages.ndjson").await.status, StatusCode::FORBIDDEN);
        let all = lines(lurah.get("/api/v1/export/regions.ndjson").await);
        assert_eq!(all.len(), city.app.places().listed(None, None).count());
        assert!(all.len() > 91_000);
        let path = "/api/v1/export/regions.ndjson";
        let packed = lurah.ask(axum::http::Method::GET, path, &[("accept-encoding", "gzip")], "").await;
        assert_eq!((packed.status, &packed.headers["content-encoding"]), (StatusCode::OK, &"gzip".parse().unwrap()));
    });
}
