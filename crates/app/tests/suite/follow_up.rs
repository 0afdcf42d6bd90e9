//! Proof of follow-up: a month is told once, rounded; what was sent is among what stands for it, erased or not, and what is taken away shows.

use app::doors::{handling::Step, plain};
use domain::door::{
    State,
    letter::{Letter, Tip},
};
use seal::{Digest, code::Code};
use store::queries::conversations::{Part, Which};
use testing::{
    City, in_a_city,
    office::{DESK, Office},
};

const DAY: i64 = 86_400_000;

async fn report(city: &City, n: u8) -> Code {
    let (tips, code) = (city.app.tips(), Code::new([n; 11]));
    let desk = tips.desk_to_write_to(DESK).await.unwrap();
    let tip = Letter::Tip(Tip { text: format!("Laporan {n}."), ..Tip::default() });
    tips.receive(plain::sealed("tips", &code, &desk, &tip, "", &[]).unwrap()).await.unwrap();
    code
}

#[test]
fn a_month_is_told_when_all_in_it_had_their_days_and_a_reporter_sees_the_own_one_in_it() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, member) = (city.app.tips(), &office.members[0].actor);
        let mut codes = vec![];
        for n in 1..=7 {
            codes.push(report(&city, n).await);
        }
        // Six are closed within their days, the last of these is erased.
        let queue = tips.queue(member, DESK, Which::Open, None).await.unwrap();
        for (at, line) in queue.lines.iter().take(6).enumerate() {
            let id = &line.line.id;
            let revision = tips.open_conversation(member, DESK, id).await.unwrap().handling.revision;
            let step = Step { state: State::Closed, outcome: "not_ours".into(), same_as: String::new(), revision };
            tips.move_on(member, DESK, id, step).await.unwrap();
            if at == 5 {
                tips.erase(member, DESK, id, "Menyebut orang yang salah.").await.unwrap();
            }
        }
        let started = city.app.today(testing::city_code());
        city.clock.pass(DAY);
        tips.close_days().await.unwrap();
        tips.tell_months().await.unwrap();
        assert!(tips.told_months().await.unwrap().is_empty());
        let mut looked = 0;
        for code in &codes {
            let Some(found) = tips.look(code, 0).await.unwrap() else { continue };
            assert_eq!(found.counted, None);
            looked += 1;
        }
        assert_eq!(looked, 6, "one is erased");
        let left = i64::from(started.days_in_month() - started.day()) + 14;
        city.clock.pass(DAY * left);
        tips.tell_months().await.unwrap();
        let told = tips.told_months().await.unwrap();
        assert_eq!((told.len(), told[0].month), (1, started.first_of_month()));
        assert_eq!((told[0].counts.received, told[0].counts.in_time, told[0].counts.step), (5, 5, 5));
        assert_eq!((told[0].counts.closed["not_ours"], told[0].counts.closed["duplicate"]), (5, 0));
        let marks = tips.marks(&told[0].chain, &started.strftime("%Y-%m").to_string()).await.unwrap().unwrap();
        assert_eq!(marks.marks.len(), 64, "how many came is not told");
        let leaves = city.asked("tips", "SELECT leaf FROM arrival_leaf").await;
        assert_eq!(leaves.len(), 7);
        assert!(leaves.iter().all(|leaf| marks.marks.contains(&leaf.parse().unwrap())), "the erased one too");
        for code in &codes {
            if let Some(found) = tips.look(code, 0).await.unwrap() {
                assert_eq!(found.counted, Some(true));
            }
        }
        tips.tell_months().await.unwrap();
        assert_eq!(tips.told_months().await.unwrap().len(), 1, "told once");
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
        // Whoever takes one away is seen by its reporter, and by who verifies.
        let mut there = vec![];
        for code in codes {
            there.extend(tips.look(&code, 0).await.unwrap().map(|found| (code, found)));
        }
        let (code, found) = &there[0];
        let lies_at = Digest::of_fields("bersinar/box/1", &[&code.keys("tips").address]).to_string();
        let gone = Part::arrival(&lies_at, &found.head.sent).to_string();
        let other = "0".repeat(64);
        city.run("tips", &format!("UPDATE told_month SET marks = REPLACE(marks, '{gone}', '{other}')")).await;
        assert!(!city.app.verify(&[]).await.unwrap().findings.is_empty());
        assert_eq!(tips.look(code, 0).await.unwrap().unwrap().counted, Some(false));
    });
}
