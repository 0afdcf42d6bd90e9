//! What comes through a door, and lies at its desk until it is passed on or erased. What proves that it came is in [`super::arrivals`].

use crate::{Conn, Fields as _, StoreError, Tx, nouns::Handling};
use sea_orm::{QueryResult, Value};
use seal::Digest;

/// A conversation between someone without a name and a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The chain of the desk's office.
    pub regency: String,
    /// Random.
    pub id: String,
    /// The desk.
    pub desk: String,
    /// Digest of the code's address.
    pub address: String,
    /// The code's recipient, to which answers are sealed.
    pub reply_to: String,
    /// The code's public key, by which what is added later is known.
    pub signer: String,
    /// ISO day.
    pub came_on: String,
}

/// One part of it: sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Counted from 1.
    pub n: i64,
    /// `reporter`, `desk`, `note` (which only the desk opens), or `passed`: the reporter's, sealed again by the desk that had it before.
    pub author: String,
    /// The desk that the reporter sent it to, or that wrote and signed it.
    pub desk: String,
    /// ISO day.
    pub came_on: String,
    /// The envelope, wrapped once more under the conversation's erasable key.
    pub body: Vec<u8>,
    /// The kept file with the envelope of files, wrapped too; empty where there are none.
    pub files: String,
    /// Digests of what was sent, as it was sent: of the envelope of text, and after a blank of that of files where there is one.
    pub sent: String,
    /// Of the code, or of the desk.
    pub signature: String,
    /// Digest of what came.
    pub leaf: Digest,
}

impl Conversation {
    /// By its name alone, for what needs no more of it.
    #[must_use]
    pub fn named(regency: &str, desk: &str, id: &str) -> Self {
        let (regency, desk, id) = (regency.to_owned(), desk.to_owned(), id.to_owned());
        let empty = String::new;
        Self { regency, id, desk, address: empty(), reply_to: empty(), signer: empty(), came_on: empty() }
    }
}

impl Part {
    /// Digests of what was sent, as [`Part::sent`] keeps them.
    #[must_use]
    pub fn digests(text: &[u8], files: &[u8]) -> String {
        let text = Digest::of(text);
        if files.is_empty() { text.to_string() } else { format!("{text} {}", Digest::of(files)) }
    }

    /// The digest of what came for a box: it stands for the part when the day is closed, tells nothing of it, and whoever knows the
    /// address can make it from [`Part::sent`].
    #[must_use]
    pub fn arrival(address: &str, sent: &str) -> Digest {
        Digest::of_fields("bersinar/arrival/1", &[address.as_bytes(), sent.as_bytes()])
    }
}

/// A line of a desk's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The conversation.
    pub id: String,
    /// ISO day.
    pub came_on: String,
    /// `None` before anyone has opened it.
    pub handling: Option<Handling>,
    /// How many parts.
    pub parts: i64,
}

const COLUMNS: &str = "regency, id, desk, address, reply_to, signer, came_on";

fn conversation(row: &QueryResult) -> Result<Conversation, sea_orm::DbErr> {
    Ok(Conversation {
        regency: row.get(0)?,
        id: row.get(1)?,
        desk: row.get(2)?,
        address: row.get(3)?,
        reply_to: row.get(4)?,
        signer: row.get(5)?,
        came_on: row.get(6)?,
    })
}

/// The conversation at an address.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn at<S>(conn: Conn<'_, S>, address: &str) -> Result<Option<Conversation>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM conversation WHERE address = $1");
    Ok(conn.all(&sql, vec![address.into()], conversation).await?.into_iter().next())
}

/// A conversation of a desk.
///
/// # Errors
/// What the database says.
pub async fn one<S>(conn: Conn<'_, S>, desk: &str, id: &str) -> Result<Option<Conversation>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM conversation WHERE desk = $1 AND id = $2");
    Ok(conn.all(&sql, vec![desk.into(), id.into()], conversation).await?.into_iter().next())
}

/// The conversations of a desk whose names begin so; two at most, since more than one says nothing.
///
/// # Errors
/// What the database says.
pub async fn beginning<S>(conn: Conn<'_, S>, desk: &str, with: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT id FROM conversation WHERE desk = $1 AND id >= $2 AND id < $3 ORDER BY id LIMIT 2";
    conn.all(sql, vec![desk.into(), with.into(), format!("{with}g").into()], |row| row.get(0)).await
}

