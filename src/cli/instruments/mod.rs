//! `bersinar instruments`: the rules on the command line: check a file, list what the program brings along, read one.
//!
//! Not for: scoring (`score/`) or the file format (`docs/rules.md`). Next: `show.rs`.

mod show;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use instrument::{Finding, Instrument};
use serde::Serialize;

use super::aligned::Aligned;
use super::failure::{Failure, remark, written};
use super::options::{Format, Shown};
use super::{input, rules};

/// Instruments (rules): check, list, show.
#[derive(Debug, clap::Subcommand)]
pub enum InstrumentsVerb {
    /// Prove rule files: names, bands without gaps, decision tables total and reachable, no cycles.
    ///
    /// Prints each finding as `FILE:line:column: code: message`. Exit code 0 if all is well, 1 if there are findings, 2 if
    /// a file cannot be read.
    #[command(after_long_help = "Example:
  bersinar instruments show kawasan-rawan-8-5 --source > my-rule.toml
  bersinar instruments check my-rule.toml
  bersinar instruments check rules/instruments/*.toml --format json")]
    Check(CheckArgs),
    /// List the rules that the program brings along.
    #[command(after_long_help = "Example:
  bersinar instruments list")]
    List(ListArgs),
    /// Show a rule as readable text: items with thresholds, the decision table, what is provisional.
    #[command(after_long_help = "Example:
  bersinar instruments show kawasan-rawan-8-5
  bersinar instruments show ./my-rule.toml --lang en")]
    Show(ShowArgs),
}

/// What `instruments check` is asked.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Rule files (.toml); - reads from stdin.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub shown: Shown,
}

/// What `instruments list` is asked.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub shown: Shown,
}

/// What `instruments show` is asked.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// A built-in rule or the path of a rule file.
    #[arg(value_name = "ID")]
    pub instrument: String,
    /// Print the rule file itself, byte for byte, to start your own from.
    #[arg(long)]
    pub source: bool,
    #[command(flatten)]
    pub language: super::options::Spoken,
}

/// Runs a verb. Findings are no failure but exit with 1.
pub fn run(verb: &InstrumentsVerb) -> Result<ExitCode, Failure> {
    match verb {
        InstrumentsVerb::Check(args) => return check(args),
        InstrumentsVerb::List(args) => written(list(args.shown))?,
        InstrumentsVerb::Show(args) => {
            let w = args.language.words();
            let rule = rules::find(&args.instrument, w)?;
            let mut out = BufWriter::new(io::stdout().lock());
            let print = if args.source { write!(out, "{}", rule.source()) } else { show::print(&rule, w, &mut out) };
            written(print.and_then(|()| out.flush()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A finding as a program reads it.
#[derive(Serialize)]
struct Found<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    code: &'a str,
    key: &'a str,
    message: &'a str,
}

fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let w = args.shown.words();
    let (mut faulty, mut unread) = (false, None);
    let mut out = BufWriter::new(io::stdout().lock());
    for path in &args.files {
        let file = input::shown(path);
        // One file that cannot be read does not hide what is wrong with the others.
        let source = match rules::source(path, w) {
            Ok(source) => source,
            Err(failure) => {
                if let Some(Failure { message }) = unread.replace(failure) {
                    remark(&message);
                }
                continue;
            }
        };
        let findings = Instrument::parse(&source).err().unwrap_or_default();
        faulty |= !findings.is_empty();
        let ok = w.with("command-rule-ok", &[("file", file.as_str().into())]);
        let printed = match args.shown.format {
            Format::Text if findings.is_empty() => writeln!(out, "{ok}"),
            Format::Text => findings.iter().try_for_each(|finding| writeln!(out, "{}", rules::line(&file, finding, w))),
            Format::Json => findings.iter().try_for_each(|Finding { line, column, code, key, message }| {
                let message = message.get(w.lang());
                let found = Found { file: &file, line: *line, column: *column, code, key, message };
                serde_json::to_writer(&mut out, &found)?;
                writeln!(out)
            }),
        };
        written(printed)?;
    }
    written(out.flush())?;
    match unread {
        Some(failure) => Err(failure),
        None => Ok(ExitCode::from(u8::from(faulty))),
    }
}

/// A rule in the list.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    version: &'a str,
    title: &'a str,
    items: usize,
    provisional: bool,
    valid_from: String,
}

fn list(shown: Shown) -> io::Result<()> {
    let w = shown.words();
    let mut out = BufWriter::new(io::stdout().lock());
    let heads = ["rule", "title", "items", "from"].map(|head| w.t(&format!("command-rule-head-{head}")));
    let mut table = Aligned::new(heads.to_vec());
    for rule in rules::built_in() {
        let listed = Listed {
            id: rule.id(),
            version: rule.version(),
            title: rule.title().get(w.lang()),
            items: rule.items().len(),
            provisional: rule.provisional(),
            valid_from: rule.legal().valid_from.to_string(),
        };
        if shown.format == Format::Json {
            serde_json::to_writer(&mut out, &listed)?;
            writeln!(out)?;
        }
        let mark = if listed.provisional { format!(" ({})", w.t("command-rule-provisional")) } else { String::new() };
        let title = format!("{}{mark}", listed.title);
        table.push(vec![rule.rule(), title, listed.items.to_string(), w.iso_date(&listed.valid_from)]);
    }
    if shown.format == Format::Text {
        table.print(&mut out)?;
    }
    out.flush()
}
