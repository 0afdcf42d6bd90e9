//! What comes through a door, and what goes back: all of it sealed. There is no account behind it; who has the words of the code
//! finds the box, adds to it, and opens what is in it.
//!
//! A box has one size, is sealed to the code's own key, and is handed to whoever asks, whether there is one at that address or
//! not: only who has the words learns which it was. Nothing here is written with a name, an address or a time of day.

use super::{Door, DoorStore};
use crate::{Actor, Refusal};
use domain::{
    door::{DeskKind, State},
    region::RegionCode,
};
use jiff::civil::Date;
use seal::{
    Digest,
    envelope::{self, Frame, Identity, Recipient, is_sealed},
    hex,
    keyring::Signed,
    merkle,
    signing::{Purpose, verify},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    nouns::ArrivalDay,
    queries::{
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
/// The frame of every box.
pub const BOX: usize = 16 << 10;
/// The most parts that someone may add to one conversation.
pub const MOST_PARTS: i64 = 100;

/// A desk as who would write to it sees it.
#[derive(Debug, Clone)]
pub struct OpenDesk {
    /// Its name.
    pub id: String,
    /// What it is and what it is for.
    pub kind: DeskKind,
    /// Its office.
    pub office: RegionCode,
    /// Its keyring, as both custodians signed it.
    pub keyring: Signed,
    /// What a poster shows of it.
    pub fingerprint: String,
    /// Whether it takes new conversations.
    pub open: bool,
}

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

/// What the head of a box says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The desk that has it.
    pub desk: String,
    /// ISO day.
    pub came_on: String,
    /// See [`State`].
    pub state: String,
    /// How it ended; empty while it has not.
    pub outcome: String,
    /// Until when the desk is to do the next.
    pub due: Option<Date>,
    /// How many parts there are, of both sides.
    pub parts: usize,
    /// The answers on this page of the box, whose envelopes follow one another in the body.
    pub letters: Vec<BoxLetter>,
    /// Whether there is another page.
    pub more: bool,
}

/// An answer in a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxLetter {
    /// Its place in the conversation.
    pub n: i64,
    /// ISO day.
    pub day: String,
    /// The size of its envelope.
    pub bytes: usize,
    /// By the desk, over the digest of the address and the envelope.
    pub signature: String,
}

/// The fields that a code signs of what it sends.
#[must_use]
pub fn signed_fields<'a>(desk: &'a str, text: &'a [u8], files: &'a [u8]) -> [&'a [u8]; 3] {
    [desk.as_bytes(), text, files]
}

