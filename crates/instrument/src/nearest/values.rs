//! Search for rules over sums, means and bands: one item at a time, each proposal scored before it is listed.
//!
//! If no single item reaches another class, the item that brings the value closest to the next band is set to its
//! end and the search goes on with the rest; for a mean that is also the smallest number of items.
//! Next: `candidates.rs`.

use super::{Direction, Move, MoveKind, Nearest, Village};
use crate::part::{Gives, PartKind};
use crate::score::{Outcome, State};
use crate::{Answer, Kind};

/// Equally small ways that are listed per direction.
const MOST_WAYS: usize = 5;

/// Items that are changed together at most.
const MOST_ITEMS: usize = 16;

struct Single {
    class: usize,
    item: usize,
    kind: MoveKind,
    size: f64,
}

impl Village<'_> {
    pub(super) fn by_values(&self) -> Vec<Nearest> {
        let items = self.instrument.items.len();
        let mut base = self.answers.to_vec();
        base.resize(items, Answer::Missing);
        let Some(class) = self.outcome.class() else {
            return self.unanswered(&base);
        };
        let mut found = Vec::new();
        for direction in [Direction::Better, Direction::Worse] {
            found.extend(self.search(&base, class, direction));
        }
        found
    }

    /// The unanswered, and what was stated without its number.
    fn unanswered(&self, base: &[Answer]) -> Vec<Nearest> {
        let open = |&item: &usize| {
            let stated = matches!(base[item], Answer::Present(_)) && self.instrument.items[item].kind != Kind::YesNo;
            let unknown = matches!(self.outcome.items.get(item), Some(State::Unknown(_)));
            self.instrument.plan.relevant[item] && (stated || unknown)
        };
        let among: Vec<usize> = (0..base.len()).filter(open).collect();
        let Ok(need @ 1..) = u8::try_from(among.len().min(255)) else {
            return Vec::new();
        };
        let way = |to: usize, direction: Direction| Nearest {
            to,
            direction,
            moves: vec![Move { need, among: among.clone(), kind: MoveKind::Answer }],
        };
        vec![way(self.outcome.mildest, Direction::Better), way(self.outcome.worst, Direction::Worse)]
    }

    fn search(&self, base: &[Answer], class: usize, direction: Direction) -> Vec<Nearest> {
        let cuts = self.cuts();
        let mut base = base.to_vec();
        let mut fixed: Vec<Move> = Vec::new();
        let towards = |to: usize| match direction {
            Direction::Better => to > class,
            Direction::Worse => to < class,
        };
        for _ in 0..MOST_ITEMS {
            let mut singles: Vec<Single> = Vec::new();
            for item in self.free(&fixed) {
                for candidate in self.candidates(&base, item, &cuts) {
                    let outcome = self.with(&base, item, &candidate.answer);
                    if let Some(to) = outcome.class().filter(|&to| towards(to)) {
                        singles.push(Single { class: to, item, kind: candidate.kind, size: candidate.size });
                    }
                }
            }
            let classes = singles.iter().map(|single| single.class);
            let nearest = match direction {
                Direction::Better => classes.min(),
                Direction::Worse => classes.max(),
            };
            if let Some(to) = nearest {
                return ways(singles, to, direction, &fixed);
            }
            let Some((item, kind, answer)) = self.best_end(&base, &fixed, &towards) else {
                return Vec::new();
            };
            base[item] = answer;
            fixed.push(Move { need: 1, among: vec![item], kind });
        }
        Vec::new()
    }

    /// The items that may still be changed.
    fn free<'f>(&'f self, fixed: &'f [Move]) -> impl Iterator<Item = usize> + 'f {
        let relevant = self.instrument.plan.relevant.iter().enumerate();
        let relevant = relevant.filter(|(_, relevant)| **relevant);
        let taken = |item: usize| fixed.iter().any(|step| step.among.contains(&item));
        relevant.map(|(item, _)| item).filter(move |&item| !taken(item))
    }

    fn with(&self, base: &[Answer], item: usize, answer: &Answer) -> Outcome {
        let mut answers = base.to_vec();
        answers[item] = answer.clone();
        self.instrument.score(&answers, self.per, self.cutoffs)
    }

    /// The change to an end of one item that brings the value closest to a band in the wanted direction.
    fn best_end(
        &self,
        base: &[Answer],
        fixed: &[Move],
        towards: &dyn Fn(usize) -> bool,
    ) -> Option<(usize, MoveKind, Answer)> {
        let outcome = self.instrument.outcome;
        let PartKind::Bands { bands, .. } = &self.instrument.parts[outcome].kind else {
            return None;
        };
        let away = |outcome_of: &Outcome| -> f64 {
            let Some(value) = outcome_of.part(outcome) else {
                return f64::INFINITY;
            };
            let wanted = bands.iter().filter(|band| match band.gives {
                Gives::Class(class) => towards(class),
                Gives::Value(_) => false,
            });
            let distances = wanted.map(|band| {
                let below = band.from - value.low;
                let above = value.high - band.to;
                below.max(above).max(0.0)
            });
            distances.fold(f64::INFINITY, f64::min)
        };
        let start = away(&self.instrument.score(base, self.per, self.cutoffs));
        let mut best: Option<(f64, (usize, MoveKind, Answer))> = None;
        for item in self.free(fixed) {
            for end in self.extremes(base, item) {
                let distance = away(&self.with(base, item, &end.answer));
                let closer = best.as_ref().map_or(start, |(best, _)| *best) - 1e-9;
                if distance < closer {
                    best = Some((distance, (item, end.kind, end.answer)));
                }
            }
        }
        best.map(|(_, found)| found)
    }
}

/// The smallest change of every item that reaches the class, smallest first.
fn ways(singles: Vec<Single>, to: usize, direction: Direction, fixed: &[Move]) -> Vec<Nearest> {
    let mut singles: Vec<Single> = singles.into_iter().filter(|s| s.class == to).collect();
    singles.sort_by(|a, b| a.size.total_cmp(&b.size).then(a.item.cmp(&b.item)));
    let mut seen: Vec<usize> = Vec::new();
    singles.retain(|single| {
        let fresh = !seen.contains(&single.item);
        seen.push(single.item);
        fresh
    });
    singles.truncate(MOST_WAYS);
    let way = |single: Single| {
        let mut moves = fixed.to_vec();
        moves.push(Move { need: 1, among: vec![single.item], kind: single.kind });
        Nearest { to, direction, moves }
    };
    singles.into_iter().map(way).collect()
}
