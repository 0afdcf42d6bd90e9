//! What may be done where an indicator was found: proposals as data, with what prevention science says of each.

use super::{both, catalogue::CatalogueError};
use instrument::Text;
use serde::Deserialize;

/// How well something is known to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Known to work.
    Strong,
    /// There is evidence.
    Some,
    /// Little studied.
    Unknown,
    /// The evidence is against it, or weak.
    Weak,
}

impl Strength {
    /// The name in message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Some => "some",
            Self::Unknown => "unknown",
            Self::Weak => "weak",
        }
    }
}

/// Something that may be done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// Its name in records.
    pub id: String,
    /// The items that propose it, written `instrument/item`.
    pub indicators: Vec<String>,
    /// How well it is known to work.
    pub strength: Strength,
    /// The kinds of activity that carry it out.
    pub activities: Vec<String>,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
    /// Why it may help.
    #[serde(deserialize_with = "both::text")]
    pub why: Text,
    /// Who takes part.
    #[serde(deserialize_with = "both::text")]
    pub who: Text,
    /// What is done.
    #[serde(deserialize_with = "both::text")]
    pub what: Text,
    /// For how long.
    #[serde(deserialize_with = "both::text")]
    pub how_long: Text,
    /// What prevention science says of it.
    #[serde(deserialize_with = "both::text")]
    pub science: Text,
    /// What to measure.
    #[serde(deserialize_with = "both::text")]
    pub measure: Text,
}

/// The proposals.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interventions {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while what it says of science has not been checked against the source.
    pub provisional: bool,
    /// Where what it says of science comes from.
    #[serde(deserialize_with = "both::text")]
    pub source: Text,
    /// The proposals.
    pub interventions: Vec<Intervention>,
}

impl Interventions {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice, a proposal that no indicator makes.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        super::catalogue::unlike(list.interventions.iter().map(|one| one.id.as_str()))?;
        let lost = list.interventions.iter().find(|one| one.indicators.is_empty());
        lost.map_or(Ok(()), |one| Err(CatalogueError::Id(one.id.clone())))?;
        Ok(list)
    }

    /// A proposal.
    #[must_use]
    pub fn one(&self, id: &str) -> Option<&Intervention> {
        self.interventions.iter().find(|one| one.id == id)
    }

    /// The proposals that these items of an instrument make, with the items that make each: those that answer most items
    /// first, then the better known to work.
    #[must_use]
    pub fn proposed<'a>(&'a self, instrument: &str, present: &[&'a str]) -> Vec<(&'a Intervention, Vec<&'a str>)> {
        let by = |one: &'a Intervention| {
            let named = |item: &&&str| one.indicators.iter().any(|name| *name == format!("{instrument}/{item}"));
            let items: Vec<&str> = present.iter().filter(named).copied().collect();
            (!items.is_empty()).then_some((one, items))
        };
        let mut proposed: Vec<_> = self.interventions.iter().filter_map(by).collect();
        proposed.sort_by_key(|(one, items)| (std::cmp::Reverse(items.len()), one.strength));
        proposed
    }
}
