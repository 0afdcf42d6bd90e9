//! The ladder of the programme as data: which milestones there are, what proves each, who records it.

use super::both;
use crate::role::Role;
use instrument::Text;
use serde::{Deserialize, Deserializer, de::Error as _};

/// How a milestone comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReachedBy {
    /// A person records it.
    Record,
    /// The village's answers to an instrument were sent, or a person records it.
    Mapping,
    /// It has a budget line, or a person records it.
    Budget,
    /// There was an activity within the limit.
    Running,
    /// Activities were never further apart than the limit, for long enough.
    Unbroken,
}

impl ReachedBy {
    /// Whether a person may record it; the others are worked out from activities.
    #[must_use]
    pub const fn can_be_recorded(self) -> bool {
        !matches!(self, Self::Running | Self::Unbroken)
    }
}

/// What proves a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The number of a decree or letter.
    Number,
    /// A file, of whatever kind.
    File,
    /// A picture.
    Photo,
    /// How many there are, in the milestone's unit.
    Count,
}

impl Need {
    /// The name in message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::File => "file",
            Self::Photo => "photo",
            Self::Count => "count",
        }
    }
}

/// One milestone of a village.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its name in records.
    pub id: String,
    /// Whether it is a step of the ladder; steps are in the file's order.
    #[serde(default)]
    pub step: bool,
    /// Whether it counts as an element of readiness.
    #[serde(default)]
    pub element: bool,
    /// Whether a village that has reached it takes part in the programme.
    #[serde(default)]
    pub member: bool,
    /// Whether it is the launch: the villages that have it are those that were declared. There is one.
    #[serde(default)]
    pub declares: bool,
    /// Whether the public may know.
    #[serde(default)]
    pub public: bool,
    /// Whether a village with it is out of the programme.
    #[serde(default)]
    pub withdraws: bool,
    /// How it comes about.
    pub reached_by: ReachedBy,
    /// The roles that may record it, inside their own part of the region tree.
    #[serde(default, deserialize_with = "roles")]
    pub recorded_by: Vec<Role>,
    /// What proves it, beside its date.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What is counted, where there is something to count.
    #[serde(default, deserialize_with = "both::perhaps")]
    pub unit: Option<Text>,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
    /// What it means, in one sentence.
    #[serde(deserialize_with = "both::text")]
    pub meaning: Text,
    /// What to do where it is missing.
    #[serde(deserialize_with = "both::text")]
    pub todo: Text,
}

/// A ladder: milestones and limits under one version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// The programme.
    pub id: String,
    /// Names this set.
    pub version: String,
    /// True while the official stages are not known.
    pub provisional: bool,
    /// Months without an activity after which a village is inactive.
    pub inactive_after: i32,
    /// Months of unbroken activity after which it is active.
    pub active_after: i32,
    /// Days within which someone is to act on a village that became inactive.
    pub recovery_within: i32,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
    /// What exactly is provisional.
    #[serde(deserialize_with = "both::text")]
    pub provisional_note: Text,
    /// All milestones; the steps among them in their order.
    pub milestones: Vec<Kind>,
}

/// Why a file is no ladder.
#[derive(Debug, thiserror::Error)]
pub enum LadderError {
    /// No TOML, a name too many, or one too few.
    #[error(transparent)]
    File(#[from] toml::de::Error),
    /// Something that does not hold.
    #[error("{0}")]
    Value(String),
}

impl Ladder {
    /// Reads and proves a file.
    ///
    /// # Errors
    /// [`LadderError`]: no such file, an id twice, a limit that is none, a step that nobody may record.
    pub fn parse(source: &str) -> Result<Self, LadderError> {
        let ladder: Self = toml::from_str(source)?;
        let wrong = |text: String| Err(LadderError::Value(text));
        if !(1..=120).contains(&ladder.inactive_after) || !(1..=120).contains(&ladder.active_after) {
            return wrong("inactive_after and active_after: 1 to 120 months".into());
        }
        for (at, kind) in ladder.milestones.iter().enumerate() {
            if ladder.milestones[..at].iter().any(|other| other.id == kind.id) {
                return wrong(format!("{}: stands twice", kind.id));
            }
            if !kind.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') || kind.id.is_empty() {
                return wrong(format!("{}: a to z and _ only", kind.id));
            }
            if kind.reached_by.can_be_recorded() == kind.recorded_by.is_empty() {
                return wrong(format!("{}: recorded_by and reached_by do not fit together", kind.id));
            }
            if kind.needs.contains(&Need::Count) != kind.unit.is_some() {
                return wrong(format!("{}: a count needs a unit, and a unit a count", kind.id));
            }
        }
        let one = |by: ReachedBy| ladder.milestones.iter().filter(|kind| kind.reached_by == by).count() <= 1;
        if ![ReachedBy::Mapping, ReachedBy::Budget, ReachedBy::Running, ReachedBy::Unbroken].into_iter().all(one) {
            return wrong("only one milestone each may be reached by mapping, budget, running, unbroken".into());
        }
        if ladder.milestones.iter().filter(|kind| kind.declares && kind.step && kind.member).count() != 1 {
            return wrong("one step, and one only, must be the launch: step, member, declares".into());
        }
        Ok(ladder)
    }

    /// A milestone and its position.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<(usize, &Kind)> {
        self.milestones.iter().enumerate().find(|(_, kind)| kind.id == id)
    }

    /// The milestone that comes about in this way, if there is one.
    #[must_use]
    pub fn reached_by(&self, by: ReachedBy) -> Option<usize> {
        self.milestones.iter().position(|kind| kind.reached_by == by)
    }

    /// The launch.
    #[must_use]
    pub fn launch(&self) -> usize {
        self.milestones.iter().position(|kind| kind.declares).unwrap_or_default()
    }

    /// The steps, lowest first, with their positions.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = (usize, &Kind)> {
        self.milestones.iter().enumerate().filter(|(_, kind)| kind.step)
    }

    /// The elements of readiness, with their positions.
    pub fn elements(&self) -> impl Iterator<Item = (usize, &Kind)> {
        self.milestones.iter().enumerate().filter(|(_, kind)| kind.element)
    }

    /// `id@version`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

fn roles<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Role>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    names.iter().map(|name| name.parse().map_err(D::Error::custom)).collect()
}
