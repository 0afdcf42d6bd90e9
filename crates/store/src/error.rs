//! What can go wrong when something is kept or read, in the few kinds that a caller treats differently.

use sea_orm::{DbErr, RuntimeErr};

/// Why the store could not do what was asked. Nothing was half done: the transaction was rolled back.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk or the database's quota is full.
    #[error("no space left where the data are kept: {0}")]
    Full(String),
    /// The database was written by a newer program.
    #[error("the data were written by a newer version of bersinar (migration {0}); install that version")]
    Newer(String),
    /// The data folder or database cannot be opened.
    #[error("cannot open {place}: {cause}")]
    Unreachable {
        /// File or address, without passwords.
        place: String,
        /// What the system said.
        cause: String,
    },
    /// An action wrote rows without saying so in the ledger: a fault of the program.
    #[error("a write was not recorded in the ledger and has been undone")]
    Unrecorded,
    /// Two writers touched the same rows; trying again may succeed.
    #[error("another write came in between")]
    Conflict,
    /// Anything else the database said.
    #[error("the database refused: {0}")]
    Database(String),
    /// A file beside the database could not be read or written.
    #[error("a file could not be read or written: {0}")]
    File(#[source] std::io::Error),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full(error.to_string()),
            _ => Self::File(error),
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let code = match &error {
            DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner)) => inner
                .as_database_error()
                .and_then(sea_orm::sqlx::error::DatabaseError::code)
                .map(std::borrow::Cow::into_owned),
            _ => None,
        };
        let text = error.to_string();
        match code.as_deref() {
            // SQLITE_FULL; PostgreSQL disk_full.
            Some("13" | "53100") => Self::Full(text),
            // PostgreSQL serialization_failure and deadlock_detected; SQLITE_BUSY.
            Some("40001" | "40P01" | "5") => Self::Conflict,
            _ => Self::Database(text),
        }
    }
}
