//! Keyrings: a member proposes which keys a desk has, both custodians sign, and from then on it holds. With each keyring every
//! member gets the desk's secrets anew, sealed to them, and the custodians their two halves; what was sealed before is removed.

use super::{DeskView, Door, DoorStore, Sitting};
use crate::{Actor, Refusal};
use domain::door::{LEAST_MEMBERS, Part};
use seal::{
    Digest, envelope, hex,
    keyring::{Keyring as Said, PublicKeys, Signed},
    signing::{Purpose, verify},
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    Revised as _,
    nouns::{Keyring, Seat, Share},
    queries::desks as kept,
};

/// The most bytes of what is sealed to one person: some hundred secrets.
pub const MOST_SEALED: usize = 64 << 10;

/// A keyring as a member's browser made it.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// What is to be signed (`seal::keyring::Keyring` as JSON).
    pub body: String,
    /// The desk's secrets, sealed to each member, by account; hexadecimal digits.
    pub shares: BTreeMap<String, String>,
    /// The same, sealed to the second custodian and that to the first.
    pub recovery: String,
}

impl<S: DoorStore> Door<'_, S> {
    /// Proposes a keyring, in the place of one that waits for signatures.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when a custodian or a second member has no keys yet, or when it is not what follows from who sits at
    /// the desk: someone changed that since the page was shown.
    pub async fn propose(&self, actor: &Actor, id: &str, proposal: Proposal) -> Result<(), Refusal> {
        let (view, _) = self.sitting(actor, id, &[Part::Member]).await?;
        let said: Said = serde_json::from_str(&proposal.body).map_err(|_| Refusal::Invalid("desk-keyring-damaged"))?;
        let members = self.follows(&view, &said)?;
        let sealed = |text: &String| {
            hex::decode(text).is_some_and(|bytes| bytes.len() <= MOST_SEALED && envelope::is_sealed(&bytes))
        };
        let accounts: Vec<&str> = members.iter().map(|one| one.seat.account.as_str()).collect();
        let whole = accounts.len() == proposal.shares.len()
            && accounts.iter().all(|account| proposal.shares.get(*account).is_some_and(sealed));
        if !whole || !sealed(&proposal.recovery) {
            return Err(Refusal::Invalid("desk-keyring-damaged"));
        }
        let (chain, desk) = (view.desk.regency.clone(), view.desk.id.clone());
        let row = Keyring {
            regency: chain.clone(),
            desk: desk.clone(),
            version: i64::from(said.version),
            body: proposal.body,
            signature_1: String::new(),
            signature_2: String::new(),
            recovery: proposal.recovery,
            proposed_by: actor.name().to_owned(),
        };
        let version = row.version;
        let share = |(account, sealed): (&String, &String)| Share {
            regency: chain.clone(),
            desk: desk.clone(),
            version,
            account: account.clone(),
            sealed: sealed.clone(),
            opened: 0,
        };
        let shares: Vec<Share> = proposal.shares.iter().map(share).collect();
        let digest = Digest::of(row.body.as_bytes()).to_string();
        let body = json!({ "desk": desk, "version": version, "keyring": digest });
        self.write(&chain, actor, ("keyring.propose", body), move |tx| {
            let (row, shares, desk) = (row.clone(), shares.clone(), view.desk.clone());
            Box::pin(async move {
                let there = tx.read().there(&desk).await?.ok_or(Refusal::NotFound("desk"))?;
                if there.keyring + 1 != row.version {
                    return Err(Refusal::Outdated { by: there.changed_by });
                }
                for former in kept::shares(tx.read(), &desk, row.version).await? {
                    tx.remove(&former).await?;
                }
                tx.put(&row).await?;
                Ok(tx.put_all(&shares).await?)
            })
        })
        .await
    }

    /// Whether a keyring is the one that follows from who sits at the desk; gives its members.
    fn follows<'v>(&self, view: &'v DeskView, said: &Said) -> Result<Vec<&'v Sitting>, Refusal> {
        let changed = Refusal::Invalid("desk-keyring-changed");
        let before = view.keyring.as_ref().map(|(row, _)| Digest::of(row.body.as_bytes()));
        let named = said.door == S::NAME && said.desk == view.desk.id;
        if !named || i64::from(said.version) != view.desk.keyring + 1 || said.before != before {
            return Err(changed);
        }
        let keys = |one: Option<&Sitting>| one.filter(|one| one.works).and_then(Sitting::keys);
        let custodians = [keys(view.custodian(0)), keys(view.custodian(1))];
        let [Some(first), Some(second)] = custodians else { return Err(Refusal::Invalid("desk-no-custodians")) };
        let members: Vec<&Sitting> =
            view.people.iter().filter(|one| one.part == Part::Member && one.works && one.holder.is_some()).collect();
        if members.len() < LEAST_MEMBERS {
            return Err(Refusal::Invalid("desk-too-few-members"));
        }
        let theirs: Vec<PublicKeys> = members.iter().filter_map(|one| one.keys()).collect();
        let same = theirs.len() == said.members.len() && theirs.iter().all(|keys| said.members.contains(keys));
        if !same || said.custodians != [first, second] {
            return Err(changed);
        }
        // Who left may have kept the secret: each keyring has a new one.
        if view.keyring.as_ref().is_some_and(|(_, former)| former.keys == said.keys) {
            return Err(Refusal::Invalid("desk-secret-kept"));
        }
        Ok(members)
    }

    /// Takes a custodian's signature of the keyring that waits; with the second one it is in force.
    ///
    /// # Errors
    /// When the actor is no custodian, nothing waits, another keyring waits by now, or the signature is not over it.
    pub async fn sign_keyring(&self, actor: &Actor, id: &str, seen: Digest, signature: &str) -> Result<(), Refusal> {
        let (view, mine) = self.sitting(actor, id, &[Part::FirstCustodian, Part::SecondCustodian]).await?;
        let (row, said) = view.proposal.clone().ok_or(Refusal::Invalid("desk-nothing-to-sign"))?;
        self.follows(&view, &said)?;
        if Digest::of(row.body.as_bytes()) != seen {
            return Err(Refusal::Invalid("desk-keyring-changed"));
        }
        let (at, keys) = mine.part.custodian().zip(mine.keys()).ok_or(Refusal::Invalid("desk-no-custodians"))?;
        if !verify(&keys.verify, Purpose::Keyring, &[row.body.as_bytes()], signature) {
            return Err(Refusal::Invalid("desk-signature-wrong"));
        }
        let former = view.keyring.as_ref().map(|(row, _)| row.clone());
        let (desk, signature, by, now) =
            (view.desk.clone(), signature.to_owned(), actor.name().to_owned(), self.app.now());
        let body = json!({ "desk": desk.id, "version": row.version, "keyring": seen.to_string() });
        self.write(&view.desk.regency, actor, ("keyring.sign", body), move |tx| {
            let (row, former, desk, signature, by) =
                (row.clone(), former.clone(), desk.clone(), signature.clone(), by.clone());
            Box::pin(async move {
                let mut row = tx
                    .read()
                    .there(&row)
                    .await?
                    .filter(|there| there.body == row.body)
                    .ok_or(Refusal::Invalid("desk-keyring-changed"))?;
                *(if at == 0 { &mut row.signature_1 } else { &mut row.signature_2 }) = signature;
                tx.put(&row).await?;
                if row.signature_1.is_empty() || row.signature_2.is_empty() {
                    return Ok(());
                }
                signed(&row)
                    .follow(former.as_ref().map(signed).as_ref())
                    .map_err(|_| Refusal::Invalid("desk-keyring-damaged"))?;
                let there = tx.read().there(&desk).await?.ok_or(Refusal::NotFound("desk"))?;
                let revision = there.revision + 1;
                tx.put(&store::nouns::Desk { keyring: row.version, ..there }.revised(revision, &by, now)).await?;
                for share in kept::former_shares(tx.read(), &desk, row.version).await? {
                    tx.remove(&share).await?;
                }
                if let Some(former) = former {
                    tx.put(&Keyring { recovery: String::new(), ..former }).await?;
                }
                for running in kept::recoverings(tx.read(), &desk).await?.into_iter().filter(super::recovery::runs) {
                    tx.put(&super::recovery::ended(running)).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Takes a proposal back.
    ///
    /// # Errors
    /// When the actor does not sit there, or nothing waits.
    pub async fn withdraw_keyring(&self, actor: &Actor, id: &str) -> Result<(), Refusal> {
        let (view, _) = self.sitting(actor, id, &Part::ALL).await?;
        let (row, _) = view.proposal.clone().ok_or(Refusal::Invalid("desk-nothing-to-sign"))?;
        let (desk, body) = (view.desk.clone(), json!({ "desk": row.desk, "version": row.version }));
        self.write(&view.desk.regency, actor, ("keyring.withdraw", body), move |tx| {
            let (row, desk) = (row.clone(), desk.clone());
            Box::pin(async move {
                if tx.read().there(&desk).await?.is_none_or(|there| there.keyring >= row.version) {
                    return Err(Refusal::Invalid("desk-nothing-to-sign"));
                }
                for share in kept::shares(tx.read(), &desk, row.version).await? {
                    tx.remove(&share).await?;
                }
                Ok(tx.remove(&row).await?)
            })
        })
        .await
    }

    /// Notes that a member has opened the desk's secret, shown by a signature with it.
    ///
    /// # Errors
    /// When nothing was sealed to the actor, or the signature is not the desk's.
    pub async fn show_opened(&self, actor: &Actor, id: &str, proof: &str) -> Result<(), Refusal> {
        let (view, mine) = self.sitting(actor, id, &[Part::Member]).await?;
        let share = view.shares.iter().find(|share| share.account == actor.name()).cloned();
        let (share, (_, said)) = share.zip(view.keyring).ok_or(Refusal::Invalid("desk-no-share"))?;
        let version = share.version.to_string();
        let fields = ["share", id, &version, actor.name()].map(str::as_bytes);
        if !verify(&said.keys.verify, Purpose::Opened, &fields, proof) {
            return Err(Refusal::Invalid("desk-signature-wrong"));
        }
        let (share, seat) = (Share { opened: 1, ..share }, Seat { told: view.desk.keyring, ..mine.seat });
        let body = json!({ "desk": id, "version": seat.told });
        self.write(&view.desk.regency, actor, ("keyring.open", body), move |tx| {
            let (share, seat) = (share.clone(), seat.clone());
            Box::pin(async move {
                if tx.read().there(&share).await?.is_none_or(|there| there.sealed != share.sealed) {
                    return Err(Refusal::Invalid("desk-no-share"));
                }
                tx.put(&share).await?;
                Ok(tx.put(&seat).await?)
            })
        })
        .await
    }
}

/// The keyring with its signatures, as browsers check it.
#[must_use]
pub fn signed(row: &Keyring) -> Signed {
    Signed { keyring: row.body.clone(), signatures: [row.signature_1.clone(), row.signature_2.clone()] }
}
