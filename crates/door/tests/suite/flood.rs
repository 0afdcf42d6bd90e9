//! Many at once: fifty from one address, and a hundred thousand that mean no good.

use super::{
    client::{ask, door, form, get, post},
    sent::{bytes, kept, sealed, tip},
};
use app::doors::conversations::Sent;
use axum::{Router, body::Body, http::Request, http::StatusCode};
use domain::door::letter::MOST_WORDS;
use seal::code::Code;
use std::sync::Arc;
use testing::{
    City, in_a_city,
    office::{DESK, Office},
};

fn code(n: u32) -> Code {
    let mut bytes = [0; 11];
    bytes[..4].copy_from_slice(&n.to_be_bytes());
    Code::new(bytes)
}

/// Does what is asked for before a letter is taken, as its page does, and sends it.
async fn worked(door: &Router, sent: &Sent) -> StatusCode {
    let work: serde_json::Value = serde_json::from_slice(&get(door, "/giliran").await.body).unwrap();
    let (given, bits) = (work["work"]["given"].as_str().unwrap(), work["work"]["bits"].as_u64().unwrap());
    let done = door::worked(given, u32::try_from(bits).unwrap(), &sent.signature);
    let request = Request::post("/kirim").header("x-kerja", done).body(Body::from(bytes(sent, false)));
    ask(door, request.unwrap()).await.status
}

/// So many letters are taken at a moment that the next one must wait.
async fn flood(city: &Arc<City>, door: &Router) -> u32 {
    for n in 0.. {
        let sent = sealed(city, &code(n), &tip("Banjir.")).await;
        match post(door, "/kirim", bytes(&sent, false)).await.status {
            StatusCode::OK => {}
            StatusCode::TOO_MANY_REQUESTS => return n,
            other => panic!("{other}"),
        }
    }
    0
}

#[test]
fn fifty_at_once_from_one_address_are_all_taken_without_anything_asked_for() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let door = door(&city);
        let mut letters = vec![];
        for n in 0..50 {
            letters.push(bytes(&sealed(&city, &code(n), &tip(&format!("Laporan {n}."))).await, false));
        }
        let all: Vec<_> = letters
            .into_iter()
            .map(|letter| {
                let door = door.clone();
                tokio::spawn(async move { post(&door, "/kirim", letter).await.status })
            })
            .collect();
        for one in all {
            assert_eq!(one.await.unwrap(), StatusCode::OK);
        }
        let found = city.asked("tips", "SELECT address FROM conversation").await;
        assert_eq!(found.len(), 50);
        for n in 0..50 {
            assert!(city.app.tips().look(&code(n), 0).await.unwrap().is_some());
        }
        assert_eq!(kept(&city, &office).await, 50);
    });
}

#[test]
fn a_flood_of_a_hundred_thousand_does_not_stop_the_next_honest_one() {
    in_a_city(async |city| {
        let _office = Office::open(&city).await;
        let door = door(&city);
        let taken = flood(&city, &door).await;
        assert!(taken >= 299, "a village is no flood: {taken}");
        // Without the work nothing of them is even read.
        for n in 0..100_000_u32 {
            let answer = post(&door, "/kirim", vec![u8::try_from(n % 251).unwrap(); 64]).await;
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        }
        let honest = sealed(&city, &code(1_000_000), &tip("Yang jujur.")).await;
        assert_eq!(worked(&door, &honest).await, StatusCode::OK);
        assert_eq!(worked(&door, &honest).await, StatusCode::OK, "sent again as the line broke");
        assert!(city.app.tips().look(&code(1_000_000), 0).await.unwrap().is_some());
        // What was done for one letter lets no other in.
        let other = sealed(&city, &code(1_000_001), &tip("Lain.")).await;
        let stolen = Sent { signature: honest.signature.clone(), ..other };
        assert_eq!(worked(&door, &stolen).await, StatusCode::UNPROCESSABLE_ENTITY);
        // Looking into a box goes on as before.
        assert_eq!(post(&door, "/kotak", format!("{} 0", honest.address)).await.status, StatusCode::OK);
        let all = city.asked("tips", "SELECT address FROM conversation").await;
        assert_eq!(all.len(), taken as usize + 1);
        city.clock.pass(30_000);
        assert_eq!(get(&door, "/giliran").await.text(), r#"{"work":null}"#, "it is over");
    });
}

#[test]
fn without_script_a_report_waits_its_turn_sealed_and_its_page_says_when_it_was_taken() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let door = door(&city);
        let taken = flood(&city, &door).await;
        let before = kept(&city, &office).await;
        let text = "Tanpa skrip di tengah banjir.";
        let fields = [("do", "send"), ("desk", DESK), ("text", text)];
        let page = form(&door, "/tulis", &fields).await;
        assert_eq!(page.status, StatusCode::OK);
        let html = page.text();
        let ticket = html.split("/antre/").nth(1).expect("a frame").split('"').next().unwrap().to_owned();
        assert!(html.contains("menunggu giliran") && html.contains("class=\"words\""), "{html}");
        let frame = get(&door, &format!("/antre/{ticket}")).await;
        assert!(!frame.text().contains(text));
        assert_eq!(frame.headers["x-frame-options"], "SAMEORIGIN");
        let stands = loop {
            let said = get(&door, &format!("/antre/{ticket}")).await;
            if !said.headers.contains_key("refresh") {
                break said.text();
            }
            tokio::task::yield_now().await;
        };
        assert!(stands.contains("sudah diterima"), "{stands}");
        let words: Vec<&str> = html.split("<li>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
        let code = Code::parse(&words.join(" ")).unwrap();
        assert!(city.app.tips().look(&code, 0).await.unwrap().is_some());
        assert_eq!(city.asked("tips", "SELECT id FROM conversation").await.len(), taken as usize + 1, "{before}");
        assert!(get(&door, "/en/antre/00").await.text().contains("not waiting here"));
        // What is wrong is told at once, with all that was typed.
        let long = "x".repeat(MOST_WORDS + 1);
        let answer = form(&door, "/tulis", &[("do", "send"), ("desk", DESK), ("text", &long)]).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains(&long));
    });
}
