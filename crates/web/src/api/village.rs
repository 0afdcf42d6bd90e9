//! One village: its class and why, its history, who decided; and deciding it.

use super::{
    Both,
    board::{SheetState, Standing},
    instant,
    moment::When,
    problem::Fault,
    take::{self, Asked, Named, Sent},
};
use crate::{serve::Site, shown, visit::Visit};
use app::{
    FIRST_INSTRUMENT,
    village::{ConditionWhy, RowWhy, VillageView},
};
use axum::{Json, extract::State};
use instrument::{Direction, MoveKind, State as Found};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A village with its class and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageDetail {
    /// The code.
    #[schema(example = "99.71.01.1001")]
    code: String,
    /// The name.
    name: String,
    /// The year of the round.
    #[schema(example = 2026)]
    year: i64,
    /// The rule with its version.
    #[schema(example = "kawasan-rawan-8-5@2026.1")]
    rule: String,
    /// Whether the official rule is not known and this one stands in.
    provisional: bool,
    /// What counts: the decision where there is one, else what the rule computes.
    standing: Standing,
    /// What the rule alone says.
    reckoned: Standing,
    /// Whether the rule says something else now than when it was decided.
    outdated: bool,
    /// Residents; null where not known.
    #[schema(example = 4120)]
    residents: Option<i64>,
    /// Households; null where not known.
    #[schema(example = 1180)]
    households: Option<i64>,
    /// The date that these figures speak of.
    #[schema(format = Date)]
    figures_as_of: Option<String>,
    /// The items in the rule's order.
    items: Vec<ItemWhy>,
    /// The rows of the rule that gave or may still give the class.
    rows: Vec<RuleRow>,
    /// Where its sheets stand.
    sheets: Vec<SheetState>,
    /// The decision; null where nobody has decided.
    decision: Option<DecisionMade>,
    /// Class by year, earliest first.
    history: Vec<YearStanding>,
    /// The smallest changes that would move or settle the class; empty for roles that do not see them.
    nearest: Vec<NearestChange>,
    /// Who did what, the latest 30 entries, newest first; empty for roles that do not see it.
    trail: Vec<TrailEntry>,
}

/// One item and what was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemWhy {
    /// The item.
    #[schema(example = "D1")]
    item: String,
    /// Its title.
    title: Both,
    /// `present`, `absent`, `not_applicable` or `unknown`.
    #[schema(example = "present")]
    state: &'static str,
    /// What was said, in the form of a cell; null where nothing was, or where `hidden`.
    #[schema(example = "4")]
    said: Option<String>,
    /// Whether this role may not read what was said.
    hidden: bool,
    /// The value from which on it is present here; null where the item has none.
    #[schema(example = 3.0)]
    at_least: Option<f64>,
}

/// A row of the rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleRow {
    /// The class that it gives.
    #[schema(example = "waspada")]
    class: String,
    /// Its conditions; all must hold.
    conditions: Vec<Condition>,
}

/// A condition of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct Condition {
    /// What is counted.
    title: Both,
    /// The least value; null where there is none.
    min: Option<f64>,
    /// The most; null where there is none.
    max: Option<f64>,
    /// The lowest value still possible here.
    lowest: Option<f64>,
    /// The highest; the same as the lowest once settled.
    highest: Option<f64>,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionMade {
    /// The class.
    #[schema(example = "waspada")]
    class: String,
    /// What the rule computed then; null where it was not determined.
    computed: Option<String>,
    /// Why; null where none was given.
    reason: Option<String>,
    /// The account that decided.
    decided_by: String,
    /// When.
    #[schema(format = DateTime)]
    decided_at: String,
}

/// A year of the village's history.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearStanding {
    /// The year.
    #[schema(example = 2025)]
    year: i64,
    /// What was known of its class.
    standing: Standing,
}

/// A way to another class with the fewest changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearestChange {
    /// The class that it leads to.
    #[schema(example = "siaga")]
    to: String,
    /// `better` or `worse`.
    direction: &'static str,
    /// All of these together.
    moves: Vec<NearestMove>,
}

/// A change of some of these items.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearestMove {
    /// How many of them.
    need: u8,
    /// Among which.
    items: Vec<String>,
    /// `drop`: present becomes absent; `raise`: absent becomes present; `answer`; or `set` to `value`.
    kind: &'static str,
    /// The new value; null unless `set`.
    value: Option<f64>,
}

/// An entry of the ledger about this village.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrailEntry {
    /// Its number.
    sequence: u64,
    /// When.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// Who.
    actor: String,
    /// What.
    #[schema(example = "sheet.submit")]
    action: String,
}

fn item(view: &VillageView, at: usize, why: &app::village::ItemWhy) -> ItemWhy {
    let item = &view.round.rule.items()[at];
    ItemWhy {
        item: item.id.clone(),
        title: (&item.title).into(),
        state: match why.state {
            Found::Present => "present",
            Found::Absent => "absent",
            Found::NotApplicable => "not_applicable",
            Found::Unknown(_) => "unknown",
        },
        hidden: why.said.is_none(),
        said: why.said.clone().filter(|said| !said.is_empty()),
        at_least: why.at_least,
    }
}

