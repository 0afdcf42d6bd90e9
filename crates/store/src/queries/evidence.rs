//! Files that prove something.

use crate::{Conn, Fields as _, MainKind, StoreError, nouns::Evidence};

type Read<'a> = Conn<'a, MainKind>;

/// One file's record.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn one(conn: Read<'_>, regency: &str, id: &str) -> Result<Option<Evidence>, StoreError> {
    Ok(conn.under(vec![regency.into(), id.into()], None).await?.pop())
}

/// The files about a subject, oldest first.
///
/// # Errors
/// What the database says.
pub async fn about(conn: Read<'_>, regency: &str, subject: &str) -> Result<Vec<Evidence>, StoreError> {
    if conn.is_past() {
        let mut all = conn.under::<Evidence>(vec![regency.into()], None).await?;
        all.retain(|evidence| evidence.subject == subject);
        return Ok(all);
    }
    conn.rows("regency = $1 AND subject = $2 ORDER BY id", vec![regency.into(), subject.into()]).await
}

/// The subjects of files whose name begins so, each with when its file was added.
///
/// # Errors
/// What the database says.
pub async fn added(conn: Read<'_>, regency: &str, begins: &str) -> Result<Vec<(String, i64)>, StoreError> {
    if conn.is_past() {
        let all = conn.under::<Evidence>(vec![regency.into()], None).await?;
        let own = all.into_iter().filter(|row| row.subject.starts_with(begins));
        return Ok(own.map(|row| (row.subject, row.added_at)).collect());
    }
    let begins = conn.begins("subject", begins, 2);
    let sql = format!("SELECT subject, added_at FROM evidence WHERE regency = $1{} ORDER BY id", begins.sql);
    let values = [vec![regency.into()], begins.values].concat();
    conn.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// How many bytes a regency's evidence has altogether; a file that proves two things counts twice.
///
/// # Errors
/// What the database says.
pub async fn bytes(conn: Read<'_>, regency: &str) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM evidence WHERE regency = $1";
    Ok(conn.all(sql, vec![regency.into()], |row| row.get(0)).await?.pop().unwrap_or_default())
}

/// The digests of all files that a regency's records refer to.
///
/// # Errors
/// What the database says.
pub async fn referred(conn: Read<'_>, regency: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT file FROM evidence WHERE regency = $1 UNION SELECT file FROM import WHERE regency = $1 \
        UNION SELECT facts FROM paper WHERE regency = $1 AND facts <> '' \
        UNION SELECT arms FROM paper WHERE regency = $1 AND arms <> '' \
        UNION SELECT arms FROM letterhead WHERE regency = $1 AND arms <> ''";
    conn.all(sql, vec![regency.into()], |row| row.get(0)).await
}
