//! For: the outermost level of a file. Not for: what becomes of a feature (`state.rs`) or TopoJSON's arcs
//! (`topojson.rs`). Next: `item.rs`.

use super::{
    coordinates::{Coordinates, Leaf},
    crs::Crs,
    item::ItemSeed,
    labels::Key,
    state::State,
    text::Text,
    topojson::{Objects, Transform},
};
use crate::Fault;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

pub(super) struct Document<'a>(pub &'a mut State);

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GeoJSON or TopoJSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let state = self.0;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            match &*key.0 {
                "type" => {
                    state.kind = map.next_value::<Text>()?.0;
                    if !matches!(state.kind.as_deref(), Some("FeatureCollection" | "Topology")) {
                        let found = state.kind.clone();
                        return Err(A::Error::custom(state.stop(Fault::NoCollection { found })));
                    }
                }
                "crs" => {
                    state.other_crs = map.next_value::<Option<Crs>>()?.and_then(Crs::other);
                    if let Some(named) = state.other_crs.clone() {
                        let fault = Fault::AnotherProjection { named: Some(named), seen: None };
                        return Err(A::Error::custom(state.stop(fault)));
                    }
                }
                "features" => map.next_value_seed(Features(state))?,
                "objects" => map.next_value_seed(Objects(state))?,
                "arcs" => state.topology.arcs = map.next_value_seed(Coordinates { leaf: Leaf::Steps, state })?,
                "transform" => state.topology.transform = map.next_value::<Option<Transform>>()?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}

struct Features<'a>(&'a mut State);

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element_seed(ItemSeed { state: &mut *self.0, collecting: false })? {
            self.0.take(item).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
