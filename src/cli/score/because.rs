//! Why a village has its class, in a few short sentences: what was found, what is open, which row of the rule decided.
//!
//! Not for: what would change it (`Scorer::nearest`). Next: `template.rs`, `../rule_text.rs`.

use std::fmt::Write;

use instrument::{Explanation, Gives, Input, Interval, Outcome, PartKind, State, Why};
use words::Words;

use super::super::rule_text::RuleText;
use super::template::Template;

/// The sentences of one village, kept in one text and reused for the next.
#[derive(Debug, Default)]
pub struct Sentences {
    text: String,
    ends: Vec<usize>,
}

impl Sentences {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.text.get(start..end).unwrap_or_default())
    }

    fn end(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// Writes the sentences for one rule in one language.
pub struct Because<'i> {
    rule: RuleText<'i>,
    /// Per group: its items that the rule judges.
    judged: Vec<Vec<usize>>,
    /// Per row or band of the outcome: "aturan: bahaya bila …", and the same for one that is still possible.
    decided: Vec<[String; 2]>,
    /// True if the outcome rests on anything but counts of whole groups.
    has_values: bool,
    present: Template,
    none_present: Template,
    open: [(State, Template); 5],
    range: Template,
    value: Template,
    spread: Template,
}

impl<'i> Because<'i> {
    pub fn new(rule: RuleText<'i>) -> Self {
        let w = rule.w;
        let items = rule.instrument.items();
        let judged = (0..rule.instrument.groups().len()).map(|group| {
            let of_group = items.iter().enumerate().filter(|(_, item)| item.group == group && item.present.is_some());
            of_group.map(|(index, _)| index).collect()
        });
        let listed = |key: &str| Template::new(w, key, &["items"]);
        let root = rule.instrument.parts().get(rule.instrument.outcome()).map(|part| &part.kind);
        let counts_groups = |part: &usize| rule.instrument.parts().get(*part).and_then(|p| rule.counted_group(p));
        let has_values = match root {
            Some(PartKind::Table { rows }) => {
                rows.iter().flat_map(|row| &row.when).any(|condition| counts_groups(&condition.part).is_none())
            }
            _ => true,
        };
        Self {
            judged: judged.collect(),
            decided: root.map_or_else(Vec::new, |root| decisions(&rule, root)),
            has_values,
            present: Template::new(w, "command-score-present", &["group", "n", "of", "items"]),
            none_present: Template::new(w, "command-score-none-present", &["group", "of"]),
            open: [
                (State::NotApplicable, listed("command-score-not-applicable")),
                (State::Unknown(Why::NotAnswered), listed("command-score-not-answered")),
                (State::Unknown(Why::DontKnow), listed("command-score-dont-know")),
                (State::Unknown(Why::NoDenominator), listed("command-score-no-denominator")),
                (State::Unknown(Why::NoCutoff), listed("command-score-no-cutoff")),
            ],
            range: Template::new(w, "command-score-range", &["mildest", "worst"]),
            value: Template::new(w, "command-score-value", &["name", "value"]),
            spread: Template::new(w, "command-score-spread", &["low", "high"]),
            rule,
        }
    }

    /// The sentences for one outcome.
    pub fn write(&self, outcome: &Outcome, explanation: &Explanation<'_>, out: &mut Sentences) {
        out.text.clear();
        out.ends.clear();
        for (group, judged) in self.judged.iter().enumerate() {
            self.group(group, judged, outcome, out);
        }
        if self.has_values {
            explanation.root().inputs().for_each(|input| self.input(&input, out));
        }
        for (state, template) in &self.open {
            if outcome.items.contains(state) {
                template.write(&mut out.text, |text, _| self.list(text, outcome, 0..outcome.items.len(), *state));
                out.end();
            }
        }
        if outcome.class().is_none() {
            let id = |class: usize| self.rule.instrument.class(class).map_or("", |class| &class.id);
            let ends = [id(outcome.mildest), id(outcome.worst)];
            self.range.write(&mut out.text, |text, at| text.push_str(ends[at]));
            out.end();
        }
        // With a class settled, it may still be open which of two rows gave it.
        let several = usize::from(explanation.decision().is_none());
        for decision in explanation.decisions() {
            let (instrument::Decision::Row { index, .. } | instrument::Decision::Band { index, .. }) = decision;
            if let Some(texts) = self.decided.get(index) {
                out.text.push_str(&texts[several]);
                out.end();
            }
        }
    }

