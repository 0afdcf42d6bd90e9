//! Files that prove a sheet or a record of the programme: the list with what pictures show, adding one, taking one away.

use super::{Asked, programme::activities::place_name};
use crate::{
    oops::{Oops, said},
    posted::{LARGEST_FILE, Posted, PostedFile},
    serve::Site,
    shown::{query, render, who_is},
    visit::Visit,
};
use app::{
    Action, Refusal,
    evidence::{About, MOST_FILES, Noun, RecordOf, Subject},
    round_key,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::{Level, RegionCode};
use instrument::Text;

#[derive(Template)]
#[template(path = "evidence.html")]
struct Page<'a> {
    v: &'a Visit,
    head: Head,
    files: Vec<Shown>,
    may_add: bool,
    most: usize,
    megabytes: usize,
    note: String,
    /// What the picture that was just added carried and no longer does.
    removed: Vec<String>,
    added: bool,
    refused: Option<(String, String)>,
}

/// What the files are about.
struct Head {
    lead: String,
    /// Where this visitor may go from here: address and name.
    links: Vec<(String, String)>,
    /// Where the form sends a file, and the year that it sends along.
    action: String,
    year: Option<i64>,
}

struct Shown {
    path: String,
    name: String,
    picture: bool,
    active: bool,
    may_remove: bool,
    size: String,
    note: String,
    who: String,
    at: String,
}

/// What the page says beside the list.
#[derive(Default)]
struct Said {
    note: String,
    removed: Option<Vec<Text>>,
    refused: Option<(String, String)>,
}

async fn about(site: &Site, sheet: String, code: &str, year: Option<i64>) -> Result<About, Refusal> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("village"))?;
    let regency = place.regency().ok_or(Refusal::NotFound("village"))?;
    let round = site.app.round(regency, year).await?;
    Ok(About { key: round_key(regency, round.rule.id(), round.year), sheet, place })
}

/// A record of the programme in an address.
fn record(noun: &str, code: &str, id: String) -> Result<RecordOf, Refusal> {
    let noun = Noun::ALL.into_iter().find(|known| known.id() == noun).ok_or(Refusal::NotFound("record"))?;
    Ok(RecordOf { noun, place: code.parse().map_err(|_| Refusal::NotFound("record"))?, id })
}

async fn head(v: &Visit, site: &Site, about: &Subject) -> Result<Head, Oops> {
    match about {
        Subject::Sheet(about) => sheet_head(v, site, about).await,
        Subject::Record(record) => record_head(v, site, record).await,
    }
}

async fn sheet_head(v: &Visit, site: &Site, about: &About) -> Result<Head, Oops> {
    let regency: RegionCode = about.key.regency.parse().map_err(|_| Refusal::NotFound("region"))?;
    let (place, year) = (about.place, about.key.year);
    let round = site.app.round(regency, Some(year)).await?;
    let sheet = round.rule.sheets().iter().find(|sheet| sheet.id == about.sheet);
    let title = sheet.map_or_else(String::new, |sheet| v.of(&sheet.title).to_owned());
    let named = place_name(v, site, place);
    let mut links = vec![];
    if v.may(Action::FillAnySheet) || v.may(Action::FillOwnSheets) {
        links.push((format!("/lembar/{}/{place}?tahun={year}", about.sheet), title.clone()));
    }
    if place.level() == Level::Village && v.may(Action::SeeVillage) {
        links.push((format!("/desa/{place}?tahun={year}"), named.clone()));
    }
    let action = format!("/bukti/{}/{place}", about.sheet);
    Ok(Head { lead: format!("{title} · {named} · {year}"), links, action, year: Some(year) })
}

