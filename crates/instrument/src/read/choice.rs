//! Choices and scales: by value, by label in either language, or by position (`#1`).
//!
//! For: finding the choice meant. Not for: guessing at near misses. Next: `mod.rs`.

use super::quote;
use crate::answer_error::AnswerError;
use crate::{Answer, Item};

/// The choice that `raw` names exactly, if any.
pub(super) fn find(item: &Item, raw: &str) -> Option<Answer> {
    if item.choices.is_empty() || raw.is_empty() {
        return None;
    }
    let folded = raw.to_lowercase();
    let named = |text: &str| text.to_lowercase() == folded;
    let by_value = || item.choices.iter().position(|c| named(&c.value));
    let by_label = || {
        let labels = |c: &crate::Choice| named(&c.label.id) || named(&c.label.en);
        item.choices.iter().position(labels)
    };
    let by_position = || {
        let position = raw.strip_prefix('#')?.parse::<usize>().ok()?;
        (1..=item.choices.len()).contains(&position).then(|| position - 1)
    };
    // "4.0" and "4,0" are what a spreadsheet makes of 4.
    let by_number = || {
        let number: f64 = raw.replace(',', ".").parse().ok()?;
        item.choices.iter().position(|c| c.number == Some(number))
    };
    let index = by_value().or_else(by_label).or_else(by_position).or_else(by_number)?;
    u16::try_from(index).ok().map(Answer::Choice)
}

/// The choice, or the list of what there is.
pub(super) fn read(item: &Item, raw: &str) -> (Answer, Option<AnswerError>) {
    if let Some(found) = find(item, raw) {
        return (found, None);
    }
    let values: Vec<&str> = item.choices.iter().map(|c| c.value.as_str()).collect();
    let error = AnswerError::UnknownChoice { raw: quote(raw), choices: values.join(", ") };
    (Answer::Missing, Some(error))
}
