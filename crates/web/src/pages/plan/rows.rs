//! What an agency plans for a year, under the actions of the list; and the form of one row.

use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::{
        Asked,
        programme::{options, regency_code, typed, which},
    },
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{
    Refusal,
    plan::{
        Rules,
        planned::{RowDraft, TARGETS, targets},
        rows::AgencyPlan,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    plan::{ActionList, Advice},
    programme::catalogue::entry,
    region::RegionCode,
};
use store::nouns::{PlanRow, PlanWithdrawal};

#[derive(Template)]
#[template(path = "plan/rows.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    agency: &'a str,
    title: String,
    year: i16,
    years: Vec<i16>,
    /// The list of actions with its legal basis.
    list: String,
    basis: String,
    /// Its basis no longer covers this year.
    expired: bool,
    provisional: bool,
    actions: Vec<Planned>,
    terms: Vec<String>,
    copyable: usize,
    budget: i64,
    may_keep: bool,
    empty: bool,
    /// Where the advice is from.
    source: String,
    form: Form,
}

/// An action with its rows.
struct Planned {
    id: String,
    title: String,
    recalled: bool,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    activity: String,
    output: String,
    /// What is counted.
    measure: String,
    note: String,
    /// For each term what is to be reached, with its unit.
    targets: Vec<String>,
    /// Since when nobody expects it, and why; empty while it is expected.
    given_up: String,
    /// What prevention science says of it.
    advice: Option<Advice>,
    when: String,
    who: String,
    money: String,
}

fn row(v: &Visit, site: &Site, list: &ActionList, row: &PlanRow, withdrawn: &[PlanWithdrawal]) -> Row {
    let wanted = targets(row);
    let number = |term: &domain::plan::Term| {
        let n = wanted.get(&term.id).map(|n| v.w.number(*n));
        n.map(|n| if row.unit == "%" { format!("{n}%") } else { format!("{n} {}", row.unit) }).unwrap_or_default()
    };
    let programme = site.app.programme_rules();
    let source = entry(&programme.programmes.sources, &row.source).map_or("", |one| v.of(&one.title));
    let money = row.budget.map(|budget| v.w.rupiah(budget)).unwrap_or_default();
    let with = if row.partners.is_empty() {
        String::new()
    } else {
        v.w.with("plan-with", [("partners", row.partners.as_str().into())])
    };
    let some = |parts: [&str; 2], between: &str| {
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
    };
    Row {
        id: row.id.clone(),
        activity: row.activity.clone(),
        output: row.output.clone(),
        measure: row.measure.clone(),
        note: row.note.clone(),
        targets: list.terms.iter().map(number).collect(),
        advice: site.app.plan_rules().prevention.of_words(&row.activity).cloned(),
        given_up: withdrawn
            .iter()
            .find(|one| one.id == row.id)
            .map(|gone| {
                let values = [("date", v.w.iso_date(&gone.since).into()), ("reason", gone.reason.as_str().into())];
                v.w.with("plan-given-up", values)
            })
            .unwrap_or_default(),
        when: format!("{} – {}", v.w.iso_date(&row.starts_on), v.w.iso_date(&row.ends_on)),
        who: some([&row.owner, &with], ", "),
        money: some([&money, source], " · "),
    }
}

fn plan_page(v: &Visit, site: &Site, place: RegionCode, plan: &AgencyPlan, form: Form) -> Response {
    let list = &plan.list;
    let of = |action: &str| {
        plan.rows
            .iter()
            .filter(|one| one.action == action)
            .map(|one| row(v, site, list, one, &plan.withdrawn))
            .collect()
    };
    let mut years = plan.years.clone();
    let this_year = site.app.today(place).year();
    years.extend([plan.year, this_year]);
    years.extend(plan.may_keep.then_some(this_year + 1));
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let last_day = jiff::civil::date(plan.year, 12, 31).min(site.app.today(place));
    render(&Page {
        v,
        place,
        agency: &plan.view.agency.id,
        title: plan.view.name_on(last_day).name.clone(),
        year: plan.year,
        years,
        list: v.of(&list.title).to_owned(),
        basis: v.of(&list.basis).to_owned(),
        expired: !list.covers(plan.year),
        provisional: list.provisional,
        actions: list
            .actions
            .iter()
            .map(|action| Planned {
                id: action.id.clone(),
                title: format!("{}. {}", action.number, v.of(&action.title)),
                recalled: action.recalled,
                rows: of(&action.id),
            })
            .collect(),
        terms: list.terms.iter().map(|term| v.of(&term.title).to_owned()).collect(),
        copyable: plan.copyable,
        budget: plan.rows.iter().filter_map(|row| row.budget).sum(),
        may_keep: plan.may_keep,
        empty: plan.rows.is_empty(),
        source: v.of(&site.app.plan_rules().prevention.source).to_owned(),
        form,
    })
}

/// `GET /rencana/{code}/{agency}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let plan = site.app.agency_plan(&v.actor(), place, &agency, asked.tahun).await?;
    Ok(plan_page(&v, &site, place, &plan, Form::default()))
}

/// `POST /rencana/{code}/{agency}`: copies the year before.
pub async fn copy(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let year = year_of(posted.get("year"))?;
    let done = site.app.copy_plan(&v.actor(), place, &agency, year).await;
    let again = async |form| {
        let plan = site.app.agency_plan(&v.actor(), place, &agency, Some(year.into())).await?;
        Ok(plan_page(&v, &site, place, &plan, form))
    };
    answered(&v, done, posted, |_| format!("/rencana/{place}/{agency}?tahun={year}"), again).await
}

/// The year that a form is about.
pub fn year_of(text: &str) -> Result<i16, Refusal> {
    text.parse().map_err(|_| Refusal::Invalid("plan-year-too-far"))
}

