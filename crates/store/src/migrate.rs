//! Brings the tables of a store up to date. Migrations only add, and only go forward (ADR 0002).
//!
//! Each is one SQL file in the subset that SQLite and PostgreSQL share, so there is one text to read, not two.

use crate::{StoreError, database::StoreKind};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};

/// A file of `migrations/`: its name and text.
pub type Migration = (&'static str, &'static str);

macro_rules! migration {
    ($path:literal) => {
        ($path, include_str!(concat!("../migrations/", $path, ".sql")))
    };
}

/// What every store has.
const EVERY: &[Migration] = &[migration!("every/0001_ledger")];
/// What the main store has beyond that.
pub const MAIN: &[Migration] = &[
    migration!("main/0001_first_city"),
    migration!("main/0002_import"),
    migration!("main/0003_former"),
    migration!("main/0004_rule_version"),
    migration!("main/0005_neighbour"),
    migration!("main/0006_evidence"),
    migration!("main/0007_jobs"),
    migration!("main/0030_release"),
    migration!("main/0040_api_token"),
    migration!("main/0041_rule_taken"),
    migration!("main/0050_programme"),
    migration!("main/0051_visit"),
    migration!("main/0052_village_contact"),
    migration!("main/0060_agency"),
    migration!("main/0061_plan"),
    migration!("main/0062_report"),
    migration!("main/0063_team"),
    migration!("main/0064_plan_mapping"),
    migration!("main/0065_local_action"),
    migration!("main/0066_paper"),
    migration!("main/0067_attendance"),
];

/// What a store with a door has beyond that.
pub const DOORS: &[Migration] = &[
    migration!("doors/0001_desk"),
    migration!("doors/0002_conversation"),
    migration!("doors/0003_unsealing"),
    migration!("doors/0004_erasing"),
    migration!("doors/0005_told_month"),
    migration!("doors/0006_passing"),
];

/// What the store of erasable keys has beyond that.
pub const ERASABLE: &[Migration] = &[migration!("erasable/0001_rest_key")];

/// What the signals store has beyond that.
pub const SIGNALS: &[Migration] = &[migration!("signals/0001_observation")];

/// The names of all migrations of a store; `None` where there is no such store.
pub(crate) fn known(store: &str) -> Option<Vec<&'static str>> {
    use crate::{ErasableKind, HelpKind, MainKind, SignalsKind, TipsKind};
    let own = match store {
        MainKind::NAME => MainKind::MIGRATIONS,
        TipsKind::NAME => TipsKind::MIGRATIONS,
        HelpKind::NAME => HelpKind::MIGRATIONS,
        SignalsKind::NAME => SignalsKind::MIGRATIONS,
        ErasableKind::NAME => ErasableKind::MIGRATIONS,
        _ => return None,
    };
    Some(EVERY.iter().chain(own).map(|(name, _)| *name).collect())
}

/// Runs the migrations that are missing, each in its own transaction.
///
/// # Errors
/// [`StoreError::Newer`] when the database knows a migration that this program does not.
pub async fn run<S: StoreKind>(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let backend = connection.get_database_backend();
    connection.execute_unprepared("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)").await?;
    let done = connection.query_all_raw(Statement::from_string(backend, "SELECT name FROM migration")).await?;
    let done: Vec<String> = done.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let known = || EVERY.iter().chain(S::MIGRATIONS);
    if let Some(unknown) = done.iter().find(|name| !known().any(|(known, _)| known == name)) {
        return Err(StoreError::Newer(unknown.clone()));
    }
    for (name, sql) in known().filter(|(name, _)| !done.iter().any(|d| d == name)) {
        let transaction = connection.begin().await?;
        // The name first: of two programs that start together, the second waits here and then fails cleanly.
        let insert =
            Statement::from_sql_and_values(backend, "INSERT INTO migration (name) VALUES ($1)", [(*name).into()]);
        transaction.execute_raw(insert).await?;
        for statement in statements(sql) {
            transaction.execute_unprepared(&spoken(statement, backend)).await?;
        }
        transaction.commit().await?;
    }
    Ok(())
}

/// A statement as a database has it: the two differ in what bytes are called, and in that one keeps rows in the order they came unless told.
fn spoken(statement: &str, backend: DbBackend) -> String {
    match backend {
        DbBackend::Sqlite => statement.replace(" BYTES ", " BLOB "),
        _ => statement.replace(" BYTES ", " BYTEA ").replace(") WITHOUT ROWID", ")"),
    }
}

/// The statements of a migration file: each ends with a semicolon at the end of a line.
fn statements(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty())
}