/// The parts of a conversation, in their order.
///
/// # Errors
/// What the database says.
pub async fn parts<S>(conn: Conn<'_, S>, of: &Conversation) -> Result<Vec<Part>, StoreError> {
    let sql = "SELECT n, author, came_on, body, files, signature, leaf, sent, desk FROM part \
        WHERE regency = $1 AND conversation = $2 ORDER BY n";
    let read = |row: &QueryResult| {
        let leaf: String = row.get(6)?;
        Ok(Part {
            n: row.get(0)?,
            author: row.get(1)?,
            came_on: row.get(2)?,
            body: row.get(3)?,
            files: row.get(4)?,
            signature: row.get(5)?,
            leaf: leaf.parse().unwrap_or(Digest::ZERO),
            sent: row.get(7)?,
            desk: row.get(8)?,
        })
    };
    conn.all(sql, vec![of.regency.clone().into(), of.id.clone().into()], read).await
}

/// What becomes of a conversation.
///
/// # Errors
/// What the database says.
pub async fn handling<S>(conn: Conn<'_, S>, of: &Conversation) -> Result<Option<Handling>, StoreError> {
    handling_at(conn, &of.regency, &of.id).await
}

/// What became of a conversation, whether that is still there or not.
///
/// # Errors
/// What the database says.
pub async fn handling_at<S>(conn: Conn<'_, S>, regency: &str, id: &str) -> Result<Option<Handling>, StoreError> {
    conn.row("regency = $1 AND id = $2", vec![regency.into(), id.into()]).await
}

/// The conversations of the same desk that were said to tell of the same as this one.
///
/// # Errors
/// What the database says.
pub async fn same_as<S>(conn: Conn<'_, S>, of: &Conversation) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT id FROM handling WHERE desk = $1 AND same_as = $2 AND erased_on = '' ORDER BY id";
    conn.all(sql, vec![of.desk.clone().into(), of.id.clone().into()], |row| row.get(0)).await
}

/// Keeps a new conversation; `false` where its address is taken.
///
/// # Errors
/// What the database says.
pub async fn keep<S>(tx: &Tx<'_, S>, new: &Conversation) -> Result<bool, StoreError> {
    let sql = format!(
        "INSERT INTO conversation ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (address) DO NOTHING"
    );
    let Conversation { regency, id, desk, address, reply_to, signer, came_on } = new.clone();
    let values: Vec<Value> = [regency, id, desk, address, reply_to, signer, came_on].map(Into::into).into();
    Ok(tx.execute(&sql, values).await? == 1)
}

/// Keeps a part, and its digest among the day's arrivals; `false` where that part is there already.
///
/// # Errors
/// What the database says.
pub async fn keep_part<S>(tx: &Tx<'_, S>, of: &Conversation, part: &Part) -> Result<bool, StoreError> {
    let sql = "INSERT INTO part (regency, conversation, n, author, came_on, body, files, signature, leaf, sent, desk) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (regency, conversation, n) DO NOTHING";
    let part_of = part.clone();
    let leaf = part.leaf.to_string();
    let mut values: Vec<Value> = vec![of.regency.clone().into(), of.id.clone().into(), part.n.into()];
    values.extend([part_of.author.into(), part_of.came_on.into()]);
    values.push(part_of.body.into());
    values.extend([Value::from(part_of.files), part_of.signature.into(), leaf.clone().into()]);
    values.extend([Value::from(part_of.sent), part_of.desk.into()]);
    if tx.execute(sql, values).await? == 0 {
        return Ok(false);
    }
    if part.author == "reporter" {
        let sql = "INSERT INTO arrival_leaf (regency, day, leaf) VALUES ($1, $2, $3) ON CONFLICT (regency, day, leaf) DO NOTHING";
        tx.execute(sql, vec![of.regency.clone().into(), part.came_on.clone().into(), leaf.into()]).await?;
    }
    Ok(true)
}

/// Which conversations of a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// Those that are not closed, the earliest first.
    Open,
    /// Those that are, the latest first.
    Closed,
    /// Those that are not closed and are this account's.
    Of(&'a str),
}

/// A page of a desk's conversations, after the day and id of the last one that was seen.
///
/// # Errors
/// What the database says.
pub async fn list<S>(
    conn: Conn<'_, S>,
    desk: &str,
    which: Which<'_>,
    after: Option<(&str, &str)>,
    most: u64,
) -> Result<Vec<Line>, StoreError> {
    let mut values: Vec<Value> = vec![desk.into()];
    let (open, down) = match which {
        Which::Open => ("c.closed = 0", false),
        Which::Closed => ("c.closed = 1", true),
        Which::Of(account) => {
            values.push(account.into());
            ("c.closed = 0 AND h.assigned = $2", false)
        }
    };
    let (sign, order) = if down { ("<", "DESC") } else { (">", "ASC") };
    let from = after.map_or_else(String::new, |(day, id)| {
        values.extend([Value::from(day), id.into()]);
        format!(" AND (c.came_on, c.id) {sign} (${}, ${})", values.len() - 1, values.len())
    });
    let columns: Vec<String> = <Handling as crate::Row>::COLUMNS.iter().map(|column| format!("h.{column}")).collect();
    let sql = format!(
        "SELECT {}, c.id, c.came_on, (SELECT COUNT(*) FROM part p WHERE p.regency = c.regency AND p.conversation = c.id) \
         FROM conversation c LEFT JOIN handling h ON h.regency = c.regency AND h.id = c.id \
         WHERE c.desk = $1 AND {open}{from} ORDER BY c.came_on {order}, c.id {order} LIMIT {most}",
        columns.join(", ")
    );
    let width = columns.len();
    let read = |row: &QueryResult| {
        let handled: Option<String> = row.get(0)?;
        let handling = handled.map(|_| <Handling as crate::Row>::from_result(row)).transpose()?;
        Ok(Line { handling, id: row.get(width)?, came_on: row.get(width + 1)?, parts: row.get(width + 2)? })
    };
    conn.all(&sql, values, read).await
}