fn shown(site: &Site, view: VillageView) -> VillageDetail {
    let rule = view.round.rule.clone();
    let class = |at: usize| rule.class(at).map(|class| class.id.clone()).unwrap_or_default();
    let some = |text: String| (!text.is_empty()).then_some(text);
    let condition = |one: &ConditionWhy| Condition {
        title: (&one.title).into(),
        min: one.min,
        max: one.max,
        lowest: one.value.map(|(lowest, _)| lowest),
        highest: one.value.map(|(_, highest)| highest),
    };
    let row =
        |row: &RowWhy| RuleRow { class: class(row.class), conditions: row.conditions.iter().map(condition).collect() };
    let moved = |one: &instrument::Move| NearestMove {
        need: one.need,
        items: one.among.iter().map(|at| rule.items()[*at].id.clone()).collect(),
        kind: match one.kind {
            MoveKind::Drop => "drop",
            MoveKind::Raise => "raise",
            MoveKind::Answer => "answer",
            MoveKind::Set { .. } => "set",
        },
        value: if let MoveKind::Set { value } = one.kind { Some(value) } else { None },
    };
    let nearest = |one: &instrument::Nearest| NearestChange {
        to: class(one.to),
        direction: if one.direction == Direction::Better { "better" } else { "worse" },
        moves: one.moves.iter().map(moved).collect(),
    };
    let sheets = rule.sheets().iter().zip(&view.sheets);
    VillageDetail {
        code: view.village.to_string(),
        name: shown::name(&site.app, view.village),
        year: view.round.year,
        rule: rule.rule(),
        provisional: rule.provisional(),
        standing: Standing::of(&view.round, view.standing),
        reckoned: Standing::of(&view.round, view.reckoned),
        outdated: view.outdated,
        residents: view.figures.as_ref().and_then(|figures| figures.residents),
        households: view.figures.as_ref().and_then(|figures| figures.households),
        figures_as_of: view.figures.as_ref().map(|figures| figures.as_of.clone()),
        items: view.items.iter().enumerate().map(|(at, why)| item(&view, at, why)).collect(),
        rows: view.rows.iter().map(row).collect(),
        sheets: sheets
            .map(|(sheet, at)| SheetState { sheet: sheet.id.clone(), state: (at.revision > 0).then(|| at.state.id()) })
            .collect(),
        history: view
            .history
            .iter()
            .map(|(year, at)| YearStanding { year: *year, standing: Standing::of(&view.round, *at) })
            .collect(),
        nearest: view.nearest.iter().map(nearest).collect(),
        decision: view.decision.map(|made| DecisionMade {
            class: made.class,
            computed: some(made.computed),
            reason: some(made.reason),
            decided_by: made.decided_by,
            decided_at: instant(made.decided_at),
        }),
        trail: view
            .trail
            .into_iter()
            .map(|entry| TrailEntry {
                sequence: entry.sequence,
                recorded_at: instant(entry.recorded_at),
                actor: entry.actor,
                action: entry.action,
            })
            .collect(),
    }
}

/// A village with its class and why
///
/// Police items are `hidden` for roles that may not read them, but what was found of them counts for everyone alike.
#[utoipa::path(get, path = "/api/v1/villages/{code}", tag = "villages", params(("code" = String, Path, description = "The village.", example = "99.71.01.1001"), When),
    responses((status = 200, description = "The village.", body = VillageDetail)))]
pub async fn one(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
    Asked(when): Asked<When>,
) -> Result<Json<VillageDetail>, Fault> {
    let view = site.app.village(&v.actor(), take::place(&code)?, when.moment()?).await?;
    Ok(Json(shown(&site, view)))
}

/// A class to decide.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// The year of the round.
    #[schema(example = 2026)]
    year: i64,
    /// The class.
    #[schema(example = "waspada")]
    class: String,
    /// Why; at least 15 characters where the class is not the computed one.
    #[serde(default)]
    #[schema(example = "Sesuai hasil rapat 12 Maret", max_length = 2000)]
    reason: String,
}

/// Decide a village's class
#[utoipa::path(post, path = "/api/v1/villages/{code}/decision", tag = "villages", params(("code" = String, Path, description = "The village.", example = "99.71.01.1001")), request_body = NewDecision,
    responses((status = 200, description = "The village as it is now.", body = VillageDetail)))]
pub async fn decide(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
    Sent(new): Sent<NewDecision>,
) -> Result<Json<VillageDetail>, Fault> {
    let (village, actor) = (take::place(&code)?, v.actor());
    site.app.decide(&actor, village, (FIRST_INSTRUMENT, new.year), &new.class, &new.reason).await?;
    Ok(Json(shown(&site, site.app.village(&actor, village, Some(new.year)).await?)))
}
