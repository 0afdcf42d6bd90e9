//! What went wrong with a backup, as sentences that say what to do.
//!
//! Not for: what a verb says when all is well (`backup.rs`, `restore.rs`).

use super::Failure;
use app::backup::BackupRefused;
use std::path::Path;
use store::{StoreError, backup::BackupError};
use words::{Lang, words};

/// A backup that was not made.
pub fn refused(refused: BackupRefused, file: &Path) -> Failure {
    match refused {
        BackupRefused::Backup(error) => failed(&error, file),
        BackupRefused::Refused(refusal) => refusal.into(),
    }
}

/// What is wrong with a file, or with making or restoring it.
pub fn failed(error: &BackupError, file: &Path) -> Failure {
    let w = words(Lang::Id);
    let with = |key: &str, why: &str| {
        Failure::new(w.with(key, &[("file", file.display().to_string().into()), ("why", why.into())]))
    };
    match error {
        BackupError::NotABackup => with("backup-not-one", ""),
        BackupError::Cut => with("backup-cut", ""),
        BackupError::Changed(part) => with("backup-changed", part),
        BackupError::NewerFormat(format) => with("backup-newer", &format.to_string()),
        BackupError::Newer(migration) => with("backup-newer", migration),
        BackupError::ToolMissing(tool) => with("backup-tool-missing", tool),
        BackupError::Tool { tool, said } => with("backup-tool-failed", &format!("{tool}: {said}")),
        BackupError::Moving(part) => with("backup-moving", part),
        BackupError::Exists(path) => with("backup-exists", path),
        BackupError::Store(StoreError::Full(_)) => with("backup-disk-full", ""),
        BackupError::Store(StoreError::File(error)) => with("backup-unreadable", &error.to_string()),
        BackupError::Store(error) => with("backup-unreadable", &error.to_string()),
    }
}

/// A size as people say it.
pub fn size(bytes: u64) -> String {
    let (unit, divisor) = match bytes {
        0..1_000_000 => ("kB", 1_000),
        1_000_000..1_000_000_000 => ("MB", 1_000_000),
        _ => ("GB", 1_000_000_000),
    };
    let tenths = bytes.saturating_mul(10) / divisor;
    format!("{},{} {unit}", tenths / 10, tenths % 10)
}
