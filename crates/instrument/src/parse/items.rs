//! The items of a rule file.
//!
//! For: questions, their limits and choices. Not for: presence rules (`presence.rs`), scoring parts (`parts.rs`).

use super::finding::Report;
use super::header::id;
use super::names::{GROUP, Names, SHEET};
use super::presence;
use super::reader::{Reader, Sp, as_number, wrong};
use crate::{Choice, Item, Kind, Text};
use toml::de::DeValue;

pub(crate) fn items(
    root: &mut Reader,
    report: &mut Report,
    names: &mut Names,
    sheets: &Names,
    groups: &Names,
) -> Vec<Item> {
    let mut items = Vec::new();
    for mut table in root.tables(report, "items") {
        items.push(item(&mut table, report, names, sheets, groups));
        table.finish(report);
    }
    if items.is_empty() || items.len() > 2000 {
        report.add(
            &root.span,
            "missing-key",
            "items",
            "Berkas ini harus punya 1 sampai 2000 `[[items]]`.",
            "This file needs 1 to 2000 `[[items]]`.",
        );
    }
    items
}

fn item(table: &mut Reader, report: &mut Report, names: &mut Names, sheets: &Names, groups: &Names) -> Item {
    let id = id(table, report, names);
    let sheet = table.string(report, "sheet");
    let sheet = sheet.and_then(|name| sheets.find(report, &name, SHEET));
    let group = table.string(report, "group");
    let group = group.and_then(|name| groups.find(report, &name, GROUP));
    let kind = kind(table, report);
    let title = table.text(report, "title");
    let definition = table.text(report, "definition");
    let help = table.opt_text(report, "help");
    let unit = table.opt_text(report, "unit");
    let (finding, action) = (table.opt_text(report, "finding"), table.opt_text(report, "action"));
    let (min, max) = limits(table, report, kind);
    let choices = choices(table, report, kind);
    let yes_no = yes_no(table, report, kind);
    let mut item = Item {
        id,
        sheet: sheet.unwrap_or(0),
        group: group.unwrap_or(0),
        kind,
        title,
        definition,
        help,
        unit,
        min,
        max,
        choices,
        yes_no,
        present: None,
        finding,
        action,
    };
    item.present = presence::presence(table, report, &item);
    item
}

fn kind(table: &mut Reader, report: &mut Report) -> Kind {
    const KINDS: [Kind; 7] =
        [Kind::Count, Kind::Number, Kind::YesNo, Kind::Choice, Kind::Scale, Kind::Text, Kind::Date];
    let Some(name) = table.string(report, "kind") else {
        return Kind::Text;
    };
    if let Some(kind) = KINDS.into_iter().find(|kind| kind.as_str() == name.value) {
        return kind;
    }
    let known = KINDS.map(Kind::as_str).join(", ");
    report.add(
        &name.span,
        "unknown-kind",
        &name.value,
        format!("Jenis `{}` tidak dikenal. Yang ada: {known}.", name.value),
        format!("The kind `{}` is not known. There are: {known}.", name.value),
    );
    Kind::Text
}

fn limits(table: &mut Reader, report: &mut Report, kind: Kind) -> (Option<f64>, Option<f64>) {
    let min = table.opt_number(report, "min");
    let max = table.opt_number(report, "max");
    for (key, limit) in [("min", &min), ("max", &max)] {
        let Some(limit) = limit else { continue };
        if !matches!(kind, Kind::Count | Kind::Number) {
            report.add(
                &limit.span,
                "no-limits",
                key,
                format!("`{key}` hanya berlaku untuk count dan number. Hapus."),
                format!("`{key}` has a meaning for count and number only. Remove it."),
            );
        } else if kind == Kind::Count && (limit.value < 0.0 || limit.value.fract() != 0.0) {
            report.add(
                &limit.span,
                "no-limits",
                key,
                format!("`{key}` dari count harus bilangan bulat, 0 atau lebih."),
                format!("The `{key}` of a count must be a whole number, 0 or more."),
            );
        }
    }
    let low = min.as_ref().map_or(0.0, |min| min.value);
    if let Some(max) = max.as_ref().filter(|max| max.value < low) {
        report.add(
            &max.span,
            "min-max",
            "max",
            format!("`max` {} lebih kecil daripada `min` {low}. Perbaiki.", max.value),
            format!("`max` {} is below `min` {low}. Correct it.", max.value),
        );
    }
    let value = |limit: Option<Sp<f64>>| limit.map(|limit| limit.value);
    (value(min), value(max))
}

