//! `bersinar import`: population, points and changed area codes from CSV; boundaries from GeoJSON or TopoJSON.

use super::{
    Failure, input,
    outside::SystemClock,
    place::{Place, block_on},
    table::{Record, Table},
};
use app::{
    Actor, App,
    places::{boundary_words, figures::Figures, shapes::Point},
};
use domain::region::{RegionCode, Revision};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Import facts about places. All rows are checked first; one fault, and nothing is kept.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What the file holds
    #[arg(value_enum)]
    what: What,
    /// The file (CSV with a header; GeoJSON or TopoJSON for boundaries)
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Where the figures come from, as it will be shown
    #[arg(long, default_value = "", value_name = "TEXT")]
    source: String,
    /// The date of the figures, where the file has no column tanggal
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
    /// Boundaries: say what the file holds, keep nothing
    #[arg(long)]
    check: bool,
    /// Boundaries: villages that are not in the file may lose the outline that they have
    #[arg(long)]
    losing: bool,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// kode, penduduk, kk[, tanggal]
    Figures,
    /// kode, lon, lat
    Points,
    /// kode, nama[, berlaku_dari][, berlaku_sampai][, pengganti] (successors separated by spaces)
    Regions,
    /// Outlines of villages, matched by code; who lies beside whom is worked out
    Boundaries,
}

/// Does it.
pub fn run(arguments: &ImportArgs) -> Result<ExitCode, Failure> {
    if arguments.what == What::Boundaries {
        return boundaries(arguments);
    }
    let rows = Rows::read(&arguments.file)?;
    let console = Actor::Console("import");
    block_on(async {
        let app = arguments.place.open(Arc::new(SystemClock)).await?;
        let city = app
            .installation()
            .regency
            .ok_or_else(|| Failure::new("pemasangan ini belum berisi kota: bersinar init"))?;
        let source =
            if arguments.source.is_empty() { arguments.file.display().to_string() } else { arguments.source.clone() };
        let count = match arguments.what {
            What::Figures => app.import_figures(&console, city, &figures(&rows, arguments.as_of)?, &source).await?,
            What::Points => app.import_points(&console, city, &points(&rows)?, &source).await?,
            What::Regions | What::Boundaries => app.revise_regions(&console, &revisions(&rows)?).await?,
        };
        println!("{count} baris tersimpan.");
        Ok(ExitCode::SUCCESS)
    })
}

fn boundaries(arguments: &ImportArgs) -> Result<ExitCode, Failure> {
    let file = boundary_file(&arguments.file)?;
    block_on(async {
        let app = arguments.place.open(Arc::new(SystemClock)).await?;
        let how = How { source: &arguments.source, check: arguments.check, losing: arguments.losing };
        take_boundaries(&app, file, &how).await
    })
}

/// A file of boundaries: its name and content. One that is too large is not even opened.
pub fn boundary_file(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let name = path.display().to_string();
    let size = std::fs::metadata(path).map_err(|error| Failure::new(format!("{name}: {error}")))?.len();
    if size > atlas::read::LARGEST_FILE as u64 {
        let fault = atlas::Fault::TooLarge { bytes: size as usize, most: atlas::read::LARGEST_FILE };
        return Err(Failure::new(boundary_words::fault(&fault).id));
    }
    let bytes = std::fs::read(path).map_err(|error| Failure::new(format!("{name}: {error}")))?;
    Ok((name, bytes))
}

/// How boundaries are taken.
#[derive(Debug, Default)]
pub struct How<'a> {
    /// Where they are from, as it will be shown; empty for the file's name.
    pub source: &'a str,
    /// Keep nothing.
    pub check: bool,
    /// Villages may lose the outline that they have.
    pub losing: bool,
}

