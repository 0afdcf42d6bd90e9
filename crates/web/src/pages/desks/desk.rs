//! One desk: what is missing before it opens, who sits there under which keys, and the one thing that the visitor can do now.

use super::{island, standing, title};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{
    Action, Refusal,
    doors::{DeskView, Sitting, Turn, desks::Candidates, keyrings::Proposal, keyrings::signed},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::door::Part;
use seal::{Digest, keyring::PublicKeys};
use serde_json::json;

#[derive(Template)]
#[template(path = "desks/desk.html")]
struct Page<'a> {
    v: &'a Visit,
    view: &'a DeskView,
    title: String,
    standing: &'static str,
    /// What must be there, and whether it is.
    ready: [(&'static str, bool); 3],
    people: Vec<Person>,
    /// The parts that can be given: text's key and name, with who could have it.
    seats: Vec<(Part, Vec<(String, String)>)>,
    keeps: bool,
    mine: Option<Part>,
    /// Whether the visitor reads what comes.
    reads: bool,
    /// Whether the visitor may close it.
    closes: bool,
    work: Option<Work>,
    /// Told of a recovery that runs.
    recovering: Option<String>,
    /// Told of a keyring that waits to be signed.
    waits: Option<String>,
    poster: String,
    /// Whether there is a door that a poster can lead to.
    door: bool,
    data: String,
    form: Form,
}

struct Person {
    account: String,
    name: String,
    part: &'static str,
    fingerprint: String,
    state: &'static str,
}

/// What the visitor can do now.
struct Work {
    /// The form's name for the script; empty where no key is needed.
    script: &'static str,
    /// What is sent as `do`.
    does: &'static str,
    title: String,
    hint: String,
    /// Whether a reason is asked for.
    reason: bool,
    /// Whose key signs the visitor must have compared with the people themselves: name and sign.
    compare: Vec<(String, String)>,
}

fn fingerprint(one: &Sitting) -> String {
    one.keys().as_ref().map(PublicKeys::fingerprint).unwrap_or_default()
}

fn state(view: &DeskView, one: &Sitting) -> &'static str {
    let named = |keys: &PublicKeys| {
        view.keyring.as_ref().is_some_and(|(_, said)| match one.part.custodian() {
            Some(at) => said.custodians[at] == *keys,
            None => said.members.contains(keys),
        })
    };
    match one.keys() {
        _ if !one.works => "desk-state-left",
        None => "desk-no-fingerprint",
        Some(keys) if !named(&keys) => "desk-state-not-in",
        Some(_) if view.has_opened(one) => "desk-state-opened",
        Some(_) => "desk-state-in",
    }
}

/// Whose keys are new to the desk, so that what is sealed or signed now reaches them for the first time. Whoever runs the
/// installation can give a place to anyone: it is here that people notice.
fn compared(v: &Visit, view: &DeskView, turn: Turn) -> Vec<(String, String)> {
    let known = |keys: &PublicKeys| {
        view.keyring.as_ref().is_some_and(|(_, said)| said.members.contains(keys) || said.custodians.contains(keys))
    };
    let asks = view.recovering().map(|one| one.account.as_str());
    let new = |one: &&Sitting| match turn {
        Turn::Propose | Turn::Sign => one.works && one.keys().is_some_and(|keys| !known(&keys)),
        Turn::Hand => asks == Some(one.seat.account.as_str()),
        _ => false,
    };
    let others = view.people.iter().filter(|one| one.seat.account != v.actor().name()).filter(new);
    others.map(|one| (one.name.clone().unwrap_or_else(|| v.t("desk-erased")), fingerprint(one))).collect()
}

fn work(v: &Visit, view: &DeskView, turn: Turn) -> Work {
    let recovering = view.recovering();
    let name = recovering.and_then(|one| view.name_of(&one.account)).unwrap_or_default().to_owned();
    let waits = view.proposal.as_ref().map_or(view.desk.keyring, |(row, _)| row.version);
    let values = [
        ("n", waits.into()),
        ("name", name.into()),
        ("reason", recovering.map_or("–", |one| if one.reason.is_empty() { "–" } else { one.reason.as_str() }).into()),
    ];
    let (script, does, key, hint) = match turn {
        Turn::MakeKeys => ("", "make-keys", "desk-turn-make-keys", "desk-turn-make-keys-hint"),
        Turn::Sign => ("sign", "sign", "desk-turn-sign", "desk-turn-sign-hint"),
        Turn::Peel => ("peel", "peel", "desk-turn-peel", "desk-turn-peel-hint"),
        Turn::Hand => ("hand", "hand", "desk-turn-hand", "desk-turn-hand-hint"),
        Turn::Take => ("take", "take", "desk-turn-take", "desk-turn-take-hint"),
        Turn::OpenShare => ("opened", "opened", "desk-turn-open-share", "desk-turn-open-share-hint"),
        Turn::Propose => ("propose", "propose", "desk-turn-propose", "desk-turn-propose-hint"),
        Turn::Recover => ("", "recover", "desk-turn-recover", "desk-turn-recover-hint"),
        Turn::Rehearse => ("", "rehearse", "desk-turn-rehearse", "desk-turn-rehearse-hint"),
        Turn::OpenDesk => ("", "open", "desk-turn-open-desk", "desk-turn-open-desk-hint"),
        Turn::Look => ("", "told", "desk-turn-look", "desk-turn-look-hint"),
    };
    Work {
        script,
        does,
        title: v.w.with(key, &values),
        hint: v.w.with(hint, &values),
        reason: turn == Turn::Recover,
        compare: compared(v, view, turn),
    }
}

/// What the script works with: public keys, and what is sealed to the visitor.
fn data(v: &Visit, view: &DeskView) -> serde_json::Value {
    let actor = v.actor();
    let mine = view.mine(&actor);
    let account = actor.name();
    let keys = |part: Option<usize>| {
        let all = view.people.iter().filter(move |one| one.works && one.part.custodian() == part);
        all.filter_map(|one| Some((one.seat.account.clone(), one.keys()?))).collect::<Vec<_>>()
    };
    let custodians: Vec<PublicKeys> = [Some(0), Some(1)].into_iter().flat_map(keys).map(|(_, keys)| keys).collect();
    let members: Vec<_> =
        keys(None).into_iter().map(|(account, keys)| json!({ "account": account, "keys": keys })).collect();
    let share = view.shares.iter().find(|share| share.account == account).map_or("", |share| share.sealed.as_str());
    let first = mine.is_some_and(|mine| mine.part == Part::FirstCustodian);
    let for_me = view
        .recovering()
        .filter(|one| one.account == account || mine.is_some_and(|mine| mine.part == Part::SecondCustodian));
    json!({
        "account": account,
        "wrapped": mine.and_then(|mine| mine.holder.as_ref()).map_or("", |holder| holder.wrapped.as_str()),
        "door": "tips",
        "desk": view.desk.id,
        "version": view.desk.keyring + 1,
        "before": view.keyring.as_ref().map(|(row, _)| Digest::of(row.body.as_bytes())),
        "custodians": custodians,
        "members": members,
        "keyring": view.keyring.as_ref().map(|(row, _)| signed(row)),
        "share": share,
        "recovery": view.keyring.as_ref().filter(|_| first && view.recovering().is_some()).map_or("", |(row, _)| row.recovery.as_str()),
        "proposal": view.proposal.as_ref().map_or("", |(row, _)| row.body.as_str()),
        "recovering": for_me.map(|one| json!({ "id": one.id, "sealed": one.sealed, "recipient": one.recipient })),
    })
}

async fn page(v: &Visit, site: &Site, id: &str, form: Form) -> Result<Response, Oops> {
    let (app, actor) = (&site.app, v.actor());
    let view = app.tips().desk(&actor, id).await?;
    let keeps = v.may(Action::KeepDesks);
    let Candidates { members, custodians } =
        if keeps { app.tips().candidates(&actor, id).await? } else { Candidates::default() };
    let choice = |list: &[app::doors::desks::Candidate]| {
        list.iter()
            .map(|one| (one.account.clone(), format!("{} · {}", one.name, v.t(&format!("account-role-{}", one.role)))))
            .collect::<Vec<_>>()
    };
    let seats = Part::ALL.map(|part| (part, choice(if part == Part::Member { &members } else { &custodians })));
    let person = |one: &Sitting| Person {
        account: one.seat.account.clone(),
        name: one.name.clone().unwrap_or_else(|| v.t("desk-erased")),
        part: one.part.id(),
        fingerprint: fingerprint(one),
        state: state(&view, one),
    };
    let recovering = view.recovering().map(|one| {
        let key = if one.trial == 1 { "desk-recovery-trial" } else { "desk-recovery-runs" };
        let name = view.name_of(&one.account).unwrap_or_default().to_owned();
        v.w.with(key, &[("name", name.into()), ("step", v.t(&format!("desk-step-{}", one.step)).into())])
    });
    let waits = view.proposal.as_ref().map(|(row, _)| {
        let signed = [0, 1].into_iter().filter(|at| view.has_signed(*at)).count();
        v.w.with("desk-keyring-waits", &[("n", row.version.into()), ("signed", signed.into())])
    });
    let mine = view.mine(&actor).map(|mine| mine.part);
    let page = Page {
        v,
        title: title(v, app, &view),
        standing: standing(&view),
        ready: [
            ("desk-ready-custodians", view.ready.custodians == 2),
            ("desk-ready-members", view.ready.members >= domain::door::LEAST_MEMBERS),
            ("desk-ready-rehearsed", view.ready.rehearsed),
        ],
        people: view.people.iter().map(person).collect(),
        seats: if keeps { seats.into() } else { vec![] },
        keeps,
        mine,
        reads: view.mine(&actor).is_some_and(|mine| mine.part == Part::Member && view.has_opened(mine)),
        closes: mine == Some(Part::Member) && view.desk.opened == 1,
        work: view.turn(&actor).map(|turn| work(v, &view, turn)),
        recovering,
        waits,
        door: site.door.is_some(),
        poster: view.keyring.as_ref().map(|(_, said)| said.fingerprint()).unwrap_or_default(),
        data: island(&data(v, &view)),
        form,
        view: &view,
    };
    Ok(render(&page))
}

/// `GET /meja/{desk}`
pub async fn show(v: Visit, State(site): State<Site>, Path(id): Path<String>) -> Result<Response, Oops> {
    page(&v, &site, &id, Form::default()).await
}

/// `POST /meja/{desk}`
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let done = does(&v, &site, &id, &posted).await;
    answered(&v, done, posted, |()| format!("/meja/{id}"), |form| page(&v, &site, &id, form)).await
}

