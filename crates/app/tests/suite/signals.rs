//! Signals: of a report only sign, place and week go on, as a count that no village office sees.

use app::{
    Actor, Refusal,
    doors::{plain, signals::Noted},
    programme::observations::week,
};
use domain::{
    door::letter::{Letter, Tip},
    role::Role,
};
use seal::code::Code;
use store::queries::{conversations::Which, observations::Count};
use testing::{
    City, city_code, code, in_a_city,
    office::{DESK, Office, invalid, secret},
};

const VILLAGE: &str = "99.71.01.1001";
const DISTRICT: &str = "99.71.01";

async fn counts(city: &City, of: &Actor) -> Result<Vec<(String, i64)>, Refusal> {
    let counts = city.app.observation_counts(of, city_code(), 12).await?;
    Ok(counts.into_iter().map(|Count { village, n, .. }| (village, n)).collect())
}

#[test]
fn what_is_noted_of_a_report_is_a_count_and_names_neither_report_nor_member() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, member) = (city.app.tips(), &office.members[0].actor);
        let desk = tips.desk_to_write_to(DESK).await.unwrap();
        let tip = Letter::Tip(Tip { text: "Di belakang pasar lama.".into(), ..Tip::default() });
        tips.receive(plain::sealed("tips", &Code::new([1; 11]), &desk, &tip, "", &[]).unwrap()).await.unwrap();
        let id = tips.queue(member, DESK, Which::Open, None).await.unwrap().lines[0].line.id.clone();
        let opened = tips.open_conversation(member, DESK, &id).await.unwrap();
        let note = || plain::answer(&secret(50), &opened.conversation, "Isyarat.").unwrap().0;
        let now = week(city.app.today(city_code()));
        let noted = |n: u8, place: &str| Noted {
            id: seal::hex::encode(&[n; 16]),
            sign: "gathering".into(),
            place: place.into(),
            week: now.clone(),
        };
        type Change = fn(&mut Noted);
        let changes: [(Change, &str); 6] = [
            (|noted| noted.id = "7".into(), "door-no-sign"),
            (|noted| noted.sign = "names".into(), "door-no-sign"),
            (|noted| noted.place = "99.71.01.9999".into(), "door-no-place"),
            (|noted| noted.place = "99.71".into(), "door-no-place"),
            (|noted| noted.place = "32.71.01".into(), "door-no-place"),
            (|noted| noted.week = "2025-W01".into(), "door-no-week"),
        ];
        for (change, key) in changes {
            let mut wrong = noted(1, VILLAGE);
            change(&mut wrong);
            invalid(tips.note_signal(member, DESK, &id, wrong, note()).await, key);
        }
        invalid(tips.note_signal(member, DESK, &id, noted(1, VILLAGE), b"in clear".to_vec()).await, "door-damaged");
        for role in Role::ALL.into_iter().filter(|role| *role != Role::BnnkEradication) {
            let other = city.someone(role);
            assert!(tips.note_signal(&other, DESK, &id, noted(1, VILLAGE), note()).await.is_err(), "{role}");
        }
        tips.note_signal(member, DESK, &id, noted(1, VILLAGE), note()).await.unwrap();
        tips.note_signal(member, DESK, &id, noted(2, DISTRICT), note()).await.unwrap();
        invalid(tips.note_signal(member, DESK, &id, noted(2, DISTRICT), note()).await, "door-no-sign");

        // Nothing of it names the report or who noted it, and the desk's own store has only a sealed note.
        let rows = city.asked("signals", "SELECT author FROM observation").await;
        assert_eq!(rows, [DESK, DESK]);
        let bodies = city.asked("signals", "SELECT body FROM ledger_entry").await.concat();
        assert!(!bodies.contains(&id) && !bodies.contains("gathering") && !bodies.contains(VILLAGE), "{bodies}");
        let bodies = city.asked("tips", "SELECT body FROM ledger_entry").await.concat();
        assert!(!bodies.contains("gathering") && !bodies.contains(VILLAGE) && !bodies.contains(&"01".repeat(16)));

        city.clock.pass(7 * 86_400_000);
        let board = city.someone(Role::Kesbangpol);
        assert_eq!(counts(&city, &board).await.unwrap(), [(DISTRICT.to_owned(), 1), (VILLAGE.to_owned(), 1)]);
        for role in [Role::Lurah, Role::VillageOperator, Role::TaskGroup] {
            let village = city.someone(role);
            assert!(counts(&city, &village).await.is_err(), "{role}");
            let own = city.app.own_observations(&village, code(VILLAGE)).await.unwrap();
            assert_eq!(own, [], "{role}");
        }
        // A mistake is taken back by any member of the desk, and by nobody else.
        let signal = seal::hex::encode(&[1; 16]);
        let lurah = city.someone(Role::Lurah);
        assert!(city.app.remove_observation(&lurah, code(VILLAGE), &signal).await.is_err());
        let other = &office.members[1].actor;
        let gone = tips.take_signal_back(other, DESK, &id, (&signal, DISTRICT), note()).await;
        assert!(matches!(gone, Err(Refusal::NotFound("observation"))), "{gone:?}");
        tips.take_signal_back(other, DESK, &id, (&signal, VILLAGE), note()).await.unwrap();
        assert_eq!(counts(&city, &board).await.unwrap(), [(DISTRICT.to_owned(), 1)]);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}
