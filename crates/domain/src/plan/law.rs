//! Law and agreements of a region: their kinds, the way from an idea to being in force and its end, and the duties that
//! something has to answer.

use crate::{
    programme::{
        both,
        catalogue::{CatalogueError, unlike},
    },
    task::days,
};
use instrument::Text;
use jiff::civil::Date;
use serde::Deserialize;

/// A state of a law or agreement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawState {
    /// Its name in records.
    pub id: String,
    /// Whether it binds then.
    #[serde(default)]
    pub binding: bool,
    /// Whether it is over then.
    #[serde(default)]
    pub ended: bool,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// A kind of law or agreement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawKind {
    /// Its name in records.
    pub id: String,
    /// The states it can be in, in their usual order.
    pub states: Vec<String>,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// Which teams answer a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamOf {
    /// That of the regency or city.
    Regency,
    /// One in every district.
    District,
}

/// Something that a region has to do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its name in records.
    pub id: String,
    /// Actions of the list that answer it, one is enough.
    #[serde(default)]
    pub actions: Vec<String>,
    /// Kinds of law that answer it when one is in force.
    #[serde(default)]
    pub laws: Vec<String>,
    /// Teams that answer it.
    #[serde(default)]
    pub team: Option<TeamOf>,
    /// Where it is said.
    #[serde(deserialize_with = "both::text")]
    pub basis: Text,
    /// What it is.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// What a regulation can change of the register of law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawRules {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while the official list of duties is not known.
    pub provisional: bool,
    /// So many days before one ends, its keepers are told.
    pub alarm_before: i32,
    /// The states.
    pub states: Vec<LawState>,
    /// The kinds.
    pub kinds: Vec<LawKind>,
    /// The duties.
    pub duties: Vec<Duty>,
}

/// Where a law stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LawStanding {
    /// It bound, and its time has passed.
    Expired,
    /// It binds, and ends in so many days.
    Expiring(i32),
    /// Not in force yet.
    OnItsWay,
    /// It binds.
    InForce,
    /// It was revoked.
    Revoked,
}

impl LawRules {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice, a state or kind that nothing has.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.states.iter().map(|state| state.id.as_str()))?;
        unlike(list.kinds.iter().map(|kind| kind.id.as_str()))?;
        unlike(list.duties.iter().map(|duty| duty.id.as_str()))?;
        let no_state = |id: &&String| list.state(id).is_none();
        if let Some(id) = list.kinds.iter().flat_map(|kind| &kind.states).find(no_state) {
            return Err(CatalogueError::Id(id.clone()));
        }
        if let Some(id) = list.duties.iter().flat_map(|duty| &duty.laws).find(|id| list.kind(id).is_none()) {
            return Err(CatalogueError::Id(id.clone()));
        }
        Ok(list)
    }

    /// A state.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&LawState> {
        self.states.iter().find(|state| state.id == id)
    }

    /// A kind.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&LawKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// Where a law stands on a day; `until` is its last day, where it has one.
    ///
    /// ```
    /// use domain::plan::{LawRules, LawStanding};
    /// use jiff::civil::date;
    /// let rules = LawRules::parse(include_str!("../../../../rules/plans/law.toml"))?;
    /// let until = Some(date(2026, 12, 31));
    /// assert_eq!(rules.standing("in_force", until, date(2026, 1, 1)), LawStanding::InForce);
    /// assert_eq!(rules.standing("in_force", until, date(2026, 12, 1)), LawStanding::Expiring(30));
    /// assert_eq!(rules.standing("in_force", until, date(2027, 1, 1)), LawStanding::Expired);
    /// assert_eq!(rules.standing("drafting", None, date(2027, 1, 1)), LawStanding::OnItsWay);
    /// # Ok::<(), domain::programme::catalogue::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn standing(&self, state: &str, until: Option<Date>, today: Date) -> LawStanding {
        let Some(state) = self.state(state) else { return LawStanding::OnItsWay };
        let left = until.map(|until| days(today, until));
        match left {
            _ if state.ended => LawStanding::Revoked,
            _ if !state.binding => LawStanding::OnItsWay,
            Some(left) if left < 0 => LawStanding::Expired,
            Some(left) if left <= self.alarm_before => LawStanding::Expiring(left),
            _ => LawStanding::InForce,
        }
    }
}
