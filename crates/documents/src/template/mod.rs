//! The form of a sheet as a file: a row per village, a column per item.
//!
//! For: a workbook that explains and checks itself, and the same as CSV. Not for: reading it back
//! ([`crate::incoming`]). Next: `entry.rs` for the worksheet to fill in, `checks.rs` for what its cells accept,
//! `definitions.rs` for the second worksheet, `said.rs` for the wording.

mod checks;
mod definitions;
mod entry;
mod said;

pub(crate) use entry::{Entry, Line};
pub(crate) use said::Said;

use crate::layout::STAMP;
use instrument::{Answer, Instrument, Item, Kind, Lang, Sheet};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// A village on the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateRow {
    /// Region code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of the district.
    pub district: String,
    /// What it answers now, in cell form, per item of the sheet; may be empty. Never last year's.
    pub values: Vec<String>,
    /// Whether it is declared nil.
    pub nil: bool,
}

/// Everything a form says.
#[derive(Debug, Clone)]
pub struct Template<'a> {
    /// The rule.
    pub rule: &'a Instrument,
    /// Index of the sheet.
    pub sheet: usize,
    /// Code of the regency, `99.71`.
    pub regency: String,
    /// Its name.
    pub regency_name: String,
    /// Year of the round.
    pub year: i64,
    /// Language of the explanations; column names stay the same.
    pub lang: Lang,
    /// The villages.
    pub rows: Vec<TemplateRow>,
    /// When it was made, as shown.
    pub made_at: String,
}

/// Why a form could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The rule has no sheet of this index.
    #[error("the rule has no sheet number {0}")]
    NoSuchSheet(usize),
    /// More than a worksheet holds.
    #[error("a worksheet has no room for {0} rows")]
    TooManyRows(usize),
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The CSV could not be written.
    #[error("the CSV could not be written: {0}")]
    Csv(#[from] csv::Error),
}

impl Template<'_> {
    pub(crate) fn sheet(&self) -> Result<&Sheet, TemplateError> {
        self.rule.sheets().get(self.sheet).ok_or(TemplateError::NoSuchSheet(self.sheet))
    }

    /// The items of the sheet with their index in the rule.
    pub(crate) fn items(&self) -> Vec<(usize, &Item)> {
        self.rule.items_of_sheet(self.sheet).collect()
    }
}

/// The form as a workbook.
///
/// # Errors
/// [`TemplateError`] when the rule has no such sheet or the workbook cannot be written.
pub fn xlsx(template: &Template<'_>) -> Result<Vec<u8>, TemplateError> {
    let lines: Vec<Line<'_>> = template.rows.iter().map(Line::of).collect();
    workbook(template, &lines, false)
}

/// The form with these lines; with a last column for faults where rows come back.
pub(crate) fn workbook(template: &Template<'_>, lines: &[Line<'_>], faults: bool) -> Result<Vec<u8>, TemplateError> {
    template.sheet()?;
    let said = Said::new(template);
    let mut book = Workbook::new();
    // The same form is the same file: no clock in it. The day it was made stands on the page.
    let year = u16::try_from(template.year).unwrap_or(2000).clamp(1900, 9999);
    let properties = DocProperties::new().set_title(template.rule.title().get(template.lang));
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?));
    let entry = Entry { template, said: &said, faults };
    let last = entry.write(&mut book, lines)?;
    definitions::write(&mut book, template, &said)?;
    stamp(&mut book, template)?;
    checks::add(&mut book, template, &said, last)?;
    Ok(book.save_to_buffer()?)
}

fn stamp(book: &mut Workbook, template: &Template<'_>) -> Result<(), TemplateError> {
    let sheet = book.add_worksheet().set_name(STAMP)?;
    let pairs = [
        ("format", "1".to_owned()),
        ("rule", template.rule.rule()),
        ("regency", template.regency.clone()),
        ("year", template.year.to_string()),
        ("sheet", template.sheet()?.id.clone()),
    ];
    for (row, (key, value)) in (0u32..).zip(pairs) {
        sheet.write_string(row, 0, key)?.write_string(row, 1, value)?;
    }
    sheet.set_hidden(true);
    Ok(())
}

/// The form as CSV: UTF-8 with a mark, commas, one header. What the file is stands in the last three columns. Always
/// commas: a semicolon would leave a comma within a text unquoted, and a program that splits there could find a formula.
///
/// # Errors
/// [`TemplateError`] when the rule has no such sheet.
pub fn csv(template: &Template<'_>) -> Result<Vec<u8>, TemplateError> {
    let (sheet, items) = (template.sheet()?, template.items());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    let mut header = vec!["kode", "nama", "kecamatan"];
    header.extend(items.iter().map(|(_, item)| item.id.as_str()));
    header.extend(["nihil", "aturan", "tahun", "lembar"]);
    writer.write_record(header)?;
    let (rule, year) = (template.rule.rule(), template.year.to_string());
    for row in &template.rows {
        let mut record = vec![crate::inert(&row.code), crate::inert(&row.name), crate::inert(&row.district)];
        record.extend(items.iter().enumerate().map(|(at, (index, item))| {
            let value = row.values.get(at).map_or("", String::as_str);
            // In words: the mark "-" alone would need an apostrophe.
            let not_applicable =
                item.kind != Kind::Text && template.rule.read(*index, value) == Ok(Answer::NotApplicable);
            if not_applicable { "tidak berlaku".to_owned() } else { crate::inert(value) }
        }));
        record.push(if row.nil { "nihil".to_owned() } else { String::new() });
        record.extend([rule.clone(), year.clone(), sheet.id.clone()]);
        writer.write_record(record)?;
    }
    writer.into_inner().map_err(|error| TemplateError::Csv(error.into_error().into()))
}
