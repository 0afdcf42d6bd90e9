//! For: what is known of the file so far: the counting against the limits, and handing features over to be checked.
//! Not for: parsing (`document.rs`, `item.rs`). Next: `../check/mod.rs`.

use super::{
    MOST_FEATURES, MOST_POINTS, MOST_RINGS, Place, Source, coordinates::Nested, item::Item, topojson::Topology,
};
use crate::{
    Fault, Finding, Point, Remark,
    check::{self, Rings},
    grid,
    remark::{Refused, Repairs},
};
use std::collections::HashMap;

/// All that is known of the file so far.
#[derive(Default)]
pub(super) struct State {
    pub fault: Option<Fault>,
    pub kind: Option<String>,
    pub other_crs: Option<String>,
    source: Source,
    features: usize,
    pub points: usize,
    rings: usize,
    codes: HashMap<String, usize>,
    pub topology: Topology,
}

impl State {
    /// Keeps why reading ends; the text is for the parser, which only passes it on.
    pub(super) fn stop(&mut self, fault: Fault) -> &'static str {
        self.fault.get_or_insert(fault);
        "stopped"
    }

    pub(super) fn count(&mut self, points: usize) -> Result<(), &'static str> {
        self.points += points;
        if self.points > MOST_POINTS {
            return Err(self.stop(Fault::TooMany { what: "points", most: MOST_POINTS }));
        }
        Ok(())
    }

    pub(super) fn leaf(&mut self, nested: &mut Nested, point: Point) -> Result<(), &'static str> {
        self.count(1)?;
        nested.leaves.push(point);
        Ok(())
    }

    /// The end of a ring (0) or part (1).
    pub(super) fn mark(&mut self, nested: &mut Nested, level: u8) -> Result<(), &'static str> {
        self.rings += 1;
        if self.rings > MOST_RINGS {
            return Err(self.stop(Fault::TooMany { what: "rings", most: MOST_RINGS }));
        }
        match level {
            0 => nested.rings.push(nested.leaves.len()),
            _ => nested.parts.push(nested.rings.len()),
        }
        Ok(())
    }

    fn feature(&mut self) -> Result<usize, &'static str> {
        self.features += 1;
        if self.features > MOST_FEATURES {
            return Err(self.stop(Fault::TooMany { what: "features", most: MOST_FEATURES }));
        }
        Ok(self.features - 1)
    }

    /// Checks a feature of GeoJSON and keeps what is left of it.
    pub(super) fn take(&mut self, mut item: Item) -> Result<(), &'static str> {
        let feature = self.feature()?;
        let mut geometry = item.geometry.take().map_or_else(Item::default, |geometry| *geometry);
        // Some programs write a bare geometry where a feature belongs.
        if geometry.kind.is_none() && item.kind.as_deref() != Some("Feature") {
            geometry = Item { kind: item.kind.take(), nested: item.nested.take(), ..geometry };
        }
        let rings =
            geometry.rings().and_then(|nested| nested.parts(|ring| Ok(ring.iter().copied().map(grid::spot).collect())));
        self.keep(feature, item, rings.map_err(|refusal| (refusal, None)));
        Ok(())
    }

    /// Puts a geometry of TopoJSON by until the arcs are known.
    pub(super) fn put_by(&mut self, item: Item) -> Result<(), &'static str> {
        if !item.collected {
            self.feature()?;
            self.topology.items.push(item);
        }
        Ok(())
    }

    /// Checks the rings and keeps the place, or says why not.
    pub(super) fn keep(&mut self, feature: usize, mut item: Item, rings: Result<Vec<Rings>, Refused>) {
        let (code, name) = (item.code(), item.labels.name.take());
        let mut repairs = Repairs::default();
        let shape = rings.and_then(|rings| check::shape_of(rings, &mut repairs));
        let mut findings: Vec<(Finding, Option<Point>)> = repairs.findings().collect();
        match &code {
            None => findings.push((Finding::NoCode, None)),
            Some(code) => {
                let first = *self.codes.entry(code.clone()).or_insert(feature);
                if first != feature {
                    findings.push((Finding::SameCode { first }, None));
                }
            }
        }
        let shape = shape.map_err(|(refusal, at)| findings.push((Finding::Refused(refusal), at.map(grid::point))));
        let remark = |(finding, at)| Remark { feature, code: code.clone(), at, finding };
        self.source.remarks.extend(findings.into_iter().map(remark));
        if let Ok(shape) = shape {
            self.source.places.push(Place { feature, code, name, shape });
        }
    }

    /// What the whole file holds.
    pub(super) fn source(mut self) -> Result<Source, Fault> {
        if let Some(named) = self.other_crs {
            return Err(Fault::AnotherProjection { named: Some(named), seen: None });
        }
        match self.kind.as_deref() {
            Some("FeatureCollection") => {}
            Some("Topology") => {
                self.features = 0;
                super::topojson::stitch(&mut self)?;
            }
            _ => return Err(Fault::NoCollection { found: self.kind }),
        }
        if self.features == 0 {
            return Err(Fault::Empty);
        }
        Ok(self.source)
    }

    pub(super) fn next_feature(&mut self) -> usize {
        self.features += 1;
        self.features - 1
    }
}
