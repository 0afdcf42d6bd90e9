//! What an action holds while it writes: puts records, and says in the ledger what it did.

use crate::{Conn, Row, StoreError, ledger};
use sea_orm::{DatabaseTransaction, Value};
use seal::Digest;
use std::{
    collections::BTreeMap,
    sync::{Mutex, atomic::AtomicBool},
};

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
    /// What the touched records said before, by subject; `None` where the store keeps no past.
    former: Option<Mutex<BTreeMap<String, String>>>,
    record: Mutex<Option<Record>>,
}

/// How many bound values one statement carries.
pub(crate) const MOST_VALUES: usize = 5_000;

impl<'a, S> Tx<'a, S> {
    pub(crate) fn new(
        transaction: &'a DatabaseTransaction,
        conflict: &'a AtomicBool,
        chain: &'a str,
        past: bool,
    ) -> Self {
        let conn = Conn::action(transaction, conflict);
        let former = past.then(Mutex::default);
        Self { conn, chain, touched: Mutex::default(), former, record: Mutex::default() }
    }

    /// Makes the other writers of this chain wait until the end of this action (on SQLite they queue anyway).
    pub(crate) async fn take_chain(&self) -> Result<(), StoreError> {
        self.take(self.chain).await
    }

    /// Makes the writers of another chain wait too. Only [`crate::SYSTEM`], and after one's own, so that no two wait for
    /// each other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take(&self, chain: &str) -> Result<(), StoreError> {
        if self.conn.backend() == sea_orm::DbBackend::Sqlite {
            return Ok(());
        }
        ledger::take(self.conn, chain).await
    }

    /// For reading inside the transaction.
    #[must_use]
    pub fn read(&self) -> Conn<'a, S> {
        self.conn
    }

    /// The last entry of this action's chain before its own; 0 where it has none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_entry(&self) -> Result<u64, StoreError> {
        ledger::last_entry(self.conn, self.chain).await
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
        self.put_by(rows).await?;
        self.upsert(rows).await?;
        lock(&self.touched).extend(rows.iter().map(|row| (row.subject(), Some(row.state()))));
        Ok(())
    }

    /// Removes a record.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remove<R: Row>(&self, row: &R) -> Result<(), StoreError> {
        self.put_by(std::slice::from_ref(row)).await?;
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

    /// Puts by what the records say before they change; of one that changes twice in an action, the first.
    async fn put_by<R: Row>(&self, rows: &[R]) -> Result<(), StoreError> {
        let Some(former) = self.former.as_ref().filter(|_| R::PAST) else { return Ok(()) };
        for chunk in rows.chunks(MOST_VALUES / R::KEY) {
            let tuples = self.conn.tuples(chunk.len(), R::KEY);
            let condition = format!("({}) IN (VALUES {tuples})", R::COLUMNS[..R::KEY].join(", "));
            let keys = chunk.iter().flat_map(|row| row.values().into_iter().take(R::KEY)).collect();
            for before in self.conn.rows::<R>(&condition, keys).await? {
                let body = serde_json::to_string(&before).unwrap_or_default();
                lock(former).entry(before.subject()).or_insert(body);
            }
        }
        Ok(())
    }

    async fn upsert<R: Row>(&self, rows: &[R]) -> Result<(), StoreError> {
        let columns = R::COLUMNS;
        let update: Vec<_> = columns[R::KEY..].iter().map(|c| format!("{c} = excluded.{c}")).collect();
        for chunk in rows.chunks(MOST_VALUES / columns.len()) {
            let sql = format!(
                "INSERT INTO {} ({}) VALUES {} ON CONFLICT ({}) DO UPDATE SET {}",
                R::TABLE,
                columns.join(", "),
                self.conn.tuples(chunk.len(), columns.len()),
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
            Some(record) => {
                let sequence = ledger::append(self.conn, self.chain, record, touched).await?;
                self.keep_former(sequence).await
            }
            None if touched.is_empty() => Ok(()),
            None => Err(StoreError::Unrecorded),
        }
    }

    async fn keep_former(&self, sequence: i64) -> Result<(), StoreError> {
        let Some(former) = &self.former else { return Ok(()) };
        let former: Vec<(String, String)> = std::mem::take(&mut *lock(former)).into_iter().collect();
        for chunk in former.chunks(MOST_VALUES / 4) {
            let tuples = self.conn.tuples(chunk.len(), 4);
            let sql = format!("INSERT INTO former (regency, subject, sequence, body) VALUES {tuples}");
            let row = |(subject, body): &(String, String)| -> [Value; 4] {
                [self.chain.into(), subject.clone().into(), sequence.into(), body.clone().into()]
            };
            let values = chunk.iter().flat_map(row).collect();
            self.conn.execute(&sql, values).await?;
        }
        Ok(())
    }
}

/// A poisoned lock is no harm here: the transaction of a panicked action is rolled back.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
