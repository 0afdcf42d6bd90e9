//! Two years of a city or district side by side: two maps, and the villages whose class is no longer the same.

use super::{Asked, board::draw};
use crate::{
    oops::Oops,
    serve::Site,
    shown::{Chip, chip, name, render, village_name},
    visit::Visit,
};
use app::{
    Refusal,
    city::{Board, Counts, Standing},
    rounds::Round,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::{Level, RegionCode};

#[derive(Template)]
#[template(path = "compare.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    years: Vec<i64>,
    sides: [Side; 2],
    schematic: bool,
    moved: Vec<Moved>,
    of: usize,
}

struct Side {
    round: Round,
    counts: Counts,
    map: String,
}

/// A village whose class differs.
struct Moved {
    code: RegionCode,
    name: String,
    first: Chip,
    second: Chip,
    /// `worse`, `better` or `other`.
    way: &'static str,
}

/// `?tahun=2025&dengan=2026`
#[derive(Debug, Default, serde::Deserialize)]
pub struct Years {
    #[serde(default)]
    tahun: String,
    #[serde(default)]
    dengan: String,
}

/// `GET /wilayah/{code}/banding`
pub async fn compare(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Years>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    if place.level() < Level::Regency {
        return Err(Refusal::NotFound("region").into());
    }
    let app = &site.app;
    let second = app.board(&v.actor(), place, asked.dengan.parse().ok().or(asked.tahun.parse().ok())).await?;
    let years: Vec<i64> = app.rounds(second.round.regency).await?.iter().map(|round| round.year).collect();
    let before = || years.iter().copied().find(|year| *year < second.round.year).unwrap_or(second.round.year);
    let first = asked.tahun.parse().ok().filter(|_| !asked.dengan.is_empty()).unwrap_or_else(before);
    let first = app.board(&v.actor(), place, Some(first)).await?;
    let moved = moved(&v, &site, &first, &second);
    let of = second.lines.len();
    let drawn = [draw(&v, &site, &first, Asked::default()).await?, draw(&v, &site, &second, Asked::default()).await?];
    let schematic = drawn.iter().any(|map| map.schematic);
    let mut maps = drawn.into_iter().map(|map| map.svg);
    let sides = [first, second].map(|board| Side {
        counts: board.counts(),
        map: maps.next().unwrap_or_default(),
        round: board.round,
    });
    Ok(render(&Page { v: &v, place, title: name(app, place), years, sides, schematic, moved, of }))
}

/// The villages that are in both boards and not in the same class, the worsened first.
fn moved(v: &Visit, site: &Site, first: &Board, second: &Board) -> Vec<Moved> {
    // Classes are compared by their ids: two years may have two rules.
    let place = |board: &Board, standing| match standing {
        Standing::Class(class) => {
            board.round.rule.class(class).and_then(|class| second.round.rule.class_index(&class.id))
        }
        _ => None,
    };
    let mut moved: Vec<Moved> = vec![];
    for line in &second.lines {
        let Some(before) = first.lines.iter().find(|before| before.village == line.village) else { continue };
        let (old, new) = (chip(v, &first.round, before.standing), chip(v, &second.round, line.standing));
        if (&old.look, &old.word) == (&new.look, &new.word) {
            continue;
        }
        let way = match (place(first, before.standing), place(second, line.standing)) {
            (Some(before), Some(now)) if now < before => "worse",
            (Some(_), Some(_)) => "better",
            _ => "other",
        };
        let name = village_name(&site.app, v, line.village);
        moved.push(Moved { code: line.village, name, first: old, second: new, way });
    }
    moved.sort_by_key(|moved| ["worse", "better", "other"].iter().position(|way| *way == moved.way));
    moved
}

impl Page<'_> {
    fn count(&self, way: &str) -> usize {
        self.moved.iter().filter(|moved| moved.way == way).count()
    }

    fn year(&self, side: usize) -> i64 {
        self.sides[side].round.year
    }

    fn rule(&self, side: usize) -> String {
        self.sides[side].round.rule.rule().to_string()
    }

    fn rules_differ(&self) -> bool {
        self.rule(0) != self.rule(1)
    }
}
