//! What a village does about its indicators: what they propose, what was chosen, what came of last year's choices; and the
//! form of one choice.

use super::{super::Asked, typed, village_code, which};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{render, village_name},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::interventions::{InterventionDraft, Moved, Proposal, Stage, YearPlan},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;
use store::nouns::Intervention;

/// Something chosen, as a line.
pub struct Choice {
    pub id: String,
    pub title: String,
    pub state: &'static str,
    pub owner: String,
    pub due: String,
    pub late: bool,
    pub measure: String,
    pub goal: String,
    pub result: String,
    pub ended: String,
    pub files: usize,
    /// "P5 ada → tidak ada", of last year's choices.
    pub moved: Vec<String>,
}

struct Proposed {
    kind: String,
    title: String,
    items: Vec<String>,
    why: String,
    who: String,
    what: String,
    how_long: String,
    science: String,
    measure: String,
    strength: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "programme/interventions.html")]
struct Page<'a> {
    v: &'a Visit,
    village: RegionCode,
    village_name: String,
    year: i64,
    mapped: bool,
    proposals: Vec<Proposed>,
    chosen: Vec<Choice>,
    before: Vec<Choice>,
    source: String,
    provisional: bool,
}

/// A choice as a line.
pub fn choice(v: &Visit, site: &Site, row: &Intervention, files: usize, moved: &[Moved]) -> Choice {
    let rules = site.app.programme_rules();
    let stage = Stage::of(row);
    let today = row.regency.parse().map(|regency| site.app.today(regency)).ok();
    let due: Option<jiff::civil::Date> = row.due_on.parse().ok();
    let found = |found: Option<bool>| {
        v.t(match found {
            Some(true) => "village-state-present",
            Some(false) => "village-state-absent",
            None => "village-state-unknown",
        })
    };
    Choice {
        id: row.id.clone(),
        title: rules.interventions.one(&row.kind).map_or(row.kind.as_str(), |one| v.of(&one.title)).to_owned(),
        state: stage.id(),
        owner: row.owner.clone(),
        due: v.w.iso_date(&row.due_on),
        late: !stage.has_ended() && due.zip(today).is_some_and(|(due, today)| due < today),
        measure: row.measure.clone(),
        goal: row.goal.clone(),
        result: row.result.clone(),
        ended: v.w.iso_date(&row.ended_on),
        files,
        moved: moved.iter().map(|one| format!("{}: {} → {}", one.item, found(one.then), found(one.now))).collect(),
    }
}

/// `GET /desa/{code}/intervensi`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let (app, rules) = (&site.app, site.app.programme_rules());
    let plan = app.year_plan(&v.actor(), village, asked.tahun).await?;
    let files = app.programme(&v.actor(), village, None).await?.files;
    let proven = |row: &Intervention| files.get(&format!("intervention/{village}/{}", row.id)).copied().unwrap_or(0);
    let page = Page {
        v: &v,
        village,
        village_name: village_name(app, &v, village),
        year: plan.year,
        mapped: plan.round.is_some(),
        proposals: plan.proposals.iter().filter_map(|one| proposed(&v, &site, &plan, one)).collect(),
        chosen: plan.chosen.iter().map(|row| choice(&v, &site, row, proven(row), &[])).collect(),
        before: plan.before.iter().map(|(row, moved)| choice(&v, &site, row, proven(row), moved)).collect(),
        source: v.of(&rules.interventions.source).to_owned(),
        provisional: rules.interventions.provisional,
    };
    Ok(render(&page))
}

