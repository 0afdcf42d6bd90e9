//! Questions to the stores, one module a noun.

pub mod accounts;
pub mod activities;
pub mod api_tokens;
pub mod arrivals;
pub mod contacts;
pub mod conversations;
pub mod desks;
pub mod erasable;
pub mod evidence;
pub mod follow_up;
pub mod jobs;
pub mod observations;
pub mod papers;
pub mod places;
pub mod plan;
pub mod programme;
pub mod releases;
pub mod rounds;
pub mod rules;
pub mod team;
