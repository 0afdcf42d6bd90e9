//! Totals that have left the office.

use super::rounds::Key;
use crate::{Conn, MainKind, StoreError, nouns::Release};

/// The releases of a round, first to last.
///
/// # Errors
/// What the database says.
pub async fn of_round(conn: Conn<'_, MainKind>, key: &Key) -> Result<Vec<Release>, StoreError> {
    let condition = "regency = $1 AND instrument = $2 AND year = $3 ORDER BY made_at, id";
    conn.rows(condition, vec![key.regency.clone().into(), key.instrument.clone().into(), key.year.into()]).await
}
