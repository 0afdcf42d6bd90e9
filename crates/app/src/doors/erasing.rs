//! Erasing for good: the key of a conversation goes, then what it wrapped. What became of it, and the digests of what came, stay: a gap that
//! shows. A conversation is erased by its desk once it is closed, or by itself after a time; one that is held back is not.

use super::{Door, DoorStore};
use crate::{Actor, Refusal, programme::SHORTEST_REASON};
use domain::door::State;
use jiff::{Span, civil::Date};
use seal::Digest;
use serde_json::json;
use store::{
    Revised as _,
    erasures::Erasure,
    nouns::Handling,
    queries::conversations::{self as kept, Conversation},
};

impl<S: DoorStore> Door<'_, S> {
    /// Erases a closed conversation; `false` where the copy of the keys beside the backups could not be made anew: until it is, that copy still opens what was erased.
    ///
    /// # Errors
    /// When the actor is no member, it is not closed, it is held back, or a reason is missing.
    pub async fn erase(&self, actor: &Actor, desk: &str, id: &str, reason: &str) -> Result<bool, Refusal> {
        self.member_of(actor, desk).await?;
        let of = kept::one(self.store.read(), desk, id).await?.ok_or(Refusal::NotFound("conversation"))?;
        let handling = kept::handling(self.store.read(), &of).await?.ok_or(Refusal::Invalid("door-not-closed"))?;
        if handling.state != State::Closed.id() {
            return Err(Refusal::Invalid("door-not-closed"));
        }
        if !handling.held.is_empty() {
            return Err(Refusal::Invalid("door-held"));
        }
        let reason = crate::plain(reason);
        if reason.chars().count() < SHORTEST_REASON {
            return Err(Refusal::Invalid("desk-reason-missing"));
        }
        self.erase_for_good(actor, &handling, "conversation.erase", json!({ "reason": reason })).await
    }

    /// Holds a conversation back from erasing, with a reason; an empty one lets it go.
    ///
    /// # Errors
    /// When the actor is no member, or a colleague was faster.
    pub async fn hold(&self, actor: &Actor, desk: &str, id: &str, reason: &str, revision: i64) -> Result<(), Refusal> {
        self.member_of(actor, desk).await?;
        let of = kept::one(self.store.read(), desk, id).await?.ok_or(Refusal::NotFound("conversation"))?;
        let reason = crate::plain(reason);
        if !reason.is_empty() && reason.chars().count() < SHORTEST_REASON {
            return Err(Refusal::Invalid("desk-reason-missing"));
        }
        let body = json!({ "desk": desk, "conversation": id, "held": !reason.is_empty() });
        self.change_handling(actor, &of, ("conversation.hold", body), revision, move |now| {
            now.held.clone_from(&reason);
            Ok(())
        })
        .await
    }

    /// Erases what was closed so long ago that nothing asks for it any more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn retire(&self) -> Result<usize, Refusal> {
        let days = i64::from(S::promises(self.app.door_rules()).keep_days);
        let today: Date = self.app.office_today(None);
        let until = today.checked_sub(Span::new().days(days)).map_err(|_| Refusal::Invalid("door-damaged"))?;
        let due = kept::due(self.store.read(), &until.to_string()).await?;
        for handling in &due {
            self.erase_for_good(&Actor::Console("retention"), handling, "conversation.retire", json!({})).await?;
        }
        Ok(due.len())
    }

    /// Erases once more what was erased before a backup was put back; `false` where there is nothing of it.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn erase_again(&self, actor: &Actor, regency: &str, id: &str) -> Result<bool, Refusal> {
        let was_there = self.erase_key(id).await?;
        let handling = kept::handling_at(self.store.read(), regency, id).await?;
        match handling.filter(|one| one.erased_on.is_empty()) {
            Some(handling) => {
                self.erase_for_good(actor, &handling, "conversation.erase", json!({ "replayed": true })).await?;
                Ok(true)
            }
            None => Ok(was_there),
        }
    }

    async fn erase_for_good(
        &self,
        actor: &Actor,
        handling: &Handling,
        action: &'static str,
        mut body: serde_json::Value,
    ) -> Result<bool, Refusal> {
        let (at, by) = (self.app.now(), actor.name().to_owned());
        let today = self.app.office_today(handling.regency.parse().ok()).to_string();
        let of = Conversation::named(&handling.regency, &handling.desk, &handling.id);
        let files: Vec<Digest> =
            kept::parts(self.store.read(), &of).await?.iter().filter_map(|part| part.files.parse().ok()).collect();
        // Noted first: a restore does it again, whatever of the rest was cut off.
        let account = format!("{}/{}", S::NAME, handling.id);
        self.app.erasures.add(&[Erasure { at, regency: handling.regency.clone(), account }])?;
        self.erase_key(&handling.id).await?;
        let renewed = self.app.renew_copies().await.unwrap_or(false);
        for file in files {
            S::files(self.app).remove(&handling.regency, file)?;
        }
        body["desk"] = handling.desk.clone().into();
        body["conversation"] = handling.id.clone().into();
        let now = handling.clone();
        self.write(&handling.regency, actor, (action, body), move |tx| {
            let (of, now, by, today) = (of.clone(), now.clone(), by.clone(), today.clone());
            Box::pin(async move {
                kept::remove(tx, &of).await?;
                let there = tx.read().there(&now).await?.ok_or(Refusal::NotFound("conversation"))?;
                let revision = there.revision + 1;
                let next = Handling { erased_on: today, assigned: String::new(), held: String::new(), ..there };
                Ok(tx.put(&next.revised(revision, &by, at)).await?)
            })
        })
        .await?;
        Ok(renewed)
    }
}
