//! Private keys: of a person, wrapped by a passphrase; of a desk, sealed to its members. Both are the same list in a frame, the
//! latest first, so that what was sealed to earlier ones still opens.
//!
//! Servers never see one in clear. This side is for who opens what is theirs on the command line.

use crate::{
    envelope::{EnvelopeError, Frame, Identity, Recipient, open, seal},
    hex,
    keyring::PublicKeys,
    signing,
};
use serde::{Deserialize, Serialize};
use std::io::Read as _;

/// The hardest passphrase that is tried: 2^20 rounds of scrypt, a gigabyte.
const HARDEST: u8 = 20;

/// A pair of private keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// X25519: opens envelopes.
    pub secret: [u8; 32],
    /// Ed25519: signs.
    pub seed: [u8; 32],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    secrets: Vec<[String; 2]>,
}

impl Secret {
    /// What opens envelopes that are sealed to it.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        Identity::from_secret(&self.secret)
    }

    /// The public halves.
    ///
    /// ```
    /// let one = seal::secrets::Secret { secret: [1; 32], seed: [2; 32] };
    /// assert!(one.public().is_some_and(|keys| keys.recipient.starts_with("age1") && keys.verify.len() == 64));
    /// ```
    #[must_use]
    pub fn public(&self) -> Option<PublicKeys> {
        let recipient = self.identity()?.recipient().to_string();
        Some(PublicKeys { recipient, verify: signing::public(&self.seed) })
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The frame that holds these.
#[must_use]
pub fn frame(secrets: &[Secret]) -> Frame {
    let secrets = secrets.iter().map(|one| [hex::encode(&one.secret), hex::encode(&one.seed)]).collect();
    Frame { head: serde_json::to_vec(&Written { secrets }).unwrap_or_default(), body: vec![] }
}

/// What a frame holds; `None` where it is something else, or nothing.
#[must_use]
pub fn read(frame: &Frame) -> Option<Vec<Secret>> {
    let written: Written = serde_json::from_slice(&frame.head).ok()?;
    let one = |[secret, seed]: &[String; 2]| Some(Secret { secret: hex::exactly(secret)?, seed: hex::exactly(seed)? });
    let secrets: Vec<Secret> = written.secrets.iter().map(one).collect::<Option<_>>()?;
    (!secrets.is_empty()).then_some(secrets)
}

/// Wraps keys by a passphrase; `hard` is the power of two of scrypt's rounds.
///
/// ```
/// use seal::secrets::{Secret, unwrap, wrap};
/// let keys = vec![Secret { secret: [1; 32], seed: [2; 32] }];
/// assert_eq!(unwrap(&wrap(&keys, "perahu tua di muara", 4)?, "perahu tua di muara")?, keys);
/// # Ok::<(), seal::envelope::EnvelopeError>(())
/// ```
///
/// # Errors
/// [`EnvelopeError::TooLarge`] for more keys than an envelope holds.
pub fn wrap(secrets: &[Secret], passphrase: &str, hard: u8) -> Result<Vec<u8>, EnvelopeError> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.to_owned().into());
    recipient.set_work_factor(hard);
    crate::envelope::sealed(&frame(secrets), &[&recipient])
}

/// Opens what a passphrase wraps.
///
/// # Errors
/// [`EnvelopeError::NotForThisKey`] for another passphrase, [`EnvelopeError::Damaged`] for what is no such file.
pub fn unwrap(wrapped: &[u8], passphrase: &str) -> Result<Vec<Secret>, EnvelopeError> {
    let decryptor = age::Decryptor::new_buffered(wrapped).map_err(|_| EnvelopeError::Damaged)?;
    let mut identity = age::scrypt::Identity::new(passphrase.to_owned().into());
    identity.set_max_work_factor(HARDEST);
    let reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|error| match error {
        age::DecryptError::DecryptionFailed
        | age::DecryptError::NoMatchingKeys
        | age::DecryptError::KeyDecryptionFailed => EnvelopeError::NotForThisKey,
        _ => EnvelopeError::Damaged,
    })?;
    let mut bytes = vec![];
    reader.take(crate::envelope::MOST as u64).read_to_end(&mut bytes).map_err(|_| EnvelopeError::Damaged)?;
    Frame::read(&bytes).as_ref().and_then(read).ok_or(EnvelopeError::Damaged)
}

/// Seals keys to someone.
///
/// # Errors
/// [`EnvelopeError::Recipient`] where these are no keys.
pub fn seal_to(secrets: &[Secret], to: &PublicKeys) -> Result<Vec<u8>, EnvelopeError> {
    seal(&frame(secrets), &[Recipient::parse(&to.recipient)?])
}

/// Opens keys that were sealed to these.
///
/// # Errors
/// [`EnvelopeError`]: for others, or no keys.
pub fn open_with(sealed: &[u8], own: &Secret) -> Result<Vec<Secret>, EnvelopeError> {
    let identity = own.identity().ok_or(EnvelopeError::Recipient)?;
    read(&open(sealed, &identity)?).ok_or(EnvelopeError::Damaged)
}

/// Seals keys to the second custodian, and that to the first.
///
/// # Errors
/// [`EnvelopeError::Recipient`] where these are no keys.
pub fn layer(secrets: &[Secret], [first, second]: [&PublicKeys; 2]) -> Result<Vec<u8>, EnvelopeError> {
    let outer = Frame { head: b"{}".to_vec(), body: seal_to(secrets, second)? };
    seal(&outer, &[Recipient::parse(&first.recipient)?])
}

/// What the first custodian passes on: still sealed to the second.
///
/// # Errors
/// [`EnvelopeError`]: for others.
pub fn peel(layered: &[u8], own: &Secret) -> Result<Vec<u8>, EnvelopeError> {
    let identity = own.identity().ok_or(EnvelopeError::Recipient)?;
    Ok(open(layered, &identity)?.body)
}
