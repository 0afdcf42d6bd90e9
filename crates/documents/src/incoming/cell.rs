//! From what a file holds in a cell to what a person would have typed there.
//!
//! For: numbers without a guessable separator, dates, formulas and errors as faults, codes that became numbers.
//! Not for: whether the answer is right (`Instrument::read`). Next: `table.rs`.

use super::{Cell, fault::CellFault};
use instrument::Kind;

/// The longest text taken from a cell, in characters.
const LONGEST: usize = 2_000;

/// What people write in the column of nil returns.
const NIL: [&str; 11] = ["nihil", "nil", "ya", "yes", "ada", "true", "x", "v", "✓", "✔", "1"];
/// What they write there when the row is not nil.
const NOT_NIL: [&str; 7] = ["", "tidak", "bukan", "no", "false", "0", "-"];

/// What kind of thing a cell held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Text,
    Number,
    Truth(bool),
    Date,
    Error,
    Formula,
}

/// A cell as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raw {
    pub text: String,
    pub what: What,
}

impl Raw {
    pub fn is_blank(&self) -> bool {
        matches!(self.what, What::Text | What::Number) && blank(&self.text)
    }

    /// The answer to an item of this kind.
    pub fn answer(self, kind: Kind) -> Cell {
        let (text, fault) = match self.what {
            What::Text | What::Number => (tidy(self.text), None),
            What::Truth(yes) if kind == Kind::YesNo => (if yes { "ada" } else { "tidak" }.to_owned(), None),
            What::Truth(_) => (self.text, Some(CellFault::Bool)),
            What::Date if kind == Kind::Date => (self.text, None),
            What::Date => (self.text, Some(CellFault::Date)),
            What::Error => (self.text, Some(CellFault::ErrorValue)),
            What::Formula => (tidy(self.text), Some(CellFault::Formula)),
        };
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => Cell { text: text[..end].to_owned(), fault: fault.or(Some(CellFault::TooLong)) },
            None => Cell { text, fault },
        }
    }

    /// A name, shortened to what a name can be.
    pub fn name(self) -> String {
        let text = tidy(self.text);
        match text.char_indices().nth(200) {
            Some((end, _)) => text[..end].to_owned(),
            None => text,
        }
    }

    /// A region code. Ten digits without points are what a spreadsheet makes of a village's code.
    pub fn code(self) -> String {
        let name = self.name();
        let code = name.strip_suffix(".0").or_else(|| name.strip_suffix(",0")).unwrap_or(&name);
        if code.len() == 10 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            return format!("{}.{}.{}.{}", &code[..2], &code[2..4], &code[4..6], &code[6..]);
        }
        name
    }

    /// Whether this says "nothing at all"; what says neither is a fault, because a nil return counts.
    pub fn nil(&self) -> Result<bool, CellFault> {
        let said = self.text.trim_matches(invisible).trim_end_matches('.').to_lowercase();
        match self.what {
            What::Truth(yes) => Ok(yes),
            What::Formula => Err(CellFault::Formula),
            _ if NIL.contains(&said.as_str()) => Ok(true),
            _ if NOT_NIL.contains(&said.as_str()) => Ok(false),
            _ => Err(CellFault::NotNil),
        }
    }
}

fn invisible(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}')
}

fn blank(text: &str) -> bool {
    text.chars().all(invisible)
}

/// As much of a text as is needed to see that it is too long.
pub(super) fn at_most(text: &str) -> &str {
    text.char_indices().nth(LONGEST + 1).map_or(text, |(end, _)| &text[..end])
}

/// Without the space around it; the same text where there is none.
fn tidy(text: String) -> String {
    let trimmed = text.trim_matches(invisible);
    if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
}

/// A number as typed: no ".0", a decimal comma (which `Instrument::read` never takes for thousands of a count), and
/// the fifteen digits that a spreadsheet shows.
pub(super) fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let shown: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if shown.abs() >= 1e21 { format!("{shown:e}") } else { shown.to_string().replace('.', ",") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Raw {
        Raw { text: text.into(), what: What::Text }
    }

    #[test]
    fn numbers_are_typed() {
        for (value, text) in [
            (12.0, "12"),
            (-0.0, "0"),
            (2.5, "2,5"),
            (0.1 + 0.2, "0,3"),
            (2.3 - f64::EPSILON, "2,3"),
            (9_971_011_001.0, "9971011001"),
            (1.143, "1,143"),
            (-3.0, "-3"),
            (1e300, "1e300"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn codes_get_their_points_back() {
        let code = |given: &str| text(given).code();
        assert_eq!(code("9971011001"), "99.71.01.1001");
        assert_eq!(code("9971011001.0"), "99.71.01.1001");
        assert_eq!(code(" 99.71.01.1001 "), "99.71.01.1001");
        assert_eq!(code("99,71"), "99,71");
    }

    #[test]
    fn a_fault_depends_on_what_is_asked() {
        let raw = |what| Raw { text: "2024-01-03".into(), what };
        assert_eq!(raw(What::Date).answer(Kind::Date).fault, None);
        assert_eq!(raw(What::Date).answer(Kind::Count).fault, Some(CellFault::Date));
        assert_eq!(raw(What::Truth(true)).answer(Kind::YesNo), Cell { text: "ada".into(), fault: None });
        assert_eq!(raw(What::Truth(true)).answer(Kind::Count).fault, Some(CellFault::Bool));
        let long = text(&"é".repeat(2_001)).answer(Kind::Text);
        assert_eq!((long.text.chars().count(), long.fault), (2_000, Some(CellFault::TooLong)));
    }
}
