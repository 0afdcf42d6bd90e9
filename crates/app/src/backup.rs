//! Backing up the three stores, each as a file of its own, and what a restored installation must do again.
//!
//! The key that signs checkpoints stays out of a backup unless it is asked for. Not here: the form of the file
//! (`store::backup`), laying files back into a folder (the program's `cli/restore.rs`).

use crate::{Action, Actor, App, Refusal, access};
use domain::region::RegionCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};
use store::{
    ErasableKind, Handle, Record, StoreKind,
    backup::{self, BackupError, Manifest, Source, pack},
    erasures::{Erasure, Erasures},
    queries::{self, accounts},
};

/// What a backup is to be.
#[derive(Debug, Clone)]
pub struct Order {
    /// The folder for the files.
    pub to: PathBuf,
    /// A folder there for what is on its way; for its owner only, on the same disk.
    pub half: PathBuf,
    /// The secret key's file, where it shall go along.
    pub key: Option<PathBuf>,
    /// Version of the program.
    pub program: String,
}

/// A file that was written, read back and found whole.
#[derive(Debug)]
pub struct Made {
    /// Where it is.
    pub file: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
}

/// The name of the one copy of erasable keys of a regency: each run replaces it, so that an older one opens nothing that was erased since.
#[must_use]
pub fn erasable_file(regency: &str) -> String {
    format!("bersinar-{}-{regency}.backup", ErasableKind::NAME)
}

/// When the last backup was found good, and where it is; kept beside the data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Last {
    /// Milliseconds since 1970 UTC.
    pub made_at: i64,
    /// Where the files were put.
    pub folder: PathBuf,
}

impl Last {
    /// The file's name in the data folder.
    pub const NAME: &'static str = "backups.json";

    /// What is noted in a data folder.
    #[must_use]
    pub fn of(data: &Path) -> Option<Self> {
        serde_json::from_str(&std::fs::read_to_string(data.join(Self::NAME)).ok()?).ok()
    }

    /// Notes it there.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn note(&self, data: &Path) -> std::io::Result<()> {
        let half = data.join(".backups.json");
        std::fs::write(&half, serde_json::to_string(self)?)?;
        std::fs::rename(&half, data.join(Self::NAME))
    }
}

/// The name beside the backups under which the log of erasures is kept.
pub const ERASURES_BESIDE: &str = "bersinar-erasures.jsonl";

impl App {
    /// Backs up the stores while the program may be serving, and copies the log of erasures beside them.
    ///
    /// # Errors
    /// When there is no city yet, the disk refuses, or a file does not read back as it was written.
    pub async fn back_up(&self, order: &Order) -> Result<Vec<Made>, BackupRefused> {
        let regency = self.installation().regency.ok_or(Refusal::Invalid("backup-no-city"))?;
        let place = self.places().path(regency).unwrap_or_default();
        let erasures = Erasures::text(&self.erasures.all().map_err(BackupError::from)?);
        let base = Base { regency: regency.to_string(), place, at: self.now(), program: order.program.clone() };
        let named = |store: &str| order.to.join(format!("bersinar-{store}-{regency}-{}.backup", self.stamp(regency)));
        let mut sources = vec![Source::Bytes(Erasures::NAME.to_owned(), erasures.clone().into_bytes())];
        sources.extend(order.key.as_ref().map(|key| Source::File("keys/ledger.key".to_owned(), key.clone())));
        let mut made = vec![
            self.one(&self.stores.main, &order.half, &base, named("main"), sources).await?,
            self.one(&self.stores.tips, &order.half, &base, named("tips"), vec![]).await?,
            self.one(&self.stores.help, &order.half, &base, named("help"), vec![]).await?,
            self.one(&self.stores.signals, &order.half, &base, named("signals"), vec![]).await?,
            self.copy_erasable(&order.to, &order.half, &base).await?,
        ];
        let beside = order.to.join(ERASURES_BESIDE);
        keep_all(&beside, &erasures, &order.half).map_err(BackupError::from)?;
        made.sort_by_key(|made| made.manifest.store != "main");
        Ok(made)
    }

