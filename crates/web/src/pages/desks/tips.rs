//! What has come to a desk: the list with its clock, and one conversation. What is sealed is handed out as it is; it is opened, answered and
//! noted in the member's browser (`browser/src/reading.ts`), and here comes what is sealed again.

use super::{island, title};
use crate::{form::Form, oops::Oops, posted::Posted, serve::Site, shown::render, visit::Visit};
use app::{
    Refusal,
    doors::{
        DeskView,
        handling::{Opened, Queue, Step, Waiting},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::door::{Part as Place, State as Stands};
use jiff::civil::Date;
use seal::hex;
use serde::Deserialize;
use serde_json::json;
use store::queries::conversations::Which;

/// What the pages of a desk's reports may do beyond others: their script asks for the next page, and shows pictures that it has made anew.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; \
     frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Which reports, and after which.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    mana: String,
    setelah: String,
    dihapus: String,
}

#[derive(Template)]
#[template(path = "desks/tips.html")]
struct Page<'a> {
    v: &'a Visit,
    desk: &'a str,
    title: String,
    rows: Vec<Row>,
    counts: Vec<(&'static str, i64)>,
    which: &'a str,
    more: Option<String>,
    /// What to say of a report that was just erased.
    erased: Option<&'static str>,
    data: String,
}

struct Row {
    id: String,
    called: String,
    came_on: String,
    state: &'static str,
    due: String,
    late: bool,
    assigned: String,
    outcome: String,
    parts: i64,
}

/// What a report is called at its desk: the first signs of its random name.
pub fn called(id: &str) -> String {
    id.get(..6).unwrap_or(id).to_uppercase()
}

fn day(v: &Visit, iso: &str) -> String {
    iso.parse::<Date>().map_or_else(|_| iso.to_owned(), |day| v.w.date(day))
}

fn row(v: &Visit, site: &Site, view: &DeskView, one: &Waiting) -> Row {
    let handled = one.line.handling.as_ref();
    let outcome = handled.and_then(|one| site.app.door_rules().tip_promises.outcome(&one.outcome));
    let assigned = handled.map_or("", |one| one.assigned.as_str());
    Row {
        called: called(&one.line.id),
        id: one.line.id.clone(),
        came_on: day(v, &one.line.came_on),
        state: one.state.id(),
        due: one.due.map_or_else(String::new, |due| v.w.date(due)),
        late: one.late,
        assigned: view.name_of(assigned).unwrap_or_default().to_owned(),
        outcome: outcome.map_or_else(String::new, |outcome| v.of(&outcome.title).to_owned()),
        parts: one.line.parts,
    }
}

/// What the script needs to open the desk's secret: sealed to the visitor, under the own passphrase.
fn locked(v: &Visit, view: &DeskView) -> serde_json::Value {
    let actor = v.actor();
    let share = view.shares.iter().find(|share| share.account == actor.name());
    let holder = view.mine(&actor).and_then(|mine| mine.holder.as_ref());
    json!({
        "wrapped": holder.map_or("", |holder| holder.wrapped.as_str()),
        "share": share.map_or("", |share| share.sealed.as_str()),
        "desk": view.desk.id,
        "texts": SAID_BY_SCRIPT.iter().map(|key| ((*key).to_owned(), v.t(key).into())).collect::<serde_json::Map<_, _>>(),
    })
}

/// What the script says of itself.
const SAID_BY_SCRIPT: &[&str] = &[
    "desk-tip-about",
    "desk-tip-when",
    "desk-tip-place",
    "desk-tip-officer",
    "desk-tip-not-to",
    "desk-tip-unsigned",
    "desk-tip-sealed-otherwise",
    "desk-tip-by-reporter",
    "desk-tip-by-desk",
    "desk-tip-by-note",
    "desk-tip-file-show",
    "desk-tip-file-save",
    "desk-tip-file-warning",
    "desk-tip-empty",
    "desk-working",
    "desk-wrong-passphrase",
    "desk-wrong-damaged",
];

/// `GET /meja/{desk}/laporan`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path(desk): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let (tips, actor) = (site.app.tips(), v.actor());
    let which = match asked.mana.as_str() {
        "selesai" => Which::Closed,
        "saya" => Which::Of(actor.name()),
        _ => Which::Open,
    };
    let after = asked.setelah.split_once(' ');
    let Queue { lines, counts, more } = tips.queue(&actor, &desk, which, after).await?;
    let view = tips.desk(&actor, &desk).await?;
    let last = lines.last().filter(|_| more).map(|one| format!("{} {}", one.line.came_on, one.line.id));
    let page = Page {
        v: &v,
        title: title(&v, &site.app, &view),
        rows: lines.iter().map(|one| row(&v, &site, &view, one)).collect(),
        counts: counts.into_iter().map(|(state, n)| (state.id(), n)).collect(),
        which: match which {
            Which::Closed => "selesai",
            Which::Of(_) => "saya",
            Which::Open => "",
        },
        more: last.map(|last| crate::shown::query(&last)),
        erased: match asked.dihapus.as_str() {
            "ya" => Some("desk-tip-erased"),
            "sisa" => Some("desk-tip-erased-not-copy"),
            _ => None,
        },
        data: island(&locked(&v, &view)),
        desk: &desk,
    };
    Ok(([(header::CONTENT_SECURITY_POLICY, POLICY)], render(&page)).into_response())
}

