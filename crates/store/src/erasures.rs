//! The log of erasures beside the database: which account's person was erased when, without a name. A backup that is older
//! than an erasure must not bring the name back; so the log is kept beside the backups too, and a restore applies it.
//!
//! Not here: erasing itself (`app::accounts`), applying a log (`app::backup`).

use crate::StoreError;
use serde::{Deserialize, Serialize};
use std::{
    fs::OpenOptions,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// One erasure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Erasure {
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// The account's regency (its chain).
    pub regency: String,
    /// The account's id.
    pub account: String,
}

/// The log: a file of JSON lines.
#[derive(Debug, Clone)]
pub struct Erasures(PathBuf);

impl Erasures {
    /// The file's name in the data folder and in a backup.
    pub const NAME: &'static str = "erasures.jsonl";

    /// Uses (and makes, with the first erasure) the file in this folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self(folder.join(Self::NAME))
    }

    /// Adds erasures; they are on the disk when this returns.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&self, erasures: &[Erasure]) -> Result<(), StoreError> {
        if erasures.is_empty() {
            return Ok(());
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.0)?;
        let mut text = String::new();
        // A power cut may have left half a line: the next one begins anew.
        let mut last = [b'\n'];
        if file.metadata()?.len() > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        if last != [b'\n'] {
            text.push('\n');
        }
        for erasure in erasures {
            text += &serde_json::to_string(erasure).map_err(std::io::Error::from)?;
            text.push('\n');
        }
        file.write_all(text.as_bytes())?;
        Ok(file.sync_all()?)
    }

    /// All of them, oldest first; none where there is no file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn all(&self) -> Result<Vec<Erasure>, StoreError> {
        match std::fs::read(&self.0) {
            Ok(bytes) => Ok(Self::parse(&bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(vec![]),
            Err(error) => Err(error.into()),
        }
    }

    /// The erasures of a log; half a line is left out.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Vec<Erasure> {
        let text = String::from_utf8_lossy(bytes);
        let mut all: Vec<Erasure> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        all.sort();
        all.dedup();
        all
    }

    /// As lines, for a copy.
    #[must_use]
    pub fn text(erasures: &[Erasure]) -> String {
        erasures.iter().filter_map(|erasure| serde_json::to_string(erasure).ok()).map(|line| line + "\n").collect()
    }
}
