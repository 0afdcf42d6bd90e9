//! Desks of the safe door: keys, keyrings that both custodians sign, recovery, and when a desk may open.

use app::{
    Action, Refusal,
    doors::{holders::NewKeys, keyrings::Proposal},
};
use domain::{door::Part, role::Role};
use seal::{
    Digest, hex,
    keyring::Keyring,
    signing::{Purpose, sign},
};
use testing::{
    city_code, in_a_city,
    office::{DESK, Office, Person, hired, invalid, secret},
};

#[test]
fn a_desk_opens_only_with_two_members_two_custodians_and_one_recovery_tried_out() {
    in_a_city(async |city| {
        let office = Office::found(&city).await;
        let tips = city.app.tips();
        let member = &office.members[0];
        invalid(tips.set_open(&member.actor, DESK, true).await, "desk-not-ready");
        office.put_in_force(&city, &[secret(50)]).await;
        invalid(tips.set_open(&member.actor, DESK, true).await, "desk-not-ready");
        assert_eq!(office.recover(&city, &office.members[1], true).await, [secret(50)]);
        tips.set_open(&member.actor, DESK, true).await.unwrap();
        let view = tips.desk(&member.actor, DESK).await.unwrap();
        assert!(view.is_open() && !view.outdated());
        // Whoever leaves the office takes the desk below two: it receives nothing until someone follows.
        tips.unseat(&office.clerk, DESK, office.members[1].actor.name()).await.unwrap();
        let view = tips.desk(&member.actor, DESK).await.unwrap();
        assert!(!view.is_open() && view.outdated());
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn who_runs_the_installation_gives_out_places_and_opens_nothing() {
    in_a_city(async |city| {
        let office = Office::found(&city).await;
        office.put_in_force(&city, &[secret(50)]).await;
        let tips = city.app.tips();
        let view = tips.desk(&office.clerk, DESK).await.unwrap();
        assert_eq!(view.people.len(), 4);
        // Nothing that the administrator can ask for is there for them.
        let proposal = office.proposal(&city, &[secret(51), secret(50)]).await;
        let refused = tips.propose(&office.clerk, DESK, proposal).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(Action::HoldKeys))), "{refused:?}");
        let refused = tips.ask_recovery(&office.clerk, DESK, false, "saya pengelola sistem ini").await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(Action::HoldKeys))), "{refused:?}");
        let stranger = Person { actor: office.clerk.clone(), own: secret(9) };
        let refused = tips.keep_keys(&office.clerk, stranger.new_keys(0)).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(Action::HoldKeys))), "{refused:?}");
        // A new slip gives the administrator someone's account, and no key: those stay wrapped as they were.
        let member = &office.members[0].actor;
        let before = tips.own_keys(member).await.unwrap().unwrap();
        let slip = city.app.make_slip(&office.clerk, "99.71", member.name()).await.unwrap();
        city.app.use_slip(&slip.code, "sawah hijau pagi cerah").await.unwrap();
        assert_eq!(tips.own_keys(member).await.unwrap().unwrap(), before);
        // A place of one's own making is no key: the new member has no share, and no keyring names them.
        let planted = Person { actor: hired(&city, "susupan").await, own: secret(8) };
        tips.seat(&office.clerk, DESK, planted.actor.name(), Part::Member).await.unwrap();
        tips.keep_keys(&planted.actor, planted.new_keys(0)).await.unwrap();
        let view = tips.desk(&planted.actor, DESK).await.unwrap();
        assert!(view.outdated() && !view.shares.iter().any(|share| share.account == planted.actor.name()));
        // Nobody without a part in it learns that the desk is there, another office's administrator neither.
        for role in [Role::Polres, Role::Camat, Role::Lurah, Role::Inspectorate, Role::Bnn] {
            let refused = tips.desk(&city.someone(role), DESK).await;
            assert!(matches!(refused, Err(Refusal::NotFound("desk"))), "{role}: {refused:?}");
            assert_eq!(tips.desks(&city.someone(role)).await.unwrap().len(), 0, "{role}");
        }
        invalid(tips.seat(&office.clerk, DESK, city.police().name(), Part::Member).await, "desk-not-a-candidate");
        let refused = tips.found_desk(&city.officer(), "inspektorat", city_code()).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(Action::KeepDesks))), "{refused:?}");
        invalid(tips.found_desk(&office.clerk, "bnnk", city_code()).await, "desk-there-already");
        let missing = tips.missing_desks(&office.clerk).await.unwrap();
        assert_eq!(missing.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["bnnp", "inspektorat"]);
        assert_eq!(tips.found_desk(&office.clerk, "bnnp", city_code().province()).await.unwrap(), "bnnp-99");
    });
}

