//! Field observations: one's own entries, and counts. There is no other question.

use crate::{Conn, Fields as _, SignalsKind, StoreError, nouns::Observation};
use sea_orm::Value;

type Read<'a> = Conn<'a, SignalsKind>;

/// What one account has entered since a week, the latest first.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn own(conn: Read<'_>, regency: &str, author: &str, since: &str) -> Result<Vec<Observation>, StoreError> {
    let condition = "regency = $1 AND author = $2 AND week >= $3 ORDER BY week DESC, village, kind, id";
    conn.rows(condition, vec![regency.into(), author.into(), since.into()]).await
}

/// One's own entry.
///
/// # Errors
/// What the database says.
pub async fn one(
    conn: Read<'_>,
    regency: &str,
    village: &str,
    id: &str,
    author: &str,
) -> Result<Option<Observation>, StoreError> {
    let condition = "regency = $1 AND village = $2 AND id = $3 AND author = $4";
    conn.row(condition, vec![regency.into(), village.into(), id.into(), author.into()]).await
}

/// How often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The village.
    pub village: String,
    /// By the catalogue's id.
    pub kind: String,
    /// ISO week.
    pub week: String,
    /// How many observations.
    pub n: i64,
}

/// How many observations there were in villages whose code begins with `part`, by village, kind and week, from a week to
/// another (both included).
///
/// # Errors
/// What the database says.
pub async fn counts(
    conn: Read<'_>,
    regency: &str,
    part: &str,
    (since, until): (&str, &str),
) -> Result<Vec<Count>, StoreError> {
    let begins = conn.begins("village", part, 4);
    let mut values: Vec<Value> = vec![regency.into(), since.into(), until.into()];
    values.extend(begins.values);
    let sql = format!(
        "SELECT village, kind, week, COUNT(*) FROM observation WHERE regency = $1 AND week >= $2 AND week <= $3{} \
         GROUP BY village, kind, week ORDER BY village, kind, week",
        begins.sql
    );
    let read = |row: &sea_orm::QueryResult| {
        Ok(Count { village: row.get(0)?, kind: row.get(1)?, week: row.get(2)?, n: row.get(3)? })
    };
    conn.all(&sql, values, read).await
}
