//! The list of actions that agencies plan by, and the terms in which they report: a data file, for as long as its legal basis
//! holds.

use super::folded;
use crate::programme::{
    both,
    catalogue::{CatalogueError, unlike},
};
use instrument::Text;
use jiff::{Span, civil::Date};
use serde::Deserialize;
use std::collections::HashSet;

/// The most terms of a year.
pub const MOST_TERMS: usize = 4;

/// A term of a year, after which agencies report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its name in records.
    pub id: String,
    /// Its first month, 1 to 12.
    pub first_month: i8,
    /// And its last.
    pub last_month: i8,
    /// From so many days before its last day on the report can be handed in.
    pub opens_before: i32,
    /// So many days after its last day the report is due.
    pub due_after: i32,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

impl Term {
    /// Its first day in a year.
    #[must_use]
    pub fn first_day(&self, year: i16) -> Date {
        Date::new(year, self.first_month, 1).unwrap_or(Date::MIN)
    }

    /// Its last day in a year.
    #[must_use]
    pub fn last_day(&self, year: i16) -> Date {
        Date::new(year, self.last_month, 1).map_or(Date::MAX, Date::last_of_month)
    }

    /// The day from which on the report can be handed in; never before the term begins.
    #[must_use]
    pub fn opens_on(&self, year: i16) -> Date {
        let opens = self.last_day(year).checked_sub(Span::new().days(self.opens_before)).unwrap_or(Date::MIN);
        opens.max(self.first_day(year))
    }

    /// The day by which the report is due.
    #[must_use]
    pub fn due_on(&self, year: i16) -> Date {
        self.last_day(year).checked_add(Span::new().days(self.due_after)).unwrap_or(Date::MAX)
    }
}

/// Something that agencies are to do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanAction {
    /// Its name in records.
    pub id: String,
    /// Its number in the document.
    pub number: String,
    /// Whether its words are recalled from an earlier list, not taken from the document.
    #[serde(default)]
    pub recalled: bool,
    /// What it is.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
    /// What is counted.
    #[serde(deserialize_with = "both::text")]
    pub measure: Text,
    /// In which unit.
    #[serde(deserialize_with = "both::text")]
    pub unit: Text,
}

/// A list of actions with its terms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionList {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while the official words and dates are not known.
    pub provisional: bool,
    /// The first year that its legal basis covers.
    pub from: i16,
    /// And the last.
    pub to: i16,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
    /// Its legal basis.
    #[serde(deserialize_with = "both::text")]
    pub basis: Text,
    /// The terms, in their order.
    pub terms: Vec<Term>,
    /// The actions, in their order.
    pub actions: Vec<PlanAction>,
}

impl ActionList {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice, terms that overlap or run backwards, years that do, no term
    /// or more than [`MOST_TERMS`].
    ///
    /// ```
    /// use domain::plan::ActionList;
    /// use jiff::civil::date;
    /// let list = ActionList::parse(include_str!("../../../../rules/plans/ran-p4gn-2020.toml"))?;
    /// assert_eq!(list.terms[0].opens_on(2026), date(2026, 5, 31));
    /// assert_eq!(list.terms[0].due_on(2026), date(2026, 7, 10));
    /// assert!(list.covers(2024) && !list.covers(2025));
    /// # Ok::<(), domain::programme::catalogue::CatalogueError>(())
    /// ```
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.actions.iter().map(|action| action.id.as_str()))?;
        unlike(list.terms.iter().map(|term| term.id.as_str()))?;
        let wrong = |what: &str| Err(CatalogueError::Id(what.to_owned()));
        if list.from > list.to {
            return wrong("to");
        }
        let backwards = |term: &&Term| {
            !(1..=12).contains(&term.first_month)
                || !(term.first_month..=12).contains(&term.last_month)
                || !(0..=180).contains(&term.due_after)
                || !(0..=366).contains(&term.opens_before)
        };
        if let Some(term) = list.terms.iter().find(backwards) {
            return wrong(&term.id);
        }
        if let Some(pair) = list.terms.windows(2).find(|pair| pair[1].first_month <= pair[0].last_month) {
            return wrong(&pair[1].id);
        }
        let some = !list.actions.is_empty() && (1..=MOST_TERMS).contains(&list.terms.len());
        if some { Ok(list) } else { wrong("actions") }
    }

    /// An action.
    #[must_use]
    pub fn action(&self, id: &str) -> Option<&PlanAction> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// The action that a plan means with its number or with words of its own: the one whose title shares most words with
    /// them, at least two of five; nothing where two share as many.
    ///
    /// ```
    /// use domain::plan::ActionList;
    /// let list = ActionList::parse(include_str!("../../../../rules/plans/ran-p4gn-2020.toml"))?;
    /// let like = |words| list.like(words).map(|action| action.id.as_str());
    /// assert_eq!(like("I. Sosialisasi pencegahan narkotika"), Some("g1"));
    /// assert_eq!(like("Tes urine bagi pegawai (deteksi dini)"), Some("g3"));
    /// assert_eq!(like("Aksi 3."), Some("g3"));
    /// assert_eq!(like("Rapat koordinasi"), None);
    /// # Ok::<(), domain::programme::catalogue::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn like(&self, words: &str) -> Option<&PlanAction> {
        let stems = |text: &str| -> HashSet<String> {
            let folded = folded(text);
            let long = folded.split(' ').filter(|word| word.chars().count() >= 4);
            long.map(|word| word.chars().take(6).collect()).collect()
        };
        let plain = folded(words);
        let number = plain.strip_prefix("aksi ").unwrap_or(&plain);
        if let Some(numbered) = self.actions.iter().find(|action| folded(&action.number) == number) {
            return Some(numbered);
        }
        let said = stems(words);
        let shared = |action: &PlanAction| {
            let title = stems(&action.title.id);
            let n = title.intersection(&said).count();
            // Of the shorter of the two, in hundredths.
            (n * 100 / title.len().min(said.len()).max(1), n)
        };
        let mut best: Vec<((usize, usize), &PlanAction)> =
            self.actions.iter().map(|action| (shared(action), action)).collect();
        best.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let (first, second) = (best.first()?, best.get(1));
        let clear = first.0.0 >= 40 && second.is_none_or(|second| second.0 < first.0);
        clear.then_some(first.1)
    }

    /// A term.
    #[must_use]
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// Whether its legal basis covers a year.
    #[must_use]
    pub fn covers(&self, year: i16) -> bool {
        (self.from..=self.to).contains(&year)
    }
}
