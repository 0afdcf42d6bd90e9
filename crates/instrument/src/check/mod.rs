//! Proves a rule: no cycles, no gaps, no dead rows, every class reachable.
//!
//! For: everything that needs the whole rule in view. Not for: shapes and names (`crate::parse`).
//! Next: `graph.rs` (order and cycles), `reach.rs` (ranges), `bands.rs`, `table.rs`.

mod bands;
mod counts;
mod graph;
mod reach;
mod table;

use crate::parse::{Drawn, Report, Spanned};
use crate::part::{Part, PartKind};
use crate::score::{Grid, Interval, Plan, bits, rule_classes, rules_at, touched, weighted_inputs};
use crate::{Class, Item};
use counts::Counts;

/// The rule under examination.
pub(crate) struct Subject<'a> {
    pub items: &'a [Item],
    pub parts: &'a [Drawn],
    pub classes: &'a [Spanned<Class>],
    pub outcome: Option<&'a Spanned<usize>>,
}

/// What is known about the parts once they are in order.
struct Known {
    parts: Vec<Part>,
    /// Parts in order of evaluation.
    order: Vec<usize>,
    /// The values an item can take.
    items: Vec<Interval>,
    /// The values a part can take; `None` for parts that are broken or depend on a broken one.
    reach: Vec<Option<Interval>>,
    /// True if a part takes whole numbers only.
    whole: Vec<bool>,
    /// True if a part depends on counts of presences only.
    counting: Vec<bool>,
}

/// Reports what is wrong and compiles the plan of a rule that is whole.
pub(crate) fn check(report: &mut Report, subject: &Subject) -> Option<Plan> {
    graph::number_inputs(report, subject);
    let order = graph::order(report, subject.parts);
    let known = reach::reach(subject, order);
    let mut used: Vec<u64> = vec![0; subject.parts.len()];
    for (index, drawn) in subject.parts.iter().enumerate() {
        match &drawn.part.kind {
            PartKind::Bands { .. } if drawn.whole => {
                used[index] = bands::check(report, drawn, index, &known);
            }
            PartKind::Table { .. } if drawn.whole => {
                used[index] = table::check(report, drawn, &known);
            }
            _ => {}
        }
    }
    let outcome = subject.outcome?;
    let drawn = &subject.parts[outcome.value];
    if !drawn.whole {
        return None;
    }
    if !drawn.part.kind.gives_class() {
        report.add(
            &outcome.span,
            "outcome",
            &drawn.part.id,
            "`outcome` harus menyebut bagian jenis table, atau bands dengan `class`.",
            "`outcome` must name a part of kind table, or bands that give a `class`.",
        );
        return None;
    }
    known.reach[outcome.value].as_ref()?;
    let grid = grid(subject, &known, outcome.value);
    let rules = grid.as_ref().map_or(used[outcome.value], Grid::rules_used);
    let rule_class = rule_classes(&drawn.part);
    let reached: Vec<usize> =
        bits(rules).filter_map(|rule| rule_class.get(rule).map(|class| usize::from(*class))).collect();
    for (index, class) in subject.classes.iter().enumerate() {
        if rules != 0 && !reached.contains(&index) {
            let id = &class.value.id;
            report.add(
                &class.span,
                "class-unreachable",
                id,
                format!("Kelas `{id}` tidak pernah tercapai. Hapus, atau tambahkan aturannya."),
                format!("The class `{id}` is never reached. Remove it, or add a rule for it."),
            );
        }
    }
    Some(Plan {
        rule_class,
        inputs: known.parts.iter().map(weighted_inputs).collect(),
        relevant: graph::relevant(&known.parts, outcome.value, subject.items.len()),
        grid,
        order: known.order,
    })
}

/// The grid of a counting outcome.
fn grid(subject: &Subject, known: &Known, outcome: usize) -> Option<Grid> {
    let roots: Vec<usize> = match &known.parts[outcome].kind {
        PartKind::Table { .. } => graph::part_inputs(&known.parts[outcome]),
        _ => vec![outcome],
    };
    if !roots.iter().all(|&root| known.counting[root]) {
        return None;
    }
    let counts = Counts::of(known, &roots);
    Grid::build(counts.cells.clone(), subject.items.len(), |point| {
        let values = counts.values(known, point);
        u8::try_from(rules_at(&known.parts, outcome, &values).trailing_zeros()).unwrap_or(0)
    })
}

/// The bands that the reachable range touches, as bits.
fn touched_bits(kind: &PartKind, reach: &Interval) -> u64 {
    match kind {
        PartKind::Bands { closed, bands, .. } => {
            touched(bands, *closed, reach).fold(0, |mask, band| mask | 1 << band.min(63))
        }
        _ => 0,
    }
}
