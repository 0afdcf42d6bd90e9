//! Passing on: a desk gives a conversation to another one. Its member's browser seals every part again, to the other desk, and signs what it
//! sealed; what was sealed to the first desk is taken away. The reporter's words of the code stay the same, and what the
//! reporter signed stays as digests. Where the other desk is of another office, the first office's record ends as closed.

use super::{
    Door, DoorStore,
    conversations::{MOST_ANSWER, MOST_FILES, MOST_TEXT},
    open::OpenDesk,
    rest::{files_name, wrapped},
};
use crate::{Actor, Refusal};
use domain::door::State;
use seal::{
    Digest,
    envelope::is_sealed,
    rest::RestKey,
    signing::{Purpose, verify},
};
use serde::Deserialize;
use serde_json::json;
use store::{
    Revised as _,
    nouns::Handling,
    queries::{
        conversations::{self as kept, Conversation, Part},
        desks,
    },
};

/// A part, sealed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedAgain {
    /// Which part of the conversation it was; 0 for a note to the other desk.
    pub n: i64,
    /// The envelope of text.
    pub text: Vec<u8>,
    /// The envelope of files; empty where there are none.
    pub files: Vec<u8>,
    /// By the desk that passes it on: as an answer where it is one, otherwise over [`passed_fields`].
    pub signature: String,
}

/// What a browser sends.
#[derive(Debug, Clone)]
pub struct Passed {
    /// The other desk.
    pub to: String,
    /// The revision that the page had shown.
    pub revision: i64,
    /// Every part but what the desk noted for itself, in its order; at most one note at the end.
    pub parts: Vec<SealedAgain>,
}

/// How [`Passed::parts`] are said in one piece of bytes.
#[derive(Debug, Deserialize)]
struct Said {
    n: i64,
    text: usize,
    files: usize,
    signature: String,
}

impl SealedAgain {
    /// Reads what a browser sends: the length of a head as four bytes, the head as JSON (`[{n, text, files, signature}]`, where text and
    /// files are lengths), and the envelopes one after another.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it is anything else.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Self>, Refusal> {
        let damaged = || Refusal::Invalid("door-damaged");
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(damaged)?;
        let (head, mut rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize).ok_or_else(damaged)?;
        let said: Vec<Said> = serde_json::from_slice(head).map_err(|_| damaged())?;
        let mut parts = vec![];
        for Said { n, text, files, signature } in said {
            let (text, after) = rest.split_at_checked(text).ok_or_else(damaged)?;
            let (files, after) = after.split_at_checked(files).ok_or_else(damaged)?;
            rest = after;
            parts.push(Self { n, text: text.to_vec(), files: files.to_vec(), signature });
        }
        if rest.is_empty() { Ok(parts) } else { Err(damaged()) }
    }
}

/// The fields that a desk signs of what it seals again: for which desk, which part, and both envelopes.
#[must_use]
pub fn passed_fields<'a>(to: &'a str, leaf: &'a str, text: &'a [u8], files: &'a [u8]) -> [&'a [u8]; 4] {
    [to.as_bytes(), leaf.as_bytes(), text, files]
}

