//! The register: how many villages are in the programme, each question with its own number, and which of them lack what.

use super::{skipped, stage_chip};
use crate::{
    map,
    oops::Oops,
    pages::Asked,
    serve::Site,
    shown::{Chip, name, render, village_name},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::{
        Rules,
        register::{Counts, Line, Register},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    programme::Place,
    region::{Level, RegionCode},
};

#[derive(Template)]
#[template(path = "programme/register.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    year: i16,
    years: Vec<i16>,
    counts: Counts,
    /// The target for this year, in words.
    wanted: String,
    questions: Vec<Question>,
    map: String,
    schematic: bool,
    legend: Vec<(Chip, usize)>,
    lacking: Vec<Row>,
    more: usize,
    rows: Vec<Row>,
    ladder: String,
    provisional: bool,
    as_of: String,
    asked: Asked,
    at: String,
}

/// A question with its number.
struct Question {
    title: String,
    meaning: String,
    n: usize,
    part: bool,
}

/// A village in the table.
#[derive(Clone)]
struct Row {
    code: RegionCode,
    name: String,
    district: String,
    chip: Chip,
    lacks: String,
    last: String,
    activities: usize,
    readiness: String,
    funding: String,
}

/// The most villages that are named as lacking something.
const MOST_LACKING: usize = 5;

/// `GET /bersinar/{code}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    if !matches!(place.level(), Level::Regency | Level::District) {
        return Err(Refusal::NotFound("region").into());
    }
    let (app, rules) = (&site.app, site.app.programme_rules());
    let register = app.register(&v.actor(), place, asked.moment()).await?;
    let counts = register.counts(&rules);
    let map = draw(&v, &site, &rules, &register, asked).await?;
    let mut rows: Vec<Row> = register.lines.iter().map(|line| row(&v, &site, &rules, line)).collect();
    // What needs someone first: inactive, then launched with gaps, then the rest by how far it is.
    let need = |line: &Line| match line.standing.place {
        Place::Inactive { .. } => (0, 0),
        Place::Step(step) if line.standing.skipped(&rules.ladder).next().is_some() => (1, usize::MAX - step),
        Place::Step(step) => (2, usize::MAX - step),
        Place::Withdrawn { .. } => (3, 0),
        Place::Outside => (4, 0),
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|at| (need(&register.lines[*at]), register.lines[*at].village));
    let inactive = |at: &&usize| matches!(register.lines[**at].standing.place, Place::Inactive { .. });
    let lacking: Vec<Row> = order.iter().filter(inactive).take(MOST_LACKING).map(|at| rows[*at].clone()).collect();
    rows = order.into_iter().map(|at| rows[at].clone()).collect();
    let first = app.programme_began(place).await?.unwrap_or_else(|| register.on.year());
    let page = Page {
        v: &v,
        place,
        title: name(app, place),
        year: register.on.year(),
        years: (first..=app.today(place).year()).rev().collect(),
        wanted: wanted(&v, &register, &counts),
        questions: questions(&v, &rules, &counts),
        legend: legend(&v, &rules, &register),
        more: counts.inactive.saturating_sub(lacking.len()),
        counts,
        map: map.svg,
        schematic: map.schematic,
        lacking,
        rows,
        ladder: rules.ladder.name(),
        provisional: rules.ladder.provisional,
        as_of: asked.as_of(&v, &site, place),
        asked,
        at: format!("/bersinar/{place}"),
    };
    Ok(render(&page))
}

async fn draw(v: &Visit, site: &Site, rules: &Rules, register: &Register, asked: Asked) -> Result<map::Map, Oops> {
    let regency = register.place.regency().ok_or(Refusal::NotFound("region"))?;
    let shapes = site.app.shapes(regency).await?;
    let year = asked.tahun.map(|year| format!("tahun={year}")).unwrap_or_default();
    let area = |line: &Line| {
        let Chip { look, word } = stage_chip(v, rules, line.standing.place);
        let link = format!("/desa/{}/program?{year}{}", line.village, asked.kept());
        map::Area { code: line.village, link, name: village_name(&site.app, v, line.village), look, word }
    };
    let areas: Vec<map::Area> = register.lines.iter().map(area).collect();
    Ok(map::draw(v, &areas, &shapes, &site.app.places()))
}

