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

/// How many bound values one statement carries. SQLite finds the name of each by going through all of them, so that many
/// small statements are far quicker than one of thousands of values.
pub(crate) const MOST_VALUES: usize = 500;

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
            let mut parameter = 0;
            let mut mark = || {
                parameter += 1;
                format!("${parameter}")
            };
            let mut tuples = Vec::with_capacity(chunk.len());
            for _ in chunk {
                let marks: Vec<String> = (0..R::KEY).map(|_| mark()).collect();
                tuples.push(format!("({})", marks.join(", ")));
            }
            let condition = format!("({}) IN (VALUES {})", R::COLUMNS[..R::KEY].join(", "), tuples.join(", "));
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
            let marks = |at: usize| format!("($1, ${}, $2, ${})", at * 2 + 3, at * 2 + 4);
            let tuples: Vec<String> = (0..chunk.len()).map(marks).collect();
            let sql = format!("INSERT INTO former (regency, subject, sequence, body) VALUES {}", tuples.join(", "));
            let mut values: Vec<Value> = vec![self.chain.into(), sequence.into()];
            values.extend(chunk.iter().flat_map(|(subject, body)| [subject.clone().into(), body.clone().into()]));
            self.conn.execute(&sql, values).await?;
        }
        Ok(())
    }
}

/// A poisoned lock is no harm here: the transaction of a panicked action is rolled back.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
