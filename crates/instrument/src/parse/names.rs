//! Names and what they stand for.
//!
//! For: duplicates, unknown names with a suggestion, names that cannot be keys. Not for: positions of values.
//! Next: `header.rs`.

use std::collections::HashMap;

use super::finding::Report;
use super::reader::{Sp, nearest};

/// The names of one kind of thing, in file order.
#[derive(Debug, Default)]
pub(crate) struct Names {
    index: HashMap<String, usize>,
    order: Vec<String>,
}

/// What a kind of thing is called in a finding: code, Indonesian, English.
pub(crate) type What = (&'static str, &'static str, &'static str);

pub(crate) const SHEET: What = ("unknown-sheet", "Lembar", "sheet");
pub(crate) const GROUP: What = ("unknown-group", "Kelompok", "group");
pub(crate) const ITEM: What = ("unknown-item", "Butir", "item");
pub(crate) const PART: What = ("unknown-part", "Bagian", "part");
pub(crate) const CLASS: What = ("unknown-class", "Kelas", "class");
pub(crate) const CHOICE: What = ("unknown-choice", "Pilihan", "choice");

impl Names {
    /// Takes a name in; a finding if it is taken already or could not be written as a TOML key.
    pub fn add(&mut self, report: &mut Report, name: &Sp<String>) {
        let id = &name.value;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if id.is_empty() || id.len() > 64 || !id.chars().all(plain) {
            report.add(
                &name.span,
                "bad-name",
                id,
                format!("Nama `{id}` harus 1 sampai 64 huruf, angka, - atau _ tanpa spasi."),
                format!("The name `{id}` must be 1 to 64 letters, digits, - or _ without spaces."),
            );
        }
        let position = self.order.len();
        self.order.push(id.clone());
        if self.index.contains_key(id) {
            report.add(
                &name.span,
                "duplicate",
                id,
                format!("Nama `{id}` sudah dipakai. Beri nama lain."),
                format!("The name `{id}` is used already. Choose another."),
            );
        } else {
            self.index.insert(id.clone(), position);
        }
    }

    /// Takes a name in that is known to be good.
    pub fn put(&mut self, name: &str) {
        let position = self.order.len();
        self.order.push(name.to_owned());
        self.index.entry(name.to_owned()).or_insert(position);
    }

    /// Keeps a position for a thing that has no name (reported elsewhere).
    pub fn skip(&mut self) {
        self.order.push(String::new());
    }

    pub fn get(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// The index of a name; a finding if there is none.
    pub fn find(&self, report: &mut Report, name: &Sp<String>, what: What) -> Option<usize> {
        let found = self.get(&name.value);
        if found.is_none() {
            self.unknown(report, name, what, std::iter::empty());
        }
        found
    }

    /// Reports a name that is not known, with a suggestion from here or from `others`.
    pub fn unknown<'n>(
        &'n self,
        report: &mut Report,
        name: &Sp<String>,
        (code, id, en): What,
        others: impl Iterator<Item = &'n str>,
    ) {
        let known = self.all().chain(others);
        let known: Vec<&str> = known.collect();
        let (hint_id, hint_en) = match nearest(&name.value, known.iter().copied()) {
            Some(near) => (format!("Apakah maksudnya `{near}`?"), format!("Did you mean `{near}`?")),
            None => {
                let list = known.join(", ");
                (format!("Yang ada: {list}."), format!("There are: {list}."))
            }
        };
        let name_of = &name.value;
        report.add(
            &name.span,
            code,
            name_of,
            format!("{id} `{name_of}` tidak ada. {hint_id}"),
            format!("There is no {en} `{name_of}`. {hint_en}"),
        );
    }

    /// All names in file order.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(String::as_str).filter(|name| !name.is_empty())
    }
}
