//! Getting in by the printed slip: its code, then a password of one's own.

use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{Refusal, accounts::SHORTEST_PASSWORD};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

#[derive(Template)]
#[template(path = "slip_use.html")]
struct SlipPage<'a> {
    v: &'a Visit,
    code: String,
    owner: Option<(String, String)>,
    refused: Option<(String, String)>,
    done: bool,
    shortest: usize,
}

impl<'a> SlipPage<'a> {
    fn new(v: &'a Visit, code: &str) -> Self {
        Self { v, code: code.to_owned(), owner: None, refused: None, done: false, shortest: SHORTEST_PASSWORD }
    }
}

/// The code as the QR code carries it.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Code {
    #[serde(default)]
    kode: String,
}

/// `GET /masuk/slip`
pub async fn form(v: Visit, State(site): State<Site>, Query(Code { kode }): Query<Code>) -> Result<Response, Oops> {
    let mut page = SlipPage::new(&v, &kode);
    if !kode.is_empty() {
        match site.app.slip_owner(&kode).await {
            Ok(owner) => page.owner = Some(owner),
            Err(refusal @ Refusal::Invalid(_)) => page.refused = Some(said(&refusal, &v)),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(render(&page))
}

/// `POST /masuk/slip`
pub async fn redeem(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let (code, password) = (posted.get("kode"), posted.get("sandi"));
    let mut page = SlipPage::new(&v, code);
    let used = if password == posted.get("ulang") {
        site.app.use_slip(code, password).await
    } else {
        Err(Refusal::Invalid("account-passwords-differ"))
    };
    match used {
        Ok(login) => {
            page.owner = Some((login, String::new()));
            page.done = true;
            Ok(render(&page))
        }
        Err(refusal @ Refusal::Invalid(_)) => {
            page.owner = site.app.slip_owner(code).await.ok();
            page.refused = Some(said(&refusal, &v));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
