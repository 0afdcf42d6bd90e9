//! Values of one item that could move a rule over sums and means.
//!
//! Along one item every sum, mean and rescaling is a straight line, so the value that meets a band edge or a table
//! threshold is solved for directly. Values are only proposed here; `values.rs` scores each before it is believed.

use super::{MoveKind, Village};
use crate::part::{PartKind, Source};
use crate::score::Bar;
use crate::{Answer, Item, Kind};

/// A proposed answer, how it is named, and how large the change is.
pub(super) struct Candidate {
    pub answer: Answer,
    pub kind: MoveKind,
    pub size: f64,
}

/// Numbers are proposed to six decimals.
const STEP: f64 = 1e-6;

impl Village<'_> {
    /// Every value at which a band begins or a condition turns, with what is held against it.
    pub(super) fn cuts(&self) -> Vec<(Source, f64)> {
        let mut cuts = Vec::new();
        let kinds = self.instrument.parts.iter().enumerate();
        for (index, part) in kinds {
            match &part.kind {
                PartKind::Bands { of, bands, .. } => {
                    cuts.extend(bands.iter().skip(1).map(|band| (*of, band.from)));
                }
                PartKind::Table { rows } if index == self.instrument.outcome => {
                    let conditions = rows.iter().flat_map(|row| &row.when);
                    cuts.extend(conditions.flat_map(|condition| {
                        let ends = [condition.min, condition.max].into_iter().flatten();
                        ends.map(|end| (Source::Part(condition.part), end))
                    }));
                }
                _ => {}
            }
        }
        cuts
    }

    /// The answers worth trying for one item.
    pub(super) fn candidates(&self, base: &[Answer], item: usize, cuts: &[(Source, f64)]) -> Vec<Candidate> {
        let definition = &self.instrument.items[item];
        let current = base.get(item).unwrap_or(&Answer::Missing);
        match (definition.kind, current) {
            (_, Answer::Missing | Answer::DontKnow | Answer::NotApplicable) => Vec::new(),
            (Kind::Choice | Kind::Scale, Answer::Choice(now)) => choices(definition, *now),
            (Kind::Count | Kind::Number, Answer::Number(now)) => {
                let values = self.values(base, item, *now, cuts);
                let (low, high) = definition.bounds().unwrap_or((0.0, 0.0));
                let scale = match (definition.min, definition.max) {
                    (_, Some(max)) if max > low => max - low,
                    _ => now.abs().max(1.0),
                };
                (values.into_iter())
                    .filter(|value| (low..=high).contains(value) && value != now)
                    .map(|value| Candidate {
                        answer: Answer::Number(value),
                        kind: MoveKind::Set { value },
                        size: (value - now).abs() / scale,
                    })
                    .collect()
            }
            (Kind::YesNo, answer) => {
                let yes =
                    matches!(answer, Answer::Present(true)) || matches!(answer, Answer::Number(value) if *value >= 1.0);
                vec![stated(!yes)]
            }
            (_, Answer::Present(now)) => vec![stated(!now)],
            _ => Vec::new(),
        }
    }

    /// Solves for the values of a number that meet a cut or the item's own threshold.
    fn values(&self, base: &[Answer], item: usize, now: f64, cuts: &[(Source, f64)]) -> Vec<f64> {
        let definition = &self.instrument.items[item];
        let whole = definition.is_whole();
        let (low, high) = definition.bounds().unwrap_or((now, now));
        let mut solutions: Vec<f64> = Vec::new();
        if let Bar::At(at) | Bar::Above0At(at) = self.instrument.bar(item, self.per, self.cutoffs) {
            solutions.push(at);
        }
        let other = if high > now { high } else { low };
        let probe = |value: f64| {
            let mut answers = base.to_vec();
            answers[item] = Answer::Number(value);
            self.instrument.score(&answers, self.per, self.cutoffs)
        };
        let (here, there) = (probe(now), probe(other));
        for &(source, cut) in cuts {
            match source {
                Source::Item(index) if index == item => solutions.push(cut),
                Source::Item(_) => {}
                Source::Part(part) => {
                    let (Some(a), Some(b)) = (here.part(part), there.part(part)) else {
                        continue;
                    };
                    for (a, b) in [(a.low, b.low), (a.high, b.high)] {
                        let slope = (b - a) / (other - now);
                        if slope != 0.0 && slope.is_finite() {
                            solutions.push(now + (cut - a) / slope);
                        }
                    }
                }
            }
        }
        let mut values: Vec<f64> = solutions
            .into_iter()
            .filter(|x| x.is_finite() && x.abs() < 1e15)
            .flat_map(|x| {
                let step = if whole { 1.0 } else { STEP };
                let (floor, ceil) = ((x / step).floor(), (x / step).ceil());
                // Dividing by 10⁶ gives the decimal a person would write; multiplying by 10⁻⁶ would not.
                let value = |steps: f64| if whole { steps } else { steps / 1e6 };
                [floor - 1.0, floor, ceil, ceil + 1.0].map(value)
            })
            .collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    }

    /// The two ends of what an item can say.
    pub(super) fn extremes(&self, base: &[Answer], item: usize) -> Vec<Candidate> {
        let definition = &self.instrument.items[item];
        match (definition.kind, base.get(item)) {
            (Kind::Count | Kind::Number, Some(Answer::Number(_))) => {
                let (low, high) = definition.bounds().unwrap_or((0.0, 0.0));
                let end =
                    |value: f64| Candidate { answer: Answer::Number(value), kind: MoveKind::Set { value }, size: 1.0 };
                vec![end(low), end(high)]
            }
            _ => self.candidates(base, item, &[]),
        }
    }
}

fn stated(present: bool) -> Candidate {
    Candidate {
        answer: Answer::Present(present),
        kind: if present { MoveKind::Raise } else { MoveKind::Drop },
        size: 1.0,
    }
}

fn choices(item: &Item, now: u16) -> Vec<Candidate> {
    let Some(current) = item.choices.get(usize::from(now)) else {
        return Vec::new();
    };
    let Some((low, high)) = item.bounds() else {
        return vec![stated(true), stated(false)];
    };
    let scale = (high - low).max(1.0);
    let here = current.number.unwrap_or(low);
    let others = item.choices.iter().enumerate();
    others
        .filter(|(index, _)| *index != usize::from(now))
        .filter_map(|(index, choice)| {
            let value = choice.number?;
            Some(Candidate {
                answer: Answer::Choice(u16::try_from(index).ok()?),
                kind: MoveKind::Set { value },
                size: (value - here).abs() / scale,
            })
        })
        .collect()
}
