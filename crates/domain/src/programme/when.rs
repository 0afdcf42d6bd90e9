//! When something happened, as exactly as anyone knows: a day, a month, or only a year.
//!
//! Old lists often say "2022" or "Agustus 2022". What is known only so far counts from the last day of it on, so that a
//! count of an earlier day never holds something that may not have happened yet.

use jiff::civil::Date;
use std::{fmt, str::FromStr};

/// A day, a month or a year, between 1990 and 2100.
///
/// ```
/// use domain::programme::When;
/// use jiff::civil::date;
/// let when: When = "Agustus 2022".parse()?;
/// assert_eq!(when.to_string(), "2022-08");
/// assert_eq!(when.latest(), date(2022, 8, 31));
/// assert_eq!("11/3/2023".parse::<When>()?.to_string(), "2023-03-11");
/// assert_eq!("19/8/24".parse::<When>()?.to_string(), "2024-08-19");
/// assert_eq!("Sept 2023".parse::<When>()?.to_string(), "2023-09");
/// assert!("31/2/2023".parse::<When>().is_err());
/// # Ok::<(), domain::programme::NoDate>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    year: i16,
    /// 0 where only the year is known.
    month: i8,
    /// 0 where only the month is known.
    day: i8,
}

/// The text is no day, month or year that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day, month or year between 1990 and 2100")]
pub struct NoDate;

/// How months are written in both languages; three letters from the beginning are enough.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january"],
    &["februari", "february", "pebruari"],
    &["maret", "march", "mrt"],
    &["april"],
    &["mei", "may"],
    &["juni", "june"],
    &["juli", "july"],
    &["agustus", "august", "agt", "ags", "agst"],
    &["september"],
    &["oktober", "october"],
    &["november", "nopember"],
    &["desember", "december"],
];

impl When {
    /// The last day that it may have been.
    #[must_use]
    pub fn latest(self) -> Date {
        let month = if self.month == 0 { 12 } else { self.month };
        let first = Date::new(self.year, month, 1).unwrap_or(Date::MIN);
        if self.day == 0 { first.last_of_month() } else { Date::new(self.year, month, self.day).unwrap_or(first) }
    }

    /// The first day that it may have been.
    #[must_use]
    pub fn earliest(self) -> Date {
        Date::new(self.year, self.month.max(1), self.day.max(1)).unwrap_or(Date::MIN)
    }

    /// Whether the very day is known.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        self.day > 0
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        (self.month > 0).then_some(self.month)
    }

    /// As a person in Indonesia types it: `19/8/2022`, `8/2022`, `2022`.
    #[must_use]
    pub fn typed(self) -> String {
        match (self.month, self.day) {
            (0, _) => self.year.to_string(),
            (month, 0) => format!("{month}/{}", self.year),
            (month, day) => format!("{day}/{month}/{}", self.year),
        }
    }

    fn new(year: i16, month: i8, day: i8) -> Result<Self, NoDate> {
        let fits = (1990..=2100).contains(&year) && Date::new(year, month.max(1), day.max(1)).is_ok();
        let whole = month > 0 || day == 0;
        if fits && whole { Ok(Self { year, month, day }) } else { Err(NoDate) }
    }
}

impl From<Date> for When {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }
}

impl FromStr for When {
    type Err = NoDate;

    /// Takes `2022`, `2022-08`, `2022-08-19`, `8/2022`, `19/8/2022`, `19/8/24`, `Agustus 2022`, `19 Agustus 2022`.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let parts: Vec<&str> =
            text.split(|c: char| c.is_whitespace() || "-/.,".contains(c)).filter(|part| !part.is_empty()).collect();
        let number = |part: &str| part.parse::<i16>().map_err(|_| NoDate);
        let month = |part: &str| {
            let low = part.to_lowercase();
            let named = MONTHS
                .iter()
                .zip(1..)
                .find(|(names, _)| names.iter().any(|name| *name == low || (low.len() >= 3 && name.starts_with(&low))));
            match named {
                Some((_, at)) => Ok(at),
                None => part.parse::<i8>().ok().filter(|month| *month > 0).ok_or(NoDate),
            }
        };
        let day = |part: &str| part.parse::<i8>().ok().filter(|day| *day > 0).ok_or(NoDate);
        let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        match parts.as_slice() {
            [year] if is_year(year) => Self::new(number(year)?, 0, 0),
            [year, in_it] if is_year(year) => Self::new(number(year)?, month(in_it)?, 0),
            [in_it, year] if is_year(year) => Self::new(number(year)?, month(in_it)?, 0),
            [year, in_it, on] if is_year(year) => Self::new(number(year)?, month(in_it)?, day(on)?),
            [on, in_it, year] if is_year(year) => Self::new(number(year)?, month(in_it)?, day(on)?),
            // Two digits are of this century, and only at the end of a whole day: `19/8/24`.
            [on, in_it, year] if year.len() == 2 && number(year)? >= 0 => {
                Self::new(2000 + number(year)?, month(in_it)?, day(on)?)
            }
            _ => Err(NoDate),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}
