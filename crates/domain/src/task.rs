//! When something that waits is due, when its person is reminded, and when it becomes the matter of the one above.
//!
//! The numbers are data (`rules/reminders/default.toml`): a regulation or an office can change them. Which things wait for
//! whom is derived in `app::tasks`.

use jiff::civil::Date;
use serde::Deserialize;

/// When people are reminded; all numbers are days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// Names this set of numbers.
    pub version: String,
    /// True while no official numbers are known.
    pub provisional: bool,
    /// Remind when so many days are left.
    pub before: Vec<i32>,
    /// Remind when so many days have passed since.
    pub after: Vec<i32>,
    /// A sheet that was sent is looked at within so many days.
    pub review_within: i32,
    /// A sheet that was returned comes back within so many days.
    pub return_within: i32,
    /// A proposed rule is answered within so many days.
    pub activate_within: i32,
    /// A late sheet becomes the district's matter after so many days.
    pub to_district_after: i32,
    /// And the city's.
    pub to_city_after: i32,
    /// An agency's late report becomes the secretariat's matter after so many days.
    pub agency_to_office_after: i32,
    /// And that of the head of the region.
    pub agency_to_leadership_after: i32,
}

impl Reminders {
    /// Reads the numbers.
    ///
    /// # Errors
    /// What the TOML reader says: an unknown or missing name, not a number.
    pub fn parse(source: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(source)
    }

    /// Whether a person is reminded today of something that is due on that day and has waited since.
    ///
    /// ```
    /// use domain::task::Reminders;
    /// use jiff::civil::date;
    /// let numbers = Reminders::parse(include_str!("../../../rules/reminders/default.toml"))?;
    /// let due = date(2026, 11, 30);
    /// assert!(numbers.rings(date(2026, 1, 10), Some(due), date(2026, 11, 27)));
    /// assert!(!numbers.rings(date(2026, 1, 10), Some(due), date(2026, 11, 26)));
    /// assert!(numbers.rings(date(2026, 1, 10), Some(due), date(2026, 12, 7)));
    /// assert!(numbers.rings(date(2026, 11, 25), Some(due), date(2026, 11, 26)), "new since yesterday");
    /// # Ok::<(), toml::de::Error>(())
    /// ```
    #[must_use]
    pub fn rings(&self, since: Date, due: Option<Date>, today: Date) -> bool {
        let new = days(since, today) == 1;
        let Some(due) = due else { return new };
        let left = days(today, due);
        new || self.before.contains(&left) || (left < 0 && self.after.contains(&-left))
    }

    /// The day so many days later.
    #[must_use]
    pub fn later(day: Date, days: i32) -> Date {
        day.checked_add(jiff::Span::new().days(days.clamp(-36_500, 36_500))).unwrap_or(day)
    }
}

/// Days from one date to another; negative when it lies before.
#[must_use]
pub fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
