//! PostgreSQL's own programs: `pg_dump` out, `pg_restore` back. The password goes by the environment, never on the
//! command line, which every user of the machine can read.

use super::BackupError;
use crate::{Fields as _, StoreError};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::{
    io::ErrorKind,
    path::Path,
    process::{Command, Stdio},
};

/// Dumps one schema as it was when the snapshot was exported.
pub(super) fn dump(url: &str, schema: &str, snapshot: &str, into: &Path) -> Result<(), BackupError> {
    let mut command = Command::new("pg_dump");
    command.args(["--format=custom", "--compress=0", "--no-password"]);
    command.arg(format!("--schema={schema}")).arg(format!("--snapshot={snapshot}")).arg("--file").arg(into);
    run("pg_dump", command, url)
}

/// Restores a dump into a database whose schema of this name holds nothing.
///
/// # Errors
/// When `pg_restore` is missing or fails; then nothing of this dump is in the database.
pub async fn restore(url: &str, schema: &str, dump: &Path) -> Result<(), BackupError> {
    // Without CASCADE: a schema that holds anything stays, and the restore then fails.
    let connection = connect(url).await?;
    let dropped = connection.execute_unprepared(&format!("DROP SCHEMA IF EXISTS {schema}")).await;
    close(connection).await?;
    dropped.map_err(StoreError::from)?;
    let mut command = Command::new("pg_restore");
    command.args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--no-password"]);
    command.arg(dump);
    let url = url.to_owned();
    let ran = tokio::task::spawn_blocking(move || run("pg_restore", command, &url)).await;
    ran.map_err(|error| StoreError::Database(error.to_string()))?
}

/// Whether none of the three schemas holds a table.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_empty(url: &str) -> Result<bool, BackupError> {
    let connection = connect(url).await?;
    let sql = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema IN ('main', 'tips', 'help')";
    let counted = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    close(connection).await?;
    let count = counted.map_err(StoreError::from)?.map(|row| row.get::<i64>(0)).transpose();
    Ok(count.map_err(StoreError::from)?.unwrap_or_default() == 0)
}

/// Takes away what a restore that failed had put in; only for a database that [`is_empty`] found empty before.
///
/// # Errors
/// When the database cannot be reached.
pub async fn remove(url: &str) -> Result<(), BackupError> {
    let connection = connect(url).await?;
    let dropped = connection.execute_unprepared("DROP SCHEMA IF EXISTS main, tips, help CASCADE").await;
    close(connection).await?;
    dropped.map(drop).map_err(|error| StoreError::from(error).into())
}

async fn connect(url: &str) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let place = || crate::Location::Postgres(url.to_owned()).place();
    let failed = |error: sea_orm::DbErr| StoreError::Unreachable { place: place(), cause: error.to_string() };
    Database::connect(options).await.map_err(failed)
}

async fn close(connection: DatabaseConnection) -> Result<(), StoreError> {
    Ok(connection.close().await?)
}

fn run(tool: &'static str, mut command: Command, url: &str) -> Result<(), BackupError> {
    let (plain, password) = without_password(url);
    command.arg(format!("--dbname={plain}")).stdin(Stdio::null());
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => BackupError::ToolMissing(tool),
        _ => BackupError::Tool { tool, said: error.to_string() },
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if said.contains("No space left") {
        return Err(StoreError::Full(said).into());
    }
    Err(BackupError::Tool { tool, said })
}

/// The address without its password, and the password as it is meant.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let authority = rest.find(['/', '?']).unwrap_or(rest.len());
    let Some((who, host)) = rest[..authority].rsplit_once('@') else { return (url.to_owned(), None) };
    let Some((user, password)) = who.split_once(':') else { return (url.to_owned(), None) };
    (format!("{scheme}://{user}@{host}{}", &rest[authority..]), Some(decoded(password)))
}

/// Text in which `%41` stands for `A`.
fn decoded(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let code = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn the_password_leaves_the_address() {
        let (url, password) = without_password("postgres://ber:p%40ss%3A1@127.0.0.1:5432/kota?sslmode=prefer");
        assert_eq!(url, "postgres://ber@127.0.0.1:5432/kota?sslmode=prefer");
        assert_eq!(password.as_deref(), Some("p@ss:1"));
        assert_eq!(without_password("postgres://ber@host/kota"), ("postgres://ber@host/kota".to_owned(), None));
        assert_eq!(without_password("postgres://ber:50%@host/k").1.as_deref(), Some("50%"));
    }
}