/// The words for yes and no: both or none, and only where they are asked.
fn yes_no(table: &mut Reader, report: &mut Report, kind: Kind) -> Option<(Text, Text)> {
    let (yes, no) = (table.opt_text(report, "yes"), table.opt_text(report, "no"));
    if (yes.is_some() || no.is_some()) && (kind != Kind::YesNo || yes.is_none() || no.is_none()) {
        report.add(
            &table.span,
            "yes-and-no",
            "yes",
            "`yes` dan `no` berlaku untuk yes_no, dan keduanya harus ada.",
            "`yes` and `no` are for yes_no, and both are needed.",
        );
    }
    yes.zip(no)
}

fn choices(table: &mut Reader, report: &mut Report, kind: Kind) -> Vec<Choice> {
    let listed = table.tables(report, "choices");
    let wanted = matches!(kind, Kind::Choice | Kind::Scale);
    if wanted && (listed.len() < 2 || listed.len() > 1000) {
        report.add(
            &table.span,
            "missing-key",
            "choices",
            "Jenis ini perlu 2 sampai 1000 `choices`, masing-masing { value = .., label = .. }.",
            "This kind needs 2 to 1000 `choices`, each { value = .., label = .. }.",
        );
    } else if let (false, Some(first)) = (wanted, listed.first()) {
        report.add(
            &first.span,
            "no-choices",
            "choices",
            "`choices` hanya berlaku untuk choice dan scale. Hapus, atau ganti `kind`.",
            "`choices` has a meaning for choice and scale only. Remove it, or change `kind`.",
        );
    }
    let mut choices: Vec<Choice> = Vec::new();
    for mut row in listed {
        let label = row.text(report, "label");
        let value = row.need(report, "value");
        let span = value.map_or(row.span.clone(), toml::Spanned::span);
        row.finish(report);
        let Some(value) = value else { continue };
        let number = as_number(value);
        let text = match (value.get_ref(), number) {
            (DeValue::String(text), _) => text.trim().to_string(),
            (_, Some(number)) => crate::answer::plain(number),
            _ => {
                wrong::<()>(report, value, "value", ("teks atau angka", "a text or a number"));
                String::new()
            }
        };
        let folded = text.to_lowercase();
        let reserved = ["", "-", "–", "—", "?"].contains(&text.as_str()) || text.starts_with('#');
        if reserved {
            report.add(
                &span,
                "reserved-value",
                &text,
                format!("Nilai `{text}` sudah punya arti lain (kosong, -, ?, #). Pilih yang lain."),
                format!("The value `{text}` has another meaning (empty, -, ?, #). Choose another."),
            );
        }
        // Labels are read as answers too, so one must not name two choices.
        let taken = |choice: &Choice| {
            let others = [&choice.value, &choice.label.id, &choice.label.en];
            let mine = [&folded, &label.id.to_lowercase(), &label.en.to_lowercase()];
            let same = |mine: &String| others.iter().any(|other| other.to_lowercase() == *mine);
            mine.into_iter().any(|mine| !mine.is_empty() && same(mine)) || (number.is_some() && choice.number == number)
        };
        if choices.iter().any(taken) {
            report.add(
                &span,
                "duplicate",
                &text,
                format!("Pilihan `{text}` bernilai atau berlabel sama dengan pilihan lain. Bedakan."),
                format!("The choice `{text}` shares its value or label with another. Tell them apart."),
            );
        }
        let last = choices.last().and_then(|last| last.number);
        if kind == Kind::Scale && !number.is_some_and(|n| last.is_none_or(|last| n > last)) {
            report.add(
                &span,
                "scale-order",
                &text,
                "Nilai skala harus angka yang makin besar.",
                "The values of a scale must be numbers in ascending order.",
            );
        }
        choices.push(Choice { value: text, number, label });
    }
    choices
}
