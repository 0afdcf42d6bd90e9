//! The first worksheet: the one to fill in.
//!
//! For: where things stand and how they look, on screen and on paper. Not for: what cells accept (`checks.rs`).
//! There is no sheet protection: it would stop copy and paste, and nothing that comes back is trusted anyway.

use super::{
    Template, TemplateError, TemplateRow,
    said::{Said, at_most},
};
use crate::layout::ENTRY;
use instrument::{Answer, Item, Kind};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet};
use std::borrow::Cow;

/// The row that says how to fill in.
const HOW: u32 = 4;
/// The row with titles and units, and under it the one with the column names.
const TITLES: u32 = 6;
/// The row with the column names that are read back.
const NAMES: u32 = 7;
/// The first village.
pub(crate) const FIRST_LINE: u32 = 8;
/// The column of the first item.
pub(crate) const FIRST_ITEM: u16 = 3;
/// Rows from which on the worksheet is written through a temporary file instead of being held in memory.
const MANY: usize = 5_000;
/// Notes beyond these would make the file slow to open; the last column says the same.
const MOST_NOTES: usize = 5_000;

/// One village's line with what is to be said under its cells.
#[derive(Debug, Default)]
pub(crate) struct Line<'r> {
    pub code: Cow<'r, str>,
    pub name: Cow<'r, str>,
    pub district: Cow<'r, str>,
    pub values: Vec<Cow<'r, str>>,
    pub nil: bool,
    /// Fault per item of the sheet.
    pub faults: Vec<(usize, String)>,
    /// All faults, for the last column.
    pub remark: String,
}

impl<'r> Line<'r> {
    pub fn of(row: &'r TemplateRow) -> Self {
        Self {
            code: Cow::Borrowed(&row.code),
            name: Cow::Borrowed(&row.name),
            district: Cow::Borrowed(&row.district),
            values: row.values.iter().map(|value| Cow::Borrowed(value.as_str())).collect(),
            nil: row.nil,
            ..Self::default()
        }
    }
}

struct Looks {
    title: Format,
    wrapped: Format,
    titles: Format,
    names: Format,
    fixed: Format,
    open: Format,
    quoted: Format,
    fault: Format,
    fault_quoted: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
        let open = cell.clone().set_align(FormatAlign::Right);
        let fault = open.clone().set_background_color(0x00FF_E0D6);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            titles: cell.clone().set_text_wrap().set_background_color(0x00E7_ECEF),
            names: cell.clone().set_bold().set_background_color(0x00CF_D8DC),
            fixed: cell.set_num_format("@").set_background_color(0x00F5_F5F5),
            quoted: open.clone().set_quote_prefix(),
            open,
            fault_quoted: fault.clone().set_quote_prefix(),
            fault,
        }
    }
}

/// The worksheet in the making.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub template: &'a Template<'a>,
    pub said: &'a Said,
    /// Whether a last column tells the faults.
    pub faults: bool,
}

