//! Writes changed values into the text of a rule file, leaving all else as it was typed.
//!
//! For: one pass over the changes. Not for: which places exist (`fields.rs`).

use super::{
    Unwritable, Why,
    fields::{PRESENT, name, plain},
};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// Writes the changes, each a place as in [`Field::path`](super::Field) and what shall stand there; an empty value takes
/// the place away. In a list (`rows`, `bands`, `bases`) the position `new` is a new element (a row comes before the last
/// one, which is *otherwise*), and `….remove` with any value takes an element away. What is the same stays as it was typed.
///
/// # Errors
/// Every change that cannot be written; then nothing is.
///
/// ```
/// use instrument::{EXAMPLE, Instrument, edit::edit};
/// let changed = edit(EXAMPLE, &[("version".into(), "2027".into())]).map_err(|e| format!("{e:?}"))?;
/// assert_eq!(Instrument::parse(&changed).map_err(|f| f[0].to_string())?.version(), "2027");
/// # Ok::<(), String>(())
/// ```
pub fn edit(source: &str, changes: &[(String, String)]) -> Result<String, Vec<Unwritable>> {
    let file = |_| vec![Unwritable { path: String::new(), why: Why::File }];
    let mut document: DocumentMut = source.parse().map_err(file)?;
    let root = document.as_table_mut();
    let mut refused = vec![];
    let mut write = |root: &mut Table, path: &str, value: &str, asked: &str| {
        if let Err(why) = set(root, path, value.trim()) {
            refused.push(Unwritable { path: asked.to_owned(), why });
        }
    };
    let (new, there): (Vec<_>, Vec<_>) = changes.iter().partition(|(path, _)| path.contains(".new."));
    let (gone, kept): (Vec<_>, Vec<_>) = there.into_iter().partition(|(path, _)| path.ends_with(".remove"));
    for (path, value) in kept {
        write(root, path, value, path);
    }
    let gone = gone.into_iter().filter(|(_, value)| !value.trim().is_empty());
    let gone = gone.filter_map(|(path, _)| path.trim_end_matches(".remove").rsplit_once('.'));
    let mut gone: Vec<(&str, usize)> = gone.filter_map(|(list, at)| Some((list, at.parse().ok()?))).collect();
    // From the last to the first, so that positions stay what the writer saw.
    gone.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    for (list, at) in gone {
        remove(root, list, at);
    }
    let mut made: Vec<(&str, usize)> = vec![];
    for (path, value) in new.iter().filter(|(_, value)| !value.trim().is_empty()) {
        let Some((list, rest)) = path.split_once(".new.") else { continue };
        let known = made.iter().find(|(made, _)| *made == list).map(|(_, at)| *at);
        match known.or_else(|| add(root, list)) {
            Some(at) => {
                made.push((list, at));
                write(root, &format!("{list}.{at}.{rest}"), value, path);
            }
            None => write(root, path, value, path),
        }
    }
    if refused.is_empty() { Ok(document.to_string()) } else { Err(refused) }
}

/// Takes an element away; what is not there is gone already.
fn remove(root: &mut Table, list: &str, at: usize) {
    match find(root, list) {
        Some(Item::ArrayOfTables(all)) if at < all.len() => {
            all.remove(at);
        }
        Some(Item::Value(Value::Array(all))) if at < all.len() => {
            all.remove(at);
        }
        _ => {}
    }
}

/// Makes an empty element and says where.
fn add(root: &mut Table, list: &str) -> Option<usize> {
    match find(root, list)? {
        Item::ArrayOfTables(all) => {
            all.push(Table::new());
            Some(all.len() - 1)
        }
        Item::Value(Value::Array(all)) => {
            let last = all.iter().last().and_then(Value::as_inline_table);
            let before = last.is_some_and(|row| row.contains_key("otherwise"));
            let at = all.len() - usize::from(before);
            let mut row = Value::InlineTable(InlineTable::new());
            row.decor_mut().set_prefix("\n  ");
            all.insert_formatted(at, row);
            Some(at)
        }
        _ => None,
    }
}

/// The item at a path of names; `items.P1` finds the table of that id.
fn find<'t>(root: &'t mut Table, path: &str) -> Option<&'t mut Item> {
    let mut parts = path.split('.');
    let mut item = root.get_mut(parts.next()?)?;
    for part in parts {
        item = match item {
            Item::ArrayOfTables(all) => {
                let table = all.iter_mut().find(|table| name(*table) == part)?;
                return find_in(table, path, part);
            }
            other => other.as_table_like_mut()?.get_mut(part)?,
        };
    }
    Some(item)
}

