//! The ledger of one store: entries appended inside each write, read for the page, verified, exported.
//!
//! How entries are hashed is in `seal::chain`; what verification finds is in [`verify`]; the file form in [`export`].

pub mod export;
pub mod verify;

use crate::{Conn, Fields as _, Handle, Record, StoreError, StoreKind};
use seal::{Digest, chain, checkpoint::Head, merkle};
use serde::{Deserialize, Serialize};

/// One kept entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The regency's code or `system`.
    pub chain: String,
    /// From 1, without gaps.
    pub sequence: u64,
    /// Milliseconds since 1970 UTC.
    pub recorded_at: i64,
    /// An account id or the name of a program part.
    pub actor: String,
    /// Noun and verb.
    pub action: String,
    /// JSON as it was hashed.
    pub body: String,
    /// Merkle root over what the action left behind.
    pub rows: Digest,
    /// Hash of the entry before.
    pub previous: Digest,
    /// Hash of this entry.
    pub hash: Digest,
}

impl Entry {
    /// The hash that the fields give, to hold against [`Entry::hash`].
    #[must_use]
    pub fn recomputed(&self) -> Digest {
        chain::Entry {
            chain: &self.chain,
            sequence: self.sequence,
            recorded_at: self.recorded_at,
            actor: &self.actor,
            action: &self.action,
            body: &self.body,
            rows: self.rows,
            previous: self.previous,
        }
        .hash()
    }
}

/// The state of one row after an entry; `None` when the entry removed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowState {
    /// Table and key, as in `answer/99.71/…`.
    pub subject: String,
    /// Digest of the row.
    pub state: Option<Digest>,
}

impl RowState {
    /// What stands in the Merkle tree for this row.
    #[must_use]
    pub fn leaf(&self) -> Digest {
        let state = self.state.map_or_else(String::new, String::from);
        Digest::of_fields("bersinar/ledger/row", &[self.subject.as_bytes(), state.as_bytes()])
    }
}

/// Locks the head of a chain by a write, in a way that every database has.
pub(crate) async fn take<S>(conn: Conn<'_, S>, chain: &str) -> Result<(), StoreError> {
    let first = "INSERT INTO ledger_head (chain, sequence, hash) VALUES ($1, 0, $2) ON CONFLICT (chain) DO NOTHING";
    conn.execute(first, vec![chain.into(), Digest::ZERO.to_string().into()]).await?;
    let take = "UPDATE ledger_head SET sequence = sequence WHERE chain = $1";
    conn.execute(take, vec![chain.into()]).await.map(drop)
}

/// The last entry of a chain; 0 where it has none.
pub(crate) async fn last_entry<S>(conn: Conn<'_, S>, chain: &str) -> Result<u64, StoreError> {
    let sql = "SELECT sequence FROM ledger_head WHERE chain = $1";
    let last = conn.all(sql, vec![chain.into()], |row| row.get::<i64>(0)).await?;
    Ok(last.first().map_or(0, |last| last.unsigned_abs()))
}

