//! Which thing of a rule file stands at a line: the item, class, row, band or legal basis.
//!
//! For: telling a finding by its thing instead of by its line. Not for: the single values in it (`fields.rs`).

use super::fields::{name, tables};
use std::ops::Range;
use toml_edit::{Document, Item};

/// The thing in which a line and column (both from 1, in characters) lie, as the beginning of a
/// [`Field::path`](super::Field::path): `items.P1`, `classes.aman`, `parts.class`, `parts.class.rows.0`, `legal`.
/// `None` where it lies in none of these, or the text is no TOML.
///
/// ```
/// use instrument::{EXAMPLE, edit::place};
/// let line = EXAMPLE.lines().position(|line| line.starts_with("[legal]")).map(|at| at as u32 + 2);
/// assert_eq!(line.and_then(|line| place(EXAMPLE, line, 1)).as_deref(), Some("legal"));
/// ```
#[must_use]
pub fn place(source: &str, line: u32, column: u32) -> Option<String> {
    let at = offset(source, line, column)?;
    let document = Document::parse(source).ok()?;
    let root = document.as_table();
    let mut begins: Vec<(usize, String)> = vec![];
    let mut note = |span: Option<Range<usize>>, path: String| begins.extend(span.map(|span| (span.start, path)));
    note(root.get("legal").and_then(Item::span), "legal".to_owned());
    for key in ["items", "classes", "parts"] {
        for (table, span) in tables(root.get(key)).zip(spans(root.get(key))) {
            let path = format!("{key}.{}", name(table));
            note(span, path.clone());
            for list in ["rows", "bands"] {
                for (at, span) in spans(table.get(list)).into_iter().enumerate() {
                    note(span, format!("{path}.{list}.{at}"));
                }
            }
        }
    }
    // What the file says of other things ends the one before.
    for (_, item) in root.iter().filter(|(key, _)| !["legal", "items", "classes", "parts"].contains(key)) {
        let own = if item.is_table() { item.span() } else { None };
        spans(Some(item)).into_iter().chain([own]).for_each(|span| note(span, String::new()));
    }
    let (_, path) = begins.into_iter().filter(|(start, _)| *start <= at).max_by_key(|(start, _)| *start)?;
    (!path.is_empty()).then_some(path)
}

/// Where the tables of a list lie, in the order of [`tables`].
fn spans(item: Option<&Item>) -> Vec<Option<Range<usize>>> {
    match item {
        Some(Item::ArrayOfTables(all)) => all.iter().map(toml_edit::Table::span).collect(),
        Some(Item::Value(toml_edit::Value::Array(all))) => {
            all.iter().filter_map(toml_edit::Value::as_inline_table).map(toml_edit::InlineTable::span).collect()
        }
        _ => vec![],
    }
}

fn offset(source: &str, line: u32, column: u32) -> Option<usize> {
    let mut start = 0;
    for (number, text) in (1..).zip(source.split_inclusive('\n')) {
        if number == line {
            let within = text.char_indices().nth(column.saturating_sub(1) as usize).map_or(text.len(), |(at, _)| at);
            return Some(start + within);
        }
        start += text.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::place;

    const FILE: &str = "title = \"x\"\n[legal]\nvalid_from = 2026-01-01\n[[items]]\nid = \"P1\"\nmin = 3\n\
        [[classes]]\nid = \"aman\"\n[[sheets]]\nid = \"s\"\n[[parts]]\nid = \"class\"\nrows = [\n  { then = \"a\" },\n  { then = \"b\" },\n]\n\
        [[parts]]\nid = \"other\"\n[[parts.rows]]\nthen = \"a\"\n";

    #[test]
    fn every_line_lies_in_its_thing() {
        let expected = [
            (1, None),
            (3, Some("legal")),
            (4, Some("items.P1")),
            (6, Some("items.P1")),
            (8, Some("classes.aman")),
            (10, None),
            (12, Some("parts.class")),
            (14, Some("parts.class.rows.0")),
            (15, Some("parts.class.rows.1")),
            (18, Some("parts.other")),
            (20, Some("parts.other.rows.0")),
            (99, None),
        ];
        for (line, path) in expected {
            assert_eq!(place(FILE, line, 5).as_deref(), path, "line {line}");
        }
        assert_eq!(place("[", 1, 1), None);
    }
}
