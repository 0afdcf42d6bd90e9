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

/// A field of a form that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field's name in the form and in the API.
    pub field: &'static str,
    /// The message's key.
    pub key: &'static str,
    /// What the message takes.
    pub values: Vec<(&'static str, String)>,
}

/// Something that is possible but unlikely: whoever sends it says once more that it is meant so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The message's key.
    pub key: &'static str,
    /// What the message takes.
    pub values: Vec<(&'static str, String)>,
}

impl Doubt {
    /// Names the doubt with all that it rests on: who answers one has not answered another.
    #[must_use]
    pub fn id(&self) -> String {
        let texts: Vec<&[u8]> = self.values.iter().map(|(_, value)| value.as_bytes()).collect();
        let digest = seal::Digest::of_fields(self.key, &texts).to_string();
        format!("{}:{}", self.key, digest.get(..16).unwrap_or_default())
    }
}

/// Refuses when a doubt is left that the sender has not answered.
///
/// # Errors
/// [`Refusal::Doubts`] with all that are left.
pub(crate) fn settle(doubts: Vec<Doubt>, sure: &[String]) -> Result<(), Refusal> {
    let left: Vec<Doubt> = doubts.into_iter().filter(|doubt| !sure.contains(&doubt.id())).collect();
    if left.is_empty() { Ok(()) } else { Err(Refusal::Doubts(left)) }
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
    /// Fields of a form cannot be taken; nothing was kept, all of them are named.
    #[error("{} fields cannot be taken", .0.len())]
    Form(Vec<Fault>),
    /// What was sent is possible but unlikely; sent once more with the answers, it is taken.
    #[error("{} things to answer first", .0.len())]
    Doubts(Vec<Doubt>),
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
