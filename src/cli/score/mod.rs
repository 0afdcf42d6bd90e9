//! `bersinar score`: the class of every village in a file, and why. No data folder is needed.
//!
//! Finding something wrong in a row is no failure: the row is scored as far as it goes and says what is wrong. Only a
//! file or rule that cannot be read at all ends the verb. Not for: keeping results (`app::scores`).
//! Next: `columns.rs`, `village.rs`, `because.rs`, `json.rs`.

mod because;
mod codes;
mod columns;
mod json;
mod template;
mod text;
mod village;

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use instrument::{Answer, Cutoffs, Instrument, Nearest, Outcome, PresenceRule, Scorer};
use words::Words;

use self::because::{Because, Sentences};
use self::codes::Codes;
use self::columns::Columns;
use self::village::{Problem, Reader, Village};
use super::failure::{Failure, remark, written};
use super::options::{Format, Shown};
use super::rule_text::RuleText;
use super::table::{Record, Table};
use super::{input, rules};

/// Score a file of answers: the class of every village, and why.
///
/// The file is CSV (comma, semicolon or tab) with a header: `kode` and one column per item of the rule, in any order; for
/// kawasan-rawan-8-5 that is kode,P1..P8,D1..D5. Every item takes `ada` or `tidak`; counts take numbers, held against the
/// item's threshold; `-` is not applicable, `?` not known, an empty cell not answered. Columns `nama`, `penduduk` and `kk`
/// are read where they are of use, others are ignored.
///
/// What is wrong in a row is reported with it and the row is scored all the same. Exit code 0, or 2 if the file or the
/// rule cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:
  printf 'kode,P1,P2,P3,P5,D1\\n32.71.01.1001,4,ada,2,12,-\\n' | bersinar score kawasan-rawan-8-5 -
  bersinar score kawasan-rawan-8-5 bogor.csv --format json | head -n 3
  bersinar score ./my-rule.toml answers.csv --lang en")]
pub struct ScoreArgs {
    /// A built-in rule (see `bersinar instruments list`) or the path of a rule file (.toml).
    #[arg(value_name = "INSTRUMENT")]
    pub instrument: String,
    /// The file of answers; - reads from stdin.
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    #[command(flatten)]
    pub shown: Shown,
}

/// A village with all that is known about its class.
pub struct Scored<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub outcome: &'a Outcome,
    pub because: &'a Sentences,
    pub nearest: &'a [Nearest],
    pub problems: &'a [Problem],
}

/// Runs the verb.
pub fn run(args: &ScoreArgs) -> Result<(), Failure> {
    let w = args.shown.words();
    let instrument = rules::find(&args.instrument, w)?;
    let text = input::read_text(&args.file, w)?;
    let table = Table::new(text, |name| columns::is_known(&instrument, name))
        .ok_or_else(|| Failure::new(w.with("command-file-empty", &[("file", input::shown(&args.file).into())])))?;
    let columns = Columns::find(table.header(), &instrument, w)?;
    for line in columns.remarks(table.header(), &instrument, w) {
        remark(&line);
    }
    let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match args.shown.format {
        Format::Json => written(print_json(&instrument, &table, &columns, w, out)),
        Format::Text => written(print_text(&instrument, &table, &columns, w, out)),
    }
}

fn print_json(rule: &Instrument, table: &Table, columns: &Columns, w: Words, mut out: impl Write) -> io::Result<()> {
    let names = json::Names::new(rule);
    each(rule, table, columns, w, |scored| {
        serde_json::to_writer(&mut out, &json::Line(&names, &scored)).map_err(io::Error::from)?;
        out.write_all(b"\n")
    })?;
    out.flush()
}

fn print_text(rule: &Instrument, table: &Table, columns: &Columns, w: Words, mut out: impl Write) -> io::Result<()> {
    let mut report = text::Report::new(RuleText::new(rule, w));
    each(rule, table, columns, w, |scored| {
        report.add(&scored);
        Ok(())
    })?;
    report.print(&mut out)?;
    out.flush()
}

/// Scores row after row, in order.
fn each(
    instrument: &Instrument,
    table: &Table,
    columns: &Columns,
    w: Words,
    mut take: impl FnMut(Scored<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let codes = Codes::of(table, columns.code, w);
    let cutoffs = cutoffs_by_regency(instrument, table, columns, w);
    let none = Cutoffs::none();
    let explain = Because::new(RuleText::new(instrument, w));
    let mut scorer = Scorer::new(instrument);
    let mut reader = Reader::new(instrument, columns, w);
    let (mut village, mut because) = (Village::default(), Sentences::default());
    let (mut rows, mut record) = (table.rows(), Record::default());
    while rows.next(&mut record) {
        if record.is_blank() {
            continue;
        }
        reader.read(&record, &mut village);
        let code = record.cell(columns.code);
        codes.check(code, &mut village.problems);
        let cutoffs = if cutoffs.is_empty() { &none } else { cutoffs.get(&codes::regency(code)).unwrap_or(&none) };
        let Village { answers, per, problems } = &village;
        let outcome = scorer.score(answers, per, cutoffs);
        explain.write(&outcome, &scorer.explain(&outcome, answers, per, cutoffs), &mut because);
        let nearest = scorer.nearest(&outcome, answers, per, cutoffs);
        let name = columns.name.map(|column| record.cell(column)).filter(|name| !name.is_empty());
        take(Scored {
            code,
            name: name.unwrap_or_else(|| codes.name(code)),
            outcome: &outcome,
            because: &because,
            nearest: &nearest,
            problems,
        })?;
    }
    Ok(())
}

/// The quantiles of every regency in the file, from its own rows. Empty if the rule has no quantile.
fn cutoffs_by_regency(instrument: &Instrument, table: &Table, columns: &Columns, w: Words) -> HashMap<String, Cutoffs> {
    let present = instrument.items().iter().filter_map(|item| item.present.as_ref());
    if !present.into_iter().any(|present| matches!(present.rule, PresenceRule::TopShare(_))) {
        return HashMap::new();
    }
    let mut regencies: HashMap<String, Vec<Vec<Answer>>> = HashMap::new();
    let mut reader = Reader::new(instrument, columns, w);
    let mut village = Village::default();
    let (mut rows, mut record) = (table.rows(), Record::default());
    while rows.next(&mut record) {
        if !record.is_blank() {
            reader.read(&record, &mut village);
            regencies.entry(codes::regency(record.cell(columns.code))).or_default().push(village.answers.clone());
        }
    }
    let cutoffs = |rows: Vec<Vec<Answer>>| instrument.cutoffs(rows.iter().map(Vec::as_slice));
    regencies.into_iter().map(|(regency, rows)| (regency, cutoffs(rows))).collect()
}
