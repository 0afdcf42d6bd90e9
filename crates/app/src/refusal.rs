//! Why an action was not done, in kinds that a page, the API and the command line each show in their way.
//!
//! Every refusal leaves things as they were.

use crate::Action;
use domain::region::RegionCode;
use instrument::Text;
use store::StoreError;

/// One value that cannot be taken, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldError {
    /// The village whose sheet it is in.
    pub village: RegionCode,
    /// The item's id.
    pub item: String,
    /// What was typed.
    pub typed: String,
    /// What is wrong and what to do, in both languages.
    pub message: Text,
}

/// Why an action was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The role does not have this action, or not here.
    #[error("this account may not do that ({0:?})")]
    NotAllowed(Action),
    /// There is no such thing, or the actor may not know of it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Values cannot be taken; nothing was kept, all of them are named.
    #[error("{} values cannot be taken", .0.len())]
    Fields(Vec<FieldError>),
    /// One thing is not as it must be; the key names the message.
    #[error("not possible: {0}")]
    Invalid(&'static str),
    /// An uploaded file cannot be taken; the message says why and what to do.
    #[error("the file cannot be taken: {}", .0.en)]
    File(Text),
    /// A rule file does not hold; all that was found, with line and column.
    #[error("the rule does not hold: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Rule(Vec<instrument::Finding>),
    /// Changes of a rule that cannot be written; nothing was.
    #[error("{} places of the rule cannot be written", .0.len())]
    Places(Vec<crate::rules::PlaceRefused>),
    /// Totals that cannot be published without giving small numbers away; every item that stands in the way.
    #[error("{} items cannot be published", .0.len())]
    Totals(Vec<crate::totals::ItemRefused>),
    /// A file of boundaries cannot be taken.
    #[error("the boundaries cannot be taken: {0}")]
    Boundaries(atlas::Fault),
    /// Someone else changed the record since it was read.
    #[error("someone else has changed this record in the meantime")]
    Outdated {
        /// The account that changed it.
        by: String,
    },
    /// Someone else changed the sheet since it was read.
    #[error("someone else has changed this in the meantime")]
    Stale {
        /// The village whose sheet was changed.
        village: RegionCode,
        /// The account that changed it.
        by: String,
    },
    /// Name and password do not fit, or the account has ended.
    #[error("name and password do not fit")]
    SignIn,
    /// Too many tries; wait this many seconds.
    #[error("too many tries; wait {0} seconds")]
    Wait(u64),
    /// The data could not be kept or read.
    #[error(transparent)]
    Store(#[from] StoreError),
}
