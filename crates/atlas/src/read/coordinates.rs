//! For: nested lists of numbers, into one flat list with marks where rings and parts end. Whatever is nested in another
//! way is noted, not refused, so that one damaged feature does not cost the file. Not for: what a ring is worth
//! (`../check/`). Next: `item.rs`.
//!
//! The nesting says what a list is, since `type` may come after `coordinates`: a position, a ring of positions, a part
//! of rings, a list of parts. `serde_json` ends at 128 levels.

use super::{crs, state::State};
use crate::{Point, Refusal, check::Rings, grid::Spot};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{fmt, ops::Range};

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    /// Positions in degrees, which are checked at once.
    Degrees,
    /// Positions on the grid of a TopoJSON file.
    Steps,
    /// References to arcs: a number is kept as a point `[number, 0]`.
    Arcs,
}

/// A nested list, laid flat.
#[derive(Debug, Default)]
pub(super) struct Nested {
    pub leaves: Vec<Point>,
    /// Where each ring ends in `leaves`.
    pub rings: Vec<usize>,
    /// Where each part ends in `rings`.
    pub parts: Vec<usize>,
    /// How deep it is: 1 for a ring, 2 for a part, 3 for parts; 0 when it is empty.
    pub depth: u8,
    pub broken: Option<Refusal>,
}

pub(super) struct Coordinates<'a> {
    pub leaf: Leaf,
    pub state: &'a mut State,
}

impl<'de> DeserializeSeed<'de> for Coordinates<'_> {
    type Value = Nested;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Nested, D::Error> {
        let mut nested = Nested::default();
        let height = Element { leaf: self.leaf, state: self.state, nested: &mut nested }.deserialize(json)?;
        match height {
            Height::Of(depth @ 1..) => nested.depth = depth,
            Height::Empty => {}
            Height::Of(0) | Height::Number(_) | Height::Broken => nested.damage(Refusal::Damaged),
        }
        Ok(nested)
    }
}

/// The stretches between the ends.
pub(super) fn ranges(ends: &[usize]) -> impl Iterator<Item = Range<usize>> + '_ {
    ends.iter().scan(0, |from, &end| Some(std::mem::replace(from, end)..end))
}

impl Nested {
    /// The rings of each part; `ring` makes one of its leaves.
    pub(super) fn parts<E>(&self, mut ring: impl FnMut(&[Point]) -> Result<Vec<Spot>, E>) -> Result<Vec<Rings>, E> {
        let mut rings = ranges(&self.rings);
        let part = |range: Range<usize>| rings.by_ref().take(range.len()).map(|one| ring(&self.leaves[one])).collect();
        ranges(&self.parts).map(part).collect()
    }

    fn damage(&mut self, refusal: Refusal) {
        self.broken.get_or_insert(refusal);
    }
}

/// What an element turned out to be.
enum Height {
    Number(f64),
    /// 0 a leaf, 1 a ring, 2 a part, 3 a list of parts.
    Of(u8),
    /// A list without anything.
    Empty,
    Broken,
}

struct Element<'a> {
    leaf: Leaf,
    state: &'a mut State,
    nested: &'a mut Nested,
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Height;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Height, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = Height;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Height, E> {
        Ok(Height::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Height, E> {
        Ok(Height::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Height, E> {
        Ok(Height::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Height, E> {
        Ok(Height::Number(f64::NAN))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Height, E> {
        Ok(Height::Broken)
    }

    fn visit_str<E>(self, _: &str) -> Result<Height, E> {
        Ok(Height::Broken)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Height, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Height::Broken)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Height, A::Error> {
        let Self { leaf, state, nested } = self;
        let (mut numbers, mut position, mut below) = (0, [f64::NAN; 2], None);
        let mut damaged = false;
        while let Some(height) = seq.next_element_seed(Element { leaf, state: &mut *state, nested: &mut *nested })? {
            let height = match height {
                Height::Number(number) if leaf == Leaf::Arcs => {
                    state.leaf(nested, [number, 0.0]).map_err(A::Error::custom)?;
                    0
                }
                Height::Number(number) => {
                    if numbers < 2 {
                        position[numbers] = number;
                    }
                    numbers += 1;
                    continue;
                }
                Height::Of(height) => height,
                Height::Empty | Height::Broken => {
                    damaged = true;
                    continue;
                }
            };
            damaged |= height != *below.get_or_insert(height) || height >= 3;
        }
        if damaged || (numbers > 0 && below.is_some()) || numbers == 1 {
            nested.damage(Refusal::Damaged);
            return Ok(Height::Broken);
        }
        if numbers > 0 {
            if position.iter().any(|number| number.is_nan()) {
                nested.damage(Refusal::NotANumber);
            } else if leaf == Leaf::Degrees {
                crs::check(position).map_err(|fault| A::Error::custom(state.stop(fault)))?;
            }
            state.leaf(nested, position).map_err(A::Error::custom)?;
            return Ok(Height::Of(0));
        }
        let Some(below) = below else { return Ok(Height::Empty) };
        if below < 2 {
            state.mark(nested, below).map_err(A::Error::custom)?;
        }
        Ok(Height::Of(below + 1))
    }
}
