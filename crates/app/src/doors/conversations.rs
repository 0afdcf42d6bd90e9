//! What comes through a door, and what goes back: all of it sealed. There is no account behind it; who has the words of the code
//! finds the box ([`super::mailbox`]) and adds to it. Nothing here is written with a name, an address or a time of day.

use super::{
    Door, DoorStore,
    mailbox::lies_at,
    rest::{files_name, wrapped},
};
use crate::{Actor, Refusal};
use domain::region::RegionCode;
use jiff::civil::Date;
use seal::{
    envelope::{self, Recipient, is_sealed},
    hex, merkle,
    rest::RestKey,
    signing::{Purpose, verify},
};
use serde_json::json;
use store::{
    nouns::ArrivalDay,
    queries::{
        arrivals,
        conversations::{self as kept, Conversation, Part},
        desks,
    },
};

/// The most bytes of an envelope of text: a frame of 64 KB with its seal.
pub const MOST_TEXT: usize = (64 << 10) + OVERHEAD;
/// The most bytes of an envelope of files.
pub const MOST_FILES: usize = envelope::MOST + envelope::MOST / 1024 + OVERHEAD;
/// The most bytes of an answer's envelope, so that a box holds one whatever else is in it.
pub const MOST_ANSWER: usize = (8 << 10) + OVERHEAD;
/// What a seal adds to a frame, with room for what age may add to its head.
const OVERHEAD: usize = 1024;
/// The most parts that someone may add to one conversation.
pub const MOST_PARTS: usize = 100;

/// What a browser sends: sealed to the desk, with where the answer is to lie.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// To which desk; what is added goes where the first part went.
    pub desk: String,
    /// The code's address: 64 hexadecimal digits.
    pub address: String,
    /// The code's recipient: `age1…`.
    pub reply_to: String,
    /// The code's public key.
    pub signer: String,
    /// The envelope of text.
    pub text: Vec<u8>,
    /// The envelope of files; empty where there are none.
    pub files: Vec<u8>,
    /// By the code, over desk and both envelopes.
    pub signature: String,
}

/// The fields that a code signs of what it sends.
#[must_use]
pub fn signed_fields<'a>(desk: &'a str, text: &'a [u8], files: &'a [u8]) -> [&'a [u8]; 3] {
    [desk.as_bytes(), text, files]
}

