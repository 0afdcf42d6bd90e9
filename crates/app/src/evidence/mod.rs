//! Files that prove something: added by who fills in the sheet or records it, seen by who may see that, never lost while a
//! record refers to them. What a file is about, and who may, is [`subject`].
//!
//! What a file may be, and how a picture loses its metadata, is `documents::evidence`; where it lies, `store::files`;
//! taking away what nothing refers to, [`sweep`].

mod subject;
pub mod sweep;

pub use subject::{About, Noun, RecordOf, Subject};

use crate::{Actor, App, Refusal, apart::Turns, plain};
use documents::evidence::{self, Kind};
use domain::region::RegionCode;
use std::sync::LazyLock;
use store::{Record, nouns::Evidence, queries};

/// The most files of one sheet of one village (or, of a city sheet, of the whole sheet), or of one record.
pub const MOST_FILES: usize = 20;
/// The most bytes of evidence in one regency: 20 GB.
pub const QUOTA: i64 = 20 << 30;
/// The longest note on a file.
pub const LONGEST_NOTE: usize = 300;

/// Pictures are worked on one at a time: each may need 300 MB.
static ONE_AT_A_TIME: LazyLock<Turns> = LazyLock::new(|| Turns::new(1));

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

/// A file made safe to keep, when its turn has come.
pub(crate) async fn cleaned(bytes: Vec<u8>) -> Result<evidence::Cleaned, Refusal> {
    let cleaned = ONE_AT_A_TIME.take(move || evidence::clean(&bytes)).await;
    cleaned.unwrap_or(Err(evidence::Fault::Damaged)).map_err(|fault| Refusal::File(fault.message()))
}

impl App {
    /// The files about something, oldest first, and whether the actor may add or remove some.
    ///
    /// # Errors
    /// When the actor may not see them.
    pub async fn evidence(&self, actor: &Actor, about: impl Into<Subject>) -> Result<(Vec<Evidence>, bool), Refusal> {
        let about = about.into();
        let may_add = self.may_add(actor, &about).await?;
        let found = queries::evidence::about(self.stores.main.read(), &about.regency()?, &about.name()).await?;
        Ok((found, may_add))
    }

    /// Adds a file: a picture made anew, a document as it is.
    ///
    /// # Errors
    /// [`Refusal::File`] where it is none that may be kept; when the round is locked, or there is no room.
    pub async fn add_evidence(
        &self,
        actor: &Actor,
        about: impl Into<Subject>,
        name: &str,
        bytes: Vec<u8>,
        note: &str,
    ) -> Result<Added, Refusal> {
        let about = about.into();
        self.allow_adding(actor, &about).await?;
        if note.chars().count() > LONGEST_NOTE {
            return Err(Refusal::Invalid("evidence-note-too-long"));
        }
        let cleaned = cleaned(bytes).await?;
        let removed = cleaned.had.iter().map(|had| had.message()).collect();
        let size = i64::try_from(cleaned.bytes.len()).unwrap_or(i64::MAX);
        let regency = about.regency()?;
        let (files, at, kept, chain) = (self.files.clone(), self.now(), cleaned.bytes, regency.clone());
        let file = tokio::task::spawn_blocking(move || files.keep(&chain, &kept, at)).await;
        let file = file.map_err(|_| Refusal::Invalid("evidence-not-kept"))??;
        let row = Evidence {
            regency: regency.clone(),
            id: self.new_id(),
            subject: about.name(),
            file: file.to_string(),
            name: plain(&evidence::safe_name(name, cleaned.kind)),
            kind: cleaned.kind.ending().to_owned(),
            bytes: size,
            active: i64::from(cleaned.active),
            note: plain(note),
            added_by: actor.name().to_owned(),
            added_at: at,
        };
        let (by, id) = (actor.name().to_owned(), row.id.clone());
        self.stores
            .main
            .write(&regency, move |tx| {
                let (row, by, about) = (row.clone(), by.clone(), about.clone());
                Box::pin(async move {
                    about.open(tx.read()).await?;
                    let there = queries::evidence::about(tx.read(), &row.regency, &row.subject).await?;
                    if there.len() >= MOST_FILES {
                        return Err(Refusal::Invalid("evidence-too-many"));
                    }
                    if queries::evidence::bytes(tx.read(), &row.regency).await? + row.bytes > QUOTA {
                        return Err(Refusal::Invalid("evidence-quota"));
                    }
                    tx.put(&row).await?;
                    let mut body = about.said();
                    body["file"] = row.file.clone().into();
                    body["kind"] = row.kind.clone().into();
                    body["bytes"] = row.bytes.into();
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
        self.may_add(actor, &about).await?;
        let digest = found.file.parse().map_err(|_| Refusal::NotFound("file"))?;
        let (files, chain) = (self.files.clone(), found.regency.clone());
        let bytes = tokio::task::spawn_blocking(move || files.read(&chain, digest)).await;
        let bytes = bytes.map_err(|_| Refusal::NotFound("file"))??;
        let kind = Kind::from_ending(&found.kind).ok_or(Refusal::NotFound("file"))?;
        let name = evidence::safe_name(&found.name, kind);
        Ok(Handed { bytes, media_type: kind.media_type(), picture: kind.is_picture(), name, evidence: found })
    }

    /// Takes a file away; the ledger keeps that it was there. Gives what it was about.
    ///
    /// # Errors
    /// When the actor may not, its sheet has been accepted with this file, or the round is locked.
    pub async fn remove_evidence(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<Subject, Refusal> {
        let (found, about) = self.one_evidence(regency, id).await?;
        self.allow_adding(actor, &about).await?;
        let (at, by, subject) = (self.now(), actor.name().to_owned(), about.clone());
        let mut body = about.said();
        body["file"] = found.file.clone().into();
        self.stores
            .main
            .write(&found.regency.clone(), move |tx| {
                let (found, by, subject, body) = (found.clone(), by.clone(), subject.clone(), body.clone());
                Box::pin(async move {
                    subject.open(tx.read()).await?;
                    if subject.accepted_at(tx.read()).await?.is_some_and(|at| found.added_at <= at) {
                        return Err(Refusal::Invalid("evidence-sheet-accepted"));
                    }
                    tx.remove(&found).await?;
                    tx.record(Record { at, actor: by, action: "evidence.remove", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(about)
    }

    async fn one_evidence(&self, regency: RegionCode, id: &str) -> Result<(Evidence, Subject), Refusal> {
        let found = queries::evidence::one(self.stores.main.read(), &regency.to_string(), id).await?;
        let found = found.ok_or(Refusal::NotFound("file"))?;
        let about = Subject::of(&found.subject, &found.regency).ok_or(Refusal::NotFound("file"))?;
        Ok((found, about))
    }
}
