//! Dates as an iCalendar file (RFC 5545), one whole-day event each.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component as _, EventLike as _};
use jiff::civil::Date;

/// Something that is due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same event has the same id in every file, so that a calendar program moves it instead of doubling it.
    pub id: String,
    /// The day.
    pub day: Date,
    /// What.
    pub title: String,
    /// Where to do it.
    pub address: String,
}

/// Writes the file; `now` is milliseconds since 1970 UTC.
///
/// ```
/// use documents::calendar::{Event, write};
/// let day = jiff::civil::date(2026, 11, 30);
/// let event = Event { id: "a@b".into(), day, title: "Lembar; satu".into(), address: "https://a.id/x".into() };
/// let file = write("Bersinar", &[event], 0);
/// assert!(file.starts_with("BEGIN:VCALENDAR\r\n"));
/// assert!(file.contains("DTSTART;VALUE=DATE:20261130\r\n") && file.contains("SUMMARY:Lembar\\; satu\r\n"));
/// // Without an end an event takes its whole day.
/// assert!(!file.contains("DTEND"));
/// ```
#[must_use]
pub fn write(name: &str, events: &[Event], now: i64) -> String {
    let stamp = DateTime::<Utc>::from_timestamp_millis(now).unwrap_or_default();
    let mut calendar = Calendar::new();
    calendar.name(name);
    for event in events {
        let Event { id, day, title, address } = event;
        let date = NaiveDate::from_ymd_opt(
            day.year().into(),
            day.month().unsigned_abs().into(),
            day.day().unsigned_abs().into(),
        );
        let Some(date) = date else { continue };
        let entry = icalendar::Event::new()
            .uid(id)
            .timestamp(stamp)
            .starts(date)
            .summary(title)
            .description(address)
            .url(address)
            .done();
        calendar.push(entry);
    }
    calendar.to_string()
}
