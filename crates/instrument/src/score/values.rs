//! What the parts compute, on values that may be known only as an interval.
//!
//! For: counts, sums, means, rescaling, bands of values. Every interval is sound: the value of any completion of the
//! missing answers lies in it. Not for: which row or band of the outcome applies (`grid.rs`, `plan.rs`).

use super::interval::{Applies, Interval, snap};
use super::state::{Bar, State};
use crate::part::{Band, Edge, Gives, PartKind, Source};
use crate::{Answer, Cutoffs, Denominators, Instrument, Kind};

/// Where the values of items come from: a village's answers, or a point of the grid of counts.
pub(crate) trait Leaves {
    /// How many of these items are present: certainly, and at most.
    fn count(&self, items: &[usize]) -> (usize, usize);
    /// The value of an item.
    fn item(&self, item: usize) -> Interval;
}

/// Computes one part from the parts before it.
pub(crate) fn eval(kind: &PartKind, parts: &[Interval], leaves: &impl Leaves) -> Interval {
    let get = |source: &Source| match source {
        Source::Item(item) => leaves.item(*item),
        Source::Part(part) => parts[*part],
    };
    match kind {
        PartKind::CountPresent { items } => {
            let (low, high) = leaves.count(items);
            Interval::between(low as f64, high as f64)
        }
        PartKind::Sum { of } => {
            let (mut low, mut high) = (0.0, 0.0);
            for value in of.iter().map(get) {
                match value.applies {
                    Applies::Yes => {
                        low += value.low;
                        high += value.high;
                    }
                    Applies::Perhaps => {
                        low += value.low.min(0.0);
                        high += value.high.max(0.0);
                    }
                    Applies::No => {}
                }
            }
            Interval::between(snap(low), snap(high))
        }
        PartKind::Mean { of } => mean(&of.iter().map(|source| (get(source), 1.0))),
        PartKind::WeightedMean { of } => mean(&of.iter().map(|(source, weight)| (get(source), *weight))),
        PartKind::Rescale { of, from, to } => {
            let value = get(of);
            let line = |x: f64| snap(to.0 + (x - from.0) * (to.1 - to.0) / (from.1 - from.0));
            let (a, b) = (line(value.low), line(value.high));
            Interval::between(a.min(b), a.max(b)).with(value.applies)
        }
        PartKind::Bands { of, closed, bands } => {
            let value = get(of);
            if kind.gives_class() {
                return value; // which band it falls into is asked by `plan.rs`
            }
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            for index in touched(bands, *closed, &value) {
                if let Gives::Value(given) = bands[index].gives {
                    low = low.min(given);
                    high = high.max(given);
                }
            }
            if low > high {
                return Interval::NONE;
            }
            Interval::between(low, high).with(value.applies)
        }
        PartKind::Table { .. } => Interval::NONE,
    }
}

/// The band that holds a value; values beyond the ends fall into the first or last band.
pub(crate) fn band_of(bands: &[Band], closed: Edge, value: f64) -> usize {
    let below = |band: &&Band| match closed {
        Edge::From => value >= band.to,
        Edge::To => value > band.to,
    };
    let index = bands.iter().take_while(below).count();
    index.min(bands.len().saturating_sub(1))
}

/// The bands an interval touches; all of them if there is no value.
pub(crate) fn touched(bands: &[Band], closed: Edge, value: &Interval) -> std::ops::RangeInclusive<usize> {
    if value.applies == Applies::No || value.low.is_nan() {
        return 0..=bands.len().saturating_sub(1);
    }
    band_of(bands, closed, value.low)..=band_of(bands, closed, value.high)
}

