//! Opening the stores: where they lie, how SQLite and PostgreSQL are set, and the typed handles.

use crate::{
    Conn, StoreError, migrate,
    write::{Anew, Writer, Writing},
};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend};
use std::{
    marker::PhantomData,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The names of the stores that have a ledger, as files, schemas and checkpoints have them.
pub const STORES: [&str; 4] = [MainKind::NAME, TipsKind::NAME, HelpKind::NAME, SignalsKind::NAME];
/// The names of all databases: the stores, and the keys that can be erased.
pub const DATABASES: [&str; 5] =
    [MainKind::NAME, TipsKind::NAME, HelpKind::NAME, SignalsKind::NAME, ErasableKind::NAME];

/// Which store a handle belongs to.
pub trait StoreKind: Send + Sync + 'static {
    /// `main`, `tips`, `help`, `signals` or `erasable`: the file's and the schema's name, and the store's name in its checkpoints.
    const NAME: &'static str;
    /// The migrations that this store has beyond the ledger's.
    const MIGRATIONS: &'static [migrate::Migration];
    /// Whether the store puts by what its records said before a change. What must be erasable keeps no past.
    const PAST: bool;
}

/// The programme: places, rules, answers, classes, people who work here.
#[derive(Debug)]
pub struct MainKind;
/// Sealed tips about crime.
#[derive(Debug)]
pub struct TipsKind;
/// Requests for help and casebooks.
#[derive(Debug)]
pub struct HelpKind;
/// What is observed in the field, of which only counts come out.
#[derive(Debug)]
pub struct SignalsKind;

/// Keys that can be erased, under which what came through the doors is wrapped once more.
#[derive(Debug)]
pub struct ErasableKind;

impl StoreKind for MainKind {
    const NAME: &'static str = "main";
    const MIGRATIONS: &'static [migrate::Migration] = migrate::MAIN;
    const PAST: bool = true;
}
impl StoreKind for TipsKind {
    const NAME: &'static str = "tips";
    const MIGRATIONS: &'static [migrate::Migration] = migrate::DOORS;
    const PAST: bool = false;
}
impl StoreKind for HelpKind {
    const NAME: &'static str = "help";
    const MIGRATIONS: &'static [migrate::Migration] = migrate::DOORS;
    const PAST: bool = false;
}
impl StoreKind for SignalsKind {
    const NAME: &'static str = "signals";
    const MIGRATIONS: &'static [migrate::Migration] = migrate::SIGNALS;
    const PAST: bool = false;
}

impl StoreKind for ErasableKind {
    const NAME: &'static str = "erasable";
    const MIGRATIONS: &'static [migrate::Migration] = migrate::ERASABLE;
    const PAST: bool = false;
}

/// One open store.
#[derive(Debug)]
pub struct Handle<S> {
    readers: DatabaseConnection,
    /// The writer's own connection, kept to be closed.
    writing: Writing,
    pub(crate) location: Location,
    pub(crate) writer: Arc<Writer>,
    store: PhantomData<S>,
}

/// The handle of the main store.
pub type Main = Handle<MainKind>;
/// The handle of the tips store.
pub type Tips = Handle<TipsKind>;
/// The handle of the help store.
pub type Help = Handle<HelpKind>;
/// The handle of the erasable keys.
pub type Erasable = Handle<ErasableKind>;
/// The handle of the signals store.
pub type Signals = Handle<SignalsKind>;

impl<S: StoreKind> Handle<S> {
    /// For reading what is committed.
    #[must_use]
    pub fn read(&self) -> Conn<'_, S> {
        Conn::pool(&self.readers)
    }

    /// The database's name and version.
    ///
    /// # Errors
    /// What the database says.
    pub async fn version(&self) -> Result<String, StoreError> {
        let (name, sql) = match self.location {
            Location::Folder(_) => ("SQLite", "SELECT sqlite_version()"),
            Location::Postgres(_) => ("PostgreSQL", "SHOW server_version"),
        };
        let version: Vec<String> = self.read().all(sql, vec![], |row| row.try_get_by_index(0)).await?;
        Ok(format!("{name} {}", version.concat()))
    }

    pub(crate) fn writing(&self) -> DatabaseConnection {
        self.writing.current()
    }

    pub(crate) fn readers(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Waits for what is under way and closes the database, so that its files may be moved.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(self) -> Result<(), StoreError> {
        drop(self.writer);
        self.readers.close().await?;
        Ok(self.writing.current().close().await?)
    }
}

/// Where the stores lie.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A data folder with a file for each store: `main.db` and so on.
    Folder(PathBuf),
    /// A PostgreSQL address; the stores are schemas in it.
    Postgres(String),
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.place())
    }
}

impl Location {
    /// For messages: the folder, or the address without its password.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
                _ => url.clone(),
            },
        }
    }
}

