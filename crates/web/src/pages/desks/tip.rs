//! One conversation of a desk. What is sealed is handed out as it is; it is opened, answered, noted and passed on in the member's
//! browser (`browser/src/reading.ts`), and here comes what is sealed again.

use super::{
    island,
    tips::{POLICY, called, day, locked},
    title,
};
use crate::{
    form::Form,
    oops::Oops,
    pages::programme::options,
    posted::{Posted, PostedFile},
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{
    Refusal,
    doors::{
        handling::{Opened, Step},
        passing::{Passed, SealedAgain},
        signals::Noted,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    door::{Part as Place, State as Stands},
    region::{Gazetteer, Level, Region, RegionCode},
};
use seal::hex;
use serde_json::json;

#[derive(Template)]
#[template(path = "desks/tip.html")]
struct TipPage<'a> {
    v: &'a Visit,
    desk: &'a str,
    id: &'a str,
    title: String,
    called: String,
    came_on: String,
    state: &'static str,
    outcome: String,
    revision: i64,
    /// The states that it may take next.
    next: Vec<&'static str>,
    outcomes: Vec<(String, String)>,
    members: Vec<(String, String)>,
    assigned: &'a str,
    /// Where the name stands that was given all the same; nothing where nobody has asked for it.
    name: Option<String>,
    /// Why it is held back from erasing; empty where it is not.
    held: &'a str,
    /// Those that tell of the same thing: what they are called, and how to get there while they are at this desk.
    same: Vec<(String, Option<String>)>,
    /// What can be noted as a signal: signs, places under the names of what they lie in, weeks.
    signs: Vec<(String, String)>,
    places: Vec<(String, Vec<(String, String)>)>,
    weeks: Vec<(String, String)>,
    /// The desks to which it can be passed on, of which kind, and where.
    others: Vec<(String, String)>,
    /// After how many days it is erased by itself.
    keep_days: u16,
    data: String,
    form: Form,
}

fn parts(v: &Visit, opened: &Opened) -> serde_json::Value {
    let part = |part: &store::queries::conversations::Part| {
        json!({ "n": part.n, "author": part.author, "desk": part.desk, "leaf": part.leaf.to_string(),
            "day": day(v, &part.came_on), "body": hex::encode(&part.body), "files": !part.files.is_empty(),
            "signature": part.signature })
    };
    opened.parts.iter().map(part).collect()
}

/// The places of an office: the villages of a regency under their districts, the districts of a province under their regencies.
fn grouped(v: &Visit, places: &Gazetteer, office: Option<RegionCode>) -> Vec<(String, Vec<(String, String)>)> {
    let Some(office) = office else { return vec![] };
    let line = |one: Region<'_>| (one.code.to_string(), one.name.to_owned());
    if office.level() == Level::Province {
        let group =
            |regency: Region<'_>| (regency.name.to_owned(), places.districts_in(regency.code).map(line).collect());
        return places.regencies_in(office).map(group).collect();
    }
    let group = |district: Region<'_>| {
        let whole = (district.code.to_string(), v.w.with("observation-district", &[("name", district.name.into())]));
        let villages = places.villages_in(district.code).map(line);
        (district.name.to_owned(), std::iter::once(whole).chain(villages).collect())
    };
    places.districts_in(office).map(group).collect()
}

async fn page(v: &Visit, site: &Site, desk: &str, id: &str, form: Form) -> Result<Response, Oops> {
    let (tips, actor) = (site.app.tips(), v.actor());
    let opened = tips.open_conversation(&actor, desk, id).await?;
    let view = tips.desk(&actor, desk).await?;
    let (of, handling) = (&opened.conversation, &opened.handling);
    let state = Stands::parse(&handling.state).unwrap_or(Stands::Read);
    let rules = site.app.door_rules();
    let titles = |choices: &[domain::door::Choice]| -> serde_json::Map<_, _> {
        choices.iter().map(|one| (one.id.clone(), v.of(&one.title).into())).collect()
    };
    let places = site.app.places();
    let office = view.desk.office.parse().ok();
    let districts: serde_json::Map<String, serde_json::Value> = office
        .into_iter()
        .flat_map(|office| {
            places.districts_in(office).map(|one| (one.code.to_string(), one.name.into())).collect::<Vec<_>>()
        })
        .collect();
    let mut data = locked(v, &view);
    data["conversation"] = json!({ "id": of.id, "address": of.address, "reply_to": of.reply_to, "signer": of.signer });
    data["parts"] = parts(v, &opened);
    data["about"] = titles(&rules.report.about).into();
    data["when"] = titles(&rules.report.when).into();
    data["places"] = districts.into();
    let known = tips.known().await?;
    let others: Vec<_> = known.desks.iter().filter(|one| one.open && one.id != desk).collect();
    data["others"] = others.iter().map(|one| (one.id.clone(), json!(one.keyring))).collect();
    let signers = known.keyrings.iter().map(|(id, keyrings)| {
        let kind = known.desks.iter().find(|one| one.id == *id).map_or("", |one| v.of(&one.kind.title));
        (id.clone(), json!({ "title": kind, "keyrings": keyrings }))
    });
    data["signers"] = signers.collect();
    let asked = tips.unsealings(&actor, desk).await?;
    let asked = asked.into_iter().find(|one| one.conversation == of.id && one.step != "ended");
    data["name"] = asked.as_ref().map_or("", |one| one.sealed.as_str()).into();
    let outcome = rules.tip_promises.outcome(&handling.outcome);
    let members = view.people.iter().filter(|one| one.part == Place::Member && one.works);
    let page = TipPage {
        v,
        desk,
        id,
        title: title(v, &site.app, &view),
        called: called(&of.id),
        came_on: day(v, &of.came_on),
        state: state.id(),
        outcome: outcome.map_or_else(String::new, |outcome| v.of(&outcome.title).to_owned()),
        revision: handling.revision,
        next: Stands::ALL.into_iter().filter(|next| state.may_become(*next)).map(Stands::id).collect(),
        outcomes: rules.tip_promises.outcomes.iter().map(|one| (one.id.clone(), v.of(&one.title).to_owned())).collect(),
        members: members.filter_map(|one| Some((one.seat.account.clone(), one.name.clone()?))).collect(),
        assigned: &handling.assigned,
        held: &handling.held,
        same: opened.same.iter().map(|(id, here)| (called(id), here.then(|| id.clone()))).collect(),
        signs: options(v, &site.app.programme_rules().observations.kinds),
        places: grouped(v, &places, office),
        weeks: tips.signal_weeks(&actor, desk).await?.into_iter().map(|week| (week.clone(), v.w.week(&week))).collect(),
        others: others.iter().map(|one| (one.id.clone(), v.of(&one.kind.title).to_owned())).collect(),
        keep_days: rules.tip_promises.keep_days,
        name: asked.map(|one| v.t(&format!("desk-name-step-{}", one.step))),
        data: island(&data),
        form,
    };
    Ok(([(header::CONTENT_SECURITY_POLICY, POLICY)], render(&page)).into_response())
}

