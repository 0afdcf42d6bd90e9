//! What everyone may know, without a token: a city's programme and its places of help. No classes.

use super::{problem::Fault, take};
use crate::{serve::Site, shown, visit::Visit};
use app::{Refusal, programme::public::PublicVillage};
use axum::{Json, extract::State};
use domain::region::RegionCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfYear {
    /// As it was at the end of this year; now by default.
    #[param(example = 2024)]
    year: Option<i64>,
}

/// A village at a public step of the programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicRow {
    /// Its code.
    #[schema(example = "99.71.01.1001")]
    pub village: String,
    /// Its name.
    #[schema(example = "Kampung Seruni")]
    pub name: String,
    /// The highest public step that it has reached: `launched`, `running` or `active`.
    #[schema(example = "active")]
    pub step: String,
    /// When it was launched.
    #[schema(example = "2023-06-26")]
    pub launched: String,
    /// Activities of the year up to that day.
    #[schema(example = 4)]
    pub activities: usize,
}

/// A city's programme as everyone may know it. There are no classes in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicCityOut {
    /// The city.
    #[schema(example = "99.71")]
    pub region: String,
    /// Its name.
    #[schema(example = "Kota Teluk Harapan")]
    pub name: String,
    /// As of this day.
    #[schema(example = "2026-11-22")]
    pub as_of: String,
    /// All villages that there are.
    #[schema(example = 64)]
    pub villages: usize,
    /// Those at a public step.
    pub launched: Vec<PublicRow>,
}

fn row(site: &Site, one: &PublicVillage) -> PublicRow {
    let rules = site.app.programme_rules();
    PublicRow {
        village: one.village.to_string(),
        name: shown::name(&site.app, one.village),
        step: rules.ladder.milestones.get(one.step).map(|kind| kind.id.clone()).unwrap_or_default(),
        launched: one.launched.to_string(),
        activities: one.activities,
    }
}

fn city_code(code: &str) -> Result<RegionCode, Fault> {
    Ok(code.parse().map_err(|_| Refusal::NotFound("region"))?)
}

/// A city's programme: villages at the public steps. No token is needed.
#[utoipa::path(
    get,
    path = "/api/v1/public/{code}",
    tag = "public",
    params(("code" = String, Path, example = "99.71"), OfYear),
    responses((status = 200, description = "The city.", body = PublicCityOut))
)]
pub async fn city(
    State(site): State<Site>,
    take::Named(code): take::Named<String>,
    take::Asked(asked): take::Asked<OfYear>,
) -> Result<Json<PublicCityOut>, Fault> {
    let city = site.app.public_city(city_code(&code)?, asked.year).await?;
    Ok(Json(PublicCityOut {
        region: city.place.to_string(),
        name: shown::name(&site.app, city.place),
        as_of: city.on.to_string(),
        villages: city.all,
        launched: city.villages.iter().map(|one| row(&site, one)).collect(),
    }))
}

/// Nearest to which village.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Near {
    /// A village; the nearest places come first.
    #[param(example = "99.71.01.1001")]
    near: Option<String>,
}

/// A place where people find help.
#[derive(Debug, Serialize, ToSchema)]
pub struct HelpRow {
    /// What it is called.
    pub name: String,
    /// What it is: `bnnk_clinic`, `ipwl`, `puskesmas`, `hospital`, `ibm_unit`, `other`.
    #[schema(example = "puskesmas")]
    pub kind: String,
    /// What it offers.
    pub services: Vec<String>,
    /// The village in which it lies; null where it is not known.
    pub village: Option<String>,
    /// Street and number.
    pub address: String,
    /// Whom to call.
    pub phone: String,
    /// When it is open.
    pub hours: String,
    /// How many it can take.
    pub capacity: String,
    /// Metres from the village that was asked for, as the crow flies; null where one of both is not on the map.
    pub metres: Option<u64>,
}

/// The places of help of a city. No token is needed.
#[utoipa::path(
    get,
    path = "/api/v1/public/{code}/help",
    tag = "public",
    params(("code" = String, Path, example = "99.71"), Near),
    responses((status = 200, description = "The places, the nearest first.", body = [HelpRow]))
)]
pub async fn help(
    v: Visit,
    State(site): State<Site>,
    take::Named(code): take::Named<String>,
    take::Asked(asked): take::Asked<Near>,
) -> Result<Json<Vec<HelpRow>>, Fault> {
    let near = asked.near.as_deref().map(|near| take::code("near", near)).transpose()?;
    let lines = site.app.help_places(&v.actor(), city_code(&code)?, near).await?;
    let row = |line: app::programme::directory::HelpLine| HelpRow {
        name: line.place.name,
        kind: line.place.kind,
        services: line.services,
        village: Some(line.place.village).filter(|village| !village.is_empty()),
        address: line.place.address,
        phone: line.place.phone,
        hours: line.place.hours,
        capacity: line.place.capacity,
        metres: line.metres.map(|metres| metres.round().max(0.0) as u64),
    };
    Ok(Json(lines.into_iter().map(row).collect()))
}
