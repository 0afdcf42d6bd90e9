//! `/lanjut`: come back with the words, read the answer, add something.

use super::{data, texts};
use crate::{Here, answer, assets, form::Form, posted};
use app::{
    Refusal,
    doors::plain::{self, OpenBox},
};
use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::StatusCode,
    response::Response,
};
use domain::door::letter::Letter;
use jiff::civil::Date;
use seal::code::{Code, CodeError, WORDS};
use serde_json::json;

#[derive(Template)]
#[template(path = "back.html")]
struct Back<'a> {
    h: &'a Here,
    path: &'a str,
    typed: &'a str,
    problem: String,
    data: String,
}

/// An answer as it is shown.
struct Letters {
    day: String,
    text: Option<String>,
}

#[derive(Template)]
#[template(path = "box.html")]
struct Found<'a> {
    h: &'a Here,
    path: &'a str,
    code: String,
    came_on: String,
    /// The desk that has it now.
    desk: String,
    /// The states, and whether each has been reached.
    states: Vec<(&'static str, bool)>,
    outcome: String,
    due: String,
    letters: Vec<Letters>,
    /// Whether it is among what is published of its month.
    counted: Option<bool>,
    /// Pages of answers after this one.
    more: Option<usize>,
    typed: &'a str,
    problem: String,
    said: bool,
}

/// `GET /lanjut`.
pub async fn form(State(here): State<Here>) -> Response {
    show(&here, "", String::new(), StatusCode::OK).await
}

/// `POST /lanjut`: without script. Opens the box here, and seals what is added.
pub async fn look(State(here): State<Here>, multipart: Option<Multipart>) -> Response {
    let form = Form::read(multipart).await;
    let typed = form.get("words");
    let code = match Code::parse(typed) {
        Ok(code) => code,
        Err(error) => return show(&here, typed, wrong(&here, &error), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let (reply, page) = (form.get("text").trim(), form.get("page").parse().unwrap_or_default());
    match at_work(&here, &code, reply, page).await {
        Ok(Some((found, refused))) => {
            let said = refused.is_none() && !reply.is_empty();
            let problem = refused.as_ref().map_or_else(String::new, |refusal| posted::told(&here, refusal));
            let status = refused.as_ref().map_or(StatusCode::OK, posted::status);
            let page = opened(&here, &code, (&found, page), if said { "" } else { reply }, problem, said);
            answer::page_with(status, &page)
        }
        Ok(None) => show(&here, typed, here.t("tip-nothing-there"), StatusCode::OK).await,
        Err(refusal) => show(&here, typed, posted::told(&here, &refusal), posted::status(&refusal)).await,
    }
}

/// Opens the box, and adds what there is to add; what could not be added is told beside the box.
async fn at_work(
    here: &Here,
    code: &Code,
    reply: &str,
    page: usize,
) -> Result<Option<(OpenBox, Option<Refusal>)>, Refusal> {
    let tips = here.app.tips();
    let Some(found) = tips.look(code, page).await? else { return Ok(None) };
    if reply.is_empty() {
        return Ok(Some((found, None)));
    }
    let refused = match tips.desk_to_write_to(&found.head.desk).await {
        Ok(desk) => {
            let letter = Letter::Reply { text: reply.to_owned() };
            match plain::sealed("tips", code, &desk, &letter, "", &[]) {
                Ok(sent) => tips.add(sent).await.err(),
                Err(refusal) => Some(refusal),
            }
        }
        Err(refusal) => Some(refusal),
    };
    Ok(Some((found, refused)))
}

fn opened<'a>(
    here: &'a Here,
    code: &Code,
    (found, page): (&OpenBox, usize),
    typed: &'a str,
    problem: String,
    said: bool,
) -> Found<'a> {
    let day = |iso: &str| iso.parse::<Date>().map_or_else(|_| iso.to_owned(), |day| here.w.date(day));
    let head = &found.head;
    let outcome = here.app.door_rules().tip_promises.outcome(&head.outcome);
    let reached = STATES.iter().position(|state| *state == head.state).unwrap_or_default();
    let letters = found.answers.iter().map(|one| Letters { day: day(&one.day), text: one.text.clone() });
    Found {
        h: here,
        path: "/lanjut",
        code: code.words().join(" "),
        came_on: day(&head.came_on),
        desk: titled(here, &head.desk),
        states: STATES.iter().enumerate().map(|(at, state)| (*state, at <= reached)).collect(),
        outcome: outcome.map_or_else(String::new, |outcome| outcome.title.get(here.w.lang()).to_owned()),
        due: head.due.map_or_else(String::new, |due| here.w.date(due)),
        letters: letters.collect(),
        counted: found.counted,
        more: head.more.then_some(page + 1),
        typed,
        problem,
        said,
    }
}

/// What a desk is called; by its name in records, `inspektorat-99.71`.
fn titled(here: &Here, desk: &str) -> String {
    let kind = desk.split_once('-').and_then(|(kind, _)| here.app.door_rules().tips.kind(kind));
    kind.map_or_else(|| desk.to_owned(), |kind| kind.title.get(here.w.lang()).to_owned())
}

pub const STATES: [&str; 5] = ["received", "read", "passed_on", "followed_up", "closed"];

fn wrong(here: &Here, error: &CodeError) -> String {
    match error {
        CodeError::Count(n) => here.w.with("tip-words-count", &[("n", (*n).into()), ("of", WORDS.into())]),
        CodeError::Unknown(place) => here.w.with("tip-word-unknown", &[("n", (*place).into())]),
    }
}

async fn show(here: &Here, typed: &str, problem: String, status: StatusCode) -> Response {
    let known = match here.app.tips().known().await {
        Ok(known) => known,
        Err(refusal) => {
            return answer::page_with(
                posted::status(&refusal),
                &Back {
                    h: here,
                    path: "/lanjut",
                    typed,
                    problem: posted::told(here, &refusal),
                    data: data(&json!({})),
                },
            );
        }
    };
    let outcomes = &here.app.door_rules().tip_promises.outcomes;
    let outcomes: serde_json::Map<_, _> =
        outcomes.iter().map(|one| (one.id.clone(), one.title.get(here.w.lang()).into())).collect();
    let data = data(&json!({
        "door": "tips",
        "lang": here.w.code(),
        "desks": known.keyrings,
        "outcomes": outcomes,
        "titles": known.keyrings.iter().map(|(desk, _)| (desk.clone(), titled(here, desk).into())).collect::<serde_json::Map<_, _>>(),
        "texts": texts(here, SAID_BY_SCRIPT),
    }));
    answer::page_with(status, &Back { h: here, path: "/lanjut", typed, problem, data })
}

/// What the script says of itself.
const SAID_BY_SCRIPT: &[&str] = &[
    "door-empty",
    "door-empty-todo",
    "door-too-long",
    "door-too-long-todo",
    "tip-words-count-script",
    "tip-word-unknown-script",
    "tip-nothing-there",
    "tip-line-broke",
    "tip-looking",
    "tip-sending",
    "tip-queue",
    "tip-not-signed",
    "tip-added",
    "tip-counted",
    "tip-counted-later",
    "tip-not-counted",
    "tip-not-ready",
];
