//! Rounds, sheets, answers, scores and decisions.

use crate::{
    Conn, Fields as _, MainKind, SYSTEM, StoreError,
    nouns::{Answer, Decision, Import, InstrumentSource, Round, Score, Submission},
};
use sea_orm::{DbBackend, Value};

type Read<'a> = Conn<'a, MainKind>;

/// Names a round: regency, instrument, year.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The regency's code.
    pub regency: String,
    /// The instrument's id.
    pub instrument: String,
    /// The year asked about.
    pub year: i64,
}

const KEY: &str = "regency = $1 AND instrument = $2 AND year = $3";

impl Key {
    fn values(&self) -> Vec<Value> {
        vec![self.regency.clone().into(), self.instrument.clone().into(), self.year.into()]
    }
}

/// The round, if it was opened.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn round(conn: Read<'_>, key: &Key) -> Result<Option<Round>, StoreError> {
    Ok(conn.under(key.values(), None).await?.pop())
}

/// All rounds of a regency, latest first.
///
/// # Errors
/// What the database says.
pub async fn rounds(conn: Read<'_>, regency: &str) -> Result<Vec<Round>, StoreError> {
    let mut rounds = conn.under::<Round>(vec![regency.into()], None).await?;
    rounds.sort_by_key(|round| std::cmp::Reverse(round.year));
    Ok(rounds)
}

/// The rule of a round: as it was when the round was opened, or one of the nation that it took over.
///
/// # Errors
/// What the database says.
pub async fn source(conn: Read<'_>, round: &Round) -> Result<Option<InstrumentSource>, StoreError> {
    let values = |chain: &str| vec![chain.into(), round.instrument.clone().into(), round.version.clone().into()];
    let own = conn.under(values(&round.regency), None).await?.pop();
    if own.is_some() {
        return Ok(own);
    }
    // A rule never changes, and the moment that is asked for is one of the regency's chain, not of the nation's.
    conn.knowing(None).row("regency = $1 AND id = $2 AND version = $3", values(SYSTEM)).await
}

/// The years of which some regency has a round, the latest first.
///
/// # Errors
/// What the database says.
pub async fn years(conn: Read<'_>) -> Result<Vec<i64>, StoreError> {
    conn.all("SELECT DISTINCT year FROM round ORDER BY year DESC", vec![], |row| row.get(0)).await
}

/// The open rounds of an instrument in all regencies, from a year on, by regency and year.
///
/// # Errors
/// What the database says.
pub async fn open(conn: Read<'_>, instrument: &str, first_year: i64) -> Result<Vec<Round>, StoreError> {
    let condition = "instrument = $1 AND year >= $2 AND locked_at IS NULL ORDER BY regency, year";
    conn.rows(condition, vec![instrument.into(), first_year.into()]).await
}

/// The sheets of a round whose village begins with `part` (a code or empty), by village and sheet.
///
/// # Errors
/// What the database says.
pub async fn submissions(conn: Read<'_>, key: &Key, part: &str) -> Result<Vec<Submission>, StoreError> {
    conn.under(key.values(), Some(part)).await
}

/// A sheet of one village (or, of a city sheet, of the whole city); `None` before anything was typed.
///
/// # Errors
/// What the database says.
pub async fn submission(conn: Read<'_>, key: &Key, place: &str, sheet: &str) -> Result<Option<Submission>, StoreError> {
    let part = submissions(conn, key, place).await?;
    Ok(part.into_iter().find(|one| one.sheet == sheet && one.village == place))
}

/// The answers of a round in that part, by village and item.
///
/// # Errors
/// What the database says.
pub async fn answers(conn: Read<'_>, key: &Key, part: &str) -> Result<Vec<Answer>, StoreError> {
    conn.under(key.values(), Some(part)).await
}

/// What was typed in a round in that part: village by village, item and value.
///
/// # Errors
/// What the database says.
pub async fn values(conn: Read<'_>, key: &Key, part: &str) -> Result<Vec<(String, Vec<(String, String)>)>, StoreError> {
    if conn.is_past() {
        return Ok(by_village(answers(conn, key, part).await?));
    }
    let mut villages = vec![];
    // One row a village, not one an answer: a regency has thousands of them.
    let packed = match conn.backend() {
        DbBackend::Sqlite => "json_group_array(json_array(item, value))",
        _ => "CAST(json_agg(json_build_array(item, value)) AS TEXT)",
    };
    let (within, mut values) = (conn.begins("village", part, 4), key.values());
    values.extend(within.values);
    let sql =
        format!("SELECT village, {packed} FROM answer WHERE {KEY}{} GROUP BY village ORDER BY village", within.sql);
    let rows = conn.all(&sql, values, |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?))).await?;
    for (village, packed) in rows {
        let values = serde_json::from_str(&packed).map_err(|error| StoreError::Database(error.to_string()))?;
        villages.push((village, values));
    }
    Ok(villages)
}

/// Answers in the order of their villages as item and value, village by village.
#[must_use]
pub fn by_village(answers: Vec<Answer>) -> Vec<(String, Vec<(String, String)>)> {
    let mut villages: Vec<(String, Vec<(String, String)>)> = vec![];
    for answer in answers {
        match villages.last_mut().filter(|(village, _)| *village == answer.village) {
            Some((_, values)) => values.push((answer.item, answer.value)),
            None => villages.push((answer.village, vec![(answer.item, answer.value)])),
        }
    }
    villages
}

/// The scores of a round in that part, by village.
///
/// # Errors
/// What the database says.
pub async fn scores(conn: Read<'_>, key: &Key, part: &str) -> Result<Vec<Score>, StoreError> {
    conn.under(key.values(), Some(part)).await
}

/// The decisions of a round in that part, by village.
///
/// # Errors
/// What the database says.
pub async fn decisions(conn: Read<'_>, key: &Key, part: &str) -> Result<Vec<Decision>, StoreError> {
    conn.under(key.values(), Some(part)).await
}

/// An uploaded file of answers.
///
/// # Errors
/// What the database says.
pub async fn import(conn: Read<'_>, regency: &str, id: &str) -> Result<Option<Import>, StoreError> {
    conn.row("regency = $1 AND id = $2", vec![regency.into(), id.into()]).await
}

/// The uploaded files of a round, latest first.
///
/// # Errors
/// What the database says.
pub async fn imports(conn: Read<'_>, key: &Key) -> Result<Vec<Import>, StoreError> {
    conn.rows(&format!("{KEY} ORDER BY made_at DESC, id"), key.values()).await
}
