//! The rule that protects small numbers, read from `rules/disclosure/` and proved before the program starts.
//!
//! For: what an office may set. Not for: how numbers are protected (`insight::disclosure`), or which (`joint.rs`).

use insight::disclosure::{Reader, Rule, Zeros};
use instrument::Text;
use serde::Deserialize;

const BUILT_IN: &str = include_str!("../../../../rules/disclosure/default.toml");

/// When a count is hidden, with the texts that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// `id@version`.
    pub name: String,
    /// Digest of the file.
    pub digest: String,
    /// Whether the official rule is not known.
    pub provisional: bool,
    /// What it is called.
    pub title: Text,
    /// What it does, in plain words.
    pub explanation: Text,
    /// What exactly is provisional.
    pub provisional_note: Text,
    /// The numbers.
    pub rule: Rule,
}

/// Why a file is no rule.
#[derive(Debug, thiserror::Error)]
pub enum DisclosureError {
    /// No TOML, a key too many, or one too few.
    #[error(transparent)]
    File(#[from] toml::de::Error),
    /// A value that does not hold.
    #[error("{0}")]
    Value(&'static str),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: String,
    #[serde(default)]
    provisional: bool,
    threshold: u64,
    span: u64,
    zeros: ZerosWord,
    title: Both,
    explanation: Both,
    #[serde(default)]
    provisional_note: Both,
    legal: Legal,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ZerosWord {
    Shown,
    MayHide,
    Small,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Both {
    id: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Legal {
    bases: Vec<Both>,
}

impl Both {
    fn is_empty(&self) -> bool {
        self.id.trim().is_empty() || self.en.trim().is_empty()
    }

    fn text(self) -> Text {
        Text::new(self.id, self.en)
    }
}

impl Disclosure {
    /// The rule that the program brings along.
    ///
    /// # Errors
    /// Never for a program that was tested.
    pub fn builtin() -> Result<Self, DisclosureError> {
        Self::parse(BUILT_IN)
    }

    /// Reads and proves a file.
    ///
    /// # Errors
    /// [`DisclosureError`]: what is written is no rule, or one that protects nothing.
    pub fn parse(source: &str) -> Result<Self, DisclosureError> {
        let file: File = toml::from_str(source)?;
        let named = |text: &str| {
            let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
            plain && (1..=64).contains(&text.len())
        };
        let wrong = DisclosureError::Value;
        if !named(&file.id) || !named(&file.version) {
            return Err(wrong("id and version: 1 to 64 letters, digits, . - _"));
        }
        if !(2..=1000).contains(&file.threshold) || !(2..=1000).contains(&file.span) {
            return Err(wrong("threshold and span: 2 to 1000"));
        }
        if file.title.is_empty() || file.explanation.is_empty() {
            return Err(wrong("title and explanation: in both languages"));
        }
        // A rule without a legal basis is not official.
        if (file.legal.bases.is_empty() && !file.provisional) || (file.provisional && file.provisional_note.is_empty())
        {
            return Err(wrong("without a legal basis: provisional = true, and a note in both languages"));
        }
        if file.legal.bases.iter().any(Both::is_empty) {
            return Err(wrong("legal bases: in both languages"));
        }
        let zeros = match file.zeros {
            ZerosWord::Shown => Zeros::Shown,
            ZerosWord::MayHide => Zeros::MayHide,
            ZerosWord::Small => Zeros::Small,
        };
        Ok(Self {
            name: format!("{}@{}", file.id, file.version),
            digest: seal::Digest::of(source.as_bytes()).to_string(),
            provisional: file.provisional,
            title: file.title.text(),
            explanation: file.explanation.text(),
            provisional_note: file.provisional_note.text(),
            rule: Rule { threshold: file.threshold, span: file.span, zeros, reader: Reader::KnowsRule },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rule_holds_and_what_protects_nothing_is_refused() {
        let rule = Disclosure::builtin().unwrap();
        assert_eq!((rule.rule, rule.name.as_str()), (Rule::default(), "angka-kecil@2026.1"));
        for (from, to) in [
            ("threshold = 5", "threshold = 1"),
            ("span = 5", "span = 0"),
            ("provisional = true", "provisional = false"),
            ("zeros = \"shown\"", "zeros = \"gone\""),
            ("version = \"2026.1\"", "version = \"2026 1\""),
            ("[title]", "more = 1\n[title]"),
        ] {
            assert!(BUILT_IN.contains(from) && Disclosure::parse(&BUILT_IN.replace(from, to)).is_err(), "{to}");
        }
    }
}