/// The stores of one installation.
#[derive(Debug)]
pub struct Stores {
    /// The programme.
    pub main: Main,
    /// Sealed tips.
    pub tips: Tips,
    /// Requests for help.
    pub help: Help,
    /// Field observations.
    pub signals: Signals,
    /// Keys that can be erased.
    pub erasable: Erasable,
}

impl Stores {
    /// Closes all of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(self) -> Result<(), StoreError> {
        self.main.close().await?;
        self.tips.close().await?;
        self.help.close().await?;
        self.signals.close().await?;
        self.erasable.close().await
    }
}

/// Opens all stores and brings their tables up to date.
///
/// # Errors
/// When a store cannot be reached, or was written by a newer version.
pub async fn open(location: &Location) -> Result<Stores, StoreError> {
    Ok(Stores {
        main: handle(location).await?,
        tips: handle(location).await?,
        help: handle(location).await?,
        signals: handle(location).await?,
        erasable: handle(location).await?,
    })
}

async fn handle<S: StoreKind>(location: &Location) -> Result<Handle<S>, StoreError> {
    let unreachable =
        |cause: sea_orm::DbErr| StoreError::Unreachable { place: location.place(), cause: cause.to_string() };
    let (readers, writer) = match location {
        Location::Folder(folder) => {
            std::fs::create_dir_all(folder)?;
            let file = folder.join(S::NAME).with_extension("db");
            private(&file)?;
            // The writer first: it creates the file and sets the journal mode.
            let writer = Database::connect(sqlite(&file, 1, WRITER_CACHE)).await.map_err(unreachable)?;
            migrate::run::<S>(&writer).await?;
            (Database::connect(sqlite(&file, 4, READER_CACHE)).await.map_err(unreachable)?, writer)
        }
        Location::Postgres(url) => {
            let plain = Database::connect(postgres(url, "public", 1)).await.map_err(unreachable)?;
            sea_orm::ConnectionTrait::execute_unprepared(&plain, &format!("CREATE SCHEMA IF NOT EXISTS {}", S::NAME))
                .await?;
            plain.close().await?;
            let pool = Database::connect(postgres(url, S::NAME, 8)).await.map_err(unreachable)?;
            migrate::run::<S>(&pool).await?;
            (pool.clone(), pool)
        }
    };
    let (location, writing) = (location.clone(), Writing::of(writer));
    let anew: Anew = match &location {
        Location::Folder(folder) => {
            let file = folder.join(S::NAME).with_extension("db");
            Box::new(move || Box::pin(Database::connect(sqlite(&file, 1, WRITER_CACHE))))
        }
        Location::Postgres(url) => {
            let url = url.clone();
            Box::new(move || Box::pin(Database::connect(postgres(&url, S::NAME, 8))))
        }
    };
    let writer = Arc::new(Writer::start(writing.clone(), anew));
    Ok(Handle { readers, writing, location, writer, store: PhantomData })
}

/// Makes the database's file for its owner only; what SQLite puts beside it takes the same permissions.
fn private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

/// Kilobytes of pages that a connection keeps at most; it takes them only as it reads or changes so many.
const READER_CACHE: u32 = 2000;
const WRITER_CACHE: u32 = 16_000;
/// Bytes of the write-ahead log that stay on the disk once it has begun anew: 64 MB.
const LOG_LIMIT: u32 = 64 << 20;

/// WAL, `synchronous=FULL` (an acknowledged write survives a power cut), small caches.
fn sqlite(file: &Path, connections: u32, cache: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
    // A file needs no asking whether it is still there before each question.
    options.max_connections(connections).test_before_acquire(false).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| {
        use std::time::Duration;
        options
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            // What was erased is not in the file any more, nor in a copy of its pages.
            .pragma("secure_delete", "ON")
            .pragma("cache_size", format!("-{cache}"))
            .pragma("wal_autocheckpoint", "4000")
            // Grown beside a long reader, a backup say, the log is cut when it begins anew.
            .pragma("journal_size_limit", LOG_LIMIT.to_string())
            .busy_timeout(Duration::from_secs(10))
            // Rows come from a thread of their own; more at once spare it and the reader many turns.
            .row_buffer_size(500)
    });
    options
}

fn postgres(url: &str, schema: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .sqlx_logging(false)
        .set_schema_search_path(schema)
        .set_application_name("bersinar");
    options
}

/// Whether writes are queued for one writer (SQLite) or run side by side (PostgreSQL).
pub(crate) fn queues(connection: &DatabaseConnection) -> bool {
    connection.get_database_backend() == DbBackend::Sqlite
}

/// Makes an empty PostgreSQL database for a test and gives its address.
///
/// # Errors
/// When the server cannot be reached, or has one of this name.
pub async fn fresh_database(server: &str, name: &str) -> Result<String, StoreError> {
    let admin = Database::connect(postgres(&format!("{server}/postgres"), "public", 1)).await?;
    sea_orm::ConnectionTrait::execute_unprepared(&admin, &format!("CREATE DATABASE {name}")).await?;
    admin.close().await?;
    Ok(format!("{server}/{name}"))
}
