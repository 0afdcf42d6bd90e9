//! A desk that the reporter excluded, and a member whose place was taken: neither mail, calendar, tasks nor pages tell them anything more.

use app::{Actor, Refusal, accounts::sign_in::SignedIn, doors::plain, tasks::Kind};
use domain::{
    door::letter::{Letter, Tip},
    role::Role,
};
use seal::code::Code;
use store::queries::conversations::Which;
use testing::{
    City, city_code, in_a_city,
    office::{DESK, Office, secret},
    post::Postbox,
};
use words::Lang;

const ABOVE: &str = "bnnp-99";
const PASSWORD: &str = "empat kata yang mudah";

async fn report(city: &City, to: &str, not_to: &[&str]) {
    let tips = city.app.tips();
    let desk = tips.desk_to_write_to(to).await.unwrap();
    let not_to = not_to.iter().map(ToString::to_string).collect();
    let tip = Letter::Tip(Tip { text: "Petugas itu menerima uang.".into(), officer: true, not_to, ..Tip::default() });
    tips.receive(plain::sealed("tips", &Code::new([1; 11]), &desk, &tip, "", &[]).unwrap()).await.unwrap();
}

/// Someone, signed in, whose mail goes to an address.
async fn signed_in(city: &City, actor: &Actor, login: &str, address: &str) -> SignedIn {
    let chain = city.asked("main", &format!("SELECT regency FROM account WHERE id = '{}'", actor.name())).await;
    let slip = city.app.make_slip(&Actor::Console("test"), &chain[0], actor.name()).await.unwrap();
    city.app.use_slip(&slip.code, PASSWORD).await.unwrap();
    let ticket = city.app.sign_in(login, PASSWORD, "peramban", login).await.unwrap();
    let who = city.app.signed_in(&ticket.0).await.unwrap().unwrap();
    city.app.set_contact(&who, address, "id").await.unwrap();
    who
}

async fn waits(city: &City, actor: &Actor) -> bool {
    city.app.tasks(actor).await.unwrap().iter().any(|task| task.kind == Kind::Door)
}

#[test]
fn a_desk_that_the_reporter_excluded_has_neither_mail_nor_date_nor_task_of_it() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let above = office.open_another(&city, ("bnnp", city_code().province()), Role::Bnnp, secret(60)).await;
        let (excluded, chosen) = (&office.members[0].actor, &above.members[0].actor);
        let login = city.login(Role::BnnkEradication);
        let here = signed_in(&city, excluded, &login, "berantas@contoh.go.id").await;
        signed_in(&city, chosen, "u-bnnp-satu", "provinsi@contoh.go.id").await;
        report(&city, ABOVE, &[DESK]).await;
        let tips = city.app.tips();
        let queue = tips.queue(excluded, DESK, Which::Open, None).await.unwrap();
        assert!(queue.lines.is_empty() && queue.counts.iter().all(|(_, n)| *n == 0));
        assert!(!waits(&city, excluded).await && waits(&city, chosen).await);
        let post = Postbox::default();
        city.app.send_reminders(&post).await.unwrap();
        let mails = post.taken();
        let to = |address: &str| mails.iter().filter(|mail| mail.to == address).collect::<Vec<_>>();
        assert!(to("berantas@contoh.go.id").iter().all(|mail| !mail.body.contains("/meja")));
        let [mail] = to("provinsi@contoh.go.id")[..] else { panic!("{mails:?}") };
        assert!(mail.body.contains("https://bersinar.contoh.go.id/meja"), "{}", mail.body);
        // It says that something waits, and neither at which desk nor what.
        for told in ["bnnp", "bnnk", "uang", "etugas"] {
            assert!(!mail.body.contains(told) && !mail.subject.contains(told), "{}", mail.body);
        }
        let token = city.app.make_feed(&here, Lang::Id).await.unwrap();
        let dates = city.app.calendar(&token, "https://bersinar.contoh.go.id").await.unwrap();
        assert!(!dates.contains("/meja"), "{dates}");
    });
}

#[test]
fn a_member_whose_place_is_taken_while_reading_reads_and_writes_no_more() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let (tips, member) = (city.app.tips(), &office.members[0].actor);
        report(&city, DESK, &[]).await;
        let id = tips.queue(member, DESK, Which::Open, None).await.unwrap().lines[0].line.id.clone();
        let opened = tips.open_conversation(member, DESK, &id).await.unwrap();
        let (sealed, signature) = plain::answer(&secret(50), &opened.conversation, "Terima kasih.").unwrap();
        tips.unseat(&office.clerk, DESK, member.name()).await.unwrap();
        let refused = |outcome: Result<(), Refusal>| {
            assert!(matches!(outcome, Err(Refusal::NotFound(_) | Refusal::NotAllowed(_))), "{outcome:?}");
        };
        refused(tips.answer(member, DESK, &id, sealed.clone(), &signature).await);
        refused(tips.note(member, DESK, &id, sealed).await);
        refused(tips.open_conversation(member, DESK, &id).await.map(drop));
        refused(tips.bundle(member, DESK, &id).await.map(drop));
        refused(tips.queue(member, DESK, Which::Open, None).await.map(drop));
        refused(tips.desk(member, DESK).await.map(drop));
        assert!(!waits(&city, member).await);
        // The colleague goes on; nothing was added.
        let opened = tips.open_conversation(&office.members[1].actor, DESK, &id).await.unwrap();
        assert_eq!(opened.parts.len(), 1);
    });
}