/// The places that some village has, in the ladder's order, with how many there are; they sum up to all villages.
fn legend(v: &Visit, rules: &Rules, register: &Register) -> Vec<(Chip, usize)> {
    let order = |place: Place| match place {
        Place::Outside => (0, 0),
        Place::Step(step) => (1, step),
        Place::Inactive { .. } => (2, 0),
        Place::Withdrawn { .. } => (3, 0),
    };
    let mut places: Vec<Place> = register.lines.iter().map(|line| line.standing.place).collect();
    places.sort_by_key(|place| order(*place));
    let mut legend: Vec<(Chip, usize)> = vec![];
    for place in places {
        let chip = stage_chip(v, rules, place);
        match legend.last_mut().filter(|(last, _)| last.look == chip.look) {
            Some((_, n)) => *n += 1,
            None => legend.push((chip, 1)),
        }
    }
    legend
}

fn wanted(v: &Visit, register: &Register, counts: &Counts) -> String {
    let Some(wanted) = register.wanted else { return String::new() };
    let short = wanted - counts.declared as i64;
    let values = [
        ("year", register.on.year().to_string().into()),
        ("wanted", v.w.number(wanted).into()),
        ("n", v.w.number(short).into()),
    ];
    v.w.with(if short > 0 { "programme-wanted" } else { "programme-wanted-reached" }, values)
}

/// Each question with its own number: what was recorded, and of those launched what became of them and who paid.
fn questions(v: &Visit, rules: &Rules, counts: &Counts) -> Vec<Question> {
    let told =
        |key: &str, meaning: &str, n: usize, part: bool| Question { title: v.t(key), meaning: v.t(meaning), n, part };
    let mut questions = vec![];
    for (at, kind) in rules.ladder.milestones.iter().enumerate() {
        if kind.withdraws || (kind.element && !kind.step) {
            continue;
        }
        let launch = at == rules.ladder.launch();
        questions.push(Question {
            title: v.of(&kind.title).to_owned(),
            meaning: v.of(&kind.meaning).to_owned(),
            n: if launch { counts.declared } else { counts.reached[at] },
            part: false,
        });
        if launch {
            questions.push(told("programme-dipa", "programme-dipa-meaning", counts.dipa, true));
            questions.push(told("programme-non-dipa", "programme-non-dipa-meaning", counts.non_dipa, true));
            if counts.funding_unknown > 0 {
                let n = counts.funding_unknown;
                questions.push(told("programme-funding-unknown", "programme-funding-unknown-meaning", n, true));
            }
        }
    }
    questions.push(told("programme-inactive", "programme-inactive-meaning", counts.inactive, false));
    questions.push(told("programme-withdrawn", "programme-withdrawn-meaning", counts.withdrawn, false));
    questions
}

fn row(v: &Visit, site: &Site, rules: &Rules, line: &Line) -> Row {
    let (there, proven) = line.standing.readiness(&rules.ladder);
    let of = rules.ladder.elements().count();
    Row {
        code: line.village,
        name: village_name(&site.app, v, line.village),
        district: line.village.district().map(|district| name(&site.app, district)).unwrap_or_default(),
        chip: stage_chip(v, rules, line.standing.place),
        lacks: skipped(v, rules, &line.standing),
        last: line.standing.last_activity.map(|day| v.w.date(day)).unwrap_or_default(),
        activities: line.activities,
        readiness: v
            .w
            .with("programme-readiness-short", &[("n", there.into()), ("of", of.into()), ("proven", proven.into())]),
        funding: match line.funding.id() {
            "" => String::new(),
            id => v.t(&format!("programme-funding-{id}")),
        },
    }
}
