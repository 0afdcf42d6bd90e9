//! A village's part of a sheet: reading it, keeping or sending answers. What the verifier does: [`super::sheet_steps`].
//!
//! What is sent becomes the same `Draft` as a form or a row of a workbook, and goes through `App::submit`.

use super::{
    instant,
    problem::Fault,
    take::{self, Asked, Named, Sent},
};
use crate::{serve::Site, visit::Visit};
use app::{
    Refusal,
    sheets::{Draft, Typed, VillageDraft, view::SheetView},
};
use axum::{Json, extract::State};
use domain::{
    region::{Level, RegionCode},
    sheet::Step,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The round of which year.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfYear {
    /// The round of this year; without it the round that is running.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    pub year: Option<i64>,
}

/// A village's part of a sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetDetail {
    /// The village.
    #[schema(example = "99.71.01.1001")]
    village: String,
    /// The sheet.
    #[schema(example = "village")]
    sheet: String,
    /// The year of the round.
    #[schema(example = 2026)]
    year: i64,
    /// The rule with its version.
    #[schema(example = "kawasan-rawan-8-5@2026.1")]
    rule: String,
    /// When it is due.
    #[schema(example = "2026-11-30", format = Date)]
    due_on: String,
    /// `draft`, `submitted`, `verified` or `returned`; null where nobody has touched it.
    #[schema(example = "draft")]
    state: Option<&'static str>,
    /// Counts every change; name it when you send, and no one else's change is lost.
    #[schema(example = 3)]
    revision: i64,
    /// Whether the whole sheet says "none".
    nil: bool,
    /// Why it was returned; null unless it was.
    reason: Option<String>,
    /// When it was changed last; null where nobody has.
    #[schema(format = DateTime)]
    changed_at: Option<String>,
    /// All items of the sheet, in the rule's order.
    answers: Vec<ItemAnswer>,
}

/// What is said of an item.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemAnswer {
    /// The item.
    #[schema(example = "D1")]
    item: String,
    /// The value in the form of a cell; null where it is not answered.
    #[schema(example = "4")]
    value: Option<String>,
    /// Where it comes from; null where not told.
    source: Option<String>,
    /// The date that it speaks of; null where not told.
    #[schema(format = Date)]
    as_of: Option<String>,
    /// What was sent last year; null where nothing was.
    last_year: Option<String>,
}

/// Answers to keep or to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswers {
    /// The year of the round.
    #[schema(example = 2026)]
    year: i64,
    /// Whether it is handed in; else it is kept as a draft.
    #[schema(example = true)]
    submit: bool,
    /// The revision that was read (0 where nobody has touched it). If someone has changed it since, nothing is kept and
    /// the answer is 409. Without it, whatever is there is taken.
    #[serde(default)]
    #[schema(example = 0)]
    revision: Option<i64>,
    /// The whole sheet says "none".
    #[serde(default)]
    nil: bool,
    /// The answers; items that are not named stay as they are.
    #[serde(default)]
    answers: Vec<NewAnswer>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// The item.
    #[schema(example = "D1")]
    item: String,
    /// A number, true or false (present or not), or text as in a cell: `ada`, `tidak`, `?` not known, `-` not applicable.
    /// Null takes the answer away.
    #[schema(example = 4)]
    value: Option<Value>,
    /// Where it comes from.
    #[serde(default)]
    #[schema(example = "Pendataan Maret 2026", max_length = 300)]
    source: String,
    /// The date that it speaks of (ISO 8601), or empty.
    #[serde(default)]
    as_of: String,
}

/// A value as JSON has it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Value {
    /// Present or not.
    Present(bool),
    /// A number.
    Number(f64),
    /// As in a cell.
    Text(String),
}

/// The value as a person would have typed it.
fn typed(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Present(true)) => "ada".to_owned(),
        Some(Value::Present(false)) => "tidak".to_owned(),
        Some(Value::Number(number)) => instrument::Answer::Number(*number).to_cell(),
        Some(Value::Text(text)) => text.clone(),
    }
}

