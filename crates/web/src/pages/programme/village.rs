//! A village's programme: its ladder step by step with proof, its readiness, what was held, its money, its programmes.

use super::{
    interventions::{Choice, choice},
    skipped, stage_chip, village_code,
};
use crate::{
    oops::Oops,
    pages::Asked,
    serve::Site,
    shown::{Chip, name, render, village_name},
    visit::Visit,
};
use app::{
    Action,
    programme::{Rules, village::ProgrammeView},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    programme::{Kind, Place, State as Reached, When, catalogue::entry},
    region::RegionCode,
};
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "programme/village.html")]
struct Page<'a> {
    v: &'a Visit,
    village: RegionCode,
    title: String,
    path: String,
    chip: Chip,
    tells: String,
    steps: Vec<Line>,
    elements: Vec<Line>,
    there: usize,
    proven: usize,
    /// What was chosen this year, and how much else is proposed; nothing for who may not see the indicators.
    chosen: Vec<Choice>,
    proposed: usize,
    activities: Vec<Held>,
    budget: Vec<Money>,
    sums: Vec<Sum>,
    tags: Vec<Tag>,
    ladder: String,
    provisional: bool,
    as_of: String,
    asked: Asked,
    at: String,
}

/// A milestone as a line.
struct Line {
    id: String,
    title: String,
    look: &'static str,
    word: String,
    todo: String,
    link: bool,
}

struct Held {
    link: String,
    title: String,
    date: String,
    people: String,
}

struct Money {
    id: String,
    year: i64,
    document: String,
    source: String,
    purpose: String,
    planned: String,
    absorbed: String,
    files: usize,
}

/// A year's money.
struct Sum {
    year: i64,
    planned: String,
    absorbed: String,
}

struct Tag {
    programme: String,
    environment: String,
    title: String,
    by: String,
    since: String,
    note: String,
}

/// `GET /desa/{code}/program`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let (app, rules) = (&site.app, site.app.programme_rules());
    let view = app.programme(&v.actor(), village, asked.moment()).await?;
    let (there, proven) = view.line.standing.readiness(&rules.ladder);
    let (mut chosen, mut proposed) = (vec![], 0);
    if v.may(Action::SeeVillage) && !asked.moment().is_past() {
        let plan = app.year_plan(&v.actor(), village, None).await?;
        let files = |id: &str| view.files.get(&format!("intervention/{village}/{id}")).copied().unwrap_or_default();
        chosen = plan.chosen.iter().map(|row| choice(&v, &site, row, files(&row.id), &[])).collect();
        proposed = plan.proposals.iter().filter(|one| !one.chosen).count();
    }
    let line = |(at, kind): (usize, &Kind)| milestone(&v, &view, at, kind);
    let page = Page {
        v: &v,
        village,
        title: village_name(app, &v, village),
        path: village.district().map(|district| name(app, district)).unwrap_or_default(),
        chip: stage_chip(&v, &rules, view.line.standing.place),
        tells: tells(&v, &rules, &view),
        steps: rules.ladder.steps().map(line).collect(),
        elements: rules.ladder.elements().map(line).collect(),
        there,
        proven,
        chosen,
        proposed,
        activities: view.activities.iter().map(|row| held(&v, &rules, row)).collect(),
        budget: view.budget.iter().map(|row| money(&v, &rules, &view, row)).collect(),
        sums: sums(&v, &view),
        tags: tags(&v, &rules, &view),
        ladder: rules.ladder.name(),
        provisional: rules.ladder.provisional,
        as_of: asked.as_of(&v, &site, village),
        asked,
        at: format!("/desa/{village}/program"),
    };
    Ok(render(&page))
}

/// What the village's place means, in a sentence.
fn tells(v: &Visit, rules: &Rules, view: &ProgrammeView) -> String {
    let standing = &view.line.standing;
    let last = standing.last_activity.map(|day| v.w.date(day));
    let first = match (standing.place, last) {
        (Place::Inactive { since }, Some(last)) => v.w.with(
            "programme-tells-inactive",
            &[("since", v.w.date(since).into()), ("last", last.into()), ("months", rules.ladder.inactive_after.into())],
        ),
        (Place::Inactive { since }, None) => v.w.with(
            "programme-tells-never",
            &[("since", v.w.date(since).into()), ("months", rules.ladder.inactive_after.into())],
        ),
        (Place::Withdrawn { since }, _) => v.w.with("programme-tells-withdrawn", &[("since", v.w.date(since).into())]),
        (Place::Outside, _) => v.t("programme-tells-outside"),
        (Place::Step(step), _) => rules.ladder.milestones.get(step).map_or("", |kind| v.of(&kind.meaning)).to_owned(),
    };
    let skipped = skipped(v, rules, standing);
    if skipped.is_empty() { first } else { format!("{first} {skipped}") }
}

