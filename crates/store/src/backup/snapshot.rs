//! One consistent state of a store's database, taken while others write.
//!
//! SQLite: the pages of a reading transaction, packed as they are read ([`Frozen`]). PostgreSQL: a transaction exports its
//! snapshot, and `pg_dump` dumps that same state. Either way heads and counts in the manifest are those of the copy.

use super::{BackupError, Frozen, Kind, Source, postgres};
use crate::{Conn, Fields as _, Handle, Location, StoreError, StoreKind, ledger};
use sea_orm::{
    AccessMode, DatabaseTransaction, IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};
use seal::checkpoint::Head;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

/// One state of a store's database; it goes when this does.
#[derive(Debug)]
pub struct Snapshot {
    image: Image,
    /// What it is.
    pub kind: Kind,
    /// Its migrations.
    pub migrations: Vec<String>,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Where its chains stand.
    pub heads: Vec<Head>,
}

/// Where the state is.
#[derive(Debug)]
enum Image {
    /// Not taken yet.
    None,
    /// In the database itself, kept still by a transaction.
    Pages(Arc<Frozen>, #[expect(dead_code, reason = "it holds the pages still until it goes")] DatabaseTransaction),
    /// In a file, which goes with this.
    Dump(Dump),
}

#[derive(Debug)]
struct Dump(PathBuf);

impl Drop for Dump {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.0);
    }
}

impl Snapshot {
    /// The part of a backup that it is; to be packed while this is there.
    #[must_use]
    pub fn source(&self) -> Option<Source> {
        let name = self.kind.member().to_owned();
        match &self.image {
            Image::None => None,
            Image::Pages(frozen, _) => Some(Source::Frozen(name, frozen.clone())),
            Image::Dump(dump) => Some(Source::File(name, dump.0.clone())),
        }
    }
}

impl<S: StoreKind> Handle<S> {
    /// Takes the state. A dump is written into `folder`, which should be for its owner only.
    ///
    /// # Errors
    /// When the database cannot be read, the disk is full, or `pg_dump` is missing or fails.
    pub async fn snapshot(&self, folder: &Path) -> Result<Snapshot, BackupError> {
        let kind = if matches!(self.location, Location::Folder(_)) { Kind::Sqlite } else { Kind::Postgres };
        let (migrations, rows, heads) = (vec![], BTreeMap::new(), vec![]);
        let mut snapshot = Snapshot { image: Image::None, kind, migrations, rows, heads };
        let asked_again = AtomicBool::new(false);
        match &self.location {
            Location::Folder(own) => {
                let file = own.join(S::NAME).with_extension("db");
                let immediate = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..TransactionOptions::default()
                };
                // Nobody writes while the log is read, and what is read begins right there.
                let still = self.writing().begin_with_options(immediate).await.map_err(StoreError::from)?;
                let reading = self.readers().begin().await.map_err(StoreError::from)?;
                Conn::<S>::action(&reading, &asked_again)
                    .all("SELECT COUNT(*) FROM migration", vec![], |_| Ok(()))
                    .await?;
                let frozen = Frozen::of(&file);
                still.rollback().await.map_err(StoreError::from)?;
                facts(&mut snapshot, Conn::<S>::action(&reading, &asked_again)).await?;
                snapshot.image = Image::Pages(Arc::new(frozen?), reading);
            }
            Location::Postgres(url) => {
                let begun =
                    self.readers().begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly));
                let transaction = begun.await.map_err(StoreError::from)?;
                let conn = Conn::<S>::action(&transaction, &asked_again);
                let exported: Vec<String> = conn.all("SELECT pg_export_snapshot()", vec![], |row| row.get(0)).await?;
                facts(&mut snapshot, conn).await?;
                // Named first, so that a dump that fails half-way is removed.
                let path = folder.join(S::NAME).with_extension("snapshot");
                snapshot.image = Image::Dump(Dump(path.clone()));
                let (url, store) = (url.clone(), S::NAME);
                let exported = exported.into_iter().next().unwrap_or_default();
                let dump = move || postgres::dump(&url, store, &exported, &path);
                let dumped = tokio::task::spawn_blocking(dump).await;
                transaction.rollback().await.map_err(StoreError::from)?;
                dumped.map_err(|error| StoreError::Database(error.to_string()))??;
            }
        }
        Ok(snapshot)
    }
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
