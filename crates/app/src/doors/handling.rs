//! What a desk does with what came in: open, answer, note, assign, move on, close. Opening, answering and noting happen in the
//! browser of a member; here is only what is sealed, what is signed, and where things stand. Each of these is an entry of the
//! ledger, reading too.

use super::{
    DeskView, Door, DoorStore,
    conversations::{MOST_ANSWER, MOST_TEXT},
    rest::wrapped,
};
use crate::{Action, Actor, Refusal};
use domain::door::{Part as Place, State};
use jiff::civil::Date;
use seal::{
    Digest,
    envelope::is_sealed,
    signing::{Purpose, verify},
};
use serde_json::json;
use store::{
    Revised as _,
    nouns::Handling,
    queries::conversations::{self as kept, Conversation, Part},
};

/// With so many signs a conversation may be named.
pub const LEAST_NAME: usize = 6;
/// A conversation as its desk works with it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The conversation.
    pub conversation: Conversation,
    /// Its parts, sealed.
    pub parts: Vec<Part>,
    /// Where it stands.
    pub handling: Handling,
    /// Those that tell of the same thing, and whether they are at this desk.
    pub same: Vec<(String, bool)>,
}

/// Where a conversation is to stand next.
#[derive(Debug, Clone)]
pub struct Step {
    /// The state.
    pub state: State,
    /// How it ends, when it is closed.
    pub outcome: String,
    /// The conversation that tells of the same thing, where the outcome names one: its name, or as much of its beginning as is
    /// like no other's ([`LEAST_NAME`] signs at least).
    pub same_as: String,
    /// The revision that the page had shown.
    pub revision: i64,
}

/// Where a conversation stands: what came back after it had gone elsewhere is received anew.
pub(super) fn stands(handling: Option<&Handling>) -> State {
    let here = handling.filter(|one| one.erased_on.is_empty());
    here.and_then(|one| State::parse(&one.state)).unwrap_or(State::Received)
}

/// Whether another desk had it before.
pub(super) fn passed(parts: &[Part]) -> bool {
    parts.first().is_some_and(|first| first.author == "passed")
}

