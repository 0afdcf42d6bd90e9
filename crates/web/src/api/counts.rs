//! Counts of classes, without a single village: of a city or district, or regency by regency above it.

use super::{
    board::within,
    listing::{self, Page},
    moment,
    problem::Fault,
    take::{self, Asked},
};
use crate::{serve::Site, shown, visit::Visit};
use app::{Action, Actor, Moment, Refusal, access, city::Counts, rounds::Round};
use axum::{Json, extract::State, http::Uri};
use domain::region::{Level, RegionCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// How many villages of a place are of which class. The classes, `undetermined` and `silent` sum up to `villages`.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountsRow {
    /// The regency or district.
    #[schema(example = "99.71")]
    pub region: String,
    /// Its name.
    #[schema(example = "Kota Teluk Harapan")]
    pub name: String,
    /// The year of the round.
    #[schema(example = 2026)]
    pub year: i64,
    /// The rule with its version.
    #[schema(example = "kawasan-rawan-8-5@2026.1")]
    pub rule: String,
    /// Whether the official rule is not known and this one stands in.
    pub provisional: bool,
    /// All villages of the place.
    #[schema(example = 64)]
    pub villages: usize,
    /// Those whose sheets have all come in.
    #[schema(example = 58)]
    pub reported: usize,
    /// Those whose sheets have not.
    #[schema(example = 6)]
    pub silent: usize,
    /// Those that have reported, but whose class is not determined because answers are missing.
    #[schema(example = 6)]
    pub undetermined: usize,
    /// By class.
    #[schema(example = json!({ "bahaya": 3, "waspada": 9, "siaga": 27, "aman": 13 }))]
    pub classes: BTreeMap<String, usize>,
}

fn row(site: &Site, place: RegionCode, round: &Round, counts: &Counts) -> CountsRow {
    let classes = round.rule.classes().iter().zip(&counts.classes);
    CountsRow {
        region: place.to_string(),
        name: shown::name(&site.app, place),
        year: round.year,
        rule: round.rule.rule(),
        provisional: round.rule.provisional(),
        villages: counts.villages(),
        reported: counts.reported(),
        silent: counts.silent,
        undetermined: counts.undetermined,
        classes: classes.map(|(class, n)| (class.id.clone(), *n)).collect(),
    }
}

/// The counts of one place; nothing where no round was opened.
pub async fn of(site: &Site, actor: &Actor, place: RegionCode, moment: Moment) -> Result<Option<CountsRow>, Refusal> {
    match site.app.roll_up(actor, place, moment).await {
        Ok((round, counts)) => Ok(Some(row(site, place, &round, &counts))),
        Err(Refusal::NotFound("round")) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The regencies of the actor's part of the tree, or of a part of it.
pub fn regencies(site: &Site, actor: &Actor, part: Option<RegionCode>) -> Vec<RegionCode> {
    let places = site.app.places();
    let scope = match actor {
        Actor::Account { scope, .. } => *scope,
        _ => None,
    };
    let codes = |part: RegionCode| places.regencies_in(part).map(|region| region.code).collect::<Vec<_>>();
    match part.or(scope) {
        Some(part) => codes(part),
        None => places.provinces().flat_map(|province| codes(province.code)).collect(),
    }
}

/// Which counts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// A province, regency or district; without it the account's own region.
    #[param(example = "99.71")]
    within: Option<String>,
    /// The round of this year; without it the round that is running.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// As it was on this date (ISO 8601). Not together with `year`.
    #[param(example = "2026-06-30", format = Date)]
    on: Option<String>,
    /// As it was known at the end of this date (ISO 8601).
    #[param(example = "2026-07-01", format = Date)]
    known: Option<String>,
    /// The last region of the page before.
    #[param(example = "99.71")]
    after: Option<String>,
    /// Rows of a page: 1 to 500, 100 unless said otherwise.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// How many villages are of which class
///
/// Of a regency or district one row; above it a row for each regency in which a round was opened.
#[utoipa::path(get, path = "/api/v1/counts", tag = "villages", params(Which),
    responses((status = 200, description = "A page of counts.", body = Page<CountsRow>)))]
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    uri: Uri,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<CountsRow>>, Fault> {
    let (limit, actor) = (listing::limit(which.limit)?, v.actor());
    let moment = moment::moment(which.year, which.on.as_deref(), which.known.as_deref())?;
    let after = which.after.as_deref().map(|text| take::code("after", text)).transpose()?;
    let named = which.within.as_deref().map(|text| take::code("within", text)).transpose()?;
    let whole = named.is_none() && matches!(actor, Actor::Account { scope: None, .. });
    let places = match named {
        _ if whole => regencies(&site, &actor, None),
        _ => match within(&v, which.within.as_deref())? {
            place if place.level() == Level::Province => {
                access::allow(&actor, Action::SeeRollUp, place)?;
                regencies(&site, &actor, Some(place))
            }
            place => {
                let (round, counts) = site.app.roll_up(&actor, place, moment).await?;
                let items = vec![row(&site, place, &round, &counts)];
                return Ok(Json(Page { items, next: None }));
            }
        },
    };
    let mut rows = vec![];
    for place in places.into_iter().filter(|place| after.is_none_or(|after| *place > after)) {
        rows.extend(of(&site, &actor, place, moment).await?);
        if rows.len() > limit {
            break;
        }
    }
    Ok(Json(listing::page(&uri, "after", limit, rows, |row| row.region.clone(), |row| row)))
}
