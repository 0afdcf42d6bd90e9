//! Desks and their keys, in whichever store has the door.

use crate::{
    Conn, StoreError,
    nouns::{Desk, Holder, Keyring, Recovering, Seat, Share, Unsealing},
};

/// All desks, by chain and name.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn all<S>(conn: Conn<'_, S>) -> Result<Vec<Desk>, StoreError> {
    conn.rows("1 = 1 ORDER BY regency, id", vec![]).await
}

/// One desk; its name is of no other chain.
///
/// # Errors
/// What the database says.
pub async fn one<S>(conn: Conn<'_, S>, id: &str) -> Result<Option<Desk>, StoreError> {
    conn.row("id = $1", vec![id.into()]).await
}

/// Who sits at a desk.
///
/// # Errors
/// What the database says.
pub async fn seats<S>(conn: Conn<'_, S>, desk: &Desk) -> Result<Vec<Seat>, StoreError> {
    let condition = "regency = $1 AND desk = $2 ORDER BY part, account";
    conn.rows(condition, vec![desk.regency.clone().into(), desk.id.clone().into()]).await
}

/// Where an account sits.
///
/// # Errors
/// What the database says.
pub async fn seats_of<S>(conn: Conn<'_, S>, account: &str) -> Result<Vec<Seat>, StoreError> {
    conn.rows("account = $1 ORDER BY regency, desk", vec![account.into()]).await
}

/// Someone's keys.
///
/// # Errors
/// What the database says.
pub async fn holder<S>(conn: Conn<'_, S>, home: &str, account: &str) -> Result<Option<Holder>, StoreError> {
    conn.row("regency = $1 AND account = $2", vec![home.into(), account.into()]).await
}

/// A keyring of a desk.
///
/// # Errors
/// What the database says.
pub async fn keyring<S>(conn: Conn<'_, S>, desk: &Desk, version: i64) -> Result<Option<Keyring>, StoreError> {
    let values = vec![desk.regency.clone().into(), desk.id.clone().into(), version.into()];
    conn.row("regency = $1 AND desk = $2 AND version = $3", values).await
}

/// All keyrings of a desk, the latest first.
///
/// # Errors
/// What the database says.
pub async fn keyrings<S>(conn: Conn<'_, S>, desk: &Desk) -> Result<Vec<Keyring>, StoreError> {
    let condition = "regency = $1 AND desk = $2 ORDER BY version DESC";
    conn.rows(condition, vec![desk.regency.clone().into(), desk.id.clone().into()]).await
}

/// The shares of a keyring.
///
/// # Errors
/// What the database says.
pub async fn shares<S>(conn: Conn<'_, S>, desk: &Desk, version: i64) -> Result<Vec<Share>, StoreError> {
    let values = vec![desk.regency.clone().into(), desk.id.clone().into(), version.into()];
    conn.rows("regency = $1 AND desk = $2 AND version = $3 ORDER BY account", values).await
}

/// All shares of a desk but those of one keyring.
///
/// # Errors
/// What the database says.
pub async fn former_shares<S>(conn: Conn<'_, S>, desk: &Desk, but: i64) -> Result<Vec<Share>, StoreError> {
    let values = vec![desk.regency.clone().into(), desk.id.clone().into(), but.into()];
    conn.rows("regency = $1 AND desk = $2 AND version <> $3 ORDER BY version, account", values).await
}

/// An account's shares, at whichever desk.
///
/// # Errors
/// What the database says.
pub async fn shares_of<S>(conn: Conn<'_, S>, account: &str) -> Result<Vec<Share>, StoreError> {
    conn.rows("account = $1 ORDER BY regency, desk, version", vec![account.into()]).await
}

/// The names that were asked for at a desk, the latest first.
///
/// # Errors
/// What the database says.
pub async fn unsealings<S>(conn: Conn<'_, S>, desk: &Desk) -> Result<Vec<Unsealing>, StoreError> {
    let condition = "regency = $1 AND desk = $2 ORDER BY id DESC";
    conn.rows(condition, vec![desk.regency.clone().into(), desk.id.clone().into()]).await
}

/// The recoveries of a desk, the latest first.
///
/// # Errors
/// What the database says.
pub async fn recoverings<S>(conn: Conn<'_, S>, desk: &Desk) -> Result<Vec<Recovering>, StoreError> {
    let condition = "regency = $1 AND desk = $2 ORDER BY id DESC";
    conn.rows(condition, vec![desk.regency.clone().into(), desk.id.clone().into()]).await
}
