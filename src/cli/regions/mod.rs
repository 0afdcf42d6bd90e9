//! `bersinar regions`: the places of Indonesia on the command line: names to codes, search, and one place.
//!
//! Everything here is in the program; no data folder is needed. Not for: an installation's own revisions (`app::places`).
//! Next: `show.rs` for one place; `domain::region` for what is known.

mod show;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use domain::region::match_names::{Candidate, How, MatchFileError, Row, match_csv};
use domain::region::{Gazetteer, Level, Region, RegionCode, VillageKind};
use serde::Serialize;
use words::Words;

use super::aligned::Aligned;
use super::failure::{Failure, remark, written};
use super::input::{self, plain};
use super::options::{Format, Shown};

/// Places: match names to codes, search, show.
#[derive(Debug, clap::Subcommand)]
pub enum RegionsVerb {
    /// Match the village names of a file to area codes.
    ///
    /// The file is CSV with the columns `name[,district][,regency]` (or nama, kecamatan, kabupaten). Each row gets a code
    /// only if its name is equal to that of exactly one village, letter for letter or once case, spaces, punctuation and
    /// words like "Kel." are dropped; a near match is offered as a candidate and never taken silently.
    #[command(after_long_help = "Example:
  printf 'name,district\\nKel. Muka Kuning,Sei Beduk\\n' | bersinar regions match - --within 21.71
  bersinar regions match villages.csv --within 52 --format json > matched.jsonl")]
    Match(MatchArgs),
    /// Find places by a part of their name, or by code.
    #[command(after_long_help = "Example:
  bersinar regions search muka kuning --within 21.71
  bersinar regions search 63.06 --limit 5")]
    Search(SearchArgs),
    /// Show one place: where it lies, what people call it there, how much is in it.
    #[command(after_long_help = "Example:
  bersinar regions show 63.06
  bersinar regions show 63.06.01.2001 --format json")]
    Show(ShowArgs),
}

/// What `regions match` is asked.
#[derive(Debug, clap::Args)]
pub struct MatchArgs {
    /// The file of names; - reads from stdin.
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// Only villages in this province, regency or district, for example 52 or 32.71; else the whole country.
    #[arg(long, value_name = "CODE")]
    pub within: Option<String>,
    #[command(flatten)]
    pub shown: Shown,
}

/// What `regions search` is asked.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// A part of a name, or the beginning of a code.
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
    /// Only places in this province, regency or district.
    #[arg(long, value_name = "CODE")]
    pub within: Option<String>,
    /// At most this many.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    #[command(flatten)]
    pub shown: Shown,
}

/// What `regions show` is asked.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The area code: 63, 63.06, 63.06.01 or 63.06.01.2001.
    #[arg(value_name = "CODE")]
    pub code: String,
    #[command(flatten)]
    pub shown: Shown,
}

/// Runs a verb.
pub fn run(verb: &RegionsVerb) -> Result<(), Failure> {
    let regions = Gazetteer::builtin();
    match verb {
        RegionsVerb::Match(args) => match_names(args, &regions),
        RegionsVerb::Search(args) => search(args, &regions),
        RegionsVerb::Show(args) => {
            let place = place(&args.code, &regions, args.shown.words())?;
            written(show::print(place, &regions, args.shown))
        }
    }
}

/// A place of the list.
fn place<'g>(code: &str, regions: &'g Gazetteer, w: Words) -> Result<Region<'g>, Failure> {
    let failed = |key: &str| Failure::new(w.with(key, &[("code", plain(code).as_ref().into())]));
    let parsed: RegionCode = code.parse().map_err(|_| failed("command-region-no-code"))?;
    regions.get(parsed).ok_or_else(|| failed("command-region-unknown"))
}

fn within(code: Option<&str>, regions: &Gazetteer, w: Words) -> Result<Option<RegionCode>, Failure> {
    code.map(|code| place(code, regions, w).map(|region| region.code)).transpose()
}

fn match_names(args: &MatchArgs, regions: &Gazetteer) -> Result<(), Failure> {
    let w = args.shown.words();
    let within = within(args.within.as_deref(), regions, w)?;
    let bytes = input::read(&args.file, w)?;
    let rows = match_csv(bytes.as_slice(), regions, within).map_err(|error| {
        let key = match &error {
            MatchFileError::NotText => "command-file-binary",
            MatchFileError::Read(_) | MatchFileError::NotTable(_) => "command-file-unreadable",
        };
        Failure::new(w.with(key, &[("file", input::shown(&args.file).into()), ("why", error.to_string().into())]))
    })?;
    let mut out = BufWriter::new(io::stdout().lock());
    written(match args.shown.format {
        Format::Json => json_lines(&mut out, &rows),
        Format::Text => print_matches(&rows, regions, w, &mut out),
    })
}

fn json_lines(out: &mut impl Write, lines: impl IntoIterator<Item: Serialize>) -> io::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn print_matches(rows: &[Row], regions: &Gazetteer, w: Words, out: &mut impl Write) -> io::Result<()> {
    let heads = ["row", "name", "how", "code", "place"].map(|head| w.t(&format!("command-region-head-{head}")));
    let mut table = Aligned::new(heads.to_vec());
    let mut taken = 0;
    for Row { row, name, code, how, candidates } in rows {
        let word = match how {
            How::Exact => "exact",
            How::Folded => "folded",
            How::Fuzzy => "fuzzy",
            How::Ambiguous => "ambiguous",
            How::None => "none",
        };
        taken += usize::from(code.is_some());
        let place = code.and_then(|code| regions.path(code)).unwrap_or_default();
        let code = code.map_or_else(String::new, |code| code.to_string());
        let how = w.t(&format!("command-region-how-{word}"));
        table.push(vec![row.to_string(), plain(name).into_owned(), how, code, place]);
        for Candidate { code, name, district, regency, score } in candidates {
            let offered = format!("? {name}, {district}, {regency} ({})", w.decimal(*score));
            table.push(vec![String::new(), String::new(), String::new(), code.to_string(), offered]);
        }
    }
    if !rows.is_empty() {
        table.print(out)?;
        writeln!(out)?;
    }
    let number = |n: usize| w.number(i64::try_from(n).unwrap_or(i64::MAX)).into();
    let values = [("n", number(taken)), ("of", number(rows.len())), ("open", number(rows.len() - taken))];
    writeln!(out, "{}", w.with("command-region-matched", &values))?;
    out.flush()
}

/// A place found.
#[derive(Serialize)]
struct Found<'a> {
    code: RegionCode,
    name: &'a str,
    level: Level,
    kind: Option<VillageKind>,
    path: String,
}

fn search(args: &SearchArgs, regions: &Gazetteer) -> Result<(), Failure> {
    let w = args.shown.words();
    let within = within(args.within.as_deref(), regions, w)?;
    let text = args.text.join(" ");
    let found = regions.search(&text, within, args.limit);
    if found.is_empty() {
        remark(&w.with("command-region-nothing", &[("text", plain(&text).as_ref().into())]));
        return Ok(());
    }
    let found = found.iter().map(|region| Found {
        code: region.code,
        name: region.name,
        level: region.level(),
        kind: region.kind(),
        path: regions.path(region.code).unwrap_or_default(),
    });
    let mut out = BufWriter::new(io::stdout().lock());
    written(match args.shown.format {
        Format::Json => json_lines(&mut out, found),
        Format::Text => {
            let mut table = Aligned::default();
            found.for_each(|Found { code, path, .. }| table.push(vec![code.to_string(), path]));
            table.print(&mut out).and_then(|()| out.flush())
        }
    })
}
