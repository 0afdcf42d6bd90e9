//! Writes a backup: piece by piece, never more than a piece in memory, under another name until it is whole, on the disk and
//! read back.

use super::{Archive, BackupError, Frozen, Manifest, Member, manifest::End};
use seal::{Digest, Running};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

/// A part to pack: its name in the file, and where its bytes are.
#[derive(Debug)]
pub enum Source {
    /// A file that does not change.
    File(String, PathBuf),
    /// A database that is kept still.
    Frozen(String, Arc<Frozen>),
    /// Bytes.
    Bytes(String, Vec<u8>),
}

/// The size of a tar's header, and what all sizes are rounded up to.
pub(super) const BLOCK: u64 = 512;

/// Writes the parts to `target`, reads all of it back, and only then gives it its name. Gives the manifest as written.
///
/// # Errors
/// When there is a file of this name, the disk refuses, or a part changes on the way.
pub fn pack(target: &Path, mut manifest: Manifest, sources: &[Source]) -> Result<Manifest, BackupError> {
    if target.exists() {
        return Err(BackupError::Exists(target.display().to_string()));
    }
    let half = target.with_extension(format!("{}.part", std::process::id()));
    let written = write(&half, &mut manifest, sources).and_then(|()| {
        Archive::open(&half)?.check()?;
        std::fs::rename(&half, target)?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        Ok(File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?)
    });
    written.inspect_err(|_| {
        let _gone = std::fs::remove_file(&half);
    })?;
    Ok(manifest)
}

fn write(path: &Path, manifest: &mut Manifest, sources: &[Source]) -> Result<(), BackupError> {
    manifest.members = sources.iter().map(sized).collect::<Result<_, _>>()?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut tar = tar::Builder::new(io::BufWriter::with_capacity(1 << 18, &mut file));
    let time = u64::try_from(manifest.made_at / 1000).unwrap_or_default();
    let put = |tar: &mut tar::Builder<_>, name: &str, size: u64, from: &mut dyn Read| {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(time);
        tar.append_data(&mut header, name, from)
    };
    // The digests are not known yet; a digest has always the same length, so the manifest keeps its size.
    let mut text = text(manifest)?;
    put(&mut tar, "manifest.json", text.len() as u64, &mut text.as_slice())?;
    for (source, member) in sources.iter().zip(&mut manifest.members) {
        let mut hashing = Hashing { inner: source.open()?.take(member.size), running: Running::default(), read: 0 };
        put(&mut tar, &member.name, member.size, &mut hashing)?;
        if hashing.read != member.size {
            return Err(BackupError::Moving(member.name.clone()));
        }
        member.sha256 = hashing.running.digest();
    }
    text = self::text(manifest)?;
    let end = serde_json::to_vec(&End { manifest: Digest::of(&text) }).map_err(io::Error::from)?;
    put(&mut tar, "end.json", end.len() as u64, &mut end.as_slice())?;
    tar.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(BLOCK))?;
    file.write_all(&text)?;
    Ok(file.sync_all()?)
}

fn text(manifest: &Manifest) -> Result<Vec<u8>, BackupError> {
    Ok(serde_json::to_vec_pretty(manifest).map_err(io::Error::from)?)
}

fn sized(source: &Source) -> Result<Member, BackupError> {
    let (name, size) = match source {
        Source::File(name, path) => (name, std::fs::metadata(path)?.len()),
        Source::Frozen(name, frozen) => (name, frozen.size()),
        Source::Bytes(name, bytes) => (name, bytes.len() as u64),
    };
    Ok(Member { name: name.clone(), size, sha256: Digest::ZERO })
}

impl Source {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match self {
            Self::File(_, path) => Box::new(io::BufReader::with_capacity(1 << 18, File::open(path)?)),
            Self::Frozen(_, frozen) => frozen.open(),
            Self::Bytes(_, bytes) => Box::new(bytes.as_slice()),
        })
    }
}

struct Hashing<R> {
    inner: R,
    running: Running,
    read: u64,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.running.update(&buffer[..count]);
        self.read += count as u64;
        Ok(count)
    }
}
