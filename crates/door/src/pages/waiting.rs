//! `/antre/{ticket}`: where a report stands that waits its turn. Shown in a frame of the page with its words, and asks again by itself.

use crate::{Here, answer, assets, waiting::Stands};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};

#[derive(Template)]
#[template(path = "waiting.html")]
struct Page<'a> {
    h: &'a Here,
    bad: bool,
    said: String,
}

/// `GET /antre/{ticket}`
pub async fn stands(State(here): State<Here>, Path(ticket): Path<String>) -> Response {
    let stands = here.waiting.stands(&ticket);
    let said = match &stands {
        Some(Stands::Waits(seconds)) if *seconds < 60 => here.t("tip-waits-soon"),
        Some(Stands::Waits(seconds)) => here.w.with("tip-waits", &[("minutes", seconds.div_ceil(60).into())]),
        Some(Stands::Taken) => here.t("tip-waits-taken"),
        Some(Stands::Refused(why)) => why.clone(),
        None => here.t("tip-waits-unknown"),
    };
    // Only the frame loads itself anew, and only what has changed is read out.
    let again = matches!(stands, Some(Stands::Waits(_))).then_some([("refresh", "5")]);
    let bad = matches!(stands, None | Some(Stands::Refused(_)));
    let page = answer::page(&Page { h: &here, bad, said });
    match again {
        Some(again) => (Extension(answer::Framed), again, page).into_response(),
        None => (Extension(answer::Framed), page).into_response(),
    }
}