impl<S: DoorStore> Door<'_, S> {
    /// The desks to which one may pass on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn others(&self, desk: &str) -> Result<Vec<OpenDesk>, Refusal> {
        let mut others = self.open_desks().await?;
        others.retain(|one| one.id != desk);
        Ok(others)
    }

    /// Gives a conversation to another desk.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the other desk does not receive, the conversation is closed or held back, an envelope is none, too large or
    /// not signed by the desk; [`Refusal::Outdated`] when a colleague was faster; `door-added-meanwhile` when its reporter was.
    pub async fn pass_on(&self, actor: &Actor, desk: &str, id: &str, passed: Passed) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let of = self.conversation(desk, id).await?;
        let to = self.others(desk).await?.into_iter().find(|one| one.id == passed.to);
        let to = to.ok_or(Refusal::Invalid("door-desk-closed"))?;
        let (_, keyring) = view.keyring.as_ref().ok_or(Refusal::Invalid("desk-no-keyring"))?;
        let asked = desks::unsealings(self.store.read(), &view.desk).await?;
        if asked.iter().any(|one| one.conversation == of.id && one.step != "ended") {
            return Err(Refusal::Invalid("door-name-under-way"));
        }
        let there = self.parts_of(&of).await?;
        check(&keyring.keys.verify, &of, &to, &there, &passed.parts)?;
        let key = self.key_of(&of.id).await?.ok_or(Refusal::Invalid("door-erased"))?;
        let new = Conversation { regency: crate::chain_of(Some(to.office)), desk: to.id.clone(), ..of.clone() };
        let mut next = there.last().map_or(0, |last| last.n);
        let mut parts = vec![];
        for again in &passed.parts {
            next += 1;
            let was = there.iter().find(|part| part.n == again.n);
            let mut part = self.own_part(&view, was.map_or("note", author), again.text.clone(), &again.signature);
            if let Some(was) = was {
                part.came_on.clone_from(&was.came_on);
                if part.author == "passed" {
                    (part.desk, part.sent, part.leaf) = (was.desk.clone(), was.sent.clone(), was.leaf);
                    part.files = self.keep_again(&new, &key, next, was.leaf, &again.files)?;
                }
            }
            parts.push(wrapped(&key, next, part));
        }
        let kept_files: Vec<Digest> = parts.iter().filter_map(|part| part.files.parse().ok()).collect();
        let old_files: Vec<Digest> = there.iter().filter_map(|part| part.files.parse().ok()).collect();
        let done = self.hand_on(actor, &of, &new, (passed.revision, there.len()), parts).await;
        // Of two sets of files one has no part any more.
        let (chain, gone) = if done.is_ok() { (&of.regency, old_files) } else { (&new.regency, kept_files) };
        for file in gone {
            S::files(self.app).remove(chain, file)?;
        }
        done
    }

    fn keep_again(
        &self,
        new: &Conversation,
        key: &RestKey,
        n: i64,
        leaf: Digest,
        files: &[u8],
    ) -> Result<String, Refusal> {
        if files.is_empty() {
            return Ok(String::new());
        }
        let day = self.app.office_today(new.regency.parse().ok());
        let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |day| day.timestamp().as_millisecond());
        let wrapped = key.wrap(&files_name(leaf, n), files.to_vec());
        Ok(S::files(self.app).keep(&new.regency, &wrapped, midnight)?.to_string())
    }

    async fn hand_on(
        &self,
        actor: &Actor,
        of: &Conversation,
        new: &Conversation,
        (seen, many): (i64, usize),
        parts: Vec<Part>,
    ) -> Result<(), Refusal> {
        let ends_with = S::promises(self.app.door_rules()).elsewhere().map(|outcome| outcome.id.clone());
        let ends_with = ends_with.ok_or(Refusal::Invalid("programme-rules-broken"))?;
        let today = self.app.office_today(of.regency.parse().ok()).to_string();
        let sealed: Vec<String> = parts.iter().map(|part| Digest::of(&part.body).to_string()).collect();
        let body = json!({ "desk": of.desk, "conversation": of.id, "to": new.desk, "sealed": sealed });
        let (of, new, by, at) = (of.clone(), new.clone(), actor.name().to_owned(), self.app.now());
        self.write(&of.regency.clone(), actor, ("conversation.pass", body), move |tx| {
            let (of, new, by, parts) = (of.clone(), new.clone(), by.clone(), parts.clone());
            let (ends_with, today) = (ends_with.clone(), today.clone());
            Box::pin(async move {
                let now = kept::handling(tx.read(), &of).await?.ok_or(Refusal::Invalid("door-not-that-way"))?;
                if now.revision != seen || kept::one(tx.read(), &of.desk, &of.id).await?.is_none() {
                    return Err(Refusal::Outdated { by: now.changed_by });
                }
                if now.state == State::Closed.id() {
                    return Err(Refusal::Invalid("door-not-that-way"));
                }
                if !now.held.is_empty() {
                    return Err(Refusal::Invalid("door-held-here"));
                }
                if kept::parts(tx.read(), &of).await?.len() != many {
                    return Err(Refusal::Invalid("door-added-meanwhile"));
                }
                kept::hand_on(tx, &of, &new).await?;
                for part in &parts {
                    kept::keep_part(tx, &new, part).await?;
                }
                let now = Handling { assigned: String::new(), same_as: String::new(), ..now };
                let next = if new.regency == of.regency {
                    Handling { desk: new.desk.clone(), state: State::Received.id().to_owned(), ..now }
                } else {
                    let (state, erased_on) = (State::Closed.id().to_owned(), today.clone());
                    Handling { state, outcome: ends_with, closed_on: today, erased_on, ..now }
                };
                Ok(tx.put(&next.revised(seen + 1, &by, at)).await?)
            })
        })
        .await
    }
}

/// Who a part is by once it is sealed again.
fn author(part: &Part) -> &'static str {
    if part.author == "desk" { "desk" } else { "passed" }
}

/// Holds what was sealed again against what is there: every part but notes, in its order, each signed by the desk.
fn check(
    desk_key: &str,
    of: &Conversation,
    to: &OpenDesk,
    there: &[Part],
    again: &[SealedAgain],
) -> Result<(), Refusal> {
    let mut rest = again;
    for part in there.iter().filter(|part| part.author != "note") {
        let Some((first, after)) = rest.split_first().filter(|(first, _)| first.n == part.n) else {
            return Err(Refusal::Invalid("door-added-meanwhile"));
        };
        let most = if part.author == "desk" { MOST_ANSWER } else { MOST_TEXT };
        let whole = is_sealed(&first.text)
            && first.text.len() <= most
            && first.files.is_empty() == part.files.is_empty()
            && (first.files.is_empty() || is_sealed(&first.files) && first.files.len() <= MOST_FILES);
        if !whole {
            return Err(Refusal::Invalid("door-damaged"));
        }
        let leaf = part.leaf.to_string();
        let signed = if part.author == "desk" {
            verify(desk_key, Purpose::Answer, &[of.address.as_bytes(), &first.text], &first.signature)
        } else {
            let fields = passed_fields(&to.id, &leaf, &first.text, &first.files);
            verify(desk_key, Purpose::Passing, &fields, &first.signature)
        };
        if !signed {
            return Err(Refusal::Invalid("desk-signature-wrong"));
        }
        rest = after;
    }
    match rest {
        [] => Ok(()),
        [note] if note.n == 0 && is_sealed(&note.text) && note.text.len() <= MOST_TEXT && note.files.is_empty() => {
            Ok(())
        }
        _ => Err(Refusal::Invalid("door-damaged")),
    }
}
