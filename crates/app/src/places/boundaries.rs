//! Outlines of villages from a file of boundaries: read and checked by `atlas`, matched by code, simplified together for
//! drawing, with who lies beside whom. The file itself is kept; what is drawn is a simpler picture of it.
//!
//! The findings in words: [`said`](super::boundary_words).

use super::shapes::{Beside, Shape, kept};
use crate::{Action, Actor, App, Refusal, allow, apart::Turns};
use atlas::{Finding, Kind, Remark, Topology};
use domain::region::RegionCode;
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};
use store::{
    Record,
    nouns::{Evidence, VillageNeighbour, VillageShape},
    queries,
};

/// How wide the drawn map is, in pixels of the finest screen it is made for.
const MAP_WIDTH: u32 = 2000;

/// Files are read one at a time: each may need some hundred MB.
static ONE_AT_A_TIME: LazyLock<Turns> = LazyLock::new(|| Turns::new(1));
/// The most parts of one village; Batam's village with the most islands has 64.
const MOST_PARTS: usize = 500;
/// What the kept files of boundaries are about.
const SUBJECT: &str = "boundaries";

/// What a file of boundaries holds for a regency.
#[derive(Debug, Clone, Default)]
pub struct Boundaries {
    /// Features in the file.
    pub features: usize,
    /// Villages of the regency that got an outline.
    pub matched: Vec<RegionCode>,
    /// What the file calls features that are no village of the regency: code, or name, or position from 1.
    pub unmatched: Vec<String>,
    /// Villages of the regency without an outline in the file.
    pub missing: Vec<RegionCode>,
    /// What was repaired or refused, of this regency's features.
    pub remarks: Vec<Remark>,
    /// Pairs of villages that overlap, with the square metres.
    pub overlaps: Vec<(RegionCode, RegionCode, f64)>,
    /// Pairs of neighbours.
    pub neighbours: Vec<(RegionCode, RegionCode, Beside)>,
    /// The area of all outlines together, in square metres.
    pub area: f64,
    /// Villages that have an outline now and none in the file.
    pub losing: Vec<RegionCode>,
    /// What is drawn.
    shapes: Vec<Shape>,
}

impl Boundaries {
    /// Villages whose feature was refused.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.remarks.iter().filter(|remark| matches!(remark.finding, Finding::Refused(_))).count()
    }
}

impl App {
    /// Reads a file of boundaries (GeoJSON, TopoJSON) and says what it holds, without keeping anything.
    ///
    /// # Errors
    /// [`Refusal::Boundaries`] when the file as a whole cannot be taken.
    pub async fn check_boundaries(
        &self,
        actor: &Actor,
        regency: RegionCode,
        bytes: Vec<u8>,
    ) -> Result<Boundaries, Refusal> {
        allow(actor, Action::ImportPlaces, regency)?;
        let places = self.places();
        let villages: BTreeSet<RegionCode> =
            places.villages_in(regency).filter(|region| !region.is_ended()).map(|region| region.code).collect();
        // Millions of points take seconds; the thread that serves pages does not wait.
        let read = ONE_AT_A_TIME.take(move || read(&bytes, &villages)).await;
        let mut found = read.map_err(|_| Refusal::Invalid("boundary-unreadable"))??;
        let drawn: BTreeSet<RegionCode> = self
            .shapes(regency)
            .await?
            .iter()
            .filter(|shape| !shape.parts.is_empty())
            .map(|shape| shape.village)
            .collect();
        found.losing = found.missing.iter().filter(|village| drawn.contains(village)).copied().collect();
        Ok(found)
    }

    /// The file that a regency's outlines are from, with who brought it and when; its name is the source as it is shown.
    ///
    /// # Errors
    /// What the database says.
    pub async fn boundary_file(&self, regency: RegionCode) -> Result<Option<Evidence>, Refusal> {
        let files = queries::evidence::about(self.stores.main.read(), &regency.to_string(), SUBJECT).await?;
        Ok(files.into_iter().max_by_key(|file| file.added_at))
    }

