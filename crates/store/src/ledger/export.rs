//! The ledger as a file of JSON lines that the inspectorate can verify with the public key alone.

use super::{
    Entry, RowState, page,
    verify::{Follower, Report},
};
use crate::{Handle, StoreError, StoreKind};
use seal::checkpoint::{Checkpoint, PublicKey, Statement};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first line.
    BersinarLedger { store: String, version: u32 },
    /// An entry and the states of the rows it left behind.
    Entry { entry: Entry, rows: Vec<RowState> },
    /// A signed checkpoint; the last line is one over the end of the file.
    Checkpoint(Checkpoint),
    /// The last line where the key lies elsewhere: where the file ends, signed by nobody.
    End(Statement),
}

/// How a file ends.
#[derive(Debug, Clone)]
pub enum Closing {
    /// With a checkpoint over all that is in it.
    Signed(Checkpoint),
    /// With where it ends; what lies after the last checkpoint is proved by nothing yet.
    Unsigned(Statement),
}

/// Why a file cannot be read as a ledger at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// A line is not what the format says.
    #[error("line {line} is not a line of an exported ledger: {cause}")]
    Line {
        /// From 1.
        line: usize,
        /// What the reader said.
        cause: String,
    },
    /// The file holds no closing line: it was cut off.
    #[error("the file ends without its closing line: it was cut off")]
    Cut,
}

/// Writes all chains of a store up to where `closing` says that they stand.
///
/// # Errors
/// What the database or the file says.
pub async fn write<S: StoreKind>(
    store: &Handle<S>,
    closing: &Closing,
    file: &mut impl Write,
) -> Result<u64, StoreError> {
    let mut put = |line: &Line| -> std::io::Result<()> { writeln!(file, "{}", serde_json::to_string(line)?) };
    put(&Line::BersinarLedger { store: S::NAME.to_owned(), version: 1 })?;
    let (heads, last_line) = match closing {
        Closing::Signed(checkpoint) => (&checkpoint.heads, Line::Checkpoint(checkpoint.clone())),
        Closing::Unsigned(statement) => (&statement.heads, Line::End(statement.clone())),
    };
    let mut count = 0;
    for head in heads {
        let mut after = 0;
        while after < head.sequence {
            let entries = page(store.read(), &head.chain, after, 500).await?;
            let Some((last, _)) = entries.last() else { break };
            after = last.sequence;
            for (entry, rows) in entries.into_iter().filter(|(entry, _)| entry.sequence <= head.sequence) {
                put(&Line::Entry { entry, rows })?;
                count += 1;
            }
        }
    }
    for checkpoint in store.checkpoints().await?.into_iter().flatten() {
        put(&Line::Checkpoint(checkpoint))?;
    }
    put(&last_line)?;
    Ok(count)
}

/// Verifies an exported file.
///
/// # Errors
/// [`ReadError`] when it is not such a file; what does not fit is in the report.
pub fn verify(file: impl BufRead, key: &PublicKey) -> Result<Report, ReadError> {
    let mut report = Report::default();
    let mut follower = Follower::default();
    let mut checkpoints = vec![];
    let (mut closed, mut end) = (false, None);
    for (text, line) in file.lines().zip(1..) {
        closed = false;
        match serde_json::from_str(&text?).map_err(|e| ReadError::Line { line, cause: e.to_string() })? {
            Line::BersinarLedger { .. } => {}
            Line::Entry { entry, rows } => follower.follow(&entry, rows, &mut report),
            Line::Checkpoint(checkpoint) => {
                checkpoints.push(checkpoint);
                closed = true;
            }
            Line::End(statement) => {
                end = Some(statement);
                closed = true;
            }
        }
    }
    for checkpoint in &checkpoints {
        follower.check(checkpoint, std::slice::from_ref(key), &mut report);
    }
    if let Some(Statement { heads, .. }) = end {
        follower.compare(&heads, &mut report);
    }
    report.unsigned = follower.unsigned();
    if closed { Ok(report) } else { Err(ReadError::Cut) }
}