impl<S: DoorStore> Door<'_, S> {
    /// Hands a conversation to a member, sealed as it came, and notes who has opened it.
    ///
    /// # Errors
    /// When the actor is no member of its desk, or there is none.
    pub async fn open_conversation(&self, actor: &Actor, desk: &str, id: &str) -> Result<Opened, Refusal> {
        let view = self.member_of(actor, desk).await?;
        let of = self.conversation(desk, id).await?;
        let parts = self.parts_of(&of).await?;
        let first = self.fresh(&view, &of, &parts);
        let (by, at) = (actor.name().to_owned(), self.app.now());
        let (chain, body) = (of.regency.clone(), json!({ "desk": desk, "conversation": id }));
        let kept_of = of.clone();
        let handling = self
            .write(&chain, actor, ("conversation.read", body), move |tx| {
                let (of, first, by) = (kept_of.clone(), first.clone(), by.clone());
                Box::pin(async move {
                    let there = kept::handling(tx.read(), &of).await?;
                    let now = match there {
                        Some(there) if stands(Some(&there)) != State::Received => return Ok(there),
                        // Passed on to this desk, or back to it.
                        Some(there) => Handling { revision: there.revision + 1, assigned: String::new(), ..first },
                        None => Handling { revision: 1, ..first },
                    };
                    let revision = now.revision;
                    let now = now.revised(revision, &by, at);
                    tx.put(&now).await?;
                    Ok(now)
                })
            })
            .await?;
        let same = self.same(&of, &handling).await?;
        Ok(Opened { conversation: of, parts, handling, same })
    }

    /// The envelope of files of a part.
    ///
    /// # Errors
    /// When the actor is no member of the desk, or there is none.
    pub async fn sealed_file(&self, actor: &Actor, desk: &str, id: &str, n: i64) -> Result<Vec<u8>, Refusal> {
        self.member_of(actor, desk).await?;
        let of = self.conversation(desk, id).await?;
        let part = kept::parts(self.store.read(), &of).await?.into_iter().find(|part| part.n == n);
        self.files_of(&of, &part.ok_or(Refusal::NotFound("file"))?).await
    }

    /// Keeps an answer: sealed to the code and to the desk, signed by the desk.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it is no envelope, too large, or not signed by the desk.
    pub async fn answer(
        &self,
        actor: &Actor,
        desk: &str,
        id: &str,
        sealed: Vec<u8>,
        signature: &str,
    ) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let of = self.conversation(desk, id).await?;
        let (_, said) = view.keyring.as_ref().ok_or(Refusal::Invalid("desk-no-keyring"))?;
        let signed = verify(&said.keys.verify, Purpose::Answer, &[of.address.as_bytes(), &sealed], signature);
        if !is_sealed(&sealed) || !signed {
            return Err(Refusal::Invalid("desk-signature-wrong"));
        }
        if sealed.len() > MOST_ANSWER {
            return Err(Refusal::Invalid("door-answer-too-long"));
        }
        let part = self.own_part(&view, "desk", sealed, signature);
        self.keep_part(actor, &view, of, part, "conversation.answer").await
    }

    /// Keeps a note that only the desk opens.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it is no envelope, or too large.
    pub async fn note(&self, actor: &Actor, desk: &str, id: &str, sealed: Vec<u8>) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let of = self.conversation(desk, id).await?;
        if !is_sealed(&sealed) || sealed.len() > MOST_TEXT {
            return Err(Refusal::Invalid("door-damaged"));
        }
        let part = self.own_part(&view, "note", sealed, "");
        self.keep_part(actor, &view, of, part, "conversation.note").await
    }

    /// Says where a conversation stands.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it cannot go there, an outcome is missing, or the other one is not of this desk;
    /// [`Refusal::Outdated`] when a colleague was faster.
    pub async fn move_on(&self, actor: &Actor, desk: &str, id: &str, step: Step) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let of = self.conversation(desk, id).await?;
        let closes = step.state == State::Closed;
        let outcome = S::promises(self.app.door_rules()).outcome(&step.outcome);
        if closes && outcome.is_none() {
            return Err(Refusal::Invalid("door-no-outcome"));
        }
        let names_one = closes && outcome.is_some_and(|outcome| outcome.same_as);
        let same_as = if names_one { self.other(desk, id, &step.same_as).await? } else { String::new() };
        let today = self.today(&view).to_string();
        let body = json!({ "desk": desk, "conversation": id, "state": step.state.id(), "outcome": step.outcome });
        self.change_handling(actor, &of, ("conversation.move", body), step.revision, move |now| {
            let from = State::parse(&now.state).unwrap_or(State::Received);
            if !from.may_become(step.state) {
                return Err(Refusal::Invalid("door-not-that-way"));
            }
            now.state = step.state.id().to_owned();
            now.outcome = if closes { step.outcome.clone() } else { String::new() };
            now.same_as.clone_from(&same_as);
            now.closed_on = if closes { today.clone() } else { String::new() };
            Ok(())
        })
        .await
    }

    /// Says whose a conversation is at the desk; nobody's where the account is empty.
    ///
    /// # Errors
    /// When that is no member; [`Refusal::Outdated`] when a colleague was faster.
    pub async fn assign(
        &self,
        actor: &Actor,
        desk: &str,
        id: &str,
        account: &str,
        revision: i64,
    ) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let of = self.conversation(desk, id).await?;
        let works = |one: &&super::Sitting| one.seat.account == account && one.part == Place::Member && one.works;
        if !account.is_empty() && !view.people.iter().any(|one| works(&one)) {
            return Err(Refusal::Invalid("desk-not-a-candidate"));
        }
        let body = json!({ "desk": desk, "conversation": id, "account": account });
        let account = account.to_owned();
        self.change_handling(actor, &of, ("conversation.assign", body), revision, move |now| {
            now.assigned.clone_from(&account);
            Ok(())
        })
        .await
    }

    /// A desk, for a member who can open what comes to it.
    pub(super) async fn member_of(&self, actor: &Actor, desk: &str) -> Result<DeskView, Refusal> {
        let (view, mine) = self.sitting(actor, desk, &[Place::Member]).await?;
        if view.has_opened(&mine) { Ok(view) } else { Err(Refusal::NotAllowed(Action::HoldKeys)) }
    }

    /// What was said to tell of the same as this conversation, and of which this one was said so.
    async fn same(&self, of: &Conversation, handling: &Handling) -> Result<Vec<(String, bool)>, Refusal> {
        let mut named = kept::same_as(self.store.read(), of).await?;
        named.extend(Some(handling.same_as.clone()).filter(|one| !one.is_empty()));
        let mut same = vec![];
        for id in named {
            let here = kept::one(self.store.read(), &of.desk, &id).await?.is_some();
            same.push((id, here));
        }
        Ok(same)
    }

    /// The other conversation of the desk that is named so.
    async fn other(&self, desk: &str, id: &str, named: &str) -> Result<String, Refusal> {
        let hexadecimal = named.len() >= LEAST_NAME && named.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found = if hexadecimal { kept::beginning(self.store.read(), desk, named).await? } else { vec![] };
        match found.as_slice() {
            [one] if one != id => Ok(one.clone()),
            _ => Err(Refusal::Invalid("door-no-other")),
        }
    }

    pub(super) async fn conversation(&self, desk: &str, id: &str) -> Result<Conversation, Refusal> {
        kept::one(self.store.read(), desk, id).await?.ok_or(Refusal::NotFound("conversation"))
    }

    pub(super) fn today(&self, view: &DeskView) -> Date {
        self.app.office_today(view.desk.office.parse().ok())
    }

    /// How a conversation stands when it has just been opened for the first time.
    fn fresh(&self, view: &DeskView, of: &Conversation, parts: &[Part]) -> Handling {
        let empty = String::new;
        let answer = parts.iter().find(|part| part.author == "desk");
        let state = if passed(parts) { State::PassedOn } else { State::Read };
        Handling {
            regency: of.regency.clone(),
            id: of.id.clone(),
            desk: view.desk.id.clone(),
            state: state.id().to_owned(),
            outcome: empty(),
            assigned: empty(),
            answered_on: answer.map_or_else(empty, |part| part.came_on.clone()),
            closed_on: empty(),
            same_as: empty(),
            held: empty(),
            erased_on: empty(),
            came_on: of.came_on.clone(),
            revision: 0,
            changed_by: empty(),
            changed_at: 0,
        }
    }

    pub(super) fn own_part(&self, view: &DeskView, author: &str, sealed: Vec<u8>, signature: &str) -> Part {
        let leaf = Digest::of(&sealed);
        Part {
            n: 0,
            author: author.to_owned(),
            desk: view.desk.id.clone(),
            came_on: self.today(view).to_string(),
            body: sealed,
            files: String::new(),
            sent: String::new(),
            signature: signature.to_owned(),
            leaf,
        }
    }

    async fn keep_part(
        &self,
        actor: &Actor,
        view: &DeskView,
        of: Conversation,
        part: Part,
        action: &'static str,
    ) -> Result<(), Refusal> {
        let fresh = self.fresh(view, &of, &[]);
        let key = self.key_of(&of.id).await?.ok_or(Refusal::Invalid("door-erased"))?;
        let (by, at) = (actor.name().to_owned(), self.app.now());
        let body = json!({ "desk": of.desk, "conversation": of.id, "sealed": part.leaf.to_string() });
        self.write(&of.regency.clone(), actor, (action, body), move |tx| {
            let (of, part, fresh, by, key) = (of.clone(), part.clone(), fresh.clone(), by.clone(), key.clone());
            Box::pin(async move {
                let parts = kept::parts(tx.read(), &of).await?;
                if parts.iter().any(|one| one.leaf == part.leaf) {
                    return Ok(());
                }
                let n = parts.last().map_or(0, |last| last.n) + 1;
                let there = kept::handling(tx.read(), &of).await?.unwrap_or(fresh);
                if part.author == "desk" && there.answered_on.is_empty() {
                    let revision = there.revision + 1;
                    let next = Handling { answered_on: part.came_on.clone(), ..there };
                    tx.put(&next.revised(revision, &by, at)).await?;
                }
                kept::keep_part(tx, &of, &wrapped(&key, n, part)).await.map(drop).map_err(Refusal::from)
            })
        })
        .await
    }

    pub(super) async fn change_handling(
        &self,
        actor: &Actor,
        of: &Conversation,
        said: (&'static str, serde_json::Value),
        seen: i64,
        change: impl Fn(&mut Handling) -> Result<(), Refusal> + Send + Sync + 'static,
    ) -> Result<(), Refusal> {
        let (of, by, at) = (of.clone(), actor.name().to_owned(), self.app.now());
        let change = std::sync::Arc::new(change);
        self.write(&of.regency.clone(), actor, said, move |tx| {
            let (of, by, change) = (of.clone(), by.clone(), change.clone());
            Box::pin(async move {
                let mut now = kept::handling(tx.read(), &of).await?.ok_or(Refusal::Invalid("door-not-that-way"))?;
                if now.revision != seen {
                    return Err(Refusal::Outdated { by: now.changed_by });
                }
                change(&mut now)?;
                kept::close(tx, &of, now.state == State::Closed.id()).await?;
                Ok(tx.put(&now.revised(seen + 1, &by, at)).await?)
            })
        })
        .await
    }
}
