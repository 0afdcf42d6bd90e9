//! The action plan: its agencies.

pub mod agencies;
pub mod agency;
