//! The server: listens, with TLS of its own or behind a trusted proxy, until it is told to stop.

use crate::{api::flood::Flood, idle::Watched, routes, visit::Visit};
use app::{App, Mailer};
use axum::{Router, http::HeaderMap, middleware::from_fn_with_state};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

/// What the handlers work with.
#[derive(Clone)]
pub struct Site {
    /// The program.
    pub app: Arc<App>,
    /// Whether a proxy in front is trusted to say who asks, and that it speaks TLS.
    pub behind_proxy: bool,
    /// Whether the server itself speaks TLS.
    pub tls: bool,
    /// Carries mail, where the installation has a mail server.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Keeps a client of the API that floods from slowing others.
    pub flood: Arc<Flood>,
}

impl Site {
    /// Whether the visitor's connection is encrypted.
    pub fn secure(&self, headers: &HeaderMap) -> bool {
        let said = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        self.tls || (self.behind_proxy && said == Some("https"))
    }

    /// Where people reach this site: as the operator said, else as this visitor does.
    pub fn base(&self, v: &Visit) -> String {
        match &self.mailer {
            Some(mailer) => mailer.address().to_owned(),
            None => format!("{}://{}", if v.secure { "https" } else { "http" }, v.host),
        }
    }
}

/// A certificate and its key, as PEM files.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// How to listen.
pub struct Listening {
    /// Bound already, so that the caller knows the port.
    pub listener: TcpListener,
    /// Speak TLS with this.
    pub tls: Option<Tls>,
    /// Trust `X-Forwarded-For` and `X-Forwarded-Proto`.
    pub behind_proxy: bool,
    /// Carries mail, where there is a mail server.
    pub mailer: Option<Arc<dyn Mailer>>,
}

/// The whole site as a service.
pub fn site(app: Arc<App>, behind_proxy: bool, tls: bool, mailer: Option<Arc<dyn Mailer>>) -> Router {
    let site = Site { app, behind_proxy, tls, mailer, flood: Arc::default() };
    routes::router(&site)
        .layer(from_fn_with_state(site.clone(), crate::gate::welcome))
        .layer(tower_http::timeout::RequestBodyTimeoutLayer::new(SLOWEST_BODY))
        .layer(tower_http::compression::CompressionLayer::new().gzip(true))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .with_state(site)
}

/// How long the head of a request may take.
const SLOWEST_HEAD: Duration = Duration::from_secs(10);
/// How long a request's body may pause; a slow network is slow, not silent.
const SLOWEST_BODY: Duration = Duration::from_secs(30);

/// Serves until the process is asked to stop; requests under way are finished.
///
/// # Errors
/// When the certificate cannot be read or the socket fails.
pub async fn serve(app: Arc<App>, listening: Listening) -> io::Result<()> {
    let Listening { listener, tls, behind_proxy, mailer } = listening;
    listener.set_nonblocking(true)?;
    let service = site(app, behind_proxy, tls.is_some(), mailer).into_make_service_with_connect_info::<SocketAddr>();
    let handle = axum_server::Handle::new();
    tokio::spawn(stop_when_told(handle.clone()));
    match tls {
        Some(Tls { certificate, key }) => {
            // Fails only when set before, and then it is the same.
            let _set = rustls::crypto::ring::default_provider().install_default();
            let config = axum_server::tls_rustls::RustlsConfig::from_pem_file(certificate, key).await?;
            let mut server = axum_server::from_tcp_rustls(listener, config)?.map(Watched).handle(handle);
            patient(server.http_builder());
            server.serve(service).await
        }
        None => {
            let mut server = axum_server::from_tcp(listener)?.map(Watched).handle(handle);
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
