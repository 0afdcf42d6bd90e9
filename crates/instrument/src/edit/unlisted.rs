//! What differs between two rule files beyond the places that [`fields`](super::fields()) lists.
//!
//! For: showing a second person all of a change, also what was changed in the whole text. Not for: the listed places.

use super::fields::plain;
use std::collections::BTreeMap;
use toml_edit::{DocumentMut, Item, TableLike, Value};

/// The places that differ, by their path in the file, with the value before and after (empty where there is none); what
/// [`fields`](super::fields()) lists and the name of the version are left out. A text that is no TOML has no places.
///
/// ```
/// use instrument::edit::unlisted;
/// let found = unlisted("[[sheets]]\nid = \"s\"\nscope = \"city\"\n", "[[sheets]]\nid = \"s\"\nscope = \"village\"\n");
/// assert_eq!(found, [("sheets.s.scope".to_owned(), "city".to_owned(), "village".to_owned())]);
/// ```
#[must_use]
pub fn unlisted(before: &str, after: &str) -> Vec<(String, String, String)> {
    let (before, after) = (leaves(before), leaves(after));
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let value = |of: &BTreeMap<String, String>, path: &String| of.get(path).cloned().unwrap_or_default();
    let differ = paths
        .into_iter()
        .filter(|path| !listed(path))
        .map(|path| (path.clone(), value(&before, path), value(&after, path)));
    differ.filter(|(_, before, after)| before != after).collect()
}

/// Whether `fields` lists a place.
fn listed(path: &str) -> bool {
    matches!(
        path.split('.').collect::<Vec<_>>().as_slice(),
        ["version" | "provisional"]
            | ["title" | "intro" | "provisional_note", ..]
            | ["legal", "valid_from" | "valid_until"]
            | ["legal", "bases", ..]
            | ["items", _, "title" | "definition" | "help" | "unit" | "finding" | "action", ..]
            | ["items", _, "min" | "max" | "present", ..]
            | ["classes", _, "title" | "meaning", ..]
            | ["parts", _, "title" | "rows" | "bands", ..]
    )
}

fn leaves(source: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Ok(document) = source.parse::<DocumentMut>() {
        table(document.as_table(), "", &mut found);
    }
    found
}

fn table(of: &dyn TableLike, path: &str, found: &mut BTreeMap<String, String>) {
    for (key, item) in of.iter() {
        place(item, if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }, found);
    }
}

fn place(item: &Item, path: String, found: &mut BTreeMap<String, String>) {
    // Elements by their names, else by their position.
    let element = |at: usize, of: &dyn TableLike| {
        let named = of.get("id").and_then(Item::as_str).map(str::to_owned);
        format!("{path}.{}", named.unwrap_or_else(|| at.to_string()))
    };
    match item {
        Item::ArrayOfTables(all) => all.iter().enumerate().for_each(|(at, one)| table(one, &element(at, one), found)),
        Item::Value(Value::Array(all)) if all.iter().any(Value::is_inline_table) => {
            let tables = all.iter().filter_map(Value::as_inline_table).enumerate();
            tables.for_each(|(at, one)| table(one, &element(at, one), found));
        }
        item => match item.as_table_like() {
            Some(inner) => table(inner, &path, found),
            None => drop(found.insert(path, plain(item))),
        },
    }
}
