//! A file of answers comes back: kept as evidence, previewed row by row, confirmed as one, undone as one.
//!
//! The preview is worked out anew from the kept file each time it is looked at, so it always speaks of the answers as
//! they are now. [`preview`] holds what a row becomes; confirming goes through the same check as a form; [`undo`] takes
//! everything back.

pub(crate) mod desk;
pub(crate) mod named;
pub mod preview;
pub mod template;
pub mod undo;

use crate::{Action, Actor, App, Refusal, allow, plain, rounds::Round, sheets};
use domain::region::RegionCode;
use preview::{Preview, Summary};
use seal::Digest;
use serde_json::json;
use store::{Record, nouns, queries};

/// Where an import stands.
pub const PREVIEWED: &str = "previewed";
/// Its accepted rows are answers now.
pub const CONFIRMED: &str = "confirmed";
/// It was taken back.
pub const UNDONE: &str = "undone";

/// The counts of an import, as of its upload or, once confirmed, as of then.
#[must_use]
pub fn row_summary(row: &nouns::Import) -> Summary {
    serde_json::from_str(&row.summary).unwrap_or_default()
}

impl App {
    /// Keeps an uploaded file and gives the id under which it is previewed. No answer is changed.
    ///
    /// # Errors
    /// [`Refusal::File`] when it is no table of this sheet, round and regency; [`Refusal::Invalid`] when the round is
    /// locked.
    pub async fn upload(
        &self,
        actor: &Actor,
        round: &Round,
        sheet: usize,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<String, Refusal> {
        let definition = round.rule.sheets().get(sheet).ok_or(Refusal::NotFound("sheet"))?;
        sheets::allow_filling(actor, definition, round.regency)?;
        if round.locked {
            return Err(Refusal::Invalid("sheet-round-locked"));
        }
        let preview = self.work_out(round, sheet, name, bytes.clone()).await?;
        let (id, files) = (self.new_id(), self.files.clone());
        let (chain, now) = (round.regency.to_string(), self.now());
        let file = desk::apart(move || Ok(files.keep(&chain, &bytes, now)?)).await?;
        let row = nouns::Import {
            regency: round.regency.to_string(),
            id: id.clone(),
            instrument: round.rule.id().to_owned(),
            year: round.year,
            sheet: definition.id.clone(),
            file: file.to_string(),
            file_name: plain(name).chars().take(200).collect(),
            state: PREVIEWED.to_owned(),
            summary: serde_json::to_string(&preview.summary()).unwrap_or_default(),
            before: String::new(),
            made_by: actor.name().to_owned(),
            made_at: self.now(),
        };
        self.keep_import(actor, row, "import.upload").await?;
        Ok(id)
    }

    /// An uploaded file with what its rows would become now.
    ///
    /// # Errors
    /// When there is none, or it is not the actor's to see.
    pub async fn import(
        &self,
        actor: &Actor,
        regency: RegionCode,
        id: &str,
    ) -> Result<(nouns::Import, Round, Preview), Refusal> {
        let (row, round, sheet) = self.import_row(actor, regency, id).await?;
        let bytes = self.kept(&row).await?;
        let preview = self.work_out(&round, sheet, &row.file_name, bytes).await?;
        Ok((row, round, preview))
    }

    /// An uploaded file as it came.
    ///
    /// # Errors
    /// When there is none, or it is not the actor's to see.
    pub async fn imported_file(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<Vec<u8>, Refusal> {
        let (row, ..) = self.import_row(actor, regency, id).await?;
        self.kept(&row).await
    }

    async fn kept(&self, row: &nouns::Import) -> Result<Vec<u8>, Refusal> {
        let digest: Digest = row.file.parse().map_err(|_| Refusal::NotFound("import"))?;
        let (files, chain) = (self.files.clone(), row.regency.clone());
        desk::apart(move || Ok(files.read(&chain, digest)?)).await
    }

    /// An uploaded file without what its rows would become.
    ///
    /// # Errors
    /// When there is none, or it is not the actor's to see.
    pub async fn import_row(
        &self,
        actor: &Actor,
        regency: RegionCode,
        id: &str,
    ) -> Result<(nouns::Import, Round, usize), Refusal> {
        let row = queries::rounds::import(self.stores.main.read(), &regency.to_string(), id).await?;
        let row = row.ok_or(Refusal::NotFound("import"))?;
        let round = self.round(regency, Some(row.year)).await?;
        let sheet =
            round.rule.sheets().iter().position(|sheet| sheet.id == row.sheet).ok_or(Refusal::NotFound("sheet"))?;
        sheets::allow_filling(actor, &round.rule.sheets()[sheet], regency)?;
        Ok((row, round, sheet))
    }

    /// The uploaded files of a round, latest first.
    ///
    /// # Errors
    /// When the actor fills no sheet there.
    pub async fn imports(&self, actor: &Actor, round: &Round) -> Result<Vec<nouns::Import>, Refusal> {
        allow(actor, Action::FillOwnSheets, round.regency)?;
        let all = queries::rounds::imports(self.stores.main.read(), &round.key()).await?;
        let own = |row: &nouns::Import| {
            let sheet = round.rule.sheets().iter().find(|sheet| sheet.id == row.sheet);
            sheet.is_some_and(|sheet| sheets::allow_filling(actor, sheet, round.regency).is_ok())
        };
        Ok(all.into_iter().filter(own).collect())
    }

    /// Takes the accepted rows of a preview as handed in, all of them or none. `seen` is [`Preview::seen`] of the preview
    /// that the person looked at: what was not looked at is not taken.
    ///
    /// # Errors
    /// When it was confirmed or undone before, nothing in it is accepted, the answers have changed since, or the round is
    /// locked.
    pub async fn confirm_import(
        &self,
        actor: &Actor,
        regency: RegionCode,
        id: &str,
        seen: &str,
    ) -> Result<Summary, Refusal> {
        let (row, round, preview) = self.import(actor, regency, id).await?;
        if row.state != PREVIEWED {
            return Err(Refusal::Invalid("import-not-waiting"));
        }
        if preview.seen() != seen {
            return Err(Refusal::Invalid("import-look-again"));
        }
        let summary = preview.summary();
        let draft = preview.draft(&round, &row);
        if draft.villages.is_empty() {
            return Err(Refusal::Invalid("import-nothing-accepted"));
        }
        let (rule, read) = self.check(actor, &draft).await?;
        let (at, by, told) = (self.now(), actor.name().to_owned(), summary.clone());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, draft, rule, read, by, told) =
                    (row.clone(), draft.clone(), rule.clone(), read.clone(), by.clone(), told.clone());
                Box::pin(async move {
                    let there = queries::rounds::import(tx.read(), &row.regency, &row.id).await?;
                    if there.is_none_or(|there| there.state != PREVIEWED) {
                        return Err(Refusal::Invalid("import-not-waiting"));
                    }
                    let round = queries::rounds::round(tx.read(), &draft.key).await?.ok_or(Refusal::NotFound("round"))?;
                    crate::rounds::open_by(&round, &rule)?;
                    let before = undo::remember(tx.read(), &draft, &rule).await?;
                    sheets::keep(tx, &draft, &rule, &read, &by, at).await?;
                    let body = json!({ "import": row.id, "file": row.file, "sheet": row.sheet, "year": row.year, "accepted": told.accepted, "changed": told.changed, "refused": told.refused });
                    let summary = serde_json::to_string(&told).unwrap_or_default();
                    tx.put(&nouns::Import { state: CONFIRMED.to_owned(), before, summary, ..row }).await?;
                    tx.record(Record { at, actor: by, action: "import.confirm", body });
                    Ok(())
                })
            })
            .await?;
        Ok(summary)
    }

    async fn keep_import(&self, actor: &Actor, row: nouns::Import, action: &'static str) -> Result<(), Refusal> {
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&row.regency.clone(), move |tx| {
                let (row, by) = (row.clone(), by.clone());
                Box::pin(async move {
                    let body = json!({ "import": row.id, "file": row.file, "sheet": row.sheet, "year": row.year });
                    tx.put(&row).await?;
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }
}
