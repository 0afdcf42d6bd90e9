//! Where an installation lies, and opening it: stores and the key that signs checkpoints.

use super::{Failure, outside::SystemRandom};
use app::{App, Clock, Opening, Random as _};
use seal::checkpoint::Signer;
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{Location, files::Files};

/// Where the data lie.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// The data folder: databases, kept files, the signing key
    #[arg(long, env = "BERSINAR_DATA", default_value = "bersinar-data", value_name = "DIR")]
    pub data: PathBuf,
    /// A PostgreSQL address instead of the databases in the folder: postgres://user:password@host/name
    #[arg(long, env = "BERSINAR_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

impl Place {
    /// Where the stores lie.
    pub fn location(&self) -> Location {
        self.database.clone().map_or_else(|| Location::Folder(self.data.clone()), Location::Postgres)
    }

    /// Opens an installation that exists; a mistyped folder makes no new one.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> Result<App, Failure> {
        if self.database.is_none() && !self.data.join("main.db").exists() {
            let folder = self.data.display();
            return Err(Failure::new(format!(
                "{folder}: tidak ada pemasangan di sini. Mulai dengan: bersinar init --region KODE --data {folder}"
            )));
        }
        self.create(clock).await
    }

    /// Opens an installation, made new where there is none. What lies in its folder is for its owner only.
    pub async fn create(&self, clock: Arc<dyn Clock>) -> Result<App, Failure> {
        private_folder(&self.data).map_err(|error| Failure::new(format!("{}: {error}", self.data.display())))?;
        let stores = store::open(&self.location()).await.map_err(|error| Failure::new(error.to_string()))?;
        let files = Files::new(&self.data.join("files"));
        let signer = signer(&self.data.join("keys").join("ledger.key"))?;
        let opening = Opening { stores, files, clock, random: Arc::new(SystemRandom), signer };
        App::open(opening).await.map_err(|error| Failure::new(error.to_string()))
    }
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The key that signs checkpoints: read, or made when there is none.
fn signer(path: &Path) -> Result<Signer, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    if let Ok(text) = std::fs::read_to_string(path) {
        let digest: seal::Digest = text.trim().parse().map_err(|error| failed(&error))?;
        return Ok(Signer::from_secret(digest.as_bytes()));
    }
    let mut secret = [0; 32];
    SystemRandom.fill(&mut secret);
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = options.open(path).map_err(|error| failed(&error))?;
    writeln!(file, "{hex}").and_then(|()| file.sync_all()).map_err(|error| failed(&error))?;
    Ok(Signer::from_secret(&secret))
}

/// Runs a task of a verb on its own small runtime.
pub fn block_on<T>(task: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(|error| Failure::new(error.to_string()))?.block_on(task)
}

impl From<app::Refusal> for Failure {
    fn from(refusal: app::Refusal) -> Self {
        let words = words::words(words::Lang::Id);
        match &refusal {
            app::Refusal::Invalid(key) if words.has(key) => {
                let todo = format!("{key}-todo");
                let todo = if words.has(&todo) { format!(" {}", words.t(&todo)) } else { String::new() };
                Self::new(words.t(key) + &todo)
            }
            app::Refusal::Boundaries(fault) => Self::new(app::places::boundary_words::fault(fault).id),
            other => Self::new(other.to_string()),
        }
    }
}