impl<S: DoorStore> Door<'_, S> {
    /// Takes what someone sends for the first time. Sent once more, because the line broke, it is there once.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the desk does not receive, it is no envelope, too large, or not signed by the code; then nothing is
    /// kept.
    pub async fn receive(&self, sent: Sent) -> Result<(), Refusal> {
        let open = self.open_desks().await?.into_iter().find(|desk| desk.id == sent.desk);
        let open = open.ok_or(Refusal::Invalid("door-desk-closed"))?;
        let address = self.check(&sent)?;
        Recipient::parse(&sent.reply_to).map_err(|_| Refusal::Invalid("door-damaged"))?;
        let new = Conversation {
            regency: crate::chain_of(Some(open.office)),
            id: self.random_id(),
            desk: sent.desk.clone(),
            address,
            reply_to: sent.reply_to.clone(),
            signer: sent.signer.clone(),
            came_on: self.app.office_today(Some(open.office)).to_string(),
        };
        // Sent once more, because the line broke; another text at a taken address does not take its place.
        if let Some(there) = kept::at(self.store.read(), &new.address).await? {
            return self.is_there(&there, &new, &sent).await;
        }
        // The key first: what it wraps is never without it.
        let key = self.new_key(&new.id).await?;
        let part = match self.part(&new, &key, &sent, open.office) {
            Ok(part) => wrapped(&key, 1, part),
            Err(refusal) => return self.undo(&new, "", refusal).await,
        };
        let (chain, kept_new, files) = (new.regency.clone(), new.clone(), part.files.clone());
        let first = self.store.write(&chain, move |tx| {
            let (new, part) = (kept_new.clone(), part.clone());
            Box::pin(async move {
                let first = kept::keep(tx, &new).await?;
                if first {
                    kept::keep_part(tx, &new, &part).await?;
                }
                Ok::<_, Refusal>(first)
            })
        });
        match first.await {
            Ok(true) => return Ok(()),
            // The same came twice at once, and the other one was first.
            Ok(false) => self.take_back(&new, &files).await?,
            Err(refusal) => return self.undo(&new, &files, refusal).await,
        }
        let there = kept::at(self.store.read(), &new.address).await?.ok_or(Refusal::NotFound("conversation"))?;
        self.is_there(&there, &new, &sent).await
    }

    /// Nothing is left of what could not be kept, as far as the disk still does what it is told.
    async fn undo(&self, new: &Conversation, files: &str, refusal: Refusal) -> Result<(), Refusal> {
        let _left = self.take_back(new, files).await;
        Err(refusal)
    }

    async fn take_back(&self, new: &Conversation, files: &str) -> Result<(), Refusal> {
        if let Ok(files) = files.parse() {
            S::files(self.app).remove(&new.regency, files)?;
        }
        self.erase_key(&new.id).await.map(drop)
    }

    /// Sees that a conversation began with what was sent.
    async fn is_there(&self, there: &Conversation, new: &Conversation, sent: &Sent) -> Result<(), Refusal> {
        let first = kept::parts(self.store.read(), there).await?.into_iter().next();
        let leaf = Part::arrival(&new.address, &Part::digests(&sent.text, &sent.files));
        let same = first.is_some_and(|first| first.desk == new.desk && first.leaf == leaf);
        if same { Ok(()) } else { Err(Refusal::Invalid("door-damaged")) }
    }

    /// Takes what someone adds to their conversation. Where there is none at that address it is dropped, and said to have been taken.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it is no envelope, too large, there is too much already, or the conversation went to another desk,
    /// whose keys it must be sealed to: only who has the words is told so.
    pub async fn add(&self, sent: Sent) -> Result<(), Refusal> {
        let address = self.check(&sent)?;
        let Some(of) = kept::at(self.store.read(), &address).await? else { return Ok(()) };
        if of.signer != sent.signer {
            return Ok(());
        }
        if of.desk != sent.desk {
            return Err(Refusal::Invalid("door-moved"));
        }
        let desk = desks::one(self.store.read(), &of.desk).await?.ok_or(Refusal::NotFound("desk"))?;
        let office: RegionCode = desk.office.parse().map_err(|_| Refusal::NotFound("region"))?;
        let Some(key) = self.key_of(&of.id).await? else { return Ok(()) };
        let part = self.part(&of, &key, &sent, office)?;
        let chain = of.regency.clone();
        self.store
            .write(&chain, move |tx| {
                let (of, part, key) = (of.clone(), part.clone(), key.clone());
                Box::pin(async move {
                    let parts = kept::parts(tx.read(), &of).await?;
                    // The same once more, because the line broke.
                    if parts.iter().any(|one| one.leaf == part.leaf) {
                        return Ok(());
                    }
                    let next = parts.last().map_or(0, |last| last.n) + 1;
                    if parts.len() >= MOST_PARTS {
                        return Err(Refusal::Invalid("door-too-much"));
                    }
                    kept::keep_part(tx, &of, &wrapped(&key, next, part)).await.map(drop).map_err(Refusal::from)
                })
            })
            .await
    }

    /// Closes the days that are over: what came on each becomes one entry of the ledger, in an order that tells nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close_days(&self) -> Result<(), Refusal> {
        for (chain, day) in arrivals::open_days(self.store.read()).await? {
            let office = chain.parse::<RegionCode>().ok();
            if day.parse::<Date>().is_ok_and(|day| day >= self.app.office_today(office)) {
                continue;
            }
            let actor = Actor::Console("arrivals");
            let body = json!({ "day": day });
            let of_chain = chain.clone();
            self.write(&chain, &actor, ("conversation.arrivals", body), move |tx| {
                let (chain, day) = (of_chain.clone(), day.clone());
                Box::pin(async move {
                    let root = merkle::root(&arrivals::leaves(tx.read(), &chain, &day).await?).to_string();
                    Ok(tx.put(&ArrivalDay { regency: chain, day, root }).await?)
                })
            })
            .await?;
        }
        Ok(())
    }

    /// Holds what was sent against what it must be; gives where its box lies.
    fn check(&self, sent: &Sent) -> Result<String, Refusal> {
        let damaged = Refusal::Invalid("door-damaged");
        if sent.text.len() > MOST_TEXT || sent.files.len() > MOST_FILES {
            return Err(Refusal::Invalid("door-too-large"));
        }
        if !is_sealed(&sent.text) || !(sent.files.is_empty() || is_sealed(&sent.files)) {
            return Err(damaged);
        }
        let fields = signed_fields(&sent.desk, &sent.text, &sent.files);
        if !verify(&sent.signer, Purpose::Addition, &fields, &sent.signature) {
            return Err(damaged);
        }
        lies_at(&sent.address)
    }

    /// What was sent as a part, its files kept and wrapped; the text is wrapped when its place is known.
    fn part(&self, of: &Conversation, key: &RestKey, sent: &Sent, office: RegionCode) -> Result<Part, Refusal> {
        let day = self.app.office_today(Some(office));
        let digests = Part::digests(&sent.text, &sent.files);
        let leaf = Part::arrival(&of.address, &digests);
        let files = if sent.files.is_empty() {
            String::new()
        } else {
            let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |day| day.timestamp().as_millisecond());
            let wrapped = key.wrap(&files_name(leaf, 0), sent.files.clone());
            S::files(self.app).keep(&of.regency, &wrapped, midnight)?.to_string()
        };
        Ok(Part {
            n: 0,
            author: "reporter".to_owned(),
            desk: sent.desk.clone(),
            came_on: day.to_string(),
            body: sent.text.clone(),
            files,
            sent: digests,
            signature: sent.signature.clone(),
            leaf,
        })
    }

    fn random_id(&self) -> String {
        hex::encode(&self.app.token::<16>())
    }
}
