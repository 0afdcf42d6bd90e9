//! `bersinar serve`: the pages, until told to stop.

use super::{
    Failure,
    mail::MailArgs,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::{App, Clock, Mailer};
use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use web::{Listening, Tls};

/// Serve the pages.
///
/// Without TLS of its own the server belongs behind a proxy that has it (--trust-proxy), or on this machine only.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    mail: MailArgs,
}

/// How to listen.
#[derive(Debug, Clone, clap::Args)]
pub struct Listen {
    /// Address and port; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "HOST:PORT")]
    listen: SocketAddr,
    /// Speak TLS with this certificate chain (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Believe X-Forwarded-For and X-Forwarded-Proto; only with a proxy of your own in front
    #[arg(long)]
    trust_proxy: bool,
}

impl Listen {
    /// Serves the program at this address.
    pub async fn serve(&self, app: App, hint: &str, mailer: Option<Arc<dyn Mailer>>) -> Result<ExitCode, Failure> {
        let listener = TcpListener::bind(self.listen)
            .map_err(|error| Failure::new(format!("{}: {error}. Choose another with --listen.", self.listen)))?;
        let address = listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
        let tls = self.tls_cert.clone().zip(self.tls_key.clone()).map(|(certificate, key)| Tls { certificate, key });
        let scheme = if tls.is_some() { "https" } else { "http" };
        println!("Bersinar: {scheme}://{address}/{hint}");
        let app = Arc::new(app);
        tokio::spawn(work(app.clone(), mailer.clone()));
        let listening = Listening { listener, tls, behind_proxy: self.trust_proxy, mailer };
        web::serve(app, listening).await.map_err(|error| Failure::new(error.to_string()))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// How often the worker looks for something to do.
const LOOK: Duration = Duration::from_secs(20);

/// Does what is due, again and again, beside the pages.
async fn work(app: Arc<App>, mailer: Option<Arc<dyn Mailer>>) {
    loop {
        match app.work(mailer.as_deref()).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(refusal) => tracing::error!(%refusal, "the worker could not go on; it tries again"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = app.work_planned() => {}
        }
    }
}

/// Writes warnings and errors to stderr; never who asked for what.
pub fn log() {
    let _already =
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).try_init();
}

/// Does it.
pub fn run(arguments: &ServeArgs) -> Result<ExitCode, Failure> {
    log();
    block_on(async {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let app = arguments.place.open(clock).await?;
        let installation = app.installation();
        if installation.regency.is_none() {
            return Err(Failure::new(format!(
                "{} belum berisi kota. Mulai dengan: bersinar init --region KODE --data {}",
                arguments.place.location().place(),
                arguments.place.data.display()
            )));
        }
        if installation.demo {
            return Err(Failure::new("folder ini berisi data contoh; buka dengan: bersinar demo --data FOLDER"));
        }
        arguments.listen.serve(app, "", arguments.mail.mailer()?).await
    })
}