/// Goes on below the table that was found by its name.
fn find_in<'t>(table: &'t mut Table, path: &str, found: &str) -> Option<&'t mut Item> {
    let (_, rest) = path.split_once(&format!(".{found}."))?;
    let mut parts = rest.split('.');
    let mut item = table.get_mut(parts.next()?)?;
    for part in parts {
        item = item.as_table_like_mut()?.get_mut(part)?;
    }
    Some(item)
}

fn set(root: &mut Table, path: &str, value: &str) -> Result<(), Why> {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        [key @ ("title" | "intro" | "provisional_note"), lang] => text(root, key, lang, value),
        ["version"] => put(root, "version", Value::from(value)),
        ["provisional"] => flag(root, "provisional", value),
        ["legal", key @ ("valid_from" | "valid_until")] => {
            date(root.get_mut("legal").and_then(Item::as_table_like_mut).ok_or(Why::Place)?, key, value)
        }
        ["legal", "bases", at, rest @ ..] => {
            let legal = root.get_mut("legal").and_then(Item::as_table_like_mut).ok_or(Why::Place)?;
            let basis = position(legal.get_mut("bases"), at)?;
            match rest {
                ["title", lang] => text(basis, "title", lang, value),
                [key @ ("from" | "until")] => date(basis, key, value),
                _ => Err(Why::Place),
            }
        }
        [list @ ("items" | "classes" | "parts"), id, rest @ ..] => named(root, list, id, rest, value),
        _ => Err(Why::Place),
    }
}

fn named(root: &mut Table, list: &str, id: &str, rest: &[&str], value: &str) -> Result<(), Why> {
    let all = root.get_mut(list).and_then(Item::as_array_of_tables_mut).ok_or(Why::Place)?;
    let table = all.iter_mut().find(|table| name(*table) == id).ok_or(Why::Place)?;
    match rest {
        [key @ ("title" | "definition" | "help" | "unit" | "finding" | "action" | "meaning"), lang] => {
            text(table, key, lang, value)
        }
        [key @ ("min" | "max")] => number(table, key, value),
        ["present", "rule"] => present_rule(table, value),
        ["present", "value"] => present_value(table, value),
        ["present", "provisional"] => {
            let present = table.get_mut("present").and_then(Item::as_table_like_mut);
            present.map_or(Ok(()), |present| flag(present, "provisional", value))
        }
        ["rows", at, rest @ ..] => row(table, at, rest, value),
        ["bands", at, key] => {
            let band = position(table.get_mut("bands"), at)?;
            match *key {
                "class" => put(band, "class", Value::from(value)),
                "provisional" => flag(band, "provisional", value),
                "from" | "to" | "value" => number(band, key, value),
                _ => Err(Why::Place),
            }
        }
        _ => Err(Why::Place),
    }
}

fn row(part: &mut Table, at: &str, rest: &[&str], value: &str) -> Result<(), Why> {
    let row = position(part.get_mut("rows"), at)?;
    match rest {
        ["then"] => put(row, "then", Value::from(value)),
        ["provisional"] => flag(row, "provisional", value),
        ["when", part, bound @ ("min" | "max")] => {
            if row.get("otherwise").is_some() {
                return if value.is_empty() { Ok(()) } else { Err(Why::Place) };
            }
            if row.get("when").is_none() {
                if value.is_empty() {
                    return Ok(());
                }
                row.insert("when", Item::Value(Value::InlineTable(InlineTable::new())));
            }
            let when = row.get_mut("when").and_then(Item::as_table_like_mut).ok_or(Why::Place)?;
            if when.get(part).is_none() {
                if value.is_empty() {
                    return Ok(());
                }
                when.insert(part, Item::Value(Value::InlineTable(InlineTable::new())));
            }
            let condition = when.get_mut(part).and_then(Item::as_table_like_mut).ok_or(Why::Place)?;
            number(condition, bound, value)?;
            if condition.is_empty() {
                when.remove(part);
            }
            Ok(())
        }
        _ => Err(Why::Place),
    }
}

