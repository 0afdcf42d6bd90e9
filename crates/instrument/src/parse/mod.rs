//! From the text of a rule file to a proven [`Instrument`].
//!
//! For: [`Instrument::parse`] and the order of its steps. Not for: each step: `header.rs`, `items.rs`, `parts.rs`
//! read; `crate::check` proves. Next: `finding.rs`.

mod finding;
mod header;
mod inputs;
mod items;
mod names;
mod parts;
mod presence;
mod reader;
mod rows;

pub use finding::Finding;
pub(crate) use finding::Report;
pub(crate) use parts::Drawn;

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use crate::check::{self, Subject};
use crate::{Date, Instrument, Legal};
use names::Names;
use parts::Scope;
use reader::{Reader, Sp};

/// A rule file is text written by people; anything larger is a mistake or an attack.
const LARGEST: usize = 4 << 20;

impl Instrument {
    /// Reads and proves a rule file.
    ///
    /// Proven are, among others: every name exists and is used once, no cycle between parts, bands without gap or
    /// overlap over the whole reachable range, decision tables total and without a dead row, every class reachable,
    /// every text in both languages.
    ///
    /// # Errors
    /// Every finding that could be made, in order of position, each with line, column and what to do.
    ///
    /// ```
    /// use instrument::{EXAMPLE, Instrument};
    /// let broken = EXAMPLE.replace("sheet = \"village\"", "sheet = \"vilage\"");
    /// let findings = Instrument::parse(&broken).err().unwrap_or_default();
    /// assert_eq!((findings[0].line, findings[0].column), (23, 9));
    /// assert_eq!(findings[0].code, "unknown-sheet");
    /// assert!(findings[0].message.en.ends_with("Did you mean `village`?"));
    /// ```
    pub fn parse(source: &str) -> Result<Self, Vec<Finding>> {
        let mut report = Report::new(source);
        if source.len() > LARGEST {
            let (id, en) = ("Berkas lebih dari 4 MB.", "The file is larger than 4 MB.");
            report.add(&(0..0), "too-large", "", id, en);
            return Err(report.finish());
        }
        let (table, errors) = DeTable::parse_recoverable(source);
        for error in &errors {
            let message = error.message();
            report.add(
                &error.span().unwrap_or(0..0),
                "toml-syntax",
                "",
                format!("Ini bukan TOML yang sah: {message}. Periksa tanda kutip, kurung dan koma."),
                format!("This is not valid TOML: {message}. Check quotes, brackets and commas."),
            );
        }
        if !errors.is_empty() {
            return Err(report.finish());
        }
        let built = build(source, table.get_ref(), &mut report);
        match built {
            Some(instrument) if report.is_empty() => Ok(instrument),
            _ => Err(report.finish()),
        }
    }
}

fn build(source: &str, table: &DeTable, report: &mut Report) -> Option<Instrument> {
    let mut root = Reader::new(table, 0..0);
    let header = header::header(&mut root, report);
    let (mut sheet_names, mut group_names) = (Names::default(), Names::default());
    let sheets = header::sheets(&mut root, report, &mut sheet_names);
    let groups = header::groups(&mut root, report, &mut group_names);
    let mut class_names = Names::default();
    let classes = header::classes(&mut root, report, &mut class_names);
    let mut sources = Names::default();
    let items = items::items(&mut root, report, &mut sources, &sheet_names, &group_names);

    let tables = root.tables(report, "parts");
    for value in root.array(&mut Report::new(""), "parts") {
        // First the names, so that a part may name a part that comes later.
        if let Some(mut table) = Reader::of(&mut Report::new(""), value, "parts") {
            header::id(&mut table, report, &mut sources);
        }
    }
    root.finish(report);
    if let Some(extra) = tables.get(500) {
        let (id, en) = ("Paling banyak 500 bagian.", "At most 500 parts.");
        report.add(&extra.span, "too-many", "parts", id, en);
        return None;
    }
    let scope = Scope { sources: &sources, items: &items, groups: &group_names, classes: &class_names };
    let drawn = parts::parts(tables, report, &scope);
    let outcome = (header.outcome.as_ref()).and_then(|name| {
        let part = scope.part(report, name)?;
        Some(Sp { value: part, span: name.span.clone() })
    });
    let plan =
        check::check(report, &Subject { items: &items, parts: &drawn, classes: &classes, outcome: outcome.as_ref() })?;
    let epoch = Date::new(1, 1, 1)?;
    let legal = header.legal.unwrap_or(Legal { bases: Vec::new(), valid_from: epoch, valid_until: None });
    Some(Instrument {
        id: header.id,
        version: header.version,
        title: header.title,
        intro: header.intro,
        provisional: header.provisional,
        provisional_note: header.provisional_note,
        legal,
        sheets,
        groups,
        items,
        classes: classes.into_iter().map(|class| class.value).collect(),
        parts: drawn.into_iter().map(|drawn| drawn.part).collect(),
        outcome: outcome?.value,
        source: source.to_owned(),
        digest: Sha256::digest(source.as_bytes()).into(),
        plan,
    })
}

pub(crate) use reader::Sp as Spanned;
