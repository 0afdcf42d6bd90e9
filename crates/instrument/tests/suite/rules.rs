//! Rules the tests score by, and answers to score.

use instrument::{Answer, Cutoffs, Denominators, Instrument, Kind, Outcome, Text};
use proptest::prelude::*;

pub const SHIPPED: &str = include_str!("../../../../rules/instruments/kawasan-rawan-8-5.toml");

pub fn parse(source: &str) -> Instrument {
    match Instrument::parse(source) {
        Ok(rule) => rule,
        Err(findings) => {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"));
        }
    }
}

pub fn shipped() -> Instrument {
    parse(SHIPPED)
}

pub fn score(rule: &Instrument, answers: &[Answer]) -> Outcome {
    rule.score(answers, &Denominators::default(), &Cutoffs::none())
}

/// The head that every test rule shares; `classes` worst first.
pub fn head(classes: &[&str], groups: &[&str]) -> String {
    let mut source = String::from(
        "id = \"test\"\nversion = \"1\"\noutcome = \"class\"\n\
         title = { id = \"Uji\", en = \"Test\" }\n\
         [legal]\nvalid_from = 2024-01-01\n\
         [[sheets]]\nid = \"s\"\nscope = \"village\"\ntitle = { id = \"L\", en = \"S\" }\n",
    );
    for group in groups {
        source += &format!("[[groups]]\nid = \"{group}\"\ntitle = {{ id = \"K\", en = \"G\" }}\n");
    }
    for class in classes {
        source += &format!(
            "[[classes]]\nid = \"{class}\"\ntitle = {{ id = \"K\", en = \"C\" }}\nmeaning = {{ id = \"M\", en = \"M\" }}\n"
        );
    }
    source
}

pub fn item(id: &str, group: &str, kind: &str, more: &str) -> String {
    format!(
        "[[items]]\nid = \"{id}\"\nsheet = \"s\"\ngroup = \"{group}\"\nkind = \"{kind}\"\n\
         title = {{ id = \"B\", en = \"I\" }}\ndefinition = {{ id = \"D\", en = \"D\" }}\n{more}\n"
    )
}

/// Five variables on 0–100, weighted as the 2019 index; four published bands.
pub fn index() -> Instrument {
    let mut source = head(&["tidak", "cukup", "tanggap", "sangat"], &["g"]);
    for id in ["A", "B", "C", "D"] {
        source += &item(id, "g", "number", "max = 100");
    }
    source += &item(
        "E",
        "g",
        "scale",
        "choices = [{ value = 1, label = { id = \"satu\", en = \"one\" } }, { value = 2, label = { id = \"dua\", en = \"two\" } }, { value = 4, label = { id = \"empat\", en = \"four\" } }]",
    );
    source += "[[parts]]\nid = \"e100\"\nkind = \"rescale\"\nof = \"E\"\nfrom = [1, 4]\nto = [0, 100]\n\
        [[parts]]\nid = \"index\"\nkind = \"weighted_mean\"\nweights = { A = 25, B = 20, C = 25, D = 20, e100 = 10 }\n\
        [[parts]]\nid = \"class\"\nkind = \"bands\"\nof = \"index\"\nclosed = \"to\"\nbands = [\n\
        { from = 0, to = 25, class = \"tidak\" }, { from = 25, to = 50, class = \"cukup\" },\n\
        { from = 50, to = 75, class = \"tanggap\" }, { from = 75, to = 100, class = \"sangat\" }]\n";
    parse(&source)
}

/// Counts over overlapping lists, and a rule that is not monotone.
pub fn overlapping() -> Instrument {
    let mut source = head(&["red", "amber", "green"], &["g"]);
    for id in ["A", "B", "C", "D", "E", "F"] {
        source += &item(id, "g", "yes_no", "");
    }
    source += "[[parts]]\nid = \"all\"\nkind = \"count_present\"\ngroup = \"g\"\n\
        [[parts]]\nid = \"grave\"\nkind = \"count_present\"\nitems = [\"A\", \"B\", \"C\"]\n\
        [[parts]]\nid = \"excess\"\nkind = \"weighted_mean\"\nweights = { all = 1, grave = 2 }\n\
        [[parts]]\nid = \"class\"\nkind = \"table\"\nrows = [\n\
        { when = { grave = { min = 2 }, all = { min = 3 } }, then = \"red\" },\n\
        { when = { excess = { min = 1, max = 1.5 } }, then = \"red\" },\n\
        { when = { all = { min = 2 } }, then = \"amber\" },\n\
        { otherwise = true, then = \"green\" }]\n";
    parse(&source)
}

