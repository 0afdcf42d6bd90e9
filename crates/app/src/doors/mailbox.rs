//! The box of a code. It has one size, is sealed to the code's own key, and is handed to whoever asks, whether there is one at that address or not:
//! only who has the words learns which it was.

use super::{
    Door, DoorStore,
    handling::{passed, stands},
};
use crate::Refusal;
use domain::door::State;
use jiff::civil::Date;
use seal::{
    Digest,
    envelope::{self, Frame, Identity, Recipient},
    hex,
};
use serde::{Deserialize, Serialize};
use store::queries::{
    conversations::{self as kept, Conversation, Part},
    desks,
};

/// The frame of every box.
pub const BOX: usize = 16 << 10;

/// What the head of a box says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The desk that has it.
    pub desk: String,
    /// The chain on which it is counted: that of the desk to which it came first.
    pub chain: String,
    /// Digests of what was sent first, by which the code's owner sees that it is counted.
    pub sent: String,
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
    /// The desk that wrote it, or sealed it again when it passed the conversation on.
    pub desk: String,
    /// The size of its envelope.
    pub bytes: usize,
    /// By that desk, over the digest of the address and the envelope.
    pub signature: String,
}

impl<S: DoorStore> Door<'_, S> {
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
        let mut of = found.unwrap_or_else(nobody);
        let parts = match self.parts_of(&of).await {
            // Put back by a backup, without its key: as if it had never been.
            Err(Refusal::Invalid("door-erased")) => {
                of = nobody();
                vec![]
            }
            parts => parts?,
        };
        let handling = kept::handling(self.store.read(), &of).await?;
        let state = stands(handling.as_ref());
        // What one desk had and another has not opened yet does not go back to its beginning.
        let state = if state == State::Received && passed(&parts) { State::PassedOn } else { state };
        let answered = handling.as_ref().is_some_and(|one| !one.answered_on.is_empty());
        let promises = S::promises(self.app.door_rules());
        let due = of.came_on.parse::<Date>().ok().and_then(|came| promises.due(came, state, answered));
        let answers: Vec<&Part> = parts.iter().filter(|part| part.author == "desk").collect();
        let (shown, more) = page_of(&answers, page);
        let letter = |part: &&Part| BoxLetter {
            n: part.n,
            day: part.came_on.clone(),
            desk: part.desk.clone(),
            bytes: part.body.len(),
            signature: part.signature.clone(),
        };
        let head = Mailbox {
            desk: of.desk.clone(),
            chain: self.counted_in(&of, parts.first()).await?,
            sent: parts.first().map_or_else(String::new, |first| first.sent.clone()),
            came_on: of.came_on.clone(),
            state: state.id().to_owned(),
            outcome: handling.filter(|one| one.erased_on.is_empty()).map_or_else(String::new, |one| one.outcome),
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
}

impl<S: DoorStore> Door<'_, S> {
    async fn counted_in(&self, of: &Conversation, first: Option<&Part>) -> Result<String, Refusal> {
        // For an address with nothing at it the same is asked.
        let desk = desks::one(self.store.read(), first.map_or("", |part| part.desk.as_str())).await?;
        Ok(desk.map_or_else(|| of.regency.clone(), |desk| desk.regency))
    }
}

/// The two lengths at the head of a frame.
const FRAME_LENGTHS: usize = 8;

/// Where a box lies: the digest of its address, so that the store does not hold what opens it.
pub(super) fn lies_at(address: &str) -> Result<String, Refusal> {
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
