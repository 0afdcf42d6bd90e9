//! Passing on: sealed again to another desk, of the same office or of one above; what the first desk still sees, and what the reporter does.

use app::{
    Actor, Refusal,
    doors::{
        handling::{Opened, Step},
        passing::{Passed, SealedAgain},
        plain::{self, Attachment},
    },
};
use domain::{
    door::{
        State,
        letter::{Letter, Tip},
    },
    role::Role,
};
use seal::{
    code::Code,
    envelope::{Recipient, open},
    secrets::Secret,
};
use store::queries::conversations::Which;
use testing::{
    City, city_code, in_a_city,
    office::{DESK, Office, invalid, secret},
};

const ABOVE: &str = "bnnp-99";
const BESIDE: &str = "inspektorat-99.71";

async fn offices(city: &City) -> [Office; 3] {
    let office = Office::open(city).await;
    let above = office.open_another(city, ("bnnp", city_code().province()), Role::Bnnp, secret(60)).await;
    let beside = office.open_another(city, ("inspektorat", city_code()), Role::Inspectorate, secret(70)).await;
    assert_eq!([&*above.desk, &*beside.desk], [ABOVE, BESIDE]);
    [office, above, beside]
}

async fn report(city: &City, code: &Code) {
    let tips = city.app.tips();
    let desk = tips.desk_to_write_to(DESK).await.unwrap();
    let tip = Letter::Tip(Tip { text: "Di belakang pasar lama.".into(), identity: true, ..Tip::default() });
    let photo = Attachment { media: "image/jpeg".into(), ending: "jpg", bytes: vec![7; 90_000] };
    tips.receive(plain::sealed("tips", code, &desk, &tip, "Ratna, 0812", &[photo]).unwrap()).await.unwrap();
}

async fn only(city: &City, office: &Office) -> Opened {
    let (tips, officer) = (city.app.tips(), &office.members[0].actor);
    let queue = tips.queue(officer, &office.desk, Which::Open, None).await.unwrap();
    assert_eq!(queue.lines.len(), 1);
    tips.open_conversation(officer, &office.desk, &queue.lines[0].line.id).await.unwrap()
}

async fn answer(city: &City, office: &Office, own: &Secret, opened: &Opened, text: &str) {
    let (sealed, signature) = plain::answer(own, &opened.conversation, text).unwrap();
    let (officer, id) = (&office.members[0].actor, &opened.conversation.id);
    city.app.tips().answer(officer, &office.desk, id, sealed, &signature).await.unwrap();
}

/// What the browser of a member makes of an opened conversation.
async fn sealed_again(city: &City, office: &Office, own: &Secret, opened: &Opened, to: &str) -> Passed {
    let tips = city.app.tips();
    let desk = tips.desk_to_write_to(to).await.unwrap();
    let mut parts = vec![];
    for part in opened.parts.iter().filter(|part| part.author != "note") {
        let files = match part.files.as_str() {
            "" => vec![],
            _ => {
                let (officer, id) = (&office.members[0].actor, &opened.conversation.id);
                tips.sealed_file(officer, &office.desk, id, part.n).await.unwrap()
            }
        };
        parts.push(plain::again(own, &opened.conversation, part, &files, &desk).unwrap());
    }
    Passed { to: to.to_owned(), revision: opened.handling.revision, parts }
}

async fn pass(city: &City, office: &Office, own: &Secret, to: &str) -> Result<(), Refusal> {
    let opened = only(city, office).await;
    let passed = sealed_again(city, office, own, &opened, to).await;
    city.app.tips().pass_on(&office.members[0].actor, &office.desk, &opened.conversation.id, passed).await
}

fn words(opened: &Opened, n: usize, own: &Secret) -> Letter {
    let frame = open(&opened.parts[n].body, &own.identity().unwrap()).unwrap();
    serde_json::from_slice(&frame.head).unwrap()
}

async fn waits(city: &City, actor: &Actor) -> bool {
    city.app.tasks(actor).await.unwrap().iter().any(|task| task.kind == app::tasks::Kind::Door)
}

