//! Where people are reminded: mail addresses, calendar feeds, and what was sent.

use crate::{Conn, Fields as _, MainKind, StoreError, Tx};
use sea_orm::QueryResult;
use seal::Digest;

type Read<'a> = Conn<'a, MainKind>;
type Write<'a> = Tx<'a, MainKind>;

/// Where someone wants their mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The account's regency (its chain).
    pub regency: String,
    /// The account.
    pub account: String,
    /// The mail address.
    pub address: String,
    /// `id` or `en`.
    pub language: String,
}

/// Who is responsible for a village's programme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VillageContact {
    /// The village's regency.
    pub regency: String,
    /// The village.
    pub village: String,
    /// The person's name; empty where nobody is named.
    pub name: String,
    /// The number to call; empty where there is none.
    pub phone: String,
    /// When it was kept.
    pub kept_at: i64,
}

/// A calendar feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Digest of the secret in its address.
    pub token: Digest,
    /// The account's regency (its chain).
    pub regency: String,
    /// The account.
    pub account: String,
    /// `id` or `en`.
    pub language: String,
    /// When it was made.
    pub made_at: i64,
}

/// Something that was sent, or was to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The account's regency (its chain).
    pub regency: String,
    /// Its id, by time.
    pub id: String,
    /// To whom.
    pub account: String,
    /// When it was tried.
    pub sent_at: i64,
    /// How many things it told of.
    pub tasks: i64,
    /// `sent` or `failed`.
    pub state: String,
    /// What the mail server said when it failed.
    pub said: String,
}

/// Where an account wants its mail.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn contact(conn: Read<'_>, regency: &str, account: &str) -> Result<Option<Contact>, StoreError> {
    let sql = "SELECT regency, account, address, language FROM contact WHERE regency = $1 AND account = $2";
    Ok(conn.all(sql, vec![regency.into(), account.into()], read_contact).await?.pop())
}

/// All who want mail.
///
/// # Errors
/// What the database says.
pub async fn contacts(conn: Read<'_>) -> Result<Vec<Contact>, StoreError> {
    conn.all("SELECT regency, account, address, language FROM contact ORDER BY regency, account", vec![], read_contact)
        .await
}

fn read_contact(row: &QueryResult) -> Result<Contact, sea_orm::DbErr> {
    Ok(Contact { regency: row.get(0)?, account: row.get(1)?, address: row.get(2)?, language: row.get(3)? })
}

/// Keeps or, without an address, forgets where an account wants its mail.
///
/// # Errors
/// What the database says.
pub async fn keep_contact(tx: &Write<'_>, contact: &Contact) -> Result<(), StoreError> {
    let Contact { regency, account, address, language } = contact.clone();
    if address.is_empty() {
        let sql = "DELETE FROM contact WHERE regency = $1 AND account = $2";
        return tx.execute(sql, vec![regency.into(), account.into()]).await.map(drop);
    }
    let sql = "INSERT INTO contact (regency, account, address, language) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (regency, account) DO UPDATE SET address = excluded.address, language = excluded.language";
    tx.execute(sql, vec![regency.into(), account.into(), address.into(), language.into()]).await.map(drop)
}