    /// Makes the one copy of erasable keys anew where the last backup was put, so that what has just been erased is in none, and the log of
    /// erasures beside it.
    /// `false` where that folder is not there now.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) async fn renew_copies(&self) -> Result<bool, BackupRefused> {
        let Some(last) = Last::of(&self.data) else { return Ok(true) };
        let regency = self.installation().regency.ok_or(Refusal::Invalid("backup-no-city"))?;
        let file = last.folder.join(erasable_file(&regency.to_string()));
        if !file.exists() {
            return Ok(false);
        }
        let place = self.places().path(regency).unwrap_or_default();
        let program = backup::Archive::open(&file)?.manifest.program;
        let base = Base { regency: regency.to_string(), place, at: self.now(), program };
        let half = last.folder.join(format!(".bersinar-erasable-{}", std::process::id()));
        std::fs::create_dir_all(&half).map_err(BackupError::from)?;
        let made = self.copy_erasable(&last.folder, &half, &base).await;
        let erasures = Erasures::text(&self.erasures.all().map_err(BackupError::from)?);
        let noted = keep_all(&last.folder.join(ERASURES_BESIDE), &erasures, &half);
        let _gone = std::fs::remove_dir_all(&half);
        noted.map_err(BackupError::from)?;
        made.map(|_| true)
    }

    async fn copy_erasable(&self, to: &Path, half: &Path, base: &Base) -> Result<Made, BackupRefused> {
        let name = erasable_file(&base.regency);
        let made = self.one(&self.stores.erasable, half, base, half.join(&name), vec![]).await?;
        let file = to.join(name);
        std::fs::rename(&made.file, &file).map_err(BackupError::from)?;
        std::fs::File::open(to).and_then(|folder| folder.sync_all()).map_err(BackupError::from)?;
        Ok(Made { file, ..made })
    }

    async fn one<S: StoreKind>(
        &self,
        store: &Handle<S>,
        half: &Path,
        base: &Base,
        file: PathBuf,
        mut more: Vec<Source>,
    ) -> Result<Made, BackupRefused> {
        let snapshot = store.snapshot(half).await?;
        let heads = snapshot.heads.clone();
        let checkpoint = self.keys.signer().map(|signer| signer.checkpoint(S::NAME, base.at, heads.clone()));
        let manifest = Manifest {
            product: backup::PRODUCT.to_owned(),
            format: backup::FORMAT,
            program: base.program.clone(),
            store: S::NAME.to_owned(),
            kind: snapshot.kind,
            regency: base.regency.clone(),
            place: base.place.clone(),
            made_at: base.at,
            public_key: self.public_key().to_string(),
            former_keys: self.keys.former().iter().map(ToString::to_string).collect(),
            migrations: snapshot.migrations.clone(),
            rows: snapshot.rows.clone(),
            heads,
            checkpoint,
            members: vec![],
        };
        let mut sources: Vec<Source> = snapshot.source().into_iter().collect();
        let beside = match S::NAME {
            "main" => Some(("files", &self.files)),
            "tips" => Some(("tips", &self.tip_files)),
            _ => None,
        };
        if let Some((folder, files)) = beside {
            // After the database: a file that came in between is more than the database knows, never less.
            let kept = files.all().map_err(BackupError::from)?;
            sources.extend(kept.into_iter().map(|(name, path)| Source::File(format!("{folder}/{name}"), path)));
        }
        sources.append(&mut more);
        let target = file.clone();
        let packed = tokio::task::spawn_blocking(move || {
            let packed = pack(&target, manifest, &sources);
            drop(snapshot);
            packed
        });
        let manifest = packed.await.map_err(|error| BackupError::Changed(error.to_string()))??;
        Ok(Made { file, manifest })
    }

    /// Date and time as they stand in a backup's name, where the city lies.
    fn stamp(&self, regency: domain::region::RegionCode) -> String {
        self.zone(regency).stamp(self.now())
    }

    /// Kept files that records refer to and that are not there any more, as `regency/digest`.
    ///
    /// # Errors
    /// What the database or the disk says.
    pub async fn missing_files(&self) -> Result<Vec<String>, Refusal> {
        let mut missing = vec![];
        for head in self.stores.main.heads().await? {
            let referred = queries::evidence::referred(self.stores.main.read(), &head.chain).await?;
            let there: HashSet<String> =
                self.files.list(&head.chain)?.into_iter().map(|kept| kept.digest.to_string()).collect();
            let gone = referred.into_iter().filter(|file| !there.contains(file));
            missing.extend(gone.map(|file| format!("{}/{file}", head.chain)));
        }
        Ok(missing)
    }

    /// All erasures that this installation knows of.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn erasures(&self) -> Result<Vec<Erasure>, Refusal> {
        Ok(self.erasures.all()?)
    }

    /// Does again, on a restored database, every erasure of a log that it does not have yet. Gives how many were done.
    ///
    /// # Errors
    /// When the actor is not at the machine.
    pub async fn replay_erasures(&self, actor: &Actor, log: &[Erasure]) -> Result<usize, Refusal> {
        if !matches!(actor, Actor::Console(_)) || !access::may(actor, Action::ManageAccounts) {
            return Err(Refusal::NotAllowed(Action::ManageAccounts));
        }
        let known = self.erasures.all()?;
        let new: Vec<Erasure> = log.iter().filter(|erasure| !known.contains(erasure)).cloned().collect();
        self.erasures.add(&new)?;
        let mut done = 0;
        for Erasure { regency, account, at } in log {
            // Of a door it is a conversation.
            if let Some(id) = account.strip_prefix("tips/") {
                done += usize::from(self.tips().erase_again(actor, regency, id).await?);
                continue;
            }
            // Of a village it is who was responsible there; ids of accounts are no codes.
            if account.parse::<RegionCode>().is_ok() {
                done += usize::from(self.forget_contact(actor, regency, account, *at).await?);
                continue;
            }
            let signed = queries::papers::signatories(self.stores.main.read(), regency).await?;
            if let Some((signatory, _)) = signed.into_iter().find(|(one, _)| one.id == *account) {
                done += usize::from(self.forget_signatory(actor, regency, signatory).await?);
                continue;
            }
            let found = accounts::by_id(self.stores.main.read(), regency, account).await?;
            let Some(found) = found.filter(|found| found.name.is_some()) else { continue };
            if found.account.active == 1 {
                self.end_account(actor, regency, account).await?;
            }
            self.forget_person(actor, regency, account, json!({ "account": account, "replayed": true })).await?;
            done += 1;
        }
        Ok(done)
    }

    /// Records in the city's ledger that it goes on from a backup of this moment.
    ///
    /// # Errors
    /// When the actor is not at the machine, or there is no city.
    pub async fn note_restore(&self, actor: &Actor, made_at: i64) -> Result<(), Refusal> {
        let regency = self.installation().regency.ok_or(Refusal::Invalid("backup-no-city"))?;
        if !matches!(actor, Actor::Console(_)) {
            return Err(Refusal::NotAllowed(Action::ImportPlaces));
        }
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let by = by.clone();
                Box::pin(async move {
                    let body = json!({ "made_at": made_at });
                    tx.record(Record { at, actor: by, action: "installation.restore", body });
                    Ok(())
                })
            })
            .await
    }

    /// Closes the databases.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(self) -> Result<(), Refusal> {
        Ok(self.stores.close().await?)
    }

    /// Erases the name and records it.
    pub(crate) async fn forget_person(
        &self,
        actor: &Actor,
        chain: &str,
        id: &str,
        body: serde_json::Value,
    ) -> Result<(), Refusal> {
        let (at, by) = (self.now(), actor.name().to_owned());
        let (chain, id) = (chain.to_owned(), id.to_owned());
        self.stores
            .main
            .write(&chain.clone(), move |tx| {
                let (chain, id, by, body) = (chain.clone(), id.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    accounts::erase_person(tx, &chain, &id).await?;
                    tx.record(Record { at, actor: by, action: "account.erase_person", body });
                    Ok(())
                })
            })
            .await
    }
}

struct Base {
    regency: String,
    place: String,
    at: i64,
    program: String,
}

/// Why a backup was not made.
#[derive(Debug, thiserror::Error)]
pub enum BackupRefused {
    /// The stores, or the file.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The installation.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Writes the log beside the backups; lines that a log there has beyond ours stay.
fn keep_all(beside: &Path, ours: &str, half: &Path) -> std::io::Result<()> {
    let there = match std::fs::read(beside) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => vec![],
        Err(error) => return Err(error),
    };
    let mut all = Erasures::parse(&there);
    all.extend(Erasures::parse(ours.as_bytes()));
    all.sort();
    all.dedup();
    let next = half.join(ERASURES_BESIDE);
    std::fs::write(&next, Erasures::text(&all))?;
    std::fs::File::open(&next)?.sync_all()?;
    std::fs::rename(next, beside)
}
