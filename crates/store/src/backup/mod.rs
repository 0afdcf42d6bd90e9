//! A store as one checked file, and back.
//!
//! The file is a tar: `manifest.json` (what it is, where the ledger stood, size and digest of every member), the database
//! as SQLite or `pg_dump` wrote it, for `main` the kept files and the log of erasures, and `end.json`, which binds the
//! manifest. A file that was cut or changed anywhere is refused before anything of it is used.
//!
//! [`Handle::snapshot`](crate::Handle::snapshot) takes the database while others write, [`pack`] makes the file,
//! [`Archive`] reads one. Not here: which stores, under which name, with which key (`app::backup`, the program).

mod frozen;
mod manifest;
mod pack;
mod postgres;
mod snapshot;
mod unpack;

pub use frozen::Frozen;
pub use manifest::{FORMAT, Kind, Manifest, Member, PRODUCT};
pub use pack::{Source, pack};
pub use postgres::{is_empty, remove, restore};
pub use snapshot::Snapshot;
pub use unpack::Archive;

use crate::StoreError;

/// Why a backup could not be made, or a file is none that can be restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is something else.
    #[error("this is not a backup of bersinar")]
    NotABackup,
    /// The end is missing.
    #[error("the backup was cut off: its end is missing")]
    Cut,
    /// A part is not what the manifest says.
    #[error("the backup was changed: {0}")]
    Changed(String),
    /// The file's form is of a later program.
    #[error("the backup is of format {0}, which this version does not know")]
    NewerFormat(u64),
    /// The tables in it are of a later program.
    #[error("the backup was made by a newer version of bersinar (migration {0})")]
    Newer(String),
    /// A program of PostgreSQL is not there.
    #[error("{0} is not installed")]
    ToolMissing(&'static str),
    /// A program of PostgreSQL did not do its work.
    #[error("{tool}: {said}")]
    Tool {
        /// Which.
        tool: &'static str,
        /// What it said, without passwords.
        said: String,
    },
    /// A file grew or shrank while it was packed.
    #[error("{0} changed while it was read")]
    Moving(String),
    /// There is one of this name.
    #[error("{0} is there already")]
    Exists(String),
    /// The disk or the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<std::io::Error> for BackupError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Whether this program knows every one of these migrations of a store; otherwise the first that it does not.
///
/// # Errors
/// [`BackupError::Newer`], or [`BackupError::NotABackup`] where there is no such store.
pub fn knows(store: &str, migrations: &[String]) -> Result<(), BackupError> {
    let known = crate::migrate::known(store).ok_or(BackupError::NotABackup)?;
    match migrations.iter().find(|name| !known.contains(&name.as_str())) {
        Some(unknown) => Err(BackupError::Newer(unknown.clone())),
        None => Ok(()),
    }
}
