//! What is to be reached in which year, as a document says it: totals, or so many more than the year before. Words often
//! allow several readings; each is kept, and none is chosen silently.

use serde::{Deserialize, Serialize};

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meant {
    /// So many in all by the end of the year.
    Total,
    /// So many more than at the end of the year before.
    Additional,
}

/// A year's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The year.
    pub year: i16,
    /// The number.
    pub amount: i64,
    /// How it is meant.
    pub meant: Meant,
}

/// One way to read a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The years, earliest first, each once.
    pub steps: Vec<Step>,
}

/// Why a text is no reading.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadingError {
    /// A line is not `2022 = 5` or `2023 + 15`.
    #[error("{0}: not a year, = or +, and a number")]
    Line(String),
    /// A year stands twice.
    #[error("{0} stands twice")]
    Twice(i16),
}

/// The most a target may be.
const MOST: i64 = 10_000_000;

impl Reading {
    /// Reads lines such as `2022 = 5` (in all) and `2023 + 15` (more than before); empty lines are left out.
    ///
    /// # Errors
    /// [`ReadingError`] with the first line that is none, or the year that stands twice.
    ///
    /// ```
    /// use domain::programme::target::Reading;
    /// // Batam, August 2022: three exist; five this year, fifteen in 2023, fifteen more the year after.
    /// let in_all = Reading::parse("2022 = 5\n2023 + 15\n2024 + 15")?;
    /// let more = Reading::parse("2022 + 5\n2023 + 15\n2024 + 15")?;
    /// let mixed = Reading::parse("2022 = 5\n2023 = 15\n2024 + 15")?;
    /// let curve = |reading: &Reading| reading.curve(3).iter().map(|(_, n)| *n).collect::<Vec<_>>();
    /// assert_eq!((curve(&in_all), curve(&more), curve(&mixed)), (vec![5, 20, 35], vec![8, 23, 38], vec![5, 15, 30]));
    /// # Ok::<(), domain::programme::target::ReadingError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, ReadingError> {
        let mut steps: Vec<Step> = vec![];
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let step = step(line).ok_or_else(|| ReadingError::Line(line.to_owned()))?;
            if steps.iter().any(|other| other.year == step.year) {
                return Err(ReadingError::Twice(step.year));
            }
            steps.push(step);
        }
        steps.sort_by_key(|step| step.year);
        Ok(Self { steps })
    }

    /// As it is typed, a line a year.
    #[must_use]
    pub fn typed(&self) -> String {
        let line = |step: &Step| {
            let sign = if step.meant == Meant::Total { '=' } else { '+' };
            format!("{} {sign} {}", step.year, step.amount)
        };
        self.steps.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What is to be there in all at the end of each year, where `base` was there before the first.
    #[must_use]
    pub fn curve(&self, base: i64) -> Vec<(i16, i64)> {
        let mut there = base;
        let next = |step: &Step| {
            there = match step.meant {
                Meant::Total => step.amount,
                Meant::Additional => there.saturating_add(step.amount),
            };
            (step.year, there)
        };
        self.steps.iter().map(next).collect()
    }

    /// The first year in which less is to be there than in the one before, with both numbers.
    #[must_use]
    pub fn falls(&self, base: i64) -> Option<(i16, i64, i64)> {
        let curve = self.curve(base);
        let fell = curve.windows(2).find(|pair| pair[1].1 < pair[0].1);
        fell.map(|pair| (pair[1].0, pair[0].1, pair[1].1))
    }
}

fn step(line: &str) -> Option<Step> {
    let at = line.find(['=', '+', ':'])?;
    let (year, rest) = line.split_at(at);
    let year = year.trim().parse().ok().filter(|year| (2000..=2100).contains(year))?;
    // "2022: +15" too.
    let (sign, rest) = (rest.chars().next()?, rest[1..].trim());
    let (more, number) = match rest.strip_prefix('+') {
        Some(rest) => (true, rest.trim()),
        None => (sign == '+', rest),
    };
    let digits: String = number.chars().filter(|c| *c != '.').collect();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let amount = digits.parse().ok().filter(|amount| plain && *amount <= MOST)?;
    Some(Step { year, amount, meant: if more { Meant::Additional } else { Meant::Total } })
}
