//! For: one object of a file: a GeoJSON feature, its geometry, or a TopoJSON geometry, which is both in one.
//! Not for: the shape it yields (`document.rs`, `topojson.rs`). Next: `coordinates.rs`.

use super::{
    coordinates::{Coordinates, Leaf, Nested},
    labels::{Key, Labels},
    state::State,
    text::Text,
};
use crate::Refusal;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

#[derive(Debug, Default)]
pub(super) struct Item {
    pub kind: Option<String>,
    pub labels: Labels,
    pub id: Option<String>,
    /// Coordinates, or references to arcs.
    pub nested: Option<Nested>,
    pub geometry: Option<Box<Item>>,
    /// Its members have been handed over as items of their own.
    pub collected: bool,
}

/// Reads an item; with `collecting`, the members of a TopoJSON GeometryCollection go to the state one by one.
pub(super) struct ItemSeed<'a> {
    pub state: &'a mut State,
    pub collecting: bool,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Item, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature or geometry")
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let Self { state, collecting } = self;
        let mut item = Item::default();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            match &*key.0 {
                "type" => item.kind = map.next_value::<Text>()?.0,
                "id" => item.id = map.next_value::<Text>()?.0,
                "properties" => item.labels = map.next_value()?,
                "geometry" if !collecting => {
                    let geometry = map.next_value_seed(ItemSeed { state, collecting })?;
                    item.geometry = Some(Box::new(geometry));
                }
                "coordinates" if !collecting => {
                    item.nested = Some(map.next_value_seed(Coordinates { leaf: Leaf::Degrees, state })?);
                }
                "arcs" if collecting => {
                    item.nested = Some(map.next_value_seed(Coordinates { leaf: Leaf::Arcs, state })?);
                }
                "geometries" if collecting => {
                    map.next_value_seed(Members { state })?;
                    item.collected = true;
                }
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(item)
    }
}

struct Members<'a> {
    state: &'a mut State,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of geometries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element_seed(ItemSeed { state: &mut *self.state, collecting: true })? {
            self.state.put_by(item).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

impl Item {
    pub(super) fn code(&mut self) -> Option<String> {
        self.labels.code.take().or(self.id.take())
    }

    /// The nested list of a Polygon or MultiPolygon, or why there is none.
    pub(super) fn rings(self) -> Result<Nested, Refusal> {
        let Some(kind) = self.kind else { return Err(Refusal::NoGeometry) };
        let depth = match &*kind {
            "Polygon" => 2,
            "MultiPolygon" => 3,
            _ => return Err(Refusal::OtherKind { found: kind }),
        };
        let nested = self.nested.unwrap_or_default();
        match nested.broken {
            Some(refusal) => Err(refusal),
            None if nested.depth == 0 => Err(Refusal::NoGeometry),
            None if nested.depth != depth => Err(Refusal::Damaged),
            None => Ok(nested),
        }
    }
}
