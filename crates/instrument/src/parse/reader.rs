//! Reads TOML tables key by key, and refuses the keys nobody asked for.
//!
//! For: wrong types, missing keys, misspelt keys, empty texts. Not for: what the keys mean (`header.rs`, `items.rs`,
//! `parts.rs`). Next: `mod.rs`.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Report, Span};
use crate::{Date, Text};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Sp<T> {
    pub value: T,
    pub span: Span,
}

pub(crate) type Value<'s> = Spanned<DeValue<'s>>;

/// One table of the file.
pub(crate) struct Reader<'t, 's> {
    table: &'t DeTable<'s>,
    /// Where the table begins.
    pub span: Span,
    known: Vec<&'static str>,
}

impl<'t, 's> Reader<'t, 's> {
    pub fn new(table: &'t DeTable<'s>, span: Span) -> Self {
        Self { table, span, known: Vec::new() }
    }

    /// Reads a value as a table; a finding if it is something else.
    pub fn of(report: &mut Report, value: &'t Value<'s>, key: &str) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self::new(table, value.span())),
            _ => wrong(report, value, key, ("sebuah tabel", "a table")),
        }
    }

    /// An optional key.
    pub fn get(&mut self, key: &'static str) -> Option<&'t Value<'s>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// A required key; a finding if it is not there.
    pub fn need(&mut self, report: &mut Report, key: &'static str) -> Option<&'t Value<'s>> {
        let value = self.get(key);
        if value.is_none() {
            report.add(
                &self.span,
                "missing-key",
                key,
                format!("Kunci `{key}` belum ada di sini. Tambahkan."),
                format!("The key `{key}` is missing here. Add it."),
            );
        }
        value
    }

    pub fn string(&mut self, report: &mut Report, key: &'static str) -> Option<Sp<String>> {
        let value = self.need(report, key)?;
        string(report, value, key)
    }

    pub fn opt_string(&mut self, report: &mut Report, key: &'static str) -> Option<Sp<String>> {
        let value = self.get(key)?;
        string(report, value, key)
    }

    pub fn text(&mut self, report: &mut Report, key: &'static str) -> Text {
        let value = self.need(report, key);
        value.and_then(|v| text(report, v, key)).unwrap_or_default()
    }

    pub fn opt_text(&mut self, report: &mut Report, key: &'static str) -> Option<Text> {
        let value = self.get(key)?;
        text(report, value, key)
    }

    pub fn opt_number(&mut self, report: &mut Report, key: &'static str) -> Option<Sp<f64>> {
        let value = self.get(key)?;
        number(report, value, key)
    }

    pub fn opt_bool(&mut self, report: &mut Report, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => wrong(report, value, key, ("true atau false", "true or false")),
        }
    }

    pub fn opt_date(&mut self, report: &mut Report, key: &'static str) -> Option<Sp<Date>> {
        let value = self.get(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(day) if day.time.is_none() => {
                day.date.and_then(|date| Date::new(date.year, date.month, date.day))
            }
            DeValue::String(day) => Date::parse(day),
            _ => None,
        };
        match date {
            Some(date) => Some(Sp { value: date, span: value.span() }),
            None => wrong(report, value, key, ("tanggal seperti 2026-01-31", "a date like 2026-01-31")),
        }
    }

    pub fn date(&mut self, report: &mut Report, key: &'static str) -> Option<Sp<Date>> {
        self.need(report, key)?;
        self.opt_date(report, key)
    }

    /// The elements of an array; empty if the key is absent.
    pub fn array(&mut self, report: &mut Report, key: &'static str) -> Vec<&'t Value<'s>> {
        match self.get(key).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((_, DeValue::Array(array))) => array.iter().collect(),
            Some((value, _)) => {
                wrong::<()>(report, value, key, ("sebuah daftar [..]", "a list [..]"));
                Vec::new()
            }
        }
    }

    /// The tables of an array of tables.
    pub fn tables(&mut self, report: &mut Report, key: &'static str) -> Vec<Reader<'t, 's>> {
        let array = self.array(report, key);
        let tables = array.into_iter();
        tables.filter_map(|value| Reader::of(report, value, key)).collect()
    }

    /// The strings of an array.
    pub fn strings(&mut self, report: &mut Report, key: &'static str) -> Vec<Sp<String>> {
        let array = self.array(report, key);
        let strings = array.into_iter();
        strings.filter_map(|value| string(report, value, key)).collect()
    }

    /// Every key with its value, for tables whose keys are names.
    pub fn named(self) -> Vec<(Sp<String>, &'t Value<'s>)> {
        let mut entries: Vec<_> = (self.table.iter())
            .map(|(key, value)| {
                let name = Sp { value: key.get_ref().to_string(), span: key.span() };
                (name, value)
            })
            .collect();
        entries.sort_by_key(|(name, _)| name.span.start);
        entries
    }

    /// Refuses the keys nobody asked for.
    pub fn finish(self, report: &mut Report) {
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if self.known.contains(&name) {
                continue;
            }
            let (id, en) = match nearest(name, self.known.iter().copied()) {
                Some(near) => (format!(" Apakah maksudnya `{near}`?"), format!(" Did you mean `{near}`?")),
                None => {
                    let list = self.known.join(", ");
                    (format!(" Yang dikenal: {list}."), format!(" Known here: {list}."))
                }
            };
            report.add(
                &key.span(),
                "unknown-key",
                name,
                format!("Kunci `{name}` tidak dikenal.{id}"),
                format!("The key `{name}` is not known.{en}"),
            );
        }
    }
}

