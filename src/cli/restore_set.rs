//! Which backup files make one installation: one of each store, of one city, of one key.
//!
//! Not for: reading them through (`store::backup`), laying them out (`restore.rs`).

use super::{Failure, backup_words};
use domain::region::RegionCode;
use seal::checkpoint::{Checkpoint, PublicKey};
use std::path::{Path, PathBuf};
use store::backup::{Archive, BackupError, Kind, Manifest};
use words::{Lang, words};

/// The erasable keys' copy beside the others, where it was not named: it has no date in its name, as there is only one.
fn beside(files: &[PathBuf]) -> Option<PathBuf> {
    let named: Vec<(&PathBuf, Manifest)> =
        files.iter().filter_map(|path| Some((path, Archive::open(path).ok()?.manifest))).collect();
    if named.iter().any(|(_, manifest)| manifest.store == <store::ErasableKind as store::StoreKind>::NAME) {
        return None;
    }
    let (path, manifest) = named.into_iter().find(|(_, manifest)| !manifest.regency.is_empty())?;
    let copy = path.with_file_name(app::backup::erasable_file(&manifest.regency));
    copy.exists().then_some(copy)
}

/// The files, with what they say about themselves; the main store is among them.
pub struct Set {
    /// In the order in which they were named.
    pub archives: Vec<(PathBuf, Archive)>,
    main: usize,
    regency: RegionCode,
}

impl Set {
    /// Opens them and sees that they belong together.
    pub fn open(files: &[PathBuf], expected: Option<RegionCode>, postgres: bool) -> Result<Self, Failure> {
        let w = words(Lang::Id);
        let mut archives: Vec<(PathBuf, Archive)> = vec![];
        let beside = beside(files);
        for path in files.iter().chain(&beside) {
            let archive = Archive::open(path).map_err(|error| backup_words::failed(&error, path))?;
            let (own, file) = (&archive.manifest, path.display().to_string());
            let said = |key: &str, this: &str, other: &str| {
                let values = [("file", file.clone().into()), ("this", this.into()), ("other", other.into())];
                Err(Failure::new(w.with(key, &values)))
            };
            if let Some(expected) = expected.map(|code| code.to_string()).filter(|code| *code != own.regency) {
                return said("backup-other-city", &own.place, &expected);
            }
            if (own.kind == Kind::Postgres) != postgres {
                return said(if postgres { "backup-for-folder" } else { "backup-for-postgres" }, "", "");
            }
            for (_, Archive { manifest: other, .. }) in &archives {
                if other.store == own.store {
                    return said("backup-store-twice", &own.store, "");
                }
                if other.regency != own.regency {
                    return said("backup-two-cities", &own.place, &other.place);
                }
                if other.public_key != own.public_key {
                    return said("backup-two-installations", "", "");
                }
            }
            archives.push((path.clone(), archive));
        }
        let main = archives.iter().position(|(_, archive)| archive.manifest.store == "main");
        let main = main.ok_or_else(|| Failure::new(w.t("backup-no-main")))?;
        let broken = || backup_words::failed(&BackupError::Changed("manifest.json".into()), &archives[main].0);
        let regency = archives[main].1.manifest.regency.parse().map_err(|_| broken())?;
        Ok(Self { archives, main, regency })
    }

    /// What the main store's file says.
    pub fn main(&self) -> &Manifest {
        &self.archives[self.main].1.manifest
    }

    /// The main store's file.
    pub fn main_file(&self) -> &Path {
        &self.archives[self.main].0
    }

    /// The city.
    pub const fn regency(&self) -> RegionCode {
        self.regency
    }

    /// The key that the installation signed with, or had signed for it elsewhere.
    pub fn public_key(&self) -> Result<PublicKey, Failure> {
        let broken = |_| backup_words::failed(&BackupError::Changed("manifest.json".into()), self.main_file());
        self.main().public_key.parse().map_err(broken)
    }

    /// The checkpoints that were signed with the backups.
    pub fn checkpoints(&self) -> Vec<Checkpoint> {
        self.archives.iter().filter_map(|(_, archive)| archive.manifest.checkpoint.clone()).collect()
    }

    /// Stores that no file was given for: they will be empty.
    pub fn missing(&self) -> Vec<&'static str> {
        let given = |store: &str| self.archives.iter().any(|(_, archive)| archive.manifest.store == store);
        store::DATABASES.into_iter().filter(|store| *store != "main" && !given(store)).collect()
    }
}
