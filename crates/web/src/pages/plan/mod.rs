//! The action plan: its agencies, and what each plans.

pub mod agencies;
pub mod agency;
pub mod rows;
