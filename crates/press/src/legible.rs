//! What the fonts at hand can show: everything else of a text becomes a mark that something stood there, since a tagged PDF may
//! hold no character without a picture, and one emoji in one name must not keep a city from its report.

use serde_json::Value;

/// What stands for characters that no font shows.
const UNKNOWN: char = '\u{FFFD}';

/// The data with only such characters in its texts as `shows` says there are pictures of. What is no JSON stays as it is.
pub fn legible(data: &[u8], shows: &impl Fn(char) -> bool) -> Vec<u8> {
    let Ok(mut all) = serde_json::from_slice::<Value>(data) else { return data.to_vec() };
    every(&mut all, shows);
    serde_json::to_vec(&all).unwrap_or_else(|_| data.to_vec())
}

fn every(value: &mut Value, shows: &impl Fn(char) -> bool) {
    match value {
        Value::String(said) => *said = text(said, shows),
        Value::Array(all) => all.iter_mut().for_each(|one| every(one, shows)),
        Value::Object(all) => all.values_mut().for_each(|one| every(one, shows)),
        _ => {}
    }
}

fn text(said: &str, shows: &impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(said.len());
    for one in said.chars() {
        match one {
            '\n' | '\t' => shown.push(one),
            _ if one.is_control() || only_joins(one) => {}
            // Bullets as word processors write them, in a font of symbols.
            '\u{F0A7}' | '\u{F0B7}' | '\u{F0D8}' | '\u{F076}' | '\u{F0FC}' => shown.push('•'),
            _ if shows(one) => shown.push(one),
            _ if shown.ends_with(UNKNOWN) => {}
            _ => shown.push(UNKNOWN),
        }
    }
    shown
}

/// Characters that have no picture of their own: joiners, marks of direction, choices between pictures.
const fn only_joins(one: char) -> bool {
    matches!(one, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || one >= '\u{E0000}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_picture_becomes_a_mark_and_the_rest_stays() {
        let ascii = |one: char| one.is_ascii() || one == 'é' || one == UNKNOWN;
        let said = |text: &str| {
            let data = serde_json::json!({ "a": [text], "n": 1 });
            let shown: Value = serde_json::from_slice(&legible(data.to_string().as_bytes(), &ascii)).unwrap();
            shown["a"][0].as_str().unwrap().to_owned()
        };
        assert_eq!(said("Kafé 12\nbaris"), "Kafé 12\nbaris");
        assert_eq!(said("\u{F0B7} Tes urine ✅\u{FE0F}🙏 selesai\u{0007}"), "• Tes urine \u{FFFD} selesai");
        assert_eq!(legible(b"no json", &ascii), b"no json");
    }
}
