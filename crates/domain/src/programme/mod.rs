//! The programme of a village: its ladder and readiness, and what is done there.
//!
//! What a regulation can change is data (`rules/ladders/`, `rules/catalogues/`); here is what the files mean and how a
//! village's place follows from what happened. Next: [`Ladder`] for the file, [`stand`] for the working out, [`When`] for
//! dates that are only partly known. Not here: who may record what (`app::programme`).

pub(crate) mod both;
pub mod catalogue;
mod intervention;
mod ladder;
mod standing;
pub mod target;
pub mod village_list;
mod when;

pub use catalogue::{Activities, ActivityKind, Observations, Programmes, Services, Visits};
pub use intervention::{Intervention, Interventions, Strength};
pub use ladder::{Kind, Ladder, LadderError, Need, ReachedBy};
pub use standing::{Mark, Place, Standing, State, is_declared, stand};
pub use village_list::VillageList;
pub use when::{NoDate, When};
