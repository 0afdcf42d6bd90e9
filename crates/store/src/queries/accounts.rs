//! Accounts, the persons behind them, slips and sessions. Tokens are kept as digests: a stolen database opens no session.

use crate::{
    Conn, Fields as _, MainKind, StoreError, Tx,
    ledger::verify::{Finding, Report},
    nouns::Account,
};
use sea_orm::QueryResult;
use seal::{Digest, commitment};

type Read<'a> = Conn<'a, MainKind>;
type Write<'a> = Tx<'a, MainKind>;

/// An account with the name of its person; the name is `None` once erased.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The account.
    pub account: Account,
    /// The person's name.
    pub name: Option<String>,
}

/// A signed-in device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Digest of the cookie's token.
    pub token: Digest,
    /// The account's regency (its chain).
    pub regency: String,
    /// The account's id.
    pub account: String,
    /// Milliseconds since 1970 UTC.
    pub made_at: i64,
    /// When it was last used, to the minute.
    pub seen_at: i64,
    /// Browser and system in a few words, so that a person recognises the device.
    pub device: String,
    /// Whether the second factor was given.
    pub confirmed: bool,
}

/// A printed slip that lets a person in once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Digest of the code on the slip.
    pub token: Digest,
    /// The account's regency (its chain).
    pub regency: String,
    /// The account's id.
    pub account: String,
    /// Milliseconds since 1970 UTC.
    pub expires_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

const NAMED: &str =
    "a.regency, a.id, a.role, a.scope, a.login, a.person, a.secret, a.totp, a.active, a.created_at, p.name";
const NAMED_COLUMNS: usize = 11;
const WITH_PERSON: &str = "LEFT JOIN account_person p ON p.regency = a.regency AND p.account = a.id";

fn read_named(row: &QueryResult) -> Result<Named, sea_orm::DbErr> {
    Ok(Named { account: <Account as crate::Row>::from_result(row)?, name: row.get(10)? })
}

/// The account with this sign-in name.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn by_login(conn: Read<'_>, login: &str) -> Result<Option<Named>, StoreError> {
    let sql = format!(
        "SELECT {NAMED} FROM account a {WITH_PERSON} JOIN login l ON l.regency = a.regency AND l.account = a.id WHERE l.login = $1"
    );
    Ok(conn.all(&sql, vec![login.into()], read_named).await?.into_iter().next())
}

/// The account with this id.
///
/// # Errors
/// What the database says.
pub async fn by_id(conn: Read<'_>, regency: &str, id: &str) -> Result<Option<Named>, StoreError> {
    let sql = format!("SELECT {NAMED} FROM account a {WITH_PERSON} WHERE a.regency = $1 AND a.id = $2");
    Ok(conn.all(&sql, vec![regency.into(), id.into()], read_named).await?.into_iter().next())
}

/// All accounts whose scope lies in the given part of the region tree, by role and scope.
///
/// # Errors
/// What the database says.
pub async fn within(conn: Read<'_>, scope: &str) -> Result<Vec<Named>, StoreError> {
    let sql = format!(
        "SELECT {NAMED} FROM account a {WITH_PERSON} WHERE a.scope LIKE $1 ORDER BY a.active DESC, a.role, a.scope, a.login"
    );
    conn.all(&sql, vec![format!("{scope}%").into()], read_named).await
}

/// Keeps the sign-in name of a new account.
///
/// # Errors
/// When the name is taken, and what the database says.
pub async fn keep_login(tx: &Write<'_>, account: &Account) -> Result<(), StoreError> {
    let values = vec![account.login.clone().into(), account.regency.clone().into(), account.id.clone().into()];
    tx.execute("INSERT INTO login (login, regency, account) VALUES ($1, $2, $3)", values).await.map(drop)
}

/// Keeps the person's name under its salt, and gives the commitment for the account.
///
/// # Errors
/// What the database says.
pub async fn keep_person(
    tx: &Write<'_>,
    regency: &str,
    account: &str,
    salt: commitment::Salt,
    name: &str,
) -> Result<Digest, StoreError> {
    let hex = seal::hex::encode(&salt);
    let sql = "INSERT INTO account_person (regency, account, salt, name) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (regency, account) DO UPDATE SET salt = excluded.salt, name = excluded.name";
    tx.execute(sql, vec![regency.into(), account.into(), hex.into(), name.into()]).await?;
    Ok(commitment::commit(&salt, name))
}

/// Erases what is known of the person; the commitment in the account and in the ledger stays.
///
/// # Errors
/// What the database says.
pub async fn erase_person(tx: &Write<'_>, regency: &str, account: &str) -> Result<(), StoreError> {
    for table in ["account_person", "contact", "feed"] {
        let sql = format!("DELETE FROM {table} WHERE regency = $1 AND account = $2");
        tx.execute(&sql, vec![regency.into(), account.into()]).await?;
    }
    Ok(())
}

/// Compares the kept names with the commitments in the accounts.
pub(crate) async fn verify_persons(conn: Read<'_>, report: &mut Report) -> Result<(), StoreError> {
    let sql = "SELECT a.regency, a.id, a.person, p.salt, p.name FROM account a \
        LEFT JOIN account_person p ON p.regency = a.regency AND p.account = a.id ORDER BY a.regency, a.id";
    let read = |row: &QueryResult| {
        let text = |index| row.get::<String>(index);
        Ok((
            format!("account/{}/{}", text(0)?, text(1)?),
            text(2)?,
            row.get::<Option<String>>(3)?,
            row.get::<Option<String>>(4)?,
        ))
    };
    for (subject, commitment, salt, name) in conn.all(sql, vec![], read).await? {
        match (salt, name) {
            (Some(salt), Some(name)) => {
                let salt = salt_from_hex(&salt).unwrap_or_default();
                if commitment::commit(&salt, &name).to_string() != commitment {
                    report.findings.push(Finding::PersonChanged { subject });
                }
            }
            _ => report.erased += 1,
        }
    }
    Ok(())
}