async fn does(v: &Visit, site: &Site, id: &str, posted: &Posted) -> Result<(), Refusal> {
    let (tips, actor) = (site.app.tips(), &v.actor());
    let text = |name: &str| posted.get(name);
    match text("do") {
        "seat" => {
            let part = Part::parse(text("part")).ok_or(Refusal::Invalid("desk-not-a-candidate"))?;
            tips.seat(actor, id, text("account"), part).await
        }
        "unseat" => tips.unseat(actor, id, text("account")).await,
        "propose" => {
            let share =
                |field: &str| field.split_once(':').map(|(account, sealed)| (account.to_owned(), sealed.to_owned()));
            let shares = posted.all("share").filter_map(share).collect();
            let proposal = Proposal { body: text("body").to_owned(), shares, recovery: text("recovery").to_owned() };
            tips.propose(actor, id, proposal).await
        }
        "sign" => {
            let seen = text("seen").parse().map_err(|_| Refusal::Invalid("desk-keyring-changed"))?;
            tips.sign_keyring(actor, id, seen, text("signature")).await
        }
        "withdraw" => tips.withdraw_keyring(actor, id).await,
        "opened" => tips.show_opened(actor, id, text("proof")).await,
        "told" => tips.told(actor, id).await,
        "rehearse" => tips.ask_recovery(actor, id, true, "").await.map(drop),
        "recover" => tips.ask_recovery(actor, id, false, text("reason")).await.map(drop),
        "peel" => tips.peel_recovery(actor, id, text("recovery"), text("sealed")).await,
        "hand" => tips.hand_recovery(actor, id, text("recovery"), text("sealed")).await,
        "take" => tips.take_recovery(actor, id, text("recovery"), text("proof")).await,
        "end" => tips.end_recovery(actor, id, text("recovery")).await,
        "open" => tips.set_open(actor, id, true).await,
        "close" => tips.set_open(actor, id, false).await,
        _ => Err(Refusal::NotFound("page")),
    }
}
