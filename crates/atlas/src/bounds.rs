//! For: one bounding box, and an order of many that keeps near ones together. Not for: searching (`boxes.rs`).

use crate::grid::Spot;

/// West, south, east, north.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds(pub [i32; 4]);

impl Bounds {
    pub(crate) const NONE: Self = Self([i32::MAX, i32::MAX, i32::MIN, i32::MIN]);

    pub(crate) fn around(spots: impl IntoIterator<Item = Spot>) -> Self {
        spots.into_iter().fold(Self::NONE, |bounds, [x, y]| bounds.with(Self([x, y, x, y])))
    }

    pub(crate) fn with(self, Self([w, s, e, n]): Self) -> Self {
        Self([self.0[0].min(w), self.0[1].min(s), self.0[2].max(e), self.0[3].max(n)])
    }

    /// The part of this box that lies in the other.
    pub(crate) fn within(self, Self([w, s, e, n]): Self) -> Self {
        Self([self.0[0].max(w), self.0[1].max(s), self.0[2].min(e), self.0[3].min(n)])
    }

    pub(crate) fn meets(self, Self([w, s, e, n]): Self) -> bool {
        self.0[0] <= e && w <= self.0[2] && self.0[1] <= n && s <= self.0[3]
    }
}

/// The boxes in an order that keeps near ones together: along a Z-curve (Morton 1966).
pub(crate) fn z_order(all: &[Bounds]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_cached_key(|&at| {
        let part = |k: usize| spread((i64::from(all[at].0[k]) - i64::from(i32::MIN)) as u32);
        (part(0) | part(1) << 1, at)
    });
    order
}

/// A zero between every two bits.
fn spread(value: u32) -> u64 {
    let mut bits = u64::from(value);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}
