//! The programme: where every village of a city or district stands on a day, what was held, and logging what was held.

use super::{
    listing::{self, Page},
    moment::When,
    problem::Fault,
    take::{self, Asked, Named, Sent},
};
use crate::{serve::Site, shown, visit::Visit};
use app::programme::{
    Which,
    activities::{ActivityDraft, partners},
    register::Line,
};
use axum::{Json, extract::State, http::Uri};
use domain::programme::{Place, State as Reached};
use serde::{Deserialize, Serialize};
use store::{nouns::Activity, queries::activities::Filter};
use utoipa::{IntoParams, ToSchema};

/// A city or district in the programme on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeOut {
    /// The city or district.
    #[schema(example = "99.71")]
    region: String,
    /// The day.
    #[schema(format = Date)]
    as_of: String,
    /// Launched and not withdrawn: `active` + `under` + `inactive`, and `dipa` + `non_dipa` + `funding_unknown`.
    #[schema(example = 41)]
    declared: usize,
    /// Of these: activities unbroken for twelve months, or self-reliant.
    active: usize,
    /// Of these: not inactive, but not for twelve months either.
    under: usize,
    /// Of these: nothing for six months.
    inactive: usize,
    /// Of these: formed with BNN's money.
    dipa: usize,
    /// Of these: formed with other money.
    non_dipa: usize,
    /// Of these: nobody has said with whose money.
    funding_unknown: usize,
    /// How many a target wants launched by the end of the year; null where none says so.
    wanted: Option<i64>,
    /// All villages, by code.
    villages: Vec<ProgrammeRow>,
}

/// A village in the programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeRow {
    /// The code.
    #[schema(example = "99.71.01.1001")]
    village: String,
    /// The name.
    name: String,
    /// The step where it stands, by the ladder's id; or `inactive`, `withdrawn`, `outside`.
    #[schema(example = "running")]
    stage: String,
    /// Milestones that it has, by the ladder's id, in the ladder's order.
    reached: Vec<MilestoneOut>,
    /// `dipa`, `non_dipa`, or null where nobody has said.
    funding: Option<&'static str>,
    /// Programmes that it takes part in.
    programmes: Vec<String>,
    /// Activities of the year up to that day.
    activities: usize,
    /// Its last activity; null where there was none.
    #[schema(format = Date)]
    last_activity: Option<String>,
}

/// A milestone that a village has.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneOut {
    /// Which, by the ladder's id.
    #[schema(example = "task_group")]
    milestone: String,
    /// Since when.
    #[schema(format = Date)]
    on: String,
    /// Whether all that proves it is there.
    proven: bool,
}

/// Where the villages of a city or district stand, and how many there are of what.
#[utoipa::path(
    get,
    path = "/api/v1/programme/{code}",
    tag = "programme",
    params(("code" = String, Path, example = "99.71"), When),
    responses((status = 200, description = "The register.", body = ProgrammeOut))
)]
pub async fn register(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
    Asked(when): Asked<When>,
) -> Result<Json<ProgrammeOut>, Fault> {
    let register = site.app.register(&v.actor(), take::place(&code)?, when.moment()?).await?;
    let counts = register.counts(&site.app.programme_rules());
    Ok(Json(ProgrammeOut {
        region: register.place.to_string(),
        as_of: register.on.to_string(),
        declared: counts.declared,
        active: counts.active,
        under: counts.under,
        inactive: counts.inactive,
        dipa: counts.dipa,
        non_dipa: counts.non_dipa,
        funding_unknown: counts.funding_unknown,
        wanted: register.wanted,
        villages: register.lines.iter().map(|line| row(&site, line)).collect(),
    }))
}

fn row(site: &Site, line: &Line) -> ProgrammeRow {
    let rules = site.app.programme_rules();
    let standing = &line.standing;
    let reached = rules.ladder.milestones.iter().zip(&standing.milestones).filter_map(|(kind, state)| match state {
        Reached::Reached { on, proven } => {
            Some(MilestoneOut { milestone: kind.id.clone(), on: on.to_string(), proven: *proven })
        }
        _ => None,
    });
    ProgrammeRow {
        village: line.village.to_string(),
        name: shown::name(&site.app, line.village),
        stage: match standing.place {
            Place::Step(step) => rules.ladder.milestones.get(step).map(|kind| kind.id.clone()).unwrap_or_default(),
            Place::Inactive { .. } => "inactive".to_owned(),
            Place::Withdrawn { .. } => "withdrawn".to_owned(),
            Place::Outside => "outside".to_owned(),
        },
        reached: reached.collect(),
        funding: Some(line.funding.id()).filter(|id| !id.is_empty()),
        programmes: line.programmes.clone(),
        activities: line.activities,
        last_activity: standing.last_activity.map(|day| day.to_string()),
    }
}

/// Which activities.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Activities {
    /// Only this kind, by the catalogue's id.
    #[param(example = "sosialisasi")]
    kind: Option<String>,
    /// Only those that began in this year.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    year: Option<i64>,
    /// After this one: `date,id`, as in `next`.
    after: Option<String>,
}

