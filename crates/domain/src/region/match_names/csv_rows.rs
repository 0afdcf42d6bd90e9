//! For: a CSV file of village names as BNN offices send it, matched row by row.
//! Not for: XLSX (`documents` turns sheets into rows) or keeping what was matched.
//! Next: `mod.rs` for the matching itself.

use std::io::Read;

use serde::Serialize;

use super::{Candidate, How, Match, Matcher, Query};
use crate::region::{Gazetteer, RegionCode, fold};
use crate::text::decode;

/// One data record and what its name matched. Serialises in this order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// From 1 for the first data record; blank lines are not records.
    pub row: usize,
    /// The name as given.
    pub name: String,
    /// The village; null unless `how` is `exact` or `folded`.
    pub code: Option<RegionCode>,
    /// How the name was matched.
    pub how: How,
    /// The choices, best first.
    pub candidates: Vec<Candidate>,
}

/// Why a file of names could not be read.
#[derive(Debug, thiserror::Error)]
pub enum MatchFileError {
    /// The file could not be read to its end.
    #[error("the file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// Not text: an Excel workbook, a PDF, a picture.
    #[error("the file is not a text file; save the sheet as CSV first")]
    NotText,
    /// The text cannot be split into records.
    #[error("the file is not a CSV table: {0}")]
    NotTable(#[from] csv::Error),
}

impl MatchFileError {
    /// The key of the message in `locales/`.
    pub fn message_key(&self) -> &'static str {
        match self {
            Self::Read(_) => "match-file-read",
            Self::NotText => "match-file-not-text",
            Self::NotTable(_) => "match-file-not-table",
        }
    }
}

/// Matches a CSV file with the columns `name[,district][,regency]`, or their Indonesian names, in any order.
///
/// Comma, semicolon or tab; UTF-8, UTF-16 with a mark, else read as Windows-1252. Short and long rows are taken as they
/// are. The first record is a header if one of its cells is a known name for the name column, or one after the first is a
/// known name for the others; but not if its second cell is a district in scope, because there are villages called
/// "Kelurahan" and "Kota". Without a header the first column is the name, and a second and third column count as district and
/// regency if at least half of their filled cells are names of districts or regencies in scope. A file without rows
/// gives no rows.
///
/// # Errors
/// [`MatchFileError`] if reading fails or the file is not text.
///
/// ```
/// use domain::region::{Gazetteer, match_names::match_csv};
/// let file = "Nama Kelurahan;Kecamatan\nKel. Muka Kuning;Sei Beduk\n";
/// let rows = match_csv(file.as_bytes(), &Gazetteer::builtin(), Some("21.71".parse()?))?;
/// assert_eq!((rows[0].row, rows[0].code), (1, Some("21.71.07.1001".parse()?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn match_csv(
    mut reader: impl Read,
    gazetteer: &Gazetteer,
    within: impl Into<Option<RegionCode>>,
) -> Result<Vec<Row>, MatchFileError> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let text = decode(&bytes).ok_or(MatchFileError::NotText)?;
    let matcher = Matcher::new(gazetteer, within);
    let records = records(&text)?;
    let (columns, data) = match records.split_first() {
        Some((first, data)) => match Columns::of_header(first) {
            Some(columns) if !starts_with_data(first, &matcher) => (columns, data),
            _ => (Columns::by_content(&records, &matcher), records.as_slice()),
        },
        None => return Ok(Vec::new()),
    };
    let row = |(i, record): (usize, &csv::StringRecord)| {
        let cell = |columns: &[usize]| {
            let mut cells = columns.iter().filter_map(|&column| record.get(column));
            cells.find(|cell| !cell.trim().is_empty())
        };
        let as_given = || columns.name.first().and_then(|&column| record.get(column));
        let name = cell(&columns.name).or_else(as_given).unwrap_or_default();
        let query = Query { name, district: cell(&columns.district), regency: cell(&columns.regency) };
        let Match { how, code, candidates } = matcher.find(&query);
        Row { row: i + 1, name: name.to_owned(), code, how, candidates }
    };
    Ok(data.iter().enumerate().map(row).collect())
}

/// True if what looks like a header is a village called "Kelurahan" or the like, with its district beside it.
fn starts_with_data(first: &csv::StringRecord, matcher: &Matcher<'_>) -> bool {
    let is_column_name = |cell: &str| Columns::of_header(&csv::StringRecord::from(vec!["", cell])).is_some();
    first.get(1).is_some_and(|cell| !is_column_name(cell) && matcher.places.knows_district(cell))
}

