//! Attendance at a meeting by a code: the code on a screen in the room, and the page that a phone opens with it.

use crate::{
    form::{Form, answered},
    oops::{Oops, said},
    pages::programme::regency_code,
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{
    Refusal,
    plan::attendance::{Arriving, attendance_address},
    qr,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderName, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::RegionCode;
use store::nouns::Meeting;

/// How often the screen in the room asks who has come, in seconds.
const SCREEN_ASKS: &str = "10";

#[derive(Template)]
#[template(path = "plan/attendance_screen.html")]
struct Screen<'a> {
    v: &'a Visit,
    place: RegionCode,
    meeting: &'a Meeting,
    when: String,
    /// The code, where it leads to, and its picture; empty where there is none.
    code: String,
    address: String,
    picture: String,
    /// Who has come, and how many, in words.
    here: Vec<String>,
    came: String,
    form: Form,
}

fn when(v: &Visit, meeting: &Meeting) -> String {
    [v.w.iso_date(&meeting.held_on), meeting.begins.clone()].join(" ").trim().to_owned()
}

async fn screen_page(v: &Visit, site: &Site, place: RegionCode, id: &str, form: Form) -> Result<Response, Oops> {
    let app = &site.app;
    let code = app.attendance_code(&v.actor(), place, id).await?.unwrap_or_default();
    let view = app.meeting(&v.actor(), place, id).await?;
    let today = app.today(place);
    let here = view.invited.iter().filter(|(_, came)| *came);
    let here: Vec<String> = here.map(|(one, _)| one.name_on(today).name.clone()).collect();
    let address = attendance_address(&site.base(v), place, id);
    let open = !code.is_empty() && view.meeting.state == "planned";
    let page = Screen {
        v,
        place,
        meeting: &view.meeting,
        when: when(v, &view.meeting),
        picture: if open { qr::svg(&format!("{address}?kode={code}")) } else { String::new() },
        code,
        address,
        came: v.w.with("meeting-came", [("n", here.len().into()), ("of", view.invited.len().into())]),
        here,
        form,
    };
    let shown = render(&page);
    Ok(if open { ([(HeaderName::from_static("refresh"), SCREEN_ASKS)], shown).into_response() } else { shown })
}

/// `GET /rapat/{code}/{id}/layar`
pub async fn screen(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    screen_page(&v, &site, regency_code(&code)?, &id, Form::default()).await
}

/// `POST /rapat/{code}/{id}/layar`: makes the code.
pub async fn make(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let done = site.app.make_attendance_code(&v.actor(), place, &id).await;
    let again = |form| screen_page(&v, &site, place, &id, form);
    answered(&v, done, posted, |_| format!("/rapat/{place}/{id}/layar"), again).await
}

/// The code as its picture carries it.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Code {
    #[serde(default)]
    kode: String,
}

#[derive(Template)]
#[template(path = "plan/attend.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    id: &'a str,
    code: &'a str,
    /// What it is about and when, where the code is good.
    meeting: Option<(String, String)>,
    /// Id and name of an agency, and when it came.
    agencies: Vec<(String, String, Option<String>)>,
    refused: Option<(String, String)>,
}

fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    id: &str,
    code: &str,
    found: Option<Result<Arriving, (String, String)>>,
) -> Response {
    let (today, zone) = (site.app.today(place), site.app.zone(place));
    let mut page = Page { v, place, id, code, meeting: None, agencies: vec![], refused: None };
    match found {
        Some(Ok(there)) => {
            page.meeting = Some((there.meeting.title.clone(), when(v, &there.meeting)));
            let shown = |(one, at): &(app::plan::agencies::AgencyView, Option<i64>)| {
                (one.agency.id.clone(), one.name_on(today).name.clone(), at.map(|at| v.w.instant(at, zone)))
            };
            page.agencies = there.agencies.iter().map(shown).collect();
        }
        Some(Err(refused)) => page.refused = Some(refused),
        None => {}
    }
    render(&page)
}

/// `GET /rapat/{code}/{id}/hadir`
pub async fn ask(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    Query(Code { kode }): Query<Code>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let found = match kode.as_str() {
        "" => None,
        _ => match site.app.arriving(&v.actor(), place, &id, &kode).await {
            Ok(there) => Some(Ok(there)),
            Err(refusal @ Refusal::Invalid(_)) => Some(Err(said(&refusal, &v))),
            Err(other) => return Err(other.into()),
        },
    };
    Ok(page(&v, &site, place, &id, &kode, found))
}

/// `POST /rapat/{code}/{id}/hadir`
pub async fn note(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let (place, kode) = (regency_code(&code)?, posted.get("kode"));
    match site.app.arrive(&v.actor(), place, &id, kode, posted.get("instansi")).await {
        Ok(()) => {
            let kode = crate::shown::query(kode);
            Ok(Redirect::to(&format!("/rapat/{place}/{id}/hadir?kode={kode}")).into_response())
        }
        Err(refusal @ Refusal::Invalid(_)) => {
            let shown = page(&v, &site, place, &id, kode, Some(Err(said(&refusal, &v))));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
