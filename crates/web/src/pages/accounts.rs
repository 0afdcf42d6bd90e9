//! Accounts: who works here, a new one, a slip to print, an end.

use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::{name, render, role_name, village_name},
    visit::Visit,
};
use app::{
    App, Refusal,
    accounts::{Named, NewAccount, slip::PrintedSlip},
    qr,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    region::{Level, RegionCode},
    role::Role,
};

#[derive(Template)]
#[template(path = "accounts.html")]
struct Page<'a> {
    v: &'a Visit,
    rows: Vec<Row>,
    roles: Vec<Role>,
    posted: &'a Posted,
    refused: Option<(String, String)>,
}

struct Row {
    chain: String,
    id: String,
    login: String,
    name: String,
    role: String,
    place: String,
    active: bool,
    waiting: bool,
}

fn place(app: &App, v: &Visit, scope: &str) -> String {
    match scope.parse::<RegionCode>() {
        Ok(code) if code.level() == Level::Village => village_name(app, v, code),
        Ok(code) => name(app, code),
        Err(_) => "Indonesia".into(),
    }
}

async fn page(v: &Visit, site: &Site, posted: &Posted, refused: Option<(String, String)>) -> Result<Response, Oops> {
    let scope = v.signed_in()?.account.scope.parse().ok();
    let rows = site.app.accounts(&v.actor(), scope).await?.into_iter().filter_map(|found| {
        Some(Row {
            role: role_name(&site.app, v, found.account.role.parse().ok()?, &found.account.scope),
            place: place(&site.app, v, &found.account.scope),
            active: found.account.active == 1,
            waiting: found.account.secret.is_empty(),
            name: found.name.unwrap_or_else(|| v.t("account-erased")),
            chain: found.account.regency,
            id: found.account.id,
            login: found.account.login,
        })
    });
    let below = |role: &Role| role.level().is_some_and(|level| level >= Level::Regency);
    let roles = Role::ALL.into_iter().filter(below).collect();
    Ok(render(&Page { v, rows: rows.collect(), roles, posted, refused }))
}

/// `GET /akun`
pub async fn list(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    page(&v, &site, &Posted::default(), None).await
}

/// `POST /akun`
pub async fn create(v: Visit, State(site): State<Site>, posted: Posted) -> Result<Response, Oops> {
    let made = new_account(&posted);
    let made = match made {
        Ok(new) => {
            let chain = app::chain_of(new.scope);
            site.app.create_account(&v.actor(), new).await.map(|id| (chain, id))
        }
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok((chain, id)) => print(&v, &site, &chain, &id).await,
        Err(refusal @ Refusal::Invalid(_)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site, &posted, Some(said(&refusal, &v))).await?)
                .into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn new_account(posted: &Posted) -> Result<NewAccount, Refusal> {
    let misfit = Refusal::Invalid("account-scope-does-not-fit");
    let Ok(role) = posted.get("peran").parse() else { return Err(misfit) };
    let Ok(scope) = posted.get("wilayah").trim().parse() else { return Err(misfit) };
    Ok(NewAccount {
        role,
        scope: Some(scope),
        login: posted.get("masuk").to_owned(),
        name: posted.get("nama").to_owned(),
    })
}

#[derive(Template)]
#[template(path = "slip.html")]
struct SlipPage<'a> {
    v: &'a Visit,
    slip: PrintedSlip,
    until: String,
    name: String,
    login: String,
    role: String,
    place: String,
    address: String,
    qr: String,
    /// Where it goes on: address and what it is called.
    back: (String, String),
}

async fn print(v: &Visit, site: &Site, chain: &str, id: &str) -> Result<Response, Oops> {
    let slip = site.app.make_slip(&v.actor(), chain, id).await?;
    let found = site.app.account(&v.actor(), chain, id).await?;
    printed(v, site, slip, found, ("/akun".to_owned(), v.t("account-title")))
}

/// The slip of an account of a regency that was just made, with the way back.
pub async fn slip_page(
    v: &Visit,
    site: &Site,
    slip: PrintedSlip,
    account: &str,
    regency: RegionCode,
    back: (String, String),
) -> Result<Response, Oops> {
    let found = site.app.who_is(regency, account).await?.ok_or(Refusal::NotFound("account"))?;
    printed(v, site, slip, found, back)
}

fn printed(v: &Visit, site: &Site, slip: PrintedSlip, found: Named, back: (String, String)) -> Result<Response, Oops> {
    let address = format!("{}/masuk/slip", site.base(v));
    let zone = v.city().map_or(words::Zone::Wib, |city| site.app.zone(city));
    let role = found.account.role.parse().map_err(|_| Refusal::NotFound("account"))?;
    let page = SlipPage {
        v,
        until: v.w.instant(slip.expires_at, zone),
        name: found.name.unwrap_or_default(),
        login: found.account.login,
        role: role_name(&site.app, v, role, &found.account.scope),
        place: place(&site.app, v, &found.account.scope),
        qr: qr::svg(&format!("{address}?kode={}", slip.code)),
        address,
        slip,
        back,
    };
    Ok(render(&page))
}

/// `POST /akun/{chain}/{id}/slip`: a new slip, also for who has forgotten the password.
pub async fn slip(
    v: Visit,
    State(site): State<Site>,
    Path((chain, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Oops> {
    print(&v, &site, &chain, &id).await
}

/// `POST /akun/{chain}/{id}/akhiri`
pub async fn end(
    v: Visit,
    State(site): State<Site>,
    Path((chain, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Oops> {
    site.app.end_account(&v.actor(), &chain, &id).await?;
    Ok(Redirect::to("/akun").into_response())
}
