//! Every text that a person reads, in Indonesian and English, and how numbers, dates and times are written.
//!
//! The texts are Fluent files in `locales/`, one a noun, the same keys in both languages (a test compares them, another
//! finds keys that are used and missing). Not here: the texts of an instrument, which are part of its rule file.

#![warn(missing_docs)]

mod figures;

pub use figures::Zone;
pub use fluent_bundle::FluentValue as Value;
pub use instrument::Lang;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use instrument::Text;
use std::sync::OnceLock;

macro_rules! locales {
    ($($noun:literal),*) => {
        const ID: &[&str] = &[$(include_str!(concat!("../../../locales/id/", $noun, ".ftl"))),*];
        const EN: &[&str] = &[$(include_str!(concat!("../../../locales/en/", $noun, ".ftl"))),*];
    };
}

locales!(
    "access",
    "account",
    "activity",
    "agency",
    "attendance",
    "backup",
    "api",
    "boundary",
    "brief",
    "budget",
    "city",
    "command",
    "commitment",
    "contact",
    "decree",
    "desk",
    "door",
    "document",
    "evidence",
    "form",
    "directory",
    "import",
    "instrument",
    "intervention",
    "law",
    "ledger",
    "list",
    "local",
    "meeting",
    "milestone",
    "observation",
    "moment",
    "page",
    "paper",
    "plan",
    "programme",
    "public",
    "region",
    "report",
    "rule",
    "sheet",
    "tag",
    "target",
    "task",
    "tip",
    "team",
    "total",
    "village",
    "visit"
);

/// The texts of one language.
#[derive(Clone, Copy)]
pub struct Words {
    lang: Lang,
    bundle: &'static FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({:?})", self.lang)
    }
}

/// The texts of a language.
///
/// ```
/// use words::{Lang, words};
/// assert_eq!(words(Lang::Id).t("page-send"), "Kirim");
/// assert_eq!(words(Lang::En).t("page-send"), "Send");
/// ```
#[must_use]
pub fn words(lang: Lang) -> Words {
    static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 2] = [OnceLock::new(), OnceLock::new()];
    let (slot, code, texts) = match lang {
        Lang::Id => (&BUNDLES[0], "id", ID),
        Lang::En => (&BUNDLES[1], "en", EN),
    };
    Words { lang, bundle: slot.get_or_init(|| bundle(code, texts)) }
}

fn bundle(code: &str, texts: &[&str]) -> FluentBundle<FluentResource> {
    let language: unic_langid::LanguageIdentifier = code.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Marks around inserted values are for mixed writing directions, which neither language has.
    bundle.set_use_isolating(false);
    for text in texts {
        // A faulty line is left out and found by the test; the rest of the file still speaks.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Words {
    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// `id` or `en`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.lang {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// Whether a text with this key exists.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The text; the key itself where it is missing, so that a page still shows.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        let none: [(&str, Value<'_>); 0] = [];
        self.with(key, none)
    }

    /// The text with values put in: `w.with("city-reported", &[("n", 58.into()), ("of", 64.into())])`.
    #[must_use]
    pub fn with<'v>(&self, key: impl AsRef<str>, values: impl AsRef<[(&'v str, Value<'v>)]>) -> String {
        let key = key.as_ref();
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in values.as_ref() {
            arguments.set(*name, value.clone());
        }
        self.bundle.format_pattern(pattern, Some(&arguments), &mut vec![]).into_owned()
    }
}

/// A text in both languages, for those who do not know yet who will read it.
#[must_use]
pub fn both(key: &str, values: &[(&'static str, &str)]) -> Text {
    let values: Vec<(&str, Value<'_>)> = values.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
    Text::new(words(Lang::Id).with(key, &values), words(Lang::En).with(key, &values))
}
