//! A connection for reading, typed by its store, and the two helpers that every query uses.

use crate::{Row, StoreError};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, QueryResult, Statement, Value};
use std::{
    marker::PhantomData,
    sync::atomic::{AtomicBool, Ordering},
};

/// Reads one store, either from its pool or inside an action's transaction.
#[derive(Debug)]
pub struct Conn<'a, S> {
    inner: Inner<'a>,
    /// Asked about what was known right after this entry of the chain; `None` is now.
    pub(crate) known: Option<i64>,
    store: PhantomData<S>,
}

#[derive(Debug, Clone, Copy)]
enum Inner<'a> {
    Pool(&'a DatabaseConnection),
    /// The flag remembers that the database asked for the whole action to be tried again.
    Action(&'a DatabaseTransaction, &'a AtomicBool),
}

impl<S> Clone for Conn<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Conn<'_, S> {}

impl<'a, S> Conn<'a, S> {
    pub(crate) fn pool(pool: &'a DatabaseConnection) -> Self {
        Self { inner: Inner::Pool(pool), known: None, store: PhantomData }
    }

    pub(crate) fn action(transaction: &'a DatabaseTransaction, conflict: &'a AtomicBool) -> Self {
        Self { inner: Inner::Action(transaction, conflict), known: None, store: PhantomData }
    }

    pub(crate) fn backend(&self) -> DbBackend {
        match self.inner {
            Inner::Pool(pool) => pool.get_database_backend(),
            Inner::Action(transaction, _) => transaction.get_database_backend(),
        }
    }

    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        let done = match self.inner {
            Inner::Pool(pool) => pool.execute_raw(statement).await,
            Inner::Action(transaction, _) => transaction.execute_raw(statement).await,
        };
        Ok(self.noting(done)?.rows_affected())
    }

    /// The same connection, about what was known right after this entry; `None` is now.
    pub(crate) fn knowing(self, known: Option<i64>) -> Self {
        Self { known, ..self }
    }

    fn noting<T>(&self, result: Result<T, sea_orm::DbErr>) -> Result<T, StoreError> {
        result.map_err(StoreError::from).inspect_err(|error| {
            if let (StoreError::Conflict, Inner::Action(_, conflict)) = (error, self.inner) {
                conflict.store(true, Ordering::Relaxed);
            }
        })
    }

    /// Places for the values of many rows: `(?, ?), (?, ?)`. SQLite looks up the name of each numbered place by going
    /// through all of them, which makes thousands slow; PostgreSQL knows numbered places only.
    pub(crate) fn tuples(&self, rows: usize, columns: usize) -> String {
        let numbered = self.backend() != DbBackend::Sqlite;
        let place = |at: usize| if numbered { format!("${}", at + 1) } else { "?".to_owned() };
        let row = |row: usize| (row * columns..(row + 1) * columns).map(place).collect::<Vec<_>>().join(", ");
        (0..rows).map(|at| format!("({})", row(at))).collect::<Vec<_>>().join(", ")
    }

    /// All rows of a query in the portable subset (`$1`, CTE, window functions), each read by `read`.
    pub(crate) async fn all<T>(
        &self,
        sql: &str,
        values: Vec<Value>,
        read: impl Fn(&QueryResult) -> Result<T, sea_orm::DbErr>,
    ) -> Result<Vec<T>, StoreError> {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        let rows = match self.inner {
            Inner::Pool(pool) => pool.query_all_raw(statement).await,
            Inner::Action(transaction, _) => transaction.query_all_raw(statement).await,
        };
        self.noting(rows)?.iter().map(|row| read(row).map_err(StoreError::from)).collect()
    }

    /// The records of one table that fulfil `condition` (SQL after WHERE, with ORDER BY if wanted).
    pub(crate) async fn rows<R: Row>(&self, condition: &str, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
        if self.known.is_some() && R::PAST {
            return Err(StoreError::Database(format!(
                "{} was asked about its past in a way that knows none",
                R::TABLE
            )));
        }
        let sql = format!("SELECT {} FROM {} WHERE {condition}", R::COLUMNS.join(", "), R::TABLE);
        self.all(&sql, values, R::from_result).await
    }

    /// The record with the same key, as it stands now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn there<R: Row>(&self, row: &R) -> Result<Option<R>, StoreError> {
        let key: Vec<_> = R::COLUMNS[..R::KEY].iter().enumerate().map(|(i, c)| format!("{c} = ${}", i + 1)).collect();
        let mut values = row.values();
        values.truncate(R::KEY);
        self.row(&key.join(" AND "), values).await
    }

    /// The first such record.
    pub(crate) async fn row<R: Row>(&self, condition: &str, values: Vec<Value>) -> Result<Option<R>, StoreError> {
        Ok(self.rows(&format!("{condition} LIMIT 1"), values).await?.into_iter().next())
    }
}

/// Column by position, for queries that are no whole record.
pub trait Fields {
    /// The value of column `index`.
    ///
    /// # Errors
    /// When the column has another type.
    fn get<T: sea_orm::TryGetable>(&self, index: usize) -> Result<T, sea_orm::DbErr>;
}

impl Fields for QueryResult {
    fn get<T: sea_orm::TryGetable>(&self, index: usize) -> Result<T, sea_orm::DbErr> {
        self.try_get_by_index(index)
    }
}
