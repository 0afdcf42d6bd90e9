//! What an action holds while it writes: puts records, and says in the ledger what it did.

use crate::{Conn, Row, StoreError, ledger};
use sea_orm::{DatabaseTransaction, Value};
use seal::Digest;
use std::sync::{Mutex, atomic::AtomicBool};

/// What an action says of itself in the ledger.
#[derive(Debug, Clone)]
pub struct Record {
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// An account id, or the name of a program part.
    pub actor: String,
    /// Noun and verb: `sheet.submit`.
    pub action: &'static str,
    /// What it was done to and what was said, without anything about a person.
    pub body: serde_json::Value,
}

/// One action's transaction in one store.
#[derive(Debug)]
pub struct Tx<'a, S> {
    conn: Conn<'a, S>,
    chain: &'a str,
    touched: Mutex<Vec<(String, Option<Digest>)>>,
    record: Mutex<Option<Record>>,
}

/// How many bound values one statement may carry on either database.
const MOST_VALUES: usize = 30_000;

impl<'a, S> Tx<'a, S> {
    pub(crate) fn new(transaction: &'a DatabaseTransaction, conflict: &'a AtomicBool, chain: &'a str) -> Self {
        Self { conn: Conn::action(transaction, conflict), chain, touched: Mutex::default(), record: Mutex::default() }
    }

    /// Makes the other writers of this chain wait until the end of this action (on SQLite they queue anyway).
    pub(crate) async fn take_chain(&self) -> Result<(), StoreError> {
        if self.conn.backend() == sea_orm::DbBackend::Sqlite {
            return Ok(());
        }
        ledger::take(self.conn, self.chain).await
    }

    /// For reading inside the transaction.
    #[must_use]
    pub fn read(&self) -> Conn<'a, S> {
        self.conn
    }

    /// Says what this action does. Called once; the entry is appended when the action has succeeded.
    pub fn record(&self, record: Record) {
        *lock(&self.record) = Some(record);
    }

    /// Keeps a record, new or changed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn put<R: Row>(&self, row: &R) -> Result<(), StoreError> {
        self.put_all(std::slice::from_ref(row)).await
    }

    /// Keeps many records of one table.
    ///
    /// # Errors
    /// What the database says.
    pub async fn put_all<R: Row>(&self, rows: &[R]) -> Result<(), StoreError> {
        self.upsert(rows).await?;
        lock(&self.touched).extend(rows.iter().map(|row| (row.subject(), Some(row.state()))));
        Ok(())
    }

    /// Removes a record.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remove<R: Row>(&self, row: &R) -> Result<(), StoreError> {
        let key: Vec<_> = R::COLUMNS[..R::KEY].iter().enumerate().map(|(i, c)| format!("{c} = ${}", i + 1)).collect();
        let mut values = row.values();
        values.truncate(R::KEY);
        self.conn.execute(&format!("DELETE FROM {} WHERE {}", R::TABLE, key.join(" AND ")), values).await?;
        lock(&self.touched).push((row.subject(), None));
        Ok(())
    }

    /// Runs SQL on tables that the ledger does not cover: sessions, slips, sign-in names, erasable values.
    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        self.conn.execute(sql, values).await
    }

    async fn upsert<R: Row>(&self, rows: &[R]) -> Result<(), StoreError> {
        let columns = R::COLUMNS;
        let update: Vec<_> = columns[R::KEY..].iter().map(|c| format!("{c} = excluded.{c}")).collect();
        for chunk in rows.chunks(MOST_VALUES / columns.len()) {
            let mut parameter = 0;
            let tuples: Vec<String> = chunk
                .iter()
                .map(|_| {
                    let marks: Vec<String> = columns
                        .iter()
                        .map(|_| {
                            parameter += 1;
                            format!("${parameter}")
                        })
                        .collect();
                    format!("({})", marks.join(", "))
                })
                .collect();
            let sql = format!(
                "INSERT INTO {} ({}) VALUES {} ON CONFLICT ({}) DO UPDATE SET {}",
                R::TABLE,
                columns.join(", "),
                tuples.join(", "),
                columns[..R::KEY].join(", "),
                update.join(", "),
            );
            self.conn.execute(&sql, chunk.iter().flat_map(Row::values).collect()).await?;
        }
        Ok(())
    }

    /// Appends the entry, as the last thing before the commit.
    pub(crate) async fn finish(&self) -> Result<(), StoreError> {
        let touched = std::mem::take(&mut *lock(&self.touched));
        let record = lock(&self.record).take();
        match record {
            Some(record) => ledger::append(self.conn, self.chain, record, touched).await,
            None if touched.is_empty() => Ok(()),
            None => Err(StoreError::Unrecorded),
        }
    }
}

/// A poisoned lock is no harm here: the transaction of a panicked action is rolled back.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