    /// Keeps the outlines of a regency's villages and who lies beside whom; what was there before is replaced.
    ///
    /// # Errors
    /// As [`App::check_boundaries`]; when the file holds no village of the regency; and when villages would lose the outline
    /// that they have, unless that is meant (`losing`). Then nothing is kept.
    pub async fn import_boundaries(
        &self,
        actor: &Actor,
        regency: RegionCode,
        bytes: Vec<u8>,
        source: &str,
        losing: bool,
    ) -> Result<Boundaries, Refusal> {
        let found = self.check_boundaries(actor, regency, bytes.clone()).await?;
        if found.matched.is_empty() {
            return Err(Refusal::Invalid("boundary-none-matched"));
        }
        if !losing && !found.losing.is_empty() {
            return Err(Refusal::Invalid("boundary-would-lose"));
        }
        let file = self.files.keep(&regency.to_string(), &bytes, self.now())?;
        let shapes: Vec<VillageShape> = found.shapes.iter().map(|shape| kept(regency, shape, source)).collect();
        let pair = |a: &RegionCode, b: &RegionCode, beside: Beside| {
            let (kind, metres) = beside.kept();
            let [regency, village, other] = [&regency, a, b].map(ToString::to_string);
            VillageNeighbour { regency, village, other, kind: kind.to_owned(), metres }
        };
        let both = |(a, b, beside): &(RegionCode, RegionCode, Beside)| [pair(a, b, *beside), pair(b, a, *beside)];
        let neighbours: Vec<VillageNeighbour> = found.neighbours.iter().flat_map(both).collect();
        let (at, by) = (self.now(), actor.name().to_owned());
        let kept_file = Evidence {
            regency: regency.to_string(),
            id: self.new_id(),
            subject: SUBJECT.to_owned(),
            file: file.to_string(),
            name: source.to_owned(),
            kind: "json".to_owned(),
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            active: 0,
            note: String::new(),
            added_by: by.clone(),
            added_at: at,
        };
        let body = json!({ "source": source, "file": file.to_string(), "villages": shapes.len(),
            "missing": found.missing.len(), "unmatched": found.unmatched.len(), "neighbours": found.neighbours.len() });
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (shapes, neighbours, by, body) = (shapes.clone(), neighbours.clone(), by.clone(), body.clone());
                let kept_file = kept_file.clone();
                Box::pin(async move {
                    let code = regency.to_string();
                    let fresh: BTreeSet<(&str, &str)> =
                        neighbours.iter().map(|pair| (pair.village.as_str(), pair.other.as_str())).collect();
                    for old in queries::places::neighbours(tx.read(), &code, "").await? {
                        if !fresh.contains(&(old.village.as_str(), old.other.as_str())) {
                            tx.remove(&old).await?;
                        }
                    }
                    let drawn: BTreeSet<&str> = shapes.iter().map(|shape| shape.village.as_str()).collect();
                    for old in queries::places::shapes(tx.read(), &code).await? {
                        if !drawn.contains(old.village.as_str()) {
                            tx.remove(&old).await?;
                        }
                    }
                    tx.put(&kept_file).await?;
                    tx.put_all(&shapes).await?;
                    tx.put_all(&neighbours).await?;
                    tx.record(Record { at, actor: by, action: "boundaries.import", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(found)
    }
}

fn read(bytes: &[u8], villages: &BTreeSet<RegionCode>) -> Result<Boundaries, Refusal> {
    let source = atlas::read(bytes).map_err(Refusal::Boundaries)?;
    if !source.places.is_empty() && source.places.iter().all(|place| place.code.is_none()) {
        return Err(Refusal::Invalid("boundary-no-codes"));
    }
    let code = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<RegionCode>().ok());
    let ours = |text: &Option<String>| code(text).filter(|code| villages.contains(code));
    let mut found = Boundaries {
        features: source.places.len(),
        remarks: source.remarks.into_iter().filter(|remark| ours(&remark.code).is_some()).collect(),
        ..Boundaries::default()
    };
    let refused = found.remarks.iter().filter(|remark| matches!(remark.finding, Finding::Refused(_)));
    found.features += refused.count();
    // Islands of one village may be features of their own.
    let mut shapes: BTreeMap<RegionCode, atlas::Shape> = BTreeMap::new();
    for place in source.places {
        match ours(&place.code) {
            Some(village) => {
                let shape = shapes.entry(village).or_insert_with(|| atlas::Shape { parts: vec![] });
                shape.parts.extend(place.shape.parts);
                if shape.parts.len() > MOST_PARTS {
                    return Err(Refusal::Boundaries(atlas::Fault::TooMany { what: "parts", most: MOST_PARTS }));
                }
            }
            None => {
                let name = place.code.filter(|code| !code.is_empty()).or(place.name);
                found.unmatched.push(name.unwrap_or_else(|| (place.feature + 1).to_string()));
            }
        }
    }
    let codes: Vec<RegionCode> = shapes.keys().copied().collect();
    found.missing = villages.iter().filter(|village| !shapes.contains_key(village)).copied().collect();
    found.area = shapes.values().flat_map(|shape| &shape.parts).map(|part| atlas::area_m2(part)).sum();
    let overlaps = atlas::overlaps(shapes.values()).unwrap_or_default();
    found.overlaps = overlaps.into_iter().map(|one| (codes[one.a], codes[one.b], one.m2)).collect();
    let topology = Topology::of(shapes.values());
    let whole = |metres: f64| metres.round() as i64;
    let beside = |kind| match kind {
        Kind::Border { metres } => Beside::Border(whole(metres)),
        Kind::Corner => Beside::Corner,
        Kind::Nearest { metres } => Beside::Nearest(whole(metres)),
    };
    let pairs = atlas::neighbours(&topology);
    found.neighbours = pairs.into_iter().map(|pair| (codes[pair.a], codes[pair.b], beside(pair.kind))).collect();
    let simple = topology.simplify_for(MAP_WIDTH);
    for ((village, whole), drawn) in shapes.iter().zip(simple.shapes()) {
        // Inside what is drawn too, so that a mark on the map lies in its village.
        let Some(point) = atlas::interior_point(&drawn).or_else(|| atlas::interior_point(whole)) else { continue };
        found.shapes.push(Shape { village: *village, point, parts: drawn.parts });
    }
    found.matched = codes;
    Ok(found)
}
