//! How numbers, dates and times are written in each language.

use crate::{Lang, Words};
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, ISOWeekDate, Weekday},
    tz::Offset,
};
use std::borrow::Borrow;

/// One of Indonesia's three time zones; none has summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Western, UTC+7.
    Wib,
    /// Central, UTC+8.
    Wita,
    /// Eastern, UTC+9.
    Wit,
}

impl Zone {
    /// The zone of a province, by its number (Keppres 41/1987; the provinces made since then follow their parents).
    ///
    /// ```
    /// use words::Zone;
    /// assert_eq!(Zone::of_province(63), Zone::Wita); // Kalimantan Selatan
    /// assert_eq!(Zone::of_province(61), Zone::Wib);  // Kalimantan Barat
    /// ```
    #[must_use]
    pub const fn of_province(province: u64) -> Self {
        match province {
            51..=53 | 63..=65 | 71..=76 => Self::Wita,
            81 | 82 | 91..=96 => Self::Wit,
            _ => Self::Wib,
        }
    }

    const fn hours(self) -> i8 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// The date on the calendar of this zone.
    #[must_use]
    pub fn date(self, milliseconds: i64) -> Date {
        let instant = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
        Offset::constant(self.hours()).to_datetime(instant).date()
    }

    /// Date and time as they stand in the name of a file: `20261122-0930`.
    ///
    /// ```
    /// assert_eq!(words::Zone::Wib.stamp(1_773_108_000_000), "20260310-0900");
    /// ```
    #[must_use]
    pub fn stamp(self, milliseconds: i64) -> String {
        let instant = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
        Offset::constant(self.hours()).to_datetime(instant).strftime("%Y%m%d-%H%M").to_string()
    }

    /// The last millisecond of a date in this zone, since 1970 UTC.
    #[must_use]
    pub fn end_of(self, date: Date) -> i64 {
        let midnight = date.tomorrow().unwrap_or(date).at(0, 0, 0, 0);
        Offset::constant(self.hours()).to_timestamp(midnight).map_or(i64::MAX, |end| end.as_millisecond() - 1)
    }
}

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The Monday of an ISO week, `2026-W47`.
fn monday(week: &str) -> Option<Date> {
    let (year, week) = week.split_once("-W")?;
    Some(ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?.date())
}

impl Words {
    /// A whole number with its thousands marked: `1.143`, in English `1,143`.
    ///
    /// ```
    /// use words::{Lang, words};
    /// assert_eq!(words(Lang::Id).number(1143), "1.143");
    /// assert_eq!(words(Lang::En).number(-1_200_000), "-1,200,000");
    /// ```
    #[must_use]
    pub fn number(&self, number: impl Borrow<i64>) -> String {
        let number = *number.borrow();
        let mark = if self.lang == Lang::Id { '.' } else { ',' };
        let digits = number.unsigned_abs().to_string();
        let mut text = if number < 0 { "-".to_owned() } else { String::new() };
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// A number with up to two decimals: `2,5`, in English `2.5`.
    #[must_use]
    pub fn decimal(&self, number: f64) -> String {
        if !number.is_finite() {
            return "–".to_owned();
        }
        let hundredths = (number * 100.0).round() as i64;
        let whole = self.number(hundredths / 100);
        let sign = if hundredths < 0 && hundredths > -100 { "-" } else { "" };
        let rest = format!("{:02}", (hundredths % 100).abs());
        match rest.trim_end_matches('0') {
            "" => format!("{sign}{whole}"),
            rest => format!("{sign}{whole}{}{rest}", if self.lang == Lang::Id { ',' } else { '.' }),
        }
    }

    /// A date: `24 Mei 2022`, in English `24 May 2022`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        format!("{} {}", date.day(), self.month(date))
    }

    /// The month of a date: `Mei 2022`, in English `May 2022`.
    #[must_use]
    pub fn month(&self, date: Date) -> String {
        let months = if self.lang == Lang::Id { MONTHS_ID } else { MONTHS_EN };
        let month = months.get(usize::from(date.month().unsigned_abs()).wrapping_sub(1)).unwrap_or(&"");
        format!("{month} {}", date.year())
    }

    /// An ISO week by its days: `16–22 Nov 2026`; the text itself when it is none.
    ///
    /// ```
    /// use words::{Lang, words};
    /// assert_eq!(words(Lang::Id).week("2026-W47"), "16–22 Nov 2026");
    /// assert_eq!(words(Lang::En).week("2026-W40"), "28 Sep–4 Oct 2026");
    /// ```
    #[must_use]
    pub fn week(&self, text: &str) -> String {
        let Some(first) = monday(text) else { return text.to_owned() };
        let last = first.saturating_add(6.days());
        let month = |day: Date| self.short_month(day);
        let from = if first.month() == last.month() { String::new() } else { format!(" {}", month(first)) };
        format!("{}{from}–{} {} {}", first.day(), last.day(), month(last), last.year())
    }

    /// The first day of an ISO week, short, for the head of a column: `16 Nov`; the text itself when it is none.
    ///
    /// ```
    /// use words::{Lang, words};
    /// assert_eq!(words(Lang::Id).week_begins("2026-W32"), "3 Agu");
    /// ```
    #[must_use]
    pub fn week_begins(&self, text: &str) -> String {
        monday(text).map_or_else(|| text.to_owned(), |day| format!("{} {}", day.day(), self.short_month(day)))
    }

    fn short_month(&self, day: Date) -> String {
        let months = if self.lang == Lang::Id { MONTHS_ID } else { MONTHS_EN };
        let name = months.get(usize::from(day.month().unsigned_abs()).wrapping_sub(1)).unwrap_or(&"");
        name.chars().take(3).collect()
    }

    /// An ISO date written out; the text itself when it is none.
    #[must_use]
    pub fn iso_date(&self, text: &str) -> String {
        text.parse().map_or_else(|_| text.to_owned(), |date| self.date(date))
    }

    /// A date of which perhaps only the month or the year is known (`2022-08`) written out; the text itself when it is none.
    ///
    /// ```
    /// use words::{Lang, words};
    /// assert_eq!(words(Lang::Id).part_date("2022-08"), "Agustus 2022");
    /// assert_eq!(words(Lang::En).part_date("2022"), "2022");
    /// ```
    #[must_use]
    pub fn part_date(&self, text: &str) -> String {
        let months = if self.lang == Lang::Id { MONTHS_ID } else { MONTHS_EN };
        match text.split_once('-') {
            Some((year, month)) if month.len() == 2 => {
                let month = month.parse::<usize>().ok().and_then(|month| months.get(month.wrapping_sub(1)));
                month.map_or_else(|| text.to_owned(), |month| format!("{month} {year}"))
            }
            _ => self.iso_date(text),
        }
    }

    /// Whole rupiah: `Rp18.000.000`, in English `Rp18,000,000`.
    #[must_use]
    pub fn rupiah(&self, rupiah: impl Borrow<i64>) -> String {
        format!("Rp{}", self.number(rupiah))
    }

    /// An instant: `24 Mei 2022, 09.05 WIB`.
    #[must_use]
    pub fn instant(&self, milliseconds: impl Borrow<i64>, zone: impl Borrow<Zone>) -> String {
        let (milliseconds, zone) = (*milliseconds.borrow(), *zone.borrow());
        let instant = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
        let local = Offset::constant(zone.hours()).to_datetime(instant);
        let mark = if self.lang == Lang::Id { '.' } else { ':' };
        format!("{}, {:02}{mark}{:02} {}", self.date(local.date()), local.hour(), local.minute(), zone.name())
    }
}
