//! A calendar date, and nothing else: no time, no zone, no "today".
//!
//! For: dates in answers and legal validity. Not for: arithmetic with days (the crate has no clock).
//! Next: `read/mod.rs`, where people's dates are read.

use std::fmt;

/// A valid day of the Gregorian calendar, years 1 to 9999. Ordered in time.
///
/// ```
/// use instrument::Date;
/// assert_eq!(Date::parse("17/08/2024"), Date::new(2024, 8, 17));
/// assert_eq!(Date::parse("2024-08-17").map(|d| d.to_string()).as_deref(), Some("2024-08-17"));
/// assert_eq!(Date::new(2023, 2, 29), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The date, if that day exists.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        let exists = (1..=9999).contains(&year) && (1..=days).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Reads `2024-08-17`, `17/08/2024`, `17-8-2024` or `17.8.2024` (day first, as in Indonesia).
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let separator = raw.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
        let mut fields = raw.split(separator);
        let (a, b, c) = (fields.next()?, fields.next()?, fields.next()?);
        if fields.next().is_some() {
            return None;
        }
        let number = |s: &str| {
            let digits = !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| s.parse::<u16>().ok()).flatten()
        };
        let (year, day) = match (a.len(), c.len()) {
            (4, 1 | 2) => (a, c),
            (1 | 2, 4) => (c, a),
            _ => return None,
        };
        let month = u8::try_from(number(b)?).ok()?;
        let day = u8::try_from(number(day)?).ok()?;
        Self::new(number(year)?, month, day)
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    /// ISO 8601: `2024-08-17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
