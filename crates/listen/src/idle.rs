//! Connections that say nothing are closed: before anything is understood of them, and in the middle of anything.

use axum_server::accept::Accept;
use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

/// How long the first byte may take.
const FIRST: Duration = Duration::from_secs(10);
/// How long nothing may go in either direction after that; longer than any answer is worked on.
const LATER: Duration = Duration::from_secs(300);

/// Accepts what the inner one accepts, and watches it.
#[derive(Debug, Clone)]
pub struct Watched<A>(pub A);

impl<A: Accept<Idle<I>, S>, I, S> Accept<I, S> for Watched<A> {
    type Stream = A::Stream;
    type Service = A::Service;
    type Future = A::Future;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        self.0.accept(Idle { stream, until: Box::pin(tokio::time::sleep(FIRST)) }, service)
    }
}

/// A connection with the moment at which it is closed unless something goes through it.
#[derive(Debug)]
pub struct Idle<I> {
    stream: I,
    until: Pin<Box<Sleep>>,
}

impl<I> Idle<I> {
    fn heard(&mut self) {
        self.until.as_mut().reset(Instant::now() + LATER);
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Idle<I> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if read.is_ready() {
            if into.filled().len() > before {
                self.heard();
            }
            return read;
        }
        self.until.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Idle<I> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if matches!(written, Poll::Ready(Ok(_))) {
            self.heard();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        all: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, all);
        if matches!(written, Poll::Ready(Ok(_))) {
            self.heard();
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
