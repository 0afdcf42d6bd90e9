//! For: what was found in one feature: repaired, reported or refused. Not for: refusing a file (`fault.rs`).
//! Next: `check/mod.rs`, which makes them.

use crate::{
    Point,
    grid::{self, Spot},
};
use std::collections::BTreeMap;

/// Something about one feature of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Its position in the file, from 0.
    pub feature: usize,
    /// Its code, if it has one.
    pub code: Option<String>,
    /// Where; the first place if there are several.
    pub at: Option<Point>,
    /// What.
    pub finding: Finding,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// Put right; the place is taken.
    Repaired {
        /// How.
        repair: Repair,
        /// How often in this feature: points for `Repeated` and `Spike`, else rings.
        count: usize,
    },
    /// The feature has no property that holds a code; the place is taken.
    NoCode,
    /// Another feature has the same code; both are taken.
    SameCode {
        /// The position of the first, from 0.
        first: usize,
    },
    /// The place is not taken.
    Refused(Refusal),
}

/// What can be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// A ring was not closed.
    Closed,
    /// The same point stood twice in a row (after rounding to the grid).
    Repeated,
    /// A line went out and came back on itself.
    Spike,
    /// A ring ran the wrong way round.
    Turned,
    /// A ring crossed or touched itself; a loop below a hundredth of its area was cut off.
    LoopCut,
    /// A ring touched itself at a point and was taken apart into two.
    TakenApart,
    /// A ring with fewer than three distinct points or no area was dropped.
    RingDropped,
    /// A hole outside its part, or in another hole, was dropped.
    HoleDropped,
    /// Parts that overlapped or shared a border were made one.
    Merged,
}

/// Why a feature is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No geometry, or an empty one.
    #[error("no geometry")]
    NoGeometry,
    /// Not a Polygon or MultiPolygon; a GeometryCollection must be taken apart first.
    #[error("a {found}, not a Polygon or MultiPolygon")]
    OtherKind {
        /// The type of the geometry.
        found: String,
    },
    /// The coordinates are not nested as the type asks, or a position has fewer than two numbers.
    #[error("the coordinates are damaged")]
    Damaged,
    /// A coordinate is `null` (how NaN and Infinity are often written).
    #[error("a coordinate is not a number")]
    NotANumber,
    /// A reference to an arc that the file does not have.
    #[error("arc {arc} does not exist")]
    UnknownArc {
        /// As it stands in the file.
        arc: i64,
    },
    /// No ring is left after dropping those without area.
    #[error("nothing with an area is left")]
    NothingLeft,
    /// A ring crosses itself and the loops are too large to say which one is the place.
    #[error("a ring crosses itself")]
    SelfCrossing,
    /// A hole crosses the border of its part or another hole, or shares a stretch with it.
    #[error("a hole crosses another ring")]
    HoleCrosses,
    /// So many lines meet that this is no outline of a place.
    #[error("the lines are tangled")]
    Tangled,
}

/// Why and where a feature is refused, while it is being worked on.
pub(crate) type Refused = (Refusal, Option<Spot>);

/// The repairs of one feature while it is being worked on.
#[derive(Debug, Default)]
pub(crate) struct Repairs(BTreeMap<Repair, (usize, Spot)>);

impl Repairs {
    pub(crate) fn add(&mut self, repair: Repair, count: usize, at: Spot) {
        if count > 0 {
            self.0.entry(repair).or_insert((0, at)).0 += count;
        }
    }

    pub(crate) fn findings(self) -> impl Iterator<Item = (Finding, Option<Point>)> {
        let finding = |(repair, (count, at))| (Finding::Repaired { repair, count }, Some(grid::point(at)));
        self.0.into_iter().map(finding)
    }
}
