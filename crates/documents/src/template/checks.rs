//! What the cells of the form accept while they are typed.
//!
//! For: a first help in the spreadsheet. Not for: safety; what comes back is read as if nothing had been checked.
//! Excel takes 255 characters for a formula, a list or a message, and 32 for a title.

use super::{
    Template, TemplateError, entry,
    said::{Said, at_most},
};
use crate::layout::{ENTRY, column_letters};
use instrument::{Item, Kind};
use rust_xlsxwriter::{DataValidation, DataValidationRule, Formula, Workbook, XlsxError};

const LONGEST: usize = 255;
const LONGEST_TITLE: usize = 32;

/// Adds the checks to all lines from the first to `last`.
pub(super) fn add(book: &mut Workbook, template: &Template<'_>, said: &Said, last: u32) -> Result<(), TemplateError> {
    let items = template.items();
    let sheet = book.worksheet_from_name(ENTRY)?;
    for (column, (_, item)) in (entry::FIRST_ITEM..).zip(&items) {
        let cell = format!("{}{}", column_letters(column.into()), entry::FIRST_LINE + 1);
        let check = accepted(item, &cell)?
            .set_input_title(at_most(&format!("{} {}", item.id, said.title(item)), LONGEST_TITLE))?
            .set_input_message(at_most(&said.answers(item, false), LONGEST))?
            .set_error_title(at_most(&said.t("document-not-yet"), LONGEST_TITLE))?
            .set_error_message(at_most(&said.answers(item, false), LONGEST))?;
        sheet.add_data_validation(entry::FIRST_LINE, column, last, column, &check)?;
    }
    let nil = entry::FIRST_ITEM + u16::try_from(items.len()).unwrap_or(0);
    let check = DataValidation::new()
        .allow_list_strings(&["nihil"])?
        .set_input_message(at_most(&said.t("document-nil-hint"), LONGEST))?
        .set_error_title(at_most(&said.t("document-not-yet"), LONGEST_TITLE))?
        .set_error_message(at_most(&said.t("document-nil-hint"), LONGEST))?;
    sheet.add_data_validation(entry::FIRST_LINE, nil, last, nil, &check)?;
    Ok(())
}

fn accepted(item: &Item, cell: &str) -> Result<DataValidation, XlsxError> {
    let check = DataValidation::new();
    match item.kind {
        Kind::Count | Kind::Number => Ok(check.allow_custom(Formula::new(number(item, cell)))),
        Kind::YesNo => check.allow_list_strings(&["ada", "tidak", "?", "-"]),
        Kind::Choice | Kind::Scale => {
            let values = item.choices.iter().map(|choice| choice.value.as_str());
            let list: Vec<&str> = values.chain(["?", "-"]).collect();
            // A comma in a value would be two; a list that is too long stays a message.
            let fits =
                list.join(",").encode_utf16().count() <= LONGEST && !list.iter().any(|value| value.contains(','));
            if fits { check.allow_list_strings(&list) } else { Ok(check.allow_any_value()) }
        }
        Kind::Text => Ok(check.allow_text_length(DataValidationRule::LessThanOrEqualTo(2_000))),
        Kind::Date => Ok(check.allow_any_value()),
    }
}

/// A number within the range, or one of the words that every item takes. `IF` first: text compared as a number is an
/// error in Excel, and an error is a refusal.
fn number(item: &Item, cell: &str) -> String {
    let mut all = vec![format!("{cell}>={}", item.min.unwrap_or(0.0))];
    all.extend(item.max.map(|max| format!("{cell}<={max}")));
    if item.kind == Kind::Count {
        all.push(format!("{cell}=INT({cell})"));
    }
    let said = |word: &str| format!("LOWER({cell})=\"{word}\"");
    let words: Vec<String> = ["ada", "tidak", "?", "-"].map(said).into();
    format!("=IF(ISNUMBER({cell}),AND({}),OR({}))", all.join(","), words.join(","))
}