/// A finding about a wrong type; gives `None`.
pub(crate) fn wrong<T>(report: &mut Report, value: &Value, key: &str, (id, en): (&str, &str)) -> Option<T> {
    report.add(&value.span(), "wrong-type", key, format!("Isi `{key}` harus {id}."), format!("`{key}` must be {en}."));
    None
}

pub(crate) fn string(report: &mut Report, value: &Value, key: &str) -> Option<Sp<String>> {
    match value.get_ref() {
        DeValue::String(text) => Some(Sp { value: text.to_string(), span: value.span() }),
        _ => wrong(report, value, key, ("teks dalam tanda kutip", "a quoted text")),
    }
}

pub(crate) fn number(report: &mut Report, value: &Value, key: &str) -> Option<Sp<f64>> {
    match as_number(value) {
        Some(number) => Some(Sp { value: number, span: value.span() }),
        None => wrong(report, value, key, ("sebuah angka", "a number")),
    }
}

/// A finite number below 10¹⁵ in size (so that whole numbers stay whole).
pub(crate) fn as_number(value: &Value) -> Option<f64> {
    let number = match value.get_ref() {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok()? as f64,
        DeValue::Float(float) => float.as_str().parse().ok()?,
        _ => return None,
    };
    (number.abs() <= 1e15).then_some(number)
}

/// `{ id = "...", en = "..." }`, neither empty.
pub(crate) fn text(report: &mut Report, value: &Value, key: &str) -> Option<Text> {
    let DeValue::Table(table) = value.get_ref() else {
        let both = "{ id = \"...\", en = \"...\" }";
        return wrong(report, value, key, (both, both));
    };
    let mut reader = Reader::new(table, value.span());
    let mut language = |reader: &mut Reader, code: &'static str| {
        let text = reader.string(report, code)?;
        if text.value.trim().is_empty() {
            report.add(
                &text.span,
                "empty-text",
                key,
                format!("Teks `{key}` ({code}) kosong. Tuliskan isinya."),
                format!("The text `{key}` ({code}) is empty. Write it."),
            );
        }
        Some(text.value)
    };
    let (id, en) = (language(&mut reader, "id"), language(&mut reader, "en"));
    reader.finish(report);
    Some(Text { id: id?, en: en? })
}

/// The known name closest to a misspelt one, if it is close enough.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let ranked = known.map(|candidate| (distance(name, candidate), candidate));
    let (distance, candidate) = ranked.min()?;
    let allowed = (name.chars().count() / 3).clamp(1, 3);
    (distance <= allowed).then_some(candidate)
}

/// Edit distance (Levenshtein), case-insensitive.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.to_lowercase().chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let next = (diagonal + usize::from(ca != *cb)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
