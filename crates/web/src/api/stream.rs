//! Answers that are too long for a page: written line by line while the reader takes them, never held as a whole.
//!
//! A reader that is slow makes the writer wait; one that takes nothing for a minute is left. An answer that could not be
//! finished ends with a broken connection, so that half a list is not taken for a whole one.

use super::problem::Fault;
use crate::{serve::Site, visit::Visit};
use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse as _, Response},
};
use futures_util::StreamExt as _;
use std::{io, time::Duration};
use tokio::sync::mpsc;

/// Bytes that go out together.
const CHUNK: usize = 16 * 1024;
/// Chunks that wait for the reader.
const WAITING: usize = 4;
/// How long a reader may take nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why writing stopped.
#[derive(Debug)]
pub enum Stopped {
    /// The reader has gone.
    Gone,
    /// The program could not go on.
    Refused(app::Refusal),
}

impl<E: Into<app::Refusal>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// Where lines go.
pub struct Lines {
    out: mpsc::Sender<Option<Bytes>>,
    chunk: Vec<u8>,
}

impl Lines {
    /// Writes a line.
    pub async fn line(&mut self, line: &str) -> Result<(), Stopped> {
        self.chunk.extend_from_slice(line.as_bytes());
        self.chunk.push(b'\n');
        if self.chunk.len() < CHUNK { Ok(()) } else { self.send().await }
    }

    async fn send(&mut self) -> Result<(), Stopped> {
        let chunk = Bytes::from(std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK + 1024)));
        self.hand(Some(chunk)).await
    }

    async fn hand(&self, chunk: Option<Bytes>) -> Result<(), Stopped> {
        match tokio::time::timeout(PATIENCE, self.out.send(chunk)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Stopped::Gone),
        }
    }
}

/// An answer that `write` writes while it is read; refused when too many are being written already.
pub fn answer<W>(
    v: &Visit,
    site: &Site,
    kind: &'static str,
    name: &str,
    write: impl FnOnce(Lines) -> W,
) -> Result<Response, Fault>
where
    W: Future<Output = Result<Lines, Stopped>> + Send + 'static,
{
    let place = site.flood.stream(v.signed_in()?.session.token).ok_or(Fault::Flood(5))?;
    let (out, lines) = mpsc::channel(WAITING);
    let writing = write(Lines { out, chunk: Vec::with_capacity(CHUNK + 1024) });
    tokio::spawn(async move {
        let _place = place;
        let done = async {
            let mut lines = writing.await?;
            lines.send().await?;
            lines.hand(None).await
        };
        if let Err(Stopped::Refused(refusal)) = done.await {
            tracing::error!(%refusal, "an export could not be finished");
        }
    });
    let body = futures_util::stream::unfold(Some(lines), |lines| async move {
        let mut lines = lines?;
        match lines.recv().await {
            Some(Some(chunk)) => Some((Ok(chunk), Some(lines))),
            Some(None) => None,
            None => Some((Err(io::Error::other("the list could not be finished")), None)),
        }
    });
    // Compression asks once more after the end.
    let body = body.fuse();
    let named = format!("attachment; filename=\"{name}\"");
    let head = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)];
    Ok((head, Body::from_stream(body)).into_response())
}

/// A row as a line of CSV. What a spreadsheet would take for a formula is marked as text.
pub fn csv(cells: &[&str]) -> String {
    let cell = |cell: &&str| {
        let marked = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { (*cell).to_owned() };
        let quoted = marked.contains(['"', ',', '\n', '\r']);
        if quoted { format!("\"{}\"", marked.replace('"', "\"\"")) } else { marked }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",")
}
