//! What a page's script sends and asks for: bytes that are sealed already, and boxes of one size.

use crate::Here;
use app::{Refusal, doors::conversations::Sent};
use axum::{
    body::Bytes,
    extract::{FromRequest as _, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::json;

/// The head of what is sent; text and files follow.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    desk: String,
    address: String,
    reply_to: String,
    signer: String,
    signature: String,
    /// Bytes of the envelope of text; the rest is that of files.
    text: usize,
    /// Whether it is added to what is there.
    adds: bool,
}

/// The head's length stands before it: four bytes, the greater end first.
const LENGTH: usize = 4;
/// The longest head.
const MOST_HEAD: usize = 4096;

fn parse(body: &[u8]) -> Option<(Sent, bool)> {
    let length = u32::from_be_bytes(body.get(..LENGTH)?.try_into().ok()?) as usize;
    if length > MOST_HEAD {
        return None;
    }
    let head: Head = serde_json::from_slice(body.get(LENGTH..LENGTH + length)?).ok()?;
    let rest = &body[LENGTH + length..];
    let (text, files) = rest.split_at_checked(head.text)?;
    let Head { desk, address, reply_to, signer, signature, adds, .. } = head;
    Some((Sent { desk, address, reply_to, signer, text: text.to_vec(), files: files.to_vec(), signature }, adds))
}

/// The line of the head with the work that was done: what was given, the letter's signature, a number.
const DONE: &str = "x-kerja";

/// `POST /kirim`: a letter, for the first time or added to what is there.
pub async fn take(State(here): State<Here>, request: Request) -> Response {
    let area = here.gate.area(request.extensions());
    let done = request.headers().get(DONE).and_then(|done| done.to_str().ok()).map(str::to_owned);
    if let Err(work) = here.gate.admit(area, done.as_deref(), here.app.now()) {
        return json(StatusCode::TOO_MANY_REQUESTS, &json!({ "work": work }));
    }
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(rejection) => {
            let wrong = told(&here, &Refusal::Invalid(broke_off(rejection.status())));
            return json(rejection.status(), &json!({ "wrong": wrong }));
        }
    };
    let Some((sent, adds)) = parse(&body) else { return refused(&here, &Refusal::Invalid("door-damaged")) };
    drop(body);
    // What was worked for one letter does not let another in.
    if done.is_some_and(|done| done.split(' ').nth(1) != Some(sent.signature.as_str())) {
        return refused(&here, &Refusal::Invalid("door-damaged"));
    }
    let tips = here.app.tips();
    let kept = if adds { tips.add(sent).await } else { tips.receive(sent).await };
    match kept {
        Ok(()) => {
            here.gate.count(area, here.app.now());
            json(StatusCode::OK, &json!({}))
        }
        Err(refusal) => refused(&here, &refusal),
    }
}

/// `GET /giliran`: what is to be done before a letter is sent; asked for before a large one.
pub async fn turn(State(here): State<Here>, request: Request) -> Response {
    let work = here.gate.asks(here.gate.area(request.extensions()), here.app.now());
    json(StatusCode::OK, &json!({ "work": work }))
}

/// `POST /kotak`: the box at an address, `address page`.
pub async fn mailbox(State(here): State<Here>, body: String) -> Response {
    let (address, page) = body.split_once(' ').unwrap_or((body.as_str(), "0"));
    match here.app.tips().mailbox(address, page.parse().unwrap_or_default()).await {
        Ok(sealed) => ([(header::CONTENT_TYPE, "application/octet-stream")], sealed).into_response(),
        Err(refusal) => refused(&here, &refusal),
    }
}

/// Why a body did not come to its end, by what reading it says.
pub fn broke_off(status: StatusCode) -> &'static str {
    if status == StatusCode::PAYLOAD_TOO_LARGE { "door-too-large" } else { "door-broke-off" }
}

/// What is wrong and what to do, in the page's language.
pub fn told(here: &Here, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Invalid(key) if here.w.has(key) => {
            let todo = format!("{key}-todo");
            if here.w.has(&todo) { format!("{} {}", here.t(key), here.t(&todo)) } else { here.t(key) }
        }
        Refusal::File(text) => text.get(here.w.lang()).to_owned(),
        _ => format!("{} {}", here.t("door-failed"), here.t("door-failed-todo")),
    }
}

/// Whose fault a refusal is.
pub const fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Invalid(_) | Refusal::File(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn refused(here: &Here, refusal: &Refusal) -> Response {
    json(status(refusal), &json!({ "wrong": told(here, refusal) }))
}

fn json(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