fn proposed(v: &Visit, site: &Site, plan: &YearPlan, one: &Proposal) -> Option<Proposed> {
    let rules = site.app.programme_rules();
    let definition = rules.interventions.one(&one.kind)?;
    let titled = |id: &String| {
        let item = plan.round.as_ref().and_then(|round| round.rule.item(id));
        item.map_or_else(|| id.clone(), |(_, item)| format!("{id} {}", v.of(&item.title)))
    };
    let text = |text: &instrument::Text| v.of(text).to_owned();
    Some(Proposed {
        kind: one.kind.clone(),
        title: text(&definition.title),
        items: one.items.iter().map(titled).collect(),
        why: text(&definition.why),
        who: text(&definition.who),
        what: text(&definition.what),
        how_long: text(&definition.how_long),
        science: text(&definition.science),
        measure: text(&definition.measure),
        strength: v.t(&format!("intervention-strength-{}", one.strength.id())),
        chosen: one.chosen,
    })
}

#[derive(Template)]
#[template(path = "programme/intervention.html")]
struct FormPage<'a> {
    v: &'a Visit,
    village: RegionCode,
    village_name: String,
    title: String,
    why: String,
    budget: Vec<(String, String)>,
    states: Vec<(String, String)>,
    changes: bool,
    form: Form,
}

async fn form_page(v: &Visit, site: &Site, village: RegionCode, form: Form) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.programme_rules());
    let definition = rules.interventions.one(form.value("kind")).ok_or(Refusal::NotFound("intervention"))?;
    let view = app.programme(&v.actor(), village, None).await?;
    let line = |row: &store::nouns::BudgetLine| {
        (row.id.clone(), format!("{} · {} · {}", row.year, row.purpose, v.w.rupiah(row.planned)))
    };
    let page = FormPage {
        v,
        village,
        village_name: village_name(app, v, village),
        title: v.of(&definition.title).to_owned(),
        why: v.of(&definition.what).to_owned(),
        budget: view.budget.iter().map(line).collect(),
        states: Stage::ALL
            .map(|stage| (stage.id().to_owned(), v.t(&format!("intervention-state-{}", stage.id()))))
            .into(),
        changes: !form.value("id").is_empty(),
        form,
    };
    Ok(render(&page))
}

/// `?jenis=family_skills&tahun=2026`, or `?id=`: a new choice, or one to change.
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedChoice {
    #[serde(default)]
    jenis: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    tahun: String,
}

/// `GET /desa/{code}/intervensi/isi`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedChoice>,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    app::allow(&v.actor(), Action::ChooseInterventions, village)?;
    let rules = site.app.programme_rules();
    let form = if asked.id.is_empty() {
        let plan = site.app.year_plan(&v.actor(), village, asked.tahun.parse().ok()).await?;
        let measure = rules.interventions.one(&asked.jenis).map_or("", |one| v.of(&one.measure)).to_owned();
        Form::of(vec![
            ("kind", asked.jenis),
            ("year", plan.year.to_string()),
            ("due_on", format!("30/11/{}", plan.year)),
            ("measure", measure),
            ("state", "chosen".to_owned()),
        ])
    } else {
        let row = site.app.intervention(&v.actor(), village, &asked.id).await?;
        Form::of(vec![
            ("id", row.id),
            ("revision", row.revision.to_string()),
            ("kind", row.kind),
            ("year", row.year.to_string()),
            ("owner", row.owner),
            ("due_on", typed(&row.due_on)),
            ("budget", row.budget),
            ("measure", row.measure),
            ("goal", row.goal),
            ("state", row.state),
            ("ended_on", typed(&row.ended_on)),
            ("result", row.result),
        ])
    };
    form_page(&v, &site, village, form).await
}

/// `POST /desa/{code}/intervensi/isi`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = InterventionDraft {
        which: which(&posted),
        year: posted.get("year").parse().unwrap_or_default(),
        kind: text("kind"),
        owner: text("owner"),
        due_on: text("due_on"),
        budget: text("budget"),
        measure: text("measure"),
        goal: text("goal"),
        state: text("state"),
        ended_on: text("ended_on"),
        result: text("result"),
    };
    let to = format!("/desa/{village}/intervensi?tahun={}", posted.get("year"));
    let done = site.app.keep_intervention(&v.actor(), village, draft).await;
    answered(&v, done, posted, |_| to, |form| form_page(&v, &site, village, form)).await
}
