//! What proves that something came. Arrivals have no entry of the ledger of their own, since its order and time would tell who came when;
//! their digests become one entry a day. What desks do with them has entries, as everything else.

use super::{conversations::Part, erasable};
use crate::{
    Conn, ErasableKind, Fields as _, StoreError, StoreKind,
    ledger::verify::{Finding, Report},
    nouns::ArrivalDay,
};
use sea_orm::QueryResult;
use seal::{Digest, merkle, rest::RestKey};

/// Chains and days with arrivals of which no root is kept yet.
///
/// # Errors
/// What the database says.
pub async fn open_days<S>(conn: Conn<'_, S>) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT DISTINCT l.regency, l.day FROM arrival_leaf l LEFT JOIN arrival_day d \
        ON d.regency = l.regency AND d.day = l.day WHERE d.day IS NULL ORDER BY l.regency, l.day";
    conn.all(sql, vec![], |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// How many parts are read at a time when all are checked.
const CHUNK: u64 = 200;

/// A part that came, with what it is held against.
struct Came {
    name: (String, String, i64),
    /// Whether a desk has sealed it again, so that it is no longer as it came.
    passed: bool,
    body: Vec<u8>,
    sent: String,
    leaf: String,
    address: String,
    /// Whether its digest is among those of its day.
    listed: bool,
}

fn came(row: &QueryResult) -> Result<Came, sea_orm::DbErr> {
    Ok(Came {
        name: (row.get(0)?, row.get(1)?, row.get(2)?),
        body: row.get(3)?,
        sent: row.get(4)?,
        leaf: row.get(5)?,
        address: row.get(6)?,
        listed: row.get::<i64>(7)? == 1,
        passed: row.get::<String>(8)? == "passed",
    })
}

/// Holds what came against the digests of its day, and these against the roots that the ledger has.
pub(crate) async fn verify<S: StoreKind>(
    conn: Conn<'_, S>,
    keys: Conn<'_, ErasableKind>,
    report: &mut Report,
) -> Result<(), StoreError> {
    for day in conn.rows::<ArrivalDay>("1 = 1 ORDER BY regency, day", vec![]).await? {
        let root = merkle::root(&leaves(conn, &day.regency, &day.day).await?);
        if root.to_string() != day.root {
            report.findings.push(Finding::RowChanged { subject: crate::Row::subject(&day) });
        }
    }
    let sql = format!(
        "SELECT p.regency, p.conversation, p.n, p.body, p.sent, p.leaf, c.address, \
         (SELECT COUNT(*) FROM arrival_leaf l JOIN desk d ON d.regency = l.regency \
         WHERE d.id = p.desk AND l.day = p.came_on AND l.leaf = p.leaf), p.author \
         FROM part p JOIN conversation c ON c.regency = p.regency AND c.id = p.conversation \
         WHERE p.author IN ('reporter', 'passed') AND (p.regency, p.conversation, p.n) > ($1, $2, $3) \
         ORDER BY p.regency, p.conversation, p.n LIMIT {CHUNK}"
    );
    let mut last = (String::new(), String::new(), 0_i64);
    loop {
        let values = vec![last.0.clone().into(), last.1.clone().into(), last.2.into()];
        let rows = conn.all(&sql, values, came).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.name.clone();
        report.rows += rows.len() as u64;
        for Came { name: (regency, conversation, n), passed, body, sent, leaf, address, listed } in rows {
            let Some(key) = erasable::key(keys, S::NAME, &conversation).await? else {
                let gone = Finding::RowMissing { subject: format!("rest_key/{}/{conversation}", S::NAME) };
                if report.findings.last() != Some(&gone) {
                    report.findings.push(gone);
                }
                continue;
            };
            let text = RestKey(key).unwrap(&n.to_string(), body);
            let same = text.is_some_and(|text| passed || sent.starts_with(&Digest::of(&text).to_string()));
            let whole = same && Part::arrival(&address, &sent).to_string() == leaf;
            if !(whole && listed) {
                report.findings.push(Finding::RowChanged { subject: format!("part/{regency}/{conversation}/{n}") });
            }
        }
    }
}

/// The digests of a day's arrivals, in no order that tells anything.
///
/// # Errors
/// What the database says.
pub async fn leaves<S>(conn: Conn<'_, S>, regency: &str, day: &str) -> Result<Vec<Digest>, StoreError> {
    let sql = "SELECT leaf FROM arrival_leaf WHERE regency = $1 AND day = $2 ORDER BY leaf";
    let texts = conn.all(sql, vec![regency.into(), day.into()], |row| row.get::<String>(0)).await?;
    Ok(texts.into_iter().map(|text| text.parse().unwrap_or(Digest::ZERO)).collect())
}
