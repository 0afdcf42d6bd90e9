//! A conversation in one file, sealed as it lies here, with what its member needs to open it without a browser: `bersinar door open`.

use super::{Door, DoorStore};
use crate::{Actor, Refusal};
use domain::door::letter::{Enclosed, Letter};
use seal::{
    envelope::{self, Identity},
    hex, secrets,
};
use serde::{Deserialize, Serialize};

/// How a file begins.
pub const MAGIC: &[u8] = b"bersinar/conversation/1\n";
/// The most bytes of envelopes of files in one file; what is beyond that is named and left out.
pub const MOST: usize = 64 << 20;

/// The head of a file, as JSON after its length; the envelopes follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    /// The member's keys, under the own passphrase: hexadecimal.
    wrapped: String,
    /// The desk's secrets, sealed to the member: hexadecimal.
    share: String,
    parts: Vec<Bundled>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bundled {
    author: String,
    day: String,
    text: usize,
    files: usize,
    left_out: bool,
}

/// A part that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPart {
    /// See `store::queries::conversations::Part::author`.
    pub author: String,
    /// ISO day.
    pub day: String,
    /// `None` where it is sealed otherwise.
    pub letter: Option<Letter>,
    /// Names and contents of what went along.
    pub files: Vec<(String, Vec<u8>)>,
    /// Whether files were left out because they are too large.
    pub left_out: bool,
}

impl<S: DoorStore> Door<'_, S> {
    /// A conversation in one file; an opening as any other.
    ///
    /// # Errors
    /// When the actor is no member of its desk, or there is none.
    pub async fn bundle(&self, actor: &Actor, desk: &str, id: &str) -> Result<Vec<u8>, Refusal> {
        let opened = self.open_conversation(actor, desk, id).await?;
        let view = self.desk(actor, desk).await?;
        let share = view.shares.iter().find(|share| share.account == actor.name());
        let holder = view.mine(actor).and_then(|mine| mine.holder.as_ref());
        let (mut parts, mut envelopes, mut room) = (vec![], vec![], MOST);
        for part in &opened.parts {
            let mut files =
                if part.files.is_empty() { vec![] } else { self.files_of(&opened.conversation, part).await? };
            let left_out = files.len() > room;
            if left_out {
                files.clear();
            }
            room -= files.len();
            let (author, day) = (part.author.clone(), part.came_on.clone());
            parts.push(Bundled { author, day, text: part.body.len(), files: files.len(), left_out });
            envelopes.extend_from_slice(&part.body);
            envelopes.append(&mut files);
        }
        let wrapped = holder.map_or_else(String::new, |holder| holder.wrapped.clone());
        let head = Head { wrapped, share: share.map_or_else(String::new, |share| share.sealed.clone()), parts };
        let head = serde_json::to_vec(&head).map_err(|_| Refusal::Invalid("door-damaged"))?;
        let length = u32::try_from(head.len()).map_err(|_| Refusal::Invalid("door-too-large"))?;
        Ok([MAGIC, &length.to_be_bytes(), &head, &envelopes].concat())
    }
}

/// Opens a file with the member's passphrase.
///
/// # Errors
/// [`Refusal::Invalid`]: `door-open-no-file` when it is none, `door-open-passphrase` when the passphrase does not fit.
pub fn open(file: &[u8], passphrase: &str) -> Result<Vec<OpenPart>, Refusal> {
    let none = || Refusal::Invalid("door-open-no-file");
    let (length, rest) = file.strip_prefix(MAGIC).and_then(<[u8]>::split_first_chunk::<4>).ok_or_else(none)?;
    let (head, mut rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize).ok_or_else(none)?;
    let head: Head = serde_json::from_slice(head).map_err(|_| none())?;
    let wrapped = hex::decode(&head.wrapped).ok_or_else(none)?;
    let own = secrets::unwrap(&wrapped, passphrase).map_err(|_| Refusal::Invalid("door-open-passphrase"))?;
    let own = own.first().ok_or_else(none)?;
    let secrets = secrets::open_with(&hex::decode(&head.share).ok_or_else(none)?, own).map_err(|_| none())?;
    let identities: Vec<Identity> = secrets.iter().filter_map(secrets::Secret::identity).collect();
    let opens = |sealed: &[u8]| identities.iter().find_map(|one| envelope::open(sealed, one).ok());
    let mut parts = vec![];
    for Bundled { author, day, text, files, left_out } in head.parts {
        let (text, after) = rest.split_at_checked(text).ok_or_else(none)?;
        let (files, after) = after.split_at_checked(files).ok_or_else(none)?;
        rest = after;
        let letter = opens(text).and_then(|frame| serde_json::from_slice(&frame.head).ok());
        let files = opens(files).map_or_else(Vec::new, |frame| cut(&frame));
        parts.push(OpenPart { author, day, letter, files, left_out });
    }
    Ok(parts)
}

/// The files of a frame, under names that lead nowhere else.
fn cut(frame: &envelope::Frame) -> Vec<(String, Vec<u8>)> {
    let Ok(Enclosed { files }) = serde_json::from_slice(&frame.head) else { return vec![] };
    let mut rest = &frame.body[..];
    let mut named = vec![];
    for file in files {
        let Some((bytes, after)) = rest.split_at_checked(file.bytes) else { break };
        rest = after;
        let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '.';
        let name: String = file.name.chars().map(|sign| if plain(sign) { sign } else { '_' }).collect();
        named.push((name.trim_start_matches('.').to_owned(), bytes.to_vec()));
    }
    named
}
