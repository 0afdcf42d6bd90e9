//! A decision table must answer every case, and every row must answer some.
//!
//! Counts are enumerated exactly; for other numbers the axis is cut at the thresholds and one value is tried on every
//! threshold and in every cell between. Next: `crate::score`.

use super::counts::Counts;
use super::{Known, graph};
use crate::parse::{Drawn, Report};
use crate::part::{PartKind, Row};
use crate::score::bits;

/// More cases than this are not tried; such a table is refused rather than believed.
const MOST_CASES: usize = 500_000;
const MOST_COUNTS: usize = 50_000;

/// Reports what is wrong; gives the rows that can be reached, as bits.
pub(super) fn check(report: &mut Report, drawn: &Drawn, known: &Known) -> u64 {
    let PartKind::Table { rows } = &drawn.part.kind else {
        return 0;
    };
    let inputs = graph::part_inputs(&drawn.part);
    if inputs.iter().any(|&part| known.reach[part].is_none_or(|r| r.low.is_nan())) {
        return 0; // something below is broken and reported there
    }
    let Some(axes) = axes(rows, &inputs, known) else {
        report.add(
            &drawn.span,
            "too-complex",
            &drawn.part.id,
            "Tabel ini punya terlalu banyak kemungkinan untuk dibuktikan. Pecah menjadi bagian-bagian.",
            "This table has too many cases to be proven. Split it into parts.",
        );
        return 0;
    };
    let tried = walk(rows, &axes, known.parts.len());
    if let Some(case) = &tried.unanswered {
        let values: Vec<String> =
            (inputs.iter()).map(|&part| format!("{} = {}", known.parts[part].id, case[part])).collect();
        let values = values.join(", ");
        report.add(
            &drawn.span,
            "table-gap",
            &drawn.part.id,
            format!("Tabel tidak menjawab {values}. Tambahkan baris, atau `otherwise = true` di akhir."),
            format!("The table has no answer for {values}. Add a row, or `otherwise = true` at the end."),
        );
    }
    for index in 0..rows.len() {
        if tried.hit & (1 << index) == 0 {
            dead(report, drawn, rows, index, known, &tried);
        }
    }
    tried.hit
}

/// Independent lists of joint values: each entry assigns values to some parts.
type Axis = Vec<Vec<(usize, f64)>>;

fn axes(rows: &[Row], inputs: &[usize], known: &Known) -> Option<Vec<Axis>> {
    let counting = |part: &&usize| known.counting[**part];
    let discrete: Vec<usize> = inputs.iter().filter(counting).copied().collect();
    let counts = Counts::of(known, &discrete);
    let exact = counts.size() <= MOST_COUNTS;
    let mut axes: Vec<Axis> = Vec::new();
    if exact && !discrete.is_empty() {
        let mut axis: Axis = (0..counts.size())
            .map(|number| {
                let values = counts.values(known, &counts.point(number));
                discrete.iter().map(|&part| (part, values[part].low)).collect()
            })
            .collect();
        axis.sort_by(|a, b| {
            let pairs = a.iter().zip(b).map(|(x, y)| x.1.total_cmp(&y.1));
            pairs.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        axis.dedup();
        axes.push(axis);
    }
    for &part in inputs {
        if !(exact && known.counting[part]) {
            let values = representatives(rows, part, known);
            axes.push(values.into_iter().map(|value| vec![(part, value)]).collect());
        }
    }
    let cases = axes.iter().map(Vec::len).fold(1, usize::saturating_mul);
    (cases <= MOST_CASES).then_some(axes)
}

/// Every threshold, and a value in every cell between thresholds.
fn representatives(rows: &[Row], part: usize, known: &Known) -> Vec<f64> {
    let Some(reach) = known.reach[part] else {
        return Vec::new();
    };
    let conditions = rows.iter().flat_map(|row| &row.when);
    let cuts: Vec<f64> = (conditions.filter(|condition| condition.part == part))
        .flat_map(|condition| [condition.min, condition.max])
        .flatten()
        .collect();
    let mut values = vec![reach.low, reach.high];
    for cut in cuts {
        if known.whole[part] {
            values.extend([cut.floor() - 1.0, cut.floor(), cut.ceil(), cut.ceil() + 1.0]);
        } else {
            values.push(cut);
        }
    }
    values.retain(|value| (reach.low..=reach.high).contains(value));
    values.sort_by(f64::total_cmp);
    values.dedup();
    if !known.whole[part] {
        let middles: Vec<f64> = values.windows(2).map(|w| w[0] + (w[1] - w[0]) / 2.0).collect();
        values.extend(middles);
        values.sort_by(f64::total_cmp);
        values.dedup();
    }
    values
}

struct Tried {
    /// Rows that answered some case.
    hit: u64,
    /// Rows whose own conditions held in some case.
    alone: u64,
    /// Per row, the earlier rows that answered instead.
    taken_by: Vec<u64>,
    /// A case without answer, by part.
    unanswered: Option<Vec<f64>>,
}

fn walk(rows: &[Row], axes: &[Axis], parts: usize) -> Tried {
    let mut tried = Tried { hit: 0, alone: 0, taken_by: vec![0; rows.len()], unanswered: None };
    let cases = axes.iter().map(Vec::len).product();
    let mut values = vec![0.0; parts];
    for case in 0..cases {
        let mut rest: usize = case;
        for axis in axes {
            for &(part, value) in &axis[rest % axis.len()] {
                values[part] = value;
            }
            rest /= axis.len();
        }
        let mut first = None;
        for (index, row) in rows.iter().enumerate() {
            if row.when.iter().all(|c| c.holds(values[c.part])) {
                tried.alone |= 1 << index;
                let answered = *first.get_or_insert(index);
                tried.taken_by[index] |= 1 << answered;
            }
        }
        match first {
            Some(index) => tried.hit |= 1 << index,
            None if tried.unanswered.is_none() => tried.unanswered = Some(values.clone()),
            None => {}
        }
    }
    tried
}

/// Says why a row answers nothing.
fn dead(report: &mut Report, drawn: &Drawn, rows: &[Row], index: usize, known: &Known, tried: &Tried) {
    let (number, name) = (index + 1, &drawn.part.id);
    if tried.alone & (1 << index) != 0 {
        let earlier: Vec<String> = bits(tried.taken_by[index]).map(|row| (row + 1).to_string()).collect();
        let earlier = earlier.join(", ");
        report.add(
            &drawn.rows[index],
            "row-shadowed",
            name,
            format!("Baris {number} tidak pernah terpakai: baris {earlier} sudah menjawab semuanya. Hapus atau pindahkan ke atas."),
            format!("Row {number} is never used: row {earlier} answers all its cases. Remove it or move it up."),
        );
        return;
    }
    let spans = &drawn.conditions[index];
    for (condition, span) in rows[index].when.iter().zip(spans) {
        let Some(reach) = known.reach[condition.part] else {
            continue;
        };
        let (low, high) = (reach.low, reach.high);
        let part = &known.parts[condition.part].id;
        if condition.min.is_some_and(|min| min > high) || condition.max.is_some_and(|max| max < low) {
            report.add(
                span,
                "threshold-impossible",
                part,
                format!("Syarat ini tidak mungkin terpenuhi: `{part}` hanya {low} sampai {high}."),
                format!("This condition can never hold: `{part}` is only {low} to {high}."),
            );
            return;
        }
    }
    report.add(
        &drawn.rows[index],
        "row-unreachable",
        name,
        format!("Baris {number} tidak pernah terpenuhi: syarat-syaratnya tidak dapat terjadi bersama."),
        format!("Row {number} never holds: its conditions cannot be true together."),
    );
}
