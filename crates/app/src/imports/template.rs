//! The template of a sheet as a file to hand out, and the refused rows of an import to be corrected.

use super::{
    PREVIEWED, desk,
    preview::{Fate, Preview, PreviewRow},
    row_summary,
};
use crate::{Actor, App, Refusal, rounds::Round, sheets};
use documents::{
    incoming,
    template::{Template, TemplateRow},
};
use domain::region::RegionCode;
use instrument::Lang;

/// Which form a template has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A workbook with definitions and checks.
    Xlsx,
    /// Plain text.
    Csv,
}

impl App {
    /// The template of a sheet for a city or a single village, prefilled with its villages and what they have said.
    ///
    /// # Errors
    /// When the actor is no provider of the sheet.
    pub async fn template(
        &self,
        actor: &Actor,
        round: &Round,
        sheet: usize,
        place: RegionCode,
        form: Form,
        lang: Lang,
    ) -> Result<Vec<u8>, Refusal> {
        let definition = round.rule.sheets().get(sheet).ok_or(Refusal::NotFound("sheet"))?;
        sheets::allow_filling(actor, definition, place)?;
        let villages = self.village_sheets(round, sheet, place).await?;
        let items: Vec<String> = round.rule.items_of_sheet(sheet).map(|(_, item)| item.id.clone()).collect();
        let places = self.places();
        let name = |code: RegionCode| places.name(code).unwrap_or_default().to_owned();
        let value = |answer: Option<&store::nouns::Answer>| answer.map(|a| a.value.clone()).unwrap_or_default();
        let row = |own: &sheets::view::VillageSheet| TemplateRow {
            code: own.village.to_string(),
            name: name(own.village),
            district: own.village.district().map(name).unwrap_or_default(),
            // A nil return stands for every item; what was said before it does not count.
            values: items.iter().map(|item| own.answers.get(item).filter(|_| !own.nil)).map(value).collect(),
            nil: own.nil,
        };
        let blank = self.blank(round, sheet, lang);
        let rows = villages.iter().map(row).collect();
        desk::apart(move || {
            let template = Template { rows, ..blank.template() };
            let made = match form {
                Form::Xlsx => documents::template::xlsx(&template),
                Form::Csv => documents::template::csv(&template),
            };
            made.map_err(|_| Refusal::Invalid("import-template-failed"))
        })
        .await
    }

    /// The refused rows of a preview with their faults, in the same layout, to be corrected and uploaded again.
    ///
    /// # Errors
    /// When there is none, or it is not the actor's to see.
    pub async fn refused_rows(
        &self,
        actor: &Actor,
        regency: RegionCode,
        id: &str,
        lang: Lang,
    ) -> Result<Vec<u8>, Refusal> {
        let (row, round, preview) = self.import(actor, regency, id).await?;
        let sheet =
            round.rule.sheets().iter().position(|sheet| sheet.id == row.sheet).ok_or(Refusal::NotFound("sheet"))?;
        // What is left of it once the rest was taken: the lines that were refused then.
        let lines = (row.state != PREVIEWED).then(|| row_summary(&row).refused_lines);
        let blank = self.blank(&round, sheet, lang);
        desk::apart(move || {
            let rows = refused(&preview, lines.as_deref(), lang);
            documents::rejected(&blank.template(), &rows).map_err(|_| Refusal::Invalid("import-template-failed"))
        })
        .await
    }

    fn blank(&self, round: &Round, sheet: usize, lang: Lang) -> Blank {
        Blank {
            round: round.clone(),
            sheet,
            regency_name: self.places().name(round.regency).unwrap_or_default().to_owned(),
            lang,
            made_at: words::words(lang).instant(self.now(), self.zone(round.regency)),
        }
    }
}

/// A form without rows, on its way to where it is made.
struct Blank {
    round: Round,
    sheet: usize,
    regency_name: String,
    lang: Lang,
    made_at: String,
}

impl Blank {
    fn template(&self) -> Template<'_> {
        Template {
            rule: &self.round.rule,
            sheet: self.sheet,
            regency: self.round.regency.to_string(),
            regency_name: self.regency_name.clone(),
            year: self.round.year,
            lang: self.lang,
            rows: vec![],
            made_at: self.made_at.clone(),
        }
    }
}

fn refused(preview: &Preview, lines: Option<&[u32]>, lang: Lang) -> Vec<documents::Rejected> {
    let refused = |row: &&PreviewRow| match lines {
        Some(lines) => lines.contains(&row.incoming.line),
        None => row.fate == Fate::Refused,
    };
    let rows = preview.rows.iter().filter(refused);
    rows.map(|row| documents::Rejected {
        row: incoming::IncomingRow::clone(&row.incoming),
        faults: row
            .faults
            .iter()
            .enumerate()
            .filter_map(|(at, fault)| Some((at, fault.as_ref()?.get(lang).to_owned())))
            .collect(),
        row_fault: row.fault.as_ref().map(|fault| fault.get(lang).to_owned()),
    })
    .collect()
}