/// Who is responsible in the villages whose code begins with `part`.
///
/// # Errors
/// What the database says.
pub async fn village_contacts(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<VillageContact>, StoreError> {
    let begins = conn.begins("village", part, 2);
    let sql = format!(
        "SELECT regency, village, name, phone, kept_at FROM village_contact WHERE regency = $1{} ORDER BY village",
        begins.sql
    );
    let mut values = vec![regency.into()];
    values.extend(begins.values);
    let read = |row: &QueryResult| {
        Ok(VillageContact {
            regency: row.get(0)?,
            village: row.get(1)?,
            name: row.get(2)?,
            phone: row.get(3)?,
            kept_at: row.get(4)?,
        })
    };
    conn.all(&sql, values, read).await
}

/// Keeps or, where neither name nor number is left, forgets who is responsible in a village.
///
/// # Errors
/// What the database says.
pub async fn keep_village_contact(tx: &Write<'_>, contact: &VillageContact) -> Result<(), StoreError> {
    let VillageContact { regency, village, name, phone, kept_at } = contact.clone();
    if name.is_empty() && phone.is_empty() {
        let sql = "DELETE FROM village_contact WHERE regency = $1 AND village = $2";
        return tx.execute(sql, vec![regency.into(), village.into()]).await.map(drop);
    }
    let sql = "INSERT INTO village_contact (regency, village, name, phone, kept_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (regency, village) DO UPDATE SET name = excluded.name, phone = excluded.phone, \
        kept_at = excluded.kept_at";
    tx.execute(sql, vec![regency.into(), village.into(), name.into(), phone.into(), kept_at.into()]).await.map(drop)
}

/// The feed with this secret.
///
/// # Errors
/// What the database says.
pub async fn feed(conn: Read<'_>, token: Digest) -> Result<Option<Feed>, StoreError> {
    let sql = "SELECT regency, account, language, made_at FROM feed WHERE token = $1";
    let read = |row: &QueryResult| {
        Ok(Feed { token, regency: row.get(0)?, account: row.get(1)?, language: row.get(2)?, made_at: row.get(3)? })
    };
    Ok(conn.all(sql, vec![token.to_string().into()], read).await?.pop())
}

/// When the account's feed was made, if it has one.
///
/// # Errors
/// What the database says.
pub async fn feed_since(conn: Read<'_>, regency: &str, account: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT made_at FROM feed WHERE regency = $1 AND account = $2 ORDER BY made_at DESC";
    Ok(conn.all(sql, vec![regency.into(), account.into()], |row| row.get(0)).await?.into_iter().next())
}

/// Keeps a feed in place of any other of the account; `None` only revokes.
///
/// # Errors
/// What the database says.
pub async fn keep_feed(tx: &Write<'_>, regency: &str, account: &str, feed: Option<&Feed>) -> Result<(), StoreError> {
    let of = vec![regency.into(), account.into()];
    tx.execute("DELETE FROM feed WHERE regency = $1 AND account = $2", of).await?;
    let Some(feed) = feed.cloned() else { return Ok(()) };
    let sql = "INSERT INTO feed (token, regency, account, language, made_at) VALUES ($1, $2, $3, $4, $5)";
    let values = vec![
        feed.token.to_string().into(),
        feed.regency.into(),
        feed.account.into(),
        feed.language.into(),
        feed.made_at.into(),
    ];
    tx.execute(sql, values).await.map(drop)
}

/// Notes what was sent.
///
/// # Errors
/// What the database says.
pub async fn keep_delivery(tx: &Write<'_>, delivery: &Delivery) -> Result<(), StoreError> {
    let Delivery { regency, id, account, sent_at, tasks, state, said } = delivery.clone();
    let sql = "INSERT INTO delivery (regency, id, account, sent_at, tasks, state, said) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values =
        vec![regency.into(), id.into(), account.into(), sent_at.into(), tasks.into(), state.into(), said.into()];
    tx.execute(sql, values).await.map(drop)
}

const DELIVERY: &str = "SELECT regency, id, account, sent_at, tasks, state, said FROM delivery";

fn read_delivery(row: &QueryResult) -> Result<Delivery, sea_orm::DbErr> {
    Ok(Delivery {
        regency: row.get(0)?,
        id: row.get(1)?,
        account: row.get(2)?,
        sent_at: row.get(3)?,
        tasks: row.get(4)?,
        state: row.get(5)?,
        said: row.get(6)?,
    })
}

/// What was sent last: to one account, or to all of a regency; the newest first.
///
/// # Errors
/// What the database says.
pub async fn deliveries(
    conn: Read<'_>,
    regency: &str,
    account: Option<&str>,
    limit: u64,
) -> Result<Vec<Delivery>, StoreError> {
    let mut values = vec![regency.into()];
    values.extend(account.map(Into::into));
    let own = if account.is_some() { " AND account = $2" } else { "" };
    let sql = format!("{DELIVERY} WHERE regency = $1{own} ORDER BY sent_at DESC, id DESC LIMIT {limit}");
    conn.all(&sql, values, read_delivery).await
}

/// Whether something was sent to the account since a moment.
///
/// # Errors
/// What the database says.
pub async fn sent_since(conn: Read<'_>, regency: &str, account: &str, since: i64) -> Result<bool, StoreError> {
    let last = deliveries(conn, regency, Some(account), 5).await?;
    Ok(last.iter().any(|delivery| delivery.state == "sent" && delivery.sent_at >= since))
}
