//! An office with a desk of the safe door, for tests: its people with the keys that only their browsers have. What browsers do is done
//! here by `seal`, with the same bytes.

use crate::{City, city_code};
use app::{
    Actor, Refusal,
    accounts::NewAccount,
    doors::{holders::NewKeys, keyrings::Proposal},
};
use domain::{door::Part, region::RegionCode, role::Role};
use seal::{
    Digest, hex,
    keyring::{Keyring, PublicKeys},
    secrets::{self, Secret},
    signing::{Purpose, sign},
};
use std::collections::BTreeMap;

/// The desk.
pub const DESK: &str = "bnnk-99.71";

/// Someone with the keys that only their browser has.
#[derive(Clone)]
pub struct Person {
    /// Who acts.
    pub actor: Actor,
    /// The private keys.
    pub own: Secret,
}

/// Private keys, the same for the same number.
pub fn secret(n: u8) -> Secret {
    Secret { secret: [n; 32], seed: [n + 100; 32] }
}

/// Seals keys to someone.
pub fn sealed(secrets: &[Secret], keys: &PublicKeys) -> String {
    hex::encode(&secrets::seal_to(secrets, keys).unwrap())
}

impl Person {
    /// The public halves.
    pub fn keys(&self) -> PublicKeys {
        self.own.public().unwrap()
    }

    /// What the browser hands in.
    pub fn new_keys(&self, revision: i64) -> NewKeys {
        let PublicKeys { recipient, verify } = self.keys();
        let proof = sign(&self.own.seed, Purpose::Holder, &[self.actor.name().as_bytes(), recipient.as_bytes()]);
        let wrapped = hex::encode(b"age-encryption.org/v1\n-> scrypt c2FsdA 16\n");
        NewKeys { recipient, verify, wrapped, proof, revision }
    }

    /// Opens what was sealed to this person.
    pub fn open(&self, sealed: &str) -> Vec<Secret> {
        secrets::open_with(&hex::decode(sealed).unwrap(), &self.own).unwrap()
    }
}

/// A desk with its people.
pub struct Office {
    /// The desk.
    pub desk: String,
    /// Who gives out the places.
    pub clerk: Actor,
    /// Who guard the keys.
    pub custodians: [Person; 2],
    /// Who read what comes.
    pub members: Vec<Person>,
}

impl Office {
    /// A desk that is open, whose secret is `secret(50)`.
    pub async fn open(city: &City) -> Self {
        let office = Self::found(city).await;
        office.opened(city, &secret(50)).await;
        office
    }

    /// Another desk that is open, with this secret, guarded by the same custodians; its members are new people of a role.
    pub async fn open_another(&self, city: &City, (kind, at): (&str, RegionCode), role: Role, own: Secret) -> Self {
        let desk = city.app.tips().found_desk(&self.clerk, kind, at).await.unwrap();
        let mut members = vec![];
        for name in ["satu", "dua"] {
            let new =
                NewAccount { role, scope: Some(at), login: format!("u-{kind}-{name}"), name: format!("{kind} {name}") };
            let id = city.app.create_account(&Actor::Console("test"), new).await.unwrap();
            let actor = Actor::Account { id, role, scope: Some(at) };
            members.push(Person { actor, own: secret(own.secret[0] + 1 + members.len() as u8) });
        }
        let office = Self { desk, clerk: self.clerk.clone(), custodians: self.custodians.clone(), members };
        office.seat(city).await;
        office.opened(city, &own).await;
        office
    }

    async fn opened(&self, city: &City, own: &Secret) {
        self.put_in_force(city, std::slice::from_ref(own)).await;
        self.recover(city, &self.members[0], true).await;
        city.app.tips().set_open(&self.members[0].actor, &self.desk, true).await.unwrap();
    }

    /// A desk with its people, each with keys.
    pub async fn found(city: &City) -> Self {
        let clerk = city.someone(Role::Administrator);
        let desk = city.app.tips().found_desk(&clerk, "bnnk", city_code()).await.unwrap();
        assert_eq!(desk, DESK);
        let person = |actor, n| Person { actor, own: secret(n) };
        let custodians = [person(city.officer(), 1), person(city.someone(Role::Kesbangpol), 2)];
        let members = vec![person(city.someone(Role::BnnkEradication), 3), person(hired(city, "kedua").await, 4)];
        let office = Self { desk, clerk, custodians, members };
        for one in &office.custodians {
            city.app.tips().keep_keys(&one.actor, one.new_keys(0)).await.unwrap();
        }
        office.seat(city).await;
        office
    }

    /// Gives the people their places, and the members their keys.
    async fn seat(&self, city: &City) {
        let tips = city.app.tips();
        for (one, part) in self.custodians.iter().zip([Part::FirstCustodian, Part::SecondCustodian]) {
            tips.seat(&self.clerk, &self.desk, one.actor.name(), part).await.unwrap();
        }
        for one in &self.members {
            tips.seat(&self.clerk, &self.desk, one.actor.name(), Part::Member).await.unwrap();
            tips.keep_keys(&one.actor, one.new_keys(0)).await.unwrap();
        }
    }

