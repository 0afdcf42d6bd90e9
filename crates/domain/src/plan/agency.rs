//! Kinds of agency, and which of several things that follow each other holds on a day: a name, a liaison.

use crate::programme::{
    both,
    catalogue::{CatalogueError, unlike},
};
use instrument::Text;
use jiff::civil::Date;
use serde::Deserialize;

/// A kind of agency.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyKind {
    /// Its name in records.
    pub id: String,
    /// Whether one of this kind owes reports of its own, unless its record says otherwise.
    #[serde(default)]
    pub reports: bool,
    /// Whether it stands under another agency.
    #[serde(default)]
    pub unit: bool,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// The kinds of agency.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyKinds {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while no official list is known.
    pub provisional: bool,
    /// How many levels units may have, the agency itself among them.
    pub deepest: usize,
    /// The kinds.
    pub kinds: Vec<AgencyKind>,
}

impl AgencyKinds {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice, no level or more than nine.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.kinds.iter().map(|kind| kind.id.as_str()))?;
        if (1..=9).contains(&list.deepest) { Ok(list) } else { Err(CatalogueError::Id("deepest".to_owned())) }
    }

    /// A kind.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&AgencyKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }
}

/// Something that holds from a day on, until another of its kind or for good.
pub trait Held {
    /// The first day; `None` where it cannot be read.
    fn since(&self) -> Option<Date>;
}

/// Which holds on a day: the last that had begun; before all of them, the first.
///
/// ```
/// use domain::plan::{Held, held_on};
/// use jiff::civil::{Date, date};
/// struct Name(&'static str, Date);
/// impl Held for Name {
///     fn since(&self) -> Option<Date> {
///         Some(self.1)
///     }
/// }
/// let names = [Name("DPPKB", date(2017, 1, 3)), Name("DP2KB", date(2026, 7, 1))];
/// let on = |day| held_on(&names, day).map(|name| name.0);
/// assert_eq!(on(date(2026, 6, 30)), Some("DPPKB"));
/// assert_eq!(on(date(2026, 7, 1)), Some("DP2KB"));
/// assert_eq!(on(date(2001, 1, 1)), Some("DPPKB"));
/// ```
pub fn held_on<H: Held>(all: &[H], day: Date) -> Option<&H> {
    let begun = all.iter().filter(|one| one.since().is_some_and(|since| since <= day));
    begun.max_by_key(|one| one.since()).or_else(|| all.iter().min_by_key(|one| one.since()))
}
