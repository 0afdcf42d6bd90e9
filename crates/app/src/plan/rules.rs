//! The lists of the action plan that the program brings along.

use crate::Refusal;
use domain::plan::AgencyKinds;

const AGENCIES: &str = include_str!("../../../../rules/catalogues/agencies.toml");

/// What a regulation can change of the action plan.
#[derive(Debug)]
pub struct Rules {
    /// Kinds of agency.
    pub agencies: AgencyKinds,
}

impl Rules {
    /// The rules that the program brings along.
    ///
    /// # Errors
    /// Never for a program that was tested.
    pub(crate) fn builtin() -> Result<Self, Refusal> {
        let broken = |_| Refusal::Invalid("programme-rules-broken");
        Ok(Self { agencies: AgencyKinds::parse(AGENCIES).map_err(broken)? })
    }
}
