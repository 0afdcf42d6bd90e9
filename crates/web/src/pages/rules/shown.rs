//! The rule in the open: what is asked of whom, from which value on it counts, and how the class follows.

use crate::{oops::Oops, pages::Asked, serve::Site, shown::render, visit::Visit};
use app::{FIRST_INSTRUMENT, Refusal};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use instrument::{Instrument, Item, PartKind, PresenceRule};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "rule.html")]
struct Page<'a> {
    v: &'a Visit,
    rule: Arc<Instrument>,
    rows: Vec<(String, String, String)>,
    /// The years of the city's rounds, and the one whose rule is shown.
    years: Vec<i64>,
    year: Option<i64>,
}

/// `GET /aturan`: the rule of the city's latest round or of the year asked for, or the one that the next round would have.
pub async fn rule(v: Visit, State(site): State<Site>, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let (mut years, mut latest) = (vec![], None);
    if let Ok(city) = v.city() {
        years = site.app.rounds(city).await?.iter().map(|round| round.year).collect();
        latest = site.app.round(city, asked.tahun).await.ok();
    }
    let year = latest.as_ref().map(|round| round.year);
    let rule = latest.map(|round| round.rule).or_else(|| site.app.built_in_rule(FIRST_INSTRUMENT));
    let rule = rule.ok_or(Refusal::NotFound("rule"))?;
    let rows = table(&v, &rule);
    Ok(render(&Page { v: &v, rule, rows, years, year }))
}

/// The rows of the outcome table: class id, class, condition in words.
fn table(v: &Visit, rule: &Instrument) -> Vec<(String, String, String)> {
    let Some(PartKind::Table { rows }) = rule.parts().get(rule.outcome()).map(|part| &part.kind) else { return vec![] };
    let condition = |condition: &instrument::Condition| {
        let part = &rule.parts()[condition.part];
        let title = part.title.as_ref().map_or(part.id.as_str(), |title| v.of(title));
        let least = condition.min.map(|min| v.w.with("village-at-least", &[("n", v.w.decimal(min).into())]));
        let most = condition.max.map(|max| v.w.with("village-at-most", &[("n", v.w.decimal(max).into())]));
        let bounds: Vec<String> = [least, most].into_iter().flatten().collect();
        format!("{title} {}", bounds.join(", "))
    };
    let row = |row: &instrument::Row| {
        let conditions: Vec<String> = row.when.iter().map(condition).collect();
        let words = if conditions.is_empty() { v.t("instrument-otherwise") } else { conditions.join("; ") };
        let class = rule.class(row.then);
        (class.map_or("", |class| &class.id).to_owned(), class.map_or("", |class| v.of(&class.title)).to_owned(), words)
    };
    rows.iter().map(row).collect()
}

impl Page<'_> {
    fn is_current(&self, year: &i64) -> bool {
        self.year == Some(*year)
    }

    fn threshold(&self, item: &Item) -> String {
        let v = self.v;
        let n = |number: f64| v.w.decimal(number);
        match item.present.as_ref().map(|present| &present.rule) {
            Some(PresenceRule::AtLeast(least)) => v.w.with("village-present-from", &[("n", n(*least).into())]),
            Some(PresenceRule::Per1000Residents(rate)) => {
                v.w.with("instrument-per-residents", &[("n", n(*rate).into())])
            }
            Some(PresenceRule::Per1000Households(rate)) => {
                v.w.with("instrument-per-households", &[("n", n(*rate).into())])
            }
            Some(PresenceRule::TopShare(share)) => v.w.with("instrument-top-share", &[("n", n(*share * 100.0).into())]),
            Some(PresenceRule::Yes) => v.t("instrument-yes"),
            Some(PresenceRule::Choices(chosen)) => {
                let labels = chosen.iter().filter_map(|at| item.choices.get(usize::from(*at)));
                labels.map(|choice| choice.value.as_str()).collect::<Vec<_>>().join(", ")
            }
            None => String::new(),
        }
    }

    fn provider(&self, item: &Item) -> String {
        self.v.of(&self.rule.sheets()[item.sheet].title).to_owned()
    }
}
