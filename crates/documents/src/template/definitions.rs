//! The second worksheet: what every column means.
//!
//! For: people who want to know before they write a number. Not for: filling in.

use super::{Template, TemplateError, said::Said};
use crate::layout::DEFINITIONS;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook};

/// Widths of the columns in characters.
const WIDTHS: [f64; 7] = [8.0, 30.0, 60.0, 18.0, 48.0, 30.0, 18.0];

pub(super) fn write(book: &mut Workbook, template: &Template<'_>, said: &Said) -> Result<(), TemplateError> {
    let lang = said.lang();
    let sheet = book.add_worksheet().set_name(DEFINITIONS)?;
    let (bold, plain) = (Format::new().set_bold(), Format::new());
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Hair);
    let head = cell.clone().set_bold().set_background_color(0x00E7_ECEF);
    let above = [
        Some(format!("{} — {}", template.rule.title().get(lang), said.t("document-definitions-title"))),
        Some(said.version.clone()),
        template.rule.intro().map(|text| text.get(lang).to_owned()),
        template.sheet()?.help.as_ref().map(|text| text.get(lang).to_owned()),
        template.rule.provisional_note().filter(|_| template.rule.provisional()).map(|text| text.get(lang).to_owned()),
    ];
    let mut row = 0;
    for text in above.into_iter().flatten() {
        sheet.write_string_with_format(row, 0, text, if row == 0 { &bold } else { &plain })?;
        row += 1;
    }
    row += 1;
    let titles = ["title", "definition", "unit", "answers", "present", "note"];
    sheet.write_string_with_format(row, 0, "", &head)?;
    for (column, title) in (1u16..).zip(titles) {
        sheet.write_string_with_format(row, column, said.t(&format!("document-column-{title}")), &head)?;
    }
    sheet.set_freeze_panes(row + 1, 2)?.set_repeat_rows(row, row)?;
    for (_, item) in template.items() {
        row += 1;
        let help = item.help.as_ref().map_or(String::new(), |help| format!(" {}", help.get(lang)));
        let texts = [
            item.id.clone(),
            said.title(item).to_owned(),
            format!("{}{help}", item.definition.get(lang)),
            said.unit(item).to_owned(),
            said.answers(item, true),
            said.present(item),
            said.note(item),
        ];
        // No program works out the height of wrapped rows in a file that it has not made itself.
        let lines = texts.iter().zip(WIDTHS).map(|(text, width)| (text.chars().count() as f64 / (width * 0.9)).ceil());
        sheet.set_row_height(row, 15.0 * lines.fold(1.0, f64::max))?;
        for (column, text) in (0u16..).zip(texts) {
            sheet.write_string_with_format(row, column, text, &cell)?;
        }
    }
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_footer(super::entry::footer(template, said));
    Ok(())
}
