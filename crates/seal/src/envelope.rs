//! Envelopes: what is said, in a frame of a size that says little, sealed to whom it is for.
//!
//! The frame is what is inside: two lengths (four bytes each, the greater end first), a head as JSON, a body, and zeros up to a
//! power of two from [`LEAST`]. The seal is the age format (age-encryption.org/v1) with X25519 recipients, so that the page in the
//! browser, this program and the public `age` tool open each other's envelopes.
//!
//! Not here: whose keys these are ([`crate::keyring`]), where envelopes lie (`store`). The one randomness of this room is
//! here: age draws its file key from the operating system.

use age::{Decryptor, Encryptor, x25519};
use bech32::{Bech32, Hrp};
use std::io::{Read as _, Write as _};

/// The smallest frame: 4 KB.
pub const LEAST: usize = 4096;
/// The largest frame: 32 MB, which holds what is allowed (25 MB) with its head.
pub const MOST: usize = 32 << 20;
const LENGTHS: usize = 8;

/// What is inside an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// What it is, and of files which and how long, as JSON.
    pub head: Vec<u8>,
    /// The files, one after another.
    pub body: Vec<u8>,
}

/// What is not an envelope, or not for this key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// More than [`MOST`].
    #[error("more than an envelope holds")]
    TooLarge,
    /// No recipient, or one that is none.
    #[error("not a recipient")]
    Recipient,
    /// Sealed to other keys.
    #[error("sealed to other keys")]
    NotForThisKey,
    /// Cut off, changed, or never an envelope.
    #[error("a damaged envelope")]
    Damaged,
}

/// A key that opens envelopes, from its 32 secret bytes.
#[derive(Clone)]
pub struct Identity(x25519::Identity);

/// Whom an envelope is for: `age1…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient(x25519::Recipient);

impl Frame {
    /// The size of the frame that holds this: a power of two from [`LEAST`].
    ///
    /// # Errors
    /// [`EnvelopeError::TooLarge`].
    pub fn size(&self) -> Result<usize, EnvelopeError> {
        let size = (LENGTHS + self.head.len() + self.body.len()).next_power_of_two().max(LEAST);
        if size > MOST { Err(EnvelopeError::TooLarge) } else { Ok(size) }
    }

    fn bytes(&self) -> Result<Vec<u8>, EnvelopeError> {
        let size = self.size()?;
        let mut bytes = Vec::with_capacity(size);
        for part in [&self.head, &self.body] {
            bytes.extend(u32::try_from(part.len()).map_err(|_| EnvelopeError::TooLarge)?.to_be_bytes());
        }
        bytes.extend(&self.head);
        bytes.extend(&self.body);
        bytes.resize(size, 0);
        Ok(bytes)
    }

    /// Reads a frame; `None` where it is none.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let length = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        let body_at = LENGTHS.checked_add(length(0)?)?;
        let end = body_at.checked_add(length(4)?)?;
        let read = Self { head: bytes.get(LENGTHS..body_at)?.to_vec(), body: bytes.get(body_at..end)?.to_vec() };
        // Only zeros, and only as many as the size asks for: one frame has one shape.
        let padded = read.size().ok()? == bytes.len() && bytes[end..].iter().all(|byte| *byte == 0);
        padded.then_some(read)
    }
}

impl Identity {
    /// The identity of 32 secret bytes.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Option<Self> {
        let text = bech32::encode_upper::<Bech32>(Hrp::parse("age-secret-key-").ok()?, secret).ok()?;
        Self::parse(&text)
    }

    /// An identity as age writes it: `AGE-SECRET-KEY-1…`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Whom to seal to, so that this key opens it.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

