//! The scoring parts of a rule file.
//!
//! For: names into indexes, shapes of every kind of part. Not for: whether the rule is total or free of cycles
//! (`crate::check`). Next: `inputs.rs`, `rows.rs` for bands and tables.

use super::finding::{Report, Span};
use super::header::id;
use super::inputs::{counted, inputs, pair, weights};
use super::names::{CLASS, ITEM, Names, PART, What};
use super::reader::{Reader, Sp};
use super::rows;
use crate::Item;
use crate::part::{Edge, Part, PartKind, Source};

/// What a part may name.
pub(crate) struct Scope<'n> {
    /// Items first, then parts: one namespace.
    pub sources: &'n Names,
    pub items: &'n [Item],
    pub groups: &'n Names,
    pub classes: &'n Names,
}

/// A part, where its pieces stand, and whether it is whole.
pub(crate) struct Drawn {
    pub part: Part,
    pub span: Span,
    /// Of every row or band.
    pub rows: Vec<Span>,
    /// Of every condition of every row.
    pub conditions: Vec<Vec<Span>>,
    /// False if something in it could not be read; further checks leave it alone.
    pub whole: bool,
}

const EITHER: What = ("unknown-item", "Butir atau bagian", "item or part");

impl Scope<'_> {
    /// An item or a part by name.
    pub fn source(&self, report: &mut Report, name: &Sp<String>) -> Option<Source> {
        self.resolve(report, name, EITHER, true, true)
    }

    pub fn part(&self, report: &mut Report, name: &Sp<String>) -> Option<usize> {
        match self.resolve(report, name, PART, false, true)? {
            Source::Part(part) => Some(part),
            Source::Item(_) => None,
        }
    }

    pub fn item(&self, report: &mut Report, name: &Sp<String>) -> Option<usize> {
        match self.resolve(report, name, ITEM, true, false)? {
            Source::Item(item) => Some(item),
            Source::Part(_) => None,
        }
    }

    pub fn class(&self, report: &mut Report, name: &Sp<String>) -> Option<usize> {
        self.classes.find(report, name, CLASS)
    }

    fn resolve(&self, report: &mut Report, name: &Sp<String>, what: What, items: bool, parts: bool) -> Option<Source> {
        let split = self.items.len();
        let source = match self.sources.get(&name.value) {
            Some(index) if index < split => Some(Source::Item(index)).filter(|_| items),
            Some(index) => Some(Source::Part(index - split)).filter(|_| parts),
            None => None,
        };
        if source.is_none() {
            self.sources.unknown(report, name, what, std::iter::empty());
        }
        source
    }
}

/// Reads the parts; `tables` are their tables, whose names are already in `scope.sources`.
pub(crate) fn parts(tables: Vec<Reader>, report: &mut Report, scope: &Scope) -> Vec<Drawn> {
    let draw = |mut table: Reader| {
        // The name was taken in before, so that parts may name parts that come later.
        let id = id(&mut table, &mut Report::new(""), &mut Names::default());
        let title = table.opt_text(report, "title");
        let mut drawn = Drawn {
            part: Part { id, title, kind: PartKind::Sum { of: Vec::new() } },
            span: table.span.clone(),
            rows: Vec::new(),
            conditions: Vec::new(),
            whole: false,
        };
        if let Some(kind) = kind(&mut table, report, scope, &mut drawn) {
            drawn.part.kind = kind;
            drawn.whole = true;
        }
        table.finish(report);
        drawn
    };
    tables.into_iter().map(draw).collect()
}

fn kind(table: &mut Reader, report: &mut Report, scope: &Scope, drawn: &mut Drawn) -> Option<PartKind> {
    let name = table.string(report, "kind")?;
    match name.value.as_str() {
        "count_present" => {
            let items = counted(table, report, scope)?;
            Some(PartKind::CountPresent { items })
        }
        "sum" => Some(PartKind::Sum { of: inputs(table, report, scope)? }),
        "mean" => Some(PartKind::Mean { of: inputs(table, report, scope)? }),
        "weighted_mean" => Some(PartKind::WeightedMean { of: weights(table, report, scope)? }),
        "rescale" => {
            let of = table.string(report, "of");
            let (from, to) = (pair(table, report, "from"), pair(table, report, "to"));
            let (from, to) = (from?, to?);
            if from.value.0 == from.value.1 {
                report.add(
                    &from.span,
                    "min-max",
                    "from",
                    "`from` perlu dua angka yang berbeda.",
                    "`from` needs two different numbers.",
                );
                return None;
            }
            let of = scope.source(report, &of?)?;
            Some(PartKind::Rescale { of, from: from.value, to: to.value })
        }
        "bands" => {
            let of = table.string(report, "of");
            let of = of.and_then(|name| scope.source(report, &name));
            let closed = edge(table, report);
            let bands = rows::bands(table, report, scope, drawn);
            Some(PartKind::Bands { of: of?, closed, bands: bands? })
        }
        "table" => Some(PartKind::Table { rows: rows::table(table, report, scope, drawn)? }),
        other => {
            let kinds = "count_present, sum, mean, weighted_mean, rescale, bands, table";
            report.add(
                &name.span,
                "unknown-kind",
                other,
                format!("Jenis bagian `{other}` tidak dikenal. Yang ada: {kinds}."),
                format!("The kind of part `{other}` is not known. There are: {kinds}."),
            );
            None
        }
    }
}

fn edge(table: &mut Reader, report: &mut Report) -> Edge {
    let Some(closed) = table.opt_string(report, "closed") else {
        return Edge::From;
    };
    match closed.value.as_str() {
        "from" => Edge::From,
        "to" => Edge::To,
        other => {
            report.add(
                &closed.span,
                "wrong-type",
                other,
                "`closed` harus \"from\" (from ≤ x < to) atau \"to\" (from < x ≤ to).",
                "`closed` must be \"from\" (from ≤ x < to) or \"to\" (from < x ≤ to).",
            );
            Edge::From
        }
    }
}
