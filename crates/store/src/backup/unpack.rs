//! Reads a backup: first whether it is one, then every part against its digest. Nothing of it is used before that.

use super::{
    BackupError, FORMAT, Manifest, PRODUCT,
    manifest::{End, Member},
    pack::BLOCK,
};
use seal::{Digest, Running};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// A manifest is never larger than this (a million kept files).
const LARGEST_MANIFEST: u64 = 256 << 20;

/// A backup whose manifest was read.
#[derive(Debug)]
pub struct Archive {
    file: File,
    /// What it says about itself; true only when [`Archive::check`] or [`Archive::extract`] has succeeded.
    pub manifest: Manifest,
    digest: Digest,
}

#[derive(serde::Deserialize)]
struct Sign {
    product: String,
    format: u64,
}

impl Archive {
    /// Reads the manifest.
    ///
    /// # Errors
    /// When the file is no backup, is of a newer program, or was cut or changed so that the manifest shows it.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut begin = vec![];
        (&mut file).take(BLOCK).read_to_end(&mut begin)?;
        if !begin.starts_with(b"manifest.json\0") {
            return Err(if length == 0 { BackupError::Cut } else { BackupError::NotABackup });
        }
        if length < BLOCK {
            return Err(BackupError::Cut);
        }
        let changed = || BackupError::Changed("manifest.json".to_owned());
        let size = tar::Header::from_byte_slice(&begin).size().map_err(|_| changed())?;
        if size > LARGEST_MANIFEST {
            return Err(changed());
        }
        if length < BLOCK + size {
            return Err(BackupError::Cut);
        }
        let mut text = vec![];
        (&mut file).take(size).read_to_end(&mut text)?;
        let sign: Sign = serde_json::from_slice(&text).map_err(|_| changed())?;
        if sign.product != PRODUCT {
            return Err(BackupError::NotABackup);
        }
        if sign.format > FORMAT {
            return Err(BackupError::NewerFormat(sign.format));
        }
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| changed())?;
        let whole = manifest.members.iter().fold(2 * BLOCK + size.next_multiple_of(BLOCK), |sum, member| {
            sum.saturating_add(BLOCK).saturating_add(member.size.saturating_add(BLOCK - 1) / BLOCK * BLOCK)
        });
        // The end member, and the two empty blocks of every tar.
        if length < whole.saturating_add(3 * BLOCK) {
            return Err(BackupError::Cut);
        }
        let digest = Digest::of(&text);
        file.seek(SeekFrom::Start(whole))?;
        // Before anything is believed of what the manifest says.
        if end(&mut file)?.manifest != digest {
            return Err(changed());
        }
        super::knows(&manifest.store, &manifest.migrations)?;
        Ok(Self { file, manifest, digest })
    }

    /// Reads everything and holds it against the manifest.
    ///
    /// # Errors
    /// When something differs.
    pub fn check(&mut self) -> Result<(), BackupError> {
        self.walk(|_| Ok(None))
    }

    /// Does the same and writes the parts on the way; `place` says where each goes. Until it has succeeded, what was
    /// written must not be used.
    ///
    /// # Errors
    /// When something differs, or the disk refuses.
    pub fn extract(&mut self, place: impl Fn(&str) -> PathBuf) -> Result<(), BackupError> {
        self.walk(|member| {
            let path = place(&member.name);
            if let Some(folder) = path.parent() {
                let mut builder = std::fs::DirBuilder::new();
                builder.recursive(true);
                #[cfg(unix)]
                std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
                builder.create(folder)?;
            }
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(path).map(Some)
        })
    }

    fn walk(&mut self, sink: impl Fn(&Member) -> io::Result<Option<File>>) -> Result<(), BackupError> {
        self.file.seek(SeekFrom::Start(0))?;
        let changed = |name: &str| BackupError::Changed(name.to_owned());
        let mut archive = tar::Archive::new(&self.file);
        let mut entries = archive.entries()?;
        let mut next = || entries.next().and_then(Result::ok);
        next().ok_or_else(|| changed("manifest.json"))?;
        let mut buffer = vec![0; 1 << 18];
        for member in &self.manifest.members {
            let mut entry = next().ok_or_else(|| changed(&member.name))?;
            let named = entry.path_bytes().as_ref() == member.name.as_bytes();
            if !named || entry.size() != member.size || !Manifest::names_well(&member.name) {
                return Err(changed(&member.name));
            }
            let mut out = sink(member)?;
            let mut running = Running::default();
            loop {
                let count = entry.read(&mut buffer)?;
                if count == 0 {
                    break;
                }
                running.update(&buffer[..count]);
                if let Some(out) = &mut out {
                    out.write_all(&buffer[..count])?;
                }
            }
            if running.digest() != member.sha256 {
                return Err(changed(&member.name));
            }
            if let Some(out) = out {
                out.sync_all()?;
            }
        }
        let mut last = next().ok_or_else(|| changed("end.json"))?;
        let end = end(&mut last)?;
        if end.manifest == self.digest { Ok(()) } else { Err(changed("manifest.json")) }
    }
}

/// Reads the last member, which fits into a block.
fn end(from: &mut impl Read) -> Result<End, BackupError> {
    let mut bytes = vec![];
    from.take(BLOCK).read_to_end(&mut bytes)?;
    let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    serde_json::from_slice(text).map_err(|_| BackupError::Changed("end.json".to_owned()))
}
