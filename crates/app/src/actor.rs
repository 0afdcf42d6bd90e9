//! Who acts: an account that is signed in, a part of the program that acts by itself, or nobody.

use domain::{region::RegionCode, role::Role};

/// Whoever asks for an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor who is not signed in.
    Anonymous,
    /// A signed-in account.
    Account {
        /// The account's id.
        id: String,
        /// What it may do is looked up by this.
        role: Role,
        /// Where it may do it; `None` is the nation.
        scope: Option<RegionCode>,
    },
    /// The operator at the machine: command line, demonstration. May do anything, and is named in the ledger.
    Console(&'static str),
}

impl Actor {
    /// The name in the ledger.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Account { id, .. } => id,
            Self::Console(name) => name,
        }
    }

    /// The role, if it is an account.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Account { role, .. } => Some(*role),
            _ => None,
        }
    }

    /// Whether the actor's part of the region tree contains the place.
    #[must_use]
    pub fn covers(&self, place: RegionCode) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Account { scope, .. } => scope.is_none_or(|scope| scope.contains(place)),
            Self::Console(_) => true,
        }
    }
}
