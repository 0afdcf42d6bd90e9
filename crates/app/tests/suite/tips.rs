//! Tips: sealed, sent, found again by the code, opened and answered by the desk; and what of them can be seen by whom.

use app::{
    Action, Actor, Refusal,
    doors::{
        conversations::{MOST_TEXT, Sent, signed_fields},
        handling::{Opened, Step},
    },
};
use domain::{
    door::{Part, State},
    role::Role,
};
use seal::{
    code::Code,
    envelope::{Frame, Identity, Recipient, open, seal},
    hex,
    secrets::Secret,
    signing::{Purpose, public, sign, verify},
};
use store::queries::conversations::Which;
use testing::{
    City, TestClock, city_code, in_a_city,
    office::{DESK, Office, Person, hired, invalid, secret},
};

const DAY: i64 = 86_400_000;

/// Someone who reports: only the words of the code.
struct Reporter(Code);

impl Reporter {
    fn new(n: u8) -> Self {
        Self(Code::new([n; 11]))
    }

    fn identity(&self) -> Identity {
        Identity::from_secret(&self.0.keys("tips").secret).unwrap()
    }

    /// What the page sends: sealed to the desk under its keyring.
    async fn sent(&self, city: &City, text: &str, files: &[u8]) -> Sent {
        let desk = city.app.tips().open_desks().await.unwrap().into_iter().find(|desk| desk.id == DESK).unwrap();
        let to = vec![Recipient::parse(&desk.keyring.read().unwrap().keys.recipient).unwrap()];
        let keys = self.0.keys("tips");
        let text = seal(&Frame { head: b"{}".to_vec(), body: text.into() }, &to).unwrap();
        let files = if files.is_empty() {
            vec![]
        } else {
            seal(&Frame { head: b"{}".to_vec(), body: files.into() }, &to).unwrap()
        };
        let signature = sign(&keys.seed, Purpose::Addition, &signed_fields(DESK, &text, &files));
        Sent {
            desk: DESK.into(),
            address: hex::encode(&keys.address),
            reply_to: self.identity().recipient().to_string(),
            signer: public(&keys.seed),
            text,
            files,
            signature,
        }
    }

    async fn send(&self, city: &City, text: &str) {
        city.app.tips().receive(self.sent(city, text, b"").await).await.unwrap();
    }

    /// The head of the box, and the envelopes in it.
    async fn look(&self, city: &City, page: usize) -> (serde_json::Value, Vec<Vec<u8>>) {
        let address = hex::encode(&self.0.keys("tips").address);
        let sealed = city.app.tips().mailbox(&address, page).await.unwrap();
        let frame = open(&sealed, &self.identity()).unwrap();
        let head: serde_json::Value = serde_json::from_slice(&frame.head).unwrap();
        let mut at = 0;
        let letters = head["letters"].as_array().unwrap().iter().map(|letter| {
            let bytes = usize::try_from(letter["bytes"].as_u64().unwrap()).unwrap();
            at += bytes;
            frame.body[at - bytes..at].to_vec()
        });
        let letters = letters.collect();
        (head, letters)
    }
}

fn read(opened: &Opened, n: usize, with: &Secret) -> String {
    let frame = open(&opened.parts[n].body, &with.identity().unwrap()).unwrap();
    String::from_utf8(frame.body).unwrap()
}

async fn answer(city: &City, officer: &Person, opened: &Opened, text: &str) -> Result<(), Refusal> {
    let of = &opened.conversation;
    let to = [of.reply_to.as_str(), &secret(50).public().unwrap().recipient].map(|to| Recipient::parse(to).unwrap());
    let sealed = seal(&Frame { head: b"{}".to_vec(), body: text.into() }, &to).unwrap();
    let signature = sign(&secret(50).seed, Purpose::Answer, &[of.address.as_bytes(), &sealed]);
    city.app.tips().answer(&officer.actor, DESK, &of.id, sealed, &signature).await
}

async fn only(city: &City, officer: &Person) -> Opened {
    let queue = city.app.tips().queue(&officer.actor, DESK, Which::Open, None).await.unwrap();
    assert_eq!(queue.lines.len(), 1);
    city.app.tips().open_conversation(&officer.actor, DESK, &queue.lines[0].line.id).await.unwrap()
}

