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
    programme::{Place, Standing},
    region::{Level, RegionCode},
};
use std::{cell::RefCell, collections::HashMap, hash::Hash};

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

/// What is said of villages, each sentence made once: hundreds of them say the same.
struct Told<'a> {
    v: &'a Visit,
    rules: &'a Rules,
    chips: RefCell<HashMap<(u8, usize), Chip>>,
    lacks: RefCell<HashMap<Vec<usize>, String>>,
    readiness: RefCell<HashMap<(usize, usize), String>>,
    fundings: RefCell<HashMap<&'static str, String>>,
}

/// What is remembered under a key, or is made now.
fn once<K: Eq + Hash, T: Clone>(told: &RefCell<HashMap<K, T>>, key: K, make: impl FnOnce() -> T) -> T {
    told.borrow_mut().entry(key).or_insert_with(make).clone()
}

impl<'a> Told<'a> {
    fn new(v: &'a Visit, rules: &'a Rules) -> Self {
        let (chips, lacks) = (RefCell::default(), RefCell::default());
        Self { v, rules, chips, lacks, readiness: RefCell::default(), fundings: RefCell::default() }
    }

    fn chip(&self, place: Place) -> Chip {
        let key = match place {
            Place::Outside => (0, 0),
            Place::Step(step) => (1, step),
            Place::Inactive { .. } => (2, 0),
            Place::Withdrawn { .. } => (3, 0),
        };
        once(&self.chips, key, || stage_chip(self.v, self.rules, place))
    }

    fn lacks(&self, standing: &Standing) -> String {
        let missing = standing.skipped(&self.rules.ladder).collect();
        once(&self.lacks, missing, || skipped(self.v, self.rules, standing))
    }

    fn readiness(&self, standing: &Standing) -> String {
        let (there, proven) = standing.readiness(&self.rules.ladder);
        let of = self.rules.ladder.elements().count();
        let values = || [("n", there.into()), ("of", of.into()), ("proven", proven.into())];
        once(&self.readiness, (there, proven), || self.v.w.with("programme-readiness-short", values()))
    }

    fn funding(&self, id: &'static str) -> String {
        let said = || if id.is_empty() { String::new() } else { self.v.t(&format!("programme-funding-{id}")) };
        once(&self.fundings, id, said)
    }
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
    let shapes = app.shapes(register.place.regency().ok_or(Refusal::NotFound("regency"))?).await?;
    let told = Told::new(&v, &rules);
    let map = draw(&told, &site, &register, asked, &shapes);
    let rows: Vec<Row> = register.lines.iter().map(|line| row(&told, &site, line)).collect();
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
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let rows = order.into_iter().filter_map(|at| rows[at].take()).collect();
    let first = app.programme_began(place).await?.unwrap_or_else(|| register.on.year());
    let page = Page {
        v: &v,
        place,
        title: name(app, place),
        year: register.on.year(),
        years: (first..=app.today(place).year()).rev().collect(),
        wanted: wanted(&v, &register, &counts),
        questions: questions(&v, &rules, &counts),
        legend: legend(&told, &register),
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

fn draw(
    told: &Told<'_>,
    site: &Site,
    register: &Register,
    asked: Asked,
    shapes: &[app::places::shapes::Shape],
) -> map::Map {
    let year = asked.tahun.map(|year| format!("tahun={year}")).unwrap_or_default();
    let kept = asked.kept();
    let area = |line: &Line| {
        let Chip { look, word } = told.chip(line.standing.place);
        let link = format!("/desa/{}/program?{year}{kept}", line.village);
        map::Area { code: line.village, link, name: village_name(&site.app, told.v, line.village), look, word }
    };
    let areas: Vec<map::Area> = register.lines.iter().map(area).collect();
    map::draw(told.v, &areas, shapes, &site.app.places())
}

/// The places that some village has, in the ladder's order, with how many there are; they sum up to all villages.
fn legend(told: &Told<'_>, register: &Register) -> Vec<(Chip, usize)> {
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
        let chip = told.chip(place);
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

fn row(told: &Told<'_>, site: &Site, line: &Line) -> Row {
    Row {
        code: line.village,
        name: village_name(&site.app, told.v, line.village),
        district: line.village.district().map(|district| name(&site.app, district)).unwrap_or_default(),
        chip: told.chip(line.standing.place),
        lacks: told.lacks(&line.standing),
        last: line.standing.last_activity.map(|day| told.v.w.date(day)).unwrap_or_default(),
        activities: line.activities,
        readiness: told.readiness(&line.standing),
        funding: told.funding(line.funding.id()),
    }
}
