//! `bersinar door`: the safe door from outside. A member opens a report without a browser; anyone holds the pages of a door against this
//! program.
//!
//! Not for: serving it (`serve.rs`). Next: `app::doors::bundle`, `door::check`.

use super::{
    Failure,
    failure::written,
    input::{self, plain},
    keys::{private_folder, write_private},
};
use app::{
    Refusal,
    doors::bundle::{self, OpenPart},
};
use clap::Subcommand;
use domain::door::letter::Letter;
use door::check::{Given, PAGES, faults, is_content_of};
use std::{
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};
use words::{Lang, Words, words};

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum DoorVerb {
    /// Open a report that was saved from its page, with the passphrase of your keys
    ///
    /// Asks for the passphrase, or reads it from stdin. Example: bersinar door open laporan-1A2B3C.bersinar --into berkas
    Open {
        /// The file
        file: PathBuf,
        /// The folder for what went along; without it these files are only named
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
    },
    /// Hold the pages of a safe door, and all that they load, against this program
    ///
    /// Ask from a machine of your own, with the same version of the program. Example: bersinar door check https://lapor.example.go.id
    Check {
        /// Where the door is
        address: String,
    },
}

/// Does it.
pub fn run(verb: &DoorVerb) -> Result<ExitCode, Failure> {
    let w = words(Lang::Id);
    match verb {
        DoorVerb::Open { file, into } => open(w, file, into.as_deref()).map(|()| ExitCode::SUCCESS),
        DoorVerb::Check { address } => check(w, address.trim_end_matches('/')),
    }
}

fn passphrase(w: Words) -> io::Result<String> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password(format!("{}: ", w.t("desk-keys-pass")));
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn open(w: Words, file: &Path, into: Option<&Path>) -> Result<(), Failure> {
    let bytes = input::read(file, w)?;
    let typed = passphrase(w).map_err(|error| Failure::new(error.to_string()))?;
    let parts = bundle::open(&bytes, &typed).map_err(|refusal| match refusal {
        Refusal::Invalid(key) => Failure::new(format!("{} {}", w.t(key), w.t(&format!("{key}-todo")))),
        other => Failure::new(format!("{other:?}")),
    })?;
    let mut out = io::stdout().lock();
    for (n, part) in (1..).zip(&parts) {
        let author = if part.author == "passed" { "reporter" } else { part.author.as_str() };
        written(writeln!(out, "== {n}. {}, {}", w.t(&format!("desk-tip-by-{author}")), plain(&part.day)))?;
        for line in lines(w, part) {
            written(writeln!(out, "{}", plain(&line)))?;
        }
        for (name, content) in &part.files {
            let name = format!("{n}-{name}");
            let shown = match into {
                Some(folder) => {
                    let path = folder.join(&name);
                    let kept = private_folder(folder).and_then(|()| write_private(&path, content));
                    kept.map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
                    path.display().to_string()
                }
                None => w.with("door-open-file", &[("name", name.into()), ("bytes", content.len().into())]),
            };
            written(writeln!(out, "-> {shown}"))?;
        }
        if part.left_out {
            written(writeln!(out, "-> {}", w.t("door-open-left-out")))?;
        }
    }
    Ok(())
}

/// What a part says, line by line: a text from outside must not steer the terminal.
fn lines(w: Words, part: &OpenPart) -> Vec<String> {
    let said = match &part.letter {
        None => w.t("desk-tip-sealed-otherwise"),
        Some(Letter::Tip(tip)) => {
            let facts = [tip.about.join(", "), tip.when.clone(), tip.place.clone(), tip.place_words.clone()];
            let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
            let officer = if tip.officer { w.t("desk-tip-officer") } else { String::new() };
            [facts.join(" · "), officer, tip.text.clone()]
                .into_iter()
                .filter(|one| !one.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        }
        Some(Letter::Reply { text } | Letter::Answer { text } | Letter::Note { text }) => text.clone(),
        Some(Letter::Redaction { of, text }) => format!("{} ({of})\n{text}", w.t("desk-tip-redacted")),
        Some(Letter::Signal { sign, place, week, .. }) => {
            format!("{} {sign} · {place} · {week}", w.t("desk-tip-signalled"))
        }
        Some(Letter::SignalBack { id }) => format!("{} {id}", w.t("desk-tip-signal-back")),
    };
    said.lines().map(str::to_owned).collect()
}

/// The most bytes that are read of an answer.
const MOST: u64 = 2 << 20;

fn check(w: Words, address: &str) -> Result<ExitCode, Failure> {
    let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30)));
    let config = config.http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
    let agent: ureq::Agent = config.build().into();
    let ask = |path: &str| {
        let failed = |error: ureq::Error| {
            Failure::new(w.with(
                "door-check-failed",
                &[("address", format!("{address}{path}").into()), ("why", error.to_string().into())],
            ))
        };
        let mut answer = agent.get(format!("{address}{path}")).call().map_err(failed)?;
        let content = answer.body_mut().with_config().limit(MOST).read_to_vec().map_err(failed)?;
        Ok::<_, Failure>((answer, content))
    };
    let mut out = io::stdout().lock();
    let mut wrong = false;
    let mut tell = |what: &str, faults: &[String]| {
        wrong |= !faults.is_empty();
        let mark = if faults.is_empty() { "✓" } else { "✗" };
        let line = [&[format!("{mark} {what}")], faults].concat().join("\n    ");
        written(writeln!(out, "{line}"))
    };
    for path in PAGES {
        let (answer, content) = ask(path)?;
        let headers = answer.headers();
        let policy = headers.get("content-security-policy").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let html = String::from_utf8_lossy(&content);
        let given = Given {
            path,
            status: answer.status().as_u16(),
            policy,
            cookie: headers.contains_key("set-cookie"),
            html: &html,
        };
        let told: Vec<String> = faults(given).into_iter().map(|key| w.t(key)).collect();
        tell(path, &told)?;
    }
    for asset in door::scripts() {
        let (_, content) = ask(&asset.path)?;
        let told = if is_content_of(asset, &content) { vec![] } else { vec![w.t("door-check-content")] };
        tell(&asset.path, &told)?;
    }
    let version = [("version", env!("CARGO_PKG_VERSION").into())];
    written(writeln!(out, "{}", w.with(if wrong { "door-check-differs" } else { "door-check-same" }, &version)))?;
    Ok(ExitCode::from(u8::from(wrong)))
}
