//! What stands in the columns of a plan that an agency has made for itself: which column holds what, and how people write
//! numbers with units, money in millions and months.

use crate::programme::catalogue::{CatalogueError, unlike};
use jiff::civil::{Date, date};
use serde::Deserialize;

/// The names of a field's column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The field of a plan's row that it fills.
    pub field: String,
    /// Its names, folded.
    pub names: Vec<String>,
}

/// The columns that are known by their names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// The columns, in the order in which they are asked for.
    pub columns: Vec<Column>,
}

/// A heading with nothing that does not matter: lower case, one space between words, no marks.
///
/// ```
/// assert_eq!(domain::plan::folded("  Penanggung-Jawab\n(PJ)"), "penanggung jawab pj");
/// ```
#[must_use]
pub fn folded(heading: &str) -> String {
    let plain: String = heading.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Columns {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, a field twice, a name twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.columns.iter().map(|column| column.field.as_str()))?;
        unlike(list.columns.iter().flat_map(|column| &column.names).map(String::as_str))?;
        Ok(list)
    }

    /// The field that a heading names: one of its names, or one that begins with it.
    ///
    /// ```
    /// use domain::plan::Columns;
    /// let known = Columns::parse(include_str!("../../../../rules/plans/columns.toml"))?;
    /// assert_eq!(known.field_of("Penanggung Jawab"), Some("owner"));
    /// assert_eq!(known.field_of("ANGGARAN (Rp)"), Some("budget"));
    /// assert_eq!(known.field_of("Target B06"), Some("target_1"));
    /// assert_eq!(known.field_of("Kode rekening"), None);
    /// # Ok::<(), domain::programme::catalogue::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn field_of(&self, heading: &str) -> Option<&str> {
        let heading = folded(heading);
        let exact = self.columns.iter().find(|column| column.names.contains(&heading));
        let begins = || {
            let longest = |column: &&Column| {
                let fits = column.names.iter().filter(|name| heading.starts_with(&format!("{name} ")));
                fits.map(String::len).max()
            };
            self.columns.iter().filter(|column| longest(column).is_some()).max_by_key(longest)
        };
        exact.or_else(begins).map(|column| column.field.as_str())
    }
}

/// A number with the unit that stands behind it: `40 orang`, `1.200 peserta`, `80%`; the unit is empty where there is none.
///
/// ```
/// use domain::plan::amount;
/// assert_eq!(amount("1.200 peserta"), Some((1200, "peserta".to_owned())));
/// assert_eq!(amount("80 %"), Some((80, "%".to_owned())));
/// assert_eq!(amount("dua kali"), None);
/// assert_eq!(amount("2,5 km"), None);
/// assert_eq!(amount("2 x 30 lembar"), None);
/// ```
#[must_use]
pub fn amount(text: &str) -> Option<(i64, String)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number = grouped(digits)?;
    // `2 x 30 lembar` is two numbers.
    (!unit.contains(|c: char| c.is_ascii_digit())).then(|| (number, unit.trim().to_owned()))
}

/// Whole rupiah as plans write them: `Rp18.000.000,00`, `18 juta`, `1,5 miliar`, `750 ribu`.
///
/// ```
/// use domain::plan::rupiah;
/// assert_eq!(rupiah("Rp 18.000.000,00"), Some(18_000_000));
/// assert_eq!(rupiah("18 juta"), Some(18_000_000));
/// assert_eq!(rupiah("1,5 M"), Some(1_500_000_000));
/// assert_eq!(rupiah("sesuai DPA"), None);
/// ```
#[must_use]
pub fn rupiah(text: &str) -> Option<i64> {
    let text = text.to_lowercase();
    let bare = text.trim().trim_start_matches("rp").trim_start_matches('.').trim();
    let bare = bare.trim_end_matches(",-").trim_end_matches(",00").trim();
    if let Some(whole) = grouped(bare) {
        return Some(whole);
    }
    let end = bare.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))?;
    let (digits, word) = bare.split_at(end);
    let times = match word.trim().trim_end_matches('.') {
        "ribu" | "rb" => 1_000,
        "juta" | "jt" => 1_000_000,
        "miliar" | "milyar" | "m" => 1_000_000_000,
        _ => return None,
    };
    match digits.split_once(',') {
        None => grouped(digits)?.checked_mul(times),
        Some((whole, part)) => {
            let places = u32::try_from(part.len()).ok().filter(|places| (1..=6).contains(places))?;
            let part = part.parse::<i64>().ok()?.checked_mul(times)? / 10_i64.pow(places);
            grouped(whole)?.checked_mul(times)?.checked_add(part)
        }
    }
}

/// A whole number with or without points between thousands.
fn grouped(digits: &str) -> Option<i64> {
    let parts: Vec<&str> = digits.split('.').collect();
    let marked =
        parts.len() == 1 || (parts[1..].iter().all(|part| part.len() == 3) && (1..=3).contains(&parts[0].len()));
    let digits = parts.concat();
    let fits = marked && (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// First letters of the months, in Indonesian and where it differs in English.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar"],
    &["apr"],
    &["mei", "may"],
    &["jun"],
    &["jul"],
    &["agu", "ags", "aug"],
    &["sep"],
    &["okt", "oct"],
    &["nov", "nop"],
    &["des", "dec"],
];

/// From which to which day of a year a plan means: `Februari – Mei`, `Juni 2026`, `Triwulan II`, `TW 3`, `Semester I`,
/// `sepanjang tahun`.
///
/// ```
/// use domain::plan::span;
/// use jiff::civil::date;
/// assert_eq!(span("Februari s.d. Mei 2026", 2026), Some((date(2026, 2, 1), date(2026, 5, 31))));
/// assert_eq!(span("TW II", 2026), Some((date(2026, 4, 1), date(2026, 6, 30))));
/// assert_eq!(span("semester 2", 2026), Some((date(2026, 7, 1), date(2026, 12, 31))));
/// assert_eq!(span("menunggu jadwal", 2026), None);
/// ```
#[must_use]
pub fn span(text: &str, year: i16) -> Option<(Date, Date)> {
    let plain = folded(text);
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let months = |from: i8, to: i8| Some((date(year, from, 1), date(year, to, 1).last_of_month()));
    let which = |word: &str| match word {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    };
    let after = |names: &[&str]| {
        let at = words.iter().position(|word| names.contains(word))?;
        words.get(at + 1).and_then(|word| which(word))
    };
    if let Some(quarter) = after(&["triwulan", "tw", "kuartal"]) {
        return months(quarter * 3 - 2, quarter * 3);
    }
    if let Some(half) = after(&["semester", "smt"]).filter(|half| *half <= 2) {
        return months(half * 6 - 5, half * 6);
    }
    if plain.contains("sepanjang tahun") || plain.contains("setiap bulan") || plain.contains("1 tahun") {
        return months(1, 12);
    }
    let month = |word: &&str| {
        let named = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
        i8::try_from(named + 1).ok()
    };
    let named: Vec<i8> = words.iter().filter_map(month).collect();
    let (first, last) = (named.first()?, named.last()?);
    if first <= last { months(*first, *last) } else { None }
}
