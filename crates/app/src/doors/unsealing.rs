//! A name that a reporter gave all the same: a member asks for it with a reason, both custodians take a layer off, one after the other, and
//! what is left only the desk opens. Neither custodian alone gets anywhere, nor both without the desk, nor the desk without both.

use super::{DeskView, Door, DoorStore};
use crate::{Actor, Refusal, programme::SHORTEST_REASON};
use domain::door::Part;
use seal::{envelope, hex, withheld};
use serde_json::json;
use store::{
    nouns::Unsealing,
    queries::{conversations, desks as kept},
};

/// The most bytes of what is sealed in three layers, with room for what age may add to its heads.
const MOST: usize = withheld::MOST + 4096;

/// Whether it waits for a custodian, and for which: 0 or 1.
#[must_use]
pub fn waits_for(one: &Unsealing) -> Option<usize> {
    match one.step.as_str() {
        "asked" => Some(0),
        "peeled" => Some(1),
        _ => None,
    }
}

impl<S: DoorStore> Door<'_, S> {
    /// The names that were asked for at a desk, the latest first; for everyone who sits there. What is sealed in them goes only to
    /// whose turn it is, and to members once both layers are off.
    ///
    /// # Errors
    /// When the actor does not sit at the desk.
    pub async fn unsealings(&self, actor: &Actor, desk: &str) -> Result<Vec<Unsealing>, Refusal> {
        let (view, mine) = self.sitting(actor, desk, &Part::ALL).await?;
        let mut all = kept::unsealings(self.store.read(), &view.desk).await?;
        let reads = mine.part == Part::Member && view.has_opened(&mine);
        for one in &mut all {
            let turn = waits_for(one).is_some_and(|at| mine.part.custodian() == Some(at));
            let released = reads && one.step == "open";
            if !(turn || released) {
                one.sealed.clear();
            }
        }
        Ok(all)
    }

    /// Whether a name waits for the actor, who is a custodian of the desk.
    ///
    /// # Errors
    /// What the database says.
    pub async fn name_waits(&self, actor: &Actor, view: &DeskView) -> Result<bool, Refusal> {
        let Some(at) = view.mine(actor).filter(|mine| mine.works).and_then(|mine| mine.part.custodian()) else {
            return Ok(false);
        };
        let all = kept::unsealings(self.store.read(), &view.desk).await?;
        Ok(all.iter().any(|one| waits_for(one) == Some(at)))
    }

    /// Asks both custodians for the name in a conversation, as the member's browser found it sealed.
    ///
    /// # Errors
    /// When the actor is no member, a reason is missing, it was asked for already, or what came is not sealed.
    pub async fn ask_unsealing(
        &self,
        actor: &Actor,
        desk: &str,
        conversation: &str,
        layered: &str,
        reason: &str,
    ) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let of = conversations::one(self.store.read(), desk, conversation).await?;
        let of = of.ok_or(Refusal::NotFound("conversation"))?;
        let reason = crate::plain(reason);
        if reason.chars().count() < SHORTEST_REASON {
            return Err(Refusal::Invalid("desk-reason-missing"));
        }
        let there = kept::unsealings(self.store.read(), &view.desk).await?;
        if there.iter().any(|one| one.conversation == of.id && one.step != "ended") {
            return Err(Refusal::Invalid("desk-name-asked"));
        }
        let row = Unsealing {
            regency: view.desk.regency.clone(),
            desk: desk.to_owned(),
            id: self.app.new_id(),
            conversation: of.id,
            account: actor.name().to_owned(),
            reason,
            step: "asked".to_owned(),
            sealed: sealed(layered)?,
        };
        self.keep_unsealing(actor, "unsealing.ask", None, row).await
    }

    /// Takes what a custodian has taken a layer off of.
    ///
    /// # Errors
    /// When it is not the actor's turn, or what came is not sealed.
    pub async fn pass_unsealing(&self, actor: &Actor, desk: &str, id: &str, inner: &str) -> Result<(), Refusal> {
        let (view, mine) = self.sitting(actor, desk, &[Part::FirstCustodian, Part::SecondCustodian]).await?;
        let there = kept::unsealings(self.store.read(), &view.desk).await?;
        let row = there.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound("unsealing"))?;
        let at = waits_for(&row).filter(|at| mine.part.custodian() == Some(*at));
        let at = at.ok_or(Refusal::Invalid("desk-not-your-turn"))?;
        let step = if at == 0 { "peeled" } else { "open" };
        let next = Unsealing { step: step.to_owned(), sealed: sealed(inner)?, ..row.clone() };
        self.keep_unsealing(actor, "unsealing.peel", Some(row), next).await
    }

    /// Ends it without a result; anyone at the desk may.
    ///
    /// # Errors
    /// When it is over already.
    pub async fn end_unsealing(&self, actor: &Actor, desk: &str, id: &str) -> Result<(), Refusal> {
        let (view, _) = self.sitting(actor, desk, &Part::ALL).await?;
        let there = kept::unsealings(self.store.read(), &view.desk).await?;
        let row = there.into_iter().find(|one| one.id == id && waits_for(one).is_some());
        let row = row.ok_or(Refusal::Invalid("desk-not-your-turn"))?;
        let next = Unsealing { step: "ended".to_owned(), sealed: String::new(), ..row.clone() };
        self.keep_unsealing(actor, "unsealing.end", Some(row), next).await
    }

    async fn keep_unsealing(
        &self,
        actor: &Actor,
        action: &'static str,
        before: Option<Unsealing>,
        next: Unsealing,
    ) -> Result<(), Refusal> {
        let body = json!({ "desk": next.desk, "conversation": next.conversation, "unsealing": next.id });
        self.write(&next.regency.clone(), actor, (action, body), move |tx| {
            let (before, next) = (before.clone(), next.clone());
            Box::pin(async move {
                if let Some(before) = &before
                    && tx.read().there(before).await?.as_ref() != Some(before)
                {
                    return Err(Refusal::Invalid("desk-not-your-turn"));
                }
                Ok(tx.put(&next).await?)
            })
        })
        .await
    }
}

/// What came, when it is sealed and no longer than such a piece is.
fn sealed(text: &str) -> Result<String, Refusal> {
    let bytes = hex::decode(text).filter(|bytes| bytes.len() <= MOST && envelope::is_sealed(bytes));
    bytes.map(|_| text.to_owned()).ok_or(Refusal::Invalid("door-damaged"))
}
