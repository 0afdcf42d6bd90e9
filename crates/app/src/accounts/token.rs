//! Tokens: what a machine shows instead of name and password. The administrator makes one for an account; it has that
//! account's role and region, and ends with it. Shown once, kept as a digest.
//!
//! That the administrator made it is the second factor of roles that need one; an administrator's own account gets none.
//! Where a token comes in: `web::api::door`.

use super::sign_in::{Session, SignedIn};
use crate::{Actor, App, Refusal, plain};
use domain::role::Role;
use seal::Digest;
use serde_json::json;
pub use store::queries::api_tokens::ApiToken;
use store::{
    Record,
    queries::{accounts, api_tokens},
};

/// How many days a token is good for, unless said otherwise.
pub const USUAL_DAYS: i64 = 365;
/// And at most.
pub const MOST_DAYS: i64 = 730;
/// The most tokens of an account at a time.
pub const MOST_TOKENS: usize = 10;
/// What every token begins with, so that one left lying in a file is recognised.
pub const BEGINS: &str = "bersinar_";
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Use is noted to this precision.
const NOTE: i64 = 60 * 60 * 1000;

/// A token that was just made; this is the only time that it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeToken {
    /// What the machine shows.
    pub secret: String,
    /// By what it is revoked.
    pub id: String,
    /// Milliseconds since 1970 UTC.
    pub expires_at: i64,
}

/// By what a token is found.
#[must_use]
pub fn digest(secret: &str) -> Digest {
    Digest::of_fields("bersinar/token", &[secret.as_bytes()])
}

impl App {
    /// Makes a token for an account, good for so many days.
    ///
    /// # Errors
    /// When the account has ended, is an administrator's or has too many, or the name or the days cannot be taken.
    pub async fn make_token(
        &self,
        actor: &Actor,
        chain: &str,
        account: &str,
        name: &str,
        days: i64,
    ) -> Result<MadeToken, Refusal> {
        let found = self.account(actor, chain, account).await?.account;
        if found.active == 0 {
            return Err(Refusal::Invalid("account-ended"));
        }
        if found.role == Role::Administrator.id() {
            return Err(Refusal::Invalid("account-token-administrator"));
        }
        let name = plain(name);
        if !(2..=80).contains(&name.chars().count()) {
            return Err(Refusal::Invalid("account-token-name"));
        }
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Refusal::Invalid("account-token-days"));
        }
        let hex = seal::hex::encode(&self.token::<32>());
        let (secret, at, by) = (format!("{BEGINS}{hex}"), self.now(), actor.name().to_owned());
        let token = ApiToken {
            token: digest(&secret),
            regency: chain.to_owned(),
            account: account.to_owned(),
            id: self.new_id(),
            name,
            made_at: at,
            expires_at: at + days * DAY,
            used_at: None,
        };
        let made = MadeToken { secret, id: token.id.clone(), expires_at: token.expires_at };
        self.stores
            .main
            .write(chain, move |tx| {
                let (token, by) = (token.clone(), by.clone());
                Box::pin(async move {
                    let there = api_tokens::of_account(tx.read(), &token.regency, &token.account).await?;
                    if there.iter().filter(|token| token.expires_at > at).count() >= MOST_TOKENS {
                        return Err(Refusal::Invalid("account-token-too-many"));
                    }
                    api_tokens::keep(tx, &token).await?;
                    let body = json!({ "account": token.account, "token": token.id, "name": token.name,
                        "expires_at": token.expires_at });
                    tx.record(Record { at, actor: by, action: "token.make", body });
                    Ok(())
                })
            })
            .await?;
        Ok(made)
    }

    /// The tokens of an account, for who manages it.
    ///
    /// # Errors
    /// When there is no such account, or the actor does not manage it.
    pub async fn tokens(&self, actor: &Actor, chain: &str, account: &str) -> Result<Vec<ApiToken>, Refusal> {
        self.account(actor, chain, account).await?;
        Ok(api_tokens::of_account(self.stores.main.read(), chain, account).await?)
    }

    /// Revokes a token; from now on it opens nothing.
    ///
    /// # Errors
    /// When there is no such token, or the actor does not manage the account.
    pub async fn revoke_token(&self, actor: &Actor, chain: &str, account: &str, id: &str) -> Result<(), Refusal> {
        self.account(actor, chain, account).await?;
        let (at, by) = (self.now(), actor.name().to_owned());
        let (regency, account, id) = (chain.to_owned(), account.to_owned(), id.to_owned());
        self.stores
            .main
            .write(chain, move |tx| {
                let (by, regency, account, id) = (by.clone(), regency.clone(), account.clone(), id.clone());
                Box::pin(async move {
                    if !api_tokens::revoke(tx, (&regency, &account), &id).await? {
                        return Err(Refusal::NotFound("token"));
                    }
                    let body = json!({ "account": account, "token": id });
                    tx.record(Record { at, actor: by, action: "token.revoke", body });
                    Ok(())
                })
            })
            .await
    }

    /// Whom a token stands for; `None` when it was revoked, has ended or never was, or the account has ended.
    ///
    /// # Errors
    /// What the database says.
    pub async fn signed_in_by_token(&self, secret: &str) -> Result<Option<SignedIn>, Refusal> {
        let (conn, now) = (self.stores.main.read(), self.now());
        let found = api_tokens::by_digest(conn, digest(secret)).await?;
        let Some(token) = found.filter(|token| token.expires_at > now) else { return Ok(None) };
        let found = accounts::by_id(conn, &token.regency, &token.account).await?;
        let Some(found) = found.filter(|found| found.account.active == 1) else { return Ok(None) };
        let Ok(role) = found.account.role.parse::<Role>() else { return Ok(None) };
        if token.used_at.is_none_or(|used| now - used > NOTE) {
            let digest = token.token;
            let noted = self.stores.main.write(&token.regency, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(api_tokens::touch(tx, digest, now).await?) })
            });
            // A full disk keeps nobody from reading.
            if let Err(refusal) = noted.await {
                tracing::warn!(%refusal, "the use of a token could not be noted");
            }
        }
        let actor = Actor::Account { id: found.account.id.clone(), role, scope: found.account.scope.parse().ok() };
        // It behaves like a session that has given its second factor: the administrator's act.
        let session = Session {
            token: token.token,
            regency: token.regency,
            account: token.account,
            made_at: token.made_at,
            seen_at: now,
            device: token.name,
            confirmed: true,
        };
        Ok(Some(SignedIn { actor, account: found.account, name: found.name.unwrap_or_default(), session }))
    }
}
