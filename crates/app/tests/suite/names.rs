//! Names that reporters gave all the same: who can open them, and who cannot.

use app::{Refusal, doors::plain};
use domain::door::letter::{Letter, Tip};
use seal::{code::Code, envelope::open, hex, withheld};
use store::queries::conversations::Which;
use testing::{
    in_a_city,
    office::{DESK, Office, Person, invalid, secret},
};

#[test]
fn a_name_that_was_given_takes_both_custodians_and_the_desk() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let tips = city.app.tips();
        let [first, second] = &office.custodians;
        let member = &office.members[0];
        let desk = tips.desk_to_write_to(DESK).await.unwrap();
        let tip = Letter::Tip(Tip { text: "Di muara.".into(), identity: true, ..Tip::default() });
        tips.receive(plain::sealed("tips", &Code::new([1; 11]), &desk, &tip, "Bu Rini", &[]).unwrap()).await.unwrap();
        let queue = tips.queue(&member.actor, DESK, Which::Open, None).await.unwrap();
        let opened = tips.open_conversation(&member.actor, DESK, &queue.lines[0].line.id).await.unwrap();
        let id = &opened.conversation.id;
        let ours = secret(50).identity().unwrap();
        let layered = hex::encode(&open(&opened.parts[0].body, &ours).unwrap().body);
        let because = "Saksi harus dijaga sebelum perahu datang.";
        invalid(tips.ask_unsealing(&member.actor, DESK, id, &layered, "singkat").await, "desk-reason-missing");
        invalid(tips.ask_unsealing(&member.actor, DESK, id, "00", because).await, "door-damaged");
        let guard = tips.ask_unsealing(&first.actor, DESK, id, &layered, because).await;
        assert!(matches!(guard, Err(Refusal::NotAllowed(_))), "{guard:?}");
        tips.ask_unsealing(&member.actor, DESK, id, &layered, because).await.unwrap();
        invalid(tips.ask_unsealing(&member.actor, DESK, id, &layered, because).await, "desk-name-asked");

        let see = async |who: &Person| tips.unsealings(&who.actor, DESK).await.unwrap().remove(0);
        let asked = see(first).await;
        assert_eq!((asked.sealed.as_str(), asked.reason.as_str()), (layered.as_str(), because));
        for other in [second, member] {
            assert_eq!(see(other).await.sealed, "", "not this one's turn");
        }
        let peel = |sealed: &str, who: &Person| {
            hex::encode(&withheld::peel(&hex::decode(sealed).unwrap(), &who.own.identity().unwrap()).unwrap())
        };
        let inner = peel(&asked.sealed, first);
        let early = tips.pass_unsealing(&second.actor, DESK, &asked.id, &inner).await;
        invalid(early, "desk-not-your-turn");
        tips.pass_unsealing(&first.actor, DESK, &asked.id, &inner).await.unwrap();
        invalid(tips.pass_unsealing(&first.actor, DESK, &asked.id, &inner).await, "desk-not-your-turn");
        assert_eq!(see(member).await.sealed, "");
        let last = peel(&see(second).await.sealed, second);
        tips.pass_unsealing(&second.actor, DESK, &asked.id, &last).await.unwrap();
        assert_eq!(see(first).await.sealed, "");
        let released = hex::decode(&see(member).await.sealed).unwrap();
        assert_eq!(withheld::read(&withheld::peel(&released, &ours).unwrap()).as_deref(), Some("Bu Rini"));
        invalid(tips.end_unsealing(&member.actor, DESK, &asked.id).await, "desk-not-your-turn");
        for stranger in [&office.clerk, &city.police()] {
            assert!(tips.unsealings(stranger, DESK).await.is_err());
        }
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}
