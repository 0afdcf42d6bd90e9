//! Files kept as evidence: in a folder, by the digest of their content, so that the same file is kept once and a changed
//! one shows.

use crate::StoreError;
use seal::Digest;
use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// The folder of files beside the database.
#[derive(Debug, Clone)]
pub struct Files(PathBuf);

impl Files {
    /// Uses (and makes, when the first file comes) `folder`.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Keeps the bytes; they are on the disk, complete, when this returns.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&self, bytes: &[u8]) -> Result<Digest, StoreError> {
        /// Makes names of half files differ, also where the same file comes twice at once.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let digest = Digest::of(bytes);
        if self.read(digest).is_ok() {
            return Ok(digest);
        }
        let path = self.path(digest);
        let folder = path.parent().unwrap_or(&self.0);
        std::fs::create_dir_all(folder)?;
        // Under another name first: a power cut leaves no half file under the digest's name.
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let half = folder.join(format!("{digest}.{}-{count}.part", std::process::id()));
        let write = || {
            let mut file = File::create(&half)?;
            file.write_all(bytes).and_then(|()| file.sync_all())?;
            std::fs::rename(&half, &path)?;
            // The names too: of the file in its folder, of the folder in the one above.
            File::open(folder)?.sync_all()?;
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
    pub fn read(&self, digest: Digest) -> Result<Vec<u8>, StoreError> {
        let bytes = std::fs::read(self.path(digest))?;
        if Digest::of(&bytes) == digest {
            Ok(bytes)
        } else {
            Err(StoreError::File(std::io::Error::new(std::io::ErrorKind::InvalidData, "the kept file was changed")))
        }
    }

    fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.0.join(&name[..2]).join(name)
    }
}
