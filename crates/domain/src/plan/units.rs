//! Units of targets and of what was reached: which spellings mean the same, and what a unit counts.

use crate::programme::catalogue::{CatalogueError, unlike};
use serde::Deserialize;

/// What a unit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// People.
    People,
    /// How many activities there were.
    Events,
    /// Hundredths, of which no sum says anything.
    Percent,
    /// Anything else: schools, banners, decrees.
    Things,
}

/// A unit that is known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitName {
    /// How it is kept.
    pub name: String,
    /// What it counts.
    pub kind: UnitKind,
    /// How else it is written, in small letters.
    pub also: Vec<String>,
}

/// The units that are known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// The units.
    pub units: Vec<UnitName>,
}

impl Units {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, a spelling that means two units.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.units.iter().flat_map(|unit| [&unit.name].into_iter().chain(&unit.also)).map(String::as_str))?;
        Ok(list)
    }

    fn known(&self, typed: &str) -> Option<&UnitName> {
        let plain = typed.trim().to_lowercase();
        self.units.iter().find(|unit| unit.name == plain || unit.also.contains(&plain))
    }

    /// How a unit is kept; one that is not known as it was typed.
    ///
    /// ```
    /// use domain::plan::{UnitKind, Units};
    /// let units = Units::parse(include_str!("../../../../rules/plans/units.toml"))?;
    /// assert_eq!(units.kept_as(" ORG "), "orang");
    /// assert_eq!(units.kept_as("persen"), "%");
    /// assert_eq!(units.kept_as("Perda"), "Perda");
    /// assert_eq!(units.kind("Kali"), UnitKind::Events);
    /// # Ok::<(), domain::programme::catalogue::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn kept_as<'a>(&'a self, typed: &'a str) -> &'a str {
        self.known(typed).map_or(typed.trim(), |unit| &unit.name)
    }

    /// What a unit counts.
    #[must_use]
    pub fn kind(&self, unit: &str) -> UnitKind {
        self.known(unit).map_or(UnitKind::Things, |unit| unit.kind)
    }
}
