//! Which state is asked for. Time has two axes: when a thing was true, and when it was known (ADR 0013).

use crate::{App, Refusal};
use domain::region::RegionCode;
use jiff::civil::{Date, date};
use store::{Conn, MainKind};

/// Which state is asked for; by default the latest, as it is known now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moment {
    /// The round of this year.
    pub year: Option<i64>,
    /// As it was on this date: the round that was open or over by then, the villages that there were, their figures.
    pub on: Option<Date>,
    /// As it was known at the end of this date, whatever was corrected afterwards.
    pub known: Option<Date>,
}

impl From<Option<i64>> for Moment {
    fn from(year: Option<i64>) -> Self {
        Self { year, ..Self::default() }
    }
}

impl Moment {
    /// The same question about another year.
    #[must_use]
    pub fn in_year(self, year: i64) -> Self {
        Self { year: Some(year), on: None, known: self.known }
    }

    /// Whether it is something else than the state of today.
    #[must_use]
    pub const fn is_past(&self) -> bool {
        self.on.is_some() || self.known.is_some()
    }

    /// The date whose figures belong to a round of this year.
    pub(crate) fn day(&self, year: i64) -> Date {
        self.on.unwrap_or_else(|| date(i16::try_from(year).unwrap_or_default().clamp(1, 9999), 12, 31))
    }
}

impl App {
    /// A connection that answers for the moment.
    pub(crate) async fn reading(&self, regency: RegionCode, moment: Moment) -> Result<Conn<'_, MainKind>, Refusal> {
        let conn = self.stores.main.read();
        let Some(known) = moment.known.filter(|known| *known < self.today(regency)) else { return Ok(conn) };
        let end = self.zone(regency).end_of(known);
        Ok(conn.as_known(self.stores.main.last_entry_at(&regency.to_string(), end).await?))
    }
}