/// How many conversations of a desk are in each state; those that nobody has opened are `received`.
///
/// # Errors
/// What the database says.
pub async fn counts<S>(conn: Conn<'_, S>, desk: &str) -> Result<Vec<(String, i64)>, StoreError> {
    let all = conn.all("SELECT COUNT(*) FROM conversation WHERE desk = $1", vec![desk.into()], |row| row.get::<i64>(0));
    let all = all.await?.first().copied().unwrap_or_default();
    let sql = "SELECT state, COUNT(*) FROM handling WHERE desk = $1 AND erased_on = '' GROUP BY state ORDER BY state";
    let mut counts = conn.all(sql, vec![desk.into()], |row| Ok((row.get(0)?, row.get::<i64>(1)?))).await?;
    // What was passed on to the desk is handled already, and received until someone opens it.
    let opened: i64 = counts.iter().filter(|(state, _)| state != "received").map(|(_, n)| n).sum();
    counts.retain(|(state, _)| state != "received");
    counts.insert(0, ("received".to_owned(), all - opened));
    Ok(counts)
}

/// Whether anything at a desk waits for its members: nobody has opened it, or its reporter has had the last word.
///
/// # Errors
/// What the database says.
pub async fn anything_waits<S>(conn: Conn<'_, S>, desk: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM conversation c LEFT JOIN handling h ON h.regency = c.regency AND h.id = c.id \
        WHERE c.desk = $1 AND c.closed = 0 AND (h.state IS NULL OR h.state = 'received' OR h.erased_on <> '' OR 'desk' <> (SELECT p.author FROM part p \
        WHERE p.regency = c.regency AND p.conversation = c.id AND p.author <> 'note' ORDER BY p.n DESC LIMIT 1)) LIMIT 1";
    Ok(!conn.all(sql, vec![desk.into()], |_| Ok(())).await?.is_empty())
}

/// Notes whether a desk is done with a conversation, so that its list passes over it.
///
/// # Errors
/// What the database says.
pub async fn close<S>(tx: &Tx<'_, S>, of: &Conversation, closed: bool) -> Result<(), StoreError> {
    let values = vec![i64::from(closed).into(), of.regency.clone().into(), of.id.clone().into()];
    tx.execute("UPDATE conversation SET closed = $1 WHERE regency = $2 AND id = $3", values).await.map(drop)
}

/// Gives a conversation to another desk, without its parts: these are kept anew, as they were sealed to that desk.
///
/// # Errors
/// What the database says.
pub async fn hand_on<S>(tx: &Tx<'_, S>, of: &Conversation, to: &Conversation) -> Result<(), StoreError> {
    let key = || vec![Value::from(of.regency.clone()), of.id.clone().into()];
    tx.execute("DELETE FROM part WHERE regency = $1 AND conversation = $2", key()).await?;
    let sql = "UPDATE conversation SET regency = $3, desk = $4 WHERE regency = $1 AND id = $2";
    let values = [key(), vec![to.regency.clone().into(), to.desk.clone().into()]].concat();
    tx.execute(sql, values).await.map(drop)
}

/// Takes a conversation and its parts away; what it was told of stays in the digests of its days.
///
/// # Errors
/// What the database says.
pub async fn remove<S>(tx: &Tx<'_, S>, of: &Conversation) -> Result<(), StoreError> {
    let key = || vec![of.regency.clone().into(), of.id.clone().into()];
    tx.execute("DELETE FROM part WHERE regency = $1 AND conversation = $2", key()).await?;
    tx.execute("DELETE FROM conversation WHERE regency = $1 AND id = $2", key()).await.map(drop)
}

/// Conversations that were closed on or before a day, that nothing holds back and that are not erased yet.
///
/// # Errors
/// What the database says.
pub async fn due<S>(conn: Conn<'_, S>, until: &str) -> Result<Vec<Handling>, StoreError> {
    let condition = "closed_on <> '' AND closed_on <= $1 AND held = '' AND erased_on = '' ORDER BY regency, id";
    conn.rows(condition, vec![until.into()]).await
}