/// Imports boundaries, or only checks them, and prints what matched, what was repaired or refused, and whether it was kept.
pub async fn take_boundaries(app: &App, (file, bytes): (String, Vec<u8>), how: &How<'_>) -> Result<ExitCode, Failure> {
    let console = Actor::Console("import");
    let city =
        app.installation().regency.ok_or_else(|| Failure::new("pemasangan ini belum berisi kota: bersinar init"))?;
    // The name alone: where it lay on this machine is nobody's matter.
    let name = Path::new(&file).file_name().map_or_else(|| file.clone(), |name| name.to_string_lossy().into_owned());
    let source = if how.source.is_empty() { &name } else { how.source };
    let found = if how.check {
        app.check_boundaries(&console, city, bytes).await?
    } else {
        app.import_boundaries(&console, city, bytes, source, how.losing).await?
    };
    let w = words::words(words::Lang::Id);
    for line in boundary_words::lines(&found, &app.places(), w) {
        println!("{line}");
    }
    let kept = w.with("boundary-kept", &[("n", found.matched.len().into())]);
    println!("{}", if how.check { w.t("boundary-checked") } else { kept });
    Ok(if found.refused() == 0 && !found.matched.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The rows of a file, by column name.
struct Rows(Table);

/// One row.
struct Row<'r> {
    header: &'r [String],
    record: &'r Record<'r>,
}

const COLUMNS: [&str; 19] = [
    "kode",
    "code",
    "penduduk",
    "residents",
    "kk",
    "households",
    "tanggal",
    "as_of",
    "lon",
    "longitude",
    "lat",
    "latitude",
    "nama",
    "name",
    "berlaku_dari",
    "valid_from",
    "berlaku_sampai",
    "valid_until",
    "pengganti",
];

impl Rows {
    fn read(path: &std::path::Path) -> Result<Self, Failure> {
        let w = words::words(words::Lang::Id);
        let text = input::read_text(path, w)?;
        let table = Table::new(text, |name| COLUMNS.contains(&name.to_lowercase().as_str()));
        table.map(Self).ok_or_else(|| Failure::new(format!("{}: tidak ada baris judul", path.display())))
    }

    /// Reads every row that is not blank; the first fault ends it.
    fn each<T>(&self, read: impl Fn(&Row<'_>) -> Result<T, Failure>) -> Result<Vec<T>, Failure> {
        let (mut rows, mut record, mut all) = (self.0.rows(), Record::default(), vec![]);
        while rows.next(&mut record) {
            if !record.is_blank() {
                all.push(read(&Row { header: self.0.header(), record: &record })?);
            }
        }
        Ok(all)
    }
}

impl Row<'_> {
    fn cell(&self, names: &[&str]) -> &str {
        let named = |column: &String| names.contains(&column.to_lowercase().as_str());
        self.header.iter().position(named).map_or("", |at| self.record.cell(at))
    }

    fn number(&self) -> usize {
        self.record.line
    }
}

/// A cell as another type; empty is none.
fn cell<T: std::str::FromStr>(row: &Row<'_>, columns: &[&str]) -> Result<Option<T>, Failure> {
    let text = row.cell(columns);
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Failure::new(format!("baris {}: {text:?} tidak terbaca sebagai {}", row.number(), columns[0]));
    text.parse().map(Some).map_err(wrong)
}

fn needed<T: std::str::FromStr>(row: &Row<'_>, columns: &[&str]) -> Result<T, Failure> {
    cell(row, columns)?.ok_or_else(|| Failure::new(format!("baris {}: {} kosong", row.number(), columns[0])))
}

/// A number of people or households, as Indonesians write it: 1.143 is one thousand one hundred and forty-three.
fn people(row: &Row<'_>, columns: &[&str]) -> Result<Option<u32>, Failure> {
    let text = row.cell(columns);
    if text.is_empty() {
        return Ok(None);
    }
    let number = instrument::whole_number(text).and_then(|number| u32::try_from(number).ok());
    let wrong = || Failure::new(format!("baris {}: {text:?} tidak terbaca sebagai {}", row.number(), columns[0]));
    number.map(Some).ok_or_else(wrong)
}

fn figures(rows: &Rows, as_of: Option<jiff::civil::Date>) -> Result<Vec<Figures>, Failure> {
    let one = |row: &Row<'_>| {
        let date = cell(row, &["tanggal", "as_of"])?.or(as_of);
        Ok(Figures {
            village: needed(row, &["kode", "code"])?,
            as_of: date.ok_or_else(|| Failure::new("tambahkan kolom tanggal, atau --as-of 2026-06-30"))?,
            residents: people(row, &["penduduk", "residents"])?,
            households: people(row, &["kk", "households"])?,
        })
    };
    rows.each(one)
}

fn points(rows: &Rows) -> Result<Vec<(RegionCode, Point)>, Failure> {
    let one = |row: &Row<'_>| {
        let point = [needed(row, &["lon", "longitude"])?, needed(row, &["lat", "latitude"])?];
        Ok((needed(row, &["kode", "code"])?, point))
    };
    rows.each(one)
}

fn revisions(rows: &Rows) -> Result<Vec<Revision>, Failure> {
    let one = |row: &Row<'_>| {
        let successors = row.cell(&["pengganti", "successors"]).split_whitespace().map(str::parse::<RegionCode>);
        let successors = successors.collect::<Result<_, _>>();
        Ok(Revision {
            code: needed(row, &["kode", "code"])?,
            name: needed(row, &["nama", "name"])?,
            valid_from: cell(row, &["berlaku_dari", "valid_from"])?,
            valid_until: cell(row, &["berlaku_sampai", "valid_until"])?,
            successors: successors.map_err(|error| Failure::new(format!("baris {}: {error}", row.number())))?,
        })
    };
    rows.each(one)
}
