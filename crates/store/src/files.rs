//! Files kept beside the database: a folder for each chain (a regency, or `system`), each file under the digest of its
//! content, so that the same file is kept once and a changed one shows.
//!
//! What refers to a file is a record (`Evidence`, `Import`); a file that nothing refers to any more is taken away after a
//! time by `app::evidence`. Not here: what a file may be (`documents`), who may see it (`app`).

use crate::StoreError;
use seal::Digest;
use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, UNIX_EPOCH},
};

/// The folder of files beside the database.
#[derive(Debug, Clone)]
pub struct Files(PathBuf);

/// One kept file, as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The digest of its content.
    pub digest: Digest,
    /// Its size.
    pub bytes: u64,
    /// When it was kept last, milliseconds since 1970 UTC.
    pub kept_at: i64,
}

impl Files {
    /// Uses (and makes, when the first file comes) `folder`.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Keeps the bytes; they are on the disk, complete, when this returns. A file that is there already counts as kept
    /// `now`, so that it does not go away as an old one while someone is about to refer to it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&self, chain: &str, bytes: &[u8], now: i64) -> Result<Digest, StoreError> {
        /// Makes names of half files differ, also where the same file comes twice at once.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let digest = Digest::of(bytes);
        let path = self.path(chain, digest);
        let time = UNIX_EPOCH + Duration::from_millis(now.unsigned_abs());
        if self.read(chain, digest).is_ok() {
            File::options().append(true).open(&path)?.set_modified(time)?;
            return Ok(digest);
        }
        let folder = path.parent().unwrap_or(&self.0);
        std::fs::create_dir_all(folder)?;
        // Under another name first: a power cut leaves no half file under the digest's name.
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let half = folder.join(format!("{digest}.{}-{count}.part", std::process::id()));
        let write = || {
            let mut file = File::create(&half)?;
            file.write_all(bytes).and_then(|()| file.set_modified(time)).and_then(|()| file.sync_all())?;
            std::fs::rename(&half, &path)?;
            // The names too: of the file in its folder, of the folders in the ones above.
            File::open(folder)?.sync_all()?;
            File::open(self.0.join(chain))?.sync_all()?;
            File::open(&self.0)?.sync_all()
        };
        write().inspect_err(|_| {
            let _gone = std::fs::remove_file(&half);
        })?;
        Ok(digest)
    }

    /// The content of a kept file.
    ///
    /// # Errors
    /// When there is none, or it was changed on the disk.
    pub fn read(&self, chain: &str, digest: Digest) -> Result<Vec<u8>, StoreError> {
        let bytes = std::fs::read(self.path(chain, digest))?;
        if Digest::of(&bytes) == digest {
            Ok(bytes)
        } else {
            Err(StoreError::File(std::io::Error::new(std::io::ErrorKind::InvalidData, "the kept file was changed")))
        }
    }

    /// All files of a chain; half files that a power cut left are not among them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self, chain: &str) -> Result<Vec<Kept>, StoreError> {
        let mut kept = vec![];
        let Ok(folders) = std::fs::read_dir(self.0.join(chain)) else { return Ok(kept) };
        for folder in folders {
            let folder = folder?;
            if !folder.file_type()?.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(folder.path())? {
                let file = file?;
                let Ok(digest) = file.file_name().to_string_lossy().parse() else { continue };
                let about = file.metadata()?;
                let since = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
                let kept_at = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
                kept.push(Kept { digest, bytes: about.len(), kept_at });
            }
        }
        kept.sort_by_key(|file| file.digest.to_string());
        Ok(kept)
    }

    /// The chains that have files.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn chains(&self) -> Result<Vec<String>, StoreError> {
        let Ok(folders) = std::fs::read_dir(&self.0) else { return Ok(vec![]) };
        let mut chains = vec![];
        for folder in folders {
            let folder = folder?;
            if folder.file_type()?.is_dir() {
                chains.push(folder.file_name().to_string_lossy().into_owned());
            }
        }
        chains.sort();
        Ok(chains)
    }

    /// Takes a file away; one that is gone is gone.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self, chain: &str, digest: Digest) -> Result<(), StoreError> {
        match std::fs::remove_file(self.path(chain, digest)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// All kept files: the name below the folder (`99.71/ab/ab12…`) and the path, in the order of their names.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn all(&self) -> Result<Vec<(String, PathBuf)>, StoreError> {
        let mut all = vec![];
        for chain in self.chains()? {
            for kept in self.list(&chain)? {
                let path = self.path(&chain, kept.digest);
                let name = kept.digest.to_string();
                all.push((format!("{chain}/{}/{name}", &name[..2]), path));
            }
        }
        Ok(all)
    }

    fn path(&self, chain: &str, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.0.join(chain).join(&name[..2]).join(name)
    }
}
