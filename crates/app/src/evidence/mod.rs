//! Files that prove what a sheet says: added by who fills it, seen by who may see the sheet, never lost while a record
//! refers to them.
//!
//! What a file may be, and how a picture loses its metadata, is `documents::evidence`; where it lies, `store::files`;
//! taking away what nothing refers to, [`sweep`].

pub mod sweep;

use crate::{Action, Actor, App, Refusal, allow, apart::Turns, plain, round_key, rounds, sheets::allow_filling};
use documents::evidence::{self, Kind};
use domain::{region::RegionCode, sheet::State};
use instrument::{Scope, Sheet};
use serde_json::json;
use std::sync::LazyLock;
use store::{
    Record,
    nouns::Evidence,
    queries::{self, rounds::Key},
};

/// The most files of one sheet of one village (or, of a city sheet, of the whole sheet).
pub const MOST_FILES: usize = 20;
/// The most bytes of evidence in one regency: 20 GB.
pub const QUOTA: i64 = 20 << 30;
/// The longest note on a file.
pub const LONGEST_NOTE: usize = 300;

/// Pictures are worked on one at a time: each may need 300 MB.
static ONE_AT_A_TIME: LazyLock<Turns> = LazyLock::new(|| Turns::new(1));

/// A sheet of a place: of a village, or of the whole city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The round.
    pub key: Key,
    /// The sheet's id.
    pub sheet: String,
    /// The village, or the regency for a city sheet.
    pub place: RegionCode,
}

impl About {
    fn subject(&self) -> String {
        format!("sheet/{}/{}/{}/{}", self.key.instrument, self.key.year, self.sheet, self.place)
    }

    fn of(subject: &str, regency: &str) -> Option<Self> {
        let parts: Vec<&str> = subject.split('/').collect();
        let ["sheet", instrument, year, sheet, place] = parts.as_slice() else { return None };
        let key = round_key(regency.parse().ok()?, instrument, year.parse().ok()?);
        Some(Self { key, sheet: (*sheet).to_owned(), place: place.parse().ok()? })
    }
}

/// What was taken of an uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub id: String,
    /// What a picture carried and no longer does, in both languages.
    pub removed: Vec<instrument::Text>,
}

/// A kept file as it is handed out.
#[derive(Debug, Clone)]
pub struct Handed {
    /// Its record.
    pub evidence: Evidence,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether a browser may show it; all else is a download.
    pub picture: bool,
    /// The name to save it under.
    pub name: String,
}

impl App {
    async fn sheet_of(&self, about: &About) -> Result<(Sheet, bool), Refusal> {
        let (round, rule) = self.round_rule(self.stores.main.read(), &about.key).await?;
        let sheet = rule.sheets().iter().find(|sheet| sheet.id == about.sheet).ok_or(Refusal::NotFound("sheet"))?;
        let regency = match sheet.scope {
            Scope::City => about.place,
            Scope::Village => self.regency_of_village(about.place)?,
        };
        if regency.to_string() != about.key.regency {
            return Err(Refusal::NotFound("village"));
        }
        Ok((sheet.clone(), rounds::open(&round).is_ok()))
    }

    /// The files of a sheet, oldest first, and whether the actor may add or remove some.
    ///
    /// # Errors
    /// When the actor may see neither the sheet nor fill it.
    pub async fn evidence(&self, actor: &Actor, about: &About) -> Result<(Vec<Evidence>, bool), Refusal> {
        let (sheet, open) = self.sheet_of(about).await?;
        let fills = allow_filling(actor, &sheet, about.place).is_ok();
        if !fills {
            allow_seeing(actor, &sheet, about.place)?;
        }
        let found = queries::evidence::about(self.stores.main.read(), &about.key.regency, &about.subject()).await?;
        Ok((found, fills && open))
    }

