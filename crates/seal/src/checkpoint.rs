//! A signed statement of where all chains stood at a moment.
//!
//! Kept outside the installation (the inspectorate, the foot of a printed report), it is what a cut or rolled-back
//! ledger cannot agree with. The signature is Ed25519 (RFC 8032); the key may lie on another machine.

use crate::{Digest, hex};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where one chain stood: its last entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Head {
    /// The chain's name.
    pub chain: String,
    /// The number of its last entry.
    pub sequence: u64,
    /// The hash of its last entry.
    pub hash: Digest,
}

/// All heads of one store at a moment, not signed yet: what is carried to the machine that has the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Which store: `main`, `tips` or `help`.
    pub store: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub made_at: i64,
    /// Where each chain stood.
    pub heads: Vec<Head>,
}

/// All heads of one store at a moment, with the signature over them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Which store: `main`, `tips` or `help`.
    pub store: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub made_at: i64,
    /// Sorted by chain.
    pub heads: Vec<Head>,
    /// 128 hexadecimal digits.
    pub signature: String,
}

/// The checkpoint was not signed with this key, or was changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the signature of the checkpoint does not fit")]
pub struct BadSignature;

/// The key that signs checkpoints.
pub struct Signer(SigningKey);

/// The public half, as 64 hexadecimal digits; it may be printed and given to anyone.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl Signer {
    /// A signer from 32 random bytes, which are the secret.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The public half of this key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs where the chains of `store` stand. The order of `heads` does not matter.
    #[must_use]
    pub fn checkpoint(&self, store: &str, made_at: i64, heads: Vec<Head>) -> Checkpoint {
        self.sign(Statement { store: store.to_owned(), made_at, heads })
    }

    /// Signs a statement that another machine made.
    #[must_use]
    pub fn sign(&self, statement: Statement) -> Checkpoint {
        let Statement { store, made_at, mut heads } = statement;
        heads.sort();
        let signature = self.0.sign(digest(&store, made_at, &heads).as_bytes());
        let signature = hex::encode(&signature.to_bytes());
        Checkpoint { store, made_at, heads, signature }
    }
}

impl Checkpoint {
    /// Checks the signature.
    ///
    /// # Errors
    /// [`BadSignature`] when the text of the signature is damaged, or does not belong to this content and key.
    pub fn verify(&self, key: &PublicKey) -> Result<(), BadSignature> {
        let bytes: [u8; 64] = hex::exactly(&self.signature).ok_or(BadSignature)?;
        let statement = digest(&self.store, self.made_at, &self.heads);
        key.0.verify_strict(statement.as_bytes(), &Signature::from_bytes(&bytes)).map_err(|_| BadSignature)
    }
}

fn digest(store: &str, made_at: i64, heads: &[Head]) -> Digest {
    let heads: Vec<Digest> = heads
        .iter()
        .map(|head| {
            let sequence = head.sequence.to_be_bytes();
            Digest::of_fields("bersinar/checkpoint/head", &[head.chain.as_bytes(), &sequence, head.hash.as_bytes()])
        })
        .collect();
    let (made_at, heads) = (made_at.to_be_bytes(), crate::merkle::root(&heads));
    Digest::of_fields("bersinar/checkpoint/1", &[store.as_bytes(), &made_at, heads.as_bytes()])
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::str::FromStr for PublicKey {
    type Err = BadSignature;

    fn from_str(text: &str) -> Result<Self, BadSignature> {
        let bytes = hex::exactly(text.trim()).ok_or(BadSignature)?;
        VerifyingKey::from_bytes(&bytes).map(Self).map_err(|_| BadSignature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_holds_only_for_its_own_content_and_key() {
        let signer = Signer::from_secret(&[1; 32]);
        let head = |sequence| Head { chain: "99.71".into(), sequence, hash: Digest::of(b"x") };
        let checkpoint = signer.checkpoint("main", 5, vec![head(7)]);
        let key: PublicKey = signer.public().to_string().parse().unwrap();
        assert_eq!(checkpoint.verify(&key), Ok(()));
        assert!(checkpoint.verify(&Signer::from_secret(&[2; 32]).public()).is_err());
        assert!(Checkpoint { heads: vec![head(6)], ..checkpoint.clone() }.verify(&key).is_err());
        assert!(Checkpoint { store: "tips".into(), ..checkpoint.clone() }.verify(&key).is_err());
        assert!(Checkpoint { signature: "zz".into(), ..checkpoint }.verify(&key).is_err());
    }
}
