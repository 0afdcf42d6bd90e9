//! The same paper as a workbook: what is read on its first worksheet, each table on one of its own, numbers as numbers, each
//! row with the address of where it comes from.

use super::{Cell, Fact, Part, Print, Table, Value};
use crate::{
    outgoing::{self, Page},
    template::TemplateError,
};
use words::{Lang, Words, words};

/// The paper as XLSX; `year` is of what it tells, for the file's own date.
///
/// # Errors
/// [`TemplateError`] when the workbook cannot be written.
pub fn workbook(print: &Print, year: i64) -> Result<Vec<u8>, TemplateError> {
    let paper = &print.paper;
    let w = words(if paper.lang == "en" { Lang::En } else { Lang::Id });
    let parts = || paper.sections.iter().flat_map(|section| &section.parts);
    let tables = parts().filter_map(|part| if let Part::Table(table) = part { Some(table) } else { None });
    let mut pages = vec![first(&w, print)];
    pages.extend((1..).zip(tables).map(|(n, table)| sheet(&w, n, table)));
    outgoing::workbook(&pages, &paper.title, year)
}

fn first(w: &Words, print: &Print) -> Page {
    let paper = &print.paper;
    let mut rows = vec![];
    let mut line = |label: &str, text: &str| {
        rows.push(vec![outgoing::Cell::Text(label.to_owned()), outgoing::Cell::Text(text.to_owned())]);
    };
    let fact =
        |line: &mut dyn FnMut(&str, &str), facts: &[Fact]| facts.iter().for_each(|one| line(&one.label, &one.value));
    paper.head.iter().for_each(|text| line("", text));
    line("", &paper.title);
    paper.subtitle.iter().for_each(|text| line("", text));
    print.notices.iter().for_each(|text| line(&w.t("paper-notice"), text));
    if !print.mark.is_empty() {
        line(&w.t("paper-notice"), &print.mark);
    }
    fact(&mut line, &paper.facts);
    for section in &paper.sections {
        if !section.title.is_empty() {
            line("", &section.title);
        }
        for part in &section.parts {
            match part {
                Part::Text { text, .. } | Part::Code { text, .. } => text.lines().for_each(|text| line("", text)),
                Part::Points { title, points, .. } => points.iter().for_each(|point| line(title, point)),
                Part::Facts { facts } => fact(&mut line, facts),
                Part::Table(table) => line("", &table.caption),
            }
        }
    }
    sign(&mut line, print);
    Page { name: w.t("paper-sheet"), head: vec![String::new(), paper.title.clone()], rows }
}

fn sign(line: &mut dyn FnMut(&str, &str), print: &Print) {
    let Some(signature) = &print.paper.signature else { return };
    line("", &signature.place);
    signature.office.iter().for_each(|text| line("", text));
    match &print.person {
        Some(person) => {
            let told = [&person.name, &person.rank, &person.number];
            told.into_iter().filter(|text| !text.is_empty()).for_each(|text| line("", text));
        }
        None => line("", &print.nobody),
    }
}

fn sheet(w: &Words, n: usize, table: &Table) -> Page {
    let mut head: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
    let sourced = table.rows.iter().any(|row| !row.source.is_empty());
    if sourced {
        head.push(w.t("paper-source"));
    }
    let rows = table.rows.iter().map(|row| {
        let mut cells: Vec<outgoing::Cell> = row.cells.iter().map(cell).collect();
        if sourced {
            cells.push(outgoing::Cell::Text(row.source.clone()));
        }
        cells
    });
    Page { name: format!("{n}. {}", table.caption), head, rows: rows.collect() }
}

fn cell(cell: &Cell) -> outgoing::Cell {
    match cell.value {
        Some(Value::Whole(value)) => outgoing::Cell::Number(value.unsigned_abs()),
        Some(Value::Hundredths(value)) => outgoing::Cell::Hundredths(value),
        None if cell.text.is_empty() => outgoing::Cell::Empty,
        None => outgoing::Cell::Text(cell.text.clone()),
    }
}
