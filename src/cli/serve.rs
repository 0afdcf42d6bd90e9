//! `bersinar serve`: the pages, until told to stop.

use super::{
    Failure,
    mail::MailArgs,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::{App, Clock, Mailer};
use listen::{Listening, Tls};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

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
    /// Open the safe door at this address and port: a site of its own, which should have a host name of its own
    #[arg(long, value_name = "HOST:PORT")]
    door: Option<SocketAddr>,
    /// Where people reach the safe door, for the links that lead there: https://lapor.example.go.id
    #[arg(long, value_name = "URL", requires = "door")]
    door_address: Option<String>,
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
        let programme = self.bind(self.listen, "--listen")?;
        let door = self.door.map(|at| self.bind(at, "--door")).transpose()?;
        let door_address = match (&self.door_address, &door) {
            (Some(said), _) => Some(said.trim_end_matches('/').to_owned()),
            (None, Some(door)) => Some(origin(door)?),
            (None, None) => None,
        };
        println!("Bersinar: {}/{hint}", origin(&programme)?);
        if let Some(address) = &door_address {
            println!("Pintu aman: {address}/");
        }
        as_many_connections_as_allowed();
        let app = Arc::new(app);
        tokio::spawn(work(app.clone(), mailer.clone()));
        let failed = |error: std::io::Error| Failure::new(error.to_string());
        let site = web::site(app.clone(), programme.way(), mailer, door_address);
        match door {
            None => listen::serve(site, programme).await.map_err(failed)?,
            Some(door) => {
                let behind = door::site(&app, door.way());
                tokio::try_join!(listen::serve(site, programme), listen::serve(behind, door)).map_err(failed)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn bind(&self, at: SocketAddr, option: &str) -> Result<Listening, Failure> {
        let listener = TcpListener::bind(at)
            .map_err(|error| Failure::new(format!("{at}: {error}. Choose another with {option}.")))?;
        let tls = self.tls_cert.clone().zip(self.tls_key.clone()).map(|(certificate, key)| Tls { certificate, key });
        Ok(Listening { listener, tls, behind_proxy: self.trust_proxy })
    }
}

/// A process may begin with fewer open files than it is allowed; whoever takes connections needs them all.
fn as_many_connections_as_allowed() {
    let limit = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
        tracing::warn!(%error, "the system's limit of open files stays as it was");
    }
}

/// Where a listener is reached from this machine.
fn origin(at: &Listening) -> Result<String, Failure> {
    let address = at.listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
    Ok(format!("{}://{address}", if at.tls.is_some() { "https" } else { "http" }))
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