impl<S: DoorStore> Door<'_, S> {
    /// The desks that receive, for an office and the one above it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_desks(&self) -> Result<Vec<OpenDesk>, Refusal> {
        let mut open = vec![];
        for desk in desks::all(self.store.read()).await?.into_iter().filter(|desk| desk.opened == 1) {
            open.extend(self.to_write_to(desk).await?.filter(|desk| desk.open));
        }
        Ok(open)
    }

    /// All keyrings that a desk ever had in force, the latest first: by these an answer is known to be the desk's.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keyrings_of(&self, desk: &str) -> Result<Vec<Signed>, Refusal> {
        let Some(desk) = desks::one(self.store.read(), desk).await? else { return Ok(vec![]) };
        let rows = desks::keyrings(self.store.read(), &desk).await?;
        let in_force = rows.iter().rev().filter(|row| row.version <= desk.keyring);
        Ok(in_force.map(super::keyrings::signed).collect())
    }

    /// The keyrings of all desks that ever had one, each the latest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all_keyrings(&self) -> Result<Vec<(String, Vec<Signed>)>, Refusal> {
        let mut all = vec![];
        for desk in desks::all(self.store.read()).await? {
            let keyrings = self.keyrings_of(&desk.id).await?;
            all.push((desk.id, keyrings));
        }
        all.retain(|(_, keyrings)| !keyrings.is_empty());
        Ok(all)
    }

    /// A desk to whose conversation something is added, whether it takes new ones or not.
    ///
    /// # Errors
    /// When there is no such desk, or nobody has its keys yet.
    pub async fn desk_to_write_to(&self, desk: &str) -> Result<OpenDesk, Refusal> {
        let desk = desks::one(self.store.read(), desk).await?.ok_or(Refusal::Invalid("door-desk-closed"))?;
        self.to_write_to(desk).await?.ok_or(Refusal::Invalid("door-desk-closed"))
    }

    async fn to_write_to(&self, desk: store::nouns::Desk) -> Result<Option<OpenDesk>, Refusal> {
        let view = self.view(desk).await?;
        let Some((row, said)) = &view.keyring else { return Ok(None) };
        let office = view.desk.office.parse().map_err(|_| Refusal::NotFound("region"))?;
        let (keyring, fingerprint, open) = (super::keyrings::signed(row), said.fingerprint(), view.is_open());
        Ok(Some(OpenDesk { id: view.desk.id, kind: view.kind, office, keyring, fingerprint, open }))
    }

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
        let part = self.part(&new, 1, &sent, open.office)?;
        let chain = new.regency.clone();
        self.store
            .write(&chain, move |tx| {
                let (new, part) = (new.clone(), part.clone());
                Box::pin(async move {
                    if kept::keep(tx, &new).await? {
                        return kept::keep_part(tx, &new, &part).await.map(drop).map_err(Refusal::from);
                    }
                    let there = kept::at(tx.read(), &new.address).await?.ok_or(Refusal::NotFound("conversation"))?;
                    let first = kept::parts(tx.read(), &there).await?.into_iter().next();
                    let same = there.desk == new.desk && first.is_some_and(|first| first.leaf == part.leaf);
                    if same { Ok(()) } else { Err(Refusal::Invalid("door-damaged")) }
                })
            })
            .await
    }

    /// Takes what someone adds to their conversation. Where there is none at that address it is dropped, and said to have been taken.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it is no envelope, too large, or there is too much already.
    pub async fn add(&self, sent: Sent) -> Result<(), Refusal> {
        let address = self.check(&sent)?;
        let Some(of) = kept::at(self.store.read(), &address).await? else { return Ok(()) };
        if of.signer != sent.signer || of.desk != sent.desk {
            return Ok(());
        }
        let desk = desks::one(self.store.read(), &of.desk).await?.ok_or(Refusal::NotFound("desk"))?;
        let office: RegionCode = desk.office.parse().map_err(|_| Refusal::NotFound("region"))?;
        let part = self.part(&of, 0, &sent, office)?;
        let chain = of.regency.clone();
        self.store
            .write(&chain, move |tx| {
                let (of, part) = (of.clone(), part.clone());
                Box::pin(async move {
                    let parts = kept::parts(tx.read(), &of).await?;
                    // The same once more, because the line broke.
                    if parts.iter().any(|one| one.leaf == part.leaf) {
                        return Ok(());
                    }
                    let next = parts.last().map_or(0, |last| last.n) + 1;
                    if next > MOST_PARTS {
                        return Err(Refusal::Invalid("door-too-much"));
                    }
                    kept::keep_part(tx, &of, &Part { n: next, ..part }).await.map(drop).map_err(Refusal::from)
                })
            })
            .await
    }

    /// The box at an address: always one envelope of one size, which only the code opens.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when that is no address.
    pub async fn mailbox(&self, address: &str, page: usize) -> Result<Vec<u8>, Refusal> {
        let digest = lies_at(address)?;
        let found = kept::at(self.store.read(), &digest).await?;
        // For an address with nothing at it the same is asked, worked and sealed, to a key that nobody has.
        let nobody = || {
            let recipient = Identity::from_secret(&self.app.token::<32>()).map(|one| one.recipient().to_string());
            let empty = String::new;
            Conversation {
                regency: empty(),
                id: empty(),
                desk: empty(),
                address: digest.clone(),
                reply_to: recipient.unwrap_or_default(),
                signer: empty(),
                came_on: empty(),
            }
        };
        let of = found.unwrap_or_else(nobody);
        let handling = kept::handling(self.store.read(), &of).await?;
        let parts = kept::parts(self.store.read(), &of).await?;
        let state = handling.as_ref().and_then(|one| State::parse(&one.state)).unwrap_or(State::Received);
        let answered = handling.as_ref().is_some_and(|one| !one.answered_on.is_empty());
        let promises = S::promises(self.app.door_rules());
        let due = of.came_on.parse::<Date>().ok().and_then(|came| promises.due(came, state, answered));
        let answers: Vec<&Part> = parts.iter().filter(|part| part.author == "desk").collect();
        let (shown, more) = page_of(&answers, page);
        let letter = |part: &&Part| BoxLetter {
            n: part.n,
            day: part.came_on.clone(),
            bytes: part.body.len(),
            signature: part.signature.clone(),
        };
        let head = Mailbox {
            desk: of.desk.clone(),
            came_on: of.came_on.clone(),
            state: state.id().to_owned(),
            outcome: handling.map_or_else(String::new, |one| one.outcome),
            due,
            parts: parts.len(),
            letters: shown.iter().map(letter).collect(),
            more,
        };
        let head = serde_json::to_vec(&head).map_err(|_| Refusal::Invalid("door-damaged"))?;
        let mut body: Vec<u8> = shown.iter().flat_map(|part| part.body.iter().copied()).collect();
        body.resize(BOX - FRAME_LENGTHS - head.len(), 0);
        let to = Recipient::parse(&of.reply_to).map_err(|_| Refusal::Invalid("door-damaged"))?;
        envelope::seal(&Frame { head, body }, &[to]).map_err(|_| Refusal::Invalid("door-damaged"))
    }

    /// Closes the days that are over: what came on each becomes one entry of the ledger, in an order that tells nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close_days(&self) -> Result<(), Refusal> {
        for (chain, day) in kept::open_days(self.store.read()).await? {
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
                    let root = merkle::root(&kept::leaves(tx.read(), &chain, &day).await?).to_string();
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

    fn part(&self, of: &Conversation, n: i64, sent: &Sent, office: RegionCode) -> Result<Part, Refusal> {
        let day = self.app.office_today(Some(office));
        let files = if sent.files.is_empty() {
            String::new()
        } else {
            let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |day| day.timestamp().as_millisecond());
            S::files(self.app).keep(&of.regency, &sent.files, midnight)?.to_string()
        };
        let leaf = Part::arrival(&of.address, &sent.text, &files);
        Ok(Part {
            n,
            author: "reporter".to_owned(),
            came_on: day.to_string(),
            body: sent.text.clone(),
            files,
            signature: sent.signature.clone(),
            leaf,
        })
    }

    fn random_id(&self) -> String {
        hex::encode(&self.app.token::<16>())
    }
}

/// The two lengths at the head of a frame.
const FRAME_LENGTHS: usize = 8;

/// Where a box lies: the digest of its address, so that the store does not hold what opens it.
fn lies_at(address: &str) -> Result<String, Refusal> {
    let bytes = hex::exactly::<32>(address).ok_or(Refusal::Invalid("door-damaged"))?;
    Ok(Digest::of_fields("bersinar/box/1", &[&bytes]).to_string())
}

/// As many answers as one box holds, from a page on; and whether there are more.
fn page_of<'p>(answers: &[&'p Part], page: usize) -> (Vec<&'p Part>, bool) {
    let room = BOX - 2048;
    let mut pages: Vec<Vec<&Part>> = vec![];
    let mut used = room;
    for part in answers {
        if used + part.body.len() > room {
            pages.push(vec![]);
            used = 0;
        }
        used += part.body.len();
        if let Some(last) = pages.last_mut() {
            last.push(part);
        }
    }
    let more = page + 1 < pages.len();
    (pages.into_iter().nth(page).unwrap_or_default(), more)
}
