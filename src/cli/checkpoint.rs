//! Checkpoints as files: made here, or stated here, signed on another machine and accepted here.
//!
//! A file is a JSON list, one statement or checkpoint for each store; the form of before, a single one, is read too.
//! Not for: keys on the disk (`keys.rs`), the ledger itself (`audit.rs`).

use super::{Failure, keys};
use app::App;
use seal::checkpoint::{Checkpoint, Statement};
use serde::{Serialize, de::DeserializeOwned};
use std::path::Path;
use words::{Lang, words};

/// A file with one or several.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum File<T> {
    Many(Vec<T>),
    One(T),
}

/// Reads the checkpoints of a file.
pub fn read(path: &Path) -> Result<Vec<Checkpoint>, Failure> {
    list(path)
}

/// Writes where the chains stand, signed by nobody; `stores` names which, none means all.
pub async fn state(app: &App, path: &Path, stores: &[String]) -> Result<(), Failure> {
    let mut statements = app.statements().await?;
    statements.retain(|statement| wanted(stores, &statement.store));
    write(path, &statements)?;
    println!("{}", words(Lang::Id).with("ledger-heads-written", &[("file", path.display().to_string().into())]));
    Ok(())
}

/// Makes checkpoints here and writes them.
pub async fn make(app: &App, path: &Path, stores: &[String]) -> Result<(), Failure> {
    let mut checkpoints = app.checkpoints().await?;
    checkpoints.retain(|checkpoint| wanted(stores, &checkpoint.store));
    write(path, &checkpoints)?;
    println!("{}", words(Lang::Id).with("ledger-checkpoint-written", &[("file", path.display().to_string().into())]));
    Ok(())
}

/// Signs a file of statements with a key file; needs no installation.
pub fn sign(statements: &Path, key: &Path, out: &Path) -> Result<(), Failure> {
    let w = words(Lang::Id);
    let signer = keys::read(key)?;
    let statements: Vec<Statement> = list(statements)?;
    for Statement { store, heads, .. } in &statements {
        for head in heads {
            println!("{store}  {}  {}  {}", head.chain, head.sequence, head.hash);
        }
    }
    let signed: Vec<Checkpoint> = statements.into_iter().map(|statement| signer.sign(statement)).collect();
    write(out, &signed)?;
    let values = [("file", out.display().to_string().into()), ("key", signer.public().to_string().into())];
    println!("{}", w.with("ledger-signed", &values));
    Ok(())
}

/// Takes the checkpoints of a file that was signed elsewhere.
pub async fn accept(app: &App, path: &Path) -> Result<(), Failure> {
    let checkpoints = match read(path) {
        Err(_) if list::<Statement>(path).is_ok() => {
            let unsigned = words(Lang::Id).t("ledger-not-signed");
            return Err(Failure::new(format!("{}: {unsigned}", path.display())));
        }
        read => read?,
    };
    for checkpoint in &checkpoints {
        app.accept_checkpoint(checkpoint).await?;
    }
    println!("{}", words(Lang::Id).with("ledger-accepted", &[("n", checkpoints.len().into())]));
    Ok(())
}

/// Makes a key pair in a file and prints the public half.
pub fn make_key(path: &Path) -> Result<(), Failure> {
    let public = keys::make(path)?.public();
    let values = [("file", path.display().to_string().into()), ("key", public.to_string().into())];
    println!("{}", words(Lang::Id).with("ledger-key-made", &values));
    Ok(())
}

fn wanted(stores: &[String], store: &str) -> bool {
    stores.is_empty() || stores.iter().any(|wanted| wanted == store)
}

fn list<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    let unread = words(Lang::Id).t("ledger-file-not-one");
    match serde_json::from_str(&text).map_err(|_| failed(&unread))? {
        File::Many(many) => Ok(many),
        File::One(one) => Ok(vec![one]),
    }
}

fn write<T: Serialize>(path: &Path, list: &[T]) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let text = serde_json::to_string_pretty(list).map_err(|error| failed(&error))?;
    std::fs::write(path, text + "\n").map_err(|error| failed(&error))
}
