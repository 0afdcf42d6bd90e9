//! Is an item present in this village?
//!
//! For: one answer against one presence rule. Not for: what follows from it (`grid.rs`, `values.rs`).
//! Next: `values.rs`.

use super::interval::snap;
use crate::{Answer, Cutoffs, Denominators, Item, PresenceRule};

/// The state of one item in one village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Found here.
    Present,
    /// Looked for and not found (or answered, where the item has no presence rule).
    Absent,
    /// Does not apply here; counts as not present.
    NotApplicable,
    /// Not known, and why.
    Unknown(Why),
}

/// Why a state is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// No answer yet.
    NotAnswered,
    /// Answered: we do not know.
    DontKnow,
    /// The number of residents or households is not known.
    NoDenominator,
    /// The quantile of the city is not known.
    NoCutoff,
}

/// The threshold of an item as it stands in one village.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bar<'a> {
    /// Present from this value on.
    At(f64),
    /// Present from this value on, if it is above zero.
    Above0At(f64),
    Yes,
    Choices(&'a [u16]),
    /// A value above zero cannot be judged.
    Unknown(Why),
    /// The item has no presence rule.
    None,
}

pub(super) fn bar<'a>(item: &'a Item, index: usize, per: &Denominators, cutoffs: &Cutoffs) -> Bar<'a> {
    let per_1000 = |rate: f64, of: Option<f64>| match of {
        Some(of) if of > 0.0 && of.is_finite() => Bar::Above0At(snap(rate * of / 1000.0)),
        _ => Bar::Unknown(Why::NoDenominator),
    };
    match item.present.as_ref().map(|present| &present.rule) {
        None => Bar::None,
        Some(PresenceRule::AtLeast(threshold)) => Bar::At(*threshold),
        Some(PresenceRule::Yes) => Bar::Yes,
        Some(PresenceRule::Choices(choices)) => Bar::Choices(choices),
        Some(PresenceRule::Per1000Residents(rate)) => per_1000(*rate, per.residents),
        Some(PresenceRule::Per1000Households(rate)) => per_1000(*rate, per.households),
        Some(PresenceRule::TopShare(_)) => match cutoffs.get(index) {
            Some(cutoff) => Bar::Above0At(snap(cutoff)),
            None => Bar::Unknown(Why::NoCutoff),
        },
    }
}

pub(super) fn state<'a>(item: &Item, answer: &Answer, bar: impl FnOnce() -> Bar<'a>) -> State {
    let judged = |present: bool| {
        if present { State::Present } else { State::Absent }
    };
    match answer {
        Answer::Missing => State::Unknown(Why::NotAnswered),
        Answer::DontKnow => State::Unknown(Why::DontKnow),
        Answer::NotApplicable => State::NotApplicable,
        Answer::Present(stated) => judged(*stated),
        Answer::Number(value) if !value.is_finite() => State::Unknown(Why::NotAnswered),
        Answer::Number(value) => match bar() {
            Bar::At(threshold) => judged(*value >= threshold),
            Bar::Above0At(threshold) => judged(*value > 0.0 && *value >= threshold),
            Bar::Yes => judged(*value >= 1.0),
            Bar::Choices(choices) => judged(choices.iter().any(|c| {
                let choice = item.choices.get(usize::from(*c));
                choice.is_some_and(|choice| choice.number == Some(*value))
            })),
            Bar::Unknown(_) if *value <= 0.0 => State::Absent,
            Bar::Unknown(why) => State::Unknown(why),
            Bar::None => State::Absent,
        },
        Answer::Choice(index) => match (item.choices.get(usize::from(*index)), bar()) {
            (None, _) => State::Unknown(Why::NotAnswered),
            (Some(_), Bar::Choices(choices)) => judged(choices.contains(index)),
            (Some(choice), Bar::At(threshold)) => judged(choice.number.is_some_and(|number| number >= threshold)),
            (Some(_), _) => State::Absent,
        },
        Answer::Text(_) | Answer::Date(_) if item.present.is_none() => State::Absent,
        Answer::Text(_) | Answer::Date(_) => State::Unknown(Why::NotAnswered),
    }
}
