//! `bersinar doctor`: what is wrong with an installation, in plain words, each line with what to do.
//!
//! One module a concern: `machine.rs` (clock, disk, swap, permissions, the press), `tls.rs`, `post.rs` (mail, daily work), `care.rs` (key,
//! checkpoints, backups).
//! A new concern is a module with a function that gives [`Line`]s, and a line in [`run`].

mod care;
mod machine;
mod post;
mod tls;

use super::{
    Failure,
    mail::MailArgs,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::{App, Clock as _};
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// Say in plain words what is wrong with an installation
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    #[command(flatten)]
    place: Place,
    /// Also check this certificate chain (PEM), as `serve` gets it
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Its private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    #[command(flatten)]
    mail: MailArgs,
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Good,
    /// Said, because it cannot be known from here.
    Note,
    /// It works, but someone should do something.
    Attention,
    /// It does not work, or is not safe.
    Wrong,
}

/// One thing that was looked at.
#[derive(Debug)]
pub struct Line {
    state: State,
    what: String,
    todo: String,
}

impl Line {
    /// As it should be.
    pub fn good(what: impl Into<String>) -> Self {
        Self { state: State::Good, what: what.into(), todo: String::new() }
    }

    /// Otherwise.
    pub fn new(state: State, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { state, what: what.into(), todo: todo.into() }
    }

    /// Good when it holds, wrong otherwise.
    pub fn must(holds: bool, what: impl Into<String>, todo: impl Into<String>) -> Self {
        if holds { Self::good(what) } else { Self::new(State::Wrong, what, todo) }
    }

    fn say(&self) {
        let mark = match self.state {
            State::Good => "baik      ",
            State::Note => "catatan   ",
            State::Attention => "PERHATIAN ",
            State::Wrong => "SALAH     ",
        };
        let colon = if self.todo.is_empty() { "" } else { ": " };
        println!("{mark} {}{colon}{}", self.what, self.todo);
    }
}

/// Does it.
pub fn run(arguments: &DoctorArgs) -> Result<ExitCode, Failure> {
    let (place, now) = (&arguments.place, SystemClock.now());
    let mut lines = vec![Line::good(format!("program versi {}", env!("CARGO_PKG_VERSION")))];
    lines.push(machine::clock(now));
    lines.extend(machine::folder(&place.data));
    lines.extend(machine::swap());
    lines.extend(tls::lines(arguments.tls_cert.as_deref().zip(arguments.tls_key.as_deref()), now));
    lines.extend(care::backups(&place.data, now));
    block_on(async {
        lines.push(post::server(&arguments.mail).await);
        lines.push(machine::press().await);
        match place.open(Arc::new(SystemClock)).await {
            Err(failure) => lines.push(Line::new(State::Wrong, "basis data dapat dibuka", failure.message)),
            Ok(app) => lines.extend(installation(&app, place, now).await?),
        }
        Ok(())
    })?;
    lines.iter().for_each(Line::say);
    let wrong = lines.iter().any(|line| line.state == State::Wrong);
    Ok(if wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn installation(app: &App, place: &Place, now: i64) -> Result<Vec<Line>, Failure> {
    let mut lines =
        vec![Line::good(format!("basis data dapat dibuka dan tabelnya terbaru ({})", app.database_version().await?))];
    lines.extend(machine::order(app.last_recorded().await?, now));
    lines.extend(care::key(app, &place.data, now).await?);
    lines.extend(care::erased(app, &place.data)?);
    let installation = app.installation();
    lines.push(Line::must(installation.regency.is_some(), "kota sudah ditetapkan", "bersinar init --region KODE"));
    if let Some(city) = installation.regency {
        lines.extend(post::lately(app, city, now).await?);
        let open = app.round(city, None).await.is_ok();
        lines.push(Line::must(open, "ada periode pemetaan", "masuk sebagai petugas BNNK, buka Periode"));
    }
    let missing = app.missing_files().await?;
    let gone = format!(
        "{} berkas yang dirujuk tidak ada, misalnya {}",
        missing.len(),
        missing.first().map_or("", String::as_str)
    );
    lines.push(Line::must(missing.is_empty(), "berkas bukti lengkap", format!("{gone}; ambil dari cadangan")));
    let report = app.verify(&[]).await?;
    lines.push(Line::must(report.findings.is_empty(), "buku besar utuh", "jalankan: bersinar audit verify"));
    Ok(lines)
}
