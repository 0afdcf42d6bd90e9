//! Where villages lie: a point each and, where known, an outline; and who lies beside whom.

use crate::{Action, Actor, App, Refusal, allow};
use domain::region::RegionCode;
use serde_json::json;
use store::{Record, nouns::VillageShape, queries};

pub use atlas::{Part, Point};

/// Where one village lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The village.
    pub village: RegionCode,
    /// A point inside it.
    pub point: Point,
    /// Its parts, each a shell and its holes; empty where only the point is known.
    pub parts: Vec<Part>,
}

/// How a village lies beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// They share a border of so many metres.
    Border(i64),
    /// They touch at a corner.
    Corner,
    /// The nearest over water, so many metres away: islands get a neighbour by this marked rule.
    Nearest(i64),
}

impl Beside {
    pub(crate) fn kept(self) -> (&'static str, i64) {
        match self {
            Self::Border(metres) => ("border", metres),
            Self::Corner => ("corner", 0),
            Self::Nearest(metres) => ("nearest", metres),
        }
    }

    fn read(kind: &str, metres: i64) -> Option<Self> {
        match kind {
            "border" => Some(Self::Border(metres)),
            "corner" => Some(Self::Corner),
            "nearest" => Some(Self::Nearest(metres)),
            _ => None,
        }
    }
}

impl App {
    /// Keeps where villages of one regency lie, by a point each; outlines come by [`App::import_boundaries`].
    ///
    /// # Errors
    /// When a village is none of the regency's, or a point lies off the globe; then nothing is kept.
    pub async fn import_points(
        &self,
        actor: &Actor,
        regency: RegionCode,
        points: &[(RegionCode, Point)],
        source: &str,
    ) -> Result<usize, Refusal> {
        allow(actor, Action::ImportPlaces, regency)?;
        if !points.iter().all(|(village, _)| self.is_village_of(*village, regency)) {
            return Err(Refusal::Invalid("region-outside"));
        }
        if !points.iter().all(|(_, [longitude, latitude])| longitude.abs() <= 180.0 && latitude.abs() <= 90.0) {
            return Err(Refusal::Invalid("region-not-degrees"));
        }
        let there = self.shapes(regency).await?;
        let parts = |village| there.iter().find(|shape| shape.village == village).map(|shape| shape.parts.clone());
        let row = |(village, point): &(RegionCode, Point)| {
            let shape = Shape { village: *village, point: *point, parts: parts(*village).unwrap_or_default() };
            kept(regency, &shape, source)
        };
        let rows: Vec<VillageShape> = points.iter().map(row).collect();
        let (at, by, count, source) = (self.now(), actor.name().to_owned(), rows.len(), source.to_owned());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (rows, by, source) = (rows.clone(), by.clone(), source.clone());
                Box::pin(async move {
                    tx.put_all(&rows).await?;
                    let body = json!({ "villages": rows.len(), "source": source });
                    tx.record(Record { at, actor: by, action: "shapes.import", body });
                    Ok::<_, Refusal>(count)
                })
            })
            .await
    }

    /// The shapes of a regency's villages. Where a village lies is public.
    ///
    /// # Errors
    /// What the database says.
    pub async fn shapes(&self, regency: RegionCode) -> Result<Vec<Shape>, Refusal> {
        let rows = queries::places::shapes(self.stores.main.read(), &regency.to_string()).await?;
        let shape = |row: VillageShape| {
            Some(Shape {
                village: row.village.parse().ok()?,
                point: [row.longitude, row.latitude],
                parts: serde_json::from_str(&row.rings).ok()?,
            })
        };
        Ok(rows.into_iter().filter_map(shape).collect())
    }

    /// Who lies beside the villages of a place (a village, district or regency). Public, as where they lie.
    ///
    /// # Errors
    /// What the database says.
    pub async fn neighbours(&self, place: RegionCode) -> Result<Vec<(RegionCode, RegionCode, Beside)>, Refusal> {
        let regency = place.regency().ok_or(Refusal::NotFound("region"))?.to_string();
        let rows = queries::places::neighbours(self.stores.main.read(), &regency, &place.to_string()).await?;
        let read = |row: store::nouns::VillageNeighbour| {
            Some((row.village.parse().ok()?, row.other.parse().ok()?, Beside::read(&row.kind, row.metres)?))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }
}

/// The record of a shape.
pub(crate) fn kept(regency: RegionCode, shape: &Shape, source: &str) -> VillageShape {
    VillageShape {
        regency: regency.to_string(),
        village: shape.village.to_string(),
        longitude: shape.point[0],
        latitude: shape.point[1],
        rings: serde_json::to_string(&shape.parts).unwrap_or_default(),
        source: source.to_owned(),
    }
}
