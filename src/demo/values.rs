//! Answers that give a village the stand it has in the plan: figures around the rule's own thresholds.

use super::plan::{BUKIT_PINANG, Stand};
use app::sheets::Typed;
use instrument::{Instrument, Item, PresenceRule};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// The groups of the rule, in its order.
const CORE: usize = 0;
const SUPPORTING: usize = 1;

/// One village's answers to all items, in the rule's order.
pub fn answers(rule: &Instrument, village: &str, stand: Stand, random: &mut ChaCha8Rng) -> Vec<Typed> {
    let (core, supporting) = match stand {
        Stand::Bahaya => (random.random_range(5..=6), random.random_range(4..=5)),
        Stand::Waspada => (random.random_range(3..=4), random.random_range(3..=4)),
        Stand::Siaga | Stand::Silent => (random.random_range(1..=2), random.random_range(0..=3)),
        Stand::Aman => (0, random.random_range(0..=3)),
        Stand::Between if village == BUKIT_PINANG => (4, 3),
        Stand::Between => (2, 3),
    };
    let missing: &[&str] = match stand {
        Stand::Between if village == BUKIT_PINANG => &["P6", "D4"],
        Stand::Between => &["P5"],
        _ => &[],
    };
    let mut present = vec![false; rule.items().len()];
    for (group, count) in [(CORE, core), (SUPPORTING, supporting)] {
        let mut own: Vec<usize> = (0..present.len())
            .filter(|at| rule.items()[*at].group == group && !missing.contains(&rule.items()[*at].id.as_str()))
            .collect();
        for _ in 0..count {
            if own.is_empty() {
                break;
            }
            present[own.remove(random.random_range(0..own.len()))] = true;
        }
    }
    let typed = |(item, present): (&Item, bool)| Typed {
        item: item.id.clone(),
        value: if missing.contains(&item.id.as_str()) { String::new() } else { value(item, present, random) },
        source: source(&item.id).to_owned(),
        as_of: String::new(),
    };
    rule.items().iter().zip(present).map(typed).collect()
}

fn value(item: &Item, present: bool, random: &mut ChaCha8Rng) -> String {
    match item.present.as_ref().map(|present| &present.rule) {
        Some(PresenceRule::AtLeast(least)) if !item.choices.is_empty() => {
            let fits =
                item.choices.iter().filter(|choice| choice.number.is_some_and(|number| (number >= *least) == present));
            let fits: Vec<_> = fits.collect();
            fits[random.random_range(0..fits.len())].value.clone()
        }
        Some(PresenceRule::AtLeast(least)) => {
            let least = *least as u32;
            let number =
                if present { least + random.random_range(0..=least * 2) } else { random.random_range(0..least.max(1)) };
            number.to_string()
        }
        _ => if present { "ada" } else { "tidak" }.to_owned(),
    }
}

fn source(item: &str) -> &'static str {
    match item {
        "P1" | "P3" | "P6" | "P8" => "Register Satresnarkoba",
        "P2" => "Laporan Polsek",
        "P4" | "P7" => "Rapat BNNK–Polres",
        "D3" => "DTSEN",
        _ => "Pendataan RT/RW",
    }
}
