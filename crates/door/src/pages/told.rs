//! `/hasil`: what became of the reports of each month, rounded; and the digests by which someone with a code sees that the own report is counted.

use crate::{Here, answer, assets, posted};
use app::doors::follow_up::Told;
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::region::RegionCode;
use serde_json::json;

#[derive(Template)]
#[template(path = "told.html")]
struct Page<'a> {
    h: &'a Here,
    path: &'a str,
    months: Vec<Month>,
    days: u16,
}

struct Month {
    title: String,
    chain: String,
    name: String,
    /// What is counted, and how much.
    counts: Vec<(String, String)>,
}

fn month(here: &Here, told: &Told) -> Month {
    let step = told.counts.step;
    let about = |count: u64| match count {
        0 => here.w.with("tip-told-few", &[("n", step.into())]),
        _ => here.w.with("tip-told-about", &[("n", count.into()), ("to", (count + step - 1).into())]),
    };
    let outcomes = here.app.door_rules().tip_promises.outcomes.iter().map(|one| {
        let count = told.counts.closed.get(&one.id).copied().unwrap_or_default();
        (format!("{} {}", here.t("tip-told-closed"), one.title.get(here.w.lang())), about(count))
    });
    let first = [("tip-told-received", told.counts.received), ("tip-told-in-time", told.counts.in_time)];
    let first = first.map(|(key, count)| (here.t(key), about(count)));
    let places = here.app.places();
    let place = told.chain.parse::<RegionCode>().ok().and_then(|code| places.name(code).map(str::to_owned));
    Month {
        title: [Some(here.w.month(told.month)), place].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        chain: told.chain.clone(),
        name: told.month.strftime("%Y-%m").to_string(),
        // Of fewer than can be told everything else is fewer too.
        counts: first
            .into_iter()
            .chain(outcomes)
            .take(if told.counts.received == 0 { 1 } else { usize::MAX })
            .collect(),
    }
}

/// `GET /hasil`
pub async fn told(State(here): State<Here>) -> Response {
    let (status, months) = match here.app.tips().told_months().await {
        Ok(told) => (StatusCode::OK, told.iter().map(|one| month(&here, one)).collect()),
        Err(refusal) => (posted::status(&refusal), vec![]),
    };
    let days = here.app.door_rules().tip_promises.answer_within;
    answer::page_with(status, &Page { h: &here, path: "/hasil", months, days })
}

/// `GET /hasil/{chain}/{month}`: the digests that stand for a month, and their root, which the ledger has.
pub async fn marks(State(here): State<Here>, Path((chain, month)): Path<(String, String)>) -> Response {
    let body = match here.app.tips().marks(&chain, &month).await {
        Ok(Some(told)) => {
            let marks: Vec<String> = told.marks.iter().map(ToString::to_string).collect();
            json!({ "root": told.root.to_string(), "marks": marks })
        }
        Ok(None) => json!({ "marks": null }),
        Err(refusal) => return posted::status(&refusal).into_response(),
    };
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
