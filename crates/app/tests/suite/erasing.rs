//! Erasing for good: what is left, what is not, and what yesterday's backup still opens.

use app::{
    Actor, Refusal,
    backup::{Last, Order, erasable_file},
    doors::{handling::Step, plain, plain::Attachment},
};
use domain::door::{
    State,
    letter::{Letter, Tip},
};
use seal::code::Code;
use store::{backup::Archive, queries::conversations::Which};
use testing::{
    City, in_a_city,
    office::{DESK, Office, Person, invalid},
};

const BECAUSE: &str = "Laporan ini menyebut orang yang salah.";

/// Someone reports with a file.
async fn report(city: &City, n: u8) -> Code {
    let (tips, code) = (city.app.tips(), Code::new([n; 11]));
    let desk = tips.desk_to_write_to(DESK).await.unwrap();
    let tip = Letter::Tip(Tip { text: format!("Laporan {n}."), ..Tip::default() });
    let file = Attachment { media: "application/pdf".into(), ending: "pdf", bytes: vec![n; 9_000] };
    tips.receive(plain::sealed("tips", &code, &desk, &tip, "", &[file]).unwrap()).await.unwrap();
    code
}

async fn only(city: &City, member: &Person) -> String {
    let queue = city.app.tips().queue(&member.actor, DESK, Which::Open, None).await.unwrap();
    queue.lines[0].line.id.clone()
}

async fn close(city: &City, member: &Person, id: &str) -> i64 {
    let tips = city.app.tips();
    let revision = tips.open_conversation(&member.actor, DESK, id).await.unwrap().handling.revision;
    let step = Step { state: State::Closed, outcome: "too_little".into(), same_as: String::new(), revision };
    tips.move_on(&member.actor, DESK, id, step).await.unwrap();
    revision + 1
}

#[test]
fn what_is_erased_nobody_opens_and_the_gap_shows() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, member) = (city.app.tips(), &office.members[0]);
        let code = report(&city, 1).await;
        let id = only(&city, member).await;
        invalid(tips.erase(&member.actor, DESK, &id, BECAUSE).await, "door-not-closed");
        let revision = close(&city, member, &id).await;
        invalid(tips.erase(&member.actor, DESK, &id, "salah").await, "desk-reason-missing");
        tips.hold(&member.actor, DESK, &id, "Dipakai di pengadilan tahun depan.", revision).await.unwrap();
        invalid(tips.erase(&member.actor, DESK, &id, BECAUSE).await, "door-held");
        tips.hold(&member.actor, DESK, &id, "", revision + 1).await.unwrap();
        let other = tips.erase(&office.custodians[0].actor, DESK, &id, BECAUSE).await;
        assert!(matches!(other, Err(Refusal::NotAllowed(_))), "{other:?}");
        let key = city.asked("erasable", "SELECT id FROM rest_key").await;
        assert!(tips.look(&code, 0).await.unwrap().is_some());
        tips.erase(&member.actor, DESK, &id, BECAUSE).await.unwrap();

        let gone = tips.open_conversation(&member.actor, DESK, &id).await;
        assert!(matches!(gone, Err(Refusal::NotFound(_))), "{gone:?}");
        assert!(tips.look(&code, 0).await.unwrap().is_none(), "its reporter finds nothing any more");
        assert_eq!(city.asked("erasable", "SELECT id FROM rest_key").await, Vec::<String>::new());
        assert_eq!(key.len(), 1);
        assert_eq!(city.asked("tips", "SELECT leaf FROM arrival_leaf").await.len(), 1, "what came is still counted");
        assert_eq!(city.asked("tips", "SELECT outcome FROM handling").await, ["too_little"]);
        let files = city.asked("tips", "SELECT files FROM part").await;
        assert_eq!(files, Vec::<String>::new());
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_was_closed_long_ago_is_erased_by_itself_unless_it_is_held_back() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, member) = (city.app.tips(), &office.members[0]);
        report(&city, 1).await;
        let first = only(&city, member).await;
        close(&city, member, &first).await;
        report(&city, 2).await;
        let second = only(&city, member).await;
        let revision = close(&city, member, &second).await;
        tips.hold(&member.actor, DESK, &second, "Dipakai di pengadilan tahun depan.", revision).await.unwrap();
        city.clock.pass(364 * 86_400_000);
        assert_eq!(tips.retire().await.unwrap(), 0);
        city.clock.pass(2 * 86_400_000);
        assert_eq!(tips.retire().await.unwrap(), 1);
        assert!(tips.open_conversation(&member.actor, DESK, &first).await.is_err());
        assert!(tips.open_conversation(&member.actor, DESK, &second).await.is_ok());
        assert_eq!(tips.retire().await.unwrap(), 0);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn yesterdays_backup_opens_nothing_that_was_erased_since() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, member) = (city.app.tips(), &office.members[0]);
        report(&city, 1).await;
        let id = only(&city, member).await;
        close(&city, member, &id).await;
        report(&city, 2).await;
        let kept = only(&city, member).await;
        let beside = tempfile::tempdir().unwrap();
        let half = beside.path().join("half");
        std::fs::create_dir(&half).unwrap();
        let order = Order { to: beside.path().to_owned(), half, key: None, program: "0".into() };
        city.app.back_up(&order).await.unwrap();
        Last { made_at: city.app.now(), folder: beside.path().to_owned() }.note(city.folder()).unwrap();
        assert!(tips.erase(&member.actor, DESK, &id, BECAUSE).await.unwrap(), "the copy was made anew");

        let copy = Archive::open(&beside.path().join(erasable_file("99.71"))).unwrap();
        assert_eq!(copy.manifest.rows["rest_key"], 1, "of two conversations one key is left");
        // The folder is gone where it was put: that is told.
        let missing = Last { made_at: 0, folder: beside.path().join("elsewhere") };
        missing.note(city.folder()).unwrap();
        tips.open_conversation(&member.actor, DESK, &kept).await.unwrap();
        close(&city, member, &kept).await;
        assert!(!tips.erase(&member.actor, DESK, &kept, BECAUSE).await.unwrap());
        // A restore that knows the log does it again.
        let log = city.app.erasures().unwrap();
        assert_eq!(log.iter().filter(|one| one.account.starts_with("tips/")).count(), 2);
        assert_eq!(city.app.replay_erasures(&Actor::Console("restore"), &log).await.unwrap(), 0);
    });
}
