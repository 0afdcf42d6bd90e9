//! Sums over villages, by district and by class, each with how many villages it is of.
//!
//! For: adding up what villages have said, keeping apart what is missing. City, districts and classes are added up
//! separately, so that a village that is nowhere, or twice, shows as a sum that does not hold (`joint.rs` refuses it).
//! Not for: what may be published. Next: `joint.rs`.

use crate::city::{Board, Standing};
use domain::region::RegionCode;
use instrument::{Answer, Instrument, Item, Kind, Scope};
use std::collections::BTreeMap;

/// What the villages of one part have said about one item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// The numbers added up.
    pub value: u64,
    /// Villages that gave a number above 0.
    pub number: u32,
    /// Villages that looked and found none: 0.
    pub zero: u32,
    /// Villages that declared nil, or said that there is none.
    pub nil: u32,
    /// Villages where the item does not apply.
    pub not_applicable: u32,
    /// Villages that gave no number: not answered, not known, or "some" without saying how many.
    pub without: u32,
}

impl Sum {
    /// How many villages the value is of; missing is not zero.
    #[must_use]
    pub fn of(&self) -> u32 {
        self.number + self.zero + self.nil
    }

    /// How many villages there are.
    #[must_use]
    pub fn villages(&self) -> u32 {
        self.of() + self.not_applicable + self.without
    }

    fn add(&mut self, answer: &Answer) {
        match answer {
            Answer::Number(number) if *number > 0.0 => {
                self.number += 1;
                self.value += number.round() as u64;
            }
            Answer::Number(_) => self.zero += 1,
            Answer::Present(false) => self.nil += 1,
            Answer::NotApplicable => self.not_applicable += 1,
            _ => self.without += 1,
        }
    }
}

/// A part of the city over which is summed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A district.
    District(RegionCode),
    /// Villages of a class (by its id), those that are `between` two, and those that are `silent`.
    Class(String),
    /// The whole city.
    City,
}

/// The sums of one item, in the order of [`parts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSums {
    /// The item's id.
    pub item: String,
    /// One sum a part.
    pub sums: Vec<Sum>,
}

/// The items that leave: counts that villages have given themselves. What the police provide never does.
pub fn items(rule: &Instrument) -> impl Iterator<Item = (usize, &Item)> {
    let own = |item: &Item| rule.sheets().get(item.sheet).is_some_and(|sheet| sheet.scope == Scope::Village);
    rule.items().iter().enumerate().filter(move |(_, item)| item.kind == Kind::Count && own(item))
}

/// Where a village stands, as the name of a part.
fn class(board: &Board, standing: Standing) -> String {
    match standing {
        Standing::Class(class) => board.round.rule.class(class).map(|class| class.id.clone()).unwrap_or_default(),
        Standing::Between(..) => "between".to_owned(),
        Standing::Silent => "silent".to_owned(),
    }
}

/// The parts of a board: districts by code, classes worst first, the city.
pub fn parts(board: &Board) -> Vec<Part> {
    let mut districts: Vec<RegionCode> = board.lines.iter().filter_map(|line| line.village.district()).collect();
    districts.sort_unstable();
    districts.dedup();
    let classes = board.round.rule.classes().iter().map(|class| class.id.clone());
    let classes = classes.chain(["between".to_owned(), "silent".to_owned()]);
    districts.into_iter().map(Part::District).chain(classes.map(Part::Class)).chain([Part::City]).collect()
}

/// Adds up what the villages of a board have said.
pub fn add_up(board: &Board, answers: &BTreeMap<RegionCode, Vec<Answer>>) -> Vec<ItemSums> {
    let parts = parts(board);
    let one = |(index, item): (usize, &Item)| {
        let said =
            |village: RegionCode| answers.get(&village).and_then(|own| own.get(index)).unwrap_or(&Answer::Missing);
        let sum = |part: &Part| {
            let mut sum = Sum::default();
            let own = board.lines.iter().filter(|line| match part {
                Part::District(district) => line.village.district() == Some(*district),
                Part::Class(id) => class(board, line.standing) == *id,
                Part::City => true,
            });
            own.for_each(|line| sum.add(said(line.village)));
            sum
        };
        ItemSums { item: item.id.clone(), sums: parts.iter().map(sum).collect() }
    };
    items(&board.round.rule).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_not_applicable_nil_and_zero_stay_apart() {
        let mut sum = Sum::default();
        for answer in [
            Answer::Number(4.0),
            Answer::Number(0.0),
            Answer::Present(false),
            Answer::Present(true),
            Answer::NotApplicable,
            Answer::DontKnow,
            Answer::Missing,
        ] {
            sum.add(&answer);
        }
        let expected = Sum { value: 4, number: 1, zero: 1, nil: 1, not_applicable: 1, without: 3 };
        assert_eq!((sum, sum.of(), sum.villages()), (expected, 3, 7));
    }
}
