//! People's own keys: made in their browser, wrapped there by a passphrase, kept here as they came. A new password, an
//! administrator, a restored backup change nothing of them; who forgets the passphrase makes new ones, and is given the desk's
//! secret again by a colleague or by both custodians.

use super::{Door, DoorStore};
use crate::{Action, Actor, Refusal, access, chain_of};
use seal::{
    envelope::{Recipient, is_wrapped},
    hex,
    signing::{Purpose, verify},
};
use serde_json::json;
use store::{nouns::Holder, queries::desks as kept};

/// Keys as a browser made them.
#[derive(Debug, Clone, Default)]
pub struct NewKeys {
    /// `age1…`.
    pub recipient: String,
    /// 64 hexadecimal digits.
    pub verify: String,
    /// The private halves, wrapped by a passphrase; hexadecimal digits.
    pub wrapped: String,
    /// Signed with them: account and recipient. Shows that the private half is there.
    pub proof: String,
    /// The revision that the page had shown; 0 where there were no keys.
    pub revision: i64,
}

impl<S: DoorStore> Door<'_, S> {
    /// One's own keys.
    ///
    /// # Errors
    /// When the actor's role has no desk.
    pub async fn own_keys(&self, actor: &Actor) -> Result<Option<Holder>, Refusal> {
        let home = self.home(actor)?;
        Ok(kept::holder(self.store.read(), &home, actor.name()).await?)
    }

    /// Keeps one's own keys: the first, the same under another passphrase, or new ones in the place of lost ones.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when they are no keys, not wrapped, or not the actor's; [`Refusal::Outdated`] when they were changed
    /// since the page was shown.
    pub async fn keep_keys(&self, actor: &Actor, new: NewKeys) -> Result<(), Refusal> {
        let home = self.home(actor)?;
        let wrapped = hex::decode(&new.wrapped).is_some_and(|bytes| is_wrapped(&bytes));
        let fields: [&[u8]; 2] = [actor.name().as_bytes(), new.recipient.as_bytes()];
        let proven = verify(&new.verify, Purpose::Holder, &fields, &new.proof);
        if !wrapped || !proven || Recipient::parse(&new.recipient).is_err() {
            return Err(Refusal::Invalid("desk-keys-damaged"));
        }
        let row = Holder {
            regency: home.clone(),
            account: actor.name().to_owned(),
            recipient: new.recipient,
            verify: new.verify,
            wrapped: new.wrapped,
            revision: new.revision + 1,
            changed_by: actor.name().to_owned(),
            changed_at: self.app.now(),
        };
        let there = kept::holder(self.store.read(), &home, actor.name()).await?;
        let action = match &there {
            None => "holder.make",
            Some(there) if (&there.recipient, &there.verify) == (&row.recipient, &row.verify) => "holder.rewrap",
            Some(_) => "holder.replace",
        };
        let (seen, replaced) = (new.revision, action == "holder.replace");
        let body = json!({ "account": row.account, "recipient": row.recipient, "verify": row.verify });
        self.write(&home, actor, (action, body), move |tx| {
            let row = row.clone();
            Box::pin(async move {
                match tx.read().there(&row).await? {
                    None if seen == 0 => {}
                    Some(there) if there.revision == seen => {}
                    Some(there) => return Err(Refusal::Outdated { by: there.changed_by }),
                    None => return Err(Refusal::NotFound("record")),
                }
                tx.put(&row).await?;
                // What was sealed to lost keys opens for nobody.
                if replaced {
                    for share in kept::shares_of(tx.read(), &row.account).await? {
                        if share.regency == row.regency {
                            tx.remove(&share).await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// The chain that someone's keys lie in.
    fn home(&self, actor: &Actor) -> Result<String, Refusal> {
        match actor {
            Actor::Account { scope, .. } if access::may(actor, Action::HoldKeys) => Ok(chain_of(*scope)),
            _ => Err(Refusal::NotAllowed(Action::HoldKeys)),
        }
    }
}
