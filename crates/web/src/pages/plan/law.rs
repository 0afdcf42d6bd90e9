//! The register of law and agreements, the duties that nothing answers yet, one law, and the form of one.

use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{AskedFor, regency_code, typed, which},
    posted::Posted,
    serve::Site,
    shown::{Chip, name, render},
    visit::Visit,
};
use app::{
    Action, Refusal,
    plan::law::{LawDraft, LawView, Register},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{plan::LawStanding, region::RegionCode};
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "plan/laws.html")]
struct ListPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    rows: Vec<Row>,
    duties: Vec<DutyRow>,
    missing: usize,
    year: i16,
    provisional: bool,
    may_keep: bool,
}

struct Row {
    id: String,
    title: String,
    kind: String,
    number: String,
    chip: Chip,
    until: String,
    next: String,
    next_late: bool,
    owner: String,
}

struct DutyRow {
    title: String,
    basis: String,
    answered: bool,
    /// What answers it, in words.
    by: Vec<String>,
}

fn chip(v: &Visit, site: &Site, view: &LawView) -> Chip {
    let rules = site.app.plan_rules();
    let state = rules.law.state(&view.law.state).map_or("", |state| v.of(&state.title)).to_owned();
    let (look, word) = match view.standing {
        LawStanding::Expired => ("late", v.t("law-expired")),
        LawStanding::Expiring(left) => ("returned", v.w.with("law-expiring", [("n", left.into())])),
        LawStanding::OnItsWay => ("sent", state),
        LawStanding::InForce => ("verified", state),
        LawStanding::Revoked => ("awaited", state),
    };
    Chip { look: format!("report {look}"), word }
}

fn kind(v: &Visit, site: &Site, view: &LawView) -> String {
    site.app.plan_rules().law.kind(&view.law.kind).map_or("", |kind| v.of(&kind.title)).to_owned()
}

async fn owners(v: &Visit, site: &Site, place: RegionCode) -> Result<Vec<(String, String)>, Oops> {
    let today = site.app.today(place);
    let all = site.app.agencies(&v.actor(), place).await?;
    let there = all.into_iter().filter(|view| view.agency.until.is_empty());
    Ok(there.map(|view| (view.agency.id.clone(), view.name_on(today).name.clone())).collect())
}

fn owner(owners: &[(String, String)], id: &str) -> String {
    owners.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone()).unwrap_or_default()
}

fn duty_rows(v: &Visit, site: &Site, register: &Register) -> Vec<DutyRow> {
    let rules = site.app.plan_rules();
    let both = rules.law.duties.iter().zip(&register.duties);
    both.map(|(duty, answered)| {
        let mut by = vec![];
        if answered.rows > 0 {
            by.push(v.w.with("law-answered-by-rows", [("n", answered.rows.into())]));
        }
        let named = register.laws.iter().filter(|view| answered.laws.contains(&view.law.id));
        by.extend(named.map(|view| view.law.title.clone()));
        if let Some((n, of)) = answered.teams {
            by.push(v.w.with("law-answered-by-teams", [("n", n.into()), ("of", of.into())]));
        }
        DutyRow {
            title: v.of(&duty.title).to_owned(),
            basis: v.of(&duty.basis).to_owned(),
            answered: answered.is_answered(),
            by,
        }
    })
    .collect()
}

/// `GET /hukum/{code}`
pub async fn list(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let app = &site.app;
    let register = app.law_register(&v.actor(), place).await?;
    let (owners, today) = (owners(&v, &site, place).await?, app.today(place));
    let duties = duty_rows(&v, &site, &register);
    let row = |view: &LawView| Row {
        id: view.law.id.clone(),
        title: view.law.title.clone(),
        kind: kind(&v, &site, view),
        number: view.law.number.clone(),
        chip: chip(&v, &site, view),
        until: v.w.iso_date(&view.law.until),
        next: [view.law.next_step.clone(), v.w.iso_date(&view.law.due_on)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        next_late: view.law.due_on.parse::<Date>().is_ok_and(|due| due < today),
        owner: owner(&owners, &view.law.agency),
    };
    let page = ListPage {
        v: &v,
        place,
        title: v.w.with("law-title-of", [("place", name(app, place).into())]),
        rows: register.laws.iter().map(row).collect(),
        missing: duties.iter().filter(|duty| !duty.answered).count(),
        duties,
        year: register.year,
        provisional: app.plan_rules().law.provisional,
        may_keep: register.may_keep,
    };
    Ok(render(&page))
}

#[derive(Template)]
#[template(path = "plan/law.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    view: &'a LawView,
    kind: String,
    chip: Chip,
    owner: String,
    parties: Vec<String>,
    /// State and day.
    steps: Vec<(String, String)>,
    /// The one whose place it takes: id and title.
    replaces: Option<(String, String)>,
    may_keep: bool,
}