pub(super) fn salt_from_hex(text: &str) -> Option<commitment::Salt> {
    let mut salt = commitment::Salt::default();
    for (byte, at) in salt.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(salt)
}

/// Keeps a new slip; slips made earlier for the account are void from now on.
///
/// # Errors
/// What the database says.
pub async fn keep_slip(tx: &Write<'_>, slip: &Slip, made_at: i64) -> Result<(), StoreError> {
    let (regency, account) = (slip.regency.clone(), slip.account.clone());
    let void = "DELETE FROM slip WHERE regency = $1 AND account = $2";
    tx.execute(void, vec![regency.clone().into(), account.clone().into()]).await?;
    let sql = "INSERT INTO slip (token, regency, account, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    let token = slip.token.to_string();
    let values = vec![token.into(), regency.into(), account.into(), made_at.into(), slip.expires_at.into()];
    tx.execute(sql, values).await.map(drop)
}

/// The slip with this code's digest.
///
/// # Errors
/// What the database says.
pub async fn slip(conn: Read<'_>, token: Digest) -> Result<Option<Slip>, StoreError> {
    let sql = "SELECT regency, account, expires_at, used_at FROM slip WHERE token = $1";
    let read = |row: &QueryResult| {
        Ok(Slip { token, regency: row.get(0)?, account: row.get(1)?, expires_at: row.get(2)?, used_at: row.get(3)? })
    };
    Ok(conn.all(sql, vec![token.to_string().into()], read).await?.into_iter().next())
}

/// Marks a slip as used; false when it was used before.
///
/// # Errors
/// What the database says.
pub async fn use_slip(tx: &Write<'_>, token: Digest, at: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE slip SET used_at = $2 WHERE token = $1 AND used_at IS NULL";
    Ok(tx.execute(sql, vec![token.to_string().into(), at.into()]).await? == 1)
}

/// Keeps a new session.
///
/// # Errors
/// What the database says.
pub async fn keep_session(tx: &Write<'_>, session: &Session) -> Result<(), StoreError> {
    let sql = "INSERT INTO session (token, regency, account, made_at, seen_at, device, confirmed) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Session { token, regency, account, made_at, seen_at, device, confirmed } = session.clone();
    let mut values: Vec<sea_orm::Value> = vec![token.to_string().into(), regency.into(), account.into()];
    values.extend([made_at.into(), seen_at.into(), device.into(), i64::from(confirmed).into()]);
    tx.execute(sql, values).await.map(drop)
}

/// Notes when a session was last used, and whether it is confirmed; false where it has ended in the meantime: an ended
/// session never comes back.
///
/// # Errors
/// What the database says.
pub async fn touch_session(tx: &Write<'_>, session: &Session) -> Result<bool, StoreError> {
    let sql = "UPDATE session SET seen_at = $2, confirmed = $3 WHERE token = $1";
    let values = vec![session.token.to_string().into(), session.seen_at.into(), i64::from(session.confirmed).into()];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Ends one session of an account, or all but one, or all.
///
/// # Errors
/// What the database says.
pub async fn end_sessions(
    tx: &Write<'_>,
    (regency, account): (&str, &str),
    only: Option<Digest>,
    but: Option<Digest>,
) -> Result<u64, StoreError> {
    let mut values: Vec<sea_orm::Value> = vec![regency.into(), account.into()];
    let mut sql = "DELETE FROM session WHERE regency = $1 AND account = $2".to_owned();
    for (token, sign) in [(only, "="), (but, "<>")].into_iter().filter_map(|(token, sign)| Some((token?, sign))) {
        values.push(token.to_string().into());
        sql += &format!(" AND token {sign} ${}", values.len());
    }
    tx.execute(&sql, values).await
}

const SESSION: &str = "s.token, s.regency, s.account, s.made_at, s.seen_at, s.device, s.confirmed";

/// A session from the columns of [`SESSION`], of which the first is at `from`.
fn read_session(row: &QueryResult, from: usize) -> Result<Session, sea_orm::DbErr> {
    Ok(Session {
        token: row.get::<String>(from)?.parse().unwrap_or(Digest::ZERO),
        regency: row.get(from + 1)?,
        account: row.get(from + 2)?,
        made_at: row.get(from + 3)?,
        seen_at: row.get(from + 4)?,
        device: row.get(from + 5)?,
        confirmed: row.get::<i64>(from + 6)? == 1,
    })
}

/// The session with this token's digest, and whose it is: one question, for every page asks it.
///
/// # Errors
/// What the database says.
pub async fn session(conn: Read<'_>, token: Digest) -> Result<Option<(Session, Named)>, StoreError> {
    let sql = format!(
        "SELECT {NAMED}, {SESSION} FROM session s JOIN account a ON a.regency = s.regency AND a.id = s.account \
         {WITH_PERSON} WHERE s.token = $1"
    );
    let read = |row: &QueryResult| Ok((read_session(row, NAMED_COLUMNS)?, read_named(row)?));
    Ok(conn.all(&sql, vec![token.to_string().into()], read).await?.into_iter().next())
}

/// All sessions of an account, latest use first.
///
/// # Errors
/// What the database says.
pub async fn sessions(conn: Read<'_>, regency: &str, account: &str) -> Result<Vec<Session>, StoreError> {
    let sql = format!(
        "SELECT {SESSION} FROM session s WHERE s.regency = $1 AND s.account = $2 ORDER BY s.seen_at DESC, s.token"
    );
    conn.all(&sql, vec![regency.into(), account.into()], |row| read_session(row, 0)).await
}