/// The element of a list.
fn position<'t>(list: Option<&'t mut Item>, at: &str) -> Result<&'t mut dyn TableLike, Why> {
    let at: usize = at.parse().map_err(|_| Why::Place)?;
    let table = match list.ok_or(Why::Place)? {
        Item::ArrayOfTables(all) => all.get_mut(at).map(|table| table as &mut dyn TableLike),
        Item::Value(Value::Array(all)) => {
            all.get_mut(at).and_then(Value::as_inline_table_mut).map(|table| table as &mut dyn TableLike)
        }
        _ => None,
    };
    table.ok_or(Why::Place)
}

/// Puts a value where another stood, keeping what was typed around it; the same value is left alone.
fn put(table: &mut dyn TableLike, key: &str, value: Value) -> Result<(), Why> {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            if plain(&Item::Value(old.clone())) != plain(&Item::Value(value.clone())) {
                let decor = old.decor().clone();
                *old = value;
                *old.decor_mut() = decor;
            }
        }
        Some(_) => return Err(Why::Place),
        None => {
            table.insert(key, Item::Value(value));
        }
    }
    Ok(())
}

fn text(table: &mut dyn TableLike, key: &str, lang: &str, value: &str) -> Result<(), Why> {
    if !matches!(lang, "id" | "en") {
        return Err(Why::Place);
    }
    if table.get(key).is_none() {
        if value.is_empty() {
            return Ok(());
        }
        table.insert(key, Item::Value(Value::InlineTable(InlineTable::new())));
    }
    let text = table.get_mut(key).and_then(Item::as_table_like_mut).ok_or(Why::Place)?;
    if value.is_empty() {
        text.remove(lang);
        if text.is_empty() {
            table.remove(key);
        }
        return Ok(());
    }
    put(text, lang, Value::from(value))
}

fn flag(table: &mut dyn TableLike, key: &str, value: &str) -> Result<(), Why> {
    if value.is_empty() || value == "false" {
        table.remove(key);
        return Ok(());
    }
    put(table, key, Value::from(true))
}

fn number(table: &mut dyn TableLike, key: &str, value: &str) -> Result<(), Why> {
    if value.is_empty() {
        table.remove(key);
        return Ok(());
    }
    put(table, key, figure(value)?)
}

/// A number as people write it here, with comma or point before the decimals.
fn figure(text: &str) -> Result<Value, Why> {
    let text = text.replace(',', ".");
    if let Ok(whole) = text.parse::<i64>() {
        return Ok(Value::from(whole));
    }
    let number: f64 = text.parse().map_err(|_| Why::Number)?;
    if number.is_finite() { Ok(Value::from(number)) } else { Err(Why::Number) }
}

fn date(table: &mut dyn TableLike, key: &str, value: &str) -> Result<(), Why> {
    if value.is_empty() {
        table.remove(key);
        return Ok(());
    }
    let date: toml_edit::Datetime = value.parse().map_err(|_| Why::Date)?;
    if date.date.is_none() || date.time.is_some() {
        return Err(Why::Date);
    }
    put(table, key, Value::from(date))
}

/// Another way of counting as present; its value is written after it.
fn present_rule(item: &mut Table, rule: &str) -> Result<(), Why> {
    let Some(present) = item.get_mut("present").and_then(Item::as_table_like_mut) else { return Err(Why::Place) };
    if !PRESENT.contains(&rule) {
        return Err(Why::Place);
    }
    let old = PRESENT.iter().find(|known| present.get(known).is_some()).copied();
    if old == Some(rule) {
        return Ok(());
    }
    let value = old.and_then(|old| present.remove(old)).unwrap_or_else(|| Item::Value(Value::from(1)));
    present.insert(rule, value);
    Ok(())
}

fn present_value(item: &mut Table, value: &str) -> Result<(), Why> {
    let Some(present) = item.get_mut("present").and_then(Item::as_table_like_mut) else { return Err(Why::Place) };
    let rule = PRESENT.iter().find(|known| present.get(known).is_some()).copied().ok_or(Why::Place)?;
    match rule {
        "yes" => put(present, rule, Value::from(true)),
        "choices" => {
            let named = value.split(',').map(str::trim).filter(|choice| !choice.is_empty());
            let chosen: Array = named.map(|choice| figure(choice).unwrap_or_else(|_| Value::from(choice))).collect();
            put(present, rule, Value::Array(chosen))
        }
        _ => put(present, rule, figure(value)?),
    }
}