impl Entry<'_> {
    /// Writes the worksheet and gives the row of the last line.
    pub fn write(&self, book: &mut Workbook, lines: &[Line<'_>]) -> Result<u32, TemplateError> {
        let count = u32::try_from(lines.len()).ok().filter(|count| *count < 1_000_000);
        let last = FIRST_LINE + count.ok_or(TemplateError::TooManyRows(lines.len()))?.saturating_sub(1);
        let sheet = if lines.len() > MANY { book.add_worksheet_with_low_memory()? } else { book.add_worksheet() }
            .set_name(ENTRY)?;
        let (items, looks) = (self.template.items(), Looks::new());
        let nil = FIRST_ITEM + u16::try_from(items.len()).unwrap_or(0);
        let width = if self.faults { nil + 1 } else { nil };
        sheet.set_column_width(0, 15)?.set_column_width(1, 26)?.set_column_width(2, 20)?;
        sheet.set_column_range_width(FIRST_ITEM, nil, 15)?;
        if self.faults {
            sheet.set_column_width(nil + 1, 70)?;
        }
        self.head(sheet, &items, &looks)?;
        let mut notes = 0;
        for (row, line) in (FIRST_LINE..).zip(lines) {
            self.line(sheet, row, line, &items, &looks, &mut notes)?;
        }
        sheet.set_freeze_panes(FIRST_LINE, FIRST_ITEM)?.set_repeat_rows(TITLES, NAMES)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_print_area(0, 0, last, width)?;
        let right = format!("{} · {}", self.template.regency_name, self.template.year);
        let title = printed(self.template.sheet()?.title.get(self.said.lang()));
        let signed = printed(&self.said.t("document-signed"));
        let header = format!("&L{title}&C{signed}&R{}", printed(&right));
        sheet.set_header(header).set_footer(footer(self.template, self.said));
        Ok(last)
    }

    fn head(&self, sheet: &mut Worksheet, items: &[(usize, &Item)], looks: &Looks) -> Result<(), TemplateError> {
        let (template, said) = (self.template, self.said);
        let lang = said.lang();
        sheet.write_string_with_format(0, 0, template.rule.title().get(lang), &looks.title)?;
        let place = format!("{} ({}) · {}", template.regency_name, template.regency, template.year);
        let about = [
            format!("{} · {place}", template.sheet()?.title.get(lang)),
            said.version.clone(),
            said.with("document-made", &[("at", &template.made_at)]),
            said.t("document-how"),
        ];
        let nil = FIRST_ITEM + u16::try_from(items.len()).unwrap_or(0);
        let [sheet_and_place, version, made, how] = about;
        for (row, text) in (1u32..).zip([sheet_and_place, version, made]) {
            sheet.write_string(row, 0, text)?;
        }
        // Across the whole table, so that it is read on paper too.
        sheet.merge_range(HOW, 0, HOW, nil, &how, &looks.wrapped)?.set_row_height(HOW, 48)?;
        let mut titles = vec![said.t("document-code"), said.t("document-name"), said.t("document-district")];
        titles.extend(items.iter().map(|(_, item)| said.headline(item)));
        titles.push(said.t("document-nil"));
        titles.extend(self.faults.then(|| said.t("document-faults")));
        sheet.set_row_height(TITLES, 118)?;
        for (column, title) in (0u16..).zip(titles) {
            sheet.write_string_with_format(TITLES, column, title, &looks.titles)?;
        }
        let mut names = vec!["kode", "nama", "kecamatan"];
        names.extend(items.iter().map(|(_, item)| item.id.as_str()));
        names.push("nihil");
        names.extend(self.faults.then_some("kesalahan"));
        for (column, name) in (0u16..).zip(names) {
            sheet.write_string_with_format(NAMES, column, name, &looks.names)?;
        }
        for (column, (_, item)) in (FIRST_ITEM..).zip(items) {
            let help = item.help.as_ref().map_or("", |help| help.get(lang));
            let parts = [said.headline(item), item.definition.get(lang).to_owned(), help.to_owned()];
            let parts: Vec<String> =
                parts.into_iter().chain([said.answers(item, true)]).filter(|part| !part.is_empty()).collect();
            sheet.insert_note(NAMES, column, &note(&parts.join("\n")))?;
        }
        sheet.insert_note(NAMES, nil, &note(&said.t("document-nil-hint")))?;
        Ok(())
    }

    fn line(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        line: &Line<'_>,
        items: &[(usize, &Item)],
        looks: &Looks,
        notes: &mut usize,
    ) -> Result<(), TemplateError> {
        for (column, text) in (0u16..).zip([&line.code, &line.name, &line.district]) {
            sheet.write_string_with_format(row, column, at_most(text, 2_000), &looks.fixed)?;
        }
        for (at, (column, (index, item))) in (FIRST_ITEM..).zip(items).enumerate() {
            let fault = line.faults.iter().find(|(item, _)| *item == at).map(|(_, fault)| fault);
            let (open, quoted) =
                if fault.is_some() { (&looks.fault, &looks.fault_quoted) } else { (&looks.open, &looks.quoted) };
            let value = line.values.get(at).map_or("", |value| value);
            match number(self.template, *index, item, value) {
                Some(number) => sheet.write_number_with_format(row, column, number, open)?,
                None if value.is_empty() => sheet.write_blank(row, column, open)?,
                None if value.starts_with(crate::LIVE) => sheet.write_string_with_format(row, column, value, quoted)?,
                None => sheet.write_string_with_format(row, column, value, open)?,
            };
            if let Some(fault) = fault.filter(|_| *notes < MOST_NOTES) {
                *notes += 1;
                sheet.insert_note(row, column, &note(fault))?;
            }
        }
        let nil = FIRST_ITEM + u16::try_from(items.len()).unwrap_or(0);
        match line.nil {
            true => sheet.write_string_with_format(row, nil, "nihil", &looks.open)?,
            false => sheet.write_blank(row, nil, &looks.open)?,
        };
        if self.faults {
            sheet.write_string_with_format(row, nil + 1, at_most(&line.remark, 30_000), &looks.titles)?;
        }
        Ok(())
    }
}

/// The number that a cell form means, where it is one that needs no explanation.
fn number(template: &Template<'_>, index: usize, item: &Item, value: &str) -> Option<f64> {
    if value.is_empty() || item.kind == Kind::Text {
        return None;
    }
    match template.rule.read(index, value).ok()? {
        Answer::Number(number) => Some(number),
        Answer::Choice(at) => item.choices.get(usize::from(at)).filter(|choice| choice.value == value)?.number,
        _ => None,
    }
}

fn note(text: &str) -> Note {
    let lines: usize = text.lines().map(|line| 1 + line.chars().count() / 42).sum();
    let height = u32::try_from(lines * 17 + 12).unwrap_or(400).clamp(40, 400);
    Note::new(at_most(text, 2_000)).add_author_prefix(false).set_width(300).set_height(height)
}

/// Text in a page header or footer, where `&` begins a command.
fn printed(text: &str) -> String {
    at_most(text, 70).replace('&', "&&")
}

/// The foot of every page: version, page numbers, when it was made.
pub(super) fn footer(template: &Template<'_>, said: &Said) -> String {
    let page = said.with("document-page", &[("page", "&P"), ("of", "&N")]);
    let made = said.with("document-made", &[("at", &template.made_at)]);
    format!("&L{}&C{page}&R{}", printed(&said.version), printed(&made))
}
