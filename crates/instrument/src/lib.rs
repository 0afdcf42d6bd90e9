//! Instruments: questionnaires, checklists and indices as versioned data files.
//!
//! **What it is for.** One TOML file defines what is asked, who answers it, how it is scored and on what legal
//! basis. This crate reads such a file and *proves* it ([`Instrument::parse`]), reads what people typed
//! ([`Instrument::read`]), scores it ([`Instrument::score`]), says why ([`Outcome::explain`]) and what the
//! smallest change would be ([`Outcome::nearest`]).
//!
//! **What it is not for.** It knows nothing of villages, people or databases. No clock, no randomness, no I/O:
//! the same file and the same answers give the same outcome. It never panics on input.
//!
//! **Where to go next.** `docs/rules.md` is the reference of the file format. In the code: [`Instrument`] (the
//! definition), [`Answer`] (what was said), [`Outcome`] (what follows), [`Scorer`] (the same, for many villages).
//!
//! ```
//! use instrument::{Answer, Cutoffs, Denominators, Instrument};
//! # let source = instrument::EXAMPLE;
//! let rule = Instrument::parse(source).map_err(|f| f[0].to_string())?;
//! let answers = vec![rule.read(0, "4").map_err(|e| e.to_string())?, Answer::Missing];
//! let outcome = rule.score(&answers, &Denominators::default(), &Cutoffs::none());
//! assert_eq!(outcome.class(), None); // one answer is missing: a range of classes is still possible
//! assert_eq!(rule.class(outcome.worst).map(|c| c.id.as_str()), Some("red"));
//! assert_eq!(rule.class(outcome.mildest).map(|c| c.id.as_str()), Some("yellow"));
//! # Ok::<(), String>(())
//! ```

mod answer;
mod answer_error;
mod check;
mod cutoffs;
mod date;
pub mod edit;
mod explain;
mod item;
mod model;
mod nearest;
mod parse;
mod part;
mod read;
mod score;
mod scorer;
mod text;

pub use answer::Answer;
pub use answer_error::AnswerError;
pub use cutoffs::{Cutoffs, Denominators};
pub use date::Date;
pub use explain::{ConditionLine, Decision, Explanation, Input, ItemLine, Limit, PartLine};
pub use item::{Choice, Item, Kind, Presence, PresenceRule};
pub use model::{Basis, Class, Group, Instrument, Legal, Scope, Sheet};
pub use nearest::{Direction, Move, MoveKind, Nearest};
pub use parse::Finding;
pub use part::{Band, Condition, Edge, Gives, Part, PartKind, Row, Source};
pub use read::whole_number;
pub use score::{Applies, Interval, Outcome, State, Why};
pub use scorer::Scorer;
pub use text::{Lang, Text};

/// A complete, very small instrument: two items, one decision table. Used by the examples of this documentation.
pub const EXAMPLE: &str = include_str!("example.toml");