    /// What a member's browser makes of who sits there: these secrets, the latest first.
    pub async fn proposal(&self, city: &City, secrets: &[Secret]) -> Proposal {
        let view = city.app.tips().desk(&self.members[0].actor, &self.desk).await.unwrap();
        let before = view.keyring.as_ref().map(|(row, _)| Digest::of(row.body.as_bytes()));
        let custodians = self.custodians.clone().map(|one| one.keys());
        let keyring = Keyring {
            door: "tips".into(),
            desk: self.desk.clone(),
            version: u32::try_from(view.desk.keyring).unwrap() + 1,
            keys: secrets[0].public().unwrap(),
            members: self.members.iter().map(Person::keys).collect(),
            before,
            custodians: custodians.clone(),
        };
        let share = |one: &Person| (one.actor.name().to_owned(), sealed(secrets, &one.keys()));
        let shares: BTreeMap<String, String> = self.members.iter().map(share).collect();
        let [first, second] = &custodians;
        let recovery = hex::encode(&secrets::layer(secrets, [first, second]).unwrap());
        Proposal { body: serde_json::to_string(&keyring).unwrap(), shares, recovery }
    }

    /// A custodian signs what was proposed.
    pub async fn sign(&self, city: &City, at: usize) -> Result<(), Refusal> {
        let one = &self.custodians[at];
        let view = city.app.tips().desk(&one.actor, &self.desk).await?;
        let body = view.proposal.map(|(row, _)| row.body).unwrap_or_default();
        let signature = sign(&one.own.seed, Purpose::Keyring, &[body.as_bytes()]);
        city.app.tips().sign_keyring(&one.actor, &self.desk, Digest::of(body.as_bytes()), &signature).await
    }

    /// Proposes, signs twice, and has every member open the secret.
    pub async fn put_in_force(&self, city: &City, secrets: &[Secret]) {
        let proposal = self.proposal(city, secrets).await;
        city.app.tips().propose(&self.members[0].actor, &self.desk, proposal).await.unwrap();
        self.sign(city, 1).await.unwrap();
        self.sign(city, 0).await.unwrap();
        for one in &self.members {
            let view = city.app.tips().desk(&one.actor, &self.desk).await.unwrap();
            let share = view.shares.iter().find(|share| share.account == one.actor.name()).unwrap();
            let got = one.open(&share.sealed);
            assert_eq!(got, secrets);
            let version = share.version.to_string();
            let fields = ["share", &self.desk, &version, one.actor.name()].map(str::as_bytes);
            let proof = sign(&got[0].seed, Purpose::Opened, &fields);
            city.app.tips().show_opened(&one.actor, &self.desk, &proof).await.unwrap();
        }
    }

    /// Both custodians give a member the secrets; gives what the member could open.
    pub async fn recover(&self, city: &City, member: &Person, trial: bool) -> Vec<Secret> {
        let tips = city.app.tips();
        let id = tips.ask_recovery(&member.actor, &self.desk, trial, "lupa kata sandi kunci").await.unwrap();
        let [first, second] = &self.custodians;
        let view = tips.desk(&first.actor, &self.desk).await.unwrap();
        let layered = hex::decode(&view.keyring.unwrap().0.recovery).unwrap();
        assert!(secrets::open_with(&layered, &first.own).is_err() && secrets::peel(&layered, &second.own).is_err());
        let inner = secrets::peel(&layered, &first.own).unwrap();
        let too_early = tips.hand_recovery(&second.actor, &self.desk, &id, &hex::encode(&inner)).await;
        assert!(matches!(too_early, Err(Refusal::Invalid("desk-not-your-turn"))), "{too_early:?}");
        tips.peel_recovery(&first.actor, &self.desk, &id, &hex::encode(&inner)).await.unwrap();
        let view = tips.desk(&second.actor, &self.desk).await.unwrap();
        let got = second.open(&view.recovering().unwrap().sealed);
        tips.hand_recovery(&second.actor, &self.desk, &id, &sealed(&got, &member.keys())).await.unwrap();
        let view = tips.desk(&member.actor, &self.desk).await.unwrap();
        let got = member.open(&view.recovering().unwrap().sealed);
        let proof = sign(&got[0].seed, Purpose::Opened, &["recovery", &self.desk, &id].map(str::as_bytes));
        tips.take_recovery(&member.actor, &self.desk, &id, &proof).await.unwrap();
        got
    }
}

/// A new member of the eradication section.
pub async fn hired(city: &City, name: &str) -> Actor {
    let (role, scope) = (Role::BnnkEradication, Some(city_code()));
    let new = NewAccount { role, scope, login: format!("u-{name}"), name: format!("Orang {name}") };
    let id = city.app.create_account(&Actor::Console("test"), new).await.unwrap();
    Actor::Account { id, role, scope }
}

/// Sees that something was refused by this key.
pub fn invalid<T: std::fmt::Debug>(outcome: Result<T, Refusal>, key: &str) {
    match outcome {
        Err(Refusal::Invalid(said)) => assert_eq!(said, key),
        other => panic!("{key}: {other:?}"),
    }
}
