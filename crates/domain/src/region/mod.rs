//! For: places. The area code, the list of all regions of Indonesia with its history, local titles, and names to codes.
//! Not for: boundaries and maps (`documents`), population, or which village is in the programme.
//! Next: `code.rs`, `gazetteer.rs`; from there `titles.rs` and `match_names/`.

mod code;
mod code_text;
mod fold;
mod gazetteer;
mod history;
pub mod match_names;
mod packed;
mod revision;
mod search;
mod titles;

pub use code::{Level, RegionCode, RegionCodeError, VillageKind};
pub use fold::{fold, fold_words};
pub use gazetteer::{Gazetteer, Region};
pub use packed::{PackError, pack};
pub use revision::Revision;
pub use titles::{Sure, Titles, TitlesError};
