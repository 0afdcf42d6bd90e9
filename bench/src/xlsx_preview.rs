//! `xlsx-preview`: a workbook with every village of Indonesia and 13 answers each, read and every answer understood.
//!
//! The workbook is made first; a child process of this program reads it, so that the memory is the reading's alone.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use documents::incoming;
use instrument::Instrument;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::machine::{self, Figure};

/// Villages in the Kemendagri list.
const VILLAGES: u32 = 83_762;
/// Seconds and megabytes.
const TARGET: (f64, f64) = (5.0, 300.0);
/// Names the file to the child process.
const FILE: &str = "BERSINAR_BENCH_XLSX";

const RULE: &str = include_str!("../../rules/instruments/kawasan-rawan-8-5.toml");

/// The shipped rule with all its items on one sheet, so that a row has 13 answers.
fn rule() -> Result<Instrument, String> {
    let one_sheet = RULE.replace("sheet = \"village\"", "sheet = \"police\"");
    Instrument::parse(&one_sheet).map_err(|findings| findings.iter().map(|finding| format!("{finding}\n")).collect())
}

fn make(rule: &Instrument, path: &Path) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_low_memory()?.set_name("Isian")?;
    let names = ["kode", "nama", "kecamatan"].into_iter().chain(rule.items().iter().map(|item| item.id.as_str()));
    for (column, name) in (0u16..).zip(names) {
        sheet.write_string(0, column, name)?;
    }
    for village in 0..VILLAGES {
        let (row, district) = (village + 1, village / 12);
        sheet.write_string(
            row,
            0,
            format!("99.{:02}.{:02}.{}", district / 99 % 99, district % 99, 1001 + village % 12),
        )?;
        sheet.write_string(row, 1, format!("Sungai Raya Kampung {village}"))?;
        sheet.write_string(row, 2, format!("Kecamatan {district}"))?;
        for (column, item) in (3u16..).zip(rule.items()) {
            let random = (village * 31 + u32::from(column) * 17) * 2_654_435 % 97;
            match (random % 12, item.choices.is_empty()) {
                (0, _) => sheet.write_string(row, column, "?")?,
                (1, _) => sheet.write_string(row, column, "ada")?,
                (_, true) => sheet.write_number(row, column, random)?,
                (_, false) => sheet.write_number(row, column, random % 5 + 1)?,
            };
        }
    }
    book.save(path)
}

/// Reads the file and every answer in it; gives how many rows and how many answers were taken.
fn preview(rule: &Instrument, path: &str) -> Result<(usize, usize), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let incoming = incoming::read(&bytes, path, rule, 0).map_err(|fault| fault.to_string())?;
    let understood = incoming.rows.iter().map(|row| {
        let cells = row.cells.iter().enumerate();
        cells.filter(|(item, cell)| cell.fault.is_none() && rule.read(*item, &cell.text).is_ok()).count()
    });
    Ok((incoming.rows.len(), understood.sum()))
}

/// In the child: three times, then seconds and megabytes on one line.
fn measure(rule: &Instrument, path: &str) {
    let mut last = Ok((0, 0));
    let median = machine::median(3, || last = black_box(preview(rule, path)));
    match last {
        Ok((rows, answers)) => {
            println!("{} {} {rows} {answers}", median.as_secs_f64(), machine::megabytes("self", "VmHWM"));
        }
        Err(error) => eprintln!("xlsx-preview: {error}"),
    }
}

fn in_child(rule: &Instrument) -> Result<(Duration, f64), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let path = folder.path().join("nation.xlsx");
    make(rule, &path).map_err(|error| error.to_string())?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let child =
        Command::new(program).arg("xlsx-preview").env(FILE, &path).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&child.stdout);
    let figures: Vec<f64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [seconds, megabytes, rows, answers] = figures.as_slice() else {
        return Err(String::from_utf8_lossy(&child.stderr).into_owned());
    };
    let all = (f64::from(VILLAGES), f64::from(VILLAGES) * 13.0);
    if (*rows, *answers) == all {
        Ok((Duration::from_secs_f64(*seconds), *megabytes))
    } else {
        Err(format!("read {rows} rows and {answers} answers instead of {all:?}"))
    }
}

/// Runs the benchmark and prints its line.
pub fn run() {
    let rule = match rule() {
        Ok(rule) => rule,
        Err(findings) => return eprintln!("xlsx-preview: {findings}"),
    };
    if let Ok(path) = std::env::var(FILE) {
        return measure(&rule, &path);
    }
    match in_child(&rule) {
        Ok((time, megabytes)) => {
            machine::report("xlsx-preview", &[Figure::seconds(time, TARGET.0), Figure::megabytes(megabytes, TARGET.1)]);
        }
        Err(error) => eprintln!("xlsx-preview: {error}"),
    }
}
