//! Do the printed sums add up? A table that does not is refused before anything else happens to it.
//!
//! For: finding the wrong total and naming it. Not for: repairing it. Next: `protect.rs`.

use super::Tables;

/// A sum that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{relation}: the total says {total}, the parts add up to {parts} ({difference:+})")]
pub struct Difference {
    /// The label of the relation.
    pub relation: String,
    /// What the total says.
    pub total: u64,
    /// What its parts add up to.
    pub parts: u128,
    /// Total less parts.
    pub difference: i128,
}

/// Whether every relation holds.
///
/// # Errors
/// Every relation that does not, in the order in which they were stated.
///
/// ```
/// use insight::disclosure::{Tables, reconcile};
/// let mut tables = Tables::new();
/// tables.one_way("by sex", &[9, 7], 15);
/// assert_eq!(reconcile(&tables).unwrap_err()[0].to_string(),
///     "by sex: the total says 15, the parts add up to 16 (-1)");
/// ```
pub fn reconcile(tables: &Tables) -> Result<(), Vec<Difference>> {
    let found = tables.relations.iter().filter_map(|relation| {
        let total = tables.values[relation.total];
        let parts: u128 = relation.parts.iter().map(|part| u128::from(tables.values[*part])).sum();
        // Sums of 64-bit counts are far below 2^127.
        let difference = i128::from(total) - i128::try_from(parts).unwrap_or(i128::MAX);
        (difference != 0).then(|| Difference { relation: relation.label.clone(), total, parts, difference })
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}