/// An activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityOut {
    /// Its id.
    id: String,
    /// The village, district or city.
    #[schema(example = "99.71.01.1001")]
    place: String,
    /// By the catalogue's id.
    #[schema(example = "sosialisasi")]
    kind: String,
    /// What it was.
    title: String,
    /// Its first day.
    #[schema(format = Date)]
    starts_on: String,
    /// Its last day.
    #[schema(format = Date)]
    ends_on: String,
    /// Participants; null where they were not counted apart.
    men: Option<i64>,
    /// The same.
    women: Option<i64>,
    /// Participants; null where men and women were counted apart, or nobody was counted.
    people: Option<i64>,
    /// Urine tests; null where there were none.
    tested: Option<i64>,
    /// Of these positive; null for everyone but who counted and BNNK.
    positive: Option<i64>,
    /// The offices that held it.
    offices: Vec<String>,
    /// What came of it.
    result: String,
}

fn shown_activity(row: Activity) -> ActivityOut {
    let mut offices = vec![row.organiser.clone()];
    offices.extend(partners(&row));
    ActivityOut {
        id: row.id,
        place: row.place,
        kind: row.kind,
        title: row.title,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        men: row.men,
        women: row.women,
        people: row.people,
        tested: row.tested,
        positive: row.positive,
        offices,
        result: row.result,
    }
}

/// What was held in a city, district or village, the latest first; who does not see the whole place gets the own entries.
#[utoipa::path(
    get,
    path = "/api/v1/activities/{code}",
    tag = "programme",
    params(("code" = String, Path, example = "99.71.01.1001"), Activities),
    responses((status = 200, description = "A page of activities.", body = Page<ActivityOut>))
)]
pub async fn activities(
    v: Visit,
    State(site): State<Site>,
    uri: Uri,
    Named(code): Named<String>,
    Asked(asked): Asked<Activities>,
) -> Result<Json<Page<ActivityOut>>, Fault> {
    let after = match &asked.after {
        None => None,
        Some(text) => {
            let (day, id) = text.split_once(',').ok_or_else(|| Fault::parameter("after"))?;
            Some((day.to_owned(), id.to_owned()))
        }
    };
    let filter = Filter { kind: asked.kind, year: asked.year, after, ..Filter::default() };
    let found = site.app.activities(&v.actor(), take::place(&code)?, filter).await?;
    let last = found.rows.last().filter(|_| found.more);
    let next = last.map(|last| listing::next(&uri, "after", &format!("{},{}", last.starts_on, last.id)));
    Ok(Json(Page { items: found.rows.into_iter().map(shown_activity).collect(), next }))
}

/// An activity to log.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewActivity {
    /// By the catalogue's id.
    #[schema(example = "sosialisasi")]
    kind: String,
    /// What it was, in a few words; no names of persons.
    #[schema(max_length = 200)]
    title: String,
    /// Its first day (ISO 8601).
    #[schema(example = "2026-11-20")]
    starts_on: String,
    /// Its last day; empty for one day.
    ends_on: String,
    /// For whom: `education`, `government`, `private`, `community`.
    #[schema(example = "community")]
    environment: String,
    /// Where exactly.
    venue: String,
    /// Whether it was in a room.
    indoors: bool,
    /// Participants.
    #[schema(example = 18)]
    men: Option<u32>,
    /// Participants.
    #[schema(example = 24)]
    women: Option<u32>,
    /// Participants, where men and women were not counted apart.
    people: Option<u32>,
    /// Urine tests.
    tested: Option<u32>,
    /// Of these, positive.
    positive: Option<u32>,
    /// The office that held it.
    #[schema(example = "Kelurahan Kampung Seruni")]
    organiser: String,
    /// What came of it.
    result: String,
    /// Doubts that are answered with yes, as they came back.
    sure: Vec<String>,
}

/// What was logged.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoggedActivity {
    /// The activity's id.
    id: String,
}

/// Logs an activity. What is possible but unlikely comes back as doubts; send it again with them in `sure`.
#[utoipa::path(
    post,
    path = "/api/v1/activities/{code}",
    tag = "programme",
    params(("code" = String, Path, example = "99.71.01.1001")),
    request_body = NewActivity,
    responses((status = 200, description = "It is logged.", body = LoggedActivity))
)]
pub async fn log(
    v: Visit,
    State(site): State<Site>,
    Named(code): Named<String>,
    Sent(new): Sent<NewActivity>,
) -> Result<Json<LoggedActivity>, Fault> {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let draft = ActivityDraft {
        which: Which::default(),
        kind: new.kind,
        title: new.title,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        environment: new.environment,
        venue: new.venue,
        indoors: new.indoors,
        men: number(new.men),
        women: number(new.women),
        people: number(new.people),
        tested: number(new.tested),
        positive: number(new.positive),
        organiser: new.organiser,
        result: new.result,
        sure: new.sure,
        ..ActivityDraft::default()
    };
    let id = site.app.log_activity(&v.actor(), take::place(&code)?, draft).await?;
    Ok(Json(LoggedActivity { id }))
}
