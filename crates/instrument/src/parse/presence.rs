//! Presence rules: when an item counts as found.
//!
//! For: exactly one rule, that fits the kind of the item and can be met and missed. Next: `parts.rs`.

use super::finding::Report;
use super::names::{CHOICE, Names};
use super::reader::{Reader, Sp, as_number, number};
use crate::item::LARGEST;
use crate::{Item, Kind, Presence, PresenceRule};
use toml::de::DeValue;

/// The presence rule of an item; a yes/no item without one is present when answered yes.
pub(super) fn presence(table: &mut Reader, report: &mut Report, item: &Item) -> Option<Presence> {
    let Some(value) = table.get("present") else {
        return (item.kind == Kind::YesNo).then_some(Presence { rule: PresenceRule::Yes, provisional: false });
    };
    let mut rule = Reader::of(report, value, "present")?;
    let provisional = rule.opt_bool(report, "provisional").unwrap_or(false);
    let mut found: Vec<(&'static str, PresenceRule)> = Vec::new();

    if let Some(threshold) = rule.opt_number(report, "at_least") {
        fits(report, item, "at_least", &threshold, &[Kind::Count, Kind::Number, Kind::Scale]);
        reachable(report, item, &threshold);
        found.push(("at_least", PresenceRule::AtLeast(threshold.value)));
    }
    type Build = fn(f64) -> PresenceRule;
    let rates: [(&'static str, f64, Build); 3] = [
        ("per_1000_residents", LARGEST, PresenceRule::Per1000Residents),
        ("per_1000_households", LARGEST, PresenceRule::Per1000Households),
        ("top_share", 1.0, PresenceRule::TopShare),
    ];
    for (key, below, build) in rates {
        let Some(value) = rule.get(key) else { continue };
        let Some(rate) = number(report, value, key) else { continue };
        fits(report, item, key, &rate, &[Kind::Count, Kind::Number]);
        if rate.value <= 0.0 || rate.value >= below {
            let range = if below > 1.0 { "> 0" } else { "> 0, < 1" };
            report.add(
                &rate.span,
                "share",
                key,
                format!("`{key}` harus {range}."),
                format!("`{key}` must be {range}."),
            );
        }
        found.push((key, build(rate.value)));
    }
    if let Some(yes) = rule.get("yes") {
        let here = Sp { value: 0.0, span: yes.span() };
        fits(report, item, "yes", &here, &[Kind::YesNo]);
        if !matches!(yes.get_ref(), DeValue::Boolean(true)) {
            report.add(&yes.span(), "wrong-type", "yes", "Tulis `yes = true`.", "Write `yes = true`.");
        }
        found.push(("yes", PresenceRule::Yes));
    }
    if let Some(list) = rule.get("choices") {
        let here = Sp { value: 0.0, span: list.span() };
        fits(report, item, "choices", &here, &[Kind::Choice, Kind::Scale]);
        found.push(("choices", choices(&mut rule, report, item)));
    }
    rule.finish(report);
    if found.len() != 1 {
        report.add(
            &value.span(),
            "present-rule",
            &item.id,
            "`present` perlu tepat satu aturan: at_least, per_1000_residents, per_1000_households, top_share, yes atau choices.",
            "`present` needs exactly one rule: at_least, per_1000_residents, per_1000_households, top_share, yes or choices.",
        );
    }
    let (_, rule) = found.pop()?;
    Some(Presence { rule, provisional })
}

fn choices(rule: &mut Reader, report: &mut Report, item: &Item) -> PresenceRule {
    let mut names = Names::default();
    for choice in &item.choices {
        names.put(&choice.value);
    }
    let mut chosen: Vec<u16> = Vec::new();
    let listed = rule.array(report, "choices");
    if let Some(list) = rule.get("choices").filter(|_| listed.is_empty()) {
        report.add(
            &list.span(),
            "present-rule",
            &item.id,
            "Daftar `choices` kosong. Tulis paling sedikit satu pilihan.",
            "The list `choices` is empty. Name at least one choice.",
        );
    }
    for value in listed {
        let name = match (value.get_ref(), as_number(value)) {
            (DeValue::String(text), _) => text.to_string(),
            (_, Some(number)) => crate::answer::plain(number),
            _ => String::new(),
        };
        let name = Sp { value: name, span: value.span() };
        let found = names.find(report, &name, CHOICE);
        let Some(index) = found.and_then(|index| u16::try_from(index).ok()) else { continue };
        if chosen.contains(&index) {
            report.add(
                &name.span,
                "duplicate",
                &name.value,
                format!("`{}` disebut dua kali. Hapus satu.", name.value),
                format!("`{}` is named twice. Remove one.", name.value),
            );
        } else {
            chosen.push(index);
        }
    }
    PresenceRule::Choices(chosen)
}

/// A finding if a rule does not fit the kind of the item.
fn fits(report: &mut Report, item: &Item, key: &str, at: &Sp<f64>, kinds: &[Kind]) {
    if kinds.contains(&item.kind) {
        return;
    }
    let kind = item.kind.as_str();
    let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let names = names.join(", ");
    report.add(
        &at.span,
        "present-kind",
        &item.id,
        format!("`{key}` hanya untuk {names}; butir ini {kind}."),
        format!("`{key}` is for {names} only; this item is {kind}."),
    );
}

/// A threshold that is always or never met is a mistake.
fn reachable(report: &mut Report, item: &Item, threshold: &Sp<f64>) {
    let Some((low, high)) = item.bounds().filter(|_| item.kind != Kind::YesNo) else {
        return;
    };
    let at = threshold.value;
    if at > high {
        report.add(
            &threshold.span,
            "threshold-impossible",
            &item.id,
            format!("Ambang {at} tidak mungkin tercapai; nilai terbesar {high}."),
            format!("The threshold {at} can never be met; the largest value is {high}."),
        );
    } else if at <= low {
        report.add(
            &threshold.span,
            "threshold-impossible",
            &item.id,
            format!("Ambang {at} selalu tercapai; nilai terkecil {low}. Naikkan ambangnya."),
            format!("The threshold {at} is always met; the smallest value is {low}. Raise it."),
        );
    }
}
