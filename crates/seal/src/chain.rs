//! The hash chain: each entry binds what happened to everything that happened before it.
//!
//! There is one chain for each regency and store, so that regencies do not wait for each other and a chain can be
//! handed to its own inspectorate. Gaps, changes and reordering inside a chain show by recomputation; a chain that was
//! cut at its end, or rolled back whole, shows only against a [checkpoint](crate::checkpoint) kept elsewhere.

use crate::Digest;

/// One entry as it is hashed. Texts are stored exactly as they are hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The chain: a regency code, or `system` for what belongs to no regency.
    pub chain: &'a str,
    /// Position in the chain, from 1, without gaps.
    pub sequence: u64,
    /// When it was recorded: milliseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// Who did it: an account id, or the name of a program part such as `import`.
    pub actor: &'a str,
    /// The verb and noun, such as `sheet.submit`.
    pub action: &'a str,
    /// What it was done to, as JSON; of a person only ids and [commitments](crate::commitment).
    pub body: &'a str,
    /// The [Merkle root](crate::merkle::root) over the states of the rows that the action left behind.
    pub rows: Digest,
    /// The hash of the entry before, [`Digest::ZERO`] for the first.
    pub previous: Digest,
}

impl Entry<'_> {
    /// The hash of this entry, which the next one carries as `previous`.
    #[must_use]
    pub fn hash(&self) -> Digest {
        Digest::of_fields(
            "bersinar/ledger/1",
            &[
                self.chain.as_bytes(),
                &self.sequence.to_be_bytes(),
                &self.recorded_at.to_be_bytes(),
                self.actor.as_bytes(),
                self.action.as_bytes(),
                self.body.as_bytes(),
                self.rows.as_bytes(),
                self.previous.as_bytes(),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_field_is_bound(
            (chain, actor, action, body) in (".*", ".*", ".*", ".*"), sequence: u64, at: i64, which in 0..8
        ) {
            let entry = Entry { chain: &chain, sequence, recorded_at: at, actor: &actor, action: &action, body: &body,
                rows: Digest::ZERO, previous: Digest::ZERO };
            let (longer, other) = (format!("{body}x"), Digest::of(b"other"));
            let mut changed = entry.clone();
            match which {
                0 => changed.chain = &longer,
                1 => changed.sequence = sequence.wrapping_add(1),
                2 => changed.recorded_at = at.wrapping_add(1),
                3 => changed.body = &longer,
                4 | 5 => changed.rows = other,
                6 => changed.previous = other,
                _ => { changed.actor = &longer; changed.action = &chain; }
            }
            prop_assume!(changed != entry);
            prop_assert_ne!(changed.hash(), entry.hash());
        }
    }
}
