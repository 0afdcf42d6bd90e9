//! The action plan P4GN: who has a part in it, and what is to be done. Pure; its lists are data in `rules/`. Not here: what villages do
//! (`programme`).

mod actions;
mod agency;

pub use actions::{ActionList, MOST_TERMS, PlanAction, Term};
pub use agency::{AgencyKind, AgencyKinds, Held, held_on};
