//! For: TopoJSON: the arcs of a file put together to rings, as the TopoJSON format specification 1.0 (Bostock and
//! Metcalf 2013) has it. Not for: our own topology (`../topology/`), which is made anew from checked shapes.
//! Next: `document.rs`.

use super::{
    coordinates::{Nested, ranges},
    crs,
    item::{Item, ItemSeed},
    labels::Key,
    state::State,
};
use crate::{
    Fault, Point, Refusal,
    grid::{self, Spot},
};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use std::{fmt, ops::Range};

#[derive(Default)]
pub(super) struct Topology {
    pub arcs: Nested,
    pub transform: Option<Transform>,
    pub items: Vec<Item>,
    layers: Vec<String>,
}

/// How the whole numbers of a quantized file become degrees; its arcs are steps from point to point.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Transform {
    scale: Point,
    translate: Point,
}

pub(super) struct Objects<'a>(pub &'a mut State);

impl<'de> DeserializeSeed<'de> for Objects<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Objects<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("layers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(name)) = map.next_key::<Key<'de>>()? {
            if self.0.topology.layers.len() < 100 {
                self.0.topology.layers.push(name.chars().take(200).collect());
            }
            let item = map.next_value_seed(ItemSeed { state: &mut *self.0, collecting: true })?;
            self.0.put_by(item).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

/// Makes places of the geometries that were put by.
pub(super) fn stitch(state: &mut State) -> Result<(), Fault> {
    let Topology { arcs, transform, items, layers } = std::mem::take(&mut state.topology);
    if layers.len() > 1 {
        return Err(Fault::SeveralLayers { names: layers });
    }
    if arcs.broken.is_some() || !matches!(arcs.depth, 0 | 2) {
        return Err(Fault::BadArcs);
    }
    state.points = 0;
    let ranges: Vec<Range<usize>> = ranges(&arcs.rings).collect();
    let mut spots: Vec<Spot> = Vec::with_capacity(arcs.leaves.len());
    for range in &ranges {
        let mut at = [0.0, 0.0];
        for &[x, y] in &arcs.leaves[range.clone()] {
            let degrees = match &transform {
                Some(Transform { scale, translate }) => {
                    at = [at[0] + x, at[1] + y];
                    [at[0] * scale[0] + translate[0], at[1] * scale[1] + translate[1]]
                }
                None => [x, y],
            };
            crs::check(degrees)?;
            spots.push(grid::spot(degrees));
        }
    }
    drop(arcs);
    for mut item in items {
        let feature = state.next_feature();
        let (kind, nested) = (item.kind.take(), item.nested.take());
        let refs = Item { kind, nested, ..Item::default() }.rings().map_err(Broken::Place);
        match refs.and_then(|refs| refs.parts(|ring| ring_of(ring, &ranges, &spots, state))) {
            Ok(rings) => state.keep(feature, item, Ok(rings)),
            Err(Broken::Place(refusal)) => state.keep(feature, item, Err((refusal, None))),
            Err(Broken::File(fault)) => return Err(fault),
        }
    }
    Ok(())
}

/// Why rings could not be put together.
enum Broken {
    Place(Refusal),
    File(Fault),
}

fn ring_of(refs: &[Point], arcs: &[Range<usize>], spots: &[Spot], state: &mut State) -> Result<Vec<Spot>, Broken> {
    let mut ring: Vec<Spot> = vec![];
    for &[number, _] in refs {
        let index = number as i64;
        let arc = usize::try_from(if index < 0 { !index } else { index }).ok().and_then(|index| arcs.get(index));
        let Some(arc) = arc.filter(|_| number.fract() == 0.0) else {
            return Err(Broken::Place(Refusal::UnknownArc { arc: index }));
        };
        // One arc may be named any number of times, so what is put together counts too.
        if state.count(arc.len()).is_err() {
            return Err(Broken::File(state.fault.take().unwrap_or(Fault::BadArcs)));
        }
        // Each arc begins where the one before ends.
        ring.pop();
        if index < 0 {
            ring.extend(spots[arc.clone()].iter().rev());
        } else {
            ring.extend(&spots[arc.clone()]);
        }
    }
    Ok(ring)
}
