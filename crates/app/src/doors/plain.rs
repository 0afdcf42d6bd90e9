//! What a browser does with a code and a desk's keys, done here: for the page without script, which says so before anything is
//! typed, and for the demonstration. Nothing of it is kept: what goes in is words, what comes out is sealed.

use super::{
    Door, DoorStore,
    conversations::{Sent, signed_fields},
    mailbox::Mailbox,
    open::OpenDesk,
    passing::{SealedAgain, passed_fields},
};
use crate::Refusal;
use domain::door::letter::{Enclosed, EnclosedFile, Letter, MOST_WORDS, Tip};
use seal::{
    Digest,
    code::Code,
    envelope::{self, Frame, Identity, Recipient},
    hex,
    keyring::Signed,
    secrets::Secret,
    signing::{Purpose, public, sign, verify},
    withheld,
};
use store::queries::conversations::{Conversation, Part};

/// A file that goes along: its media type and bytes, without anything that tells where it was taken.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// `image/jpeg` and the like.
    pub media: String,
    /// The end of its name: `jpg`.
    pub ending: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A box that was opened.
#[derive(Debug, Clone)]
pub struct OpenBox {
    /// What its head says.
    pub head: Mailbox,
    /// The answers in it, opened and held against the desk's signature.
    pub answers: Vec<Answered>,
    /// Whether it is among what is published of its month; nothing while that is not.
    pub counted: Option<bool>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// ISO day.
    pub day: String,
    /// The words; `None` where it does not open or the desk has not signed it.
    pub text: Option<String>,
}

impl Attachment {
    /// What may go along of a file: a picture encoded anew, or a document as it is.
    ///
    /// # Errors
    /// [`Refusal::File`] with what is wrong with it.
    pub async fn of(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let cleaned = crate::evidence::cleaned(bytes).await?;
        let (media, ending) = (cleaned.kind.media_type().to_owned(), cleaned.kind.ending());
        Ok(Self { media, ending, bytes: cleaned.bytes })
    }
}

fn damaged<E>(_: E) -> Refusal {
    Refusal::Invalid("door-damaged")
}

/// Seals a letter to a desk, as the code's owner.
///
/// # Errors
/// [`Refusal::Invalid`] when it is too long, or the files too large.
pub fn sealed(
    door: &str,
    code: &Code,
    desk: &OpenDesk,
    letter: &Letter,
    withheld_words: &str,
    files: &[Attachment],
) -> Result<Sent, Refusal> {
    let keyring = desk.keyring.read().map_err(damaged)?;
    let to = Recipient::parse(&keyring.keys.recipient).map_err(damaged)?;
    let custodians = [&keyring.custodians[0], &keyring.custodians[1]].map(|one| Recipient::parse(&one.recipient));
    let [Ok(first), Ok(second)] = &custodians else { return Err(Refusal::Invalid("door-damaged")) };
    let words = match letter {
        Letter::Tip(tip) => &tip.text,
        Letter::Reply { text } | Letter::Answer { text } | Letter::Note { text } | Letter::Redaction { text, .. } => {
            text
        }
        Letter::Signal { .. } | Letter::SignalBack { .. } => return Err(Refusal::Invalid("door-damaged")),
    };
    if words.trim().is_empty() {
        return Err(Refusal::Invalid("door-empty"));
    }
    if words.len() > MOST_WORDS || withheld_words.len() > withheld::MOST {
        return Err(Refusal::Invalid("door-too-long"));
    }
    let body = withheld::seal(withheld_words, [first, second], &to).map_err(damaged)?;
    let head = serde_json::to_vec(letter).map_err(damaged)?;
    let text = envelope::seal(&Frame { head, body }, std::slice::from_ref(&to)).map_err(damaged)?;
    let files = enclosed(files, &to)?;
    let keys = code.keys(door);
    let identity = Identity::from_secret(&keys.secret).ok_or(Refusal::Invalid("door-damaged"))?;
    let signature = sign(&keys.seed, Purpose::Addition, &signed_fields(&desk.id, &text, &files));
    Ok(Sent {
        desk: desk.id.clone(),
        address: hex::encode(&keys.address),
        reply_to: identity.recipient().to_string(),
        signer: public(&keys.seed),
        text,
        files,
        signature,
    })
}

fn enclosed(files: &[Attachment], to: &Recipient) -> Result<Vec<u8>, Refusal> {
    if files.is_empty() {
        return Ok(vec![]);
    }
    let named = files.iter().zip(1..).map(|(file, n)| EnclosedFile {
        name: format!("{n}.{}", file.ending),
        media: file.media.clone(),
        bytes: file.bytes.len(),
    });
    let head = serde_json::to_vec(&Enclosed { files: named.collect() }).map_err(damaged)?;
    let body = files.iter().flat_map(|file| file.bytes.iter().copied()).collect();
    envelope::seal(&Frame { head, body }, std::slice::from_ref(to)).map_err(|_| Refusal::Invalid("door-too-large"))
}