impl Recipient {
    /// A recipient as age writes it: `age1…`.
    ///
    /// # Errors
    /// [`EnvelopeError::Recipient`].
    pub fn parse(text: &str) -> Result<Self, EnvelopeError> {
        text.parse().map(Self).map_err(|_| EnvelopeError::Recipient)
    }
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

/// Seals a frame: each of these can open it.
///
/// ```
/// use seal::envelope::{Frame, Identity, open, seal};
/// let (ours, theirs) = (Identity::from_secret(&[1; 32]).ok_or("key")?, Identity::from_secret(&[2; 32]).ok_or("key")?);
/// let frame = Frame { head: b"{}".to_vec(), body: vec![5; 5000] };
/// let sealed = seal(&frame, &[ours.recipient()])?;
/// assert_eq!(open(&sealed, &ours)?, frame);
/// assert!(open(&sealed, &theirs).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`EnvelopeError::TooLarge`], or [`EnvelopeError::Recipient`] where there is none.
pub fn seal(frame: &Frame, to: &[Recipient]) -> Result<Vec<u8>, EnvelopeError> {
    let recipients: Vec<&dyn age::Recipient> = to.iter().map(|one| &one.0 as &dyn age::Recipient).collect();
    sealed(frame, &recipients)
}

/// Seals bytes that have a size of their own.
pub(crate) fn seal_bytes(bytes: &[u8], to: &[&Recipient]) -> Result<Vec<u8>, EnvelopeError> {
    let recipients: Vec<&dyn age::Recipient> = to.iter().map(|one| &one.0 as &dyn age::Recipient).collect();
    encrypted(bytes, &recipients)
}

/// Seals a frame to whatever age can seal to.
pub(crate) fn sealed(frame: &Frame, to: &[&dyn age::Recipient]) -> Result<Vec<u8>, EnvelopeError> {
    encrypted(&frame.bytes()?, to)
}

fn encrypted(bytes: &[u8], to: &[&dyn age::Recipient]) -> Result<Vec<u8>, EnvelopeError> {
    let encryptor = Encryptor::with_recipients(to.iter().copied()).map_err(|_| EnvelopeError::Recipient)?;
    let mut sealed = Vec::with_capacity(bytes.len() + bytes.len() / 1024 + 1024);
    let write = || -> std::io::Result<()> {
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(bytes)?;
        writer.finish().map(|_| ())
    };
    write().map_err(|_| EnvelopeError::TooLarge)?;
    Ok(sealed)
}

/// Whether bytes are an age file that only a passphrase opens, of a size that a key has: nobody hands a key in clear by
/// mistake.
#[must_use]
pub fn is_wrapped(bytes: &[u8]) -> bool {
    bytes.len() <= 2 * LEAST && bytes.starts_with(b"age-encryption.org/v1\n-> scrypt ")
}

/// Whether bytes begin as an age file for recipients does. What is in it, only these can tell.
#[must_use]
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"age-encryption.org/v1\n-> X25519 ")
}

/// Opens an envelope.
///
/// # Errors
/// [`EnvelopeError`]: for other keys, damaged, or more than [`MOST`].
pub fn open(sealed: &[u8], with: &Identity) -> Result<Frame, EnvelopeError> {
    Frame::read(&open_bytes(sealed, with)?).ok_or(EnvelopeError::Damaged)
}

/// Opens what has a size of its own.
pub(crate) fn open_bytes(sealed: &[u8], with: &Identity) -> Result<Vec<u8>, EnvelopeError> {
    let decryptor = Decryptor::new_buffered(sealed).map_err(|_| EnvelopeError::Damaged)?;
    let reader = decryptor.decrypt(std::iter::once(&with.0 as &dyn age::Identity)).map_err(|error| match error {
        age::DecryptError::NoMatchingKeys => EnvelopeError::NotForThisKey,
        _ => EnvelopeError::Damaged,
    })?;
    let mut bytes = vec![];
    reader.take(MOST as u64 + 1).read_to_end(&mut bytes).map_err(|_| EnvelopeError::Damaged)?;
    if bytes.len() > MOST {
        return Err(EnvelopeError::TooLarge);
    }
    Ok(bytes)
}
