//! What became of what came in a month: the days that tell it, and what is published of it.

use crate::{
    Conn, Fields as _, StoreError,
    ledger::verify::{Finding, Report},
    nouns::ToldMonth,
};
use sea_orm::QueryResult;
use seal::{Digest, merkle};
use std::collections::HashSet;

/// A conversation's days, as far as they count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// ISO day.
    pub came_on: String,
    /// ISO day of the first answer; empty before.
    pub answered_on: String,
    /// ISO day; empty while open.
    pub closed_on: String,
    /// How it ended; empty while it has not.
    pub outcome: String,
}

/// Chains to which anything ever came, with the first day.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn first_days<S>(conn: Conn<'_, S>) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT regency, MIN(day) FROM arrival_day GROUP BY regency ORDER BY regency";
    conn.all(sql, vec![], |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// What came to a chain from a day to another, erased or not.
///
/// # Errors
/// What the database says.
pub async fn days<S>(conn: Conn<'_, S>, regency: &str, (from, to): (&str, &str)) -> Result<Vec<Days>, StoreError> {
    let sql = "SELECT c.came_on, h.answered_on, h.closed_on, h.outcome FROM conversation c \
        LEFT JOIN handling h ON h.regency = c.regency AND h.id = c.id WHERE c.regency = $1 AND c.came_on BETWEEN $2 AND $3 \
        UNION ALL SELECT h.came_on, h.answered_on, h.closed_on, h.outcome FROM handling h \
        WHERE h.regency = $1 AND h.came_on BETWEEN $2 AND $3 AND h.erased_on <> '' \
        AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.regency = h.regency AND c.id = h.id)";
    let read = |row: &QueryResult| {
        let text = |at: usize| Ok::<_, sea_orm::DbErr>(row.get::<Option<String>>(at)?.unwrap_or_default());
        Ok(Days { came_on: text(0)?, answered_on: text(1)?, closed_on: text(2)?, outcome: text(3)? })
    };
    conn.all(sql, vec![regency.into(), from.into(), to.into()], read).await
}

/// The digests of what came to a chain from a day to another.
///
/// # Errors
/// What the database says.
pub async fn leaves<S>(conn: Conn<'_, S>, regency: &str, (from, to): (&str, &str)) -> Result<Vec<Digest>, StoreError> {
    let sql = "SELECT leaf FROM arrival_leaf WHERE regency = $1 AND day BETWEEN $2 AND $3 ORDER BY leaf";
    let texts = conn.all(sql, vec![regency.into(), from.into(), to.into()], |row| row.get::<String>(0)).await?;
    Ok(texts.into_iter().map(|text| text.parse().unwrap_or(Digest::ZERO)).collect())
}

/// What is published, the latest first.
///
/// # Errors
/// What the database says.
pub async fn published<S>(conn: Conn<'_, S>) -> Result<Vec<ToldMonth>, StoreError> {
    conn.rows("1 = 1 ORDER BY month DESC, regency", vec![]).await
}

/// What is published of a month.
///
/// # Errors
/// What the database says.
pub async fn of<S>(conn: Conn<'_, S>, regency: &str, month: &str) -> Result<Option<ToldMonth>, StoreError> {
    Ok(conn.rows("regency = $1 AND month = $2", vec![regency.into(), month.into()]).await?.into_iter().next())
}

/// Sees that all that came in a month is among what is published of it.
pub(crate) async fn verify<S>(conn: Conn<'_, S>, report: &mut Report) -> Result<(), StoreError> {
    for row in published(conn).await? {
        let marks: Vec<Digest> = row.marks.split(' ').filter_map(|one| one.parse().ok()).collect();
        let days = (format!("{}-01", row.month), format!("{}-31", row.month));
        let came = leaves(conn, &row.regency, (&days.0, &days.1)).await?;
        let listed: HashSet<&Digest> = marks.iter().collect();
        if merkle::root(&marks).to_string() != row.root || !came.iter().all(|leaf| listed.contains(leaf)) {
            report.findings.push(Finding::RowChanged { subject: format!("told_month/{}/{}", row.regency, row.month) });
        }
    }
    Ok(())
}
