//! Where an installation lies, and opening it: stores, files and keys.

use super::{Failure, keys, outside::SystemRandom, press::Child};
use app::{App, Clock, Opening};
use std::{path::PathBuf, sync::Arc};
use store::{Location, erasures::Erasures, files::Files};

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

    /// Marks a folder whose demonstration is being built: only what such a folder holds may be thrown away.
    pub fn half_built(&self) -> PathBuf {
        self.data.join("half-built")
    }

    /// Refuses a folder whose demonstration was cut off while it was built; the next demonstration throws it away.
    pub fn not_half_built(&self) -> Result<(), Failure> {
        if !self.half_built().exists() {
            return Ok(());
        }
        let folder = self.data.display();
        Err(Failure::new(format!(
            "{folder}: kota contoh di sini belum selesai dibangun. Jalankan lagi: bersinar demo --data {folder}, atau pilih folder lain dengan --data."
        )))
    }

    /// Opens an installation that exists; a mistyped folder makes no new one.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> Result<App, Failure> {
        self.not_half_built()?;
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
        keys::private_folder(&self.data).map_err(|error| Failure::new(format!("{}: {error}", self.data.display())))?;
        let stores = store::open(&self.location()).await.map_err(|error| Failure::new(error.to_string()))?;
        let files = Files::new(&self.data.join("files"));
        let keys = keys::load(&self.data)?;
        let erasures = Erasures::new(&self.data);
        let (prints, press) = (Files::new(&self.data.join("prints")), Arc::new(Child));
        let tip_files = Files::new(&self.data.join("tips"));
        let random = Arc::new(SystemRandom);
        let data = self.data.clone();
        let opening = Opening { stores, files, prints, tip_files, press, clock, random, keys, erasures, data };
        App::open(opening).await.map_err(|error| Failure::new(error.to_string()))
    }
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
