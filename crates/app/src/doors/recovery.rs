//! Recovery: a member who has lost the own key gets the desk's secrets back by both custodians, one after the other; neither
//! can alone. The same is tried out before a desk opens, and again when a custodian changes.

use super::{DeskView, Door, DoorStore, Sitting, keyrings::MOST_SEALED};
use crate::{Actor, Refusal, programme::SHORTEST_REASON};
use domain::door::Part;
use seal::{
    envelope, hex,
    signing::{Purpose, verify},
};
use serde_json::json;
use store::nouns::{Desk, Recovering, Share};

/// Whether it waits for someone.
#[must_use]
pub fn runs(one: &Recovering) -> bool {
    !matches!(one.step.as_str(), "done" | "ended")
}

/// The same, over without a result.
pub(super) fn ended(one: Recovering) -> Recovering {
    Recovering { step: "ended".to_owned(), sealed: String::new(), ..one }
}

impl<S: DoorStore> Door<'_, S> {
    /// Asks for the desk's secrets; gives the recovery's id.
    ///
    /// # Errors
    /// When the actor is no member or has no keys, there is no keyring, one runs already, or a reason is missing.
    pub async fn ask_recovery(&self, actor: &Actor, id: &str, trial: bool, reason: &str) -> Result<String, Refusal> {
        let (view, mine) = self.sitting(actor, id, &[Part::Member]).await?;
        let reason = crate::plain(reason);
        if !trial && reason.chars().count() < SHORTEST_REASON {
            return Err(Refusal::Invalid("desk-reason-missing"));
        }
        let keys = mine.keys().ok_or(Refusal::Invalid("desk-no-keys"))?;
        if view.keyring.is_none() {
            return Err(Refusal::Invalid("desk-no-keyring"));
        }
        if view.recoverings.iter().any(runs) {
            return Err(Refusal::Invalid("desk-recovery-busy"));
        }
        let row = Recovering {
            regency: view.desk.regency.clone(),
            desk: view.desk.id.clone(),
            id: self.app.new_id(),
            version: view.desk.keyring,
            account: mine.seat.account,
            home: mine.seat.home,
            recipient: keys.recipient,
            trial: i64::from(trial),
            reason,
            step: "asked".to_owned(),
            sealed: String::new(),
        };
        let (new, body) = (row.id.clone(), json!({ "desk": id, "recovery": row.id, "trial": trial }));
        self.keep(actor, "recovery.ask", body, row, None).await?;
        Ok(new)
    }

    /// Takes what the first custodian has opened: still sealed to the second.
    ///
    /// # Errors
    /// When it is not the actor's turn, or what came is not sealed.
    pub async fn peel_recovery(&self, actor: &Actor, id: &str, recovery: &str, inner: &str) -> Result<(), Refusal> {
        self.next_step(actor, id, recovery, (0, "asked", "peeled", "recovery.peel"), inner).await
    }

    /// Takes what the second custodian has opened and sealed to the member.
    ///
    /// # Errors
    /// When it is not the actor's turn, or what came is not sealed.
    pub async fn hand_recovery(&self, actor: &Actor, id: &str, recovery: &str, sealed: &str) -> Result<(), Refusal> {
        self.next_step(actor, id, recovery, (1, "peeled", "handed", "recovery.hand"), sealed).await
    }

    async fn next_step(
        &self,
        actor: &Actor,
        id: &str,
        recovery: &str,
        (at, from, to, action): (usize, &str, &str, &'static str),
        sealed: &str,
    ) -> Result<(), Refusal> {
        let (view, mine) = self.sitting(actor, id, &[Part::FirstCustodian, Part::SecondCustodian]).await?;
        let row = running(&view, recovery, from)?;
        // By the keyring whose secrets these are, not by who sits there now.
        let holds = view.keyring.as_ref().is_some_and(|(_, said)| Some(&said.custodians[at]) == mine.keys().as_ref());
        if !holds {
            return Err(Refusal::Invalid("desk-not-your-turn"));
        }
        let bytes = hex::decode(sealed).filter(|bytes| bytes.len() <= MOST_SEALED && envelope::is_sealed(bytes));
        if bytes.is_none() {
            return Err(Refusal::Invalid("desk-keyring-damaged"));
        }
        let next = Recovering { step: to.to_owned(), sealed: sealed.to_owned(), ..row.clone() };
        let body = json!({ "desk": id, "recovery": recovery });
        self.keep(actor, action, body, next, Some(row)).await
    }

    /// Ends a recovery with the proof that it worked. Of one that was tried out the desk notes that; of a real one the member
    /// keeps the share.
    ///
    /// # Errors
    /// When it is not for the actor, or the signature is not the desk's.
    pub async fn take_recovery(&self, actor: &Actor, id: &str, recovery: &str, proof: &str) -> Result<(), Refusal> {
        let (view, mine) = self.sitting(actor, id, &[Part::Member]).await?;
        let row = running(&view, recovery, "handed")?;
        let (_, said) = view.keyring.clone().ok_or(Refusal::Invalid("desk-no-keyring"))?;
        let same = mine.keys().is_some_and(|keys| keys.recipient == row.recipient);
        if row.account != actor.name() || !same {
            return Err(Refusal::Invalid("desk-not-your-turn"));
        }
        let fields = ["recovery", id, recovery].map(str::as_bytes);
        if !verify(&said.keys.verify, Purpose::Opened, &fields, proof) {
            return Err(Refusal::Invalid("desk-signature-wrong"));
        }
        let done = Recovering { step: "done".to_owned(), sealed: String::new(), ..row.clone() };
        let share = Share {
            regency: row.regency.clone(),
            desk: row.desk.clone(),
            version: row.version,
            account: row.account.clone(),
            sealed: row.sealed.clone(),
            opened: 1,
        };
        let (trial, fingerprint) = (row.trial == 1, said.fingerprint());
        let (desk, by, at) = (view.desk.clone(), actor.name().to_owned(), self.app.now());
        let body = json!({ "desk": id, "recovery": recovery, "trial": trial });
        self.write(&view.desk.regency, actor, ("recovery.take", body), move |tx| {
            let (row, done, share) = (row.clone(), done.clone(), share.clone());
            let (desk, fingerprint, by) = (desk.clone(), fingerprint.clone(), by.clone());
            Box::pin(async move {
                unchanged(tx, &row).await?;
                tx.put(&done).await?;
                if !trial {
                    return Ok(tx.put(&share).await?);
                }
                let there = tx.read().there(&desk).await?.ok_or(Refusal::NotFound("desk"))?;
                let revision = there.revision + 1;
                let next = store::Revised::revised(Desk { rehearsed: fingerprint, ..there }, revision, &by, at);
                Ok(tx.put(&next).await?)
            })
        })
        .await
    }

    /// Ends a recovery without a result.
    ///
    /// # Errors
    /// When the actor does not sit there, or it is over.
    pub async fn end_recovery(&self, actor: &Actor, id: &str, recovery: &str) -> Result<(), Refusal> {
        let (view, _) = self.sitting(actor, id, &Part::ALL).await?;
        let row = view.recoverings.iter().find(|one| one.id == recovery && runs(one)).cloned();
        let row = row.ok_or(Refusal::Invalid("desk-recovery-over"))?;
        let body = json!({ "desk": id, "recovery": recovery });
        self.keep(actor, "recovery.end", body, ended(row.clone()), Some(row)).await
    }

    async fn keep(
        &self,
        actor: &Actor,
        action: &'static str,
        body: serde_json::Value,
        next: Recovering,
        seen: Option<Recovering>,
    ) -> Result<(), Refusal> {
        self.write(&next.regency.clone(), actor, (action, body), move |tx| {
            let (next, seen) = (next.clone(), seen.clone());
            Box::pin(async move {
                if let Some(seen) = seen {
                    unchanged(tx, &seen).await?;
                }
                Ok(tx.put(&next).await?)
            })
        })
        .await
    }
}

/// The recovery with this id, if it waits for this step.
fn running(view: &DeskView, id: &str, step: &str) -> Result<Recovering, Refusal> {
    let row = view.recoverings.iter().find(|one| one.id == id && one.version == view.desk.keyring);
    let row = row.ok_or(Refusal::Invalid("desk-recovery-over"))?;
    if row.step == step { Ok(row.clone()) } else { Err(Refusal::Invalid("desk-not-your-turn")) }
}

async fn unchanged<S>(tx: &store::Tx<'_, S>, seen: &Recovering) -> Result<(), Refusal> {
    let there = tx.read().there(seen).await?;
    if there.as_ref() == Some(seen) { Ok(()) } else { Err(Refusal::Invalid("desk-not-your-turn")) }
}

impl DeskView {
    /// The recovery that waits for someone, if any.
    #[must_use]
    pub fn recovering(&self) -> Option<&Recovering> {
        self.recoverings.iter().find(|one| runs(one))
    }

    /// The name of who sits there with this account.
    #[must_use]
    pub fn name_of(&self, account: &str) -> Option<&str> {
        self.people.iter().find(|one| one.seat.account == account).and_then(|one: &Sitting| one.name.as_deref())
    }
}