/// `GET /meja/{desk}/laporan/{id}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((desk, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, &desk, &id, Form::default()).await
}

/// `GET /meja/{desk}/laporan/{id}/berkas/{n}`: an envelope of files, as it came.
pub async fn files(
    v: Visit,
    State(site): State<Site>,
    Path((desk, id, n)): Path<(String, String, i64)>,
) -> Result<Response, Oops> {
    let sealed = site.app.tips().sealed_file(&v.actor(), &desk, &id, n).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], sealed).into_response())
}

/// `GET /meja/{desk}/laporan/{id}/simpan`: all of it, sealed, to open with the command line.
pub async fn save(
    v: Visit,
    State(site): State<Site>,
    Path((desk, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let bundle = site.app.tips().bundle(&v.actor(), &desk, &id).await?;
    let name = format!("attachment; filename=\"laporan-{}.bersinar\"", called(&id));
    let kind = "application/octet-stream".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bundle).into_response())
}

/// `POST /meja/{desk}/laporan/{id}/teruskan`: every part, sealed again to another desk.
pub async fn pass(
    v: Visit,
    State(site): State<Site>,
    Path((desk, id)): Path<(String, String)>,
    posted: PostedFile,
) -> Result<Response, Oops> {
    let revision = posted.fields.get("revision").parse().unwrap_or_default();
    let to = posted.fields.get("to").to_owned();
    let done = match SealedAgain::read_all(&posted.bytes) {
        Ok(parts) => site.app.tips().pass_on(&v.actor(), &desk, &id, Passed { to, revision, parts }).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/meja/{desk}/laporan?baru=diteruskan")).into_response()),
        Err(refusal) => refused(&v, &site, (&desk, &id), posted.fields, refusal).await,
    }
}

async fn refused(
    v: &Visit,
    site: &Site,
    (desk, id): (&str, &str),
    posted: Posted,
    refusal: Refusal,
) -> Result<Response, Oops> {
    let form = Form::refused(v, posted, refusal)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(v, site, desk, id, form).await?).into_response())
}

/// `POST /meja/{desk}/laporan/{id}`
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path((desk, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    match does(&v, &site, &desk, &id, &posted).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(refusal) => refused(&v, &site, (&desk, &id), posted, refusal).await,
    }
}

async fn does(v: &Visit, site: &Site, desk: &str, id: &str, posted: &Posted) -> Result<String, Refusal> {
    let (tips, actor) = (site.app.tips(), &v.actor());
    let revision = posted.get("revision").parse().unwrap_or_default();
    let sealed = || hex::decode(posted.get("sealed")).ok_or(Refusal::Invalid("door-damaged"));
    match posted.get("do") {
        "erase" => {
            let copied = tips.erase(actor, desk, id, posted.get("erase_reason")).await?;
            return Ok(format!("/meja/{desk}/laporan?mana=selesai&baru={}", if copied { "dihapus" } else { "sisa" }));
        }
        "hold" => tips.hold(actor, desk, id, posted.get("held"), revision).await,
        "answer" => tips.answer(actor, desk, id, sealed()?, posted.get("signature")).await,
        "name" => tips.ask_unsealing(actor, desk, id, posted.get("sealed"), posted.get("reason")).await,
        "note" => tips.note(actor, desk, id, sealed()?).await,
        "signal" => {
            let field = |name: &str| posted.get(name).to_owned();
            let noted = Noted { id: field("signal"), sign: field("sign"), place: field("place"), week: field("week") };
            tips.note_signal(actor, desk, id, noted, sealed()?).await
        }
        "signal_back" => {
            let signal = (posted.get("signal"), posted.get("place"));
            tips.take_signal_back(actor, desk, id, signal, sealed()?).await
        }
        "assign" => tips.assign(actor, desk, id, posted.get("account"), revision).await,
        "move" => {
            let state = Stands::parse(posted.get("state")).ok_or(Refusal::Invalid("door-not-that-way"))?;
            let (outcome, same_as) = (posted.get("outcome").to_owned(), posted.get("same_as").trim().to_lowercase());
            tips.move_on(actor, desk, id, Step { state, outcome, same_as, revision }).await
        }
        _ => Err(Refusal::NotFound("page")),
    }?;
    Ok(format!("/meja/{desk}/laporan/{id}"))
}
