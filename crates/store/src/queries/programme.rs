//! What villages do: milestones, decrees, budget lines, programmes, and the days on which something was held.

use crate::{
    Conn, Fields as _, MainKind, StoreError,
    nouns::{
        Activity, BudgetLine, Decree, Environment, Evidence, FollowUp, HelpPlace, Intervention, Membership, Milestone,
        Submission, Target, Visit,
    },
};
use sea_orm::Value;
use std::collections::BTreeMap;

type Read<'a> = Conn<'a, MainKind>;

/// The milestones of villages whose code begins with `part`, by village, oldest record first.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn milestones(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<Milestone>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}

/// One milestone.
///
/// # Errors
/// What the database says.
pub async fn milestone(
    conn: Read<'_>,
    regency: &str,
    village: &str,
    id: &str,
) -> Result<Option<Milestone>, StoreError> {
    Ok(conn.under(vec![regency.into(), village.into(), id.into()], None).await?.pop())
}

/// The decrees of a regency, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn decrees(conn: Read<'_>, regency: &str) -> Result<Vec<Decree>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// One decree.
///
/// # Errors
/// What the database says.
pub async fn decree(conn: Read<'_>, regency: &str, id: &str) -> Result<Option<Decree>, StoreError> {
    Ok(conn.under(vec![regency.into(), id.into()], None).await?.pop())
}

/// The budget lines of villages whose code begins with `part`, by village.
///
/// # Errors
/// What the database says.
pub async fn budget_lines(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<BudgetLine>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}

/// One budget line.
///
/// # Errors
/// What the database says.
pub async fn budget_line(
    conn: Read<'_>,
    regency: &str,
    village: &str,
    id: &str,
) -> Result<Option<BudgetLine>, StoreError> {
    Ok(conn.under(vec![regency.into(), village.into(), id.into()], None).await?.pop())
}

/// The programmes of villages whose code begins with `part`, by village.
///
/// # Errors
/// What the database says.
pub async fn memberships(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<Membership>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}

/// The institutions of villages whose code begins with `part`, by village.
///
/// # Errors
/// What the database says.
pub async fn environments(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<Environment>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}

/// What villages whose code begins with `part` have chosen to do, by village, oldest choice first.
///
/// # Errors
/// What the database says.
pub async fn interventions(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<Intervention>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}

/// The visits to villages whose code begins with `part`.
///
/// # Errors
/// What the database says.
pub async fn visits(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<Visit>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}

/// What is to follow in villages whose code begins with `part`.
///
/// # Errors
/// What the database says.
pub async fn follow_ups(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<FollowUp>, StoreError> {
    conn.under(vec![regency.into()], Some(part)).await
}

/// The places of help of a regency, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn help_places(conn: Read<'_>, regency: &str) -> Result<Vec<HelpPlace>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// The targets of a regency, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn targets(conn: Read<'_>, regency: &str) -> Result<Vec<Target>, StoreError> {
    conn.under(vec![regency.into()], None).await
}

/// What was held on a day somewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// The village, district or city.
    pub place: String,
    /// By the catalogue's id.
    pub kind: String,
    /// The first day, ISO.
    pub on: String,
    /// How many of this kind.
    pub times: i64,
}

/// What was held in places whose code begins with `part`, by place, kind and first day.
///
/// # Errors
/// What the database says.
pub async fn held(conn: Read<'_>, regency: &str, part: &str) -> Result<Vec<Held>, StoreError> {
    if conn.is_past() {
        let all = conn.under::<Activity>(vec![regency.into()], Some(part)).await?;
        let mut held: BTreeMap<(String, String, String), i64> = BTreeMap::new();
        for row in all {
            *held.entry((row.place, row.kind, row.starts_on)).or_default() += 1;
        }
        return Ok(held.into_iter().map(|((place, kind, on), times)| Held { place, kind, on, times }).collect());
    }
    let begins = conn.begins("place", part, 2);
    let mut values: Vec<Value> = vec![regency.into()];
    values.extend(begins.values);
    let sql = format!(
        "SELECT place, kind, starts_on, COUNT(*) FROM activity WHERE regency = $1{} \
         GROUP BY place, kind, starts_on ORDER BY place, kind, starts_on",
        begins.sql
    );
    let read = |row: &sea_orm::QueryResult| {
        Ok(Held { place: row.get(0)?, kind: row.get(1)?, on: row.get(2)?, times: row.get(3)? })
    };
    conn.all(&sql, values, read).await
}

/// Sheets that have come in, counted by instrument, year and village: how many, and when the last of them changed.
pub struct Mapped {
    /// The instrument's id.
    pub instrument: String,
    /// The year.
    pub year: i64,
    /// The village.
    pub village: String,
    /// How many sheets were sent or accepted.
    pub sheets: i64,
    /// When the last of them changed.
    pub at: i64,
}

/// Which villages have sent sheets, in which rounds.
///
/// # Errors
/// What the database says.
pub async fn mapped(conn: Read<'_>, regency: &str, states: &[&str]) -> Result<Vec<Mapped>, StoreError> {
    if conn.is_past() {
        let all = conn.under::<Submission>(vec![regency.into()], None).await?;
        let mut mapped: Vec<Mapped> = vec![];
        for row in all.into_iter().filter(|row| states.contains(&row.state.as_str())) {
            let same = |last: &&mut Mapped| {
                (&last.instrument, last.year, &last.village) == (&row.instrument, row.year, &row.village)
            };
            match mapped.last_mut().filter(same) {
                Some(last) => {
                    last.sheets += 1;
                    last.at = last.at.max(row.changed_at);
                }
                None => mapped.push(Mapped {
                    instrument: row.instrument,
                    year: row.year,
                    village: row.village,
                    sheets: 1,
                    at: row.changed_at,
                }),
            }
        }
        return Ok(mapped);
    }
    let named: Vec<String> = (2..states.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT instrument, year, village, COUNT(*), MAX(changed_at) FROM submission \
         WHERE regency = $1 AND state IN ({}) GROUP BY instrument, year, village",
        named.join(", ")
    );
    let mut values: Vec<Value> = vec![regency.into()];
    values.extend(states.iter().map(|state| Value::from(*state)));
    conn.all(&sql, values, |row| {
        Ok(Mapped {
            instrument: row.get(0)?,
            year: row.get(1)?,
            village: row.get(2)?,
            sheets: row.get(3)?,
            at: row.get(4)?,
        })
    })
    .await
}

/// The files about records whose subject begins so (`milestone/`, `budget/99.71.01.1001/`): subject and kind of file.
///
/// # Errors
/// What the database says.
pub async fn proofs(conn: Read<'_>, regency: &str, begins: &str) -> Result<Vec<(String, String)>, StoreError> {
    if conn.is_past() {
        let all = conn.under::<Evidence>(vec![regency.into()], None).await?;
        let own = all.into_iter().filter(|row| row.subject.starts_with(begins));
        return Ok(own.map(|row| (row.subject, row.kind)).collect());
    }
    let begins = conn.begins("subject", begins, 2);
    let mut values: Vec<Value> = vec![regency.into()];
    values.extend(begins.values);
    let sql = format!("SELECT subject, kind FROM evidence WHERE regency = $1{}", begins.sql);
    conn.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?))).await
}
