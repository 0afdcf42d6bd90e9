//! A socket with a site behind it: TLS of its own or none, patience with slow clients but not with silent ones, an orderly end.
//! Both sites stand on it: that of the programme (`web`) and that of the safe door (`door`).
//!
//! Not here: what is served, and what an answer must carry.

#![warn(missing_docs)]

mod idle;

use axum::{Router, http::HeaderMap};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use idle::Watched;
use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    time::Duration,
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::RequestBodyTimeoutLayer};

/// A certificate and its key, as PEM files.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Where and how a site is reached.
#[derive(Debug)]
pub struct Listening {
    /// Bound already, so that the caller knows the port.
    pub listener: TcpListener,
    /// Speak TLS with this.
    pub tls: Option<Tls>,
    /// Trust `X-Forwarded-For` and `X-Forwarded-Proto`.
    pub behind_proxy: bool,
}

/// How a visitor's connection comes: by itself, or through a proxy that is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Whether a proxy in front is trusted to say who asks, and that it speaks TLS.
    pub behind_proxy: bool,
    /// Whether the server itself speaks TLS.
    pub tls: bool,
}

impl Way {
    /// Whether the visitor's connection is encrypted.
    #[must_use]
    pub fn secure(self, headers: &HeaderMap) -> bool {
        let said = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        self.tls || (self.behind_proxy && said == Some("https"))
    }
}

impl Listening {
    /// How visitors come here.
    #[must_use]
    pub const fn way(&self) -> Way {
        Way { behind_proxy: self.behind_proxy, tls: self.tls.is_some() }
    }
}

/// How long the head of a request may take.
const SLOWEST_HEAD: Duration = Duration::from_secs(10);
/// How long a request's body may pause; a slow network is slow, not silent.
const SLOWEST_BODY: Duration = Duration::from_secs(30);

/// What every site has around it: a limit for bodies that stand still, answers made smaller, and a panic that ends one request only.
pub fn around<S: Clone + Send + Sync + 'static>(site: Router<S>) -> Router<S> {
    site.layer(RequestBodyTimeoutLayer::new(SLOWEST_BODY))
        .layer(CompressionLayer::new().gzip(true))
        .layer(CatchPanicLayer::new())
}

/// Serves until the process is asked to stop; requests under way are finished.
///
/// # Errors
/// When the certificate cannot be read or the socket fails.
pub async fn serve(site: Router, at: Listening) -> io::Result<()> {
    at.listener.set_nonblocking(true)?;
    let service = site.into_make_service_with_connect_info::<SocketAddr>();
    let handle = axum_server::Handle::new();
    tokio::spawn(stop_when_told(handle.clone()));
    match at.tls {
        Some(Tls { certificate, key }) => {
            // Fails only when set before, and then it is the same.
            let _set = rustls::crypto::ring::default_provider().install_default();
            let config = axum_server::tls_rustls::RustlsConfig::from_pem_file(certificate, key).await?;
            let mut server = axum_server::from_tcp_rustls(at.listener, config)?.map(Watched).handle(handle);
            patient(server.http_builder());
            server.serve(service).await
        }
        None => {
            let mut server = axum_server::from_tcp(at.listener)?.map(Watched).handle(handle);
            patient(server.http_builder());
            server.serve(service).await
        }
    }
}

/// Closes connections whose other end has stopped speaking in the middle of a request's head, or altogether.
fn patient(http: &mut hyper_util::server::conn::auto::Builder<TokioExecutor>) {
    http.http1().timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEAD);
    http.http2().timer(TokioTimer::new()).keep_alive_interval(SLOWEST_BODY).keep_alive_timeout(SLOWEST_HEAD);
}

async fn stop_when_told(handle: axum_server::Handle<SocketAddr>) {
    let interrupted = tokio::signal::ctrl_c();
    let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else { return };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
    handle.graceful_shutdown(Some(Duration::from_secs(5)));
}
