//! `bersinar restore`: backups put back into a new folder, or not at all.
//!
//! Everything is read and checked into a folder beside the new one, opened, brought up to date, cleared of the names that
//! were erased since, verified, and only then given its name. Not for: which files fit together (`restore_set.rs`).

use super::{
    Failure, audit, backup_words, keys,
    outside::SystemClock,
    place::{Place, block_on},
    restore_set::Set,
};
use app::{Actor, App};
use domain::region::RegionCode;
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};
use store::{
    StoreError,
    backup::{self, BackupError, Kind},
    erasures::{Erasure, Erasures},
};
use words::{Lang, words};

/// Put backups back into a new data folder (or an empty PostgreSQL database)
///
/// Example: bersinar restore /backup/bersinar-*-63.06-20261122-0930.backup --data bersinar-data-baru
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup files, one for each store
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// The city or regency that is expected
    #[arg(long, value_name = "CODE")]
    region: Option<RegionCode>,
    /// A newer log of erasures; without it the one beside the backup is taken
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    /// The secret key of the ledger, where it is to lie on this machine
    #[arg(long, value_name = "FILE", conflicts_with = "new_key")]
    key: Option<PathBuf>,
    /// The old key is lost: make a new one. Old checkpoints then hold by the old public key, which only this folder knows
    #[arg(long)]
    new_key: bool,
}

/// Does it.
pub fn run(arguments: &RestoreArgs) -> Result<ExitCode, Failure> {
    let w = words(Lang::Id);
    let mut set = Set::open(&arguments.files, arguments.region, arguments.place.database.is_some())?;
    let data = &arguments.place.data;
    if std::fs::read_dir(data).is_ok_and(|mut folder| folder.next().is_some()) {
        return Err(Failure::new(w.with("backup-folder-not-empty", &[("folder", data.display().to_string().into())])));
    }
    let name = data.file_name().unwrap_or_default().to_string_lossy();
    let half = data.with_file_name(format!(".{name}.restoring-{}", std::process::id()));
    block_on(async {
        if let Some(url) = &arguments.place.database
            && !backup::is_empty(url).await.map_err(|error| backup_words::failed(&error, data))?
        {
            let place = arguments.place.location().place();
            return Err(Failure::new(w.with("backup-database-not-empty", &[("place", place.into())])));
        }
        let outcome = lay(arguments, &mut set, &half).await;
        if outcome.is_err() {
            let _gone = std::fs::remove_dir_all(&half);
            if let Some(url) = &arguments.place.database {
                let _gone = backup::remove(url).await;
            }
        }
        outcome
    })
}