/// Appends the entry and gives its sequence.
pub(crate) async fn append<S>(
    conn: Conn<'_, S>,
    chain: &str,
    record: Record,
    touched: Vec<(String, Option<Digest>)>,
) -> Result<i64, StoreError> {
    let rows: Vec<RowState> = touched.into_iter().map(|(subject, state)| RowState { subject, state }).collect();
    let leaves: Vec<Digest> = rows.iter().map(RowState::leaf).collect();
    let Record { at, actor, action, body } = record;
    let next = "INSERT INTO ledger_head (chain, sequence, hash) VALUES ($1, 1, $2) \
        ON CONFLICT (chain) DO UPDATE SET sequence = ledger_head.sequence + 1 RETURNING sequence, hash";
    let first = vec![chain.into(), Digest::ZERO.to_string().into()];
    let head = conn.all(next, first, |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?))).await?;
    let (sequence, previous) = head.into_iter().next().ok_or(StoreError::Unrecorded)?;
    let mut entry = Entry {
        chain: chain.to_owned(),
        sequence: sequence.unsigned_abs(),
        recorded_at: at,
        actor,
        action: action.to_owned(),
        body: body.to_string(),
        rows: merkle::root(&leaves),
        previous: parse(&previous)?,
        hash: Digest::ZERO,
    };
    entry.hash = entry.recomputed();
    let insert = "INSERT INTO ledger_entry \
        (chain, sequence, recorded_at, actor, action, body, rows_root, previous, hash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let texts = [entry.rows, entry.previous, entry.hash].map(String::from);
    let mut values: Vec<sea_orm::Value> = vec![entry.chain.clone().into(), sequence.into(), at.into()];
    values.extend([entry.actor.into(), entry.action.into(), entry.body.into()]);
    values.extend(texts.map(Into::into));
    conn.execute(insert, values).await?;
    const ROWS: usize = crate::tx::MOST_VALUES / 5;
    for (chunk, start) in rows.chunks(ROWS).zip((0i64..).step_by(ROWS)) {
        let tuples = conn.tuples(chunk.len(), 5);
        let sql = format!("INSERT INTO ledger_row (chain, sequence, position, subject, state) VALUES {tuples}");
        let values = chunk.iter().zip(start..).flat_map(|(row, position)| -> [sea_orm::Value; 5] {
            let state = row.state.map_or_else(String::new, String::from);
            [entry.chain.clone().into(), sequence.into(), position.into(), row.subject.clone().into(), state.into()]
        });
        conn.execute(&sql, values.collect()).await?;
    }
    let set = "UPDATE ledger_head SET hash = $2 WHERE chain = $1";
    conn.execute(set, vec![entry.chain.into(), String::from(entry.hash).into()]).await?;
    Ok(sequence)
}

fn parse(text: &str) -> Result<Digest, StoreError> {
    text.parse().map_err(|_| StoreError::Database(format!("the ledger holds a damaged digest: {text:?}")))
}

const ENTRY: &str = "SELECT chain, sequence, recorded_at, actor, action, body, rows_root, previous, hash \
    FROM ledger_entry";

impl<S: StoreKind> Handle<S> {
    /// The last entries of a chain, newest first, before a given sequence (keyset paging).
    ///
    /// # Errors
    /// What the database says.
    pub async fn entries(&self, chain: &str, before: u64, limit: u64) -> Result<Vec<Entry>, StoreError> {
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        let sql = format!("{ENTRY} WHERE chain = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT {limit}");
        self.read().all(&sql, vec![chain.into(), before.into()], read_entry).await
    }

    /// The entries that touched a row whose subject begins so, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn entries_about(&self, chain: &str, subjects: &[String], limit: u64) -> Result<Vec<Entry>, StoreError> {
        let mut values: Vec<sea_orm::Value> = vec![chain.into()];
        let marks: Vec<String> = subjects
            .iter()
            .map(|subject| {
                values.push(subject.clone().into());
                format!("${}", values.len())
            })
            .collect();
        let sql = format!(
            "{ENTRY} WHERE chain = $1 AND sequence IN \
             (SELECT sequence FROM ledger_row WHERE chain = $1 AND subject IN ({})) \
             ORDER BY sequence DESC LIMIT {limit}",
            marks.join(", ")
        );
        self.read().all(&sql, values, read_entry).await
    }

    /// Where all chains stand.
    ///
    /// # Errors
    /// What the database says.
    pub async fn heads(&self) -> Result<Vec<Head>, StoreError> {
        heads(self.read()).await
    }

    /// How many entries all chains have together: while there are no more, no record has changed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn written(&self) -> Result<i64, StoreError> {
        let sql = "SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM ledger_head";
        Ok(self.read().all(sql, vec![], |row| row.get::<i64>(0)).await?.first().copied().unwrap_or_default())
    }

    /// Whether the chains have, or once had, these ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn stood_at(&self, heads: &[Head]) -> Result<bool, StoreError> {
        let sql = "SELECT hash FROM ledger_entry WHERE chain = $1 AND sequence = $2";
        for Head { chain, sequence, hash } in heads.iter().filter(|head| head.sequence > 0) {
            let sequence = i64::try_from(*sequence).unwrap_or(i64::MAX);
            let values = vec![chain.clone().into(), sequence.into()];
            let found: Vec<String> = self.read().all(sql, values, |row| row.get(0)).await?;
            if found.first().and_then(|found| found.parse().ok()) != Some(*hash) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// When the last entry of all was recorded; `None` before the first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_recorded(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT MAX(recorded_at) FROM ledger_entry";
        Ok(self.read().all(sql, vec![], |row| row.get(0)).await?.into_iter().next().flatten())
    }

    /// Keeps a signed checkpoint (it is itself the proof, so it is no entry).
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_checkpoint(&self, checkpoint: &seal::checkpoint::Checkpoint) -> Result<(), StoreError> {
        let (at, body) = (checkpoint.made_at, serde_json::to_string(checkpoint).unwrap_or_default());
        self.write(crate::SYSTEM, move |tx| {
            let body = body.clone();
            Box::pin(async move {
                let sql =
                    "INSERT INTO ledger_checkpoint (made_at, body) VALUES ($1, $2) ON CONFLICT (made_at) DO NOTHING";
                tx.execute(sql, vec![at.into(), body.into()]).await.map(drop)
            })
        })
        .await
    }

    /// The kept checkpoints, oldest first; those that cannot be read are given as `Err` with their time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checkpoints(&self) -> Result<Vec<Result<seal::checkpoint::Checkpoint, i64>>, StoreError> {
        let sql = "SELECT made_at, body FROM ledger_checkpoint ORDER BY made_at";
        let rows = self.read().all(sql, vec![], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?))).await?;
        Ok(rows.into_iter().map(|(at, body)| serde_json::from_str(&body).map_err(|_| at)).collect())
    }
}

