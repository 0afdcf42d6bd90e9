//! What is known of places beyond the built-in list: revisions, figures, shapes, and facts of the installation.

use crate::{
    Conn, MainKind, SYSTEM, StoreError,
    nouns::{Installation, RegionRevision, VillageFigures, VillageNeighbour, VillageShape},
};

type Read<'a> = Conn<'a, MainKind>;

/// A fact of the installation.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn installation(conn: Read<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let row = conn.row::<Installation>("regency = $1 AND name = $2", vec![SYSTEM.into(), name.into()]).await?;
    Ok(row.map(|row| row.value))
}

/// All region revisions, by code.
///
/// # Errors
/// What the database says.
pub async fn revisions(conn: Read<'_>) -> Result<Vec<RegionRevision>, StoreError> {
    conn.rows("1 = 1 ORDER BY code", vec![]).await
}

/// The figures of a regency's villages as of a date (ISO): the latest not after it, by village.
///
/// # Errors
/// What the database says.
pub async fn figures(conn: Read<'_>, regency: &str, on: &str) -> Result<Vec<VillageFigures>, StoreError> {
    let all = conn.under::<VillageFigures>(vec![regency.into()], None).await?;
    let mut latest: Vec<VillageFigures> = vec![];
    for figures in all.into_iter().filter(|figures| figures.as_of.as_str() <= on) {
        match latest.last_mut().filter(|last| last.village == figures.village) {
            Some(last) => *last = figures,
            None => latest.push(figures),
        }
    }
    Ok(latest)
}

/// The shapes of a regency's villages, by village.
///
/// # Errors
/// What the database says.
pub async fn shapes(conn: Read<'_>, regency: &str) -> Result<Vec<VillageShape>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// Who lies beside whom in a regency, by village and neighbour.
///
/// # Errors
/// What the database says.
pub async fn neighbours(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<VillageNeighbour>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}
