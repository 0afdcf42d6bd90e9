//! The board of a city or district: counts, map and table as equals, what needs a decision.

use super::Asked;
use crate::{
    map,
    oops::Oops,
    serve::Site,
    shown::{Chip, chip, name, render, village_name},
    visit::Visit,
};
use app::{
    Refusal,
    city::{Board, Counts, Line, Standing},
    rounds::Round,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    region::{Level, RegionCode},
    sheet::State as SheetState,
};

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    round: &'a Round,
    counts: Counts,
    map: String,
    schematic: bool,
    /// Where the outlines are from.
    borders: Option<String>,
    rows: Vec<Row>,
    decide: Vec<Row>,
    /// Those that wait beside the ones shown.
    more: usize,
    years: Vec<i64>,
    as_of: String,
    asked: Asked,
    /// The page's address without what is asked.
    at: String,
}

/// A village in the table.
#[derive(Clone)]
struct Row {
    code: RegionCode,
    name: String,
    district: String,
    chip: Chip,
    provisional: bool,
    decided: bool,
    differs: bool,
    present: String,
    sheets: Vec<(String, &'static str)>,
    /// The address of a ready text, where the village's own sheet has not come in.
    nudge: Option<String>,
}

/// The most rows that ask for a decision at once.
const MOST_TO_DECIDE: usize = 5;

/// `GET /wilayah/{code}`
pub async fn board(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    if place.level() < Level::Regency {
        return Err(Refusal::NotFound("region").into());
    }
    let app = &site.app;
    let board = app.board(&v.actor(), place, asked.moment()).await?;
    let years = app.rounds(board.round.regency).await?.iter().map(|round| round.year).collect();
    let mut rows: Vec<Row> = board.lines.iter().map(|line| row(&v, &site, &board, line)).collect();
    let map = draw(&v, &site, &board, asked).await?;
    // By the worst class that is possible, the settled before the open.
    let need = |standing: Standing| match standing {
        Standing::Class(class) => (0, class, 0),
        Standing::Between(_, worst) => (0, worst, 1),
        Standing::Silent => (1, 0, 0),
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|at| (need(board.lines[*at].standing), board.lines[*at].village));
    let undecided = |line: &Line| line.outdated || (line.computed.is_some() && !line.decided);
    let wanted = order
        .iter()
        .filter(|at| undecided(&board.lines[**at]) && matches!(board.lines[**at].standing, Standing::Class(_)));
    let wanted: Vec<usize> = wanted.copied().collect();
    let more = wanted.len().saturating_sub(MOST_TO_DECIDE);
    let decide = wanted.iter().take(MOST_TO_DECIDE).map(|at| rows[*at].clone()).collect();
    rows = order.into_iter().map(|at| rows[at].clone()).collect();
    let borders = app.boundary_file(board.round.regency).await?.map(|file| file.name).filter(|_| !map.schematic);
    let page = BoardPage {
        v: &v,
        place,
        title: name(app, place),
        counts: board.counts(),
        schematic: map.schematic,
        borders,
        map: map.svg,
        rows,
        decide,
        more,
        years,
        as_of: asked.as_of(&v, &site, place),
        round: &board.round,
        asked,
        at: format!("/wilayah/{place}"),
    };
    Ok(render(&page))
}

/// The map of a board; its areas lead to the villages in the state that is asked for.
pub async fn draw(v: &Visit, site: &Site, board: &Board, asked: Asked) -> Result<map::Map, Oops> {
    let shapes = site.app.shapes(board.round.regency).await?;
    let area = |line: &Line| {
        let Chip { look, word } = chip(v, &board.round, line.standing);
        let link = format!("/desa/{}?tahun={}{}", line.village, board.round.year, asked.kept());
        let name = village_name(&site.app, v, line.village);
        map::Area { code: line.village, link, name: name.into(), look: look.into(), word: word.into() }
    };
    let areas: Vec<map::Area<'_>> = board.lines.iter().map(area).collect();
    Ok(map::draw(v, &areas, &shapes, &site.app.places()))
}

/// Where there is a text that asks for the village's own sheet.
fn nudge(rule: &instrument::Instrument, line: &Line) -> Option<String> {
    let open = |(sheet, state): &(&instrument::Sheet, &Option<SheetState>)| {
        sheet.scope == instrument::Scope::Village && !state.is_some_and(SheetState::counts)
    };
    let (sheet, _) = rule.sheets().iter().zip(&line.sheets).find(open)?;
    Some(format!("/pengingat/{}/{}", sheet.id, line.village))
}

fn row(v: &Visit, site: &Site, board: &Board, line: &Line) -> Row {
    let rule = &board.round.rule;
    let groups = rule.groups().iter().enumerate();
    let present: Vec<String> = groups
        .map(|(at, group)| {
            let of = rule.items().iter().filter(|item| item.group == at && item.present.is_some()).count();
            format!("{} {}/{of}", v.of(&group.title), line.present[at])
        })
        .collect();
    let sheets = rule.sheets().iter().zip(&line.sheets);
    let state = |state: Option<SheetState>| match state {
        None | Some(SheetState::Draft) => "sheet-state-draft",
        Some(SheetState::Submitted) => "sheet-state-submitted",
        Some(SheetState::Verified) => "sheet-state-verified",
        Some(SheetState::Returned) => "sheet-state-returned",
    };
    Row {
        code: line.village,
        name: village_name(&site.app, v, line.village),
        district: line.village.district().map(|district| name(&site.app, district)).unwrap_or_default(),
        chip: chip(v, &board.round, line.standing),
        provisional: rule.provisional() && !line.decided && matches!(line.standing, Standing::Class(_)),
        decided: line.decided,
        differs: line.decided && Some(line.standing) != line.computed.map(Standing::Class),
        present: present.join(" · "),
        nudge: nudge(rule, line),
        sheets: sheets.map(|(sheet, at)| (v.of(&sheet.title).to_owned(), state(*at))).collect(),
    }
}