    fn group(&self, group: usize, judged: &[usize], outcome: &Outcome, out: &mut Sentences) {
        let present = outcome.count_present(group);
        if judged.is_empty() && present == 0 {
            return;
        }
        let of = judged.len().max(present);
        if present == 0 {
            self.none_present.write(&mut out.text, |text, at| match at {
                0 => text.push_str(self.rule.group(group)),
                _ => put(text, of),
            });
        } else {
            self.present.write(&mut out.text, |text, at| match at {
                0 => text.push_str(self.rule.group(group)),
                1 => put(text, present),
                2 => put(text, of),
                _ => {
                    let items = self.rule.instrument.items().iter().enumerate();
                    let of_group = items.filter(|(_, item)| item.group == group).map(|(index, _)| index);
                    self.list(text, outcome, of_group, State::Present);
                }
            });
        }
        out.end();
    }

    /// The ids of the items in this state, with spaces between.
    fn list(&self, text: &mut String, outcome: &Outcome, items: impl Iterator<Item = usize>, state: State) {
        let start = text.len();
        for index in items.filter(|index| outcome.items.get(*index) == Some(&state)) {
            if let Some(item) = self.rule.instrument.items().get(index) {
                if text.len() > start {
                    text.push(' ');
                }
                text.push_str(&item.id);
            }
        }
    }

    /// The value of a sum, mean or the like that the outcome rests on.
    fn input(&self, input: &Input<'_>, out: &mut Sentences) {
        let (name, value) = match input {
            Input::Part(part) if self.rule.counted_group(part.part).is_some() => return,
            Input::Part(part) => (self.rule.part(part.part), part.value.map(|value| self.interval(value))),
            Input::Item(item) => (
                item.item.id.clone(),
                Some(self.rule.instrument.cell(item.index, item.answer)).filter(|v| !v.is_empty()),
            ),
        };
        let value = value.unwrap_or_else(|| "?".to_owned());
        self.value.write(&mut out.text, |text, at| text.push_str(if at == 0 { &name } else { &value }));
        out.end();
    }

    fn interval(&self, value: Interval) -> String {
        if value.low == value.high {
            return self.rule.w.decimal(value.low);
        }
        let ends = [value.low, value.high].map(|end| self.rule.w.decimal(end));
        let mut text = String::new();
        self.spread.write(&mut text, |text, at| text.push_str(&ends[at]));
        text
    }
}

fn put(text: &mut String, number: usize) {
    // Writing to a String does not fail.
    let _ = write!(text, "{number}");
}

/// Every way the outcome part can decide, in words.
fn decisions(rule: &RuleText<'_>, root: &PartKind) -> Vec<[String; 2]> {
    let id = |class: usize| rule.instrument.class(class).map_or("", |class| &class.id);
    let texts = |class: usize, when: &str, provisional: bool| {
        let put = |w: Words, key: &str| w.with(key, &[("class", id(class).into()), ("when", when.into())]);
        ["command-score-rule", "command-score-possible"].map(|key| rule.marked(put(rule.w, key), provisional))
    };
    match root {
        PartKind::Table { rows } => {
            rows.iter().map(|row| texts(row.then, &rule.conditions(row), row.provisional)).collect()
        }
        PartKind::Bands { of, closed, bands } => {
            let name = match of {
                instrument::Source::Item(item) => rule.instrument.items().get(*item).map(|item| item.id.clone()),
                instrument::Source::Part(part) => rule.instrument.parts().get(*part).map(|part| rule.part(part)),
            };
            let name = name.unwrap_or_default();
            let text = |(at, band): (usize, &instrument::Band)| match band.gives {
                Gives::Class(class) => texts(class, &rule.band(&name, bands, at, *closed), band.provisional),
                Gives::Value(_) => Default::default(),
            };
            bands.iter().enumerate().map(text).collect()
        }
        _ => Vec::new(),
    }
}
