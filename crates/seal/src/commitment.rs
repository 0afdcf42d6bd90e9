//! How the ledger speaks of a person without holding the person: it keeps a salted digest, the values lie beside it.
//!
//! When the values and the salt are erased, the chain still verifies and nothing can be guessed from the digest: the
//! salt has 128 bits, so that a dictionary of names finds no match.

use crate::Digest;

/// Random bytes that make a commitment unguessable; erased together with the values.
pub type Salt = [u8; 16];

/// The digest that stands in the chain for `values`.
///
/// ```
/// use seal::commitment::commit;
/// assert_eq!(commit(&[7; 16], "Siti"), commit(&[7; 16], "Siti"));
/// assert_ne!(commit(&[7; 16], "Siti"), commit(&[8; 16], "Siti"));
/// ```
#[must_use]
pub fn commit(salt: &Salt, values: &str) -> Digest {
    Digest::of_fields("bersinar/commitment", &[salt, values.as_bytes()])
}
