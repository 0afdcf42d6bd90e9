//! Meetings of the integrated team: their kinds, and whether enough came.

use crate::programme::catalogue::{CatalogueError, Entry, unlike};
use serde::Deserialize;

/// What a regulation can change of meetings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingRules {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while no official rule is known.
    pub provisional: bool,
    /// There is a quorum when more than so many per cent of the invited agencies came, 0 to 99.
    pub quorum_above: u8,
    /// Kinds of meeting.
    pub kinds: Vec<Entry>,
}

impl MeetingRules {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice, a quorum that nobody can reach.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.kinds.iter().map(|kind| kind.id.as_str()))?;
        if list.quorum_above < 100 { Ok(list) } else { Err(CatalogueError::Id("quorum_above".to_owned())) }
    }

    /// Whether enough of the invited came; nobody invited is no quorum.
    ///
    /// ```
    /// use domain::plan::MeetingRules;
    /// let rules = MeetingRules::parse(include_str!("../../../../rules/plans/meetings.toml"))?;
    /// assert!(rules.has_quorum(18, 34));
    /// assert!(!rules.has_quorum(17, 34), "half is not more than half");
    /// # Ok::<(), domain::programme::catalogue::CatalogueError>(())
    /// ```
    #[must_use]
    pub const fn has_quorum(&self, came: usize, invited: usize) -> bool {
        came * 100 > invited * self.quorum_above as usize
    }
}