#[test]
fn a_tip_is_read_answered_and_closed_and_its_reporter_sees_it() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, officer, reporter) = (city.app.tips(), &office.members[1], Reporter::new(1));
        let photos = vec![7; 300_000];
        tips.receive(reporter.sent(&city, "Di belakang pasar lama.", &photos).await).await.unwrap();
        let (head, _) = reporter.look(&city, 0).await;
        assert_eq!((head["state"].as_str(), head["due"].as_str()), (Some("received"), Some("2026-03-13")));

        let opened = only(&city, officer).await;
        assert_eq!(read(&opened, 0, &secret(50)), "Di belakang pasar lama.");
        let sealed = tips.sealed_file(&officer.actor, DESK, &opened.conversation.id, 1).await.unwrap();
        assert_eq!(open(&sealed, &secret(50).identity().unwrap()).unwrap().body, photos);
        answer(&city, officer, &opened, "Terima kasih. Pukul berapa biasanya?").await.unwrap();

        let (head, letters) = reporter.look(&city, 0).await;
        assert_eq!((head["state"].as_str(), head["due"].as_str(), letters.len()), (Some("read"), None, 1));
        let text = open(&letters[0], &reporter.identity()).unwrap().body;
        assert_eq!(String::from_utf8(text).unwrap(), "Terima kasih. Pukul berapa biasanya?");
        let key = &tips.open_desks().await.unwrap()[0].keyring.read().unwrap().keys.verify;
        let fields: [&[u8]; 2] = [opened.conversation.address.as_bytes(), &letters[0]];
        assert!(verify(key, Purpose::Answer, &fields, head["letters"][0]["signature"].as_str().unwrap()));

        let more = reporter.sent(&city, "Sekitar pukul sebelas malam.", b"").await;
        tips.add(more.clone()).await.unwrap();
        tips.add(more).await.unwrap();
        let opened = only(&city, officer).await;
        assert_eq!(opened.parts.len(), 3);
        assert_eq!(read(&opened, 2, &secret(50)), "Sekitar pukul sebelas malam.");

        let step =
            |state, outcome: &str, revision| Step { state, outcome: outcome.into(), same_as: String::new(), revision };
        let (id, revision) = (opened.conversation.id.as_str(), opened.handling.revision);
        invalid(tips.move_on(&officer.actor, DESK, id, step(State::Closed, "", revision)).await, "door-no-outcome");
        tips.move_on(&officer.actor, DESK, id, step(State::PassedOn, "", revision)).await.unwrap();
        let stale = tips.move_on(&office.members[0].actor, DESK, id, step(State::FollowedUp, "", revision)).await;
        assert!(matches!(stale, Err(Refusal::Outdated { .. })), "{stale:?}");
        invalid(tips.move_on(&officer.actor, DESK, id, step(State::Read, "", revision + 1)).await, "door-not-that-way");
        tips.move_on(&officer.actor, DESK, id, step(State::Closed, "followed_up", revision + 1)).await.unwrap();
        let (head, _) = reporter.look(&city, 0).await;
        assert_eq!((head["state"].as_str(), head["outcome"].as_str()), (Some("closed"), Some("followed_up")));
        let queue = tips.queue(&officer.actor, DESK, Which::Closed, None).await.unwrap();
        assert_eq!(queue.lines.len(), 1);
        assert_eq!(queue.counts, [(State::Received, 0), (State::Closed, 1)]);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn that_something_waits_is_told_to_members_only_and_says_no_more() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, officer) = (city.app.tips(), &office.members[0]);
        let waits = async |actor: &Actor| {
            let tasks = city.app.tasks(actor).await.unwrap();
            tasks.into_iter().find(|task| task.kind == app::tasks::Kind::Door).map(|task| (task.path, task.due))
        };
        assert_eq!(waits(&officer.actor).await, None);
        Reporter::new(1).send(&city, "Satu.").await;
        Reporter::new(2).send(&city, "Yang sama.").await;
        for member in &office.members {
            assert_eq!(waits(&member.actor).await, Some(("/meja".to_owned(), None)));
        }
        for other in [&office.clerk, &office.custodians[0].actor, &office.custodians[1].actor] {
            assert_eq!(waits(other).await, None);
        }
        let queue = tips.queue(&officer.actor, DESK, Which::Open, None).await.unwrap();
        let [one, other] = [0, 1].map(|at: usize| queue.lines[at].line.id.clone());
        let opened = tips.open_conversation(&officer.actor, DESK, &one).await.unwrap();
        tips.open_conversation(&officer.actor, DESK, &other).await.unwrap();
        // What it is the same as is named by the beginning of its name, if that is like no other's.
        let same = |named: &str| Step {
            state: State::Closed,
            outcome: "duplicate".into(),
            same_as: named.into(),
            revision: opened.handling.revision,
        };
        for wrong in ["", &other[..5], &one, "zzzzzz", "g"] {
            invalid(tips.move_on(&officer.actor, DESK, &one, same(wrong)).await, "door-no-other");
        }
        tips.move_on(&officer.actor, DESK, &one, same(&other[..6])).await.unwrap();
        let closed = tips.open_conversation(&officer.actor, DESK, &one).await.unwrap();
        assert_eq!(closed.handling.same_as, other);
        let open = tips.open_conversation(&officer.actor, DESK, &other).await.unwrap();
        assert!(waits(&officer.actor).await.is_some(), "its reporter had the last word");
        answer(&city, officer, &open, "Terima kasih.").await.unwrap();
        assert_eq!(waits(&officer.actor).await, None);
    });
}

