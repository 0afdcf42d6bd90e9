//! `/tulis`: the report. With script it is asked step by step, sealed in the browser and sent by `/kirim`; without, it is one form
//! that is looked through first and then sealed here, in memory.

use super::{data, keyrings, texts};
use crate::{
    Here, answer, assets,
    flood::Area,
    form::{Form, attachments},
    posted,
};
use app::{
    Refusal,
    doors::{open::OpenDesk, plain},
};
use askama::Template;
use axum::{
    extract::{FromRequest as _, Multipart, Request, State},
    http::StatusCode,
    response::Response,
};
use domain::door::{
    Mark, ReportForm, State as Stands,
    letter::{Letter, MOST_WORDS, Tip},
};
use serde_json::json;

/// What was typed.
#[derive(Debug, Default)]
struct Typed {
    desk: String,
    identity: String,
    tip: Tip,
}

/// A piece of the words as the preview shows them.
struct Piece<'a> {
    text: &'a str,
    /// Why it points to the writer; empty where it does not.
    why: &'a str,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    h: &'a Here,
    path: &'a str,
    desks: &'a [OpenDesk],
    districts: Vec<(String, String)>,
    form: &'a ReportForm,
    typed: &'a Typed,
    problem: String,
    /// The words, looked through; nothing before they were sent once.
    preview: Option<Vec<Piece<'a>>>,
    data: String,
    words: &'a [&'a str],
    back_on: String,
    ticket: Option<String>,
}

#[derive(Template)]
#[template(path = "sent.html")]
struct Sent<'a> {
    h: &'a Here,
    path: &'a str,
    words: &'a [&'a str],
    back_on: String,
    /// By which it is asked where the report stands, while it waits its turn.
    ticket: Option<String>,
}

/// A report that was sealed here: its words, and its ticket where it waits.
struct Kept {
    words: [&'static str; seal::code::WORDS],
    ticket: Option<String>,
}

/// `GET /tulis`.
pub async fn form(State(here): State<Here>) -> Response {
    match here.app.tips().open_desks().await {
        Ok(desks) => show(&here, &desks, &Typed::default(), None, String::new(), StatusCode::OK),
        Err(refusal) => {
            let told = posted::told(&here, &refusal);
            show(&here, &[], &Typed::default(), None, told, posted::status(&refusal))
        }
    }
}

/// `POST /tulis`: without script. Looks the report through, or seals it here and keeps it.
pub async fn send(State(here): State<Here>, request: Request) -> Response {
    let area = here.gate.area(request.extensions());
    let mut form = Form::read(Multipart::from_request(request, &()).await.ok()).await;
    let typed = typed(&here, &form);
    let desks = match here.app.tips().open_desks().await {
        Ok(desks) => desks,
        Err(refusal) => {
            let told = posted::told(&here, &refusal);
            return show(&here, &[], &typed, None, told, posted::status(&refusal));
        }
    };
    let marks = here.app.door_rules().marks.of(&typed.tip.text);
    let done = match form.fault {
        Some(fault) => Err(Refusal::Invalid(fault)),
        None if form.get("do") == "send" => {
            let files = std::mem::take(&mut form.files);
            keep(&here, area, &desks, &typed, files).await.map(Some)
        }
        None => checked(&typed, &desks).map(|_| None),
    };
    match done {
        Ok(Some(Kept { words, ticket })) => answer::page(&Sent {
            h: &here,
            path: "/tulis",
            words: &words,
            back_on: back_on(&here, &desks, &typed.desk),
            ticket,
        }),
        Ok(None) => show(&here, &desks, &typed, Some(&marks), String::new(), StatusCode::OK),
        Err(refusal) => {
            show(&here, &desks, &typed, Some(&marks), posted::told(&here, &refusal), posted::status(&refusal))
        }
    }
}

/// The desk that it is for, when all that must be said is.
fn checked<'d>(typed: &Typed, desks: &'d [OpenDesk]) -> Result<&'d OpenDesk, Refusal> {
    if typed.tip.text.trim().is_empty() {
        return Err(Refusal::Invalid("door-empty"));
    }
    if typed.tip.text.len() > MOST_WORDS {
        return Err(Refusal::Invalid("door-too-long"));
    }
    if typed.tip.not_to.contains(&typed.desk) {
        return Err(Refusal::Invalid("door-desk-excluded"));
    }
    desks.iter().find(|desk| desk.id == typed.desk).ok_or(Refusal::Invalid("door-desk-closed"))
}

