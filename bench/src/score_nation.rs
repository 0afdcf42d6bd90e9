//! `score-nation`: every village of Indonesia by the 8 + 5 rule, each with class, range, explanation and nearest changes.
//!
//! The explanation is walked to its leaves, so that reading it is part of the figure. One thread.

use std::hint::black_box;

use instrument::{Answer, Cutoffs, Denominators, Explanation, Input, Instrument, Item, Kind, PartLine, Scorer};

use crate::machine::{self, Figure};

/// Villages in the Kemendagri list.
const VILLAGES: usize = 83_762;

const RULE: &str = include_str!("../../rules/instruments/kawasan-rawan-8-5.toml");

/// A linear congruential generator (Knuth's MMIX constants): the same rows on every machine.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = (self.0.wrapping_mul(6_364_136_223_846_793_005)).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// About one answer in twelve is missing, unknown, not applicable or stated without a number.
fn answer(item: &Item, random: &mut Lcg) -> Answer {
    match random.below(48) {
        0 => Answer::Missing,
        1 => Answer::DontKnow,
        2 => Answer::NotApplicable,
        3 => Answer::Present(random.below(2) == 1),
        _ => match item.kind {
            Kind::Scale => Answer::Choice(u16::try_from(random.below(5)).unwrap_or(0)),
            Kind::YesNo => Answer::Present(random.below(4) == 0),
            _ => {
                let threshold = match item.present.as_ref().map(|present| &present.rule) {
                    Some(instrument::PresenceRule::AtLeast(threshold)) => *threshold,
                    _ => 1.0,
                };
                Answer::Number(
                    random.below(threshold as u64 * 3 + 1) as f64 / 2.0_f64.powi(i32::from(item.kind == Kind::Number)),
                )
            }
        },
    }
}

/// Reads a part of the tree down to the answers; counts what was read.
fn read(part: &PartLine) -> usize {
    let inputs = part.inputs().map(|input| match input {
        Input::Item(item) => {
            black_box((item.answer, item.state, item.limit));
            1
        }
        Input::Part(part) => 1 + read(&part),
    });
    inputs.sum()
}

fn walk(explanation: &Explanation) -> usize {
    let conditions = explanation.decisions().map(|decision| match decision {
        instrument::Decision::Row { index, .. } => {
            explanation.conditions(index).filter(|c| c.holds == Some(true)).count()
        }
        instrument::Decision::Band { .. } => 1,
    });
    conditions.sum::<usize>() + read(&explanation.root())
}

/// Runs the benchmark and prints its line.
pub fn run() {
    let rule = match Instrument::parse(RULE) {
        Ok(rule) => rule,
        Err(findings) => {
            for finding in findings {
                eprintln!("kawasan-rawan-8-5.toml:{finding}");
            }
            return;
        }
    };
    let mut random = Lcg(20_260_101);
    let rows: Vec<Vec<Answer>> =
        (0..VILLAGES).map(|_| rule.items().iter().map(|item| answer(item, &mut random)).collect()).collect();
    let (per, cutoffs) = (Denominators::default(), Cutoffs::none());
    let median = machine::median(5, || {
        let mut scorer = Scorer::new(&rule);
        let mut read = 0;
        for answers in &rows {
            let outcome = scorer.score(answers, &per, &cutoffs);
            read += walk(&scorer.explain(&outcome, answers, &per, &cutoffs));
            let nearest = scorer.nearest(&outcome, answers, &per, &cutoffs);
            read += black_box(nearest).len() + black_box(outcome).worst;
        }
        black_box(read);
    });
    machine::report("score-nation", &[Figure::seconds(median, 0.3)]);
}
