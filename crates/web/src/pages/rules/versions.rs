//! The list of rules: those in use, those that the office is making; copy one, or bring a file.

use super::{Refused, address};
use crate::{
    oops::Oops,
    posted::{Posted, PostedFile},
    serve::Site,
    shown::{render, who_is},
    visit::Visit,
};
use app::{
    Action, Refusal,
    rules::{Known, Version, VersionOf},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

#[derive(Template)]
#[template(path = "rule_versions.html")]
struct Page<'a> {
    v: &'a Visit,
    nation: bool,
    known: Vec<Known>,
    own: Vec<Own>,
    /// A name for the next version.
    next: String,
    posted: Posted,
    refused: Option<Refused>,
}

struct Own {
    path: String,
    version: Version,
    who: String,
    at: String,
    from: String,
}

async fn page(v: &Visit, site: &Site, posted: Posted, refused: Option<Refused>) -> Result<Response, Oops> {
    let (app, office) = (&site.app, v.office()?);
    let known = app.known_rules(&v.actor(), office).await?;
    let mut own = vec![];
    for version in app.rule_versions(&v.actor(), office).await? {
        let record = &version.record;
        let of = VersionOf { office, id: record.id.clone(), version: record.version.clone() };
        own.push(Own {
            path: address(&of),
            who: who_is(app, v, office, &record.changed_by).await?,
            at: v.w.instant(record.changed_at, app.office_zone(office)),
            from: record.valid_from.parse().map(|date| v.w.date(date)).unwrap_or_default(),
            version,
        });
    }
    let year = app.office_today(office).year();
    let taken = |name: &str| {
        own.iter().any(|own| own.version.record.version == name)
            || known.iter().any(|known| known.rule.version() == name)
    };
    let next = (1..).map(|number| format!("{year}.{number}")).find(|name| !taken(name)).unwrap_or_default();
    Ok(render(&Page { v, nation: office.is_none(), known, own, next, posted, refused }))
}

/// `GET /aturan/versi`
pub async fn list(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    page(&v, &site, Posted::default(), None).await
}

async fn answer(v: &Visit, site: &Site, posted: Posted, done: Result<VersionOf, Refusal>) -> Result<Response, Oops> {
    match done {
        Ok(of) => Ok(Redirect::to(&address(&of)).into_response()),
        Err(refusal) => match Refused::of(v, &refusal, None) {
            Some(refused) => {
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page(v, site, posted, Some(refused)).await?).into_response())
            }
            None => Err(refusal.into()),
        },
    }
}

/// `POST /aturan/versi`: copies one.
pub async fn copy(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let text = |name: &str| posted.get(name).trim().to_owned();
    let of = VersionOf { office: v.office()?, id: text("aturan"), version: text("versi") };
    let done = site.app.copy_rule(&v.actor(), of.clone(), &text("dari")).await.map(|()| of);
    answer(&v, &site, posted, done).await
}

/// `POST /aturan/berkas`: brings a file.
pub async fn import(v: Visit, State(site): State<Site>, posted: PostedFile) -> Result<Response, Oops> {
    let done = match (posted.is_there(), domain::text::decode(&posted.bytes)) {
        (Err(refusal), _) => Err(refusal),
        (_, Some(text)) => site.app.import_rule(&v.actor(), v.office()?, &text).await,
        (_, None) => Err(Refusal::Invalid("rule-file-damaged")),
    };
    answer(&v, &site, posted.fields, done).await
}
