//! Files out and in: forms, what comes back filled, and what comes back broken.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

mod bad;
mod evidence;
mod forms;
mod hostile;
mod lists;
mod office;
mod returned;
mod texts;

use documents::incoming::{self, FileFault, Incoming};
use documents::template::{Template, TemplateRow};
use instrument::{Instrument, Lang};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Sheets of the shipped rule.
const POLICE: usize = 0;
const VILLAGE: usize = 1;

fn rule() -> &'static Instrument {
    static RULE: OnceLock<Instrument> = OnceLock::new();
    RULE.get_or_init(|| {
        Instrument::parse(include_str!("../../../../rules/instruments/kawasan-rawan-8-5.toml"))
            .expect("the shipped rule")
    })
}

fn row(number: u32, name: &str) -> TemplateRow {
    let code = format!("99.71.01.{number}");
    TemplateRow { code, name: name.into(), district: "Teluk Harapan Barat".into(), ..TemplateRow::default() }
}

fn template(sheet: usize, lang: Lang) -> Template<'static> {
    Template {
        rule: rule(),
        sheet,
        regency: "99.71".into(),
        regency_name: "Kota Teluk Harapan".into(),
        year: 2026,
        lang,
        rows: vec![row(1001, "Seruni"), row(1002, "Sungai Raya Kampung Baru Ilir"), row(1003, "Muara")],
        made_at: "24 Mei 2026, 09.05 WIB".into(),
    }
}

/// A workbook with one worksheet "Isian" whose first row has these names.
fn book(names: &[&str], fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Isian").unwrap();
    for (column, name) in (0u16..).zip(names) {
        sheet.write_string(0, column, *name).unwrap();
    }
    fill(sheet).unwrap();
    book.save_to_buffer().unwrap()
}

fn read(bytes: &[u8]) -> Result<Incoming, FileFault> {
    incoming::read(bytes, "isian.xlsx", rule(), POLICE)
}

fn read_csv(text: &str) -> Result<Incoming, FileFault> {
    incoming::read(text.as_bytes(), "isian.csv", rule(), POLICE)
}

/// The parts of a zip.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let (name, mut content) = (part.name().unwrap().into_owned(), vec![]);
            part.read_to_end(&mut content).unwrap();
            (name, content)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(found.1).unwrap()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The workbook with a text in one part replaced.
fn patched(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = parts(bytes);
    let (_, content) = parts.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}: {text}");
    *content = text.replace(from, to).into_bytes();
    zipped(&parts)
}
