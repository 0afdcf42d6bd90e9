//! The form that says in which programmes a village, or a school, campus or workplace in it, takes part.

use super::{options, typed, village_code};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{render, village_name},
    visit::Visit,
};
use app::{Refusal, programme::tags::TagDraft};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "programme/tag.html")]
struct Page<'a> {
    v: &'a Visit,
    village: RegionCode,
    village_name: String,
    programmes: Vec<(String, String)>,
    environments: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    fundings: Vec<(String, String)>,
    changes: bool,
    form: Form,
}

async fn page(v: &Visit, site: &Site, village: RegionCode, form: Form) -> Result<Response, Oops> {
    let rules = site.app.programme_rules();
    let view = site.app.programme(&v.actor(), village, None).await?;
    let programmes = rules.programmes.programmes.iter();
    let page = Page {
        v,
        village,
        village_name: village_name(&site.app, v, village),
        programmes: programmes.map(|one| (one.id.clone(), v.of(&one.title).to_owned())).collect(),
        environments: view.environments.iter().map(|one| (one.id.clone(), one.name.clone())).collect(),
        kinds: options(v, &rules.programmes.environments),
        fundings: ["dipa", "non_dipa"].map(|id| (id.to_owned(), v.t(&format!("programme-funding-{id}")))).into(),
        changes: !form.value("revision").is_empty(),
        form,
    };
    Ok(render(&page))
}

/// `?program=bersinar&lingkungan=`: the tag to change.
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedTag {
    #[serde(default)]
    program: String,
    #[serde(default)]
    lingkungan: String,
}

/// `GET /desa/{code}/tag`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedTag>,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let form = match asked.program.as_str() {
        "" => Form::default(),
        programme => {
            let view = site.app.programme(&v.actor(), village, None).await?;
            let mut rows = view.memberships.into_iter();
            let row = rows.find(|row| row.programme == programme && row.environment == asked.lingkungan);
            let row = row.ok_or(Refusal::NotFound("tag"))?;
            Form::of(vec![
                ("revision", row.revision.to_string()),
                ("programme", row.programme),
                ("environment", row.environment),
                ("since", typed(&row.since)),
                ("until", typed(&row.until)),
                ("work_unit", row.work_unit),
                ("funding", row.funding),
                ("link", row.link),
                ("note", row.note),
            ])
        }
    };
    page(&v, &site, village, form).await
}

/// `POST /desa/{code}/tag`: `do` is `keep` or `remove`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let done = change(&v, &site, village, &posted).await;
    answered(&v, done, posted, |()| format!("/desa/{village}/program#ikut"), |form| page(&v, &site, village, form))
        .await
}

async fn change(v: &Visit, site: &Site, village: RegionCode, posted: &Posted) -> Result<(), Refusal> {
    let (actor, text) = (v.actor(), |name: &str| posted.get(name).to_owned());
    let revision = posted.get("revision").parse().unwrap_or_default();
    if posted.get("do") == "remove" {
        let tag = (posted.get("programme"), posted.get("environment"));
        return site.app.remove_tag(&actor, village, tag, revision).await;
    }
    let environment = match posted.get("name").trim() {
        "" => text("environment"),
        name => site.app.name_environment(&actor, village, posted.get("kind"), name).await?,
    };
    let draft = TagDraft {
        revision,
        programme: text("programme"),
        environment,
        since: text("since"),
        until: text("until"),
        work_unit: text("work_unit"),
        funding: text("funding"),
        link: text("link"),
        note: text("note"),
    };
    site.app.keep_tag(&actor, village, draft).await
}
