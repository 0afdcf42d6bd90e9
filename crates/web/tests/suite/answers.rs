//! What must hold for every answer, whatever the page.

use crate::client::Client;
use axum::http::{Method, StatusCode};
use domain::role::Role;
use testing::in_a_city;

#[test]
fn the_front_page_is_public_small_and_names_no_class() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 5, 4).await;
        let page = Client::anonymous(&city).get("/").await;
        assert_eq!(page.status, StatusCode::OK);
        let words = page.text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        let classes: Vec<String> =
            words.filter(|word| ["bahaya", "waspada", "siaga", "aman"].contains(&word.as_str())).collect();
        assert_eq!(classes, Vec::<String>::new());
        assert!(page.text.len() < 20_000);
        assert!(page.text.contains("184"));
    });
}

#[test]
fn every_answer_carries_the_strict_headers() {
    in_a_city(|city| async move {
        let visitor = Client::anonymous(&city);
        for path in ["/", "/masuk", "/tidak-ada", "/beranda", "/aset/none"] {
            let headers = visitor.get(path).await.headers;
            assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"), "{path}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(headers[name], value, "{path}");
            }
        }
    });
}

#[test]
fn a_form_from_elsewhere_or_of_another_session_changes_nothing() {
    in_a_city(|city| async move {
        let officer = Client::signed_in(&city, Role::BnnkP2m).await;
        let form = ("content-type", "application/x-www-form-urlencoded");
        for elsewhere in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
            let answer = officer.ask(Method::POST, "/periode/kunci", &[form, elsewhere], "tahun=2026").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let stolen = officer.post("/periode/kunci", "csrf=00000000000000000000000000000000&tahun=2026").await;
        assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!city.app.round(testing::city_code(), None).await.unwrap().locked);
    });
}

#[test]
fn the_way_back_never_leads_to_another_site() {
    in_a_city(|city| async move {
        let visitor = Client::anonymous(&city);
        for bad in
            ["//evil.example", "https://evil.example", "/%5Cevil.example", "/%0D%0ASet-Cookie:x", "/%09/evil.example"]
        {
            let answer = visitor.get(&format!("/bahasa/en?ke={bad}")).await;
            assert_eq!(answer.headers["location"], "/", "{bad}");
        }
        assert_eq!(visitor.get("/bahasa/en?ke=/masuk").await.headers["location"], "/masuk");
    });
}

#[test]
fn a_page_that_is_not_there_says_so_with_a_way_back() {
    in_a_city(|city| async move {
        let officer = Client::signed_in(&city, Role::BnnkP2m).await;
        for path in [
            "/tidak-ada",
            "/desa/99.71.09.1001",
            "/desa/xyz",
            "/wilayah/63.06",
            "/lembar/none/99.71",
            "/wilayah/99.71?tahun=1999",
        ] {
            let answer = officer.get(path).await;
            assert!(
                [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status),
                "{path}: {}",
                answer.status
            );
            assert!(answer.text.contains("href=\"/beranda\""), "{path}");
        }
        let long = officer.post("/periode", &"x".repeat(3 << 20)).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn what_was_typed_stays_when_it_is_refused() {
    in_a_city(|city| async move {
        let lurah = Client::signed_in(&city, Role::Lurah).await;
        let page = lurah.get("/lembar/village/99.71.01.1001").await.text;
        let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let field = |item: &str| format!("v%2F99.71.01.1001%2F{item}");
        let body = format!(
            "csrf={csrf}&kirim=1&r%2F99.71.01.1001=0&{}=-3&{}=17&s%2F99.71.01.1001%2FD2=Pendataan",
            field("D1"),
            field("D2")
        );
        let refused = lurah.post("/lembar/village/99.71.01.1001", &body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in ["value=\"-3\"", "value=\"17\"", "value=\"Pendataan\"", "aria-invalid=\"true\""] {
            assert!(refused.text.contains(kept), "{kept}");
        }
        let sent = lurah.post("/lembar/village/99.71.01.1001", &body.replace("=-3", "=3")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    });
}

#[test]
fn hostile_text_is_shown_as_text() {
    in_a_city(|city| async move {
        let officer = Client::signed_in(&city, Role::BnnkP2m).await;
        let found = officer.get("/cari?q=%3Cscript%3Ealert(1)%3C/script%3E").await.text;
        assert!(!found.contains("<script>alert"));
        let back = Client::anonymous(&city).get("/masuk?ke=/%22%3E%3Cscript%3E").await.text;
        assert!(!back.contains("\"><script>"));
    });
}

#[test]
fn the_inspectorate_downloads_a_checkpoint_that_the_public_key_proves() {
    in_a_city(|city| async move {
        let inspector = Client::signed_in(&city, Role::Inspectorate).await;
        let page = inspector.get("/buku-besar").await.text;
        assert!(page.contains("href=\"/buku-besar/titik-periksa\""), "{page}");
        let get = async || {
            let answer = inspector.get("/buku-besar/titik-periksa").await;
            assert_eq!(answer.status, StatusCode::OK);
            let name = answer.headers["content-disposition"].to_str().unwrap();
            assert!(name.starts_with("attachment; filename=\"bersinar-titik-periksa-99.71-"), "{name}");
            answer.text
        };
        let first = get().await;
        let made: Vec<seal::checkpoint::Checkpoint> = serde_json::from_str(&first).unwrap();
        assert_eq!(made.len(), 1, "the doors' chains stay out of it");
        assert_eq!(made[0].verify(&city.app.public_key()), Ok(()));
        assert_eq!(city.app.verify(&made).await.unwrap().findings, []);
        assert_eq!(get().await, first, "nothing came since");
        city.report("99.71.01.1001", 5, 4).await;
        assert_ne!(get().await, first);
    });
}
