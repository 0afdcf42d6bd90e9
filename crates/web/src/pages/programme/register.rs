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
    places::shapes::Shape,
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
use jiff::civil::Date;
use std::{borrow::Cow, cell::RefCell, collections::HashMap, hash::Hash, rc::Rc};

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
    legend: Vec<(Rc<Chip>, usize)>,
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
    district: Rc<str>,
    chip: Rc<Chip>,
    lacks: Rc<str>,
    last: Rc<str>,
    activities: usize,
    readiness: Rc<str>,
    funding: Rc<str>,
}

/// What is said of villages, each sentence made once: hundreds of them say the same.
struct Told<'a> {
    v: &'a Visit,
    site: &'a Site,
    rules: &'a Rules,
    districts: Once<RegionCode>,
    chips: RefCell<HashMap<(u8, usize), Rc<Chip>>>,
    lacks: Once<Vec<usize>>,
    days: Once<Option<Date>>,
    readiness: Once<(usize, usize)>,
    fundings: Once<&'static str>,
}

/// Sentences by what they rest on.
type Once<K> = RefCell<HashMap<K, Rc<str>>>;

/// What is remembered under a key, or is made now.
fn once<K: Eq + Hash, T: ?Sized>(told: &RefCell<HashMap<K, Rc<T>>>, key: K, make: impl FnOnce() -> Rc<T>) -> Rc<T> {
    told.borrow_mut().entry(key).or_insert_with(make).clone()
}

impl<'a> Told<'a> {
    fn new(v: &'a Visit, site: &'a Site, rules: &'a Rules) -> Self {
        let (districts, chips, lacks, days) = Default::default();
        Self { v, site, rules, districts, chips, lacks, days, readiness: Once::default(), fundings: Once::default() }
    }

    fn chip(&self, place: Place) -> Rc<Chip> {
        let key = match place {
            Place::Outside => (0, 0),
            Place::Step(step) => (1, step),
            Place::Inactive { .. } => (2, 0),
            Place::Withdrawn { .. } => (3, 0),
        };
        once(&self.chips, key, || stage_chip(self.v, self.rules, place).into())
    }

    fn lacks(&self, standing: &Standing) -> Rc<str> {
        let missing = standing.skipped(&self.rules.ladder).collect();
        once(&self.lacks, missing, || skipped(self.v, self.rules, standing).into())
    }

    fn readiness(&self, standing: &Standing) -> Rc<str> {
        let (there, proven) = standing.readiness(&self.rules.ladder);
        let of = self.rules.ladder.elements().count();
        let values = || [("n", there.into()), ("of", of.into()), ("proven", proven.into())];
        once(&self.readiness, (there, proven), || self.v.w.with("programme-readiness-short", values()).into())
    }

    fn row(&self, line: &Line) -> Row {
        let (w, app, funding) = (&self.v.w, &self.site.app, line.funding.id());
        let last = line.standing.last_activity;
        let of = line.village.district().unwrap_or(line.village);
        let paid =
            || if funding.is_empty() { String::new() } else { self.v.t(&format!("programme-funding-{funding}")) };
        Row {
            code: line.village,
            name: village_name(app, self.v, line.village),
            district: once(&self.districts, of, || name(app, of).into()),
            chip: self.chip(line.standing.place),
            lacks: self.lacks(&line.standing),
            last: once(&self.days, last, || last.map(|day| w.date(day)).unwrap_or_default().into()),
            activities: line.activities,
            readiness: self.readiness(&line.standing),
            funding: once(&self.fundings, funding, || paid().into()),
        }
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
    let shapes = app.shapes(register.place.regency().ok_or(Refusal::NotFound("regency"))?).await?;
    Ok(page(&v, &site, &rules, &register, asked, &shapes))
}

fn page(v: &Visit, site: &Site, rules: &Rules, register: &Register, asked: Asked, shapes: &[Shape]) -> Response {
    let (app, place, counts) = (&site.app, register.place, register.counts(rules));
    let told = Told::new(v, site, rules);
    let rows: Vec<Row> = register.lines.iter().map(|line| told.row(line)).collect();
    let map = draw(&told, &rows, asked, shapes);
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
    let first = register.began.unwrap_or_else(|| register.on.year());
    let page = Page {
        v,
        place,
        title: name(app, place),
        year: register.on.year(),
        years: (first..=app.today(place).year()).rev().collect(),
        wanted: wanted(v, register, &counts),
        questions: questions(v, rules, &counts),
        legend: legend(&told, register),
        more: counts.inactive.saturating_sub(lacking.len()),
        counts,
        map: map.svg,
        schematic: map.schematic,
        lacking,
        rows,
        ladder: rules.ladder.name(),
        provisional: rules.ladder.provisional,
        as_of: asked.as_of(v, site, place),
        asked,
        at: format!("/bersinar/{place}"),
    };
    render(&page)
}

fn draw(told: &Told<'_>, rows: &[Row], asked: Asked, shapes: &[Shape]) -> map::Map {
    let state = asked.tahun.map(|year| format!("tahun={year}")).unwrap_or_default() + &asked.kept();
    let mut areas = Vec::with_capacity(rows.len());
    for row in rows {
        areas.push(map::Area {
            code: row.code,
            link: format!("/desa/{}/program?{state}", row.code),
            name: Cow::Borrowed(&row.name),
            look: Cow::Borrowed(&row.chip.look),
            word: Cow::Borrowed(&row.chip.word),
        });
    }
    map::draw(told.v, &areas, shapes, &told.site.app.places())
}

/// The places that some village has, in the ladder's order, with how many there are; they sum up to all villages.
fn legend(told: &Told<'_>, register: &Register) -> Vec<(Rc<Chip>, usize)> {
    let order = |place: Place| match place {
        Place::Outside => (0, 0),
        Place::Step(step) => (1, step),
        Place::Inactive { .. } => (2, 0),
        Place::Withdrawn { .. } => (3, 0),
    };
    let mut places: Vec<Place> = register.lines.iter().map(|line| line.standing.place).collect();
    places.sort_by_key(|place| order(*place));
    let mut legend: Vec<(Rc<Chip>, usize)> = vec![];
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
