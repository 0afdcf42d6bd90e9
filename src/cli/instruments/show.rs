//! A rule as a person reads it: what is asked of whom, when an item counts as present, how the class follows.
//!
//! Not for: the file itself (`--source`). Next: `../rule_text.rs` for the single phrases.

use std::io::{self, Write};

use instrument::{Gives, Instrument, Item, Part, PartKind, Scope, Source};
use words::{Value, Words};

use super::super::rule_text::RuleText;

pub(super) fn print(rule: &Instrument, w: Words, out: &mut impl Write) -> io::Result<()> {
    let text = RuleText::new(rule, w);
    head(&text, out)?;
    for (index, group) in rule.groups().iter().enumerate() {
        writeln!(out, "\n{} ({})", group.title.get(w.lang()), group.id)?;
        for item in rule.items().iter().filter(|item| item.group == index) {
            print_item(&text, item, out)?;
        }
    }
    writeln!(out, "\n{}", w.t("command-rule-classes"))?;
    let width = rule.classes().iter().map(|class| class.id.chars().count()).max().unwrap_or(0);
    for class in rule.classes() {
        writeln!(out, "  {:width$}  {}", class.id, class.meaning.get(w.lang()))?;
    }
    writeln!(out, "\n{}", w.t("command-rule-scoring"))?;
    for (index, part) in rule.parts().iter().enumerate() {
        if index != rule.outcome() {
            print_part(&text, part, out)?;
        }
    }
    match rule.parts().get(rule.outcome()) {
        Some(part) => print_part(&text, part, out),
        None => Ok(()),
    }
}

fn head(text: &RuleText<'_>, out: &mut impl Write) -> io::Result<()> {
    let RuleText { instrument: rule, w, .. } = text;
    let lang = w.lang();
    writeln!(out, "{}", rule.title().get(lang))?;
    let legal = rule.legal();
    let from = w.iso_date(&legal.valid_from.to_string());
    let since = match legal.valid_until {
        None => w.with("command-rule-since", &[("from", from.into())]),
        Some(until) => {
            let until = w.iso_date(&until.to_string());
            w.with("command-rule-from-until", &[("from", from.into()), ("until", until.into())])
        }
    };
    writeln!(out, "{}, {since}", rule.rule())?;
    if rule.provisional() {
        let note = rule.provisional_note().map_or("", |note| note.get(lang));
        writeln!(out, "{}: {note}", w.t("command-rule-provisional").to_uppercase())?;
    }
    if let Some(intro) = rule.intro() {
        writeln!(out, "\n{}", intro.get(lang))?;
    }
    writeln!(out, "\n{}", w.t("command-rule-basis"))?;
    for basis in &legal.bases {
        writeln!(out, "  {}", basis.title.get(lang))?;
    }
    writeln!(out, "\n{}", w.t("command-rule-sheets"))?;
    for sheet in rule.sheets() {
        let scope = if sheet.scope == Scope::City { "command-rule-scope-city" } else { "command-rule-scope-village" };
        let (title, scope) = (sheet.title.get(lang), w.t(scope));
        writeln!(out, "  {} ({}): {scope}; {}", title, sheet.id, sheet.providers.join(", "))?;
    }
    Ok(())
}

fn print_item(text: &RuleText<'_>, item: &Item, out: &mut impl Write) -> io::Result<()> {
    let w = text.w;
    writeln!(out, "  {}  {}", item.id, item.title.get(w.lang()))?;
    writeln!(out, "      {}", item.definition.get(w.lang()))?;
    for choice in &item.choices {
        writeln!(out, "        {} = {}", choice.value, choice.label.get(w.lang()))?;
    }
    let threshold = text.threshold(item);
    let line = if threshold.is_empty() {
        w.t("command-rule-not-judged")
    } else {
        let provisional = item.present.as_ref().is_some_and(|present| present.provisional);
        text.marked(w.with("command-rule-present", &[("threshold", threshold.into())]), provisional)
    };
    let sheet = text.instrument.sheets().get(item.sheet).map_or("", |sheet| &sheet.id);
    writeln!(out, "      {line}; {}", w.with("command-rule-sheet", &[("sheet", sheet.into())]))
}

fn print_part(text: &RuleText<'_>, part: &Part, out: &mut impl Write) -> io::Result<()> {
    let w = text.w;
    let name = part.title.as_ref().map_or(part.id.as_str(), |title| title.get(w.lang()));
    let rule = text.instrument;
    let source = |source: &Source| match source {
        Source::Item(item) => rule.items().get(*item).map_or_else(String::new, |item| item.id.clone()),
        Source::Part(part) => rule.parts().get(*part).map_or_else(String::new, |part| text.part(part)),
    };
    let class = |index: usize| rule.class(index).map_or("", |class| &class.id);
    let list = |of: &[Source]| of.iter().map(source).collect::<Vec<_>>().join(", ");
    let put = |key: &str, of: String| {
        let values: [(&str, Value<'_>); 1] = [("of", of.into())];
        w.with(key, &values)
    };
    let phrase = match &part.kind {
        PartKind::CountPresent { .. } => put("command-rule-part-count", list(&part.kind.inputs())),
        PartKind::Sum { of } => put("command-rule-part-sum", list(of)),
        PartKind::Mean { of } => put("command-rule-part-mean", list(of)),
        PartKind::WeightedMean { of } => {
            let weighted: Vec<String> =
                of.iter().map(|(s, n)| format!("{} × {}", source(s), text.number(*n))).collect();
            put("command-rule-part-weighted", weighted.join(", "))
        }
        PartKind::Rescale { of, from, to } => {
            let [a, b, c, d] = [from.0, from.1, to.0, to.1].map(|n| text.number(n));
            put("command-rule-part-rescale", format!("{} [{a}; {b}] → [{c}; {d}]", source(of)))
        }
        PartKind::Bands { of, .. } => put("command-rule-part-bands", source(of)),
        PartKind::Table { .. } => w.t("command-rule-part-table"),
    };
    writeln!(out, "  {name} ({}): {phrase}", part.id)?;
    let gives = |what: &str, when: String, provisional: bool| {
        text.marked(w.with("command-rule-gives", &[("what", what.into()), ("when", when.into())]), provisional)
    };
    match &part.kind {
        PartKind::Table { rows } => rows.iter().enumerate().try_for_each(|(at, row)| {
            writeln!(out, "    {}. {}", at + 1, gives(class(row.then), text.conditions(row), row.provisional))
        }),
        PartKind::Bands { of, closed, bands } => bands.iter().enumerate().try_for_each(|(at, band)| {
            let what = match band.gives {
                Gives::Class(index) => class(index).to_owned(),
                Gives::Value(value) => text.number(value),
            };
            writeln!(out, "    - {}", gives(&what, text.band(&source(of), bands, at, *closed), band.provisional))
        }),
        _ => Ok(()),
    }
}
