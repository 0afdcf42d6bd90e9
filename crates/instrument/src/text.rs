//! Texts in the two languages every instrument is written in.
//!
//! For: the wording an instrument carries. Not for: the wording of a user interface (that is the `words` crate).
//! Next: `model.rs`, where texts are attached to items and classes.

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Bahasa Indonesia, the first language.
    #[default]
    Id,
    /// English.
    En,
}

/// One text in Indonesian and English. In a parsed instrument neither is empty.
///
/// ```
/// use instrument::{Lang, Text};
/// let text = Text::new("Aman", "Safe");
/// assert_eq!(text.get(Lang::Id), "Aman");
/// assert_eq!(text.get(Lang::En), "Safe");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Text {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Builds a text from its two languages.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// The text in the language asked for.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}