#[test]
fn what_is_passed_on_is_the_other_desks_alone_and_its_reporter_goes_on_with_the_same_words() {
    in_a_city(async |city| {
        let [office, above, beside] = offices(&city).await;
        let (tips, code) = (city.app.tips(), Code::new([1; 11]));
        report(&city, &code).await;
        let opened = only(&city, &office).await;
        answer(&city, &office, &secret(50), &opened, "Pukul berapa biasanya?").await;
        let note = plain::answer(&secret(50), &opened.conversation, "Hanya untuk meja ini.").unwrap().0;
        tips.note(&office.members[0].actor, DESK, &opened.conversation.id, note).await.unwrap();
        let before = city.asked("tips", "SELECT leaf FROM part WHERE author = 'reporter'").await;
        for (from, own, to) in [(&office, 50, BESIDE), (&beside, 70, ABOVE), (&above, 60, DESK), (&office, 50, ABOVE)] {
            pass(&city, from, &secret(own), to).await.unwrap();
            let (member, gone) = (&from.members[0].actor, &opened.conversation.id);
            let left = tips.queue(member, &from.desk, Which::Open, None).await.unwrap();
            assert_eq!((left.lines.len(), left.counts[0]), (0, (State::Received, 0)));
            assert!(tips.queue(member, &from.desk, Which::Closed, None).await.unwrap().lines.is_empty());
            assert!(matches!(tips.open_conversation(member, &from.desk, gone).await, Err(Refusal::NotFound(_))));
            assert!(tips.sealed_file(member, &from.desk, gone, 1).await.is_err());
            assert!(!waits(&city, member).await);
        }
        assert!(waits(&city, &above.members[1].actor).await, "nobody there has opened it");
        let head = tips.look(&code, 0).await.unwrap().unwrap();
        assert_eq!((head.head.state.as_str(), head.head.desk.as_str()), ("passed_on", ABOVE));
        assert_eq!(head.head.chain, "99.71", "where it came first");
        assert_eq!(head.answers[0].text.as_deref(), Some("Pukul berapa biasanya?"), "sealed and signed again");

        let opened = only(&city, &above).await;
        assert_eq!((opened.parts.len(), opened.handling.state.as_str()), (2, "passed_on"));
        let Letter::Tip(tip) = words(&opened, 0, &secret(60)) else { panic!() };
        assert_eq!((tip.text.as_str(), tip.identity), ("Di belakang pasar lama.", false));
        assert!(open(&opened.parts[0].body, &secret(50).identity().unwrap()).is_err());
        let n = opened.parts[0].n;
        let files = tips.sealed_file(&above.members[0].actor, ABOVE, &opened.conversation.id, n).await.unwrap();
        assert_eq!(open(&files, &secret(60).identity().unwrap()).unwrap().body, vec![7; 90_000]);
        answer(&city, &above, &secret(60), &opened, "Kami teruskan ke polisi.").await;

        // What the reporter adds goes to the desk that has it now; a page that was open since before says so.
        let add = async |desk: &str| {
            let desk = tips.desk_to_write_to(desk).await.unwrap();
            let letter = Letter::Reply { text: "Pukul sebelas.".into() };
            tips.add(plain::sealed("tips", &code, &desk, &letter, "", &[]).unwrap()).await
        };
        invalid(add(DESK).await, "door-moved");
        add(ABOVE).await.unwrap();
        let found = tips.look(&code, 0).await.unwrap().unwrap();
        let texts: Vec<_> = found.answers.iter().map(|one| one.text.as_deref().unwrap()).collect();
        assert_eq!(texts, ["Pukul berapa biasanya?", "Kami teruskan ke polisi."]);

        // What proves that it came is as it was, and nothing is left of what was sealed to others.
        assert_eq!(city.asked("tips", "SELECT leaf FROM part WHERE author = 'passed'").await, before);
        assert_eq!(city.asked("tips", "SELECT files FROM part WHERE files <> ''").await.len(), 1);
        assert_eq!(city.asked("tips", "SELECT outcome FROM handling WHERE erased_on <> ''").await, ["not_ours"]);
        city.clock.pass(86_400_000);
        city.app.work(None).await.unwrap();
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_came_meanwhile_is_held_back_or_is_not_whole_is_not_passed_on() {
    in_a_city(async |city| {
        let [office, _, _] = offices(&city).await;
        let (tips, code, officer) = (city.app.tips(), Code::new([1; 11]), &office.members[0].actor);
        report(&city, &code).await;
        let opened = only(&city, &office).await;
        let id = opened.conversation.id.as_str();
        let whole = sealed_again(&city, &office, &secret(50), &opened, ABOVE).await;
        let refused = async |passed: Passed, key: &str| invalid(tips.pass_on(officer, DESK, id, passed).await, key);
        type Change = fn(&mut Passed);
        let changes: [(Change, &str); 9] = [
            (|passed| passed.to = DESK.into(), "door-desk-closed"),
            (|passed| passed.to = BESIDE.into(), "desk-signature-wrong"),
            (|passed| passed.parts.clear(), "door-added-meanwhile"),
            (|passed| passed.parts[0].n = 2, "door-added-meanwhile"),
            (|passed| passed.parts[0].text = b"in clear".to_vec(), "door-damaged"),
            (|passed| passed.parts[0].files.clear(), "door-damaged"),
            (|passed| passed.parts[0].files[900] ^= 1, "desk-signature-wrong"),
            (|passed| passed.parts.push(passed.parts[0].clone()), "door-damaged"),
            (|passed| passed.parts[0].signature = String::new(), "desk-signature-wrong"),
        ];
        for (change, key) in changes {
            let mut broken = whole.clone();
            change(&mut broken);
            refused(broken, key).await;
        }
        let stale = tips.pass_on(officer, DESK, id, Passed { revision: 9, ..whole.clone() }).await;
        assert!(matches!(stale, Err(Refusal::Outdated { .. })), "{stale:?}");
        for other in [&office.custodians[0].actor, &office.clerk] {
            assert!(tips.pass_on(other, DESK, id, whole.clone()).await.is_err());
        }
        let held = whole.revision;
        tips.hold(officer, DESK, id, "Dipakai di pengadilan tahun depan.", held).await.unwrap();
        refused(Passed { revision: held + 1, ..whole.clone() }, "door-held-here").await;
        tips.hold(officer, DESK, id, "", held + 1).await.unwrap();
        let now = Passed { revision: held + 2, ..whole };
        tips.ask_unsealing(officer, DESK, id, &hex(&opened), "Saksi kunci dalam perkara ini.").await.unwrap();
        refused(now.clone(), "door-name-under-way").await;
        let asked = tips.unsealings(officer, DESK).await.unwrap();
        tips.end_unsealing(officer, DESK, &asked[0].id).await.unwrap();
        // The reporter was faster.
        let desk = tips.desk_to_write_to(DESK).await.unwrap();
        let letter = Letter::Reply { text: "Tunggu.".into() };
        tips.add(plain::sealed("tips", &code, &desk, &letter, "", &[]).unwrap()).await.unwrap();
        refused(now.clone(), "door-added-meanwhile").await;
        let step =
            Step { state: State::Closed, outcome: "too_little".into(), same_as: String::new(), revision: now.revision };
        tips.move_on(officer, DESK, id, step).await.unwrap();
        let opened = only_closed(&city, &office, id).await;
        let closed = sealed_again(&city, &office, &secret(50), &opened, ABOVE).await;
        refused(closed, "door-not-that-way").await;
        assert_eq!(only_closed(&city, &office, id).await.parts.len(), 2);
        let files = city.folder().join("tips");
        let kept = walk(&files);
        assert_eq!(kept, 1, "of what was refused no file is left");
    });
}

fn walk(folder: &std::path::Path) -> usize {
    let inside = std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path());
    inside.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}

async fn only_closed(city: &City, office: &Office, id: &str) -> Opened {
    city.app.tips().open_conversation(&office.members[0].actor, DESK, id).await.unwrap()
}

/// The layered name in the first part, as the member's browser finds it.
fn hex(opened: &Opened) -> String {
    let frame = open(&opened.parts[0].body, &secret(50).identity().unwrap()).unwrap();
    seal::hex::encode(&frame.body)
}

#[test]
fn a_note_goes_along_and_anything_else_that_is_said_in_one_piece_is_refused() {
    in_a_city(async |city| {
        let [office, above, _] = offices(&city).await;
        let (tips, code) = (city.app.tips(), Code::new([1; 11]));
        report(&city, &code).await;
        let opened = only(&city, &office).await;
        let mut passed = sealed_again(&city, &office, &secret(50), &opened, ABOVE).await;
        let to = Recipient::parse(&secret(60).public().unwrap().recipient).unwrap();
        let head = serde_json::to_vec(&Letter::Note { text: "Mohon didahulukan.".into() }).unwrap();
        let text = seal::envelope::seal(&seal::envelope::Frame { head, body: vec![] }, &[to]).unwrap();
        passed.parts.push(SealedAgain { n: 0, text, files: vec![], signature: String::new() });
        let said: Vec<_> = passed
            .parts
            .iter()
            .map(|one| {
                serde_json::json!({ "n": one.n, "text": one.text.len(), "files": one.files.len(), "signature": one.signature })
            })
            .collect();
        let head = serde_json::to_vec(&said).unwrap();
        let mut bytes = u32::try_from(head.len()).unwrap().to_be_bytes().to_vec();
        bytes.extend(&head);
        for one in &passed.parts {
            bytes.extend([&one.text[..], &one.files].concat());
        }
        assert_eq!(SealedAgain::read_all(&bytes).unwrap(), passed.parts);
        for broken in [&bytes[..3], &bytes[..40], &bytes[..bytes.len() - 1], &[&bytes[..], b"x"].concat()] {
            invalid(SealedAgain::read_all(broken), "door-damaged");
        }
        tips.pass_on(&office.members[0].actor, DESK, &opened.conversation.id, passed).await.unwrap();
        let opened = only(&city, &above).await;
        assert_eq!(opened.parts.iter().map(|part| part.author.as_str()).collect::<Vec<_>>(), ["passed", "note"]);
        assert!(matches!(words(&opened, 1, &secret(60)), Letter::Note { .. }));
    });
}
