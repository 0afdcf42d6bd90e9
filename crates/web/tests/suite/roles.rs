//! Every address with every role: who is let in is exactly who the table of access says.

use crate::client::Client;
use app::access;
use axum::http::{Method, StatusCode};
use domain::role::Role;
use testing::in_a_city;
use web::routes::{Gate, Route, routes};

/// The address with the codes of the first village, district and city put in.
fn address(route: &Route) -> String {
    let city = ["/wilayah/{code}", "/lembar/police/{code}"].contains(&route.path)
        || route.path.starts_with("/angka")
        || route.path.starts_with("/pengamatan");
    let code = match route.path {
        "/provinsi/{code}" => "99",
        _ if city => "99.71",
        _ => "99.71.01.1001",
    };
    let fill = [
        ("{code}", code),
        ("{sheet}", "village"),
        ("{chain}", "99.71"),
        ("{id}", "nobody"),
        ("{name}", "none"),
        ("{release}", "none"),
        ("{form}", "csv"),
        ("{token}", "none"),
        ("{version}", "none"),
        ("{year}", "1999"),
        ("{regency}", "99.71"),
        ("{kind}", "method"),
    ];
    fill.iter().fold(route.path.to_owned(), |path, (mark, value)| path.replace(mark, value))
}

fn is_api(route: &Route) -> bool {
    route.path.starts_with("/api/v1/")
}

#[test]
fn every_address_of_the_api_lets_in_exactly_whose_token_the_table_says() {
    in_a_city(|city| async move {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
            let client = Client::machine(&city, role).await;
            let actor = city.someone(role);
            for route in routes().into_iter().filter(is_api) {
                let path = address(&route);
                // The longest answer is the same for all; `api_lists.rs` reads it once.
                if path.ends_with("regions.ndjson") {
                    continue;
                }
                let answer = client.ask(route.method.clone(), &path, &[], "").await;
                let admitted = match route.gate {
                    Gate::May(actions) => actions.iter().any(|action| access::may(&actor, *action)),
                    _ => true,
                };
                // A provider of one sheet is no provider of another.
                let of_others = (path.contains("/sheets/village")
                    && matches!(role, Role::Polres | Role::BnnkEradication))
                    || (path.contains("/evidence/village") && role == Role::Polres);
                let what = format!("{role} {} {path}: {} {}", route.method, answer.status, answer.text);
                if !admitted {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                } else if answer.status == StatusCode::FORBIDDEN {
                    assert!(of_others, "{what}");
                }
                assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
                assert!(!answer.status.is_server_error(), "{what}");
                if answer.status.is_client_error() {
                    assert_eq!(answer.headers["content-type"], "application/problem+json", "{what}");
                }
            }
        }
    });
}

#[test]
fn every_address_lets_in_exactly_who_the_table_says() {
    in_a_city(|city| async move {
        for role in Role::ALL {
            let client = Client::signed_in(&city, role).await;
            let actor = city.someone(role);
            for route in routes().into_iter().filter(|route| !is_api(route)) {
                let path = address(&route);
                // Without the form's token nothing is changed; who may not even send is told so before.
                let answer =
                    if route.method == Method::GET { client.get(&path).await } else { client.post(&path, "").await };
                if route.path == "/keluar" || route.path == "/masuk/kode" {
                    continue;
                }
                let admitted = match route.gate {
                    Gate::May(actions) => actions.iter().any(|action| access::may(&actor, *action)),
                    _ => true,
                };
                let what = format!("{role} {} {path}: {}", route.method, answer.status);
                if !admitted {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                } else if route.method == Method::POST {
                    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
                } else {
                    let elsewhere = answer.status == StatusCode::FORBIDDEN;
                    let place = path.rsplit('/').next().and_then(|last| last.parse().ok());
                    let outside = place.is_some_and(|place| !actor.covers(place));
                    // A provider of one sheet is no provider of another.
                    let other_sheet =
                        ["/lembar/village", "/impor/templat/village"].iter().any(|own| path.starts_with(own))
                            && matches!(role, Role::Polres | Role::BnnkEradication)
                            || path.starts_with("/bukti/village") && role == Role::Polres;
                    assert_eq!(elsewhere, outside || other_sheet, "{what}");
                    assert!(!answer.status.is_server_error(), "{what}");
                }
            }
        }
    });
}

#[test]
fn who_is_not_signed_in_is_led_to_the_door() {
    in_a_city(|city| async move {
        let visitor = Client::anonymous(&city);
        for route in routes() {
            let path = address(&route);
            if is_api(&route) {
                city.clock.pass(1000);
                let answer = visitor.ask(route.method.clone(), &path, &[], "").await;
                let refused = answer.status == StatusCode::UNAUTHORIZED;
                assert_eq!(refused, route.gate != Gate::Public, "{} {path}: {}", route.method, answer.status);
                continue;
            }
            let answer =
                if route.method == Method::GET { visitor.get(&path).await } else { visitor.post(&path, "").await };
            let led = answer.status == StatusCode::SEE_OTHER
                && answer.headers["location"].to_str().unwrap().starts_with("/masuk?ke=");
            assert_eq!(led, route.gate != Gate::Public, "{} {path}: {}", route.method, answer.status);
        }
    });
}

#[test]
fn who_has_not_given_the_second_factor_gets_no_further() {
    in_a_city(|city| async move {
        let app::Actor::Account { id, .. } = city.someone(Role::BnnkP2m) else { panic!() };
        let slip = city.app.make_slip(&app::Actor::Console("test"), "99.71", &id).await.unwrap();
        city.app.use_slip(&slip.code, "empat kata mudah diingat").await.unwrap();
        let visitor = Client::anonymous(&city);
        let csrf = form_token(&visitor.get("/masuk").await.text);
        let body = format!("csrf={csrf}&nama=u-bnnk-p2m&sandi=empat+kata+mudah+diingat");
        let entered = visitor.post("/masuk", &body).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
        let cookie = entered.headers["set-cookie"].to_str().unwrap();
        let token = cookie.split(';').next().unwrap().strip_prefix("sesi=").unwrap();
        let half = visitor.with_token(token);
        assert_eq!(half.get("/wilayah/99.71").await.headers["location"], "/masuk/kode");
        assert_eq!(half.get("/beranda").await.headers["location"], "/masuk/kode");
    });
}

fn form_token(page: &str) -> String {
    page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}
