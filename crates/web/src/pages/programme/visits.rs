//! Monitoring visits to a village with their checklist, and what is to follow from them.

use super::{typed, village_code, which};
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
    programme::visits::{ANSWERS, FollowUpDraft, VisitDraft, answers},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "programme/visits.html")]
struct Page<'a> {
    v: &'a Visit,
    village: RegionCode,
    village_name: String,
    items: Vec<(String, String)>,
    answers: Vec<(String, String)>,
    visits: Vec<Made>,
    follow_ups: Vec<Follows>,
    /// The form of a visit, and of something that is to follow.
    form: Form,
    follow: Form,
}

struct Made {
    id: String,
    date: String,
    office: String,
    /// Item and answer, those that need someone first.
    checked: Vec<(String, &'static str, String)>,
    findings: String,
    files: usize,
}

struct Follows {
    id: String,
    what: String,
    owner: String,
    due: String,
    late: bool,
    done: String,
    result: String,
    /// The day of the visit that it follows from.
    from: String,
}

async fn page(v: &Visit, site: &Site, village: RegionCode, (form, follow): (Form, Form)) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.programme_rules());
    let (visits, follow_ups) = app.visits(&v.actor(), village).await?;
    let files = app.programme(&v.actor(), village, None).await?.files;
    let regency = village.regency().ok_or(Refusal::NotFound("village"))?;
    let today = app.today(regency);
    let made = |row: &store::nouns::Visit| {
        let said = answers(row);
        let item = |answer: &'static str| {
            let own = rules.visits.items.iter().filter(|item| said.get(&item.id).is_some_and(|one| one == answer));
            own.map(|item| (v.of(&item.title).to_owned(), answer, v.t(&format!("visit-answer-{answer}"))))
                .collect::<Vec<_>>()
        };
        Made {
            id: row.id.clone(),
            date: v.w.iso_date(&row.visited_on),
            office: row.office.clone(),
            checked: ["no", "partly", "yes", "unknown"].into_iter().flat_map(item).collect(),
            findings: row.findings.clone(),
            files: files.get(&format!("visit/{village}/{}", row.id)).copied().unwrap_or_default(),
        }
    };
    let follows = |row: &store::nouns::FollowUp| Follows {
        id: row.id.clone(),
        what: row.what.clone(),
        owner: row.owner.clone(),
        due: v.w.iso_date(&row.due_on),
        late: row.done_on.is_empty() && row.due_on.parse().is_ok_and(|due: jiff::civil::Date| due < today),
        done: v.w.iso_date(&row.done_on),
        result: row.result.clone(),
        from: visits
            .iter()
            .find(|visit| visit.id == row.about)
            .map(|one| v.w.iso_date(&one.visited_on))
            .unwrap_or_default(),
    };
    let page = Page {
        v,
        village,
        village_name: village_name(app, v, village),
        items: super::options(v, &rules.visits.items),
        answers: ANSWERS.map(|answer| (answer.to_owned(), v.t(&format!("visit-answer-{answer}")))).into(),
        visits: visits.iter().map(made).collect(),
        follow_ups: follow_ups.iter().map(follows).collect(),
        form,
        follow,
    };
    Ok(render(&page))
}

/// `?id=`: the visit or follow-up to change; `?dari=`: the visit that something follows from.
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedVisit {
    #[serde(default)]
    id: String,
    #[serde(default)]
    dari: String,
}

/// `GET /desa/{code}/kunjungan`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedVisit>,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let (visits, follow_ups) = site.app.visits(&v.actor(), village).await?;
    let from = visits.iter().find(|row| row.id == asked.dari).map(|row| row.id.clone());
    let visit = visits.into_iter().find(|row| row.id == asked.id);
    let follow = follow_ups.into_iter().find(|row| row.id == asked.id);
    let form = match visit {
        Some(row) => {
            let said = answers(&row);
            let mut values = vec![
                ("id", row.id),
                ("revision", row.revision.to_string()),
                ("visited_on", typed(&row.visited_on)),
                ("office", row.office),
                ("findings", row.findings),
            ];
            values.extend(said.iter().map(|(item, answer)| ("checked", format!("{item}={answer}"))));
            Form::of(values)
        }
        None => Form::default(),
    };
    let follow = match follow {
        Some(row) => Form::of(vec![
            ("id", row.id),
            ("revision", row.revision.to_string()),
            ("what", row.what),
            ("owner", row.owner),
            ("due_on", typed(&row.due_on)),
            ("done_on", typed(&row.done_on)),
            ("result", row.result),
        ]),
        None => Form::of(from.into_iter().map(|id| ("about", id)).collect()),
    };
    page(&v, &site, village, (form, follow)).await
}

/// `POST /desa/{code}/kunjungan`: `do` is `visit` or `follow-up`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let visits = posted.get("do") == "visit";
    let done = if visits {
        let checked = posted.fields().filter_map(|(name, value)| {
            let item = name.strip_prefix("item-")?;
            Some((item.to_owned(), value.to_owned()))
        });
        let draft = VisitDraft {
            which: which(&posted),
            visited_on: text("visited_on"),
            office: text("office"),
            checklist: checked.collect(),
            findings: text("findings"),
        };
        site.app.keep_visit(&v.actor(), village, draft).await
    } else {
        let draft = FollowUpDraft {
            which: which(&posted),
            about: text("about"),
            what: text("what"),
            owner: text("owner"),
            due_on: text("due_on"),
            done_on: text("done_on"),
            result: text("result"),
        };
        site.app.keep_follow_up(&v.actor(), village, draft).await
    };
    let new = visits && posted.get("id").is_empty();
    let to = |id| match new {
        // What is to follow from it is asked next.
        true => format!("/desa/{village}/kunjungan?dari={id}#isi-lanjut"),
        false => format!("/desa/{village}/kunjungan"),
    };
    let again = |form| {
        let forms = if visits { (form, Form::default()) } else { (Form::default(), form) };
        page(&v, &site, village, forms)
    };
    answered(&v, done, posted, to, again).await
}
