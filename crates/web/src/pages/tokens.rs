//! The tokens of an account: for machines that use the API on its behalf. A new one is shown once.

use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::{render, role_name},
    visit::Visit,
};
use app::{
    Refusal,
    accounts::token::{ApiToken, MOST_DAYS, MadeToken, USUAL_DAYS},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "tokens.html")]
struct Page<'a> {
    v: &'a Visit,
    path: String,
    who: String,
    login: String,
    rows: Vec<Row>,
    made: Option<MadeToken>,
    usual: i64,
    most: i64,
    posted: &'a Posted,
    refused: Option<(String, String)>,
}

struct Row {
    id: String,
    name: String,
    made: String,
    until: String,
    used: String,
    ended: bool,
}

/// What the page tells beyond the list.
#[derive(Default)]
struct Told {
    posted: Posted,
    made: Option<MadeToken>,
    refused: Option<(String, String)>,
}

async fn page(v: &Visit, site: &Site, chain: &str, id: &str, told: Told) -> Result<Response, Oops> {
    let app = &site.app;
    let found = app.account(&v.actor(), chain, id).await?;
    let role = found.account.role.parse().map_err(|_| Refusal::NotFound("account"))?;
    let zone = v.city().map_or(words::Zone::Wib, |city| app.zone(city));
    let row = |token: ApiToken| Row {
        made: v.w.instant(token.made_at, zone),
        until: v.w.instant(token.expires_at, zone),
        used: token.used_at.map_or_else(|| v.t("account-token-unused"), |at| v.w.instant(at, zone)),
        ended: token.expires_at <= app.now(),
        id: token.id,
        name: token.name,
    };
    let page = Page {
        v,
        path: format!("/akun/{chain}/{id}/token"),
        who: format!(
            "{} ({})",
            found.name.unwrap_or_else(|| v.t("account-erased")),
            role_name(app, v, role, &found.account.scope)
        ),
        login: found.account.login,
        rows: app.tokens(&v.actor(), chain, id).await?.into_iter().map(row).collect(),
        made: told.made,
        usual: USUAL_DAYS,
        most: MOST_DAYS,
        posted: &told.posted,
        refused: told.refused,
    };
    Ok(render(&page))
}

/// `GET /akun/{chain}/{id}/token`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path((chain, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, &chain, &id, Told::default()).await
}

/// `POST /akun/{chain}/{id}/token`
pub async fn make(
    v: Visit,
    State(site): State<Site>,
    Path((chain, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let days = posted.get("hari").trim().parse().unwrap_or_default();
    match site.app.make_token(&v.actor(), &chain, &id, posted.get("nama"), days).await {
        Ok(made) => page(&v, &site, &chain, &id, Told { made: Some(made), ..Told::default() }).await,
        Err(refusal @ Refusal::Invalid(_)) => {
            let told = Told { refused: Some(said(&refusal, &v)), posted, made: None };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site, &chain, &id, told).await?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /akun/{chain}/{id}/token/{token}/cabut`
pub async fn revoke(
    v: Visit,
    State(site): State<Site>,
    Path((chain, id, token)): Path<(String, String, String)>,
    _posted: Posted,
) -> Result<Response, Oops> {
    site.app.revoke_token(&v.actor(), &chain, &id, &token).await?;
    Ok(Redirect::to(&format!("/akun/{chain}/{id}/token")).into_response())
}
