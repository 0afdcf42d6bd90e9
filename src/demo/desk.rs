//! The desks of the story: two officers of the eradication section read what comes, Kesbangpol and the inspectorate guard the
//! keys; and one of BNN of the province, for what must not reach the city's. What their browsers would do is done here, with the same
//! bytes; all have the same passphrase, which the pages show.

use super::people::People;
use app::{
    Actor, App, Refusal,
    doors::{Turn, holders::NewKeys, keyrings::Proposal},
};
use domain::{door::Part, region::RegionCode};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use seal::{
    Digest, hex,
    keyring::{Keyring, PublicKeys},
    secrets::{self, Secret},
    signing::{Purpose, sign},
};

/// Little work for scrypt: these keys guard nothing.
const EASY: u8 = 10;

struct Person<'a> {
    actor: &'a Actor,
    own: Secret,
    part: Part,
}

fn new_secret(random: &mut ChaCha8Rng) -> Secret {
    let mut one = Secret { secret: [0; 32], seed: [0; 32] };
    random.fill_bytes(&mut one.secret);
    random.fill_bytes(&mut one.seed);
    one
}

fn broken<E>(_: E) -> Refusal {
    Refusal::Invalid("desk-keys-damaged")
}

impl Person<'_> {
    fn keys(&self) -> Result<PublicKeys, Refusal> {
        self.own.public().ok_or(Refusal::Invalid("desk-keys-damaged"))
    }

    fn new_keys(&self) -> Result<NewKeys, Refusal> {
        let PublicKeys { recipient, verify } = self.keys()?;
        let proof = sign(&self.own.seed, Purpose::Holder, &[self.actor.name().as_bytes(), recipient.as_bytes()]);
        let wrapped =
            secrets::wrap(std::slice::from_ref(&self.own), app::doors::DEMO_PASSPHRASE, EASY).map_err(broken)?;
        Ok(NewKeys { recipient, verify, wrapped: hex::encode(&wrapped), proof, revision: 0 })
    }
}

/// A desk of the story: its kind and office, who guards its keys, who reads what comes.
pub struct Plan<'p> {
    pub kind: &'static str,
    pub office: RegionCode,
    pub custodians: [&'p Actor; 2],
    pub members: &'p [Actor; 2],
}

impl<'p> Plan<'p> {
    /// The two desks: of the city's eradication section, and of BNN of the province, which has other people throughout.
    pub fn of(people: &'p People, city: RegionCode) -> [Self; 2] {
        [
            Self {
                kind: "bnnk",
                office: city,
                custodians: [&people.kesbangpol, &people.inspectorate],
                members: &people.eradication,
            },
            Self {
                kind: "bnnp",
                office: city.province(),
                custodians: [&people.officer, &people.leadership],
                members: &people.province,
            },
        ]
    }
}

/// Founds a desk, and brings it as far as it must be to open. Gives its name and its secret.
pub async fn open(app: &App, plan: &Plan<'_>, random: &mut ChaCha8Rng) -> Result<(String, Secret), Refusal> {
    let (tips, console) = (app.tips(), Actor::Console("demo"));
    let desk = tips.found_desk(&console, plan.kind, plan.office).await?;
    let [first, second, one, two] = [
        (plan.custodians[0], Part::FirstCustodian),
        (plan.custodians[1], Part::SecondCustodian),
        (&plan.members[0], Part::Member),
        (&plan.members[1], Part::Member),
    ]
    .map(|(actor, part)| Person { actor, own: new_secret(random), part });
    for person in [&first, &second, &one, &two] {
        tips.seat(&console, &desk, person.actor.name(), person.part).await?;
        tips.keep_keys(person.actor, person.new_keys()?).await?;
    }
    let secrets = [new_secret(random)];
    let keyring = Keyring {
        door: "tips".to_owned(),
        desk: desk.clone(),
        version: 1,
        keys: secrets[0].public().ok_or(Refusal::Invalid("desk-keys-damaged"))?,
        custodians: [first.keys()?, second.keys()?],
        members: vec![one.keys()?, two.keys()?],
        before: None,
    };
    let body = serde_json::to_string(&keyring).map_err(broken)?;
    let mut shares = std::collections::BTreeMap::new();
    for member in [&one, &two] {
        let sealed = secrets::seal_to(&secrets, &member.keys()?).map_err(broken)?;
        shares.insert(member.actor.name().to_owned(), hex::encode(&sealed));
    }
    let layered = secrets::layer(&secrets, [&first.keys()?, &second.keys()?]).map_err(broken)?;
    let proposal = Proposal { body: body.clone(), shares, recovery: hex::encode(&layered) };
    tips.propose(one.actor, &desk, proposal).await?;
    for custodian in [&first, &second] {
        let signature = sign(&custodian.own.seed, Purpose::Keyring, &[body.as_bytes()]);
        tips.sign_keyring(custodian.actor, &desk, Digest::of(body.as_bytes()), &signature).await?;
    }
    let opened = |fields: &[&str]| {
        let fields: Vec<&[u8]> = fields.iter().map(|field| field.as_bytes()).collect();
        sign(&secrets[0].seed, Purpose::Opened, &fields)
    };
    for member in [&one, &two] {
        tips.show_opened(member.actor, &desk, &opened(&["share", &desk, "1", member.actor.name()])).await?;
    }
    let id = tips.ask_recovery(one.actor, &desk, true, "").await?;
    let inner = secrets::peel(&layered, &first.own).map_err(broken)?;
    tips.peel_recovery(first.actor, &desk, &id, &hex::encode(&inner)).await?;
    let again = secrets::seal_to(&secrets, &one.keys()?).map_err(broken)?;
    tips.hand_recovery(second.actor, &desk, &id, &hex::encode(&again)).await?;
    tips.take_recovery(one.actor, &desk, &id, &opened(&["recovery", &desk, &id])).await?;
    tips.set_open(one.actor, &desk, true).await?;
    for custodian in [&first, &second] {
        if tips.desk(custodian.actor, &desk).await?.turn(custodian.actor) == Some(Turn::Look) {
            tips.told(custodian.actor, &desk).await?;
        }
    }
    let [secret] = secrets;
    Ok((desk, secret))
}
