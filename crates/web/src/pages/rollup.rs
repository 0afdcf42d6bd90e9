//! The province and the nation: counts by regency or by province, drawn as bars, without villages.

use super::Asked;
use crate::{
    oops::Oops,
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{
    Refusal,
    rollup::{RegencyCounts, RollUpLine, sum_of},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;
use std::fmt::Write as _;

#[derive(Template)]
#[template(path = "rollup.html")]
struct Page<'a> {
    v: &'a Visit,
    title: String,
    nation: bool,
    year: i64,
    /// Years of which there is a period somewhere.
    years: Vec<i64>,
    /// Classes of all lines: id and title, worst first.
    classes: Vec<(String, String)>,
    rows: Vec<Row>,
    /// All lines together, where there are several.
    sum: Option<Shown>,
    asked: Asked,
    at: String,
    rules: String,
    provisional: bool,
}

struct Row {
    name: String,
    /// Where to look further, if this visitor may.
    path: Option<String>,
    mapped: usize,
    regencies: usize,
    shown: Option<Shown>,
}

struct Shown {
    reported: usize,
    villages: usize,
    classes: Vec<usize>,
    undetermined: usize,
    silent: usize,
    bar: String,
}

/// `GET /nasional`
pub async fn nation(v: Visit, State(site): State<Site>, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    page(&v, &site, None, asked).await
}

/// `GET /provinsi/{code}`
pub async fn province(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    page(&v, &site, Some(place), asked).await
}

async fn page(v: &Visit, site: &Site, place: Option<RegionCode>, asked: Asked) -> Result<Response, Oops> {
    let app = &site.app;
    let zone = place.or(v.city().ok()).map_or(words::Zone::Wib, |place| app.zone(place));
    let day = asked.pada.or(asked.diketahui).unwrap_or_else(|| zone.date(app.now()));
    let year = asked.moment().year.unwrap_or_else(|| i64::from(day.year()));
    let lines = app.roll_ups(&v.actor(), place, asked.moment()).await?;
    let mut classes: Vec<(String, String)> = vec![];
    for (id, title, _) in lines.iter().filter_map(|line| line.counts.as_ref()).flat_map(|counts| &counts.classes) {
        if classes.iter().all(|(known, _)| known != id) {
            classes.push((id.clone(), v.of(title).to_owned()));
        }
    }
    let mut rules: Vec<&str> = lines.iter().filter_map(|line| line.counts.as_ref()).map(|c| c.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let rows = lines.iter().map(|line| row(v, site, line, &classes)).collect();
    let page = Page {
        v,
        title: place.map_or_else(|| "Indonesia".to_owned(), |place| name(app, place)),
        nation: place.is_none(),
        year,
        years: app.years().await?,
        sum: sum_of(&lines).filter(|_| lines.len() > 1).map(|counts| shown(&counts, &classes)),
        rules: rules.join(", "),
        provisional: lines.iter().filter_map(|line| line.counts.as_ref()).any(|counts| counts.provisional),
        classes,
        rows,
        asked,
        at: place.map_or_else(|| "/nasional".to_owned(), |place| format!("/provinsi/{place}")),
    };
    Ok(render(&page))
}

fn row(v: &Visit, site: &Site, line: &RollUpLine, classes: &[(String, String)]) -> Row {
    let path = match line.place.regency() {
        None => Some(format!("/provinsi/{}", line.place)),
        Some(_) if v.may(app::Action::SeeBoard) => Some(format!("/wilayah/{}", line.place)),
        Some(_) => (v.may(app::Action::SeeTotals) && line.counts.is_some()).then(|| format!("/angka/{}", line.place)),
    };
    Row {
        name: name(&site.app, line.place),
        path,
        mapped: line.mapped,
        regencies: line.regencies,
        shown: line.counts.as_ref().map(|counts| shown(counts, classes)),
    }
}

fn shown(counts: &RegencyCounts, classes: &[(String, String)]) -> Shown {
    let of = |id: &str| counts.classes.iter().find(|(known, ..)| known == id).map_or(0, |(.., n)| *n);
    let numbers: Vec<usize> = classes.iter().map(|(id, _)| of(id)).collect();
    let mut bar = String::new();
    let all = counts.villages().max(1) as f64;
    let looks = classes.iter().map(|(id, _)| id.as_str()).chain(["between", "silent"]);
    let mut x = 0.0;
    for (look, n) in looks.zip(numbers.iter().chain([&counts.undetermined, &counts.silent])) {
        let width = *n as f64 / all * 300.0;
        // Writing into a String does not fail.
        let _ = write!(bar, "<rect x=\"{x:.1}\" y=\"0\" width=\"{width:.1}\" height=\"16\" class=\"part {look}\"/>");
        x += width;
    }
    Shown {
        reported: counts.reported(),
        villages: counts.villages(),
        classes: numbers,
        undetermined: counts.undetermined,
        silent: counts.silent,
        bar: format!("<svg viewBox=\"0 0 300 16\" aria-hidden=\"true\" preserveAspectRatio=\"none\">{bar}</svg>"),
    }
}
