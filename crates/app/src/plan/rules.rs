//! The lists of the action plan that the program brings along.

use crate::Refusal;
use domain::plan::{ActionList, AgencyKinds, Columns, LawRules, MeetingRules, Prevention, Units};

const AGENCIES: &str = include_str!("../../../../rules/catalogues/agencies.toml");

const MEETINGS: &str = include_str!("../../../../rules/plans/meetings.toml");
const PREVENTION: &str = include_str!("../../../../rules/catalogues/prevention.toml");
const COLUMNS: &str = include_str!("../../../../rules/plans/columns.toml");
const UNITS: &str = include_str!("../../../../rules/plans/units.toml");
const LAW: &str = include_str!("../../../../rules/plans/law.toml");

/// Lists of actions, the latest last.
const ACTIONS: &[&str] = &[include_str!("../../../../rules/plans/ran-p4gn-2020.toml")];

/// What a regulation can change of the action plan.
#[derive(Debug)]
pub struct Rules {
    /// Kinds of agency.
    pub agencies: AgencyKinds,
    /// Lists of actions, by the years that their legal bases cover.
    pub actions: Vec<ActionList>,
    /// Kinds of meeting, and when enough came.
    pub meetings: MeetingRules,
    /// Kinds and states of law, and the duties.
    pub law: LawRules,
    /// What prevention science says of kinds of activity.
    pub prevention: Prevention,
    /// Columns of plans that agencies make for themselves, by their names.
    pub columns: Columns,
    /// Units of targets, and what they count.
    pub units: Units,
}

impl Rules {
    /// The rules that the program brings along.
    ///
    /// # Errors
    /// Never for a program that was tested.
    pub(crate) fn builtin() -> Result<Self, Refusal> {
        let broken = |_| Refusal::Invalid("programme-rules-broken");
        let mut actions = vec![];
        for source in ACTIONS {
            actions.push(ActionList::parse(source).map_err(broken)?);
        }
        actions.sort_by_key(|list| list.from);
        let meetings = MeetingRules::parse(MEETINGS).map_err(broken)?;
        let law = LawRules::parse(LAW).map_err(broken)?;
        let prevention = Prevention::parse(PREVENTION).map_err(broken)?;
        let columns = Columns::parse(COLUMNS).map_err(broken)?;
        let units = Units::parse(UNITS).map_err(broken)?;
        let agencies = AgencyKinds::parse(AGENCIES).map_err(broken)?;
        Ok(Self { agencies, actions, meetings, law, prevention, columns, units })
    }

    /// The list for a year: the one whose basis covers it; else the last that had begun, or the first.
    #[must_use]
    pub fn actions_of(&self, year: i16) -> &ActionList {
        let covering = self.actions.iter().rev().find(|list| list.covers(year));
        let begun = || self.actions.iter().rev().find(|list| list.from <= year);
        covering.or_else(begun).unwrap_or(&self.actions[0])
    }
}