fn shown(view: &SheetView, village: RegionCode) -> Result<Json<SheetDetail>, Fault> {
    let sheet = view.villages.iter().find(|sheet| sheet.village == village).ok_or(Refusal::NotFound("village"))?;
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let answer = |(_, item): (usize, &instrument::Item)| {
        let there = sheet.answers.get(&item.id);
        ItemAnswer {
            item: item.id.clone(),
            value: there.and_then(|answer| some(&answer.value)),
            source: there.and_then(|answer| some(&answer.source)),
            as_of: there.and_then(|answer| some(&answer.as_of)),
            last_year: sheet.last_year.get(&item.id).and_then(some),
        }
    };
    Ok(Json(SheetDetail {
        village: village.to_string(),
        sheet: view.definition().id.clone(),
        year: view.round.year,
        rule: view.round.rule.rule(),
        due_on: view.round.due_on.to_string(),
        state: (sheet.revision > 0).then(|| sheet.state.id()),
        revision: sheet.revision,
        nil: sheet.nil,
        reason: some(&sheet.reason),
        changed_at: (sheet.changed_at > 0).then(|| instant(sheet.changed_at)),
        answers: view.round.rule.items_of_sheet(view.sheet).map(answer).collect(),
    }))
}

/// The sheet as it is now, for who fills it.
pub async fn read(
    v: &Visit,
    site: &Site,
    village: RegionCode,
    year: Option<i64>,
    sheet: &str,
) -> Result<Json<SheetDetail>, Fault> {
    if village.level() != Level::Village {
        return Err(Refusal::NotFound("village").into());
    }
    shown(&site.app.sheet(&v.actor(), village, year, sheet).await?, village)
}

/// A village's part of a sheet, for who fills it
#[utoipa::path(get, path = "/api/v1/villages/{code}/sheets/{sheet}", tag = "sheets",
    params(("code" = String, Path, description = "The village.", example = "99.71.01.1001"), ("sheet" = String, Path, description = "The sheet.", example = "village"), OfYear),
    responses((status = 200, description = "The sheet.", body = SheetDetail)))]
pub async fn one(
    v: Visit,
    State(site): State<Site>,
    Named((code, sheet)): Named<(String, String)>,
    Asked(of): Asked<OfYear>,
) -> Result<Json<SheetDetail>, Fault> {
    read(&v, &site, take::place(&code)?, of.year, &sheet).await
}

/// Keep answers as a draft, or hand the sheet in
///
/// All values are taken or none. A value that cannot be taken is named in `fields` of the 422. Handing in scores the village
/// in the same step.
#[utoipa::path(post, path = "/api/v1/villages/{code}/sheets/{sheet}", tag = "sheets", request_body = NewAnswers,
    params(("code" = String, Path, description = "The village.", example = "99.71.01.1001"), ("sheet" = String, Path, description = "The sheet.", example = "village")),
    responses((status = 200, description = "The sheet as it is now.", body = SheetDetail)))]
pub async fn send(
    v: Visit,
    State(site): State<Site>,
    Named((code, sheet)): Named<(String, String)>,
    Sent(new): Sent<NewAnswers>,
) -> Result<Json<SheetDetail>, Fault> {
    let village = take::place(&code)?;
    let regency = village.regency().ok_or(Refusal::NotFound("village"))?;
    let answers = new.answers.into_iter().map(|answer| Typed {
        value: typed(answer.value.as_ref()),
        item: answer.item,
        source: answer.source,
        as_of: answer.as_of,
    });
    let draft = Draft {
        key: app::round_key(regency, app::FIRST_INSTRUMENT, new.year),
        sheet: sheet.clone(),
        step: if new.submit { Step::Submit } else { Step::Save },
        via: "api",
        villages: vec![VillageDraft { village, revision: new.revision, nil: new.nil, answers: answers.collect() }],
    };
    site.app.submit(&v.actor(), draft).await?;
    read(&v, &site, village, Some(new.year), &sheet).await
}
