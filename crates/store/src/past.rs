//! What was known earlier: the records as they stood after a given entry of their chain (ADR 0013).
//!
//! A record that no later entry touched is as it was. Of the others [`Tx`](crate::Tx) has put by what they said before the
//! first entry that did; where it put by nothing, the record did not exist yet.
//! Not here: which moment a reader means (`app::moment`), and proof that the past was not rewritten (`ledger::verify`).

use crate::{
    Conn, Fields as _, Handle, MainKind, Row, StoreError,
    ledger::{self, Entry, RowState},
    row,
};
use sea_orm::{QueryResult, Value};
use seal::Digest;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};

/// The SQL of a condition and its values.
pub(crate) struct Begins {
    pub sql: String,
    pub values: Vec<Value>,
}

impl<S> Conn<'_, S> {
    /// The same connection, for questions about what was known right after entry `sequence` of a regency's chain.
    #[must_use]
    pub fn as_known(self, sequence: u64) -> Self {
        self.knowing(Some(i64::try_from(sequence).unwrap_or(i64::MAX)))
    }

    /// Whether this connection answers for an earlier moment.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.known.is_some()
    }

    /// The records whose first key columns have these values (the first is the regency), and whose next key column begins
    /// with `part`, in the order of their keys; now or as known earlier.
    pub(crate) async fn under<R: Row + DeserializeOwned>(
        &self,
        first: Vec<Value>,
        part: Option<&str>,
    ) -> Result<Vec<R>, StoreError> {
        let conditions: Vec<_> = (1..=first.len()).map(|at| format!("{} = ${at}", R::COLUMNS[at - 1])).collect();
        let mut values = first.clone();
        let next = R::COLUMNS[first.len().min(R::KEY - 1)];
        let begins = self.begins(next, part.unwrap_or_default(), first.len() + 1);
        values.extend(begins.values);
        let order = R::COLUMNS[..R::KEY].join(", ");
        let condition = format!("{}{} ORDER BY {order}", conditions.join(" AND "), begins.sql);
        let now = self.knowing(None).rows::<R>(&condition, values).await?;
        let (Some(known), true) = (self.known, R::PAST) else { return Ok(now) };
        let mut subject = R::TABLE.to_owned();
        for value in &first {
            subject = format!("{subject}/{}", shown(value));
        }
        // A whole key ends there; otherwise its next part follows.
        let whole = first.len() == R::KEY;
        subject += if whole { "" } else { "/" };
        subject += part.unwrap_or_default();
        let changed = self.changed(shown(&first[0]), &subject, known).await?;
        let own = |name: &str| if whole { name == subject } else { name.starts_with(&subject) };
        let mut then: BTreeMap<String, R> = BTreeMap::new();
        then.extend(now.into_iter().map(|row| (row.subject(), row)).filter(|(name, _)| !changed.contains_key(name)));
        for (name, body) in changed.into_iter().filter(|(name, _)| own(name)) {
            let Some(body) = body else { continue };
            let damaged = |_| StoreError::Database(format!("a former record cannot be read: {name}"));
            then.insert(name.clone(), serde_json::from_str(&body).map_err(damaged)?);
        }
        Ok(then.into_values().collect())
    }

    /// A further condition of a statement whose values so far end before `at`: a text column begins with `part`.
    pub(crate) fn begins(&self, column: &str, part: &str, at: usize) -> Begins {
        if part.is_empty() {
            return Begins { sql: String::new(), values: vec![] };
        }
        if self.backend() == sea_orm::DbBackend::Sqlite {
            // SQLite goes through the whole index for a bound LIKE; it compares texts byte by byte.
            let sql = format!(" AND {column} >= ${at} AND {column} < ${}", at + 1);
            return Begins { sql, values: vec![part.into(), format!("{part}\u{10FFFF}").into()] };
        }
        Begins { sql: format!(" AND {column} LIKE ${at}"), values: vec![format!("{part}%").into()] }
    }

    /// The records that entries after `known` touched, with what they said before the first of them.
    async fn changed(
        &self,
        chain: String,
        subject: &str,
        known: i64,
    ) -> Result<BTreeMap<String, Option<String>>, StoreError> {
        let sql = "SELECT t.subject, f.body FROM \
            (SELECT subject, MIN(sequence) AS first FROM ledger_row \
             WHERE chain = $1 AND sequence > $2 AND subject LIKE $3 GROUP BY subject) t \
            LEFT JOIN former f ON f.regency = $1 AND f.subject = t.subject AND f.sequence = t.first";
        let values = vec![chain.into(), known.into(), format!("{subject}%").into()];
        let changed = self.all(sql, values, |row| Ok((row.get(0)?, row.get(1)?))).await?;
        Ok(changed.into_iter().collect())
    }
}

/// A key value as subjects write it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(Some(text)) => text.clone(),
        Value::BigInt(Some(number)) => number.to_string(),
        _ => String::new(),
    }
}

impl Handle<MainKind> {
    /// The last entry of a chain; 0 where it has none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_entry(&self, chain: &str) -> Result<u64, StoreError> {
        ledger::last_entry(self.read(), chain).await
    }

    /// How many entries all chains have together: another number whenever anything was written.
    ///
    /// # Errors
    /// What the database says.
    pub async fn entries_in_all(&self) -> Result<u64, StoreError> {
        let sql = "SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM ledger_head";
        let sum = self.read().all(sql, vec![], |row| row.get::<i64>(0)).await?;
        Ok(sum.first().map_or(0, |sum| sum.unsigned_abs()))
    }

    /// The last entry that a regency's chain had at a moment (milliseconds since 1970 UTC); 0 before the first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_entry_at(&self, chain: &str, moment: i64) -> Result<u64, StoreError> {
        let sql = "SELECT COALESCE(MAX(sequence), 0) FROM ledger_entry WHERE chain = $1 AND recorded_at <= $2";
        let last = self.read().all(sql, vec![chain.into(), moment.into()], |row| row.get::<i64>(0)).await?;
        Ok(last.first().map_or(0, |last| last.unsigned_abs()))
    }
}

/// The digests of what was put by, by entry and subject.
pub(crate) type Former = HashMap<(u64, String), Digest>;

/// What was put by for these entries of a chain, for verification.
pub(crate) async fn of_entries<S>(
    conn: Conn<'_, S>,
    chain: &str,
    entries: &[(Entry, Vec<RowState>)],
) -> Result<Former, StoreError> {
    let at = |entry: Option<&(Entry, Vec<RowState>)>| {
        entry.map_or(0, |(entry, _)| i64::try_from(entry.sequence).unwrap_or(i64::MAX))
    };
    let values = vec![chain.into(), at(entries.first()).into(), at(entries.last()).into()];
    let sql = "SELECT sequence, subject, body FROM former WHERE regency = $1 AND sequence >= $2 AND sequence <= $3";
    let read = |row: &QueryResult| {
        Ok(((row.get::<i64>(0)?.unsigned_abs(), row.get::<String>(1)?), row::digest(&row.get::<String>(2)?)))
    };
    Ok(conn.all(sql, values, read).await?.into_iter().collect())
}
