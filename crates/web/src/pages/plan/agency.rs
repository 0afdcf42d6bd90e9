//! One agency: what it was called when, its units, who speaks for it; a new liaison, a hand-over, an end.

use super::agencies::{ended, speakers};
use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::{
        accounts::slip_page,
        programme::{regency_code, which},
    },
    posted::Posted,
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::{
    Action, Refusal,
    plan::{
        agencies::{AgencyEnd, AgencyView},
        liaisons::NewLiaison,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "plan/agency.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    place_name: String,
    view: &'a AgencyView,
    title: String,
    short: String,
    kind: String,
    /// The agency that it is a unit of: id and name.
    parent: Option<(String, String)>,
    district: String,
    ended: String,
    /// Earlier names, each with its first day.
    names: Vec<(String, String)>,
    units: Vec<(String, String, Vec<String>)>,
    liaisons: Vec<Speaks>,
    /// Whether the visitor may see its reports.
    reports: bool,
    /// What it may be merged into.
    others: Vec<(String, String)>,
    /// The forms: a new liaison, a hand-over, the end.
    form: Form,
    over: Form,
    end: Form,
}

struct Speaks {
    id: String,
    name: String,
    login: String,
    since: String,
    until: String,
    holds: bool,
}

async fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    id: &str,
    [form, over, end]: [Form; 3],
) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.plan_rules());
    let all = app.agencies(&v.actor(), place).await?;
    let view = all.iter().find(|view| view.agency.id == id).ok_or(Refusal::NotFound("agency"))?;
    let today = app.today(place);
    let named = |view: &AgencyView| (view.agency.id.clone(), view.name_on(today).name.clone());
    let called = view.name_on(today);
    let earlier = view.names.iter().rev().filter(|name| *name != called);
    let units = all.iter().filter(|one| one.agency.parent == id && one.agency.until.is_empty());
    let speaks = |one: &app::plan::liaisons::LiaisonView| Speaks {
        id: one.liaison.id.clone(),
        name: one.name.clone().unwrap_or_else(|| v.t("account-erased")),
        login: one.login.clone(),
        since: v.w.iso_date(&one.liaison.since),
        until: v.w.iso_date(&one.liaison.until),
        holds: one.holds_on(today),
    };
    let other = |one: &&AgencyView| one.agency.until.is_empty() && one.agency.id != id;
    let page = Page {
        v,
        place,
        place_name: name(app, place),
        title: called.name.clone(),
        short: called.short.clone(),
        kind: rules.agencies.kind(&view.agency.kind).map_or("", |kind| v.of(&kind.title)).to_owned(),
        parent: all.iter().find(|one| one.agency.id == view.agency.parent).map(named),
        district: view.agency.district.parse().map(|code| name(app, code)).unwrap_or_default(),
        ended: ended(v, view),
        names: earlier.map(|name| (name.name.clone(), v.w.iso_date(&name.since))).collect(),
        units: units
            .map(|unit| {
                let (id, name) = named(unit);
                (id, name, speakers(unit, today))
            })
            .collect(),
        liaisons: view.liaisons.iter().map(speaks).collect(),
        reports: v.may(Action::SeeReports) || v.may(Action::SpeakForAgency),
        others: all.iter().filter(other).map(named).collect(),
        view,
        form,
        over,
        end,
    };
    Ok(render(&page))
}

/// `GET /instansi/{code}/{id}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, regency_code(&code)?, &id, Default::default()).await
}

/// `POST /instansi/{code}/{id}`: `do` is `appoint` (with `former`: a hand-over), `release` or `end`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let (place, app) = (regency_code(&code)?, &site.app);
    let text = |name: &str| posted.get(name).to_owned();
    let doing = text("do");
    let done = match doing.as_str() {
        "appoint" => {
            let new = NewLiaison { login: text("login"), name: text("name"), since: text("since") };
            let former = Some(posted.get("former")).filter(|former| !former.is_empty());
            match app.appoint_liaison(&v.actor(), place, &id, former, new).await {
                Ok(appointed) => match appointed.slip {
                    Some(slip) => {
                        let back = (format!("/instansi/{place}/{id}"), v.t("agency-back"));
                        return slip_page(&v, &site, slip, &appointed.account, place, back).await;
                    }
                    None => Ok(()),
                },
                Err(refusal) => Err(refusal),
            }
        }
        "release" => app.end_liaison(&v.actor(), place, &id, posted.get("former")).await,
        "end" => {
            let end = AgencyEnd {
                which: which(&posted),
                until: text("until"),
                successor: text("successor"),
                reason: text("reason"),
            };
            app.end_agency(&v.actor(), place, end).await
        }
        _ => Err(Refusal::NotFound("page")),
    };
    let at = if doing == "end" { 2 } else { usize::from(!posted.get("former").is_empty()) };
    let again = |form| {
        let mut forms: [Form; 3] = Default::default();
        forms[at] = form;
        page(&v, &site, place, &id, forms)
    };
    answered(&v, done, posted, |()| format!("/instansi/{place}/{id}"), again).await
}
