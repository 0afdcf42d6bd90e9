//! Numbers as they are written in Indonesia, in English spreadsheets and by programs.
//!
//! For: telling thousands from decimals. Not for: numbers that could mean two things; those are refused, because an
//! error of a factor of 1,000 is worse than a question. Next: `mod.rs`.

use super::quote;
use crate::answer_error::AnswerError;
use crate::item::LARGEST;
use crate::{Answer, Item, Kind};

type Read = (Answer, Option<AnswerError>);

/// Longer than any number a person writes.
const LONGEST: usize = 64;

pub(super) fn read(item: &Item, raw: &str) -> Read {
    let fail = |error| (Answer::Missing, Some(error));
    let quoted = quote(raw);
    let body = raw.strip_prefix('\'').unwrap_or(raw).trim_start();
    let (negative, body) = match body.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, body.strip_prefix('+').unwrap_or(body)),
    };
    let word = body.to_ascii_lowercase();
    if ["inf", "infinity", "nan", "∞"].contains(&word.as_str()) {
        return fail(AnswerError::NotFinite { raw: quoted });
    }
    if looks_like_date(raw) {
        return fail(AnswerError::LooksLikeDate { raw: quoted });
    }
    if raw.len() > LONGEST {
        return fail(AnswerError::NotANumber { raw: quoted });
    }
    let whole = item.kind != Kind::Number;
    let digits = match normalise(body, whole) {
        Written::Clear(digits) => digits,
        Written::Ambiguous(either, or) => {
            return fail(AnswerError::Ambiguous { raw: quoted, either, or });
        }
        Written::NotANumber => return fail(AnswerError::NotANumber { raw: quoted }),
    };
    match digits.parse::<f64>() {
        Ok(value) => judge(item, if negative { -value } else { value }, raw),
        Err(_) => fail(AnswerError::NotANumber { raw: quoted }),
    }
}

/// A whole number from 0, as people write it (`1.143`, `1 143`) or a program does (`1143`); `None` where it is none, or
/// could be two.
///
/// ```
/// assert_eq!(instrument::whole_number("1.143"), Some(1143));
/// assert_eq!(instrument::whole_number("1,5"), None);
/// ```
#[must_use]
pub fn whole_number(text: &str) -> Option<u64> {
    match normalise(text.trim(), true) {
        Written::Clear(digits) => digits.parse().ok(),
        Written::Ambiguous(..) | Written::NotANumber => None,
    }
}

/// Holds a number against what the item accepts.
pub(super) fn judge(item: &Item, value: f64, raw: &str) -> Read {
    let fail = |error| (Answer::Missing, Some(error));
    let raw = quote(raw);
    let value = if value == 0.0 { 0.0 } else { value }; // no −0
    if !value.is_finite() {
        return fail(AnswerError::NotFinite { raw });
    }
    if value.abs() > LARGEST {
        return fail(AnswerError::TooLarge { raw });
    }
    if value < 0.0 && item.min.is_none_or(|min| min >= 0.0) {
        return fail(AnswerError::Negative { raw });
    }
    if item.kind != Kind::Number && value.fract() != 0.0 {
        return fail(AnswerError::Fraction { raw });
    }
    let (min, max) = match item.kind {
        Kind::YesNo => (0.0, LARGEST), // "3" for a yes/no item is a yes with a number
        _ => item.bounds().unwrap_or((-LARGEST, LARGEST)),
    };
    let outside = !(min..=max).contains(&value);
    let error = outside.then_some(AnswerError::OutOfRange { raw, min, max });
    (Answer::Number(value), error)
}

enum Written {
    /// Digits with an optional decimal point, as Rust reads it.
    Clear(String),
    Ambiguous(String, String),
    NotANumber,
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `1.143.000` → `1143000`, if the groups are really groups of three.
fn ungroup(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let head = digits(first) && first.len() <= 3 && !(first.starts_with('0'));
    let rest = groups.all(|group| group.len() == 3 && digits(group));
    (head && rest).then(|| text.replace(separator, ""))
}

fn normalise(body: &str, whole: bool) -> Written {
    use Written::{Ambiguous, Clear, NotANumber};
    let spaced = body.replace(['\u{a0}', '\u{202f}'], " ");
    let body = if spaced.contains(' ') {
        let (head, tail) = spaced.split_at(spaced.find([',', '.']).unwrap_or(spaced.len()));
        match ungroup(head, ' ') {
            Some(head) => head + tail,
            None => return NotANumber,
        }
    } else {
        spaced
    };
    let clear = |text: Option<String>| text.map_or(NotANumber, Clear);
    let decimal = |head: &str, tail: &str| (digits(head) && digits(tail)).then(|| format!("{head}.{tail}"));
    let (points, commas) = (body.matches('.').count(), body.matches(',').count());
    match (points, commas) {
        (0, 0) => clear(digits(&body).then_some(body)),
        (0, 1) | (1, 0) => {
            let separator = if points == 1 { '.' } else { ',' };
            let Some((head, tail)) = body.split_once(separator) else {
                return NotANumber;
            };
            match (ungroup(&body, separator), decimal(head, tail)) {
                // "1.143": thousands in Indonesian, a fraction to a program.
                (Some(grouped), Some(_)) if separator == '.' && whole => Clear(grouped),
                (Some(grouped), Some(point)) if separator == '.' => Ambiguous(grouped, point.replace('.', ",")),
                // "1,143" cannot be a count except in English thousands.
                (Some(grouped), Some(_)) if whole => Ambiguous(grouped, format!("{head},{tail}")),
                (_, fraction) => clear(fraction),
            }
        }
        (_, 0) => clear(ungroup(&body, '.')),
        (0, _) => clear(ungroup(&body, ',')),
        // Both kinds: the last one is the decimal mark, the other groups thousands.
        _ => {
            let (mark, group) = match (body.rfind(','), body.rfind('.')) {
                (Some(comma), Some(point)) if comma > point => (',', '.'),
                _ => ('.', ','),
            };
            let (head, tail) = body.rsplit_once(mark).unwrap_or((&body, ""));
            clear(ungroup(head, group).and_then(|head| decimal(&head, tail)))
        }
    }
}

/// `3 Jan`, `Jan-24`, `2024-01-03`, `1/2`: what a spreadsheet makes of a number or a range.
fn looks_like_date(raw: &str) -> bool {
    const MONTHS: [&str; 36] = [
        "jan",
        "januari",
        "january",
        "feb",
        "februari",
        "february",
        "mar",
        "maret",
        "march",
        "apr",
        "april",
        "mei",
        "may",
        "jun",
        "juni",
        "june",
        "jul",
        "juli",
        "july",
        "agu",
        "ags",
        "agt",
        "agustus",
        "aug",
        "august",
        "sep",
        "sept",
        "september",
        "okt",
        "oktober",
        "oct",
        "october",
        "nov",
        "november",
        "des",
        "desember",
    ];
    if raw.len() > LONGEST || !raw.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let folded = raw.to_lowercase();
    let mut words = folded.split(|c: char| !c.is_alphabetic());
    if words.any(|word| MONTHS.contains(&word) || word == "dec" || word == "december") {
        return true;
    }
    // Digits joined by - or /, with an optional time behind.
    let day = folded.split([' ', 't']).next().unwrap_or("");
    let inner = day.trim_start_matches('-');
    inner.contains(['-', '/']) && inner.split(['-', '/']).all(digits)
}
