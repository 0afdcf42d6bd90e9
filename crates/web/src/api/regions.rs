//! Places: the list, one of them, who lies beside whom, and where they lie.

use super::{
    listing::{self, Page},
    problem::Fault,
    take::{self, Asked, Named},
};
use crate::serve::Site;
use app::{App, Refusal, places::shapes::Beside};
use axum::{
    Json,
    extract::State,
    http::{Uri, header},
    response::IntoResponse,
};
use domain::region::{Level, Region, RegionCode, VillageKind};
use instrument::Lang;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A place.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegionRow {
    /// The Kemendagri code.
    #[schema(example = "21.71.07.1001")]
    pub code: String,
    /// The name; regencies carry "Kabupaten" or "Kota".
    #[schema(example = "Muka Kuning")]
    pub name: String,
    /// `province`, `regency`, `district` or `village`.
    #[schema(example = "village")]
    pub level: &'static str,
    /// `kelurahan`, `desa` or `desa_adat`; null above the village.
    #[schema(example = "kelurahan")]
    pub kind: Option<&'static str>,
    /// The place that it lies in; null for a province.
    #[schema(example = "21.71.07")]
    pub parent: Option<String>,
    /// First day of this name; null where it was always so.
    pub valid_from: Option<String>,
    /// Last day of validity; null while it is valid.
    pub valid_until: Option<String>,
}

/// A place with what is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegionDetail {
    /// The place.
    #[serde(flatten)]
    row: RegionRow,
    /// The names up to the province.
    #[schema(example = "Muka Kuning, Sei Beduk, Kota Batam, Kepulauan Riau")]
    path: String,
    /// What a village is called there; null above the village.
    #[schema(example = "kelurahan")]
    village_word: Option<String>,
    /// What its head is called there; null above the village.
    #[schema(example = "lurah")]
    head_title: Option<String>,
    /// What took its place; empty while it is valid.
    successors: Vec<String>,
}

/// The place as a row of a list.
pub fn row(region: &Region<'_>) -> RegionRow {
    RegionRow {
        code: region.code.to_string(),
        name: region.name.to_owned(),
        level: level_name(region.level()),
        kind: region.kind().map(|kind| match kind {
            VillageKind::Kelurahan => "kelurahan",
            VillageKind::Desa => "desa",
            VillageKind::DesaAdat => "desa_adat",
        }),
        parent: region.code.ancestors().next().map(|above| above.to_string()),
        valid_from: region.valid_from.map(|date| date.to_string()),
        valid_until: region.valid_until.map(|date| date.to_string()),
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::Regency => "regency",
        Level::District => "district",
        Level::Village => "village",
    }
}

/// A level, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OfLevel {
    Province,
    Regency,
    District,
    Village,
}

impl OfLevel {
    fn is(self, level: Level) -> bool {
        let own = match self {
            Self::Province => Level::Province,
            Self::Regency => Level::Regency,
            Self::District => Level::District,
            Self::Village => Level::Village,
        };
        own == level
    }
}

/// Which places are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Only this place and those in it.
    #[param(example = "21.71")]
    within: Option<String>,
    /// Only this level.
    #[param(inline)]
    level: Option<OfLevel>,
    /// Part of a name, or the beginning of a code. The best answers come first, at most `limit`, and there is no next page.
    #[param(example = "muka kuning")]
    q: Option<String>,
    /// The last code of the page before.
    #[param(example = "21.71.07")]
    after: Option<String>,
    /// Rows of a page: 1 to 500, 100 unless said otherwise.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// The places, by code
///
/// The whole list of the country (Kemendagri 2025) with the changes that this installation knows. Ended places are left out.
#[utoipa::path(get, path = "/api/v1/regions", tag = "places", params(Which),
    responses((status = 200, description = "A page of places.", body = Page<RegionRow>)))]
pub async fn list(
    State(site): State<Site>,
    uri: Uri,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<RegionRow>>, Fault> {
    let limit = listing::limit(which.limit)?;
    let within = which.within.as_deref().map(|text| take::code("within", text)).transpose()?;
    let after = which.after.as_deref().map(|text| take::code("after", text)).transpose()?;
    let places = site.app.places();
    let fits = |region: &Region<'_>| which.level.is_none_or(|level| level.is(region.level()));
    if let Some(q) = &which.q {
        if after.is_some() {
            return Err(Fault::parameter("after"));
        }
        let most = if which.level.is_some() { places.len() } else { limit };
        let found = places.search(q, within, most);
        let items = found.iter().filter(|region| fits(region)).take(limit).map(row).collect();
        return Ok(Json(Page { items, next: None }));
    }
    let rows = places.listed(within, after).filter(fits);
    Ok(Json(listing::page(&uri, "after", limit, rows, |region| region.code.to_string(), |region| row(&region))))
}

/// One place
#[utoipa::path(get, path = "/api/v1/regions/{code}", tag = "places", params(("code" = String, Path, description = "A code of any level.", example = "99.71")),
    responses((status = 200, description = "The place.", body = RegionDetail)))]
