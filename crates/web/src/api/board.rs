//! Villages as the board shows them: where their sheets stand, what is known of their class. One of them: [`super::village`].

use super::{
    listing::{self, Page},
    moment,
    problem::Fault,
    take::{self, Asked},
};
use crate::{serve::Site, shown, visit::Visit};
use app::{
    Actor, App,
    city::{self, Board},
    rounds::Round,
};
use axum::{Json, extract::State, http::Uri};
use domain::region::RegionCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is known of a village's class.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Standing {
    /// `class`; `between`: answers are missing; or `silent`: not all sheets have come in.
    #[schema(example = "class")]
    pub kind: &'static str,
    /// The class; null unless it is settled.
    #[schema(example = "waspada")]
    pub class: Option<String>,
    /// The mildest class still possible; null unless `between`.
    pub mildest: Option<String>,
    /// The worst class still possible; null unless `between`.
    pub worst: Option<String>,
}

impl Standing {
    /// By the names that the round's rule has.
    pub fn of(round: &Round, standing: city::Standing) -> Self {
        let name = |class: usize| round.rule.class(class).map(|class| class.id.clone());
        let (kind, class, mildest, worst) = match standing {
            city::Standing::Class(class) => ("class", name(class), None, None),
            city::Standing::Between(mildest, worst) => ("between", None, name(mildest), name(worst)),
            city::Standing::Silent => ("silent", None, None, None),
        };
        Self { kind, class, mildest, worst }
    }
}

/// How many items of a group are present.
#[derive(Debug, Serialize, ToSchema)]
pub struct Present {
    /// The group.
    #[schema(example = "core")]
    pub group: String,
    /// Items that are present.
    #[schema(example = 6)]
    pub present: usize,
    /// Items that can be.
    #[schema(example = 8)]
    pub of: usize,
}

/// Where a sheet stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetState {
    /// The sheet.
    #[schema(example = "village")]
    pub sheet: String,
    /// `draft`, `submitted`, `verified` or `returned`; null where nobody has touched it.
    #[schema(example = "submitted")]
    pub state: Option<&'static str>,
}

/// A village on the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageRow {
    /// The code.
    #[schema(example = "99.71.01.1001")]
    pub code: String,
    /// The name.
    #[schema(example = "Melati")]
    pub name: String,
    /// The district.
    #[schema(example = "99.71.01")]
    pub district: String,
    /// The year of the round.
    #[schema(example = 2026)]
    pub year: i64,
    /// The rule with its version.
    #[schema(example = "kawasan-rawan-8-5@2026.1")]
    pub rule: String,
    /// Whether the official rule is not known and this one stands in.
    pub provisional: bool,
    /// What counts: the decision where there is one, else what the rule computes.
    pub standing: Standing,
    /// The class that the rule computes; null while it is not determined.
    #[schema(example = "waspada")]
    pub computed: Option<String>,
    /// Whether a person has decided the class.
    pub decided: bool,
    /// Whether the rule says something else now than when it was decided.
    pub outdated: bool,
    /// Items present, by group.
    pub present: Vec<Present>,
    /// Where its sheets stand.
    pub sheets: Vec<SheetState>,
}

/// A line of the board.
pub fn row(app: &App, board: &Board, line: &city::Line) -> VillageRow {
    let rule = &board.round.rule;
    let present = rule.groups().iter().enumerate().map(|(at, group)| Present {
        group: group.id.clone(),
        present: line.present[at],
        of: rule.items().iter().filter(|item| item.group == at && item.present.is_some()).count(),
    });
    let sheets = rule.sheets().iter().zip(&line.sheets);
    VillageRow {
        code: line.village.to_string(),
        name: shown::name(app, line.village),
        district: line.village.district().map(|district| district.to_string()).unwrap_or_default(),
        year: board.round.year,
        rule: rule.rule(),
        provisional: rule.provisional(),
        standing: Standing::of(&board.round, line.standing),
        computed: line.computed.and_then(|class| rule.class(class)).map(|class| class.id.clone()),
        decided: line.decided,
        outdated: line.outdated,
        present: present.collect(),
        sheets: sheets
            .map(|(sheet, state)| SheetState { sheet: sheet.id.clone(), state: state.map(domain::sheet::State::id) })
            .collect(),
    }
}

/// Which villages, and as of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// A regency or district; without it the account's own region.
    #[param(example = "99.71")]
    within: Option<String>,
    /// The round of this year; without it the round that is running.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// As it was on this date (ISO 8601). Not together with `year`.
    #[param(example = "2026-06-30", format = Date)]
    on: Option<String>,
    /// As it was known at the end of this date (ISO 8601).
    #[param(example = "2026-07-01", format = Date)]
    known: Option<String>,
    /// The last code of the page before.
    #[param(example = "99.71.01.1001")]
    after: Option<String>,
    /// Rows of a page: 1 to 500, 100 unless said otherwise.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// The region that is asked for: the one named, else the account's own, else the installation's.
pub fn within(v: &Visit, named: Option<&str>) -> Result<RegionCode, Fault> {
    if let Some(named) = named {
        return take::code("within", named);
    }
    let own = match v.actor() {
        Actor::Account { scope, .. } => scope,
        _ => None,
    };
    own.or(v.installation.regency).ok_or(app::Refusal::NotFound("region").into())
}

/// The villages of a city or district with their classes, by code
#[utoipa::path(get, path = "/api/v1/villages", tag = "villages", params(Which),
    responses((status = 200, description = "A page of villages.", body = Page<VillageRow>)))]
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    uri: Uri,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<VillageRow>>, Fault> {
    let limit = listing::limit(which.limit)?;
    let moment = moment::moment(which.year, which.on.as_deref(), which.known.as_deref())?;
    let after = which.after.as_deref().map(|text| take::code("after", text)).transpose()?;
    let board = site.app.board(&v.actor(), within(&v, which.within.as_deref())?, moment).await?;
    let lines = board.lines.iter().filter(|line| after.is_none_or(|after| line.village > after));
    let shown = |line: &city::Line| row(&site.app, &board, line);
    Ok(Json(listing::page(&uri, "after", limit, lines, |line| line.village.to_string(), shown)))
}
