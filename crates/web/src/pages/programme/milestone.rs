//! One milestone of a village: what is recorded, its files, and the forms that record, correct, end or remove it.

use super::{AskedFor, sure, typed, village_code, which};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{render, village_name, who_is},
    visit::Visit,
};
use app::{
    Refusal,
    programme::{
        milestones::{Ending, MilestoneDraft},
        village::ProgrammeView,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    programme::{Kind, Need},
    region::RegionCode,
};

#[derive(Template)]
#[template(path = "programme/milestone.html")]
struct Page<'a> {
    v: &'a Visit,
    village: RegionCode,
    village_name: String,
    kind: &'a Kind,
    rows: Vec<Row>,
    may: bool,
    /// The record that the form changes, if it changes one.
    changes: bool,
    counts: bool,
    numbered: bool,
    form: Form,
    ending: Form,
}

impl Page<'_> {
    /// The form stands open while nothing holds, and when it has something to say.
    fn stands_open(&self) -> bool {
        self.changes || self.form.refused.is_some() || !self.rows.iter().any(|row| row.holds)
    }
}

/// A record of this milestone.
struct Row {
    id: String,
    revision: i64,
    date: String,
    ended: String,
    number: String,
    decree: Option<(String, usize)>,
    quantity: String,
    note: String,
    reason: String,
    recovery: String,
    files: usize,
    who: String,
    at: String,
    holds: bool,
}

async fn page(
    v: &Visit,
    site: &Site,
    village: RegionCode,
    kind: &str,
    (form, ending): (Form, Form),
) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.programme_rules());
    let view = app.programme(&v.actor(), village, None).await?;
    let (_, kind) = rules.ladder.kind(kind).ok_or(Refusal::NotFound("milestone"))?;
    let mut rows = vec![];
    for row in view.milestones.iter().filter(|row| row.kind == kind.id) {
        rows.push(shown(v, site, &view, kind, row).await?);
    }
    let page = Page {
        v,
        village,
        village_name: village_name(app, v, village),
        may: app.may_record(&v.actor(), kind, village),
        changes: !form.value("id").is_empty(),
        counts: kind.needs.contains(&Need::Count),
        numbered: kind.needs.contains(&Need::Number),
        kind,
        rows,
        form,
        ending,
    };
    Ok(render(&page))
}

async fn shown(
    v: &Visit,
    site: &Site,
    view: &ProgrammeView,
    kind: &Kind,
    row: &store::nouns::Milestone,
) -> Result<Row, Oops> {
    let app = &site.app;
    let files = |subject: String| view.files.get(&subject).copied().unwrap_or_default();
    let decree = view.decrees.iter().find(|decree| decree.id == row.decree);
    let unit = kind.unit.as_ref().map_or("", |unit| v.of(unit));
    let regency: RegionCode = row.regency.parse().map_err(|_| Refusal::NotFound("region"))?;
    Ok(Row {
        id: row.id.clone(),
        revision: row.revision,
        date: v.w.part_date(&row.happened_on),
        ended: if row.ended_on.is_empty() { String::new() } else { v.w.part_date(&row.ended_on) },
        number: [row.number.as_str(), row.issuer.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        decree: decree.map(|decree| {
            let path = format!("/bukti-program/decree/{}/{}", decree.regency, decree.id);
            (path, files(format!("decree/{}/{}", decree.regency, decree.id)))
        }),
        quantity: row.quantity.map(|n| format!("{} {unit}", v.w.number(n))).unwrap_or_default(),
        note: row.note.clone(),
        reason: row.reason.clone(),
        recovery: row.recovery.clone(),
        files: files(format!("milestone/{}/{}", row.village, row.id)),
        who: who_is(app, v, regency, &row.changed_by).await?,
        at: v.w.instant(row.changed_at, app.zone(regency)),
        holds: row.ended_on.is_empty(),
    })
}

/// `GET /desa/{code}/tonggak/{kind}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, kind)): Path<(String, String)>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let form = match asked.id.as_str() {
        "" => Form::default(),
        id => {
            let view = site.app.programme(&v.actor(), village, None).await?;
            let row = view.milestones.into_iter().find(|row| row.id == id).ok_or(Refusal::NotFound("milestone"))?;
            Form::of(vec![
                ("id", row.id),
                ("revision", row.revision.to_string()),
                ("happened_on", typed(&row.happened_on)),
                ("number", row.number),
                ("issuer", row.issuer),
                ("quantity", row.quantity.map(|n| n.to_string()).unwrap_or_default()),
                ("note", row.note),
            ])
        }
    };
    page(&v, &site, village, &kind, (form, Form::default())).await
}

/// `POST /desa/{code}/tonggak/{kind}`: `do` is `record`, `end` or `remove`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path((code, kind)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let village = village_code(&code)?;
    let (actor, app) = (v.actor(), &site.app);
    let which = which(&posted);
    let ends = posted.get("do") == "end";
    let text = |name: &str| posted.get(name).to_owned();
    let done = match posted.get("do") {
        "remove" => app.remove_milestone(&actor, village, &which).await.map(|()| None),
        "end" => {
            let ending = Ending { ended_on: text("ended_on"), reason: text("reason"), recovery: text("recovery") };
            app.end_milestone(&actor, village, &which, &ending).await.map(|()| None)
        }
        _ => {
            let draft = MilestoneDraft {
                which,
                kind: kind.clone(),
                happened_on: text("happened_on"),
                number: text("number"),
                issuer: text("issuer"),
                quantity: text("quantity"),
                note: text("note"),
                sure: sure(&posted),
            };
            app.record_milestone(&actor, village, draft).await.map(Some)
        }
    };
    let to = |recorded| match recorded {
        // What was recorded asks for its files next, where it needs some.
        Some(id) if needs_files(&site, &kind) => format!("/bukti-program/milestone/{village}/{id}"),
        _ => format!("/desa/{village}/program#tangga"),
    };
    let again = |form| {
        let forms = if ends { (Form::default(), form) } else { (form, Form::default()) };
        page(&v, &site, village, &kind, forms)
    };
    answered(&v, done, posted, to, again).await
}

fn needs_files(site: &Site, kind: &str) -> bool {
    let rules = site.app.programme_rules();
    rules
        .ladder
        .kind(kind)
        .is_some_and(|(_, kind)| kind.needs.iter().any(|need| matches!(need, Need::File | Need::Photo)))
}
