//! The lists that people choose from when they log what was done: kinds of activity, programmes, budget documents,
//! sources of money.

use super::both;
use instrument::Text;
use serde::Deserialize;

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name in records.
    pub id: String,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// What of an activity is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Who took part.
    Participants,
    /// How often, and for how many days.
    Media,
    /// Who was tested.
    Test,
    /// Units that were advised: villages, schools.
    Units,
}

/// A kind of activity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityKind {
    /// Its name in records.
    pub id: String,
    /// The group it belongs to.
    pub group: String,
    /// What is counted.
    pub measure: Measure,
    /// Whether it makes a village's intervention run; meetings and surveys do not.
    #[serde(default)]
    pub intervention: bool,
    /// From so many participants in a room on, the number is asked once more.
    #[serde(default)]
    pub ask_above: Option<i64>,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// The kinds of activity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activities {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while the official list is not known.
    pub provisional: bool,
    /// Groups of kinds.
    pub groups: Vec<Entry>,
    /// The kinds.
    pub kinds: Vec<ActivityKind>,
    /// Whom an activity is for.
    pub environments: Vec<Entry>,
}

/// Whether a programme takes a whole village, or one institution in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// The whole village.
    Village,
    /// A school, a campus, a workplace in it.
    Environment,
}

/// A programme that a village may take part in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Its name in records.
    pub id: String,
    /// Whom it takes.
    pub place: Takes,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
    /// Who runs it.
    #[serde(deserialize_with = "both::text")]
    pub by: Text,
}

/// A document in which money is planned.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetDocument {
    /// Its name in records.
    pub id: String,
    /// Whether a line in it is money that may be spent, not only a plan.
    #[serde(default)]
    pub funds: bool,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// Programmes, and where money comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programmes {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// The programmes.
    pub programmes: Vec<Programme>,
    /// Kinds of institution.
    pub environments: Vec<Entry>,
    /// Budget documents.
    pub budget_documents: Vec<BudgetDocument>,
    /// Sources of money.
    pub sources: Vec<Entry>,
}

/// Places of help: what they are, and what they offer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Services {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// Kinds of places.
    pub kinds: Vec<Entry>,
    /// What they offer.
    pub services: Vec<Entry>,
}

/// What is observed in the field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observations {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while no official list is known.
    pub provisional: bool,
    /// How many weeks back something may be entered, the present one among them.
    pub weeks_back: i64,
    /// The kinds.
    pub kinds: Vec<Entry>,
}

/// What is looked at on a visit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visits {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while no official list is known.
    pub provisional: bool,
    /// The items.
    pub items: Vec<Entry>,
}

/// Why a list cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// No TOML, a name too many, or one too few.
    #[error(transparent)]
    File(#[from] toml::de::Error),
    /// An id stands twice, or names something that is not there.
    #[error("{0}: stands twice, or does not exist")]
    Id(String),
    /// A pattern that cannot be read.
    #[error("{0}")]
    Pattern(String),
}

/// The first id that stands twice.
pub(crate) fn unlike<'a>(ids: impl IntoIterator<Item = &'a str>) -> Result<(), CatalogueError> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter().find(|id| !seen.insert(*id)).map_or(Ok(()), |id| Err(CatalogueError::Id(id.to_owned())))
}

impl Activities {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice, a kind of a group that is not there.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.kinds.iter().map(|kind| kind.id.as_str()))?;
        unlike(list.groups.iter().chain(&list.environments).map(|entry| entry.id.as_str()))?;
        let lost = list.kinds.iter().find(|kind| !list.groups.iter().any(|group| group.id == kind.group));
        lost.map_or(Ok(()), |kind| Err(CatalogueError::Id(kind.group.clone())))?;
        Ok(list)
    }

    /// A kind.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&ActivityKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// The groups with their kinds.
    pub fn grouped(&self) -> impl Iterator<Item = (&Entry, Vec<&ActivityKind>)> {
        self.groups.iter().map(|group| (group, self.kinds.iter().filter(|kind| kind.group == group.id).collect()))
    }
}

impl Observations {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice, no week or more than a year of them.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.kinds.iter().map(|entry| entry.id.as_str()))?;
        if (1..=52).contains(&list.weeks_back) { Ok(list) } else { Err(CatalogueError::Id("weeks_back".to_owned())) }
    }
}

impl Visits {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.items.iter().map(|entry| entry.id.as_str()))?;
        Ok(list)
    }
}

impl Services {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.kinds.iter().map(|entry| entry.id.as_str()))?;
        unlike(list.services.iter().map(|entry| entry.id.as_str()))?;
        Ok(list)
    }
}

impl Programmes {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.programmes.iter().map(|programme| programme.id.as_str()))?;
        unlike(list.environments.iter().map(|entry| entry.id.as_str()))?;
        unlike(list.budget_documents.iter().map(|document| document.id.as_str()))?;
        unlike(list.sources.iter().map(|entry| entry.id.as_str()))?;
        Ok(list)
    }

    /// A programme.
    #[must_use]
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.id == id)
    }

    /// A budget document.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&BudgetDocument> {
        self.budget_documents.iter().find(|document| document.id == id)
    }
}

/// The entry of this id.
#[must_use]
pub fn entry<'a>(entries: &'a [Entry], id: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.id == id)
}