#[derive(Template)]
#[template(path = "desks/tip.html")]
struct TipPage<'a> {
    v: &'a Visit,
    desk: &'a str,
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
    /// After how many days it is erased by itself.
    keep_days: u16,
    data: String,
    form: Form,
}

fn parts(v: &Visit, opened: &Opened) -> serde_json::Value {
    let part = |part: &store::queries::conversations::Part| {
        json!({ "n": part.n, "author": part.author, "day": day(v, &part.came_on), "body": hex::encode(&part.body),
            "files": !part.files.is_empty(), "signature": part.signature })
    };
    opened.parts.iter().map(part).collect()
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
    let asked = tips.unsealings(&actor, desk).await?;
    let asked = asked.into_iter().find(|one| one.conversation == of.id && one.step != "ended");
    data["name"] = asked.as_ref().map_or("", |one| one.sealed.as_str()).into();
    let outcome = rules.tip_promises.outcome(&handling.outcome);
    let members = view.people.iter().filter(|one| one.part == Place::Member && one.works);
    let page = TipPage {
        v,
        desk,
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

/// `POST /meja/{desk}/laporan/{id}`
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path((desk, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    match does(&v, &site, &desk, &id, &posted).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(refusal) => {
            let form = Form::refused(&v, posted, refusal)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site, &desk, &id, form).await?).into_response())
        }
    }
}

async fn does(v: &Visit, site: &Site, desk: &str, id: &str, posted: &Posted) -> Result<String, Refusal> {
    let (tips, actor) = (site.app.tips(), &v.actor());
    let revision = posted.get("revision").parse().unwrap_or_default();
    let sealed = || hex::decode(posted.get("sealed")).ok_or(Refusal::Invalid("door-damaged"));
    match posted.get("do") {
        "erase" => {
            let copied = tips.erase(actor, desk, id, posted.get("erase_reason")).await?;
            return Ok(format!("/meja/{desk}/laporan?mana=selesai&dihapus={}", if copied { "ya" } else { "sisa" }));
        }
        "hold" => tips.hold(actor, desk, id, posted.get("held"), revision).await,
        "answer" => tips.answer(actor, desk, id, sealed()?, posted.get("signature")).await,
        "name" => tips.ask_unsealing(actor, desk, id, posted.get("sealed"), posted.get("reason")).await,
        "note" => tips.note(actor, desk, id, sealed()?).await,
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
