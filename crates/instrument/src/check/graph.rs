//! Which part needs which: order of evaluation, cycles, inputs that are no numbers.
//!
//! For: the graph of parts. Not for: values (`reach.rs`). Next: `reach.rs`.

use super::Subject;
use crate::parse::{Drawn, Report};
use crate::part::{Part, PartKind, Source};

/// The parts a part takes in directly.
pub(super) fn part_inputs(part: &Part) -> Vec<usize> {
    let inputs = part.kind.inputs().into_iter();
    inputs
        .filter_map(|source| match source {
            Source::Part(part) => Some(part),
            Source::Item(_) => None,
        })
        .collect()
}

/// Reports inputs that have no number: texts, dates, parts that give a class.
pub(super) fn number_inputs(report: &mut Report, subject: &Subject) {
    for drawn in subject.parts.iter().filter(|drawn| drawn.whole) {
        if matches!(drawn.part.kind, PartKind::CountPresent { .. }) {
            continue;
        }
        for source in drawn.part.kind.inputs() {
            let name = match source {
                Source::Item(item) => {
                    let item = &subject.items[item];
                    item.bounds().is_none().then_some(&item.id)
                }
                Source::Part(part) => {
                    let part = &subject.parts[part].part;
                    part.kind.gives_class().then_some(&part.id)
                }
            };
            let Some(name) = name else { continue };
            let of = &drawn.part.id;
            report.add(
                &drawn.span,
                "not-a-number",
                name,
                format!("`{name}` bukan angka, jadi tidak dapat dipakai dalam `{of}`."),
                format!("`{name}` is not a number, so `{of}` cannot use it."),
            );
        }
    }
}

/// Parts in order of evaluation; those on a cycle, which is reported, are left out.
pub(super) fn order(report: &mut Report, parts: &[Drawn]) -> Vec<usize> {
    let inputs: Vec<Vec<usize>> = parts.iter().map(|d| part_inputs(&d.part)).collect();
    let mut order = Vec::new();
    let mut mark = vec![Mark::New; parts.len()];
    for start in 0..parts.len() {
        // Depth first with an own stack: a chain of parts may be longer than the thread's stack is deep.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if mark[start] == Mark::New {
            mark[start] = Mark::Open;
            path.push((start, 0));
        }
        while let Some((part, next)) = path.last_mut() {
            let part = *part;
            let Some(&input) = inputs[part].get(*next) else {
                path.pop();
                let sound = inputs[part].iter().all(|&i| mark[i] == Mark::Done);
                mark[part] = if sound { Mark::Done } else { Mark::Cyclic };
                if sound {
                    order.push(part);
                }
                continue;
            };
            *next += 1;
            match mark[input] {
                Mark::New => {
                    mark[input] = Mark::Open;
                    path.push((input, 0));
                }
                Mark::Open => cycle(report, parts, &path, input),
                Mark::Done | Mark::Cyclic => {}
            }
        }
    }
    order
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
    Cyclic,
}

fn cycle(report: &mut Report, parts: &[Drawn], path: &[(usize, usize)], back: usize) {
    let begin = path.iter().position(|(part, _)| *part == back).unwrap_or(0);
    let names = path[begin..].iter().map(|(part, _)| *part);
    let names: Vec<&str> = (names.chain(std::iter::once(back))).map(|part| parts[part].part.id.as_str()).collect();
    let names = names.join(" → ");
    report.add(
        &parts[back].span,
        "cycle",
        &parts[back].part.id,
        format!("Bagian-bagian ini saling menunggu: {names}. Putuskan lingkarannya."),
        format!("These parts wait for each other: {names}. Break the cycle."),
    );
}

/// The items that the outcome depends on.
pub(super) fn relevant(parts: &[Part], outcome: usize, items: usize) -> Vec<bool> {
    let mut relevant = vec![false; items];
    let mut seen = vec![false; parts.len()];
    let mut open = vec![outcome];
    while let Some(part) = open.pop() {
        if std::mem::replace(&mut seen[part], true) {
            continue;
        }
        for source in parts[part].kind.inputs() {
            match source {
                Source::Item(item) => relevant[item] = true,
                Source::Part(part) => open.push(part),
            }
        }
    }
    relevant
}
