//! Words that nobody opens alone: a name or a way to be reached that a reporter gives all the same. Sealed to the desk, that to the
//! second custodian, that to the first; each takes a layer off.
//!
//! Every report carries such a piece, of one size, empty where nothing was given: the size does not tell who gave a name.

use crate::envelope::{EnvelopeError, Identity, Recipient, open_bytes, seal_bytes};

/// How many bytes of text it holds.
pub const MOST: usize = 510;
const LENGTH: usize = 2;

/// Seals words in three layers.
///
/// ```
/// use seal::{envelope::Identity, withheld};
/// let [first, second, desk] = [1, 2, 3].map(|n| Identity::from_secret(&[n; 32]));
/// let (first, second, desk) = (first.ok_or("key")?, second.ok_or("key")?, desk.ok_or("key")?);
/// let layered = withheld::seal("Bu Rini", [&first.recipient(), &second.recipient()], &desk.recipient())?;
/// assert!(withheld::peel(&layered, &desk).is_err() && withheld::peel(&layered, &second).is_err());
/// let inner = withheld::peel(&withheld::peel(&layered, &first)?, &second)?;
/// assert_eq!(withheld::read(&withheld::peel(&inner, &desk)?), Some("Bu Rini".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`EnvelopeError::TooLarge`] above [`MOST`] bytes.
pub fn seal(words: &str, custodians: [&Recipient; 2], desk: &Recipient) -> Result<Vec<u8>, EnvelopeError> {
    let length = u16::try_from(words.len()).ok().filter(|_| words.len() <= MOST).ok_or(EnvelopeError::TooLarge)?;
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend(words.as_bytes());
    bytes.resize(LENGTH + MOST, 0);
    for to in [desk, custodians[1], custodians[0]] {
        bytes = seal_bytes(&bytes, &[to])?;
    }
    Ok(bytes)
}

/// Takes the outermost layer off.
///
/// # Errors
/// [`EnvelopeError`]: it is another's, or damaged.
pub fn peel(layered: &[u8], with: &Identity) -> Result<Vec<u8>, EnvelopeError> {
    open_bytes(layered, with)
}

/// The words, once all three layers are off; `None` where these are none.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_be_bytes(bytes.get(..LENGTH)?.try_into().ok()?));
    let whole = bytes.len() == LENGTH + MOST && bytes[LENGTH + length.min(MOST)..].iter().all(|byte| *byte == 0);
    whole.then(|| String::from_utf8(bytes.get(LENGTH..LENGTH + length)?.to_vec()).ok()).flatten()
}
