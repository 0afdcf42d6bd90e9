//! Tokens that let a machine in on behalf of an account. Kept as digests: a stolen database opens no door.
//!
//! Not here: who may make one, and for how long (`app::accounts::token`).

use crate::{Conn, Fields as _, MainKind, StoreError, Tx};
use sea_orm::QueryResult;
use seal::Digest;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Digest of the token.
    pub token: Digest,
    /// The account's regency (its chain).
    pub regency: String,
    /// The account's id.
    pub account: String,
    /// By what it is revoked and named in the ledger; says nothing of the token.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Milliseconds since 1970 UTC.
    pub made_at: i64,
    /// From then on it opens nothing.
    pub expires_at: i64,
    /// When it was last used, to the hour.
    pub used_at: Option<i64>,
}

const TOKEN: &str = "SELECT token, regency, account, id, name, made_at, expires_at, used_at FROM api_token";

fn read(row: &QueryResult) -> Result<ApiToken, sea_orm::DbErr> {
    Ok(ApiToken {
        token: row.get::<String>(0)?.parse().unwrap_or(Digest::ZERO),
        regency: row.get(1)?,
        account: row.get(2)?,
        id: row.get(3)?,
        name: row.get(4)?,
        made_at: row.get(5)?,
        expires_at: row.get(6)?,
        used_at: row.get(7)?,
    })
}

/// The token with this digest.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn by_digest(conn: Conn<'_, MainKind>, token: Digest) -> Result<Option<ApiToken>, StoreError> {
    let sql = format!("{TOKEN} WHERE token = $1");
    Ok(conn.all(&sql, vec![token.to_string().into()], read).await?.into_iter().next())
}

/// The tokens of an account, the one that ends last first.
///
/// # Errors
/// What the database says.
pub async fn of_account(conn: Conn<'_, MainKind>, regency: &str, account: &str) -> Result<Vec<ApiToken>, StoreError> {
    let sql = format!("{TOKEN} WHERE regency = $1 AND account = $2 ORDER BY expires_at DESC, id");
    conn.all(&sql, vec![regency.into(), account.into()], read).await
}

/// Keeps a new token; those of the account that have ended go.
///
/// # Errors
/// What the database says.
pub async fn keep(tx: &Tx<'_, MainKind>, token: &ApiToken) -> Result<(), StoreError> {
    let ended = "DELETE FROM api_token WHERE regency = $1 AND account = $2 AND expires_at <= $3";
    let (regency, account) = (token.regency.clone(), token.account.clone());
    tx.execute(ended, vec![regency.clone().into(), account.clone().into(), token.made_at.into()]).await?;
    let sql = "INSERT INTO api_token (token, regency, account, id, name, made_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let mut values: Vec<sea_orm::Value> = vec![token.token.to_string().into(), regency.into(), account.into()];
    values.extend([token.id.clone().into(), token.name.clone().into(), token.made_at.into(), token.expires_at.into()]);
    tx.execute(sql, values).await.map(drop)
}

/// Notes when it was used.
///
/// # Errors
/// What the database says.
pub async fn touch(tx: &Tx<'_, MainKind>, token: Digest, at: i64) -> Result<(), StoreError> {
    let sql = "UPDATE api_token SET used_at = $2 WHERE token = $1";
    tx.execute(sql, vec![token.to_string().into(), at.into()]).await.map(drop)
}

/// Takes a token away; false where there is none of this id.
///
/// # Errors
/// What the database says.
pub async fn revoke(tx: &Tx<'_, MainKind>, (regency, account): (&str, &str), id: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM api_token WHERE regency = $1 AND account = $2 AND id = $3";
    Ok(tx.execute(sql, vec![regency.into(), account.into(), id.into()]).await? > 0)
}