#[test]
fn what_is_sent_twice_is_there_once_and_what_is_broken_not_at_all() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, reporter) = (city.app.tips(), Reporter::new(1));
        let sent = reporter.sent(&city, "Sekali saja.", b"").await;
        tips.receive(sent.clone()).await.unwrap();
        tips.receive(sent.clone()).await.unwrap();
        type Change = fn(&mut Sent);
        let changes: [(Change, &str); 8] = [
            (|sent| sent.text[300] ^= 1, "door-damaged"),
            (|sent| sent.text = b"in clear".to_vec(), "door-damaged"),
            (|sent| sent.text.resize(MOST_TEXT + 1, 0), "door-too-large"),
            (|sent| sent.signature = sent.signature.replace('a', "b"), "door-damaged"),
            (|sent| sent.address = "zz".into(), "door-damaged"),
            (|sent| sent.reply_to = "age1nobody".into(), "door-damaged"),
            (|sent| sent.files = b"in clear".to_vec(), "door-damaged"),
            (|sent| sent.desk = "inspektorat-99.71".into(), "door-desk-closed"),
        ];
        for (change, key) in changes {
            let mut broken = Reporter::new(2).sent(&city, "Rusak.", b"").await;
            change(&mut broken);
            invalid(tips.receive(broken).await, key);
        }
        // Another text at a taken address does not take its place.
        invalid(tips.receive(reporter.sent(&city, "Yang lain.", b"").await).await, "door-damaged");
        let opened = only(&city, &office.members[0]).await;
        assert_eq!(read(&opened, 0, &secret(50)), "Sekali saja.");
        // What someone else adds to a box is dropped, whatever is said.
        let stranger = Reporter::new(3);
        let mut foreign = stranger.sent(&city, "Bukan saya.", b"").await;
        foreign.address = sent.address.clone();
        tips.add(foreign).await.unwrap();
        tips.add(stranger.sent(&city, "Tidak ada kotak.", b"").await).await.unwrap();
        assert_eq!(only(&city, &office.members[0]).await.parts.len(), 1);
    });
}

#[test]
fn a_box_has_one_size_and_tells_only_who_has_the_words() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, reporter, nobody) = (city.app.tips(), Reporter::new(1), Reporter::new(2));
        reporter.send(&city, "Ada.").await;
        let opened = only(&city, &office.members[0]).await;
        let long = "Jawaban panjang. ".repeat(400);
        for _ in 0..3 {
            answer(&city, &office.members[0], &opened, &long).await.unwrap();
        }
        let box_of =
            async |one: &Reporter, page| tips.mailbox(&hex::encode(&one.0.keys("tips").address), page).await.unwrap();
        let (known, unknown) = (box_of(&reporter, 0).await, box_of(&nobody, 0).await);
        // age may add up to a few hundred bytes of its own to the head, at random; the frame is the same.
        assert!(known.len().abs_diff(unknown.len()) < 600, "{} {}", known.len(), unknown.len());
        assert!(open(&unknown, &nobody.identity()).is_err() && open(&unknown, &reporter.identity()).is_err());
        assert!(open(&known, &nobody.identity()).is_err());
        let mut read = 0;
        for page in 0..3 {
            let (head, letters) = reporter.look(&city, page).await;
            read += letters.len();
            assert_eq!(head["more"].as_bool(), Some(page < 2));
        }
        assert_eq!(read, 3);
        let too_long = answer(&city, &office.members[0], &opened, &"x".repeat(9000)).await;
        invalid(too_long, "door-answer-too-long");
        invalid(tips.mailbox("zz", 0).await, "door-damaged");
    });
}

