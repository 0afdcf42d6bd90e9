//! How the programme is shown: pages rendered on the server, working without script, in two languages.
//!
//! A page is a handler in [`pages`], short because the work is in `app`, and a template of the same name in
//! `templates/`. [`routes`] is the list of all addresses with the action each needs; [`visit`] is what every request
//! knows about its visitor; [`oops`] turns a refusal into a page with a way back.

pub mod api;
mod assets;
mod carried;
mod chart;
mod form;
mod gate;
pub mod map;
mod oops;
mod pages;
mod posted;
pub mod routes;
pub mod serve;
mod shown;
mod visit;

pub use serve::site;
