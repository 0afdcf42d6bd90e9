//! Activities: one, some of a list, all on a day.

use crate::{Conn, Fields as _, MainKind, StoreError, nouns::Activity};
use sea_orm::Value;

type Read<'a> = Conn<'a, MainKind>;

/// Which activities are asked for; the latest first.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Places whose code begins so.
    pub part: String,
    /// Only those of this kind.
    pub kind: Option<String>,
    /// Only those that began in this year.
    pub year: Option<i64>,
    /// Only those that this account logged.
    pub added_by: Option<String>,
    /// Only what follows this one: first day and id.
    pub after: Option<(String, String)>,
}

impl Filter {
    fn condition(&self, conn: Read<'_>, regency: &str) -> (String, Vec<Value>) {
        let mut sql = "regency = $1".to_owned();
        let mut values: Vec<Value> = vec![regency.into()];
        let begins = conn.begins("place", &self.part, values.len() + 1);
        // Beneath the city itself every place begins so; the index by day is then the better way.
        if self.part != regency {
            sql += &begins.sql;
            values.extend(begins.values);
        }
        let mut and = |text: &str, value: Value| {
            values.push(value);
            sql += &text.replace("$?", &format!("${}", values.len()));
        };
        if let Some(kind) = &self.kind {
            and(" AND kind = $?", kind.clone().into());
        }
        if let Some(year) = self.year {
            and(" AND starts_on >= $?", format!("{year:04}-01-01").into());
            and(" AND starts_on <= $?", format!("{year:04}-12-31").into());
        }
        if let Some(by) = &self.added_by {
            and(" AND added_by = $?", by.clone().into());
        }
        if let Some((day, id)) = &self.after {
            and(" AND (starts_on, id) < ($?,", day.clone().into());
            and(" $?)", id.clone().into());
        }
        (sql, values)
    }
}

/// One activity.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn one(conn: Read<'_>, regency: &str, place: &str, id: &str) -> Result<Option<Activity>, StoreError> {
    Ok(conn.under(vec![regency.into(), place.into(), id.into()], None).await?.pop())
}

/// The first `most` activities that are asked for, the latest first.
///
/// # Errors
/// What the database says.
pub async fn page(conn: Read<'_>, regency: &str, filter: &Filter, most: u64) -> Result<Vec<Activity>, StoreError> {
    let (condition, values) = filter.condition(conn, regency);
    conn.rows(&format!("{condition} ORDER BY starts_on DESC, id DESC LIMIT {most}"), values).await
}

/// The `most` latest activities of a village that had begun by a day, now or as known earlier.
///
/// # Errors
/// What the database says.
pub async fn latest(
    conn: Read<'_>,
    regency: &str,
    village: &str,
    until: &str,
    most: usize,
) -> Result<Vec<Activity>, StoreError> {
    let key = vec![regency.into(), village.into()];
    if conn.is_past() {
        let mut all = conn.under::<Activity>(key, None).await?;
        all.retain(|row| row.starts_on.as_str() <= until);
        all.sort_by(|a, b| (&b.starts_on, &b.id).cmp(&(&a.starts_on, &a.id)));
        all.truncate(most);
        return Ok(all);
    }
    let condition = "regency = $1 AND place = $2 AND starts_on <= $3 ORDER BY starts_on DESC, id DESC LIMIT";
    conn.rows(&format!("{condition} {most}"), [key, vec![until.into()]].concat()).await
}

/// The activities of a regency that began on these days or between, the earliest first.
///
/// # Errors
/// What the database says.
pub async fn between(conn: Read<'_>, regency: &str, (first, last): (&str, &str)) -> Result<Vec<Activity>, StoreError> {
    let condition = "regency = $1 AND starts_on >= $2 AND starts_on <= $3 ORDER BY starts_on, id";
    conn.rows(condition, vec![regency.into(), first.into(), last.into()]).await
}

/// How many there are, by kind.
///
/// # Errors
/// What the database says.
pub async fn by_kind(conn: Read<'_>, regency: &str, filter: &Filter) -> Result<Vec<(String, i64)>, StoreError> {
    let (condition, values) = filter.condition(conn, regency);
    let sql = format!("SELECT kind, COUNT(*) FROM activity WHERE {condition} GROUP BY kind ORDER BY kind");
    conn.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// The activities of a kind in a place whose days touch these.
///
/// # Errors
/// What the database says.
pub async fn touching(
    conn: Read<'_>,
    regency: &str,
    place: &str,
    kind: &str,
    (first, last): (&str, &str),
) -> Result<Vec<Activity>, StoreError> {
    let condition = "regency = $1 AND place = $2 AND kind = $3 AND starts_on <= $4 AND ends_on >= $5 ORDER BY id";
    conn.rows(condition, vec![regency.into(), place.into(), kind.into(), last.into(), first.into()]).await
}
