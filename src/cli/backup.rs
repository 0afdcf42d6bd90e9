//! `bersinar backup`: the stores as checked files, while the program may be serving.
//!
//! Not for: putting them back (`restore.rs`), the form of the file (`store::backup`).

use super::{
    Failure, backup_words, keys,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::{
    App,
    backup::{Last, Made, Order},
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};
use words::{Lang, words};

/// Back up the stores, each into a checked file of its own; the program may go on serving
///
/// Example: bersinar backup --to /backup --data /var/lib/bersinar
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    #[command(flatten)]
    place: Place,
    /// The folder for the files; best on another machine or disk
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Put the signing key into the file of the main store too: whoever has the file can then sign in this city's name
    #[arg(long)]
    with_key: bool,
}

/// Does it.
pub fn run(arguments: &BackupArgs) -> Result<ExitCode, Failure> {
    let w = words(Lang::Id);
    block_on(async {
        let app = arguments.place.open(Arc::new(SystemClock)).await?;
        let secret = keys::secret_file(&arguments.place.data);
        if arguments.with_key && !secret.exists() {
            return Err(Failure::new(w.t("backup-no-key-here")));
        }
        let failed = |error: std::io::Error| Failure::new(format!("{}: {error}", arguments.to.display()));
        // A whole path made anew would hide a disk that is not mounted.
        let above = std::path::absolute(&arguments.to).map_err(failed)?.parent().map(Path::to_owned);
        if above.is_some_and(|above| !above.exists()) {
            let values = [("folder", arguments.to.display().to_string().into())];
            return Err(Failure::new(w.with("backup-no-folder-above", &values)));
        }
        let half = arguments.to.join(format!(".bersinar-{}", std::process::id()));
        keys::private_folder(&arguments.to).and_then(|()| keys::private_folder(&half)).map_err(failed)?;
        let order = Order {
            to: arguments.to.clone(),
            half: half.clone(),
            key: arguments.with_key.then_some(secret),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let made = app.back_up(&order).await;
        let _gone = std::fs::remove_dir_all(&half);
        let made = made.map_err(|refused| backup_words::refused(refused, &arguments.to))?;
        let missing = app.missing_files().await?;
        for file in &missing {
            println!("{}", w.with("backup-missing", &[("file", file.as_str().into())]));
        }
        let damaged = tell(&app, &made) || !missing.is_empty();
        if arguments.place.database.is_none() && same_disk(&arguments.place.data, &arguments.to) {
            println!("{}", w.t("backup-same-disk"));
        }
        let last = Last { made_at: app.now(), folder: arguments.to.clone() };
        let data = &arguments.place.data;
        last.note(data).map_err(|error| Failure::new(format!("{}: {error}", data.display())))?;
        Ok(if damaged { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    })
}

/// Whether two folders lie on one file system; false where that cannot be known.
fn same_disk(one: &Path, other: &Path) -> bool {
    let disk = |folder: &Path| rustix::fs::stat(folder).map(|found| found.st_dev).ok();
    disk(one).is_some_and(|first| disk(other) == Some(first))
}

/// Says what was written; true when a kept file was damaged already.
fn tell(app: &App, made: &[Made]) -> bool {
    let w = words(Lang::Id);
    let mut damaged = false;
    for Made { file, manifest } in made {
        let (files, _) = manifest.files();
        let entries: u64 = manifest.heads.iter().map(|head| head.sequence).sum();
        let size = std::fs::metadata(file).map_or(0, |data| data.len());
        let values = [
            ("file", file.display().to_string().into()),
            ("size", backup_words::size(size).into()),
            ("entries", entries.into()),
            ("rows", manifest.rows.values().sum::<u64>().into()),
            ("files", files.into()),
        ];
        println!("{}", w.with("backup-made", &values));
        for name in manifest.damaged() {
            damaged = true;
            println!("{}", w.with("backup-damaged", &[("file", name.into())]));
        }
    }
    println!("{}", w.t("backup-checked"));
    if made.iter().any(|made| made.manifest.holds_key()) {
        println!("{}", w.t("backup-with-key"));
    } else if app.signs_here() {
        println!("{}", w.t("backup-without-key"));
    } else {
        println!("{}", w.t("backup-key-elsewhere"));
    }
    damaged
}
