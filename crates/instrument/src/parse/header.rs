//! The head of a rule file: titles, legal basis, sheets, groups, classes.
//!
//! For: everything that is not an item or a part. Not for: those (`items.rs`, `parts.rs`). Next: `items.rs`.

use super::finding::Report;
use super::names::Names;
use super::reader::{Reader, Sp};
use crate::{Basis, Class, Date, Group, Legal, Scope, Sheet, Text};

/// What the top level says besides its tables.
pub(crate) struct Header {
    pub id: String,
    pub version: String,
    pub title: Text,
    pub intro: Option<Text>,
    pub provisional: bool,
    pub provisional_note: Option<Text>,
    pub outcome: Option<Sp<String>>,
    pub legal: Option<Legal>,
}

pub(crate) fn header(root: &mut Reader, report: &mut Report) -> Header {
    let mut name = |root: &mut Reader, key: &'static str| {
        let Some(name) = root.string(report, key) else {
            return String::new();
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let fits = (1..=64).contains(&name.value.len()) && name.value.chars().all(plain);
        if !fits {
            report.add(
                &name.span,
                "bad-name",
                &name.value,
                format!("`{key}` harus 1 sampai 64 huruf, angka, titik, - atau _."),
                format!("`{key}` must be 1 to 64 letters, digits, dots, - or _."),
            );
        }
        name.value
    };
    let (id, version) = (name(root, "id"), name(root, "version"));
    let provisional = root.opt_bool(report, "provisional").unwrap_or(false);
    let provisional_note = root.opt_text(report, "provisional_note");
    Header {
        id,
        version,
        title: root.text(report, "title"),
        intro: root.opt_text(report, "intro"),
        provisional,
        provisional_note,
        outcome: root.string(report, "outcome"),
        legal: legal(root, report),
    }
}

fn in_order(report: &mut Report, from: &Sp<Date>, until: Option<&Sp<Date>>) {
    if let Some(until) = until
        && until.value < from.value
    {
        let (first, last) = (from.value, until.value);
        report.add(
            &until.span,
            "date-order",
            last.to_string(),
            format!("Tanggal akhir {last} mendahului tanggal awal {first}. Tukar atau perbaiki."),
            format!("The end {last} comes before the start {first}. Swap or correct them."),
        );
    }
}

fn legal(root: &mut Reader, report: &mut Report) -> Option<Legal> {
    let value = root.need(report, "legal")?;
    let mut table = Reader::of(report, value, "legal")?;
    let from = table.date(report, "valid_from");
    let until = table.opt_date(report, "valid_until");
    if let Some(from) = &from {
        in_order(report, from, until.as_ref());
    }
    let mut bases = Vec::new();
    for mut row in table.tables(report, "bases") {
        let title = row.text(report, "title");
        let from = row.date(report, "from");
        let until = row.opt_date(report, "until");
        row.finish(report);
        if let Some(from) = from {
            in_order(report, &from, until.as_ref());
            bases.push(Basis { title, from: from.value, until: until.map(|until| until.value) });
        }
    }
    table.finish(report);
    Some(Legal { bases, valid_from: from?.value, valid_until: until.map(|until| until.value) })
}

/// Takes in the `id` of a table.
pub(super) fn id(table: &mut Reader, report: &mut Report, names: &mut Names) -> String {
    match table.string(report, "id") {
        Some(id) => {
            names.add(report, &id);
            id.value
        }
        None => {
            names.skip(); // no name: keep the position
            String::new()
        }
    }
}

/// A finding if a list that must not be empty is.
fn some<T>(report: &mut Report, root: &Reader, list: &[T], key: &'static str) {
    if list.is_empty() {
        report.add(
            &root.span,
            "missing-key",
            key,
            format!("Berkas ini belum punya `[[{key}]]`. Tambahkan paling sedikit satu."),
            format!("This file has no `[[{key}]]`. Add at least one."),
        );
    }
}

pub(crate) fn sheets(root: &mut Reader, report: &mut Report, names: &mut Names) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for mut table in root.tables(report, "sheets") {
        let id = id(&mut table, report, names);
        let scope = table.string(report, "scope");
        let scope = match scope.as_ref().map(|scope| scope.value.as_str()) {
            Some("city") => Scope::City,
            Some("village") | None => Scope::Village,
            Some(other) => {
                let span = scope.as_ref().map_or(0..0, |scope| scope.span.clone());
                report.add(
                    &span,
                    "wrong-type",
                    other,
                    "`scope` harus \"city\" atau \"village\".",
                    "`scope` must be \"city\" or \"village\".",
                );
                Scope::Village
            }
        };
        sheets.push(Sheet {
            id,
            title: table.text(report, "title"),
            help: table.opt_text(report, "help"),
            scope,
            providers: (table.strings(report, "providers").into_iter()).map(|provider| provider.value).collect(),
        });
        table.finish(report);
    }
    some(report, root, &sheets, "sheets");
    sheets
}

pub(crate) fn groups(root: &mut Reader, report: &mut Report, names: &mut Names) -> Vec<Group> {
    let mut groups = Vec::new();
    for mut table in root.tables(report, "groups") {
        groups.push(Group { id: id(&mut table, report, names), title: table.text(report, "title") });
        table.finish(report);
    }
    some(report, root, &groups, "groups");
    groups
}

/// Classes with the position of each, for the proof that every class is reachable.
pub(crate) fn classes(root: &mut Reader, report: &mut Report, names: &mut Names) -> Vec<Sp<Class>> {
    let mut classes = Vec::new();
    for mut table in root.tables(report, "classes") {
        let class = Class {
            id: id(&mut table, report, names),
            title: table.text(report, "title"),
            meaning: table.text(report, "meaning"),
        };
        let span = table.span.clone();
        table.finish(report);
        classes.push(Sp { value: class, span });
    }
    some(report, root, &classes, "classes");
    if let Some(extra) = classes.get(64) {
        report.add(&extra.span, "too-many", "classes", "Paling banyak 64 kelas.", "At most 64 classes.");
    }
    classes
}