pub async fn one(State(site): State<Site>, Named(code): Named<String>) -> Result<Json<RegionDetail>, Fault> {
    let (code, places) = (take::place(&code)?, site.app.places());
    let region = places.get(code).ok_or(Refusal::NotFound("region"))?;
    let village = region.level() == Level::Village;
    let titles = site.app.titles();
    Ok(Json(RegionDetail {
        row: row(&region),
        path: places.path(code).unwrap_or_default(),
        village_word: village.then(|| titles.village_word(code, Lang::Id).to_owned()),
        head_title: village.then(|| titles.head_title(code, Lang::Id).to_owned()),
        successors: region.successors.iter().map(ToString::to_string).collect(),
    }))
}

/// Two places beside each other.
#[derive(Debug, Serialize, ToSchema)]
pub struct Neighbour {
    /// A village.
    #[schema(example = "99.71.01.1001")]
    village: String,
    /// A village beside it.
    #[schema(example = "99.71.01.1002")]
    other: String,
    /// `border`; `corner`; or `nearest`, the nearest over water.
    #[schema(example = "border")]
    kind: &'static str,
    /// Length of the border or distance over water, in metres; null for a corner.
    #[schema(example = 1420)]
    metres: Option<i64>,
}

/// Who lies beside the villages of a place
///
/// Each pair stands twice, once from either side. Empty while no boundaries were imported.
#[utoipa::path(get, path = "/api/v1/regions/{code}/neighbours", tag = "places", params(("code" = String, Path, description = "A village, district or regency.", example = "99.71.01.1001")),
    responses((status = 200, description = "The pairs.", body = Vec<Neighbour>)))]
pub async fn neighbours(State(site): State<Site>, Named(code): Named<String>) -> Result<Json<Vec<Neighbour>>, Fault> {
    let place = known(&site.app, &code)?;
    let pairs = site.app.neighbours(place).await?;
    let shown = |(village, other, beside): (RegionCode, RegionCode, Beside)| {
        let (kind, metres) = match beside {
            Beside::Border(metres) => ("border", Some(metres)),
            Beside::Corner => ("corner", None),
            Beside::Nearest(metres) => ("nearest", Some(metres)),
        };
        Neighbour { village: village.to_string(), other: other.to_string(), kind, metres }
    };
    Ok(Json(pairs.into_iter().map(shown).collect()))
}

/// Where the villages of a place lie, as GeoJSON
///
/// One feature a village: its outline where boundaries were imported, else a point. WGS 84, simplified for drawing.
#[utoipa::path(get, path = "/api/v1/regions/{code}/boundaries", tag = "places", params(("code" = String, Path, description = "A village, district or regency.", example = "99.71")),
    responses((status = 200, description = "A FeatureCollection (RFC 7946).", body = Object, content_type = "application/geo+json")))]
pub async fn boundaries(State(site): State<Site>, Named(code): Named<String>) -> Result<impl IntoResponse, Fault> {
    let place = known(&site.app, &code)?;
    let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
    let places = site.app.places();
    let shapes = site.app.shapes(regency).await?;
    let feature = |shape: app::places::shapes::Shape| {
        let geometry = if shape.parts.is_empty() {
            serde_json::json!({ "type": "Point", "coordinates": shape.point })
        } else {
            serde_json::json!({ "type": "MultiPolygon", "coordinates": shape.parts })
        };
        let properties = serde_json::json!({ "code": shape.village, "name": places.name(shape.village) });
        serde_json::json!({ "type": "Feature", "id": shape.village, "geometry": geometry, "properties": properties })
    };
    let features: Vec<_> = shapes.into_iter().filter(|shape| place.contains(shape.village)).map(feature).collect();
    let collection = serde_json::json!({ "type": "FeatureCollection", "features": features });
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], collection.to_string()))
}

fn known(app: &App, code: &str) -> Result<RegionCode, Fault> {
    let place = take::place(code)?;
    let there = app.places().get(place).is_some();
    if there { Ok(place) } else { Err(Refusal::NotFound("region").into()) }
}
