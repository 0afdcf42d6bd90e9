//! The action plan P4GN: who has a part in it, what is to be done, and where its reports stand. Pure; its lists are data in
//! `rules/`. Not here: what villages do (`programme`).

mod actions;
mod agency;
mod report;

pub use actions::{ActionList, MOST_TERMS, PlanAction, Term};
pub use agency::{AgencyKind, AgencyKinds, Held, held_on};
pub use report::{Counts, HandedIn, Standing, is_percent, share};
