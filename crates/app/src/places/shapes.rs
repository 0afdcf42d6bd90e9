//! Where villages lie: a point each and, where known, an outline.

use crate::{Action, Actor, App, Refusal, allow};
use domain::region::RegionCode;
use serde_json::json;
use store::{Record, nouns::VillageShape, queries};

/// Longitude and latitude in degrees (WGS 84).
pub type Point = [f64; 2];

/// Where one village lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The village.
    pub village: RegionCode,
    /// A point inside it.
    pub point: Point,
    /// Its outer rings; empty where only the point is known.
    pub rings: Vec<Vec<Point>>,
}

impl App {
    /// Keeps the shapes of villages of one regency.
    ///
    /// # Errors
    /// When a village is none of the regency's, or a point lies off the globe; then nothing is kept.
    pub async fn import_shapes(
        &self,
        actor: &Actor,
        regency: RegionCode,
        shapes: &[Shape],
        source: &str,
    ) -> Result<usize, Refusal> {
        allow(actor, Action::ImportPlaces, regency)?;
        if !shapes.iter().all(|shape| self.is_village_of(shape.village, regency)) {
            return Err(Refusal::Invalid("region-outside"));
        }
        let on_globe = |[longitude, latitude]: &Point| longitude.abs() <= 180.0 && latitude.abs() <= 90.0;
        if !shapes.iter().all(|shape| on_globe(&shape.point) && shape.rings.iter().flatten().all(on_globe)) {
            return Err(Refusal::Invalid("region-not-degrees"));
        }
        let rows: Vec<VillageShape> = shapes
            .iter()
            .map(|shape| VillageShape {
                regency: regency.to_string(),
                village: shape.village.to_string(),
                longitude: shape.point[0],
                latitude: shape.point[1],
                rings: serde_json::to_string(&shape.rings).unwrap_or_default(),
                source: source.to_owned(),
            })
            .collect();
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
                rings: serde_json::from_str(&row.rings).ok()?,
            })
        };
        Ok(rows.into_iter().filter_map(shape).collect())
    }
}
