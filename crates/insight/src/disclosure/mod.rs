//! Which counts may leave an office: threshold and complementary suppression, with proof (statistical disclosure
//! control; Willenborg and de Waal 2001, "Elements of Statistical Disclosure Control"; Hundepool et al. 2012,
//! "Statistical Disclosure Control"; Fischetti and Salazar 2001, "Solving the cell suppression problem on tabular data
//! with linear constraints").
//!
//! State all tables that hang together as [`Tables`], ask [`protect`] for what may be shown. What it hands out is
//! proven: for every hidden cell it has found worlds in which the cell has [`Rule::span`] different values.
//!
//! # What the reader is taken to know
//! 1. Every shown number and every relation of the tables, earlier releases among them ([`Tables::with_published`]).
//! 2. Counts are whole numbers and not negative. ([`Reader::Adds`] ends here.)
//! 3. The rule: threshold, span, and what happens with zeros. By [`Zeros::Shown`] a hidden cell is therefore not 0.
//! 4. In each group of hidden cells that hang together by relations, at least one is small, because otherwise nothing
//!    would be hidden there. Which one, the reader does not know: hidden cells look alike.
//! 5. The reader reasons perfectly: a cell is safe only if enough *whole* values are truly possible under all of this;
//!    not if merely the bounds of a linear programme are far apart.
//!
//! # What is not defended against
//! A reader who replays this very algorithm on every possible world and keeps those with the same pattern; one who
//! knows counts of single cells beforehand (a contributor); one who knows upper limits other than totals (inhabitants
//! of a village: state them as a cell if they are known); differences between rules of two releases. Zeros that are
//! shown are told as they are.
//!
//! # Example
//! Published 4, 4, 7 with total 15. Hiding both fours leaves their sum 8. A reader who thought both to be small would
//! find 4 and 4; but the rule may have hidden one for the sake of the other, so (1, 7), (2, 6) … (7, 1) are possible:
//! each may be 1..7, seven values. With 2, 1, 7 and total 10 the hidden sum would be 3, and each 1..2: so 7 goes too.
//!
//! Start at `tables.rs` and `rule.rs`, then `view.rs` (the attack), `protect.rs` (the defence).

mod bounds;
mod build;
mod certify;
mod complement;
mod flow;
mod frame;
mod integer;
mod line;
mod protect;
mod reconcile;
mod refusal;
mod rule;
mod system;
mod tables;
mod view;

pub use bounds::{Bounds, BoundsError, bounds};
pub use build::TwoWay;
pub use certify::TooEntangled;
pub use protect::{Protected, Shown, protect};
pub use reconcile::{Difference, reconcile};
pub use refusal::Refusal;
pub use rule::{Reader, Rule, Zeros};
pub use system::LARGEST;
pub use tables::{BuildError, Cell, Earlier, Tables};
