//! Keys that can be erased: one for each conversation of a door. They have no ledger and no past; what they opened has.

use crate::{Conn, ErasableKind, Fields as _, Handle, StoreError, Tx};
use sea_orm::{ConnectionTrait as _, DbBackend};

/// The key of a conversation; `None` where there is none, or none any more.
///
/// # Errors
/// What the database says.
pub async fn key(conn: Conn<'_, ErasableKind>, door: &str, id: &str) -> Result<Option<[u8; 32]>, StoreError> {
    let sql = "SELECT key FROM rest_key WHERE door = $1 AND id = $2";
    let found = conn.all(sql, vec![door.into(), id.into()], |row| row.get::<Vec<u8>>(0)).await?;
    Ok(found.into_iter().next().and_then(|bytes| bytes.try_into().ok()))
}

/// Keeps a new key.
///
/// # Errors
/// What the database says.
pub async fn keep(tx: &Tx<'_, ErasableKind>, door: &str, id: &str, key: [u8; 32]) -> Result<(), StoreError> {
    let sql = "INSERT INTO rest_key (door, id, key) VALUES ($1, $2, $3)";
    tx.execute(sql, vec![door.into(), id.into(), key.to_vec().into()]).await.map(drop)
}

/// Erases a key; `false` where it is gone already.
///
/// # Errors
/// What the database says.
pub async fn erase(tx: &Tx<'_, ErasableKind>, door: &str, id: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM rest_key WHERE door = $1 AND id = $2";
    Ok(tx.execute(sql, vec![door.into(), id.into()]).await? == 1)
}

impl Handle<ErasableKind> {
    /// Brings what was erased out of the log too. SQLite overwrites erased rows (`secure_delete`); their pages are copied from the log, and that is cut.
    /// On PostgreSQL the row is gone with the next `VACUUM`, and from its log when that is recycled.
    ///
    /// # Errors
    /// What the database says.
    pub async fn shred(&self) -> Result<(), StoreError> {
        let connection = self.writing();
        match connection.get_database_backend() {
            DbBackend::Sqlite => connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?,
            _ => connection.execute_unprepared("VACUUM rest_key").await?,
        };
        Ok(())
    }
}