/// Which columns hold what. Several may hold the name (nama_desa and nama_kelurahan): the first filled one counts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Columns {
    name: Vec<usize>,
    district: Vec<usize>,
    regency: Vec<usize>,
}

impl Columns {
    /// The columns if this record is a header, that is if a cell is a known name for one of them.
    fn of_header(record: &csv::StringRecord) -> Option<Self> {
        let (mut columns, mut plain) = (Self::default(), Vec::new());
        for (i, cell) in record.iter().enumerate() {
            match fold(cell).as_str() {
                "name" | "nama" => plain.push(i),
                "desa" | "kelurahan" | "namadesa" | "namakelurahan" | "desakelurahan" | "kelurahandesa" | "desakel"
                | "keldesa" | "namadesakelurahan" | "namakelurahandesa" | "village" | "villagename" => {
                    columns.name.push(i);
                }
                "district" | "districtname" | "kecamatan" | "namakecamatan" | "distrik" | "kec" => {
                    columns.district.push(i);
                }
                "regency" | "regencyname" | "city" | "kabupaten" | "kota" | "kabupatenkota" | "kabkota"
                | "kotakabupaten" | "namakabupaten" | "namakota" | "namakabupatenkota" | "kab" => {
                    columns.regency.push(i);
                }
                _ => {}
            }
        }
        // Beside "kelurahan", a plain "nama" is a person's or an activity's.
        if columns.name.is_empty() {
            columns.name = plain;
        }
        if columns.name.is_empty() {
            // A village may be called "Kota" or "Kabupaten", so these alone make a header only after the first column.
            columns.district.iter().chain(&columns.regency).find(|&&column| column > 0)?;
            let mut spare: Vec<usize> =
                (0..record.len()).filter(|i| !columns.district.contains(i) && !columns.regency.contains(i)).collect();
            spare.sort_by_key(|&i| likely_name(record.get(i).unwrap_or_default()));
            columns.name.extend(spare.first());
        }
        Some(columns)
    }

    /// Without a header: the name first, and what follows it only if it looks like districts and regencies.
    fn by_content(records: &[csv::StringRecord], matcher: &Matcher<'_>) -> Self {
        let mostly = |column: usize, known: &dyn Fn(&str) -> bool| {
            let cells = records.iter().filter_map(|r| r.get(column)).filter(|cell| !cell.trim().is_empty());
            let (known, filled) = cells.fold((0, 0), |(k, n), cell| (k + usize::from(known(cell)), n + 1));
            filled > 0 && 2 * known >= filled
        };
        let mut columns = Self { name: vec![0], ..Self::default() };
        for column in 1..=2 {
            if columns.district.is_empty() && mostly(column, &|cell| matcher.places.knows_district(cell)) {
                columns.district.push(column);
            } else if columns.regency.is_empty() && mostly(column, &|cell| matcher.places.knows_regency(cell)) {
                columns.regency.push(column);
            }
        }
        columns
    }
}

/// How soon a column of an unknown title is taken for the name, soonest first.
fn likely_name(title: &str) -> u8 {
    let key = fold(title);
    match key.as_str() {
        key if ["nama", "name", "desa", "kelurahan", "village"].iter().any(|word| key.contains(word)) => 0,
        "" | "no" | "nomor" | "nr" | "id" | "kode" | "tahun" => 2,
        _ => 1,
    }
}

/// The non-blank records, split at whichever of comma, semicolon and tab parts the first line into most cells.
fn records(text: &str) -> Result<Vec<csv::StringRecord>, csv::Error> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let width = |delimiter: &u8| split(first, *delimiter).next().map_or(1, |r| r.map_or(1, |record| record.len()));
    let widest = [b',', b';', b'\t'].into_iter().rev().max_by_key(width).unwrap_or(b',');
    // A header of one column: commas in the rows below belong to the names ("Lubuk Pakam I,II").
    let alone = |record: &csv::StringRecord| record.len() == 1 && Columns::of_header(record).is_some();
    let single = split(first, widest).next().is_some_and(|record| record.as_ref().is_ok_and(alone));
    split(text, if single { 0x1f } else { widest }).collect()
}

fn split(text: &str, delimiter: u8) -> csv::StringRecordsIntoIter<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
}
