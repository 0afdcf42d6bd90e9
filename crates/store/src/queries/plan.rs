//! The action plan: agencies, what they were called, who speaks for them.

use crate::{
    Conn, MainKind, StoreError,
    nouns::{Agency, AgencyName, Liaison},
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
