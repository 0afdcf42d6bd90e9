//! Why an answer could not be taken, and what to do about it.
//!
//! For: one error that serves a form, a file report and an API. Not for: deciding (that is `read/`).
//! Next: `read/mod.rs`.

use crate::Text;
use crate::answer::plain;

/// Why an answer could not be taken. `raw` quotes what was found, shortened to 40 characters.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.message().en)]
#[non_exhaustive]
pub enum AnswerError {
    /// The instrument has no such item.
    UnknownItem,
    /// Not a number.
    NotANumber {
        /// What was found.
        raw: String,
    },
    /// `1.143` could be 1143 or 1,143.
    Ambiguous {
        /// What was found.
        raw: String,
        /// One way to write it clearly.
        either: String,
        /// The other way.
        or: String,
    },
    /// Below zero.
    Negative {
        /// What was found.
        raw: String,
    },
    /// A fraction where things are counted.
    Fraction {
        /// What was found.
        raw: String,
    },
    /// Outside `min..=max` of the item.
    OutOfRange {
        /// What was found.
        raw: String,
        /// Smallest accepted.
        min: f64,
        /// Largest accepted.
        max: f64,
    },
    /// Larger than 10¹².
    TooLarge {
        /// What was found.
        raw: String,
    },
    /// Infinite or not a number.
    NotFinite {
        /// What was found.
        raw: String,
    },
    /// Looks like a date (a spreadsheet may have turned the number into one).
    LooksLikeDate {
        /// What was found.
        raw: String,
    },
    /// A spreadsheet's error value such as `#REF!`.
    SpreadsheetError {
        /// What was found.
        raw: String,
    },
    /// Not one of the choices.
    UnknownChoice {
        /// What was found.
        raw: String,
        /// The values there are.
        choices: String,
    },
    /// Not a date.
    NotADate {
        /// What was found.
        raw: String,
    },
    /// More than 2,000 characters.
    TooLong {
        /// How many characters were found.
        length: usize,
    },
}

impl AnswerError {
    /// A stable name for programs and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownItem => "unknown-item",
            Self::NotANumber { .. } => "not-a-number",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Negative { .. } => "negative",
            Self::Fraction { .. } => "fraction",
            Self::OutOfRange { .. } => "out-of-range",
            Self::TooLarge { .. } => "too-large",
            Self::NotFinite { .. } => "not-finite",
            Self::LooksLikeDate { .. } => "looks-like-date",
            Self::SpreadsheetError { .. } => "spreadsheet-error",
            Self::UnknownChoice { .. } => "unknown-choice",
            Self::NotADate { .. } => "not-a-date",
            Self::TooLong { .. } => "too-long",
        }
    }

    /// What to do, in both languages, quoting the value.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::UnknownItem => {
                Text::new("Pertanyaan ini tidak ada dalam instrumen.", "This question is not in the instrument.")
            }
            Self::NotANumber { raw } => Text::new(
                format!(
                    "\"{raw}\" bukan angka. Tulis angka saja, misalnya 12; atau ada, tidak, ? (tidak tahu), - (tidak berlaku)."
                ),
                format!(
                    "\"{raw}\" is not a number. Write digits only, for example 12; or ada, tidak, ? (not known), - (not applicable)."
                ),
            ),
            Self::Ambiguous { raw, either, or } => Text::new(
                format!("\"{raw}\" bisa berarti {either} atau {or}. Tulis salah satunya dengan jelas."),
                format!("\"{raw}\" could mean {either} or {or}. Write the one you mean."),
            ),
            Self::Negative { raw } => Text::new(
                format!("\"{raw}\" kurang dari nol. Tulis 0 atau lebih."),
                format!("\"{raw}\" is below zero. Write 0 or more."),
            ),
            Self::Fraction { raw } => Text::new(
                format!("\"{raw}\" bukan bilangan bulat. Yang dihitung di sini utuh: tulis tanpa koma."),
                format!("\"{raw}\" is not a whole number. Whole things are counted here: write it without a fraction."),
            ),
            Self::OutOfRange { raw, min, max } => {
                let (min, max) = (plain(*min), plain(*max));
                let (low, high) = (min.replace('.', ","), max.replace('.', ","));
                Text::new(
                    format!("\"{raw}\" di luar batas {low} sampai {high}. Periksa kembali angkanya."),
                    format!("\"{raw}\" is outside {min} to {max}. Check the number."),
                )
            }
            Self::TooLarge { raw } => Text::new(
                format!("\"{raw}\" terlalu besar. Periksa jumlah angkanya."),
                format!("\"{raw}\" is too large. Check the number of digits."),
            ),
            Self::NotFinite { raw } => Text::new(
                format!("\"{raw}\" bukan angka yang dapat dihitung. Tulis angkanya, atau ? bila tidak tahu."),
                format!("\"{raw}\" is not a number one can compute with. Write the number, or ? if it is not known."),
            ),
            Self::LooksLikeDate { raw } => Text::new(
                format!(
                    "\"{raw}\" tampak seperti tanggal. Mungkin diubah oleh Excel: atur sel sebagai Teks, lalu tulis angkanya lagi."
                ),
                format!(
                    "\"{raw}\" looks like a date. Excel may have changed it: format the cell as Text and write the number again."
                ),
            ),
            Self::SpreadsheetError { raw } => Text::new(
                format!("\"{raw}\" adalah galat rumus Excel. Perbaiki rumusnya atau tulis angkanya."),
                format!("\"{raw}\" is an Excel formula error. Repair the formula or write the value."),
            ),
            Self::UnknownChoice { raw, choices } => Text::new(
                format!("\"{raw}\" tidak ada dalam pilihan. Pilih salah satu: {choices}."),
                format!("\"{raw}\" is not one of the choices. Choose one of: {choices}."),
            ),
            Self::NotADate { raw } => Text::new(
                format!("\"{raw}\" bukan tanggal. Tulis seperti 17/08/2024."),
                format!("\"{raw}\" is not a date. Write it like 17/08/2024."),
            ),
            Self::TooLong { length } => Text::new(
                format!("Teks ini {length} huruf; paling banyak 2000. Ringkaskan."),
                format!("This text has {length} characters; the most is 2000. Shorten it."),
            ),
        }
    }
}
