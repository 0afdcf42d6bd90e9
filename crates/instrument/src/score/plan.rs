//! What is worked out once per instrument, so that a village costs little.
//!
//! For: order of evaluation, reach of every part, the rule table of the outcome. Not for: anything of one village.
//! Next: `grid.rs`.

use super::bits;
use super::grid::Grid;
use super::interval::{Applies, Interval};
use super::values::touched;
use crate::Instrument;
use crate::part::{Condition, Gives, Part, PartKind, Source};

/// The compiled form of a rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// Parts in order of evaluation.
    pub order: Vec<usize>,
    /// Class of every row or band of the outcome part.
    pub rule_class: Vec<u8>,
    /// What every part takes in, with its weight.
    pub inputs: Vec<Vec<(Source, Option<f64>)>>,
    /// Items that can change the class.
    pub relevant: Vec<bool>,
    /// Present if the outcome depends on counts of presences only.
    pub grid: Option<Grid>,
}

impl Plan {
    /// The classes that these rows or bands give, as bits. Never empty.
    pub fn classes_of(&self, rules: u64) -> u64 {
        let classes = bits(rules).filter_map(|rule| self.rule_class.get(rule));
        let found = classes.fold(0_u64, |found, class| found | 1 << class);
        if found != 0 {
            return found;
        }
        // A table was proven total, so this is only reached by values beyond every declared range.
        let all = self.rule_class.iter();
        all.fold(0, |found, class| found | 1 << class)
    }
}

/// What a part takes in, with weights where it has them.
pub(crate) fn weighted_inputs(part: &Part) -> Vec<(Source, Option<f64>)> {
    match &part.kind {
        PartKind::WeightedMean { of } => of.iter().map(|(s, w)| (*s, Some(*w))).collect(),
        kind => kind.inputs().into_iter().map(|s| (s, None)).collect(),
    }
}

/// The classes of the rows or bands of a part, in order.
pub(crate) fn rule_classes(part: &Part) -> Vec<u8> {
    let class = |index: usize| u8::try_from(index).unwrap_or(0);
    match &part.kind {
        PartKind::Table { rows } => rows.iter().map(|row| class(row.then)).collect(),
        PartKind::Bands { bands, .. } => (bands.iter())
            .map(|band| match band.gives {
                Gives::Class(index) => class(index),
                Gives::Value(_) => 0,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// May, and must, a condition hold for a value in this interval?
fn holds(condition: &Condition, value: &Interval) -> (bool, bool) {
    if value.applies != Applies::Yes || value.low.is_nan() {
        return (true, false);
    }
    let may = condition.min.is_none_or(|min| value.high >= min) && condition.max.is_none_or(|max| value.low <= max);
    let must = condition.holds(value.low) && condition.holds(value.high);
    (may, must)
}

/// The rows or bands of a part that may apply at these part values, as bits.
pub(crate) fn rules_at(parts: &[Part], part: usize, values: &[Interval]) -> u64 {
    match &parts[part].kind {
        PartKind::Table { rows } => {
            let mut rules = 0;
            for (index, row) in rows.iter().enumerate().take(64) {
                let held = row.when.iter().map(|c| holds(c, &values[c.part]));
                let (may, must) = held.fold((true, true), |a, b| (a.0 && b.0, a.1 && b.1));
                if may {
                    rules |= 1 << index;
                }
                if must {
                    break;
                }
            }
            rules
        }
        PartKind::Bands { closed, bands, .. } => {
            touched(bands, *closed, &values[part]).fold(0, |rules, band| rules | 1 << band.min(63))
        }
        _ => 0,
    }
}

impl Instrument {
    /// The rows or bands of the outcome that may apply. Sound: never too few.
    pub(super) fn rules_by_interval(&self, values: &[Interval]) -> u64 {
        rules_at(&self.parts, self.outcome, values)
    }
}
