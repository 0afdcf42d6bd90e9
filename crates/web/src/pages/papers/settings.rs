//! What stands at the head of papers, and who signs them since when.

use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{regency_code, which},
    posted::{Posted, PostedFile},
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::papers::signing::{HeadDraft, NewSignatory, SignatoryView};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::region::RegionCode;
use words::{Lang, words};

#[derive(Template)]
#[template(path = "papers/settings.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    has_arms: bool,
    signatories: Vec<Row>,
    agencies: Vec<(String, String)>,
    head: Form,
    new: Form,
    button: Form,
}

struct Row {
    id: String,
    revision: i64,
    office: String,
    /// Of whose papers.
    of: String,
    name: String,
    since: String,
    until: String,
    ended: bool,
    erased: bool,
}

async fn page(v: &Visit, site: &Site, place: RegionCode, forms: [Option<Form>; 3]) -> Result<Response, Oops> {
    let (app, today) = (&site.app, site.app.today(place));
    let (letterhead, all) = app.paper_settings(&v.actor(), place).await?;
    let agencies: Vec<(String, String)> = app
        .agencies(&v.actor(), place)
        .await?
        .into_iter()
        .map(|view| (view.agency.id.clone(), view.name_on(today).name.clone()))
        .collect();
    let row = |one: SignatoryView| Row {
        of: agencies
            .iter()
            .find(|(id, _)| *id == one.signatory.agency)
            .map_or_else(|| v.t("paper-team"), |(_, name)| name.clone()),
        office: [one.signatory.on_behalf, one.signatory.office]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        erased: one.person.is_none(),
        name: one.person.map_or_else(|| v.t("paper-name-erased"), |person| person.name),
        since: v.w.iso_date(&one.signatory.since),
        until: v.w.iso_date(&one.signatory.until),
        ended: !one.signatory.until.is_empty(),
        id: one.signatory.id,
        revision: one.signatory.revision,
    };
    let [head, new, button] = forms;
    let government = match letterhead.government.as_str() {
        // What papers say as long as nobody has said otherwise.
        "" => words(Lang::Id).with("paper-government-of", [("place", name(app, place).into())]),
        said => said.to_owned(),
    };
    let values = || {
        Form::of(vec![
            ("revision", letterhead.revision.to_string()),
            ("government", government.clone()),
            ("issuer", letterhead.office.clone()),
            ("address", letterhead.address.clone()),
            ("place", letterhead.place.clone()),
        ])
    };
    let shown = Page {
        v,
        place,
        has_arms: !letterhead.arms.is_empty(),
        signatories: all.into_iter().map(row).collect(),
        head: head.unwrap_or_else(values),
        new: new.unwrap_or_default(),
        button: button.unwrap_or_default(),
        agencies: agencies.clone(),
    };
    Ok(render(&shown))
}

/// `GET /dokumen/{code}/kop`
pub async fn show(v: Visit, State(site): State<Site>, Path(code): Path<String>) -> Result<Response, Oops> {
    page(&v, &site, regency_code(&code)?, [None, None, None]).await
}

/// `POST /dokumen/{code}/kop`: the letterhead, perhaps with a picture of the arms.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    upload: PostedFile,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let posted = upload.fields;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = HeadDraft {
        revision: posted.get("revision").parse().unwrap_or_default(),
        government: text("government"),
        office: text("issuer"),
        address: text("address"),
        place: text("place"),
        arms: (!upload.bytes.is_empty()).then(|| upload.bytes.to_vec()),
        no_arms: posted.get("no_arms") == "1",
    };
    let done = site.app.keep_letterhead(&v.actor(), place, draft).await;
    let again = |form| page(&v, &site, place, [Some(form), None, None]);
    answered(&v, done, posted, |()| format!("/dokumen/{place}/kop"), again).await
}

/// `POST /dokumen/{code}/penandatangan`: who signs from now on, signs no more, or is forgotten.
pub async fn sign(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let (app, actor) = (&site.app, v.actor());
    let text = |name: &str| posted.get(name).to_owned();
    let adding = posted.get("do") == "add";
    let done = match posted.get("do") {
        "end" => app.end_signatory(&actor, place, &which(&posted), posted.get("until")).await,
        "erase" => app.erase_signatory(&actor, place, &which(&posted)).await,
        _ => {
            let new = NewSignatory {
                agency: text("agency"),
                on_behalf: text("on_behalf"),
                office: text("office"),
                name: text("name"),
                rank: text("rank"),
                number: text("number"),
                since: text("since"),
            };
            app.add_signatory(&actor, place, new).await
        }
    };
    let again = |form| {
        let forms = if adding { [None, Some(form), None] } else { [None, None, Some(form)] };
        page(&v, &site, place, forms)
    };
    answered(&v, done, posted, |()| format!("/dokumen/{place}/kop#tanda-tangan"), again).await
}
