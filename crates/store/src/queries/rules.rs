//! Rules that an office has made.

use crate::{
    Conn, Fields as _, MainKind, StoreError,
    nouns::{Round, RuleTaken, RuleVersion},
};

type Read<'a> = Conn<'a, MainKind>;

/// All versions of an office's own rules (of a regency, or of the nation under `system`), by id and version.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn versions(conn: Read<'_>, regency: &str) -> Result<Vec<RuleVersion>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// The versions that are in force, of all offices.
///
/// # Errors
/// What the database says.
pub async fn in_force(conn: Read<'_>) -> Result<Vec<RuleVersion>, StoreError> {
    conn.rows("state = 'active' ORDER BY regency, id, version", vec![]).await
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

/// Whether one of these offices has made a version of this name.
///
/// # Errors
/// What the database says.
pub async fn named_by(conn: Read<'_>, offices: &[&str], id: &str, name: &str) -> Result<bool, StoreError> {
    for office in offices {
        if version(conn, office, id, name).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether some office, whichever, has a version of this name.
///
/// # Errors
/// What the database says.
pub async fn named_anywhere(conn: Read<'_>, id: &str, version: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM instrument WHERE id = $1 AND version = $2 \
        UNION ALL SELECT 1 FROM rule_version WHERE id = $1 AND version = $2 LIMIT 1";
    Ok(!conn.all(sql, vec![id.into(), version.into()], |row| row.get::<i32>(0)).await?.is_empty())
}

/// What a round had before it took over the version that it is said to have; `None` where it did not take that over.
///
/// # Errors
/// What the database says.
pub async fn taken_before(conn: Read<'_>, round: &Round) -> Result<Option<String>, StoreError> {
    let condition = "regency = $1 AND instrument = $2 AND year = $3 AND version = $4";
    let Round { regency, instrument, version, year, .. } = round.clone();
    let values = vec![regency.into(), instrument.into(), year.into(), version.into()];
    Ok(conn.row::<RuleTaken>(condition, values).await?.map(|taken| taken.before))
}

/// The rounds that took over a version of the nation, by regency and year.
///
/// # Errors
/// What the database says.
pub async fn taken(conn: Read<'_>, instrument: &str, version: &str) -> Result<Vec<RuleTaken>, StoreError> {
    let condition = "instrument = $1 AND version = $2 ORDER BY regency, year";
    conn.rows(condition, vec![instrument.into(), version.into()]).await
}
