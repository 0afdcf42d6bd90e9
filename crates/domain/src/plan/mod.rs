//! The action plan P4GN: who has a part in it, what is to be done, where its reports stand, who
//! meets, and which law there is. Pure; its lists are data in
//! `rules/`. Not here: what villages do (`programme`).

mod actions;
mod agency;
mod columns;
mod law;
mod meeting;
mod prevention;
mod report;
mod units;

pub use actions::{ActionList, MOST_TERMS, PlanAction, Term};
pub use agency::{AgencyKind, AgencyKinds, Held, held_on};
pub use columns::{Column, Columns, amount, folded, rupiah, span};
pub use law::{Duty, LawKind, LawRules, LawStanding, LawState, TeamOf};
pub use meeting::MeetingRules;
pub use prevention::{Advice, Prevention};
pub use report::{Counts, HandedIn, Standing, is_percent, share};
pub use units::{UnitKind, UnitName, Units};