/// `GET /hukum/{code}/{id}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let register = site.app.law_register(&v.actor(), place).await?;
    let view = register.laws.iter().find(|view| view.law.id == id).ok_or(Refusal::NotFound("law"))?;
    let rules = site.app.plan_rules();
    let state = |id: &str| rules.law.state(id).map_or("", |state| v.of(&state.title)).to_owned();
    let replaced = register.laws.iter().find(|one| one.law.id == view.law.replaces);
    let page = Page {
        v: &v,
        place,
        view,
        kind: kind(&v, &site, view),
        chip: chip(&v, &site, view),
        owner: owner(&owners(&v, &site, place).await?, &view.law.agency),
        parties: view.law.parties.lines().map(str::to_owned).collect(),
        steps: view.steps.iter().map(|step| (state(&step.state), v.w.iso_date(&step.happened))).collect(),
        replaces: replaced.map(|one| (one.law.id.clone(), one.law.title.clone())),
        may_keep: register.may_keep,
    };
    Ok(render(&page))
}

#[derive(Template)]
#[template(path = "plan/law_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    laws: Vec<(String, String)>,
    agencies: Vec<(String, String)>,
    form: Form,
}

async fn form_page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Result<Response, Oops> {
    let rules = site.app.plan_rules();
    let register = site.app.law_register(&v.actor(), place).await?;
    let others = register.laws.into_iter().filter(|view| view.law.id != form.value("id"));
    let page = FormPage {
        v,
        place,
        title: v.w.with("law-title-of", [("place", name(&site.app, place).into())]),
        kinds: rules.law.kinds.iter().map(|kind| (kind.id.clone(), v.of(&kind.title).to_owned())).collect(),
        states: rules.law.states.iter().map(|state| (state.id.clone(), v.of(&state.title).to_owned())).collect(),
        laws: others.map(|view| (view.law.id, view.law.title)).collect(),
        agencies: owners(v, site, place).await?,
        form,
    };
    Ok(render(&page))
}

/// `GET /hukum/{code}/isi`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::KeepLaw, place)?;
    let form = match asked.id.as_str() {
        "" => Form::of(vec![("kind", "mou".to_owned()), ("state", "idea".to_owned())]),
        id => {
            let register = site.app.law_register(&v.actor(), place).await?;
            let law = register.laws.into_iter().map(|view| view.law).find(|law| law.id == id);
            let law = law.ok_or(Refusal::NotFound("law"))?;
            Form::of(vec![
                ("id", law.id),
                ("revision", law.revision.to_string()),
                ("kind", law.kind),
                ("number", law.number),
                ("title", law.title),
                ("parties", law.parties),
                ("state", law.state),
                ("dated", typed(&law.dated)),
                ("until", typed(&law.until)),
                ("replaces", law.replaces),
                ("agency", law.agency),
                ("next_step", law.next_step),
                ("due_on", typed(&law.due_on)),
                ("note", law.note),
            ])
        }
    };
    form_page(&v, &site, place, form).await
}

/// `POST /hukum/{code}/isi`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = LawDraft {
        which: which(&posted),
        kind: text("kind"),
        number: text("number"),
        title: text("title"),
        parties: text("parties"),
        state: text("state"),
        since: text("since"),
        dated: text("dated"),
        until: text("until"),
        replaces: text("replaces"),
        agency: text("agency"),
        next_step: text("next_step"),
        due_on: text("due_on"),
        note: text("note"),
    };
    let done = site.app.keep_law(&v.actor(), place, draft).await;
    answered(&v, done, posted, |id| format!("/hukum/{place}/{id}"), |form| form_page(&v, &site, place, form)).await
}
