//! How a person is reminded: mail, calendar, what was sent; and a ready text for a messenger about a late village.

use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::{capital, name, render, village_name},
    visit::Visit,
};
use app::{Action, Refusal, allow};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    region::{Level, RegionCode},
    sheet::State as SheetState,
};
use instrument::Scope;
use store::queries::contacts::{Contact, Delivery};
use words::{Lang, words};

#[derive(Template)]
#[template(path = "reminders.html")]
struct Page<'a> {
    v: &'a Visit,
    contact: Option<Contact>,
    address: String,
    can_mail: bool,
    /// Since when there is a calendar address.
    feed: Option<String>,
    /// The calendar address, shown once.
    secret: Option<String>,
    deliveries: Vec<(String, Delivery)>,
    good: Option<String>,
    refused: Option<(String, String)>,
}

#[derive(Default)]
struct Told {
    address: Option<String>,
    secret: Option<String>,
    good: Option<String>,
    refused: Option<(String, String)>,
}

async fn page(v: &Visit, site: &Site, told: Told) -> Result<Response, Oops> {
    let (app, who) = (&site.app, v.signed_in()?);
    let zone = v.city().map_or(words::Zone::Wib, |city| app.zone(city));
    let contact = app.own_contact(who).await?;
    let kept = contact.as_ref().map(|contact| contact.address.clone()).unwrap_or_default();
    let deliveries = app.own_deliveries(who).await?;
    Ok(render(&Page {
        v,
        address: told.address.unwrap_or(kept),
        contact,
        can_mail: site.mailer.is_some(),
        feed: app.feed_since(who).await?.map(|since| v.w.instant(since, zone)),
        secret: told.secret,
        deliveries: deliveries.into_iter().map(|one| (v.w.instant(one.sent_at, zone), one)).collect(),
        good: told.good,
        refused: told.refused,
    }))
}

/// `GET /pengingat`
pub async fn show(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    page(&v, &site, Told::default()).await
}

/// `POST /pengingat`: sets or tries the mail address, makes or revokes the calendar address.
pub async fn change(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let (app, who) = (&site.app, v.signed_in()?);
    let done: Result<Told, Refusal> = match (posted.get("langkah"), &site.mailer) {
        ("kalender", _) => app
            .make_feed(who, v.w.lang())
            .await
            .map(|token| Told { secret: Some(format!("{}/kalender/{token}.ics", site.base(&v))), ..Told::default() }),
        ("cabut", _) => app.revoke_feed(who).await.map(|()| Told::default()),
        ("coba", Some(mailer)) => app.send_test(who, mailer.as_ref()).await.map(|failed| match failed {
            None => Told { good: Some(v.t("task-mail-sent")), ..Told::default() },
            Some(said) => Told { refused: Some((v.t("task-mail-failed"), said)), ..Told::default() },
        }),
        _ => {
            let done = app.set_contact(who, posted.get("alamat"), v.w.code()).await;
            done.map(|()| Told { good: Some(v.t("task-address-kept")), ..Told::default() })
        }
    };
    match done {
        Ok(told) if told.secret.is_none() && told.good.is_none() && told.refused.is_none() => {
            Ok(Redirect::to("/pengingat").into_response())
        }
        Ok(told) => page(&v, &site, told).await,
        Err(refusal @ Refusal::Invalid(_)) => {
            let (address, refused) = (Some(posted.get("alamat").to_owned()), Some(said(&refusal, &v)));
            let page = page(&v, &site, Told { address, refused, ..Told::default() }).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /kalender/{name}`: the secret address of a calendar, asked for by a calendar program.
pub async fn calendar(v: Visit, State(site): State<Site>, Path(name): Path<String>) -> Result<Response, Oops> {
    let token = name.strip_suffix(".ics").unwrap_or(&name);
    let file = site.app.calendar(token, &site.base(&v)).await?;
    let mut head = HeaderMap::new();
    head.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/calendar; charset=utf-8"));
    Ok((head, file).into_response())
}

#[derive(Template)]
#[template(path = "nudge.html")]
struct Nudge<'a> {
    v: &'a Visit,
    /// Who is reminded.
    whom: String,
    /// Nothing where it has come in.
    text: Option<String>,
    back: String,
}

/// A text to copy into a messenger; nothing where there is nothing to remind of.
pub fn nudge_page(v: &Visit, whom: String, text: Option<String>, back: String) -> Response {
    render(&Nudge { v, whom, text, back })
}

/// `GET /pengingat/{sheet}/{code}`: a text to copy into a messenger; no class, no name of a person, no value.
pub async fn nudge(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let village: RegionCode = code.parse().map_err(|_| Refusal::NotFound("village"))?;
    allow(&v.actor(), Action::SeeProgress, village)?;
    let regency = village.regency().ok_or(Refusal::NotFound("village"))?;
    let round = site.app.round(regency, None).await?;
    let definition = round.rule.sheets().iter().find(|known| known.id == sheet).ok_or(Refusal::NotFound("sheet"))?;
    if definition.scope != Scope::Village || village.level() != Level::Village {
        return Err(Refusal::NotFound("sheet").into());
    }
    let state = site
        .app
        .submission(&round.key(), village, &sheet)
        .await?
        .and_then(|sent| sent.state.parse::<SheetState>().ok());
    let sent = state.is_some_and(SheetState::counts);
    // To be read by the village's own people, whichever language the officer reads.
    let w = words(Lang::Id);
    let text = w.with(
        "task-nudge",
        &[
            ("head", capital(site.app.titles().head_title(village, Lang::Id)).into()),
            ("village", name(&site.app, village).into()),
            ("sheet", definition.title.get(Lang::Id).into()),
            ("date", w.date(round.due_on).into()),
        ],
    );
    let text = format!("{text}\n{}/lembar/{sheet}/{village}", site.base(&v));
    let back = format!("/wilayah/{}", v.signed_in()?.account.scope);
    let village = village_name(&site.app, &v, village);
    Ok(nudge_page(&v, village, (!sent).then_some(text), back))
}
