//! One consistent state of a store's database, taken while others write.
//!
//! SQLite: `VACUUM INTO` a file. PostgreSQL: a transaction exports its snapshot, and `pg_dump` dumps that same state, so
//! that the heads and counts in the manifest are those of the dump.

use super::{BackupError, Kind, postgres};
use crate::{Conn, Fields as _, Handle, Location, StoreError, StoreKind, ledger};
use sea_orm::{AccessMode, ConnectOptions, Database, DatabaseConnection, IsolationLevel, TransactionTrait as _};
use seal::checkpoint::Head;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

/// A copy of a store's database in a file; the file goes when this does.
#[derive(Debug)]
pub struct Snapshot {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// Its migrations.
    pub migrations: Vec<String>,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Where its chains stand.
    pub heads: Vec<Head>,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.path);
    }
}

impl<S: StoreKind> Handle<S> {
    /// Copies the database into a file in `folder`, which should be for its owner only.
    ///
    /// # Errors
    /// When the disk is full, or `pg_dump` is missing or fails.
    pub async fn snapshot(&self, folder: &Path) -> Result<Snapshot, BackupError> {
        let path = folder.join(S::NAME).with_extension("snapshot");
        let kind = if matches!(self.location, Location::Folder(_)) { Kind::Sqlite } else { Kind::Postgres };
        // Made first, so that a copy that fails half-way is removed.
        let mut snapshot = Snapshot { path, kind, migrations: vec![], rows: BTreeMap::new(), heads: vec![] };
        match &self.location {
            Location::Folder(_) => {
                let into = vec![snapshot.path.display().to_string().into()];
                self.read().execute("VACUUM INTO $1", into).await?;
                let copy = open(&snapshot.path).await?;
                facts(&mut snapshot, Conn::<S>::pool(&copy)).await?;
                copy.close().await.map_err(StoreError::from)?;
            }
            Location::Postgres(url) => {
                let begun =
                    self.readers().begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly));
                let transaction = begun.await.map_err(StoreError::from)?;
                let asked_again = AtomicBool::new(false);
                let conn = Conn::<S>::action(&transaction, &asked_again);
                let exported: Vec<String> = conn.all("SELECT pg_export_snapshot()", vec![], |row| row.get(0)).await?;
                facts(&mut snapshot, conn).await?;
                let (url, store, into) = (url.clone(), S::NAME, snapshot.path.clone());
                let exported = exported.into_iter().next().unwrap_or_default();
                let dump = move || postgres::dump(&url, store, &exported, &into);
                let dumped = tokio::task::spawn_blocking(dump).await;
                transaction.rollback().await.map_err(StoreError::from)?;
                dumped.map_err(|error| StoreError::Database(error.to_string()))??;
            }
        }
        Ok(snapshot)
    }
}

/// The copy, for reading only.
async fn open(file: &Path) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=ro&immutable=true", file.display()));
    options.max_connections(1).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

async fn facts<S: StoreKind>(snapshot: &mut Snapshot, conn: Conn<'_, S>) -> Result<(), StoreError> {
    snapshot.migrations = conn.all("SELECT name FROM migration ORDER BY name", vec![], |row| row.get(0)).await?;
    snapshot.heads = ledger::heads(conn).await?;
    let (sql, values) = match snapshot.kind {
        Kind::Sqlite => {
            ("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", vec![])
        }
        Kind::Postgres => (
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = $1 \
             AND table_type = 'BASE TABLE' ORDER BY 1",
            vec![S::NAME.into()],
        ),
    };
    let tables: Vec<String> = conn.all(sql, values, |row| row.get(0)).await?;
    for table in tables {
        let rows = conn.all(&format!("SELECT COUNT(*) FROM {table}"), vec![], |row| row.get::<i64>(0)).await?;
        snapshot.rows.insert(table, rows.first().map_or(0, |count| count.unsigned_abs()));
    }
    Ok(())
}