async fn record_head(v: &Visit, site: &Site, record: &RecordOf) -> Result<Head, Oops> {
    let (app, rules, place) = (&site.app, site.app.programme_rules(), record.place);
    let named = place_name(v, site, place);
    let programme = (format!("/desa/{place}/program"), named.clone());
    let lost = Refusal::NotFound("record");
    let (title, links) = match record.noun {
        Noun::Milestone => {
            let view = app.programme(&v.actor(), place, None).await?;
            let row = view.milestones.iter().find(|row| row.id == record.id).ok_or(lost)?;
            let kind = rules.ladder.kind(&row.kind).map_or("", |(_, kind)| v.of(&kind.title)).to_owned();
            let own = (format!("/desa/{place}/tonggak/{}", row.kind), kind.clone());
            (format!("{kind}, {}", v.w.part_date(&row.happened_on)), vec![programme, own])
        }
        Noun::Budget => {
            let view = app.programme(&v.actor(), place, None).await?;
            let row = view.budget.iter().find(|row| row.id == record.id).ok_or(lost)?;
            (format!("{}, {}", row.purpose, row.year), vec![programme])
        }
        Noun::Visit => {
            let (visits, _) = app.visits(&v.actor(), place).await?;
            let row = visits.iter().find(|row| row.id == record.id).ok_or(lost)?;
            let own = (format!("/desa/{place}/kunjungan"), v.t("visit-title"));
            (format!("{}, {}", v.t("visit-title"), v.w.iso_date(&row.visited_on)), vec![programme, own])
        }
        Noun::Intervention => {
            let row = app.intervention(&v.actor(), place, &record.id).await?;
            let title = rules.interventions.one(&row.kind).map_or("", |one| v.of(&one.title));
            let own = (format!("/desa/{place}/intervensi?tahun={}", row.year), v.t("intervention-title"));
            (format!("{title}, {}", row.year), vec![programme, own])
        }
        Noun::Meeting => {
            let title = app.meeting(&v.actor(), place, &record.id).await?.meeting.title;
            (title.clone(), vec![(format!("/rapat/{place}/{}", record.id), title)])
        }
        Noun::Commitment => {
            let all = app.commitments(&v.actor(), place).await?;
            let one = all.into_iter().find(|one| one.commitment.id == record.id).ok_or(lost)?;
            let what = one.commitment.what;
            (what.clone(), vec![(format!("/komitmen/{place}/{}", record.id), what)])
        }
        Noun::Law => {
            let laws = app.law_register(&v.actor(), place).await?.laws;
            let title = laws.into_iter().find(|one| one.law.id == record.id).ok_or(lost)?.law.title;
            (title.clone(), vec![(format!("/hukum/{place}/{}", record.id), title)])
        }
        Noun::Realisation => {
            let report = app.report_of(&v.actor(), record).await?;
            let row = report.rows.iter().find(|one| record.id.ends_with(&one.row.id)).ok_or(lost)?;
            let period = &report.period;
            let term = format!("{} {}", v.of(&period.term.title), period.year);
            let agency = &report.view.agency.id;
            let path = format!("/laporan/{place}/{agency}?tahun={}&semester={}", period.year, period.term.id);
            let name = report.view.name_on(app.today(place)).name.clone();
            let own = (path, v.w.with("report-title-of", [("term", term.as_str().into()), ("agency", name.into())]));
            (format!("{}, {term}", row.row.activity), vec![own])
        }
        Noun::Decree => {
            let decree = app.decree(&v.actor(), place, &record.id).await?;
            let links = if v.may(Action::SeeRegister) && v.actor().covers(place) {
                vec![(format!("/sk/{place}"), v.t("decree-title"))]
            } else {
                vec![]
            };
            (format!("{}, {}", decree.number, v.w.iso_date(&decree.dated)), links)
        }
        Noun::Activity => {
            let row = app.activity(&v.actor(), place, &record.id).await?;
            let kind = rules.activities.kind(&row.kind).map_or("", |kind| v.of(&kind.title)).to_owned();
            let title = if row.title.is_empty() { kind } else { row.title };
            (
                format!("{title}, {}", v.w.iso_date(&row.starts_on)),
                vec![(format!("/kegiatan/{place}/{}", record.id), title)],
            )
        }
    };
    let action = format!("/bukti-program/{}/{place}/{}", record.noun.id(), record.id);
    Ok(Head { lead: format!("{title} · {named}"), links, action, year: None })
}

