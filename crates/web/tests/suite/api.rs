//! The API: who is let in, what is refused and how, that it does what the forms do.

use crate::client::{Client, token};
use app::{Actor, city::Standing};
use axum::http::{Method, StatusCode};
use domain::role::Role;
use serde_json::json;
use testing::{City, YEAR, city_code, code, in_a_city};

const VILLAGE: &str = "99.71.01.1001";
const DAY: i64 = 24 * 60 * 60 * 1000;
const CONSOLE: Actor = Actor::Console("test");

fn id(city: &City, role: Role) -> String {
    let Actor::Account { id, .. } = city.someone(role) else { panic!() };
    id
}

#[test]
fn a_token_stands_for_its_account_until_it_is_revoked_or_ends() {
    in_a_city(|city| async move {
        let made =
            city.app.make_token(&CONSOLE, "99.71", &id(&city, Role::BnnkP2m), "Aplikasi Dinsos", 30).await.unwrap();
        let client = Client::anonymous(&city).with_bearer(&made.secret);
        let me = client.get("/api/v1/me").await.json();
        assert_eq!(
            (&me["role"], &me["region"], &me["token"]),
            (&json!("bnnk_p2m"), &json!("99.71"), &json!("Aplikasi Dinsos"))
        );
        assert!(me["may"].as_array().unwrap().contains(&json!("decide_class")));
        city.clock.pass(30 * DAY - 1);
        assert_eq!(client.get("/api/v1/me").await.status, StatusCode::OK);
        city.clock.pass(1);
        assert_eq!(client.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
        let made = city.app.make_token(&CONSOLE, "99.71", &id(&city, Role::BnnkP2m), "Lagi", 30).await.unwrap();
        let client = client.with_bearer(&made.secret);
        assert_eq!(client.get("/api/v1/me").await.status, StatusCode::OK);
        city.app.revoke_token(&CONSOLE, "99.71", &id(&city, Role::BnnkP2m), &made.id).await.unwrap();
        let refused = client.get("/api/v1/me").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert_eq!(refused.headers["www-authenticate"], r#"Bearer realm="bersinar", error="invalid_token""#);
        for entry in city.app.ledger(&city.officer(), city_code(), u64::MAX, 1000).await.unwrap() {
            assert!(!entry.body.contains(&made.secret) && !entry.body.contains(&made.secret[9..]), "{}", entry.body);
        }
    });
}

#[test]
fn an_ended_account_a_cookie_and_an_administrator_open_nothing() {
    in_a_city(|city| async move {
        let lurah = Client::machine(&city, Role::Lurah).await;
        assert_eq!(lurah.get("/api/v1/me").await.status, StatusCode::OK);
        city.app.end_account(&CONSOLE, "99.71", &id(&city, Role::Lurah)).await.unwrap();
        assert_eq!(lurah.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
        let person = Client::signed_in(&city, Role::BnnkP2m).await;
        assert_eq!(person.get("/beranda").await.status, StatusCode::OK);
        assert_eq!(person.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
        // A token opens no page.
        let page = Client::machine(&city, Role::BnnkP2m).await.get("/beranda").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let admin = id(&city, Role::Administrator);
        let refused = city.app.make_token(&CONSOLE, "99.71", &admin, "Uji", 30).await;
        assert!(matches!(refused, Err(app::Refusal::Invalid("account-token-administrator"))));
        let lurah = city.lurah("99.71.01.1002");
        let refused = city.app.make_token(&lurah, "99.71", &id(&city, Role::BnnkP2m), "Uji", 30).await;
        assert!(matches!(refused, Err(app::Refusal::NotAllowed(_))));
        for days in [0, -1, 731] {
            let refused = city.app.make_token(&CONSOLE, "99.71", &id(&city, Role::BnnkP2m), "Uji", days).await;
            assert!(matches!(refused, Err(app::Refusal::Invalid("account-token-days"))), "{days}");
        }
    });
}

#[test]
fn an_administrator_makes_and_revokes_a_token_on_the_page() {
    in_a_city(|city| async move {
        let admin = Client::signed_in(&city, Role::Administrator).await;
        let path = format!("/akun/99.71/{}/token", id(&city, Role::Polres));
        let page = admin.get(&path).await.text;
        let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let made = admin.post(&path, &format!("csrf={csrf}&nama=Aplikasi+Polres&hari=90")).await.text;
        let secret = made.split("<p class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let client = Client::anonymous(&city).with_bearer(&secret);
        assert_eq!(client.get("/api/v1/me").await.json()["role"], "polres");
        let page = admin.get(&path).await.text;
        assert!(page.contains("Aplikasi Polres") && !page.contains(&secret));
        let revoke = page.split(&format!("action=\"{path}/")).nth(1).unwrap().split('"').next().unwrap();
        admin.post(&format!("{path}/{revoke}"), &format!("csrf={csrf}")).await;
        assert_eq!(client.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
        let refused = admin.post(&path, &format!("csrf={csrf}&nama=Uji&hari=9999")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn sheets_sent_by_api_give_the_class_that_forms_give() {
    in_a_city(|city| async move {
        city.report("99.71.01.1002", 7, 5).await;
        let (police, lurah) = (Client::machine(&city, Role::Polres).await, Client::machine(&city, Role::Lurah).await);
        let present =
            |items: &[&str]| -> Vec<_> { items.iter().map(|item| json!({ "item": item, "value": true })).collect() };
        let sheet = format!("/api/v1/villages/{VILLAGE}/sheets");
        let body =
            json!({ "year": YEAR, "submit": true, "answers": present(&["P1", "P2", "P3", "P4", "P6", "P7", "P8"]) });
        let sent = police.send(&format!("{sheet}/police"), &body).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
        let mut answers = present(&["D1", "D2", "D3", "D4", "D5"]);
        answers.push(json!({ "item": "P5", "value": false, "source": "Pendataan" }));
        let body = json!({ "year": YEAR, "submit": true, "revision": 0, "answers": answers });
        let sent = lurah.send(&format!("{sheet}/village"), &body).await;
        assert_eq!((sent.status, &sent.json()["state"]), (StatusCode::OK, &json!("submitted")), "{}", sent.text);
        let board = city.app.board(&city.officer(), city_code(), None).await.unwrap();
        let standing = |village: &str| board.lines.iter().find(|line| line.village == code(village)).unwrap().standing;
        assert!(matches!(standing(VILLAGE), Standing::Class(_)));
        assert_eq!(standing(VILLAGE), standing("99.71.01.1002"));
        // The verifier accepts by API too; the lurah does not.
        let path = format!("{sheet}/village/verify");
        assert_eq!(lurah.ask(Method::POST, &path, &[], "").await.status, StatusCode::FORBIDDEN);
        let officer = Client::machine(&city, Role::BnnkP2m).await;
        assert_eq!(officer.get("/api/v1/waiting?limit=500").await.json()["items"].as_array().unwrap().len(), 4);
        assert_eq!(officer.ask(Method::POST, &path, &[], "").await.status, StatusCode::NO_CONTENT);
        assert_eq!(lurah.get(&format!("{sheet}/village")).await.json()["state"], "verified");
        // Police values are hidden from the lurah, but not from the officer.
        let item = |village: serde_json::Value| {
            village["items"].as_array().unwrap().iter().find(|item| item["item"] == "P1").unwrap().clone()
        };
        let own = item(lurah.get(&format!("/api/v1/villages/{VILLAGE}")).await.json());
        assert_eq!((&own["said"], &own["hidden"], &own["state"]), (&json!(null), &json!(true), &json!("present")));
        let seen = item(officer.get(&format!("/api/v1/villages/{VILLAGE}")).await.json());
        assert_eq!((&seen["said"], &seen["hidden"]), (&json!("ada"), &json!(false)));
    });
}

#[test]
fn every_kind_of_refusal_is_a_problem_with_its_fields() {
    in_a_city(|city| async move {
        let (lurah, officer) = (Client::machine(&city, Role::Lurah).await, Client::machine(&city, Role::BnnkP2m).await);
        let sheet = format!("/api/v1/villages/{VILLAGE}/sheets/village");
        let json = ("content-type", "application/json");
        let answers = |value: serde_json::Value| json!({ "year": YEAR, "submit": false, "revision": 0, "answers": [{ "item": "D1", "value": value }] });
        let long = "x".repeat(3 << 20);
        let wrong = answers(json!(-3)).to_string();
        let get = |path: &'static str| (Method::GET, path.to_owned(), vec![], String::new());
        let post = |path: &str, headers: Vec<(&'static str, &'static str)>, body: &str| {
            (Method::POST, path.to_owned(), headers, body.to_owned())
        };
        assert_eq!(lurah.send(&sheet, &answers(json!(3))).await.status, StatusCode::OK);
        for (who, (method, path, headers, body), status, kind) in [
            (&lurah, get("/api/v1/villages"), 403, "not-allowed"),
            (&lurah, get("/api/v1/villages/99.71.01.1002"), 403, "not-allowed"),
            (&officer, get("/api/v1/villages/99.71.09.1001"), 404, "not-found"),
            (&officer, get("/api/v1/villages/xyz"), 404, "not-found"),
            (&officer, get("/api/v1/villages/%FF"), 404, "not-found"),
            (&officer, get("/api/v1/none"), 404, "not-found"),
            (&officer, (Method::PUT, "/api/v1/me".into(), vec![], String::new()), 405, "method"),
            (&officer, get("/api/v1/villages?yaer=2026"), 422, "parameter"),
            (&officer, get("/api/v1/villages?year=x"), 422, "parameter"),
            (&officer, get("/api/v1/villages?on=2026-02-30"), 422, "parameter"),
            (&officer, get("/api/v1/villages?limit=0"), 422, "parameter"),
            (&officer, get("/api/v1/regions?limit=501"), 422, "parameter"),
            (&lurah, post(&sheet, vec![json], "{\"year\":"), 422, "body"),
            (&lurah, post(&sheet, vec![json], "{\"year\":2026,\"submit\":true,\"x\":1}"), 422, "body"),
            (&lurah, post(&sheet, vec![], "{}"), 415, "media-type"),
            (&lurah, post(&sheet, vec![json], &long), 413, "too-large"),
            (&lurah, post(&sheet, vec![json], &wrong.replace("\"revision\":0", "\"revision\":1")), 422, "values"),
            (&lurah, post(&sheet, vec![json], &wrong.replace("-3", "4")), 409, "stale"),
            (&officer, post(&format!("{sheet}/verify"), vec![], ""), 422, "not-possible"),
        ] {
            let answer = who.ask(method, &path, &headers, &body).await;
            let what = format!("{path}: {} {}", answer.status, answer.text);
            assert_eq!(answer.status.as_u16(), status, "{what}");
            assert_eq!(answer.headers["content-type"], "application/problem+json", "{what}");
            let problem = answer.json();
            assert_eq!(problem["type"], format!("/api/problems/{kind}"), "{what}");
            assert_eq!(problem["status"], status, "{what}");
            assert!(
                problem["title"].as_str().unwrap().len() > 5 && problem["detail"].as_str().unwrap().len() > 10,
                "{what}"
            );
            if kind == "values" {
                let field = &problem["fields"][0];
                assert_eq!(
                    (&field["village"], &field["item"], &field["typed"]),
                    (&json!(VILLAGE), &json!("D1"), &json!("-3"))
                );
                assert!(field["message"].as_str().unwrap().contains("kurang dari nol"));
            }
            if kind == "method" {
                assert!(answer.headers["allow"].to_str().unwrap().contains("GET"));
            }
            let place = format!("/api/problems/{kind}");
            assert_eq!(who.get(&place).await.headers["location"], format!("/api#{kind}"));
        }
        let english = officer.ask(Method::GET, "/api/v1/none", &[("accept-language", "en-GB")], "").await.json();
        assert_eq!(english["title"], "There is no such thing");
        // What was refused changed nothing.
        assert_eq!(lurah.get(&sheet).await.json()["revision"], 1);
    });
}

#[test]
fn who_floods_waits_and_slows_nobody_else() {
    in_a_city(|city| async move {
        let (one, other) = (Client::machine(&city, Role::BnnkP2m).await, token(&city, Role::Lurah).await);
        let other = one.with_bearer(&other);
        assert_eq!(other.get("/api/v1/me").await.status, StatusCode::OK);
        for _ in 0..100 {
            assert_eq!(one.get("/api/v1/me").await.status, StatusCode::OK);
        }
        let refused = one.get("/api/v1/me").await;
        assert_eq!(
            (refused.status, &refused.headers["retry-after"]),
            (StatusCode::TOO_MANY_REQUESTS, &"1".parse().unwrap())
        );
        assert_eq!(refused.json()["type"], "/api/problems/too-many");
        assert_eq!(other.get("/api/v1/me").await.status, StatusCode::OK);
        city.clock.pass(50);
        assert_eq!(one.get("/api/v1/me").await.status, StatusCode::OK);
        assert_eq!(one.get("/api/v1/me").await.status, StatusCode::TOO_MANY_REQUESTS);
        city.clock.pass(5000);
        assert_eq!(one.get("/api/v1/me").await.status, StatusCode::OK);
        // Guessing empties the small bucket of the address; a good token is let in all the same, known before or not.
        let guess = one.with_bearer("bersinar_0000");
        for _ in 0..20 {
            assert_eq!(guess.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(guess.get("/api/v1/me").await.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(other.get("/api/v1/me").await.status, StatusCode::OK);
        let new = one.with_bearer(&token(&city, Role::Camat).await);
        assert_eq!(new.get("/api/v1/me").await.status, StatusCode::OK);
    });
}
