//! What a page's script sends: taken whole or not at all, and asked for without telling anything.

use super::client::{Answer, door, get, post};
use app::doors::{conversations::Sent, plain};
use axum::{Router, http::StatusCode};
use domain::door::letter::{Letter, Tip};
use seal::{code::Code, hex};
use serde_json::json;
use std::sync::Arc;
use store::queries::conversations::Which;
use testing::{
    City, in_a_city,
    office::{DESK, Office},
};

pub fn tip(text: &str) -> Letter {
    Letter::Tip(Tip { text: text.into(), ..Tip::default() })
}

pub async fn sealed(city: &City, code: &Code, letter: &Letter) -> Sent {
    let desk = city.app.tips().desk_to_write_to(DESK).await.unwrap();
    plain::sealed("tips", code, &desk, letter, "", &[]).unwrap()
}

/// The bytes that the page's script makes of it.
pub fn bytes(sent: &Sent, adds: bool) -> Vec<u8> {
    let head = json!({ "desk": sent.desk, "address": sent.address, "reply_to": sent.reply_to, "signer": sent.signer,
        "signature": sent.signature, "text": sent.text.len(), "adds": adds });
    let head = head.to_string().into_bytes();
    let length = u32::try_from(head.len()).unwrap().to_be_bytes();
    [&length[..], &head, &sent.text, &sent.files].concat()
}

pub async fn kept(city: &Arc<City>, office: &Office) -> usize {
    let queue = city.app.tips().queue(&office.members[0].actor, DESK, Which::Open, None).await.unwrap();
    queue.lines.len()
}

async fn mailbox(door: &Router, address: &str) -> Answer {
    post(door, "/kotak", format!("{address} 0")).await
}

#[test]
fn what_is_broken_is_told_in_the_pages_language_and_leaves_nothing() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let door = door(&city);
        let whole = bytes(&sealed(&city, &Code::new([1; 11]), &tip("Utuh.")).await, false);
        let head = u32::from_be_bytes(whole[..4].try_into().unwrap()) as usize;
        let mut long = whole.clone();
        long[..4].copy_from_slice(&u32::MAX.to_be_bytes());
        let broken = [
            vec![],
            vec![0; 4],
            b"{}".to_vec(),
            long,
            whole[..head].to_vec(),
            whole[..whole.len() - 1].to_vec(),
            [whole.clone(), vec![0]].concat(),
            String::from_utf8_lossy(&whole).replace("\"desk\"", "\"meja\"").into_bytes(),
        ];
        for body in broken {
            let answer = post(&door, "/kirim", body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text().contains("Coba kirim sekali lagi"), "{}", answer.text());
        }
        let answer = post(&door, "/en/kirim", "").await;
        assert!(answer.text().contains("That report is not whole"), "{}", answer.text());
        assert_eq!(kept(&city, &office).await, 0);
        // Too much is refused before it is read.
        let answer = post(&door, "/kirim", vec![0; 41 << 20]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.text().contains("terlalu besar"), "{}", answer.text());
        assert_eq!(post(&door, "/kotak", vec![b'0'; 257]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        for _ in 0..2 {
            assert_eq!(post(&door, "/kirim", whole.clone()).await.status, StatusCode::OK);
        }
        assert_eq!(kept(&city, &office).await, 1);
    });
}

#[test]
fn a_box_that_is_there_and_one_that_is_not_look_alike() {
    in_a_city(async |city| {
        let _office = Office::open(&city).await;
        let (door, code, other) = (door(&city), Code::new([1; 11]), Code::new([2; 11]));
        assert_eq!(post(&door, "/kirim", bytes(&sealed(&city, &code, &tip("Ada.")).await, false)).await.status, 200);
        let address = |code: &Code| hex::encode(&code.keys("tips").address);
        let [there, not] = [mailbox(&door, &address(&code)).await, mailbox(&door, &address(&other)).await];
        assert_eq!((there.status, not.status), (StatusCode::OK, StatusCode::OK));
        // What differs is what age adds at random to any file's head.
        assert!(there.body.len().abs_diff(not.body.len()) < 512, "{} {}", there.body.len(), not.body.len());
        let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(&there), names(&not));
        for wrong in ["", "zz", &"0".repeat(63), &"0".repeat(65)] {
            assert_eq!(mailbox(&door, wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        // To a box that is not there something can be added; it is gone, and nobody learns that.
        let stray = sealed(&city, &other, &Letter::Reply { text: "Ke mana?".into() }).await;
        assert_eq!(post(&door, "/kirim", bytes(&stray, true)).await.status, StatusCode::OK);
        assert_eq!(get(&door, "/kotak").await.status, StatusCode::METHOD_NOT_ALLOWED);
    });
}
