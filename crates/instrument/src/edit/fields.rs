//! The places of a rule file that may be changed, with what they say now.
//!
//! For: listing them in the order of the file. Not for: changing (`change.rs`).

use super::{Unwritable, Why};
use toml_edit::{DocumentMut, Item, TableLike, Value};

/// One place and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// `items.P1.present.value`, `parts.class.rows.0.when.core_present.min`, `legal.bases.1.title.id`: names where things
    /// have names, else their position from 0.
    pub path: String,
    /// What stands there, as text; empty where nothing does.
    pub value: String,
}

/// The rules by which an item counts as present, as `present` names them.
pub(super) const PRESENT: [&str; 6] =
    ["at_least", "per_1000_residents", "per_1000_households", "top_share", "yes", "choices"];

/// All places that hold something, in the order of the file; places of one kind that could hold something stand beside.
///
/// # Errors
/// When the text is no TOML.
///
/// ```
/// use instrument::{EXAMPLE, edit::fields};
/// let all = fields(EXAMPLE)?;
/// assert!(all.iter().any(|field| field.path == "legal.valid_from"));
/// # Ok::<(), instrument::edit::Unwritable>(())
/// ```
pub fn fields(source: &str) -> Result<Vec<Field>, Unwritable> {
    let document: DocumentMut = source.parse().map_err(|_| Unwritable { path: String::new(), why: Why::File })?;
    let mut list = List(vec![]);
    let root = document.as_table();
    for key in ["title", "intro", "provisional_note"] {
        list.text(root, key, "");
    }
    list.scalar(root, "provisional", "");
    if let Some(legal) = root.get("legal").and_then(Item::as_table_like) {
        list.scalar(legal, "valid_from", "legal.");
        list.scalar(legal, "valid_until", "legal.");
        for (at, basis) in tables(legal.get("bases")).enumerate() {
            let path = format!("legal.bases.{at}.");
            list.text(basis, "title", &path);
            list.scalar(basis, "from", &path);
            list.scalar(basis, "until", &path);
        }
    }
    for item in tables(root.get("items")) {
        let path = format!("items.{}.", name(item));
        for key in ["title", "definition", "help", "unit", "finding", "action"] {
            list.text(item, key, &path);
        }
        list.scalar(item, "min", &path);
        list.scalar(item, "max", &path);
        list.present(item, &path);
    }
    for class in tables(root.get("classes")) {
        let path = format!("classes.{}.", name(class));
        list.text(class, "title", &path);
        list.text(class, "meaning", &path);
    }
    for part in tables(root.get("parts")) {
        let path = format!("parts.{}.", name(part));
        list.text(part, "title", &path);
        for (at, row) in tables(part.get("rows")).enumerate() {
            list.row(row, &format!("{path}rows.{at}."));
        }
        for (at, band) in tables(part.get("bands")).enumerate() {
            let path = format!("{path}bands.{at}.");
            for key in ["from", "to", "class", "value", "provisional"] {
                list.scalar(band, key, &path);
            }
        }
    }
    Ok(list.0)
}

/// The tables of `[[name]]`, or of `name = [{..}]`.
pub(super) fn tables(item: Option<&Item>) -> Box<dyn Iterator<Item = &dyn TableLike> + '_> {
    match item {
        Some(Item::ArrayOfTables(all)) => Box::new(all.iter().map(|table| table as &dyn TableLike)),
        Some(Item::Value(Value::Array(all))) => {
            Box::new(all.iter().filter_map(Value::as_inline_table).map(|table| table as &dyn TableLike))
        }
        _ => Box::new(std::iter::empty()),
    }
}

pub(super) fn name(table: &dyn TableLike) -> &str {
    table.get("id").and_then(Item::as_str).unwrap_or_default()
}

/// A value without its quotes and spaces.
pub(super) fn plain(item: &Item) -> String {
    match item {
        Item::Value(Value::String(text)) => text.value().clone(),
        Item::Value(Value::Array(all)) => {
            all.iter().map(|value| plain(&Item::Value(value.clone()))).collect::<Vec<_>>().join(", ")
        }
        Item::Value(value) => value.clone().decorated("", "").to_string(),
        _ => String::new(),
    }
}

struct List(Vec<Field>);

impl List {
    fn push(&mut self, path: String, value: String) {
        self.0.push(Field { path, value });
    }

    fn scalar(&mut self, table: &dyn TableLike, key: &str, path: &str) {
        if let Some(item) = table.get(key) {
            self.push(format!("{path}{key}"), plain(item));
        }
    }

    fn text(&mut self, table: &dyn TableLike, key: &str, path: &str) {
        let Some(text) = table.get(key).and_then(Item::as_table_like) else { return };
        for lang in ["id", "en"] {
            self.push(format!("{path}{key}.{lang}"), text.get(lang).map(plain).unwrap_or_default());
        }
    }

    fn present(&mut self, item: &dyn TableLike, path: &str) {
        let Some(present) = item.get("present").and_then(Item::as_table_like) else { return };
        for rule in PRESENT {
            let Some(value) = present.get(rule) else { continue };
            self.push(format!("{path}present.rule"), rule.to_owned());
            self.push(format!("{path}present.value"), plain(value));
        }
        self.push(format!("{path}present.provisional"), present.get("provisional").map(plain).unwrap_or_default());
    }

    fn row(&mut self, row: &dyn TableLike, path: &str) {
        self.scalar(row, "then", path);
        self.scalar(row, "otherwise", path);
        self.push(format!("{path}provisional"), row.get("provisional").map(plain).unwrap_or_default());
        let Some(when) = row.get("when").and_then(Item::as_table_like) else { return };
        for (part, condition) in when.iter() {
            let Some(condition) = condition.as_table_like() else { continue };
            for bound in ["min", "max"] {
                let value = condition.get(bound).map(plain).unwrap_or_default();
                self.push(format!("{path}when.{part}.{bound}"), value);
            }
        }
    }
}
