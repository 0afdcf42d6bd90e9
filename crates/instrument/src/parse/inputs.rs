//! What parts take in: groups, lists of names, weights, pairs of numbers.
//!
//! For: the inputs of counts, sums, means and rescaling. Not for: bands and tables (`rows.rs`). Next: `rows.rs`.

use super::finding::Report;
use super::names::GROUP;
use super::parts::Scope;
use super::reader::{Reader, Sp, number, wrong};
use crate::part::Source;

/// The items of a group, by `group`; `None` with a finding if the group is unknown or empty.
fn of_group(table: &mut Reader, report: &mut Report, scope: &Scope) -> Option<Vec<usize>> {
    let name = table.opt_string(report, "group")?;
    let group = scope.groups.find(report, &name, GROUP)?;
    let items = scope.items.iter().enumerate();
    let items: Vec<usize> = (items.filter(|(_, item)| item.group == group)).map(|(index, _)| index).collect();
    if items.is_empty() {
        report.add(
            &name.span,
            "empty-list",
            &name.value,
            format!("Kelompok `{}` tidak punya butir.", name.value),
            format!("The group `{}` has no items.", name.value),
        );
        return None;
    }
    Some(items)
}

pub(super) fn counted(table: &mut Reader, report: &mut Report, scope: &Scope) -> Option<Vec<usize>> {
    let group = table.get("group").is_some();
    let mut names = table.strings(report, "items");
    one_of(table, report, group, !names.is_empty(), "items")?;
    let mut whole = true;
    let items = if group {
        of_group(table, report, scope)?
    } else {
        distinct(report, &mut names, &mut whole);
        let found: Vec<Option<usize>> = names.iter().map(|name| scope.item(report, name)).collect();
        whole &= found.iter().all(Option::is_some);
        found.into_iter().flatten().collect()
    };
    for item in items.iter().filter_map(|&index| scope.items.get(index)) {
        if item.present.is_none() {
            whole = false;
            report.add(
                &table.span,
                "no-present",
                &item.id,
                format!("Butir `{}` dihitung di sini tetapi tidak punya aturan `present`.", item.id),
                format!("The item `{}` is counted here but has no `present` rule.", item.id),
            );
        }
    }
    whole.then_some(items)
}

/// Exactly one of `group` and a list.
fn one_of(table: &Reader, report: &mut Report, a: bool, b: bool, key: &str) -> Option<()> {
    if a != b {
        return Some(());
    }
    report.add(
        &table.span,
        "missing-key",
        key,
        format!("Tulis salah satu: `group = \"...\"` atau `{key} = [..]`."),
        format!("Write one of the two: `group = \"...\"` or `{key} = [..]`."),
    );
    None
}

fn distinct(report: &mut Report, names: &mut Vec<Sp<String>>, whole: &mut bool) {
    let mut seen: Vec<String> = Vec::new();
    names.retain(|name| {
        let fresh = !seen.contains(&name.value);
        if fresh {
            seen.push(name.value.clone());
        } else {
            *whole = false;
            report.add(
                &name.span,
                "duplicate",
                &name.value,
                format!("`{}` disebut dua kali. Hapus satu.", name.value),
                format!("`{}` is named twice. Remove one.", name.value),
            );
        }
        fresh
    });
}

pub(super) fn inputs(table: &mut Reader, report: &mut Report, scope: &Scope) -> Option<Vec<Source>> {
    let group = table.get("group").is_some();
    let mut names = table.strings(report, "of");
    one_of(table, report, group, !names.is_empty(), "of")?;
    if group {
        let items = of_group(table, report, scope)?;
        return Some(items.into_iter().map(Source::Item).collect());
    }
    let mut whole = true;
    distinct(report, &mut names, &mut whole);
    let found: Vec<Option<Source>> = names.iter().map(|n| scope.source(report, n)).collect();
    found.into_iter().collect::<Option<_>>().filter(|_| whole)
}

pub(super) fn weights(table: &mut Reader, report: &mut Report, scope: &Scope) -> Option<Vec<(Source, f64)>> {
    let value = table.need(report, "weights")?;
    let entries = Reader::of(report, value, "weights")?.named();
    let mut whole = !entries.is_empty();
    if !whole {
        report.add(
            &value.span(),
            "empty-list",
            "weights",
            "`weights` kosong. Tulis { nama = bobot, .. }.",
            "`weights` is empty. Write { name = weight, .. }.",
        );
    }
    let mut weights = Vec::new();
    for (name, value) in entries {
        let source = scope.source(report, &name);
        let weight = number(report, value, &name.value);
        if weight.as_ref().is_some_and(|weight| weight.value <= 0.0) {
            whole = false;
            report.add(
                &value.span(),
                "weight",
                &name.value,
                format!("Bobot `{}` harus lebih dari 0.", name.value),
                format!("The weight of `{}` must be above 0.", name.value),
            );
        }
        match (source, weight) {
            (Some(source), Some(weight)) => weights.push((source, weight.value)),
            _ => whole = false,
        }
    }
    whole.then_some(weights)
}

pub(super) fn pair(table: &mut Reader, report: &mut Report, key: &'static str) -> Option<Sp<(f64, f64)>> {
    let value = table.need(report, key)?;
    let ends: Vec<Option<f64>> = (table.array(report, key).into_iter()).map(super::reader::as_number).collect();
    match ends.as_slice() {
        [Some(a), Some(b)] => Some(Sp { value: (*a, *b), span: value.span() }),
        _ => wrong(report, value, key, ("dua angka [a, b]", "two numbers [a, b]")),
    }
}
