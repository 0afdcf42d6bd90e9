//! A text of `words` that is filled in for every village of the country.
//!
//! Fluent looks a text up and fills it in about two microseconds; four sentences for 83,762 villages would cost most of a
//! second. So it is asked once, with marks for the values, and the text is cut at the marks.
//! Not for: texts whose wording depends on a number. Next: `because.rs`.

use words::Words;

/// A text cut at its values.
#[derive(Debug)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Value(usize),
}

/// Marks come from the private use area, which no text of ours contains.
const MARKS: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{e00f}';

impl Template {
    /// The text with these values, at most 16, known by position from here on.
    pub fn new(w: Words, key: &str, names: &[&'static str]) -> Self {
        let marks = || names.iter().zip(MARKS);
        let values: Vec<_> = marks().map(|(name, mark)| (*name, mark.to_string().into())).collect();
        let mut pieces = Vec::new();
        let mut plain = String::new();
        for letter in w.with(key, &values).chars() {
            match marks().position(|(_, mark)| mark == letter) {
                Some(value) => {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    pieces.push(Piece::Value(value));
                }
                None => plain.push(letter),
            }
        }
        pieces.push(Piece::Text(plain));
        Self { pieces }
    }

    /// Appends the text; `fill` appends the value at a position of the names.
    pub fn write(&self, out: &mut String, mut fill: impl FnMut(&mut String, usize)) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(value) => fill(out, *value),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_filled_as_words_would() {
        for lang in [words::Lang::Id, words::Lang::En] {
            let w = words::words(lang);
            let names = ["group", "n", "of", "items"];
            let values = ["pokok", "5", "8", "P1 P2"];
            let mut filled = String::new();
            Template::new(w, "command-score-present", &names).write(&mut filled, |out, at| out.push_str(values[at]));
            let pairs: Vec<_> = names.iter().zip(values).map(|(name, value)| (*name, value.into())).collect();
            assert_eq!(filled, w.with("command-score-present", &pairs));
        }
    }
}
