//! The signing key on the disk: `keys/ledger.key` is the secret (where it lies here), `keys/ledger.pub` the public half,
//! `keys/former.pub` the public halves of keys that came before, one a line.
//!
//! Not for: what is signed (`checkpoint.rs`, `app::ledger`).

use super::{Failure, outside::SystemRandom};
use app::{Random as _, keys::Keys};
use seal::checkpoint::{PublicKey, Signer};
use std::{
    fs::{DirBuilder, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};
use words::{Lang, words};

/// Where the secret half lies.
pub fn secret_file(data: &Path) -> PathBuf {
    data.join("keys").join("ledger.key")
}

/// Where the public half lies.
pub fn public_file(data: &Path) -> PathBuf {
    data.join("keys").join("ledger.pub")
}

/// Where public halves lie that were in use before.
pub fn former_file(data: &Path) -> PathBuf {
    data.join("keys").join("former.pub")
}

/// The keys of an installation; a new pair where there is none at all. A secret that was lost is never replaced unasked:
/// the public half then still stands there, and the installation goes on without signing.
pub fn load(data: &Path) -> Result<Keys, Failure> {
    let (secret, public) = (secret_file(data), public_file(data));
    let noted = match std::fs::read_to_string(&public) {
        Ok(text) => Some(text.parse::<PublicKey>().map_err(|error| failed(&public, &error))?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(&public, &error)),
    };
    let keys = match (secret.exists(), noted) {
        (true, noted) => {
            let signer = read(&secret)?;
            match noted {
                Some(noted) if noted != signer.public() => {
                    let values = [("key", secret.display().to_string().into()), ("noted", noted.to_string().into())];
                    return Err(Failure::new(words(Lang::Id).with("ledger-key-differs", &values)));
                }
                Some(_) => {}
                None => note(data, &signer.public())?,
            }
            Keys::here(signer)
        }
        (false, Some(noted)) => Keys::elsewhere(noted),
        (false, None) => {
            private_folder(&data.join("keys")).map_err(|error| failed(&secret, &error))?;
            let signer = make(&secret)?;
            note(data, &signer.public())?;
            Keys::here(signer)
        }
    };
    let former = std::fs::read_to_string(former_file(data)).unwrap_or_default();
    Ok(keys.after(former.lines().filter_map(|line| line.parse().ok()).collect()))
}

/// Begins an installation whose secret lies on another machine.
pub fn begin_elsewhere(data: &Path, key: &PublicKey) -> Result<(), Failure> {
    if secret_file(data).exists() || public_file(data).exists() {
        let values = [("folder", data.join("keys").display().to_string().into())];
        return Err(Failure::new(words(Lang::Id).with("ledger-key-there", &values)));
    }
    note(data, key)
}

/// Notes the public half.
pub fn note(data: &Path, key: &PublicKey) -> Result<(), Failure> {
    let file = public_file(data);
    let write = || {
        private_folder(data)?;
        private_folder(&data.join("keys"))?;
        std::fs::write(&file, format!("{key}\n"))
    };
    write().map_err(|error| failed(&file, &error))
}

/// Reads a secret.
pub fn read(path: &Path) -> Result<Signer, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| failed(path, &error))?;
    let secret: seal::Digest = text.trim().parse().map_err(|error| failed(path, &error))?;
    Ok(Signer::from_secret(secret.as_bytes()))
}

/// Makes a new secret in a file of its own, readable by its owner only.
pub fn make(path: &Path) -> Result<Signer, Failure> {
    let mut secret = [0; 32];
    SystemRandom.fill(&mut secret);
    let hex = seal::hex::encode(&secret);
    write_private(path, format!("{hex}\n").as_bytes()).map_err(|error| failed(path, &error))?;
    Ok(Signer::from_secret(&secret))
}

/// A new file that only its owner reads; there is all of it or nothing, and one that is there stays.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = path.with_extension(format!("half-{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&half)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| std::fs::hard_link(&half, path));
    std::fs::remove_file(&half)?;
    written
}

/// A folder that only its owner opens, where there is none yet.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("{}: {error}", path.display()))
}