/// Weighted mean over the applicable inputs. An input that may turn out not applicable is left out where that moves
/// the end outward; taking the inputs in order of size while they still pull the mean is exact.
fn mean(inputs: &(impl Iterator<Item = (Interval, f64)> + Clone)) -> Interval {
    let certain = || (inputs.clone()).filter(|(value, _)| value.applies == Applies::Yes);
    let mut perhaps: Vec<(Interval, f64)> =
        (inputs.clone()).filter(|(value, _)| value.applies == Applies::Perhaps).collect();
    let weight: f64 = certain().map(|(_, weight)| weight).sum();
    let low: f64 = certain().map(|(value, weight)| value.low * weight).sum();
    let high: f64 = certain().map(|(value, weight)| value.high * weight).sum();
    if perhaps.is_empty() {
        if weight > 0.0 {
            return Interval::between(snap(low / weight), snap(high / weight));
        }
        let low = inputs.clone().map(|(value, _)| value.low);
        let high = inputs.clone().map(|(value, _)| value.high);
        let low = low.fold(f64::INFINITY, f64::min);
        let high = high.fold(f64::NEG_INFINITY, f64::max);
        return Interval::between(low, high).with(Applies::No);
    }
    perhaps.sort_by(|a, b| a.0.low.total_cmp(&b.0.low));
    let lowest = pull(low, weight, perhaps.iter().map(|(v, w)| (v.low, *w)), 1.0);
    perhaps.sort_by(|a, b| b.0.high.total_cmp(&a.0.high));
    let highest = pull(high, weight, perhaps.iter().map(|(v, w)| (v.high, *w)), -1.0);
    // The order of additions differs from that of a completed sheet: leave room for its rounding.
    let slack = |end: f64| 2e-9 + end.abs() * 1e-12;
    let applies = if weight > 0.0 { Applies::Yes } else { Applies::Perhaps };
    Interval::between(lowest - slack(lowest), highest + slack(highest)).with(applies)
}

fn pull(sum: f64, weight: f64, inputs: impl Iterator<Item = (f64, f64)>, sign: f64) -> f64 {
    let (mut sum, mut weight) = (sum, weight);
    for (value, w) in inputs {
        if weight <= 0.0 || (value - sum / weight) * sign < 0.0 {
            sum += value * w;
            weight += w;
        }
    }
    sum / weight
}

/// The answers of one village as leaves.
pub(crate) struct VillageLeaves<'a> {
    pub instrument: &'a Instrument,
    pub answers: &'a [Answer],
    pub states: &'a [State],
    pub per: &'a Denominators,
    pub cutoffs: &'a Cutoffs,
}

impl Leaves for VillageLeaves<'_> {
    fn count(&self, items: &[usize]) -> (usize, usize) {
        items.iter().fold((0, 0), |(low, high), &item| match self.states[item] {
            State::Present => (low + 1, high + 1),
            State::Unknown(_) => (low, high + 1),
            State::Absent | State::NotApplicable => (low, high),
        })
    }

    fn item(&self, index: usize) -> Interval {
        let item = &self.instrument.items[index];
        let Some((low, high)) = item.bounds() else {
            return Interval::between(0.0, 0.0).with(Applies::No);
        };
        let full = Interval::between(low, high);
        let yes_no = item.kind == Kind::YesNo;
        match self.answers.get(index).unwrap_or(&Answer::Missing) {
            Answer::NotApplicable => full.with(Applies::No),
            Answer::Number(value) if !value.is_finite() => full.with(Applies::Perhaps),
            Answer::Number(value) if yes_no => Interval::point(f64::from(*value >= 1.0)),
            Answer::Number(value) => Interval::point(*value),
            Answer::Choice(choice) => (item.choices.get(usize::from(*choice)))
                .and_then(|choice| choice.number)
                .map_or(full.with(Applies::Perhaps), Interval::point),
            Answer::Present(stated) if yes_no => Interval::point(f64::from(*stated)),
            Answer::Present(stated) => {
                let bar = self.instrument.bar(index, self.per, self.cutoffs);
                stated_range(full, bar, *stated, item.is_whole())
            }
            Answer::Missing | Answer::DontKnow | Answer::Text(_) | Answer::Date(_) => full.with(Applies::Perhaps),
        }
    }
}

/// "Present" or "absent" without a number still bounds the number, where there is a threshold.
fn stated_range(full: Interval, bar: Bar<'_>, stated: bool, whole: bool) -> Interval {
    let (Bar::At(threshold) | Bar::Above0At(threshold)) = bar else {
        return full;
    };
    let (low, high) = if stated {
        (threshold.max(full.low), full.high)
    } else if whole {
        (full.low, full.high.min(threshold.ceil() - 1.0))
    } else {
        (full.low, full.high.min(threshold))
    };
    if low <= high { Interval::between(low, high) } else { full }
}