#[derive(Template)]
#[template(path = "plan/row.html")]
struct RowPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    agency: &'a str,
    title: String,
    year: i16,
    actions: Vec<(String, String)>,
    /// Field and what it is called, for each term.
    terms: Vec<(&'static str, String)>,
    sources: Vec<(String, String)>,
    changes: bool,
    /// Something was reported of it: it can only be given up.
    reported: bool,
    form: Form,
}

async fn form_page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    (agency, year): (&str, i16),
    form: Form,
) -> Result<Response, Oops> {
    let plan = site.app.agency_plan(&v.actor(), place, agency, Some(year.into())).await?;
    let (list, programme) = (&plan.list, site.app.programme_rules());
    let titled =
        |action: &domain::plan::PlanAction| (action.id.clone(), format!("{}. {}", action.number, v.of(&action.title)));
    let term = |(field, term): (&'static str, &domain::plan::Term)| {
        (field, v.w.with("plan-target", [("term", v.of(&term.title).into())]))
    };
    Ok(render(&RowPage {
        v,
        place,
        agency,
        title: plan.view.name_on(site.app.today(place)).name.clone(),
        year,
        actions: list.actions.iter().map(titled).collect(),
        terms: TARGETS.into_iter().zip(&list.terms).map(term).collect(),
        sources: options(v, &programme.programmes.sources),
        changes: !form.value("id").is_empty(),
        reported: plan.reported.iter().any(|id| id == form.value("id")),
        form,
    }))
}

/// `?tahun=2026&id=…` or `&aksi=g1`: the row to change, or the action of a new one.
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedRow {
    #[serde(default)]
    tahun: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    aksi: String,
    /// Anything where it was done without having been planned.
    #[serde(default)]
    luar: String,
}

fn values(v: &Visit, rules: &Rules, row: PlanRow) -> Vec<(&'static str, String)> {
    let year = i16::try_from(row.year).unwrap_or_default();
    let wanted = targets(&row);
    let unplanned = if wanted.is_empty() { "1" } else { "" };
    let terms = TARGETS.into_iter().zip(&rules.actions_of(year).terms);
    let numbers = terms.filter_map(|(field, term)| Some((field, v.w.number(*wanted.get(&term.id)?))));
    let mut values: Vec<(&'static str, String)> = numbers.collect();
    values.extend([
        ("unplanned", unplanned.to_owned()),
        ("id", row.id),
        ("revision", row.revision.to_string()),
        ("action", row.action),
        ("activity", row.activity),
        ("output", row.output),
        ("measure", row.measure),
        ("unit", row.unit),
        ("starts_on", typed(&row.starts_on)),
        ("ends_on", typed(&row.ends_on)),
        ("owner", row.owner),
        ("partners", row.partners),
        ("budget", row.budget.map(|budget| v.w.number(budget)).unwrap_or_default()),
        ("source", row.source),
        ("note", row.note),
    ]);
    values
}

/// `GET /rencana/{code}/{agency}/baris`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    Query(asked): Query<AskedRow>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let plan = site.app.agency_plan(&v.actor(), place, &agency, asked.tahun.parse().ok()).await?;
    if !plan.may_keep {
        return Err(Refusal::NotAllowed(app::Action::KeepPlans).into());
    }
    let rules = site.app.plan_rules();
    let form = match asked.id.as_str() {
        "" => {
            let action = plan.list.action(&asked.aksi);
            let said = |text: Option<&instrument::Text>| text.map(|text| v.of(text).to_owned()).unwrap_or_default();
            Form::of(vec![
                ("action", asked.aksi.clone()),
                ("measure", said(action.map(|action| &action.measure))),
                ("unit", said(action.map(|action| &action.unit))),
                ("unplanned", if asked.luar.is_empty() { String::new() } else { "1".to_owned() }),
            ])
        }
        id => {
            let row = plan.rows.into_iter().find(|row| row.id == id).ok_or(Refusal::NotFound("record"))?;
            Form::of(values(&v, &rules, row))
        }
    };
    form_page(&v, &site, place, (&agency, plan.year), form).await
}

/// `POST /rencana/{code}/{agency}/baris`: `do` is `keep`, `remove` or `withdraw`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let year = year_of(posted.get("year"))?;
    let text = |name: &str| posted.get(name).to_owned();
    let done = if posted.get("do") == "remove" {
        site.app.remove_plan_row(&v.actor(), place, &agency, year, &which(&posted)).await
    } else if posted.get("do") == "withdraw" {
        let (row, reason) = (posted.get("id"), posted.get("reason"));
        site.app.withdraw_plan_row(&v.actor(), place, &agency, year, (row, reason)).await
    } else {
        let rules = site.app.plan_rules();
        let terms = rules.actions_of(year).terms.iter().zip(TARGETS);
        let draft = RowDraft {
            which: which(&posted),
            action: text("action"),
            activity: text("activity"),
            output: text("output"),
            measure: text("measure"),
            unit: text("unit"),
            targets: terms.map(|(term, field)| (term.id.clone(), text(field))).collect(),
            starts_on: text("starts_on"),
            ends_on: text("ends_on"),
            owner: text("owner"),
            partners: text("partners"),
            budget: text("budget"),
            source: text("source"),
            note: text("note"),
            unplanned: posted.get("unplanned") == "1",
        };
        site.app.keep_plan_row(&v.actor(), place, &agency, year, draft).await.map(drop)
    };
    let again = |form| form_page(&v, &site, place, (&agency, year), form);
    answered(&v, done, posted, |()| format!("/rencana/{place}/{agency}?tahun={year}"), again).await
}
