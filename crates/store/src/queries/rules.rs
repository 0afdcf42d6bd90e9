//! Rules that an office has made.

use crate::{Conn, MainKind, StoreError, nouns::RuleVersion};

type Read<'a> = Conn<'a, MainKind>;

/// All versions of an office's own rules, by id and version.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn versions(conn: Read<'_>, regency: &str) -> Result<Vec<RuleVersion>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// One version.
///
/// # Errors
/// What the database says.
pub async fn version(
    conn: Read<'_>,
    regency: &str,
    id: &str,
    version: &str,
) -> Result<Option<RuleVersion>, StoreError> {
    Ok(conn.under(vec![regency.into(), id.into(), version.into()], None).await?.pop())
}