/// An answer as the desk's browser makes it: sealed to the code and to the desk, signed by the desk.
///
/// # Errors
/// [`Refusal::Invalid`] when a key is none.
pub fn answer(desk: &Secret, of: &Conversation, text: &str) -> Result<(Vec<u8>, String), Refusal> {
    let own = desk.public().ok_or(Refusal::Invalid("door-damaged"))?;
    let to = [Recipient::parse(&of.reply_to).map_err(damaged)?, Recipient::parse(&own.recipient).map_err(damaged)?];
    let head = serde_json::to_vec(&Letter::Answer { text: text.to_owned() }).map_err(damaged)?;
    let sealed = envelope::seal(&Frame { head, body: vec![] }, &to).map_err(damaged)?;
    let signature = sign(&desk.seed, Purpose::Answer, &[of.address.as_bytes(), &sealed]);
    Ok((sealed, signature))
}

/// A part as a desk's browser seals it again, to another desk: an answer to the code too.
///
/// # Errors
/// [`Refusal::Invalid`] when a key is none, or the desk does not open it.
pub fn again(
    desk: &Secret,
    of: &Conversation,
    part: &Part,
    files: &[u8],
    to: &OpenDesk,
) -> Result<SealedAgain, Refusal> {
    let own = desk.identity().ok_or(Refusal::Invalid("door-damaged"))?;
    let keyring = to.keyring.read().map_err(damaged)?;
    let other = Recipient::parse(&keyring.keys.recipient).map_err(damaged)?;
    let frame = envelope::open(&part.body, &own).map_err(damaged)?;
    if part.author == "desk" {
        let reporter = Recipient::parse(&of.reply_to).map_err(damaged)?;
        let text = envelope::seal(&frame, &[reporter, other]).map_err(damaged)?;
        let signature = sign(&desk.seed, Purpose::Answer, &[of.address.as_bytes(), &text]);
        return Ok(SealedAgain { n: part.n, text, files: vec![], signature });
    }
    let custodians = [&keyring.custodians[0], &keyring.custodians[1]].map(|one| Recipient::parse(&one.recipient));
    let [Ok(first), Ok(second)] = &custodians else { return Err(Refusal::Invalid("door-damaged")) };
    let head = match serde_json::from_slice(&frame.head).map_err(damaged)? {
        // A name stays with the custodians of the desk that it was given to.
        Letter::Tip(tip) => serde_json::to_vec(&Letter::Tip(Tip { identity: false, ..tip })).map_err(damaged)?,
        _ => frame.head,
    };
    let body = withheld::seal("", [first, second], &other).map_err(damaged)?;
    let other = std::slice::from_ref(&other);
    let text = envelope::seal(&Frame { head, body }, other).map_err(damaged)?;
    let files = match files {
        [] => vec![],
        files => envelope::seal(&envelope::open(files, &own).map_err(damaged)?, other).map_err(damaged)?,
    };
    let leaf = part.leaf.to_string();
    let signature = sign(&desk.seed, Purpose::Passing, &passed_fields(&to.id, &leaf, &text, &files));
    Ok(SealedAgain { n: part.n, text, files, signature })
}

impl<S: DoorStore> Door<'_, S> {
    /// A new code, made here because the page has no script.
    #[must_use]
    pub fn new_code(&self) -> Code {
        Code::new(self.app.token())
    }

    /// Opens the box of a code; `None` where there is nothing for it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn look(&self, code: &Code, page: usize) -> Result<Option<OpenBox>, Refusal> {
        let keys = code.keys(S::NAME);
        let address = hex::encode(&keys.address);
        let sealed = self.mailbox(&address, page).await?;
        let Some(identity) = Identity::from_secret(&keys.secret) else { return Ok(None) };
        let Ok(frame) = envelope::open(&sealed, &identity) else { return Ok(None) };
        let head: Mailbox = serde_json::from_slice(&frame.head).map_err(damaged)?;
        let known = self.known().await?;
        let lies_at = Digest::of_fields("bersinar/box/1", &[&keys.address]).to_string();
        let mut at = 0;
        let answers = head.letters.iter().map(|letter| {
            let sealed = frame.body.get(at..at + letter.bytes).unwrap_or_default();
            at += letter.bytes;
            Answered {
                day: letter.day.clone(),
                text: answer_in(sealed, &letter.signature, &identity, known.keyrings_of(&letter.desk), &lies_at),
            }
        });
        let answers = answers.collect();
        let marks = self.marks(&head.chain, head.came_on.get(..7).unwrap_or_default()).await?;
        let own = Part::arrival(&lies_at, &head.sent);
        let counted = marks.map(|told| told.marks.binary_search(&own).is_ok());
        Ok(Some(OpenBox { head, answers, counted }))
    }
}

fn answer_in(
    sealed: &[u8],
    signature: &str,
    identity: &Identity,
    keyrings: &[Signed],
    lies_at: &str,
) -> Option<String> {
    let fields = [lies_at.as_bytes(), sealed];
    let by_desk = |signed: &Signed| {
        signed.read().is_ok_and(|keyring| verify(&keyring.keys.verify, Purpose::Answer, &fields, signature))
    };
    if !keyrings.iter().any(by_desk) {
        return None;
    }
    match serde_json::from_slice(&envelope::open(sealed, identity).ok()?.head).ok()? {
        Letter::Answer { text } => Some(text),
        _ => None,
    }
}