fn milestone(v: &Visit, view: &ProgrammeView, at: usize, kind: &Kind) -> Line {
    let state = view.line.standing.milestones.get(at).copied().unwrap_or(Reached::Missing);
    // A date that is known only in part is shown as it was recorded.
    let recorded = |on: Date| {
        let that_day = |text: &str| text.parse().is_ok_and(|when: When| when.latest() == on);
        let row = view.milestones.iter().find(|row| row.kind == kind.id && that_day(&row.happened_on));
        row.map_or_else(|| v.w.date(on), |row| v.w.part_date(&row.happened_on))
    };
    let word = match state {
        Reached::Missing => v.t("programme-missing"),
        Reached::Reached { on, .. } => recorded(on),
        Reached::Fallen { on } => v.w.with("programme-fallen", &[("date", v.w.date(on).into())]),
    };
    let unproven = matches!(state, Reached::Reached { proven: false, .. });
    let needs = || kind.needs.iter().map(|need| v.t(&format!("programme-need-{}", need.id()))).collect::<Vec<_>>();
    Line {
        id: kind.id.clone(),
        title: v.of(&kind.title).to_owned(),
        look: state.id(),
        word,
        todo: match unproven {
            true => v.w.with("programme-needs", &[("needs", needs().join(", ").into())]),
            false if state.is_reached() => String::new(),
            false => v.of(&kind.todo).to_owned(),
        },
        link: kind.reached_by.can_be_recorded(),
    }
}

fn held(v: &Visit, rules: &Rules, row: &store::nouns::Activity) -> Held {
    let kind = rules.activities.kind(&row.kind).map_or(row.kind.as_str(), |kind| v.of(&kind.title)).to_owned();
    Held {
        link: format!("/kegiatan/{}/{}", row.place, row.id),
        title: if row.title.is_empty() { kind } else { format!("{kind}: {}", row.title) },
        date: v.w.iso_date(&row.starts_on),
        people: super::activities::people(v, row),
    }
}

fn money(v: &Visit, rules: &Rules, view: &ProgrammeView, row: &store::nouns::BudgetLine) -> Money {
    let lists = &rules.programmes;
    Money {
        id: row.id.clone(),
        year: row.year,
        document: lists.document(&row.document).map_or("", |document| v.of(&document.title)).to_owned(),
        source: entry(&lists.sources, &row.source).map_or("", |source| v.of(&source.title)).to_owned(),
        purpose: row.purpose.clone(),
        planned: v.w.rupiah(row.planned),
        absorbed: row.absorbed.map(|absorbed| v.w.rupiah(absorbed)).unwrap_or_default(),
        files: view.files.get(&format!("budget/{}/{}", row.village, row.id)).copied().unwrap_or_default(),
    }
}

fn sums(v: &Visit, view: &ProgrammeView) -> Vec<Sum> {
    let mut years: Vec<i64> = view.budget.iter().map(|row| row.year).collect();
    years.dedup();
    let sum = |year: i64| {
        let rows = || view.budget.iter().filter(move |row| row.year == year);
        let known: Option<Vec<i64>> = rows().map(|row| row.absorbed).collect();
        Sum {
            year,
            planned: v.w.rupiah(rows().map(|row| row.planned).sum::<i64>()),
            absorbed: match known {
                Some(all) => v.w.rupiah(all.iter().sum::<i64>()),
                None => v.t("budget-not-all-known"),
            },
        }
    };
    years.into_iter().map(sum).collect()
}

fn tags(v: &Visit, rules: &Rules, view: &ProgrammeView) -> Vec<Tag> {
    let tag = |row: &store::nouns::Membership| {
        let programme = rules.programmes.programme(&row.programme);
        let environment = view.environments.iter().find(|one| one.id == row.environment);
        let title = programme.map_or(row.programme.as_str(), |programme| v.of(&programme.title));
        Tag {
            programme: row.programme.clone(),
            environment: row.environment.clone(),
            title: environment.map_or_else(|| title.to_owned(), |one| format!("{title}: {}", one.name)),
            by: if row.work_unit.is_empty() {
                programme.map_or("", |programme| v.of(&programme.by)).to_owned()
            } else {
                row.work_unit.clone()
            },
            since: match row.until.as_str() {
                "" => v.w.with("programme-since", &[("date", v.w.part_date(&row.since).into())]),
                until => format!("{} – {}", v.w.part_date(&row.since), v.w.part_date(until)),
            },
            note: if row.funding.is_empty() {
                row.note.clone()
            } else {
                let funding = v.t(&format!("programme-funding-{}", row.funding));
                if row.note.is_empty() { funding } else { format!("{funding} · {}", row.note) }
            },
        }
    };
    view.memberships.iter().map(tag).collect()
}
