//! Whom the token stands for.

use super::problem::Fault;
use crate::{serve::Site, shown, visit::Visit};
use app::{Actor, access};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// Whom the token stands for, and what that account may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The account's id, as the ledger names it.
    #[schema(example = "019c7b5e-2f00-7c3a-9d1e-0a2b3c4d5e6f")]
    account: String,
    /// The name to sign in with.
    #[schema(example = "dinsos-aplikasi")]
    login: String,
    /// The account's person or machine.
    name: String,
    /// The role.
    #[schema(example = "bnnk_p2m")]
    role: &'static str,
    /// The part of the region tree that the role covers; null is the nation.
    #[schema(example = "99.71")]
    region: Option<String>,
    /// Its name.
    #[schema(example = "Kota Teluk Harapan")]
    region_name: Option<String>,
    /// What the token is for, as the administrator wrote.
    #[schema(example = "Aplikasi Dinsos")]
    token: String,
    /// What the role may do inside its region.
    #[schema(example = json!(["see_board", "see_village"]))]
    may: Vec<String>,
}

/// Whom the token stands for
#[utoipa::path(get, path = "/api/v1/me", tag = "account", responses((status = 200, description = "The account.", body = Me)))]
pub async fn me(v: Visit, State(site): State<Site>) -> Result<Json<Me>, Fault> {
    let who = v.signed_in()?;
    let region = match &who.actor {
        Actor::Account { scope, .. } => *scope,
        _ => None,
    };
    let may = access::ACCESS.iter().map(|(action, _)| *action).filter(|action| v.may(*action));
    Ok(Json(Me {
        account: who.account.id.clone(),
        login: who.account.login.clone(),
        name: who.name.clone(),
        role: who.actor.role().map_or("", domain::role::Role::id),
        region: region.map(|code| code.to_string()),
        region_name: region.map(|code| shown::name(&site.app, code)),
        token: who.session.device.clone(),
        may: may.map(|action| snake(&format!("{action:?}"))).collect(),
    }))
}

/// `SeeBoard` as `see_board`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}
