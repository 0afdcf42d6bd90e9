//! Reads what a person typed, or what a cell of a file holds, into an [`Answer`].
//!
//! For: parse, don't validate. Not for: deciding what the answer means (that is `score/`).
//! Next: `number.rs` for Indonesian and spreadsheet numbers, `choice.rs` for choices.

mod choice;
mod number;

pub use number::whole_number;

use crate::answer_error::AnswerError;
use crate::{Answer, Date, Instrument, Item, Kind};

/// The longest free text, in characters.
const LONGEST: usize = 2000;

/// Shortens what is quoted back, so that a pasted page does not fill the screen.
fn quote(raw: &str) -> String {
    let mut short: String = raw.chars().take(40).collect();
    if raw.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

/// Spreadsheet error values; they are never an answer, not even a free text.
fn is_spreadsheet_error(raw: &str) -> bool {
    const KNOWN: [&str; 11] = [
        "#REF!",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
    ];
    KNOWN.iter().any(|known| raw.eq_ignore_ascii_case(known)) || (raw.len() >= 3 && raw.bytes().all(|b| b == b'#'))
}

/// Words that every item understands.
fn common(raw: &str, kind: Kind) -> Option<Answer> {
    // Free text keeps its own "yes" and "n/a"; only the documented marks have a meaning there.
    let free = kind == Kind::Text;
    let folded = raw.to_lowercase();
    match folded.as_str() {
        "" => Some(Answer::Missing),
        "-" | "–" | "—" => Some(Answer::NotApplicable),
        "?" | "tidak tahu" => Some(Answer::DontKnow),
        "ada" => Some(Answer::Present(true)),
        "tidak" | "tidak ada" => Some(Answer::Present(false)),
        "tidak berlaku" | "n/a" | "na" if !free => Some(Answer::NotApplicable),
        "tidak diketahui" | "belum tahu" | "unknown" | "don't know" if !free => Some(Answer::DontKnow),
        "ya" | "yes" | "true" if !free => Some(Answer::Present(true)),
        "no" | "false" if !free => Some(Answer::Present(false)),
        _ => None,
    }
}

impl Instrument {
    /// Reads one answer.
    ///
    /// Empty is missing, `-` not applicable, `?` not known; `ada` and `tidak` are understood for every item.
    /// Counts take Indonesian thousands (`1.143`), numbers a decimal comma or point (`2,5`, `2.5`, `1.143,5`),
    /// choices a value or label, dates `2024-08-17` or `17/08/2024`.
    ///
    /// # Errors
    /// [`AnswerError`] says what to do. What could be read in two ways is refused rather than guessed.
    ///
    /// ```
    /// # use instrument::{Answer, Instrument, EXAMPLE};
    /// # let rule = Instrument::parse(EXAMPLE).map_err(|f| f[0].to_string())?;
    /// assert_eq!(rule.read(0, " 1.143 "), Ok(Answer::Number(1143.0)));
    /// assert_eq!(rule.read(0, "tidak ada"), Ok(Answer::Present(false)));
    /// assert_eq!(rule.read(0, "3 Jan").map_err(|e| e.code()), Err("looks-like-date"));
    /// # Ok::<(), String>(())
    /// ```
    pub fn read(&self, item: usize, raw: &str) -> Result<Answer, AnswerError> {
        match self.read_reported(item, raw) {
            (_, Some(error)) => Err(error),
            (answer, None) => Ok(answer),
        }
    }

    /// Reads leniently, for files that are scored as they are: a number outside the declared range (but not
    /// negative, unless the item takes negative numbers) is returned *with* the error; anything else wrong is
    /// missing, with the error.
    #[must_use]
    pub fn read_reported(&self, item: usize, raw: &str) -> (Answer, Option<AnswerError>) {
        let Some(item) = self.items.get(item) else {
            return (Answer::Missing, Some(AnswerError::UnknownItem));
        };
        let raw = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        read_cell(item, raw)
    }

    /// Reads a cell that already holds a number (XLSX, JSON), so that no separator has to be guessed.
    ///
    /// # Errors
    /// As [`Instrument::read`].
    pub fn read_number(&self, item: usize, value: f64) -> Result<Answer, AnswerError> {
        let item = self.items.get(item).ok_or(AnswerError::UnknownItem)?;
        let raw = crate::answer::plain(value);
        let (answer, error) = match item.kind {
            Kind::Count | Kind::Number | Kind::YesNo => number::judge(item, value, &raw),
            Kind::Choice | Kind::Scale => choice::read(item, &raw),
            Kind::Text => (Answer::Text(raw), None),
            Kind::Date => (Answer::Missing, Some(AnswerError::NotADate { raw: quote(&raw) })),
        };
        error.map_or(Ok(answer), Err)
    }
}

fn read_cell(item: &Item, raw: &str) -> (Answer, Option<AnswerError>) {
    let missing = |error| (Answer::Missing, Some(error));
    if is_spreadsheet_error(raw) {
        return missing(AnswerError::SpreadsheetError { raw: quote(raw) });
    }
    if let Some(found) = choice::find(item, raw) {
        return (found, None);
    }
    if let Some(answer) = common(raw, item.kind) {
        return (answer, None);
    }
    match item.kind {
        Kind::Count | Kind::Number | Kind::YesNo => number::read(item, raw),
        Kind::Choice | Kind::Scale => choice::read(item, raw),
        Kind::Text => match raw.chars().count() {
            length if length > LONGEST => missing(AnswerError::TooLong { length }),
            _ => (Answer::Text(raw.to_owned()), None),
        },
        Kind::Date => match Date::parse(raw) {
            Some(date) => (Answer::Date(date), None),
            None => missing(AnswerError::NotADate { raw: quote(raw) }),
        },
    }
}