    /// Adds a file to a sheet: a picture made anew, a document as it is.
    ///
    /// # Errors
    /// [`Refusal::File`] where it is none that may be kept; when the round is locked, or there is no room.
    pub async fn add_evidence(
        &self,
        actor: &Actor,
        about: &About,
        name: &str,
        bytes: Vec<u8>,
        note: &str,
    ) -> Result<Added, Refusal> {
        let (sheet, _) = self.sheet_of(about).await?;
        allow_filling(actor, &sheet, about.place)?;
        if note.chars().count() > LONGEST_NOTE {
            return Err(Refusal::Invalid("evidence-note-too-long"));
        }
        let cleaned = ONE_AT_A_TIME.take(move || evidence::clean(&bytes)).await;
        let cleaned =
            cleaned.unwrap_or(Err(evidence::Fault::Damaged)).map_err(|fault| Refusal::File(fault.message()))?;
        let removed = cleaned.had.iter().map(|had| had.message()).collect();
        let size = i64::try_from(cleaned.bytes.len()).unwrap_or(i64::MAX);
        let regency = about.key.regency.clone();
        let (files, at, kept, chain) = (self.files.clone(), self.now(), cleaned.bytes, regency.clone());
        let file = tokio::task::spawn_blocking(move || files.keep(&chain, &kept, at)).await;
        let file = file.map_err(|_| Refusal::Invalid("evidence-not-kept"))??;
        let row = Evidence {
            regency: regency.clone(),
            id: self.new_id(),
            subject: about.subject(),
            file: file.to_string(),
            name: plain(&evidence::safe_name(name, cleaned.kind)),
            kind: cleaned.kind.ending().to_owned(),
            bytes: size,
            active: i64::from(cleaned.active),
            note: plain(note),
            added_by: actor.name().to_owned(),
            added_at: at,
        };
        let (by, id, about) = (actor.name().to_owned(), row.id.clone(), about.clone());
        self.stores
            .main
            .write(&regency, move |tx| {
                let (row, by, about) = (row.clone(), by.clone(), about.clone());
                Box::pin(async move {
                    let round =
                        queries::rounds::round(tx.read(), &about.key).await?.ok_or(Refusal::NotFound("round"))?;
                    rounds::open(&round)?;
                    let there = queries::evidence::about(tx.read(), &row.regency, &row.subject).await?;
                    if there.len() >= MOST_FILES {
                        return Err(Refusal::Invalid("evidence-too-many"));
                    }
                    if queries::evidence::bytes(tx.read(), &row.regency).await? + row.bytes > QUOTA {
                        return Err(Refusal::Invalid("evidence-quota"));
                    }
                    tx.put(&row).await?;
                    let body = json!({ "place": about.place, "sheet": about.sheet, "year": about.key.year,
                        "file": row.file, "kind": row.kind, "bytes": row.bytes });
                    tx.record(Record { at, actor: by, action: "evidence.add", body });
                    Ok(())
                })
            })
            .await?;
        Ok(Added { id, removed })
    }

    /// A file, for who may see what it proves.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn evidence_file(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<Handed, Refusal> {
        let (found, about) = self.one_evidence(regency, id).await?;
        let (sheet, _) = self.sheet_of(&about).await?;
        if allow_filling(actor, &sheet, about.place).is_err() {
            allow_seeing(actor, &sheet, about.place)?;
        }
        let digest = found.file.parse().map_err(|_| Refusal::NotFound("file"))?;
        let (files, chain) = (self.files.clone(), found.regency.clone());
        let bytes = tokio::task::spawn_blocking(move || files.read(&chain, digest)).await;
        let bytes = bytes.map_err(|_| Refusal::NotFound("file"))??;
        let kind = Kind::from_ending(&found.kind).ok_or(Refusal::NotFound("file"))?;
        let name = evidence::safe_name(&found.name, kind);
        Ok(Handed { bytes, media_type: kind.media_type(), picture: kind.is_picture(), name, evidence: found })
    }

    /// Takes a file away from a sheet of an open round; the ledger keeps that it was there.
    ///
    /// # Errors
    /// When the actor does not fill the sheet, the sheet has been accepted with this file, or the round is locked.
    pub async fn remove_evidence(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<About, Refusal> {
        let (found, about) = self.one_evidence(regency, id).await?;
        let (sheet, _) = self.sheet_of(&about).await?;
        allow_filling(actor, &sheet, about.place)?;
        if self.accepted_at(&about).await?.is_some_and(|at| found.added_at <= at) {
            return Err(Refusal::Invalid("evidence-sheet-accepted"));
        }
        let (at, by, key) = (self.now(), actor.name().to_owned(), about.key.clone());
        let body = json!({ "place": about.place, "sheet": about.sheet, "year": key.year, "file": found.file });
        self.stores
            .main
            .write(&found.regency.clone(), move |tx| {
                let (found, by, key, body) = (found.clone(), by.clone(), key.clone(), body.clone());
                Box::pin(async move {
                    let round = queries::rounds::round(tx.read(), &key).await?.ok_or(Refusal::NotFound("round"))?;
                    rounds::open(&round)?;
                    tx.remove(&found).await?;
                    tx.record(Record { at, actor: by, action: "evidence.remove", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(about)
    }

    /// When a village's sheet was accepted, with the files that it had by then; these stay. Of a city sheet each row is
    /// accepted for itself, its files are not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn accepted_at(&self, about: &About) -> Result<Option<i64>, Refusal> {
        let sent = self.submission(&about.key, about.place, &about.sheet).await?;
        Ok(sent.filter(|sent| sent.state == State::Verified.id()).map(|sent| sent.changed_at))
    }

    async fn one_evidence(&self, regency: RegionCode, id: &str) -> Result<(Evidence, About), Refusal> {
        let found = queries::evidence::one(self.stores.main.read(), &regency.to_string(), id).await?;
        let found = found.ok_or(Refusal::NotFound("file"))?;
        let about = About::of(&found.subject, &found.regency).ok_or(Refusal::NotFound("file"))?;
        Ok((found, about))
    }
}

/// Who may see a sheet without filling it: of a village, who may see the village; of the city, who may see its values.
fn allow_seeing(actor: &Actor, sheet: &Sheet, place: RegionCode) -> Result<(), Refusal> {
    let action = if sheet.scope == Scope::City { Action::SeeCitySheets } else { Action::SeeVillage };
    allow(actor, action, place)
}
