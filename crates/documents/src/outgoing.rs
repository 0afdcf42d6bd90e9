//! Tables that go out: plain cells as CSV or as a workbook of several sheets.
//!
//! For: figures that others reckon with. Texts never become formulas, numbers stay numbers, the same table is the same
//! file. Not for: forms that come back ([`crate::template`]), nor for what may leave (`app::totals`).

use crate::template::TemplateError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A number in hundredths: 3235 is 32.35.
    Hundredths(i64),
    /// A day, as an ISO date.
    Day(String),
    /// Nothing.
    Empty,
}

/// A table with its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Name of the worksheet; at most 31 characters of it are used.
    pub name: String,
    /// Names of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// The table as CSV: UTF-8 with a mark, commas, one header.
///
/// # Errors
/// [`TemplateError::Csv`] when rows have more or fewer cells than the head.
///
/// ```
/// use documents::outgoing::{Cell, Page, csv};
/// let page = Page { name: "a".into(), head: vec!["nama".into(), "P5".into()],
///     rows: vec![vec![Cell::Text("=1+1".into()), Cell::Number(7)]] };
/// assert_eq!(csv(&page).unwrap(), "\u{feff}nama,P5\r\n'=1+1,7\r\n".as_bytes());
/// ```
pub fn csv(page: &Page) -> Result<Vec<u8>, TemplateError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(page.head.iter().map(|name| crate::inert(name)))?;
    for row in &page.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => crate::inert_within(text),
            Cell::Number(number) => number.to_string(),
            Cell::Hundredths(number) => (*number as f64 / 100.0).to_string(),
            Cell::Day(day) => day.clone(),
            Cell::Empty => String::new(),
        }))?;
    }
    writer.into_inner().map_err(|error| TemplateError::Csv(error.into_error().into()))
}

/// The tables as a workbook, a worksheet each; head and first columns stay in sight.
///
/// # Errors
/// [`TemplateError`] when the workbook cannot be written.
pub fn workbook(pages: &[Page], title: &str, year: i64) -> Result<Vec<u8>, TemplateError> {
    let mut book = Workbook::new();
    // The same table is the same file: no clock in it.
    let year = u16::try_from(year).unwrap_or(2000).clamp(1900, 9999);
    let properties = DocProperties::new().set_title(title);
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?));
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let dated = Format::new().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left);
    let right = Format::new().set_align(FormatAlign::Right);
    for page in pages {
        // What a worksheet's name must not hold.
        let plain: String = page.name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
        let sheet = book.add_worksheet().set_name(plain)?;
        for (column, name) in (0u16..).zip(&page.head) {
            let longest = page.rows.iter().filter_map(|row| match row.get(usize::from(column)) {
                Some(Cell::Text(text)) => Some(text.chars().count()),
                _ => None,
            });
            let width = longest.chain([name.chars().count()]).max().unwrap_or(8).clamp(8, 90);
            sheet.set_column_width(column, width as f64 + 2.0)?;
            sheet.write_string_with_format(0, column, crate::inert(name), &bold)?;
        }
        for (line, row) in (1u32..).zip(&page.rows) {
            for (column, cell) in (0u16..).zip(row) {
                match cell {
                    Cell::Text(text) if text.chars().count() == 1 => {
                        sheet.write_string_with_format(line, column, crate::inert(text), &right)?
                    }
                    Cell::Text(text) => sheet.write_string(line, column, crate::inert(text))?,
                    Cell::Number(number) => sheet.write_number(line, column, *number as f64)?,
                    Cell::Hundredths(number) => sheet.write_number(line, column, *number as f64 / 100.0)?,
                    Cell::Day(day) => {
                        sheet.write_datetime_with_format(line, column, ExcelDateTime::parse_from_str(day)?, &dated)?
                    }
                    Cell::Empty => continue,
                };
            }
        }
        sheet.set_freeze_panes(1, u16::from(page.head.len() > 2) * 2)?;
    }
    Ok(book.save_to_buffer()?)
}
