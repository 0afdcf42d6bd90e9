//! Doors to which someone comes without an account: which desks there are, where a desk stands on its way to being open, and
//! where a conversation stands.
//!
//! Keys, envelopes and codes are in `seal`; who may do what with a desk is in `app`.

mod conversation;
pub mod follow_up;
mod form;
pub mod letter;

pub use conversation::{Outcome, Promises, State};
pub use form::{Choice, Mark, Marks, ReportForm, SafetyQuestion};

use crate::{
    programme::{
        both,
        catalogue::{CatalogueError, unlike},
    },
    region::RegionCode,
    role::Role,
};
use instrument::Text;
use serde::Deserialize;

/// The fewest members that a desk may be open with.
pub const LEAST_MEMBERS: usize = 2;

/// A kind of desk: every office of its role may have one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskKind {
    /// Its name in records, and the beginning of a desk's.
    pub id: String,
    /// Who may be a member.
    #[serde(deserialize_with = "role")]
    pub role: Role,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
    /// What it is for, in a sentence to who would write to it.
    #[serde(deserialize_with = "both::text")]
    pub about: Text,
}

/// The desks of a door.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskKinds {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while no regulation says who receives reports.
    pub provisional: bool,
    /// Who may be a custodian.
    #[serde(deserialize_with = "roles")]
    pub custodians: Vec<Role>,
    /// The kinds.
    pub desks: Vec<DeskKind>,
}

impl DeskKinds {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.desks.iter().map(|desk| desk.id.as_str()))?;
        Ok(list)
    }

    /// The kind with this id.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&DeskKind> {
        self.desks.iter().find(|kind| kind.id == id)
    }
}

impl DeskKind {
    /// The name of this kind's desk at an office; `None` where the role has no such office.
    ///
    /// ```
    /// use domain::door::DeskKinds;
    /// # let source = include_str!("../../../../rules/doors/desks.toml");
    /// let kinds = DeskKinds::parse(source)?;
    /// let at = |kind, office: &str| kinds.kind(kind)?.at(office.parse().ok()?);
    /// assert_eq!(at("bnnk", "99.71"), Some("bnnk-99.71".to_owned()));
    /// assert_eq!(at("bnnp", "99"), Some("bnnp-99".to_owned()));
    /// assert_eq!(at("bnnk", "99"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn at(&self, office: RegionCode) -> Option<String> {
        self.role.fits(Some(office)).then(|| format!("{}-{office}", self.id))
    }
}

/// What someone is at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Signs keyrings first, and opens the outer half of a recovery.
    FirstCustodian,
    /// Signs keyrings too, and opens the inner half.
    SecondCustodian,
    /// Reads what comes, and answers.
    Member,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::FirstCustodian, Self::SecondCustodian, Self::Member];

    /// The name in records.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::FirstCustodian => "custodian_1",
            Self::SecondCustodian => "custodian_2",
            Self::Member => "member",
        }
    }

    /// The part with this name.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.id() == id)
    }

    /// Which of the two custodians; 0 or 1.
    #[must_use]
    pub const fn custodian(self) -> Option<usize> {
        match self {
            Self::FirstCustodian => Some(0),
            Self::SecondCustodian => Some(1),
            Self::Member => None,
        }
    }
}

/// What a desk has of what it must have before it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readiness {
    /// Members who work there today, whose keys the keyring has, and who have opened the desk's secret.
    pub members: usize,
    /// Custodians who work there today, and whose keys the keyring has.
    pub custodians: usize,
    /// Whether these two custodians have recovered the secret once to try it out.
    pub rehearsed: bool,
}

impl Readiness {
    /// Whether the desk may open, and stay so.
    #[must_use]
    pub const fn complete(self) -> bool {
        self.members >= LEAST_MEMBERS && self.custodians == 2 && self.rehearsed
    }
}

fn role<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Role, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

fn roles<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Role>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    names.iter().map(|name| name.parse().map_err(serde::de::Error::custom)).collect()
}
