//! Work that the program does by itself: planned, claimed by one worker, finished or tried again.

use crate::{Conn, Fields as _, MainKind, StoreError, Tx};
use sea_orm::QueryResult;

type Read<'a> = Conn<'a, MainKind>;
type Write<'a> = Tx<'a, MainKind>;

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The regency, or `system`.
    pub regency: String,
    /// Kind and day, so that it is planned once.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// `queued`, `running`, `done` or `failed`.
    pub state: String,
    /// Not before, milliseconds since 1970 UTC.
    pub run_at: i64,
    /// How often it was begun.
    pub attempts: i64,
    /// How far it is.
    pub done: i64,
    /// Of how much; 0 while that is not known.
    pub total: i64,
    /// What it said at its end, or why it failed.
    pub said: String,
    /// When it was begun last, or while it runs gave its last sign of life.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
}

const ALL: &str =
    "SELECT regency, id, kind, state, run_at, attempts, done, total, said, started_at, finished_at FROM job";

fn read(row: &QueryResult) -> Result<Job, sea_orm::DbErr> {
    Ok(Job {
        regency: row.get(0)?,
        id: row.get(1)?,
        kind: row.get(2)?,
        state: row.get(3)?,
        run_at: row.get(4)?,
        attempts: row.get(5)?,
        done: row.get(6)?,
        total: row.get(7)?,
        said: row.get(8)?,
        started_at: row.get(9)?,
        finished_at: row.get(10)?,
    })
}

/// Plans a job; one of this name that is there already stays as it is.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn plan(tx: &Write<'_>, regency: &str, kind: &str, id: &str, run_at: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO job (regency, id, kind, state, run_at, attempts, done, total, said) \
        VALUES ($1, $2, $3, 'queued', $4, 0, 0, 0, '') ON CONFLICT (regency, id) DO NOTHING";
    tx.execute(sql, vec![regency.into(), id.into(), kind.into(), run_at.into()]).await.map(drop)
}

/// The job that is due longest.
///
/// # Errors
/// What the database says.
pub async fn due(conn: Read<'_>, now: i64) -> Result<Option<Job>, StoreError> {
    let sql = format!("{ALL} WHERE state = 'queued' AND run_at <= $1 ORDER BY run_at, id LIMIT 1");
    Ok(conn.all(&sql, vec![now.into()], read).await?.pop())
}

/// One job.
///
/// # Errors
/// What the database says.
pub async fn one(conn: Read<'_>, regency: &str, id: &str) -> Result<Option<Job>, StoreError> {
    let sql = format!("{ALL} WHERE regency = $1 AND id = $2");
    Ok(conn.all(&sql, vec![regency.into(), id.into()], read).await?.pop())
}

/// Whether a job of this kind is planned or under way.
///
/// # Errors
/// What the database says.
pub async fn unfinished(conn: Read<'_>, kind: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM job WHERE kind = $1 AND finished_at IS NULL LIMIT 1";
    Ok(!conn.all(sql, vec![kind.into()], |row| row.get::<i32>(0)).await?.is_empty())
}

/// How many jobs of this kind are planned or under way for a regency.
///
/// # Errors
/// What the database says.
pub async fn waiting(conn: Read<'_>, regency: &str, kind: &str) -> Result<usize, StoreError> {
    let sql = "SELECT id FROM job WHERE regency = $1 AND kind = $2 AND finished_at IS NULL";
    Ok(conn.all(sql, vec![regency.into(), kind.into()], |row| row.get::<String>(0)).await?.len())
}

/// The last jobs, the newest first.
///
/// # Errors
/// What the database says.
pub async fn last(conn: Read<'_>, limit: u64) -> Result<Vec<Job>, StoreError> {
    conn.all(&format!("{ALL} ORDER BY run_at DESC, id DESC LIMIT {limit}"), vec![], read).await
}

/// Claims a job for this worker; false when another was faster.
///
/// # Errors
/// What the database says.
pub async fn claim(tx: &Write<'_>, job: &Job, now: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE job SET state = 'running', attempts = attempts + 1, started_at = $3 \
        WHERE regency = $1 AND id = $2 AND state = 'queued'";
    let changed = tx.execute(sql, vec![job.regency.clone().into(), job.id.clone().into(), now.into()]).await?;
    Ok(changed == 1)
}

/// Writes how a job stands: its progress, its end, or when it is tried again.
///
/// # Errors
/// What the database says.
pub async fn keep(tx: &Write<'_>, job: &Job) -> Result<(), StoreError> {
    let sql = "UPDATE job SET state = $3, run_at = $4, done = $5, total = $6, said = $7, finished_at = $8 \
        WHERE regency = $1 AND id = $2";
    let Job { regency, id, state, run_at, done, total, said, finished_at, .. } = job.clone();
    let values = vec![
        regency.into(),
        id.into(),
        state.into(),
        run_at.into(),
        done.into(),
        total.into(),
        said.into(),
        finished_at.into(),
    ];
    tx.execute(sql, values).await.map(drop)
}

/// Notes that a job still runs.
///
/// # Errors
/// What the database says.
pub async fn touch(tx: &Write<'_>, job: &Job, now: i64) -> Result<(), StoreError> {
    let sql = "UPDATE job SET started_at = $3 WHERE regency = $1 AND id = $2 AND state = 'running'";
    tx.execute(sql, vec![job.regency.clone().into(), job.id.clone().into(), now.into()]).await.map(drop)
}

/// Queues a job anew that had failed for good; false where it had not.
///
/// # Errors
/// What the database says.
pub async fn again(tx: &Write<'_>, regency: &str, id: &str, now: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE job SET state = 'queued', run_at = $3, attempts = 0, finished_at = NULL, said = '' \
        WHERE regency = $1 AND id = $2 AND state = 'failed'";
    Ok(tx.execute(sql, vec![regency.into(), id.into(), now.into()]).await? == 1)
}

/// Puts back jobs that gave no sign of life since `since` and never ended: their program was stopped.
///
/// # Errors
/// What the database says.
pub async fn put_back(tx: &Write<'_>, since: i64) -> Result<u64, StoreError> {
    tx.execute("UPDATE job SET state = 'queued' WHERE state = 'running' AND started_at < $1", vec![since.into()]).await
}

/// Takes away a job that does not run, so that one of its name can be planned anew.
///
/// # Errors
/// What the database says.
pub async fn remove(tx: &Write<'_>, regency: &str, id: &str) -> Result<u64, StoreError> {
    let sql = "DELETE FROM job WHERE regency = $1 AND id = $2 AND finished_at IS NOT NULL";
    tx.execute(sql, vec![regency.into(), id.into()]).await
}

/// Forgets jobs that ended before a moment.
///
/// # Errors
/// What the database says.
pub async fn forget(tx: &Write<'_>, before: i64) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM job WHERE finished_at < $1", vec![before.into()]).await
}
