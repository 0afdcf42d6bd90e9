//! Which column holds what, by the names in the header row.
//!
//! For: columns in any order, with more words behind the name ("P1 Kasus …"), and columns nobody knows.
//! Not for: the rows under it (`table.rs`).

use super::{cell::Raw, fault::FileFault};
use instrument::Kind;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Code,
    Name,
    District,
    Nil,
    Item(usize),
    Rule,
    Year,
    Sheet,
    /// Our own remarks; nothing to read and nothing to wonder at.
    Faults,
}

/// An item that is looked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub id: String,
    pub kind: Kind,
    /// How the column may be called, if not by the id with words behind it; folded.
    pub names: Vec<String>,
}

/// What is looked for in a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Sought {
    pub items: Vec<Wanted>,
    /// By what rows are known.
    pub key: Key,
}

/// By what the rows of a file are known: the column without which there is no header.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Key {
    /// A village's code.
    #[default]
    Code,
    /// A village's name.
    Village,
    /// One of the columns that are looked for, by its position.
    Column(usize),
}

/// A header's name without all that people write differently.
pub(super) fn folded(text: &str) -> String {
    // The UTF-8 mark of our CSV, opened as Windows-1252 and saved again.
    let text = text.strip_prefix("ï»¿").unwrap_or(text);
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The header row, understood.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// By column, from 0.
    pub roles: Vec<Option<Role>>,
    /// Column of each item.
    pub items: Vec<Option<u32>>,
    /// Names that mean nothing here.
    pub unknown: Vec<String>,
}

fn named(text: &str) -> Option<Role> {
    Some(match folded(text).as_str() {
        "kode" | "kodedesa" | "kodekelurahan" | "kodewilayah" | "kodedesakelurahan" | "kodekelurahandesa" | "code" => {
            Role::Code
        }
        "nama"
        | "namadesa"
        | "namakelurahan"
        | "namadesakelurahan"
        | "namakelurahandesa"
        | "namadesanamakelurahan"
        | "desa"
        | "kelurahan"
        | "desakelurahan"
        | "kelurahandesa"
        | "name"
        | "village" => Role::Name,
        "kecamatan" | "namakecamatan" | "kec" | "distrik" | "district" => Role::District,
        "nihil" | "nil" => Role::Nil,
        "aturan" => Role::Rule,
        "tahun" => Role::Year,
        "lembar" => Role::Sheet,
        "kesalahan" => Role::Faults,
        _ => return None,
    })
}

/// The item a header names, and whether with its id alone.
fn item(text: &str, wanted: &[Wanted]) -> Option<(usize, bool)> {
    let (said, plain) = (text.trim().to_lowercase(), folded(text));
    let fits = |item: &Wanted| {
        if !item.names.is_empty() {
            return item.names.contains(&plain).then_some(true);
        }
        let rest = said.strip_prefix(&item.id.to_lowercase())?;
        (!rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')).then_some(rest.is_empty())
    };
    let found = wanted.iter().enumerate().filter_map(|(at, item)| Some((item.id.len(), at, fits(item)?)));
    found.max_by_key(|(length, ..)| *length).map(|(_, at, alone)| (at, alone))
}

impl Header {
    /// The header, if this row is one: it names the code (or the village) and at least one item, or (where no item is
    /// looked for) the code and something else.
    pub fn find(cells: &[(u32, Raw)], sought: &Sought) -> Result<Option<Self>, FileFault> {
        let wanted = sought.items.as_slice();
        let said = || cells.iter().filter(|(_, raw)| !raw.is_blank());
        let is_item = |raw: &Raw| item(&raw.text, wanted).is_some();
        let is_key = |raw: &Raw| match sought.key {
            Key::Code => named(&raw.text) == Some(Role::Code),
            Key::Village => named(&raw.text) == Some(Role::Name),
            Key::Column(at) => item(&raw.text, wanted).is_some_and(|(found, _)| found == at),
        };
        let keys = said().filter(|(_, raw)| is_key(raw)).count();
        let others = said().any(|(_, raw)| match wanted {
            [] => named(&raw.text).is_some_and(|role| role != Role::Code),
            _ => is_item(raw),
        });
        if keys == 0 || !others {
            return Ok(None);
        }
        let mut header = Self { items: vec![None; wanted.len()], ..Self::default() };
        // An id alone comes before "P1 tahun lalu", wherever it stands.
        for only_alone in [true, false] {
            for (column, raw) in said() {
                match item(&raw.text, wanted) {
                    Some((at, alone)) if alone == only_alone => header.take_item(at, *column, alone, &raw.text)?,
                    Some(_) => {}
                    None if only_alone => header.take_named(*column, &raw.text, wanted.is_empty())?,
                    None => {}
                }
            }
        }
        Ok(Some(header))
    }

    fn take_item(&mut self, at: usize, column: u32, alone: bool, text: &str) -> Result<(), FileFault> {
        let taken = self.items[at].and_then(|column| usize::try_from(column).ok());
        if taken.is_none() {
            self.items[at] = Some(column);
            self.set(column, Role::Item(at));
        } else if alone {
            return Err(FileFault::ColumnTwice(short(text)));
        } else {
            self.wonder(text);
        }
        Ok(())
    }

    fn take_named(&mut self, column: u32, text: &str, any: bool) -> Result<(), FileFault> {
        match named(text) {
            // A list may have one column for desa and one for kelurahan.
            Some(role) if role == Role::Name || !self.roles.contains(&Some(role)) => self.set(column, role),
            Some(Role::Code | Role::Nil) => return Err(FileFault::ColumnTwice(short(text))),
            _ if any => {}
            _ => self.wonder(text),
        }
        Ok(())
    }

    /// Remembers a name that means nothing here; the first ones are enough to tell.
    fn wonder(&mut self, text: &str) {
        if self.unknown.len() < 20 {
            self.unknown.push(short(text));
        }
    }

    fn set(&mut self, column: u32, role: Role) {
        let column = usize::try_from(column).unwrap_or(usize::MAX).min(super::MOST_COLUMNS);
        if self.roles.len() <= column {
            self.roles.resize(column + 1, None);
        }
        self.roles[column] = Some(role);
    }

    /// What a column holds.
    pub fn role(&self, column: u32) -> Option<Role> {
        self.roles.get(usize::try_from(column).ok()?).copied().flatten()
    }
}

/// A name as it is quoted back.
fn short(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
