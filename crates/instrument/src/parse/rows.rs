//! The bands and table rows of parts.
//!
//! For: shapes and names. Not for: gaps, overlaps, shadowed rows (`crate::check`). Next: `mod.rs`.

use super::finding::Report;
use super::parts::{Drawn, Scope};
use super::reader::{Reader, number};
use crate::part::{Band, Condition, Gives, Row};

/// More rows or bands than this are not one rule any more.
const MOST: usize = 64;

fn enough(table: &Reader, report: &mut Report, count: usize, key: &'static str) -> Option<()> {
    if (1..=MOST).contains(&count) {
        return Some(());
    }
    report.add(
        &table.span,
        "missing-key",
        key,
        format!("Bagian ini perlu 1 sampai {MOST} `{key}`."),
        format!("This part needs 1 to {MOST} `{key}`."),
    );
    None
}

pub(super) fn bands(table: &mut Reader, report: &mut Report, scope: &Scope, drawn: &mut Drawn) -> Option<Vec<Band>> {
    let listed = table.tables(report, "bands");
    enough(table, report, listed.len(), "bands")?;
    let mut bands: Vec<Band> = Vec::new();
    let mut whole = true;
    for mut row in listed {
        drawn.rows.push(row.span.clone());
        let from = row.opt_number(report, "from");
        let to = row.opt_number(report, "to");
        let label = row.opt_text(report, "label");
        let class = row.opt_string(report, "class");
        let value = row.opt_number(report, "value");
        let provisional = row.opt_bool(report, "provisional").unwrap_or(false);
        let gives = match (class, value) {
            (Some(name), None) => scope.class(report, &name).map(Gives::Class),
            (None, Some(value)) => Some(Gives::Value(value.value)),
            _ => {
                report.add(
                    &row.span,
                    "missing-key",
                    "class",
                    "Setiap pita perlu tepat satu: `class` atau `value`.",
                    "Every band needs exactly one of `class` and `value`.",
                );
                None
            }
        };
        let kinds = |gives: &Gives| matches!(gives, Gives::Class(_));
        let mixed =
            (bands.first().zip(gives.as_ref())).is_some_and(|(first, gives)| kinds(&first.gives) != kinds(gives));
        if mixed {
            report.add(
                &row.span,
                "mixed-bands",
                &drawn.part.id,
                "Pita dalam satu bagian harus semuanya `class` atau semuanya `value`.",
                "The bands of one part must all give a `class` or all give a `value`.",
            );
        }
        whole &= gives.is_some() && !mixed;
        row.finish(report);
        bands.push(Band {
            from: from.map_or(f64::NEG_INFINITY, |from| from.value),
            to: to.map_or(f64::INFINITY, |to| to.value),
            label,
            gives: gives.unwrap_or(Gives::Value(0.0)),
            provisional,
        });
    }
    whole.then_some(bands)
}

pub(super) fn table(table: &mut Reader, report: &mut Report, scope: &Scope, drawn: &mut Drawn) -> Option<Vec<Row>> {
    let listed = table.tables(report, "rows");
    enough(table, report, listed.len(), "rows")?;
    let mut rows = Vec::new();
    let mut whole = true;
    let last = listed.len() - 1;
    for (index, mut row) in listed.into_iter().enumerate() {
        drawn.rows.push(row.span.clone());
        let then = row.string(report, "then");
        let then = then.and_then(|name| scope.class(report, &name));
        let otherwise = row.opt_bool(report, "otherwise").unwrap_or(false);
        let provisional = row.opt_bool(report, "provisional").unwrap_or(false);
        drawn.conditions.push(Vec::new());
        let when = match row.get("when") {
            Some(value) => Reader::of(report, value, "when").and_then(|when| conditions(when, report, scope, drawn)),
            None => Some(Vec::new()),
        };
        let empty = when.as_ref().is_some_and(Vec::is_empty);
        if otherwise && (index != last || !empty) {
            whole = false;
            report.add(
                &row.span,
                "otherwise",
                &drawn.part.id,
                "`otherwise` hanya boleh di baris terakhir dan tanpa `when`.",
                "`otherwise` belongs in the last row only, without `when`.",
            );
        } else if !otherwise && empty {
            whole = false;
            report.add(
                &row.span,
                "missing-key",
                "when",
                "Baris ini perlu `when = { bagian = { min = .., max = .. } }`, atau `otherwise = true`.",
                "This row needs `when = { part = { min = .., max = .. } }`, or `otherwise = true`.",
            );
        }
        row.finish(report);
        match (then, when) {
            (Some(then), Some(when)) => rows.push(Row { when, then, otherwise, provisional }),
            _ => whole = false,
        }
    }
    whole.then_some(rows)
}

fn conditions(when: Reader, report: &mut Report, scope: &Scope, drawn: &mut Drawn) -> Option<Vec<Condition>> {
    let mut conditions = Vec::new();
    let mut whole = true;
    for (name, value) in when.named() {
        let part = scope.part(report, &name);
        let Some(mut range) = Reader::of(report, value, &name.value) else {
            whole = false;
            continue;
        };
        let mut end = |key: &'static str| {
            let end = range.get(key)?;
            number(report, end, key).map(|end| end.value)
        };
        let (min, max) = (end("min"), end("max"));
        range.finish(report);
        let inverted = min.zip(max).is_some_and(|(min, max)| min > max);
        if inverted || (min.is_none() && max.is_none()) {
            whole = false;
            report.add(
                &value.span(),
                "min-max",
                &name.value,
                "Syarat perlu `min`, `max`, atau keduanya dengan min ≤ max.",
                "A condition needs `min`, `max`, or both with min ≤ max.",
            );
        }
        if let Some(spans) = drawn.conditions.last_mut() {
            spans.push(name.span.clone());
        }
        match part {
            Some(part) => conditions.push(Condition { part, min, max }),
            None => whole = false,
        }
    }
    whole.then_some(conditions)
}