async fn keep(
    here: &Here,
    area: Area,
    desks: &[OpenDesk],
    typed: &Typed,
    files: Vec<Vec<u8>>,
) -> Result<Kept, Refusal> {
    let desk = checked(typed, desks)?;
    let _turn = here.gate.turn().await;
    let files = attachments(files).await?;
    let tips = here.app.tips();
    let code = tips.new_code();
    let letter = Letter::Tip(Tip { identity: !typed.identity.is_empty(), ..typed.tip.clone() });
    let sent = plain::sealed("tips", &code, desk, &letter, &typed.identity, &files)?;
    let ticket = if here.gate.bits(area, here.app.now()) > 0 || here.waiting.anyone() {
        Some(here.waiting.join(here, area, sent)?)
    } else {
        tips.receive(sent).await?;
        here.gate.count(area, here.app.now());
        None
    };
    Ok(Kept { words: code.words(), ticket })
}

fn typed(here: &Here, form: &Form) -> Typed {
    let tip = Tip {
        lang: here.w.code().to_owned(),
        about: form.all("about"),
        when: form.get("when").to_owned(),
        place: form.get("place").to_owned(),
        place_words: form.get("place_words").trim().to_owned(),
        officer: form.get("officer") == "yes",
        not_to: form.all("not_to"),
        text: form.get("text").replace("\r\n", "\n"),
        identity: false,
    };
    Typed { desk: form.get("desk").to_owned(), identity: form.get("identity").trim().to_owned(), tip }
}

fn show(
    here: &Here,
    desks: &[OpenDesk],
    typed: &Typed,
    marks: Option<&[Mark]>,
    problem: String,
    status: StatusCode,
) -> Response {
    let places = here.app.places();
    let city = here.app.installation().regency;
    let districts = city.into_iter().flat_map(|city| {
        places.districts_in(city).map(|one| (one.code.to_string(), one.name.to_owned())).collect::<Vec<_>>()
    });
    let form = &here.app.door_rules().report;
    let data = data(&json!({
        "door": "tips",
        "lang": here.w.code(),
        "step": here.w.with("tip-step", &[("n", "#".into()), ("of", "##".into())]),
        "desks": keyrings(desks),
        "due": desks.iter().map(|desk| (desk.id.clone(), back_on(here, desks, &desk.id).into())).collect::<serde_json::Map<_, _>>(),
        "texts": texts(here, SAID_BY_SCRIPT),
    }));
    let preview = marks.map(|marks| pieces(&typed.tip.text, marks));
    answer::page_with(
        status,
        &Report {
            h: here,
            path: "/tulis",
            desks,
            districts: districts.collect(),
            form,
            typed,
            problem,
            preview,
            data,
            words: &[],
            back_on: String::new(),
            ticket: None,
        },
    )
}

/// What the script says of itself.
const SAID_BY_SCRIPT: &[&str] = &[
    "door-empty",
    "door-empty-todo",
    "door-too-long",
    "door-too-long-todo",
    "door-too-large",
    "door-too-large-todo",
    "door-desk-excluded",
    "door-desk-excluded-todo",
    "tip-line-broke",
    "tip-sealing",
    "tip-sending",
    "tip-queue",
    "tip-picture-bad",
    "tip-file-warning",
    "tip-remove",
    "tip-why-number",
    "tip-why-mail",
    "tip-why-time",
    "tip-why-kin",
    "tip-why-self",
    "tip-words-same",
    "tip-words-differ",
    "tip-no-marks",
    "tip-not-ready",
];

fn pieces<'a>(text: &'a str, marks: &'a [Mark]) -> Vec<Piece<'a>> {
    let mut pieces = vec![];
    let mut at = 0;
    for mark in marks {
        pieces.push(Piece { text: &text[at..mark.at.start], why: "" });
        pieces.push(Piece { text: &text[mark.at.clone()], why: &mark.why });
        at = mark.at.end;
    }
    pieces.push(Piece { text: &text[at..], why: "" });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The day on which a reader should have an answer.
fn back_on(here: &Here, desks: &[OpenDesk], desk: &str) -> String {
    let Some(desk) = desks.iter().find(|one| one.id == desk) else { return String::new() };
    let today = here.app.office_today(Some(desk.office));
    let due = here.app.door_rules().tip_promises.due(today, Stands::Read, false);
    due.map(|due| here.w.date(due)).unwrap_or_default()
}