/// Damaged digests are read as zero, so that verification names the entry instead of stopping.
fn read_entry(row: &sea_orm::QueryResult) -> Result<Entry, sea_orm::DbErr> {
    let digest = |index| Ok::<_, sea_orm::DbErr>(row.get::<String>(index)?.parse().unwrap_or(Digest::ZERO));
    Ok(Entry {
        chain: row.get(0)?,
        sequence: row.get::<i64>(1)?.unsigned_abs(),
        recorded_at: row.get(2)?,
        actor: row.get(3)?,
        action: row.get(4)?,
        body: row.get(5)?,
        rows: digest(6)?,
        previous: digest(7)?,
        hash: digest(8)?,
    })
}

/// Where all chains of a store stand.
pub(crate) async fn heads<S>(conn: Conn<'_, S>) -> Result<Vec<Head>, StoreError> {
    let sql = "SELECT chain, sequence, hash FROM ledger_head ORDER BY chain";
    let read = |row: &sea_orm::QueryResult| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let heads: Vec<(String, i64, String)> = conn.all(sql, vec![], read).await?;
    let head = |(chain, sequence, hash): (String, i64, String)| {
        Ok(Head { chain, sequence: sequence.unsigned_abs(), hash: parse(&hash)? })
    };
    heads.into_iter().map(head).collect()
}

async fn page<S>(
    conn: Conn<'_, S>,
    chain: &str,
    after: u64,
    limit: u64,
) -> Result<Vec<(Entry, Vec<RowState>)>, StoreError> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let sql = format!("{ENTRY} WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT {limit}");
    let entries = conn.all(&sql, vec![chain.into(), after.into()], read_entry).await?;
    let Some(last) = entries.last().map(|entry| i64::try_from(entry.sequence).unwrap_or(i64::MAX)) else {
        return Ok(vec![]);
    };
    let sql = "SELECT sequence, subject, state FROM ledger_row WHERE chain = $1 AND sequence > $2 AND sequence <= $3 \
        ORDER BY sequence, position";
    let rows = conn.all(sql, vec![chain.into(), after.into(), last.into()], |row| {
        let state: String = row.get(2)?;
        let state = (!state.is_empty()).then(|| state.parse().unwrap_or(Digest::ZERO));
        Ok((row.get::<i64>(0)?.unsigned_abs(), RowState { subject: row.get(1)?, state }))
    });
    let mut rows = rows.await?.into_iter().peekable();
    let with_rows = |entry: Entry| {
        let mut own = vec![];
        while let Some((_, row)) = rows.next_if(|(sequence, _)| *sequence == entry.sequence) {
            own.push(row);
        }
        (entry, own)
    };
    Ok(entries.into_iter().map(with_rows).collect())
}
