//! The integrated team: teams, meetings, commitments, law.

use crate::{
    Conn, MainKind, StoreError,
    nouns::{Arrival, AttendanceCode, Commitment, LatenessShown, Law, LawStep, Meeting, Team},
};

type Read<'a> = Conn<'a, MainKind>;

/// The teams of a regency and its districts, oldest record first.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn teams(conn: Read<'_>, regency: &str) -> Result<Vec<Team>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// The meetings of a regency, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn meetings(conn: Read<'_>, regency: &str) -> Result<Vec<Meeting>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// The code of a meeting, where one was made.
///
/// # Errors
/// What the database says.
pub async fn attendance_code(
    conn: Read<'_>,
    regency: &str,
    meeting: &str,
) -> Result<Option<AttendanceCode>, StoreError> {
    Ok(conn.under(vec![regency.into(), meeting.into()], None).await?.pop())
}

/// The agencies that have noted that they came to a meeting.
///
/// # Errors
/// What the database says.
pub async fn arrivals(conn: Read<'_>, regency: &str, meeting: &str) -> Result<Vec<Arrival>, StoreError> {
    conn.under(vec![regency.into(), meeting.into()], None).await
}

/// What meetings decided, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn commitments(conn: Read<'_>, regency: &str) -> Result<Vec<Commitment>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// Law and agreements, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn laws(conn: Read<'_>, regency: &str) -> Result<Vec<Law>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// The states that a law came into, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn law_steps(conn: Read<'_>, regency: &str, law: &str) -> Result<Vec<LawStep>, StoreError> {
    conn.under(vec![regency.into(), law.into()], None).await
}

/// The decisions to show lateness to every agency.
///
/// # Errors
/// What the database says.
pub async fn lateness_shown(conn: Read<'_>, regency: &str) -> Result<Vec<LatenessShown>, StoreError> {
    conn.under(vec![regency.into()], None).await
}