#[test]
fn a_keyring_is_what_follows_from_who_sits_there_and_both_sign_it() {
    in_a_city(async |city| {
        let office = Office::found(&city).await;
        let tips = city.app.tips();
        let [one, two] = [&office.members[0], &office.members[1]];
        let good = office.proposal(&city, &[secret(50)]).await;
        let with = |change: &dyn Fn(&mut Keyring)| {
            let mut keyring: Keyring = serde_json::from_str(&good.body).unwrap();
            change(&mut keyring);
            Proposal { body: serde_json::to_string(&keyring).unwrap(), ..good.clone() }
        };
        type Change<'a> = &'a dyn Fn(&mut Keyring);
        let stranger = secret(60).public().unwrap();
        let changes: [Change<'_>; 6] = [
            &|keyring| keyring.door = "help".into(),
            &|keyring| keyring.desk = "bnnp-99".into(),
            &|keyring| keyring.version = 2,
            &|keyring| keyring.members[1] = stranger.clone(),
            &|keyring| keyring.custodians[0] = stranger.clone(),
            &|keyring| keyring.custodians.swap(0, 1),
        ];
        for change in changes {
            invalid(tips.propose(&one.actor, DESK, with(change)).await, "desk-keyring-changed");
        }
        let short = Proposal {
            shares: good.shares.iter().take(1).map(|(a, b)| (a.clone(), b.clone())).collect(),
            ..good.clone()
        };
        invalid(tips.propose(&one.actor, DESK, short).await, "desk-keyring-damaged");
        let clear = Proposal { recovery: hex::encode(b"a secret in clear"), ..good.clone() };
        invalid(tips.propose(&one.actor, DESK, clear).await, "desk-keyring-damaged");

        tips.propose(&one.actor, DESK, good.clone()).await.unwrap();
        // A signature of the other custodian, or of another text, is none.
        let digest = Digest::of(good.body.as_bytes());
        let foreign = sign(&office.custodians[1].own.seed, Purpose::Keyring, &[good.body.as_bytes()]);
        invalid(tips.sign_keyring(&office.custodians[0].actor, DESK, digest, &foreign).await, "desk-signature-wrong");
        office.sign(&city, 0).await.unwrap();
        assert_eq!(tips.desk(&one.actor, DESK).await.unwrap().desk.keyring, 0);
        // A new proposal takes the place of one that has one signature, and that signature is gone.
        let other = office.proposal(&city, &[secret(51)]).await;
        tips.propose(&two.actor, DESK, other).await.unwrap();
        invalid(tips.sign_keyring(&office.custodians[1].actor, DESK, digest, &foreign).await, "desk-keyring-changed");
        tips.withdraw_keyring(&office.custodians[1].actor, DESK).await.unwrap();
        invalid(office.sign(&city, 0).await, "desk-nothing-to-sign");
        office.put_in_force(&city, &[secret(52)]).await;
        let view = tips.desk(&one.actor, DESK).await.unwrap();
        assert_eq!((view.desk.keyring, view.ready.members, view.ready.custodians), (1, 2, 2));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn who_leaves_loses_the_secret_and_who_comes_gets_what_was_before() {
    in_a_city(async |city| {
        let mut office = Office::found(&city).await;
        office.put_in_force(&city, &[secret(50)]).await;
        let tips = city.app.tips();
        let gone = office.members.remove(1);
        tips.unseat(&office.clerk, DESK, gone.actor.name()).await.unwrap();
        let refused = tips.desk(&gone.actor, DESK).await;
        assert!(matches!(refused, Err(Refusal::NotFound("desk"))), "{refused:?}");
        let new = Person { actor: hired(&city, "ketiga").await, own: secret(5) };
        tips.seat(&office.clerk, DESK, new.actor.name(), Part::Member).await.unwrap();
        tips.keep_keys(&new.actor, new.new_keys(0)).await.unwrap();
        office.members.push(new.clone());
        // The old secret alone is refused: who left may have kept it.
        let same = office.proposal(&city, &[secret(50)]).await;
        invalid(tips.propose(&office.members[0].actor, DESK, same).await, "desk-secret-kept");
        office.put_in_force(&city, &[secret(51), secret(50)]).await;
        let view = tips.desk(&new.actor, DESK).await.unwrap();
        assert_eq!((view.desk.keyring, view.shares.len()), (2, 2));
        let told: Vec<i64> = view.people.iter().map(|one| one.seat.told).collect();
        assert_eq!(told, [0, 0, 2, 2]);
        tips.told(&office.custodians[0].actor, DESK).await.unwrap();
        assert_eq!(tips.desk(&new.actor, DESK).await.unwrap().people[0].seat.told, 2);
    });
}

#[test]
fn a_lost_key_is_replaced_and_the_secret_given_again_by_both_custodians() {
    in_a_city(async |city| {
        let mut office = Office::found(&city).await;
        office.put_in_force(&city, &[secret(50)]).await;
        let tips = city.app.tips();
        // The passphrase is forgotten: new keys, and what was sealed to the old ones is gone.
        office.members[0].own = secret(6);
        let lost = office.members[0].clone();
        invalid(
            tips.keep_keys(&lost.actor, NewKeys { wrapped: hex::encode(b"AGE-SECRET-KEY-1"), ..lost.new_keys(1) })
                .await,
            "desk-keys-damaged",
        );
        invalid(
            tips.keep_keys(&lost.actor, NewKeys { proof: String::new(), ..lost.new_keys(1) }).await,
            "desk-keys-damaged",
        );
        let stale = tips.keep_keys(&lost.actor, lost.new_keys(0)).await;
        assert!(matches!(stale, Err(Refusal::Outdated { .. })), "{stale:?}");
        tips.keep_keys(&lost.actor, lost.new_keys(1)).await.unwrap();
        let view = tips.desk(&lost.actor, DESK).await.unwrap();
        assert!(view.outdated() && !view.shares.iter().any(|share| share.account == lost.actor.name()));
        invalid(tips.ask_recovery(&lost.actor, DESK, false, "lupa").await, "desk-reason-missing");
        assert_eq!(office.recover(&city, &lost, false).await, [secret(50)]);
        let view = tips.desk(&lost.actor, DESK).await.unwrap();
        let share = view.shares.iter().find(|share| share.account == lost.actor.name()).unwrap();
        assert_eq!(lost.open(&share.sealed), [secret(50)]);
        // With it the member proposes the keyring that has the new key, and a new secret, since the old key is out there.
        office.put_in_force(&city, &[secret(51), secret(50)]).await;
        assert!(!tips.desk(&lost.actor, DESK).await.unwrap().outdated());
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn an_ended_account_is_nobody_at_its_desk() {
    in_a_city(async |city| {
        let office = Office::found(&city).await;
        office.put_in_force(&city, &[secret(50)]).await;
        office.recover(&city, &office.members[0], true).await;
        let tips = city.app.tips();
        tips.set_open(&office.members[0].actor, DESK, true).await.unwrap();
        let ended = &office.members[1].actor;
        city.app.end_account(&office.clerk, "99.71", ended.name()).await.unwrap();
        assert!(!tips.desk(&office.members[0].actor, DESK).await.unwrap().is_open());
        let refused = tips.desk(ended, DESK).await;
        assert!(matches!(refused, Err(Refusal::NotFound("desk"))), "{refused:?}");
    });
}