#[test]
fn only_the_desks_members_see_that_anything_came() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, reporter) = (city.app.tips(), Reporter::new(1));
        reporter.send(&city, "Rahasia.").await;
        let id = only(&city, &office.members[0]).await.conversation.id;
        let mut others: Vec<Actor> = Role::ALL.into_iter().map(|role| city.someone(role)).collect();
        others.retain(|one| *one != office.members[0].actor);
        others.extend(office.custodians.iter().map(|one| one.actor.clone()));
        others.extend([office.clerk.clone(), hired(&city, "lain").await, Actor::Anonymous]);
        for other in &others {
            let refused = tips.queue(other, DESK, Which::Open, None).await.map(|queue| queue.lines.len());
            let hidden = matches!(refused, Err(Refusal::NotFound("desk") | Refusal::NotAllowed(Action::HoldKeys)));
            assert!(hidden, "{other:?}: {refused:?}");
            assert!(tips.open_conversation(other, DESK, &id).await.is_err(), "{other:?}");
            assert!(tips.sealed_file(other, DESK, &id, 1).await.is_err(), "{other:?}");
            assert!(tips.note(other, DESK, &id, vec![]).await.is_err(), "{other:?}");
        }
        // A member who has not opened the secret yet sees nothing either.
        let new = Person { actor: hired(&city, "baru").await, own: secret(5) };
        tips.seat(&office.clerk, DESK, new.actor.name(), Part::Member).await.unwrap();
        tips.keep_keys(&new.actor, new.new_keys(0)).await.unwrap();
        assert!(tips.queue(&new.actor, DESK, Which::Open, None).await.is_err());
        // No entry of the ledger came of the arrival; what the officer did has one.
        let entries = city.asked("tips", "SELECT action FROM ledger_entry WHERE action LIKE 'conversation%'").await;
        assert_eq!(entries, ["conversation.read"]);
    });
}

#[test]
fn what_came_on_a_day_is_one_entry_and_what_is_changed_or_taken_away_shows() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        for n in 1..=5 {
            Reporter::new(n).send(&city, "Hari pertama.").await;
        }
        city.app.work(None).await.unwrap();
        let closed = "SELECT action FROM ledger_entry WHERE action = 'conversation.arrivals'";
        assert!(city.asked("tips", closed).await.is_empty(), "the day is not over");
        city.clock.pass(DAY);
        Reporter::new(6).send(&city, "Hari kedua.").await;
        city.app.work(None).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!(city.asked("tips", closed).await.len(), 1);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
        // Who takes a digest away, or changes what came, is found out.
        city.run("tips", "UPDATE part SET sent = 'x' || sent WHERE came_on = '2026-03-10' AND n = 1").await;
        assert_eq!(city.app.verify(&[]).await.unwrap().findings.len(), 5);
        city.run("tips", "UPDATE part SET sent = SUBSTR(sent, 2) WHERE sent LIKE 'x%'").await;
        city.run("tips", "DELETE FROM arrival_leaf WHERE day = '2026-03-10' AND leaf = (SELECT MIN(leaf) FROM arrival_leaf WHERE day = '2026-03-10')").await;
        assert_eq!(city.app.verify(&[]).await.unwrap().findings.len(), 2);
        assert_eq!(office.members.len(), 2);
    });
}

#[test]
fn the_list_has_a_clock_pages_and_what_is_ones_own() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, officer) = (city.app.tips(), &office.members[0]);
        for n in 10..70 {
            Reporter::new(n).send(&city, "Satu dari banyak.").await;
        }
        let clock: &TestClock = &city.clock;
        clock.pass(4 * DAY);
        Reporter::new(80).send(&city, "Yang terakhir.").await;
        let first = tips.queue(&officer.actor, DESK, Which::Open, None).await.unwrap();
        assert_eq!((first.lines.len(), first.more), (50, true));
        assert!(first.lines.iter().all(|line| line.late));
        let last = &first.lines[49].line;
        let second = tips.queue(&officer.actor, DESK, Which::Open, Some((&last.came_on, &last.id))).await.unwrap();
        assert_eq!((second.lines.len(), second.more), (11, false));
        assert!(!second.lines[10].late);
        assert_eq!(first.counts, [(State::Received, 61)]);
        let id = &first.lines[0].line.id;
        let opened = tips.open_conversation(&officer.actor, DESK, id).await.unwrap();
        tips.assign(&officer.actor, DESK, id, officer.actor.name(), opened.handling.revision).await.unwrap();
        invalid(tips.assign(&officer.actor, DESK, id, office.clerk.name(), 2).await, "desk-not-a-candidate");
        let own = tips.queue(&officer.actor, DESK, Which::Of(officer.actor.name()), None).await.unwrap();
        assert_eq!(own.lines.len(), 1);
        assert!(!own.lines[0].late, "read in time to be answered in fourteen days");
        let other = &first.lines[1].line.id;
        tips.open_conversation(&officer.actor, DESK, other).await.unwrap();
        let same = |same_as: &str| Step {
            state: State::Closed,
            outcome: "duplicate".into(),
            same_as: same_as.into(),
            revision: 1,
        };
        invalid(tips.move_on(&officer.actor, DESK, other, same("")).await, "door-no-other");
        invalid(tips.move_on(&officer.actor, DESK, other, same(other)).await, "door-no-other");
        tips.move_on(&officer.actor, DESK, other, same(id)).await.unwrap();
        let desk_of_another = city.app.tips().found_desk(&office.clerk, "inspektorat", city_code()).await.unwrap();
        assert!(tips.queue(&officer.actor, &desk_of_another, Which::Open, None).await.is_err());
    });
}
