//! What a form says about its columns, in one language.
//!
//! For: allowed answers, thresholds and units as sentences. Not for: where they stand (`entry.rs`, `definitions.rs`).

use super::Template;
use instrument::{Item, Kind, Lang, PresenceRule};
use words::{Value, Words, words};

/// The wording of one form.
#[derive(Debug)]
pub(crate) struct Said {
    words: Words,
    lang: Lang,
    /// `kawasan-rawan-8-5@2026.1 · sementara`.
    pub version: String,
}

impl Said {
    pub fn new(template: &Template<'_>) -> Self {
        let words = words(template.lang);
        let mark = if template.rule.provisional() {
            format!(" · {}", words.t("document-provisional"))
        } else {
            String::new()
        };
        Self { words, lang: template.lang, version: format!("{}{mark}", template.rule.rule()) }
    }

    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    pub fn with(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values: Vec<(&str, Value<'_>)> = values.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
        self.words.with(key, values)
    }

    pub const fn lang(&self) -> Lang {
        self.lang
    }

    pub fn title<'i>(&self, item: &'i Item) -> &'i str {
        item.title.get(self.lang)
    }

    pub fn unit<'i>(&self, item: &'i Item) -> &'i str {
        item.unit.as_ref().map_or("", |unit| unit.get(self.lang))
    }

    /// "Kasus kejahatan narkoba (kasus per tahun)".
    pub fn headline(&self, item: &Item) -> String {
        let headline = match self.unit(item) {
            "" => self.title(item).to_owned(),
            unit => format!("{} ({unit})", self.title(item)),
        };
        // Where "ada" could be taken the wrong way round, the heading says it too: paper has no list to open.
        match &item.yes_no {
            Some((yes, no)) => format!("{headline}: ada = {}; tidak = {}", yes.get(self.lang), no.get(self.lang)),
            None => match item.choices.as_slice() {
                [first, .., last] if item.kind == Kind::Scale => {
                    let end =
                        |choice: &instrument::Choice| format!("{} = {}", choice.value, choice.label.get(self.lang));
                    format!("{headline}: {} … {}", end(first), end(last))
                }
                _ => headline,
            },
        }
    }

    /// What may be answered; choices with their labels only where there is room for them.
    pub fn answers(&self, item: &Item, labels: bool) -> String {
        let (min, max) = (item.min.unwrap_or(0.0), item.max);
        let number = |number: f64| self.words.decimal(number);
        let range = || match max {
            Some(max) => self.with("document-range-between", &[("min", &number(min)), ("max", &number(max))]),
            None => self.with("document-range-from", &[("min", &number(min))]),
        };
        match item.kind {
            Kind::Count => self.with("document-allow-count", &[("range", &range())]),
            Kind::Number => self.with("document-allow-number", &[("range", &range())]),
            Kind::YesNo => match &item.yes_no {
                Some((yes, no)) => {
                    let words = [("yes", yes.get(self.lang)), ("no", no.get(self.lang))];
                    self.with("document-allow-yes-no-words", &words)
                }
                None => self.t("document-allow-yes-no"),
            },
            Kind::Choice | Kind::Scale => {
                let choice = |choice: &instrument::Choice| match labels {
                    true => format!("{} = {}", choice.value, choice.label.get(self.lang)),
                    false => choice.value.clone(),
                };
                let choices: Vec<String> = item.choices.iter().map(choice).collect();
                self.with("document-allow-choice", &[("choices", &choices.join(", "))])
            }
            Kind::Text => self.t("document-allow-text"),
            Kind::Date => self.t("document-allow-date"),
        }
    }

    /// From when on an item counts as present.
    pub fn present(&self, item: &Item) -> String {
        let number = |number: f64| self.words.decimal(number);
        let Some(present) = &item.present else { return self.t("document-present-none") };
        match &present.rule {
            PresenceRule::AtLeast(n) => {
                let said = self.with("document-present-at-least", &[("n", &number(*n)), ("unit", self.unit(item))]);
                said.trim_end().to_owned()
            }
            PresenceRule::Per1000Residents(n) => self.with("instrument-per-residents", &[("n", &number(*n))]),
            PresenceRule::Per1000Households(n) => self.with("instrument-per-households", &[("n", &number(*n))]),
            PresenceRule::TopShare(share) => self.with("instrument-top-share", &[("n", &number(share * 100.0))]),
            PresenceRule::Yes => self.t("instrument-yes"),
            PresenceRule::Choices(choices) => {
                let choice = |at: &u16| item.choices.get(usize::from(*at)).map(|choice| choice.value.as_str());
                let choices: Vec<&str> = choices.iter().filter_map(choice).collect();
                self.with("document-present-choices", &[("choices", &choices.join(", "))])
            }
        }
    }

    /// "ambang sementara" where it is.
    pub fn note(&self, item: &Item) -> String {
        let provisional = item.present.as_ref().is_some_and(|present| present.provisional);
        if provisional { self.t("document-provisional-limit") } else { String::new() }
    }
}

/// The text, shortened to so many UTF-16 units, as Excel counts.
pub(super) fn at_most(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut left = units.saturating_sub(1);
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}
