//! What everyone may see: a city's programme year by year, a village's one-page profile, the same as an open file. Shown is
//! only what `app::programme::public` gives; there are no classes in it.

use crate::{
    chart, map,
    oops::Oops,
    pages::{
        Asked,
        programme::{activities::counted_by_group, step_look},
    },
    serve::Site,
    shown::{Chip, name, render, village_name},
    visit::Visit,
};
use app::{
    Refusal,
    programme::{
        Rules,
        public::{PublicCity, PublicProfile},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::region::{Level, RegionCode};

#[derive(Template)]
#[template(path = "public_city.html")]
struct CityPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    year: i16,
    years: Vec<i16>,
    there: usize,
    all: usize,
    /// The public steps, highest first.
    steps: Vec<AtStep>,
    map: String,
    chart: String,
    groups: Vec<(String, i64)>,
    total: i64,
    as_of: String,
}

/// A public step with the villages that are there.
struct AtStep {
    chip: Chip,
    meaning: String,
    villages: Vec<(RegionCode, String)>,
}

/// A year's activities: how many, and of which groups.
struct Year {
    year: i16,
    n: i64,
    groups: Vec<(String, i64)>,
}

fn step_chip(v: &Visit, rules: &Rules, step: usize) -> Chip {
    let title = rules.ladder.milestones.get(step).map_or("", |kind| v.of(&kind.title));
    Chip { look: format!("step {}", step_look(rules, step)), word: title.to_owned() }
}

/// `GET /kota/{code}`: a city, or one of its villages.
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    match place.level() {
        Level::Regency => {
            let city = site.app.public_city(place, asked.tahun).await?;
            city_page(&v, &site, &city).await
        }
        Level::Village => {
            let profile = site.app.public_profile(place).await?;
            Ok(profile_page(&v, &site, &profile))
        }
        _ => Err(Refusal::NotFound("region").into()),
    }
}

async fn city_page(v: &Visit, site: &Site, city: &PublicCity) -> Result<Response, Oops> {
    let rules = site.app.programme_rules();
    let named = |village: RegionCode| (village, name(&site.app, village));
    let public: Vec<usize> = rules.ladder.steps().filter(|(_, kind)| kind.public).map(|(at, _)| at).rev().collect();
    let step = |step: usize| {
        let own = city.villages.iter().filter(|village| village.step == step);
        let meaning = rules.ladder.milestones.get(step).map_or("", |kind| v.of(&kind.meaning)).to_owned();
        AtStep { chip: step_chip(v, &rules, step), meaning, villages: own.map(|one| named(one.village)).collect() }
    };
    let title = v.w.with("programme-title", &[("place", name(&site.app, city.place).into())]);
    let page = CityPage {
        v,
        place: city.place,
        chart: chart::steps(v, &title, &[], &city.by_year, site.app.today(city.place).year()),
        title,
        year: city.on.year(),
        years: city.by_year.iter().map(|(year, _)| *year).collect(),
        there: city.villages.len(),
        all: city.all,
        steps: public.into_iter().map(step).collect(),
        map: draw(v, site, &rules, city).await?,
        groups: counted_by_group(v, site, &city.activities),
        total: city.activities.iter().map(|(_, n)| n).sum(),
        as_of: v.w.date(city.on),
    };
    Ok(render(&page))
}

/// The map without links: the lists beneath have them.
async fn draw(v: &Visit, site: &Site, rules: &Rules, city: &PublicCity) -> Result<String, Oops> {
    let shapes = site.app.shapes(city.place).await?;
    let places = site.app.places();
    let area = |village: RegionCode| {
        // They come by code.
        let there = city.villages.binary_search_by_key(&village, |one| one.village).ok().map(|at| &city.villages[at]);
        let look = there.map_or("step outside".into(), |one| format!("step {}", step_look(rules, one.step)).into());
        map::Area { code: village, link: String::new(), name: "".into(), look, word: "".into() }
    };
    let areas: Vec<map::Area<'_>> = places.villages_on(city.place, city.on).map(|region| area(region.code)).collect();
    Ok(map::draw(v, &areas, &shapes, &places).svg)
}

#[derive(Template)]
#[template(path = "public_village.html")]
struct VillagePage<'a> {
    v: &'a Visit,
    village: RegionCode,
    title: String,
    district: String,
    city: RegionCode,
    city_name: String,
    steps: Vec<(Chip, String, String)>,
    programmes: Vec<String>,
    activities: Vec<Year>,
    last: String,
    as_of: String,
}

fn profile_page(v: &Visit, site: &Site, profile: &PublicProfile) -> Response {
    let (app, rules, village) = (&site.app, site.app.programme_rules(), profile.village);
    let city = village.regency().unwrap_or(village);
    let step = |(step, since): &(usize, jiff::civil::Date)| {
        let meaning = rules.ladder.milestones.get(*step).map_or("", |kind| v.of(&kind.meaning)).to_owned();
        (step_chip(v, &rules, *step), v.w.date(*since), meaning)
    };
    let titled = |id: &String| rules.programmes.programme(id).map_or("", |one| v.of(&one.title)).to_owned();
    let year = |(year, kinds): &(i16, Vec<(String, i64)>)| Year {
        year: *year,
        n: kinds.iter().map(|(_, n)| n).sum(),
        groups: counted_by_group(v, site, kinds),
    };
    render(&VillagePage {
        v,
        village,
        title: village_name(app, v, village),
        district: village.district().map(|district| name(app, district)).unwrap_or_default(),
        city,
        city_name: name(app, city),
        steps: profile.steps.iter().map(step).collect(),
        programmes: profile.programmes.iter().map(titled).collect(),
        activities: profile.activities.iter().map(year).collect(),
        last: profile.last.map(|day| v.w.date(day)).unwrap_or_default(),
        as_of: v.w.date(profile.on),
    })
}

/// `GET /kota/{code}/data.csv`: the villages at a public step, for everyone to reckon with.
pub async fn file(
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    let city = site.app.public_city(place, asked.tahun).await?;
    let table = site.app.public_table(&city)?;
    let named = format!("attachment; filename=\"bersinar-{place}-{}.csv\"", city.on);
    let head = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, named)];
    Ok((head, table).into_response())
}
