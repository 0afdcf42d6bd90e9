//! Texts in two languages as the files in `rules/` write them: `{ id = "…", en = "…" }`.

use instrument::Text;
use serde::{Deserialize, Deserializer, de::Error as _};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    id: String,
    en: String,
}

/// Reads a text; neither language may be empty.
///
/// # Errors
/// When a language is missing or says nothing.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    let Both { id, en } = Both::deserialize(from)?;
    if id.trim().is_empty() || en.trim().is_empty() {
        return Err(D::Error::custom("a text is empty in one of the two languages"));
    }
    Ok(Text::new(id, en))
}

/// Reads a text that may be missing.
///
/// # Errors
/// When it is there and a language says nothing.
pub fn perhaps<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
    text(from).map(Some)
}