/// Lays everything into `half`, then gives it its name.
async fn lay(arguments: &RestoreArgs, set: &mut Set, half: &Path) -> Result<ExitCode, Failure> {
    let w = words(Lang::Id);
    let data = &arguments.place.data;
    let failed = |error: std::io::Error| backup_words::failed(&error.into(), data);
    keys::private_folder(half).map_err(failed)?;
    for (path, archive) in &mut set.archives {
        let store = archive.manifest.store.clone();
        let lies = |name: &str| match name {
            name if name == Kind::Sqlite.member() => half.join(&store).with_extension("db"),
            name if name == Kind::Postgres.member() => half.join(&store).with_extension("pgdump"),
            name => half.join(name),
        };
        archive.extract(lies).map_err(|error| match &error {
            BackupError::Store(StoreError::Full(_)) => backup_words::failed(&error, data),
            _ => backup_words::failed(&error, path),
        })?;
    }
    lay_keys(arguments, set, half)?;
    if let Some(url) = &arguments.place.database {
        for (path, archive) in &set.archives {
            let store = &archive.manifest.store;
            let dump = half.join(store).with_extension("pgdump");
            backup::restore(url, store, &dump).await.map_err(|error| backup_words::failed(&error, path))?;
            std::fs::remove_file(dump).map_err(failed)?;
        }
    }
    let here = Place { data: half.to_owned(), database: arguments.place.database.clone() };
    let app = here.create(Arc::new(SystemClock)).await?;
    let main = set.main();
    if app.installation().regency.map(|code| code.to_string()).as_ref() != Some(&main.regency) {
        return Err(backup_words::failed(&BackupError::Changed("manifest.json".into()), set.main_file()));
    }
    erase_again(arguments, set, &app).await?;
    app.note_restore(&Actor::Console("restore"), main.made_at).await?;
    let report = app.verify(&set.checkpoints()).await?;
    let missing = app.missing_files().await?;
    let at = w.instant(main.made_at, app.zone(set.regency()));
    app.close().await?;
    std::fs::rename(half, data).map_err(failed)?;
    let above = data.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(above).and_then(|folder| folder.sync_all()).map_err(failed)?;
    for store in set.missing() {
        println!("{}", w.with("backup-store-missing", &[("store", store.into())]));
    }
    let values =
        [("place", main.place.clone().into()), ("at", at.into()), ("folder", data.display().to_string().into())];
    println!("{}", w.with("backup-restored", &values));
    println!("{}", w.t(if keys::secret_file(data).exists() { "backup-key-laid" } else { "backup-key-not-laid" }));
    for file in &missing {
        println!("{}", w.with("backup-missing", &[("file", file.as_str().into())]));
    }
    let damaged: Vec<String> =
        set.archives.iter().flat_map(|(_, archive)| archive.manifest.damaged()).map(str::to_owned).collect();
    for file in &damaged {
        println!("{}", w.with("backup-damaged", &[("file", file.as_str().into())]));
    }
    let told = audit::tell(&report);
    Ok(if missing.is_empty() && damaged.is_empty() { told } else { ExitCode::FAILURE })
}

/// The public half always; the secret from the file, from `--key`, or a new one.
fn lay_keys(arguments: &RestoreArgs, set: &Set, half: &Path) -> Result<(), Failure> {
    let secret = keys::secret_file(half);
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}", secret.display()));
    let public = set.public_key()?;
    let mut former = set.main().former_keys.clone();
    if arguments.new_key {
        former.push(public.to_string());
        if secret.exists() {
            std::fs::remove_file(&secret).map_err(failed)?;
        }
    } else {
        keys::note(half, &public)?;
    }
    if let Some(key) = &arguments.key {
        let bytes = std::fs::read(key).map_err(|error| Failure::new(format!("{}: {error}", key.display())))?;
        keys::read(key)?;
        if secret.exists() {
            std::fs::remove_file(&secret).map_err(failed)?;
        }
        keys::write_private(&secret, &bytes).map_err(failed)?;
    }
    keys::private_folder(&half.join("keys")).map_err(failed)?;
    std::fs::write(keys::former_file(half), former.iter().map(|key| format!("{key}\n")).collect::<String>())
        .map_err(failed)?;
    keys::load(half).map(drop)
}

/// Erases again whoever was erased after the backup was made.
async fn erase_again(arguments: &RestoreArgs, set: &Set, app: &App) -> Result<(), Failure> {
    let w = words(Lang::Id);
    let mut log = app.erasures()?;
    let beside = set.main_file().with_file_name(app::backup::ERASURES_BESIDE);
    let newer = arguments.erasures.clone().or_else(|| beside.exists().then_some(beside));
    if let Some(path) = &newer {
        let bytes = std::fs::read(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        let found: Vec<Erasure> = Erasures::parse(&bytes);
        if found.is_empty() && !bytes.trim_ascii().is_empty() {
            let values = [("file", path.display().to_string().into())];
            return Err(Failure::new(w.with("backup-erasures-unread", &values)));
        }
        log.extend(found);
    }
    log.sort();
    log.dedup();
    let made_at = set.main().made_at;
    let done = app.replay_erasures(&Actor::Console("restore"), &log).await?;
    println!("{}", w.with("backup-erased-again", &[("n", done.into())]));
    if !log.iter().any(|erasure| erasure.at > made_at) {
        let at = w.instant(made_at, app.zone(set.regency()));
        println!("{}", w.with("backup-no-newer-erasures", &[("at", at.into())]));
    }
    Ok(())
}
