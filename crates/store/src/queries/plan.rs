//! The action plan: agencies, what they were called, who speaks for them, what they plan and report.

use crate::{
    Conn, Fields as _, MainKind, StoreError,
    nouns::{Agency, AgencyName, Liaison, LocalAction, PlanMapping, PlanRow, PlanWithdrawal, Realisation, Report},
};

type Read<'a> = Conn<'a, MainKind>;

/// The agencies of a regency, oldest record first.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn agencies(conn: Read<'_>, regency: &str) -> Result<Vec<Agency>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// One agency.
///
/// # Errors
/// What the database says.
pub async fn agency(conn: Read<'_>, regency: &str, id: &str) -> Result<Option<Agency>, StoreError> {
    Ok(conn.under(vec![regency.into(), id.into()], None).await?.pop())
}

/// What the agencies of a regency were called, by agency, the earliest first.
///
/// # Errors
/// What the database says.
pub async fn agency_names(conn: Read<'_>, regency: &str) -> Result<Vec<AgencyName>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// Who speaks and spoke for the agencies of a regency, by agency, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn liaisons(conn: Read<'_>, regency: &str) -> Result<Vec<Liaison>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// What an agency plans for a year, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn rows(conn: Read<'_>, regency: &str, year: i64, agency: &str) -> Result<Vec<PlanRow>, StoreError> {
    conn.under(vec![regency.into(), year.into(), agency.into()], None).await
}

/// The actions that a regency has set for itself, oldest first.
///
/// # Errors
/// What the database says.
pub async fn local_actions(conn: Read<'_>, regency: &str) -> Result<Vec<LocalAction>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// The years in which somebody plans something under an action.
///
/// # Errors
/// What the database says.
pub async fn years_under(conn: Read<'_>, regency: &str, action: &str) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT DISTINCT year FROM plan_row WHERE regency = $1 AND action = $2 ORDER BY year";
    conn.all(sql, vec![regency.into(), action.into()], |row| row.get(0)).await
}

/// How an agency's own file of a plan was read last.
///
/// # Errors
/// What the database says.
pub async fn mapping(conn: Read<'_>, regency: &str, agency: &str) -> Result<Option<PlanMapping>, StoreError> {
    Ok(conn.under(vec![regency.into(), agency.into()], None).await?.pop())
}

/// The years for which an agency has planned something, the latest first.
///
/// # Errors
/// What the database says.
pub async fn planned_years(conn: Read<'_>, regency: &str, agency: &str) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT DISTINCT year FROM plan_row WHERE regency = $1 AND agency = $2 ORDER BY year DESC";
    conn.all(sql, vec![regency.into(), agency.into()], |row| row.get(0)).await
}

/// The rows of a year that were given up; of one agency where one is named.
///
/// # Errors
/// What the database says.
pub async fn withdrawals(
    conn: Read<'_>,
    regency: &str,
    year: i64,
    agency: Option<&str>,
) -> Result<Vec<PlanWithdrawal>, StoreError> {
    let mut key = vec![regency.into(), year.into()];
    key.extend(agency.map(Into::into));
    conn.under(key, None).await
}

/// What all agencies plan for a year, by agency.
///
/// # Errors
/// What the database says.
pub async fn all_rows(conn: Read<'_>, regency: &str, year: i64) -> Result<Vec<PlanRow>, StoreError> {
    conn.under(vec![regency.into(), year.into()], None).await
}

/// The reports of a term, by agency; of one agency where one is named.
///
/// # Errors
/// What the database says.
pub async fn reports(
    conn: Read<'_>,
    regency: &str,
    (year, term): (i64, &str),
    agency: Option<&str>,
) -> Result<Vec<Report>, StoreError> {
    let mut key = vec![regency.into(), year.into(), term.into()];
    key.extend(agency.map(Into::into));
    conn.under(key, None).await
}

/// What was reached in a term, by agency and row; of one agency where one is named.
///
/// # Errors
/// What the database says.
pub async fn realisations(
    conn: Read<'_>,
    regency: &str,
    (year, term): (i64, &str),
    agency: Option<&str>,
) -> Result<Vec<Realisation>, StoreError> {
    let mut key = vec![regency.into(), year.into(), term.into()];
    key.extend(agency.map(Into::into));
    conn.under(key, None).await
}

/// The rows of an agency's plan of which anything was ever said, in whichever term.
///
/// # Errors
/// What the database says.
pub async fn reported(conn: Read<'_>, regency: &str, year: i64, agency: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT plan_row FROM realisation WHERE regency = $1 AND year = $2 AND agency = $3";
    conn.all(sql, vec![regency.into(), year.into(), agency.into()], |row| row.get(0)).await
}
