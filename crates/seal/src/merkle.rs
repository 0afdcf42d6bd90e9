//! One digest over many rows, so that a bulk import is one entry of the ledger and each row can still be checked.
//!
//! The tree is that of RFC 6962, section 2.1: leaves and inner nodes are hashed under different labels, so that an
//! inner node can never pass for a row.

use crate::Digest;

/// The root over `leaves`, in their order. The root of no leaves is a label of its own.
///
/// ```
/// use seal::{Digest, merkle::root};
/// let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
/// assert_ne!(root(&[a, b]), root(&[b, a]));
/// assert_ne!(root(&[a]), root(&[]));
/// ```
#[must_use]
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of_fields("bersinar/merkle/empty", &[]),
        [leaf] => Digest::of_fields("bersinar/merkle/leaf", &[leaf.as_bytes()]),
        _ => {
            // The largest power of two below the number of leaves goes left.
            let split = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(split);
            Digest::of_fields("bersinar/merkle/node", &[root(left).as_bytes(), root(right).as_bytes()])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_changed_leaf_changes_the_root(count in 1usize..70, at in 0usize..70) {
            let leaves: Vec<_> = (0..count).map(|i| Digest::of(&i.to_be_bytes())).collect();
            let mut changed = leaves.clone();
            changed[at % count] = Digest::of(b"another");
            prop_assert_ne!(root(&leaves), root(&changed));
            prop_assert_ne!(root(&leaves), root(&leaves[..count - 1]));
        }
    }
}
