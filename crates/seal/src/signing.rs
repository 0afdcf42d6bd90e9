//! Signatures of people and desks: Ed25519 (RFC 8032) over a digest with a label, so that what was signed for one purpose means
//! nothing for another.
//!
//! Checkpoints have their own ([`crate::checkpoint`]); keys of doors are used here only.

use crate::{Digest, hex};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

/// For what something is signed; a part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// That a person has the keys that they hand in, by these.
    Holder,
    /// A keyring, by a custodian.
    Keyring,
    /// That the desk's secret was opened, by the desk.
    Opened,
    /// An answer to a reporter, by the desk.
    Answer,
    /// What a reporter adds, by the code.
    Addition,
    /// What one desk sealed again for another.
    Passing,
}

impl Purpose {
    const fn label(self) -> &'static str {
        match self {
            Self::Holder => "bersinar/holder/1",
            Self::Opened => "bersinar/opened/1",
            Self::Keyring => "bersinar/keyring/1",
            Self::Answer => "bersinar/answer/1",
            Self::Addition => "bersinar/addition/1",
            Self::Passing => "bersinar/passing/1",
        }
    }
}

/// The public half of a seed, as 64 hexadecimal digits.
#[must_use]
pub fn public(seed: &[u8; 32]) -> String {
    hex::encode(SigningKey::from_bytes(seed).verifying_key().as_bytes())
}

/// Signs fields for a purpose; 128 hexadecimal digits.
///
/// ```
/// use seal::signing::{Purpose, public, sign, verify};
/// let signature = sign(&[7; 32], Purpose::Answer, &[b"box", b"text"]);
/// assert!(verify(&public(&[7; 32]), Purpose::Answer, &[b"box", b"text"], &signature));
/// assert!(!verify(&public(&[7; 32]), Purpose::Answer, &[b"boxt", b"ext"], &signature));
/// assert!(!verify(&public(&[7; 32]), Purpose::Addition, &[b"box", b"text"], &signature));
/// ```
#[must_use]
pub fn sign(seed: &[u8; 32], purpose: Purpose, fields: &[&[u8]]) -> String {
    let digest = Digest::of_fields(purpose.label(), fields);
    hex::encode(&SigningKey::from_bytes(seed).sign(digest.as_bytes()).to_bytes())
}

/// Whether this key signed these fields for this purpose. Weak keys sign nothing.
#[must_use]
pub fn verify(key: &str, purpose: Purpose, fields: &[&[u8]], signature: &str) -> bool {
    let digest = Digest::of_fields(purpose.label(), fields);
    let key = hex::exactly::<32>(key).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    let signature = hex::exactly::<64>(signature).map(|bytes| Signature::from_bytes(&bytes));
    key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(digest.as_bytes(), &signature).is_ok())
}
