//! One's own keys: made, locked by another passphrase, made anew. All of it in the browser.

use super::island;
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::doors::holders::NewKeys;
use askama::Template;
use axum::{extract::State, response::Response};
use seal::keyring::PublicKeys;
use serde_json::json;
use store::nouns::Holder;

#[derive(Template)]
#[template(path = "desks/keys.html")]
struct Page<'a> {
    v: &'a Visit,
    fingerprint: String,
    revision: i64,
    data: String,
    form: Form,
}

async fn page(v: &Visit, site: &Site, form: Form) -> Result<Response, Oops> {
    let actor = v.actor();
    let holder = site.app.tips().own_keys(&actor).await?;
    let data =
        json!({ "account": actor.name(), "wrapped": holder.as_ref().map_or("", |holder| holder.wrapped.as_str()) });
    let sign = |holder: &Holder| {
        PublicKeys { recipient: holder.recipient.clone(), verify: holder.verify.clone() }.fingerprint()
    };
    Ok(render(&Page {
        v,
        fingerprint: holder.as_ref().map(sign).unwrap_or_default(),
        revision: holder.as_ref().map_or(0, |holder| holder.revision),
        data: island(&data),
        form,
    }))
}

/// `GET /kunci`
pub async fn show(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    page(&v, &site, Form::default()).await
}

/// `POST /kunci`
pub async fn keep(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let text = |name: &str| posted.get(name).to_owned();
    let new = NewKeys {
        recipient: text("recipient"),
        verify: text("verify"),
        wrapped: text("wrapped"),
        proof: text("proof"),
        revision: posted.get("revision").parse().unwrap_or_default(),
    };
    let done = site.app.tips().keep_keys(&v.actor(), new).await;
    // Keys are made anew, never typed.
    answered(&v, done, Posted::default(), |()| "/kunci".to_owned(), |form| page(&v, &site, form)).await
}
