//! The action plan P4GN: who has a part in it. Pure; its lists are data in `rules/`. Not here: what villages do
//! (`programme`).

mod agency;

pub use agency::{AgencyKind, AgencyKinds, Held, held_on};
