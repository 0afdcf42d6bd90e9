//! What values every part can take, before anybody has answered.
//!
//! For: the ranges that bands must cover and thresholds must lie in. Not for: a village's values (`crate::score`).
//! Next: `bands.rs`.

use super::{Known, Subject};
use crate::part::{Part, PartKind, Source};
use crate::score::{Applies, Interval, Leaves, eval};

struct Ranges<'a>(&'a Subject<'a>);

impl Leaves for Ranges<'_> {
    fn count(&self, items: &[usize]) -> (usize, usize) {
        (0, items.len())
    }

    fn item(&self, item: usize) -> Interval {
        let bounds = self.0.items[item].bounds();
        bounds.map_or(Interval::NONE, |(low, high)| Interval::between(low, high))
    }
}

pub(super) fn reach(subject: &Subject, order: Vec<usize>) -> Known {
    let parts: Vec<Part> = subject.parts.iter().map(|d| d.part.clone()).collect();
    let mut values = vec![Interval::NONE; parts.len()];
    let mut known = Known {
        items: (0..subject.items.len()).map(|item| Ranges(subject).item(item)).collect(),
        reach: vec![None; parts.len()],
        whole: vec![false; parts.len()],
        counting: vec![false; parts.len()],
        parts,
        order,
    };
    for index in known.order.clone() {
        let kind = &known.parts[index].kind;
        let inputs = kind.inputs();
        let input = |source: &Source| match source {
            Source::Item(item) => Ranges(subject).item(*item),
            Source::Part(part) => values[*part],
        };
        let counted = matches!(kind, PartKind::CountPresent { .. });
        let sound = |source: &Source| match source {
            Source::Item(_) => counted || !input(source).low.is_nan(),
            Source::Part(part) => known.reach[*part].is_some() && !values[*part].low.is_nan(),
        };
        if !subject.parts[index].whole || !inputs.iter().all(sound) {
            continue;
        }
        let value = range(kind, &inputs, input).unwrap_or_else(|| eval(kind, &values, &Ranges(subject)));
        let whole = |source: &Source| match source {
            Source::Item(item) => subject.items[*item].is_whole(),
            Source::Part(part) => known.whole[*part],
        };
        let is_whole = match kind {
            PartKind::CountPresent { .. } => true,
            PartKind::Sum { of } => of.iter().all(whole),
            PartKind::Bands { of, .. } if kind.gives_class() => whole(of),
            _ => false,
        };
        let counting = counted
            || (!inputs.is_empty()
                && !matches!(kind, PartKind::Table { .. })
                && inputs.iter().all(|source| match source {
                    Source::Item(_) => false,
                    Source::Part(part) => known.counting[*part],
                }));
        known.whole[index] = is_whole;
        known.counting[index] = counting;
        // A table has no number, but it is reachable: remember that its inputs are sound.
        known.reach[index] = Some(value);
        values[index] = value;
    }
    known
}

/// Sums and means reach further than `eval` says, because any input may be not applicable.
fn range(kind: &PartKind, inputs: &[Source], input: impl Fn(&Source) -> Interval) -> Option<Interval> {
    let values = || inputs.iter().map(&input);
    match kind {
        PartKind::Sum { .. } => Some(Interval::between(
            values().map(|value| value.low.min(0.0)).sum(),
            values().map(|value| value.high.max(0.0)).sum(),
        )),
        PartKind::Mean { .. } | PartKind::WeightedMean { .. } => Some(Interval {
            low: values().map(|v| v.low).fold(f64::INFINITY, f64::min),
            high: values().map(|v| v.high).fold(f64::NEG_INFINITY, f64::max),
            applies: Applies::Yes,
        }),
        _ => None,
    }
}
