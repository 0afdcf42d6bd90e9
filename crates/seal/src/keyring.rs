//! The keyring of a desk: which keys it has, whose they are, and that both custodians say so.
//!
//! A keyring is public. It is kept and signed as the bytes that the custodians' browsers saw; what it says is read from these
//! bytes, never written anew. The two custodians' signing keys are the root of trust: their [`fingerprint`] is what a
//! poster shows. Members come and go without a change of it.
//!
//! Not here: the secrets behind these keys, which no server ever sees in clear.

use crate::{Digest, envelope::Recipient, signing};
use serde::{Deserialize, Serialize};

/// The most members of a desk.
pub const MOST_MEMBERS: usize = 50;

/// The public keys of a person, or of a desk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicKeys {
    /// What envelopes are sealed to: `age1…`.
    pub recipient: String,
    /// What signatures are checked with: 64 hexadecimal digits.
    pub verify: String,
}

/// What a keyring says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyring {
    /// Which door: `tips` or `help`.
    pub door: String,
    /// Which desk of it.
    pub desk: String,
    /// Counted from 1.
    pub version: u32,
    /// The desk's own keys.
    pub keys: PublicKeys,
    /// Who signs keyrings, and holds one half of each recovery.
    pub custodians: [PublicKeys; 2],
    /// Who has the desk's secret.
    pub members: Vec<PublicKeys>,
    /// The digest of the version before; none of the first.
    pub before: Option<Digest>,
}

/// A keyring with both signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The keyring as JSON, byte by byte what was signed.
    pub keyring: String,
    /// Of the first and the second custodian; 128 hexadecimal digits each.
    pub signatures: [String; 2],
}

/// Why a keyring is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// Not a keyring.
    #[error("not a keyring")]
    Damaged,
    /// A key in it is none, or stands in it twice.
    #[error("a key in it is none, or stands in it twice")]
    Keys,
    /// A custodian has not signed it.
    #[error("not signed by both custodians")]
    Signature,
    /// It does not follow the one before.
    #[error("it does not follow the keyring before it")]
    Succession,
}

impl Signed {
    /// Checks a keyring by itself: shape, keys, both signatures.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub fn read(&self) -> Result<Keyring, KeyringError> {
        let keyring: Keyring = serde_json::from_str(&self.keyring).map_err(|_| KeyringError::Damaged)?;
        if keyring.version == 0 || keyring.members.len() > MOST_MEMBERS {
            return Err(KeyringError::Damaged);
        }
        // A desk's keys, its custodians' and its members' are all different: no one is two of these.
        let all = || std::iter::once(&keyring.keys).chain(&keyring.custodians).chain(&keyring.members);
        let mut seen = std::collections::HashSet::new();
        let unlike = all().all(|keys| seen.insert(&keys.recipient) && seen.insert(&keys.verify));
        if !unlike || all().any(|keys| Recipient::parse(&keys.recipient).is_err()) {
            return Err(KeyringError::Keys);
        }
        let fields: [&[u8]; 1] = [self.keyring.as_bytes()];
        let signed = |at: usize| {
            signing::verify(&keyring.custodians[at].verify, signing::Purpose::Keyring, &fields, &self.signatures[at])
        };
        if !(signed(0) && signed(1)) {
            return Err(KeyringError::Signature);
        }
        Ok(keyring)
    }

    /// The digest by which the next version names this one.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.keyring.as_bytes())
    }

    /// Checks that this keyring may follow another: same desk, next version, and at least one custodian stays, so that no desk
    /// is taken over by people of whom nobody was there before.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub fn follow(&self, former: Option<&Self>) -> Result<Keyring, KeyringError> {
        let keyring = self.read()?;
        let follows = match former {
            None => keyring.version == 1 && keyring.before.is_none(),
            Some(former) => {
                let before = former.read()?;
                let stays = keyring.custodians.iter().any(|one| before.custodians.contains(one));
                (&before.door, &before.desk, before.version + 1, Some(former.digest()))
                    == (&keyring.door, &keyring.desk, keyring.version, keyring.before)
                    && stays
            }
        };
        if follows { Ok(keyring) } else { Err(KeyringError::Succession) }
    }
}

impl PublicKeys {
    /// What two people read to each other to see that these are a person's keys: 16 letters and digits in four groups.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        spoken(Digest::of_fields("bersinar/person/1", &[self.recipient.as_bytes(), self.verify.as_bytes()]))
    }
}

impl Keyring {
    /// What a poster shows: 16 letters and digits, which are 80 bits, of the custodians' signing keys in four groups.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let [first, second] = [0, 1].map(|at: usize| self.custodians[at].verify.as_bytes());
        spoken(Digest::of_fields("bersinar/root/1", &[self.door.as_bytes(), self.desk.as_bytes(), first, second]))
    }
}

/// The first 80 bits in Crockford's 32 characters: none that is taken for another.
fn spoken(digest: Digest) -> String {
    let mut bits = 0_u128;
    for byte in &digest.as_bytes()[..10] {
        bits = bits << 8 | u128::from(*byte);
    }
    let signs: Vec<char> = (0..16_u32)
        .map(|at| char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(bits >> (5 * (15 - at)) & 31) as usize]))
        .collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
