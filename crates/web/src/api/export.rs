//! Whole lists in one answer, a line a row, written while they are read ([`super::stream`]).
//!
//! Who may see villages gets villages; who sees only counts gets counts, regency by regency.

use super::{
    board::{self, VillageRow, within},
    counts::{self, CountsRow},
    problem::Fault,
    regions::{self, RegionRow},
    sheets::OfYear,
    stream::{self, Lines, Stopped},
    take::Asked,
};
use crate::{serve::Site, visit::Visit};
use app::{Action, Moment, access};
use axum::{extract::State, response::Response};

const NDJSON: &str = "application/x-ndjson";
const CSV: &str = "text/csv; charset=utf-8";
/// Places that are looked up at once.
const BATCH: usize = 100;

/// The whole list of places, as lines of JSON
///
/// Every province, regency, district and village of the country in the order of their codes: more than 91,000 lines.
#[utoipa::path(get, path = "/api/v1/export/regions.ndjson", tag = "export",
    responses((status = 200, description = "A place a line.", body = RegionRow, content_type = "application/x-ndjson")))]
pub async fn places(v: Visit, State(site): State<Site>) -> Result<Response, Fault> {
    let places = site.app.places();
    stream::answer(&v, &site, NDJSON, "regions.ndjson", |mut lines: Lines| async move {
        let mut after = None;
        loop {
            let batch: Vec<String> = {
                let mut batch = vec![];
                for region in places.listed(None, after).take(BATCH) {
                    after = Some(region.code);
                    batch.push(json(&regions::row(&region)));
                }
                batch
            };
            for line in &batch {
                lines.line(line).await?;
            }
            // Others are asked in between, also where the reader is as fast as we are.
            tokio::task::yield_now().await;
            if batch.len() < BATCH {
                return Ok(lines);
            }
        }
    })
}

fn json(row: &impl serde::Serialize) -> String {
    serde_json::to_string(row).unwrap_or_default()
}

/// The villages of the account's region as lines of JSON; counts by regency for who sees no village
///
/// A city's office gets its villages, a province and the nation get one line a regency in which a round was opened.
#[utoipa::path(get, path = "/api/v1/export/villages.ndjson", tag = "export", params(OfYear),
    responses((status = 200, description = "A village (or a regency's counts) a line.", body = VillageRow, content_type = "application/x-ndjson")))]
pub async fn ndjson(v: Visit, State(site): State<Site>, Asked(of): Asked<OfYear>) -> Result<Response, Fault> {
    villages(&v, &site, of.year, NDJSON, None, json, json).await
}

/// The same as CSV, with a head
#[utoipa::path(get, path = "/api/v1/export/villages.csv", tag = "export", params(OfYear),
    responses((status = 200, description = "A village (or a regency's counts) a line.", body = String, content_type = "text/csv")))]
pub async fn csv(v: Visit, State(site): State<Site>, Asked(of): Asked<OfYear>) -> Result<Response, Fault> {
    let head = (
        "code,name,district,year,rule,provisional,kind,class,mildest,worst,computed,decided,outdated",
        "region,name,year,rule,provisional,villages,reported,silent,undetermined,class,n",
    );
    villages(&v, &site, of.year, CSV, Some(head), village_cells, counts_cells).await
}

fn village_cells(row: &VillageRow) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let standing = &row.standing;
    let yes = |yes: bool| if yes { "1" } else { "0" };
    stream::csv(&[
        &row.code,
        &row.name,
        &row.district,
        &row.year.to_string(),
        &row.rule,
        yes(row.provisional),
        standing.kind,
        &text(&standing.class),
        &text(&standing.mildest),
        &text(&standing.worst),
        &text(&row.computed),
        yes(row.decided),
        yes(row.outdated),
    ])
}

/// A line a class.
fn counts_cells(row: &CountsRow) -> String {
    let numbers = [row.villages, row.reported, row.silent, row.undetermined].map(|n| n.to_string());
    let [villages, reported, silent, undetermined] = &numbers;
    let (year, provisional) = (row.year.to_string(), if row.provisional { "1" } else { "0" });
    let line = |(class, n): (&String, &usize)| {
        let n = n.to_string();
        let (region, name, rule) = (row.region.as_str(), row.name.as_str(), row.rule.as_str());
        stream::csv(&[region, name, &year, rule, provisional, villages, reported, silent, undetermined, class, &n])
    };
    row.classes.iter().map(line).collect::<Vec<_>>().join("\n")
}

async fn villages(
    v: &Visit,
    site: &Site,
    year: Option<i64>,
    kind: &'static str,
    head: Option<(&'static str, &'static str)>,
    village: fn(&VillageRow) -> String,
    count: fn(&CountsRow) -> String,
) -> Result<Response, Fault> {
    let (actor, moment) = (v.actor(), Moment::from(year));
    let name = if kind == CSV { "villages.csv" } else { "villages.ndjson" };
    if access::may(&actor, Action::SeeBoard) {
        let board = site.app.board(&actor, within(v, None)?, moment).await?;
        let app = site.app.clone();
        return stream::answer(v, site, kind, name, move |mut lines: Lines| async move {
            if let Some((head, _)) = head {
                lines.line(head).await?;
            }
            for line in &board.lines {
                let row = village(&board::row(&app, &board, line));
                lines.line(&row).await?;
            }
            Ok(lines)
        });
    }
    let (places, own) = (counts::regencies(site, &actor, None), site.clone());
    stream::answer(v, site, kind, name, move |mut lines: Lines| async move {
        if let Some((_, head)) = head {
            lines.line(head).await?;
        }
        for place in places {
            if let Some(row) = counts::of(&own, &actor, place, moment).await.map_err(Stopped::Refused)? {
                lines.line(&count(&row)).await?;
            }
        }
        Ok(lines)
    })
}
