//! Refused rows as a form of their own: the same layout, the faults under their cells and in a last column.
//!
//! For: correcting and uploading only what was refused. Not for: what is a fault (`Instrument::read` and `app`).

use crate::incoming::IncomingRow;
use crate::template::{Line, Template, TemplateError, workbook};
use std::borrow::Cow;
use std::collections::HashMap;

/// A row that was not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejected {
    /// The row as it came.
    pub row: IncomingRow,
    /// What is wrong with single cells, by item of the sheet, as shown.
    pub faults: Vec<(usize, String)>,
    /// What is wrong with the row as a whole, as shown.
    pub row_fault: Option<String>,
}

/// The refused rows as a workbook in the layout of the form, to be corrected and uploaded again. Names and districts
/// that a row does not have are taken from the template's rows.
///
/// # Errors
/// [`TemplateError`] when the rule has no such sheet or the workbook cannot be written.
pub fn rejected(template: &Template<'_>, rows: &[Rejected]) -> Result<Vec<u8>, TemplateError> {
    let items = template.items();
    let known: HashMap<&str, _> = template.rows.iter().map(|row| (row.code.as_str(), row)).collect();
    let line = |rejected: &Rejected| {
        let row = &rejected.row;
        let known = known.get(row.code.as_str());
        let or = |own: &str, known: Option<&String>| match own {
            "" => known.cloned().unwrap_or_default(),
            own => own.to_owned(),
        };
        let id = |at: usize| items.get(at).map_or("", |(_, item)| item.id.as_str());
        let cells = rejected.faults.iter().map(|(at, fault)| format!("{}: {fault}", id(*at)));
        let remark: Vec<String> = rejected.row_fault.iter().cloned().chain(cells).collect();
        Line {
            code: Cow::Owned(row.code.clone()),
            name: Cow::Owned(or(&row.name, known.map(|known| &known.name))),
            district: Cow::Owned(or(&row.district, known.map(|known| &known.district))),
            values: row.cells.iter().map(|cell| Cow::Owned(cell.text.clone())).collect(),
            nil: row.nil,
            faults: rejected.faults.clone(),
            remark: remark.join("\n"),
        }
    };
    workbook(template, &rows.iter().map(line).collect::<Vec<_>>(), true)
}
