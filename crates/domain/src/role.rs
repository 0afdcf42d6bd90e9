//! The roles of the programme and the level of the region tree that each is given for.
//!
//! What a role may do is not here but in `app::access`, one line a permission.

use crate::region::{Level, RegionCode};
use std::{fmt, str::FromStr};

/// What someone is in the programme (after the table "who sees what" of the product description).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the program, sees none of the content.
    Administrator,
    /// Prevention and empowerment section (P2M, Dayamas): maps, verifies, decides.
    BnnkP2m,
    /// Eradication section: provides police items, answers tips.
    BnnkEradication,
    /// Rehabilitation section, clinic, IBM unit.
    BnnkRehabilitation,
    /// Secretariat of the integrated team.
    Kesbangpol,
    /// Mayor or regent, Sekda.
    Leadership,
    /// Police as provider of the police items.
    Polres,
    /// Head of a district.
    Camat,
    /// Head of a village, by whatever local title.
    Lurah,
    /// Who types for the head of the village.
    VillageOperator,
    /// Task group of a village.
    TaskGroup,
    /// Liaison of an agency.
    Opd,
    /// School counsellor.
    School,
    /// Community health centre.
    Puskesmas,
    /// Who works in a district's villages without an office there: religious instructor, Babinsa, Bhabinkamtibmas.
    FieldOfficer,
    /// Province (BNNP).
    Bnnp,
    /// Nation (BNN).
    Bnn,
    /// Inspectorate, auditor.
    Inspectorate,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 18] = [
        Self::Administrator,
        Self::BnnkP2m,
        Self::BnnkEradication,
        Self::BnnkRehabilitation,
        Self::Kesbangpol,
        Self::Leadership,
        Self::Polres,
        Self::Camat,
        Self::Lurah,
        Self::VillageOperator,
        Self::TaskGroup,
        Self::Opd,
        Self::School,
        Self::Puskesmas,
        Self::FieldOfficer,
        Self::Bnnp,
        Self::Bnn,
        Self::Inspectorate,
    ];

    /// The name in rule files, the database, the API and the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::BnnkP2m => "bnnk_p2m",
            Self::BnnkEradication => "bnnk_eradication",
            Self::BnnkRehabilitation => "bnnk_rehabilitation",
            Self::Kesbangpol => "kesbangpol",
            Self::Leadership => "leadership",
            Self::Polres => "polres",
            Self::Camat => "camat",
            Self::Lurah => "lurah",
            Self::VillageOperator => "village_operator",
            Self::TaskGroup => "task_group",
            Self::Opd => "opd",
            Self::School => "school",
            Self::Puskesmas => "puskesmas",
            Self::FieldOfficer => "field_officer",
            Self::Bnnp => "bnnp",
            Self::Bnn => "bnn",
            Self::Inspectorate => "inspectorate",
        }
    }

    /// The level of region that the role is given for; `None` is the nation.
    #[must_use]
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::Bnn => None,
            Self::Bnnp => Some(Level::Province),
            Self::Camat | Self::FieldOfficer => Some(Level::District),
            Self::Lurah | Self::VillageOperator | Self::TaskGroup => Some(Level::Village),
            _ => Some(Level::Regency),
        }
    }

    /// Whether signing in asks for a second factor: who runs the system and who decides.
    #[must_use]
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::Administrator | Self::BnnkP2m | Self::Bnn)
    }

    /// Whether the role may be given for this part of the region tree.
    ///
    /// ```
    /// use domain::role::Role;
    /// let village = "63.06.01.2001".parse().ok();
    /// assert!(Role::Lurah.fits(village));
    /// assert!(!Role::BnnkP2m.fits(village));
    /// assert!(Role::Bnn.fits(None));
    /// ```
    #[must_use]
    pub fn fits(self, scope: Option<RegionCode>) -> bool {
        self.level() == scope.map(RegionCode::level)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// No role has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no role named {0:?}")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.id() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}