/// A table over a count and a mean: neither purely counting nor purely a band.
pub fn mixed() -> Instrument {
    let mut source = head(&["red", "amber", "green"], &["g", "h"]);
    source += &item("A", "g", "count", "max = 20\npresent = { at_least = 5 }");
    source += &item("B", "g", "count", "max = 20\npresent = { per_1000_residents = 2 }");
    source += &item("C", "h", "number", "min = -10\nmax = 10");
    source += &item("D", "h", "yes_no", "");
    source += "[[parts]]\nid = \"found\"\nkind = \"count_present\"\ngroup = \"g\"\n\
        [[parts]]\nid = \"mood\"\nkind = \"mean\"\nof = [\"C\", \"D\", \"A\"]\n\
        [[parts]]\nid = \"class\"\nkind = \"table\"\nrows = [\n\
        { when = { found = { min = 2 } }, then = \"red\" },\n\
        { when = { mood = { max = 1.5 }, found = { min = 1 } }, then = \"red\" },\n\
        { when = { mood = { max = 2.5 } }, then = \"amber\" },\n\
        { otherwise = true, then = \"green\" }]\n";
    parse(&source)
}

/// Any answer that fits an item.
pub fn answer(rule: &Instrument, item: usize) -> BoxedStrategy<Answer> {
    let definition = &rule.items()[item];
    let said = match definition.kind {
        Kind::Count => (0..=40_i32).prop_map(|n| Answer::Number(f64::from(n))).boxed(),
        Kind::Number => (0..=400_i32).prop_map(|n| Answer::Number(f64::from(n) / 4.0)).boxed(),
        Kind::YesNo => any::<bool>().prop_map(Answer::Present).boxed(),
        Kind::Choice | Kind::Scale => {
            let last = u16::try_from(definition.choices.len()).unwrap_or(1);
            (0..last).prop_map(Answer::Choice).boxed()
        }
        Kind::Text => ".{0,5}".prop_map(Answer::Text).boxed(),
        Kind::Date => Just(Answer::Missing).boxed(),
    };
    let (low, high) = definition.bounds().unwrap_or((0.0, 0.0));
    let fits = said.prop_map(move |answer| match answer {
        Answer::Number(value) => Answer::Number(value.clamp(low, high)),
        other => other,
    });
    prop_oneof![8 => fits, 1 => Just(Answer::NotApplicable), 1 => any::<bool>().prop_map(Answer::Present)].boxed()
}

/// Complete answers to every item.
pub fn complete(rule: &Instrument) -> BoxedStrategy<Vec<Answer>> {
    let answers: Vec<_> = (0..rule.items().len()).map(|item| answer(rule, item)).collect();
    answers.boxed()
}

/// Answers of which some are missing or unknown.
pub fn partial(rule: &Instrument) -> BoxedStrategy<Vec<Answer>> {
    let gaps = prop::collection::vec(0..10_u8, rule.items().len());
    (complete(rule), gaps, 0..6_u8)
        .prop_map(|(mut answers, gaps, limit)| {
            for (answer, gap) in answers.iter_mut().zip(gaps) {
                if gap < limit {
                    *answer = if gap % 2 == 0 { Answer::Missing } else { Answer::DontKnow };
                }
            }
            answers
        })
        .boxed()
}

pub fn class_id<'r>(rule: &'r Instrument, outcome: &Outcome) -> Option<&'r str> {
    Some(rule.class(outcome.class()?)?.id.as_str())
}

pub fn texts(rule: &Instrument) -> Vec<&Text> {
    let items = rule.items().iter().flat_map(|item| {
        let optional = [&item.help, &item.unit, &item.finding, &item.action];
        let fixed = [&item.title, &item.definition].into_iter();
        fixed.chain(optional.into_iter().flatten())
    });
    let classes = rule.classes().iter().flat_map(|class| [&class.title, &class.meaning]);
    items.chain(classes).collect()
}