async fn page(v: &Visit, site: &Site, about: &Subject, told: Said) -> Result<Response, Oops> {
    let app = &site.app;
    let (found, may_add) = app.evidence(&v.actor(), about).await?;
    let accepted = app.accepted_at(about).await?;
    let mut files = vec![];
    for one in found {
        files.push(Shown {
            may_remove: may_add && accepted.is_none_or(|at| one.added_at > at),
            path: format!("/berkas/{}/{}", one.regency, one.id),
            picture: matches!(one.kind.as_str(), "jpg" | "png" | "webp"),
            active: one.active == 1,
            size: v.w.with("evidence-size", &[("kb", v.w.number((one.bytes / 1000).max(1)).into())]),
            who: who_is(app, v, one.regency.parse::<RegionCode>().ok(), &one.added_by).await?,
            at: v.w.instant(one.added_at, app.office_zone(one.regency.parse().ok())),
            note: one.note,
            name: one.name,
        });
    }
    let page = Page {
        v,
        head: head(v, site, about).await?,
        files,
        may_add,
        most: MOST_FILES,
        megabytes: LARGEST_FILE >> 20,
        note: told.note,
        added: told.removed.is_some(),
        removed: told.removed.unwrap_or_default().iter().map(|text| v.of(text).to_owned()).collect(),
        refused: told.refused,
    };
    Ok(render(&page))
}

/// `GET /bukti/{sheet}/{code}`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let about = about(&site, sheet, &code, asked.tahun).await?;
    page(&v, &site, &Subject::Sheet(about), Said::default()).await
}

/// `GET /bukti-program/{noun}/{code}/{id}`
pub async fn list_of_record(
    v: Visit,
    State(site): State<Site>,
    Path((noun, code, id)): Path<(String, String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, &Subject::Record(record(&noun, &code, id)?), Said::default()).await
}

/// `POST /bukti/{sheet}/{code}`
pub async fn add(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    posted: PostedFile,
) -> Result<Response, Oops> {
    let about = about(&site, sheet, &code, posted.fields.get("tahun").parse().ok()).await?;
    keep(&v, &site, &Subject::Sheet(about), posted).await
}

/// `POST /bukti-program/{noun}/{code}/{id}`
pub async fn add_to_record(
    v: Visit,
    State(site): State<Site>,
    Path((noun, code, id)): Path<(String, String, String)>,
    posted: PostedFile,
) -> Result<Response, Oops> {
    keep(&v, &site, &Subject::Record(record(&noun, &code, id)?), posted).await
}

async fn keep(v: &Visit, site: &Site, about: &Subject, posted: PostedFile) -> Result<Response, Oops> {
    let note = posted.fields.get("catatan").trim().to_owned();
    let added = match posted.is_there() {
        Ok(()) => site.app.add_evidence(&v.actor(), about, &posted.name, posted.bytes.to_vec(), &note).await,
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(added) => page(v, site, about, Said { removed: Some(added.removed), ..Said::default() }).await,
        Err(refusal @ (Refusal::Invalid(_) | Refusal::File(_))) => {
            let refused = Some(said(&refusal, v));
            let page = page(v, site, about, Said { note, refused, removed: None }).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /berkas/{regency}/{id}/hapus`
pub async fn remove(
    v: Visit,
    State(site): State<Site>,
    Path((regency, id)): Path<(String, String)>,
    _: Posted,
) -> Result<Response, Oops> {
    let regency: RegionCode = regency.parse().map_err(|_| Refusal::NotFound("file"))?;
    let about = site.app.remove_evidence(&v.actor(), regency, &id).await?;
    Ok(Redirect::to(&address(&about)).into_response())
}

/// Where the files about something are shown.
fn address(about: &Subject) -> String {
    match about {
        Subject::Sheet(about) => format!("/bukti/{}/{}?tahun={}", about.sheet, about.place, about.key.year),
        Subject::Record(record) => format!("/bukti-program/{}/{}/{}", record.noun.id(), record.place, record.id),
    }
}

/// `GET /berkas/{regency}/{id}`: a picture is shown, anything else is saved.
pub async fn file(
    v: Visit,
    State(site): State<Site>,
    Path((regency, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let regency: RegionCode = regency.parse().map_err(|_| Refusal::NotFound("file"))?;
    let handed = site.app.evidence_file(&v.actor(), regency, &id).await?;
    let how = if handed.picture { "inline" } else { "attachment" };
    let named = format!("{how}; filename*=UTF-8''{}", query(&handed.name).replace('/', "%2F"));
    let head = [(header::CONTENT_TYPE, handed.media_type.to_owned()), (header::CONTENT_DISPOSITION, named)];
    Ok((head, handed.bytes).into_response())
}
