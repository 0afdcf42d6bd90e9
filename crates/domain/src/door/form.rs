//! What the report form asks and advises, and which details of a text point to who wrote it.

use crate::programme::{
    both,
    catalogue::{CatalogueError, unlike},
};
use instrument::Text;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use std::ops::Range;

/// A question about the writer's own safety. The answer stays on the page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyQuestion {
    /// Its name.
    pub id: String,
    /// Which answer calls for the advice.
    pub advise_when: bool,
    /// Whether that answer also takes away the fields for exact details.
    #[serde(default)]
    pub coarse: bool,
    /// What is asked.
    #[serde(deserialize_with = "both::text")]
    pub question: Text,
    /// What is advised.
    #[serde(deserialize_with = "both::text")]
    pub advice: Text,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name in a letter.
    pub id: String,
    /// What it is called.
    #[serde(deserialize_with = "both::text")]
    pub title: Text,
}

/// The report form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportForm {
    /// Names it.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while no regulation prescribes it.
    pub provisional: bool,
    /// Asked first.
    pub safety: Vec<SafetyQuestion>,
    /// What it may be about.
    pub about: Vec<Choice>,
    /// When it was.
    pub when: Vec<Choice>,
}

impl ReportForm {
    /// Reads and proves a form.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, an id twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let form: Self = toml::from_str(source)?;
        unlike(form.safety.iter().map(|one| one.id.as_str()))?;
        unlike(form.about.iter().map(|one| one.id.as_str()))?;
        unlike(form.when.iter().map(|one| one.id.as_str()))?;
        Ok(form)
    }
}

/// A detail that points to who wrote a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where in the text, in bytes.
    pub at: Range<usize>,
    /// Why: `number`, `mail`, `time`, `kin`, `self`.
    pub why: String,
}

/// What such details look like; the page in the browser reads the same file.
#[derive(Debug)]
pub struct Marks(Vec<(String, Regex)>);

#[derive(Deserialize)]
struct Pattern {
    id: String,
    pattern: String,
}

impl Marks {
    /// Reads the patterns.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let broken = CatalogueError::Pattern;
        let patterns: Vec<Pattern> = serde_json::from_str(source).map_err(|error| broken(error.to_string()))?;
        let compiled = patterns.into_iter().map(|Pattern { id, pattern }| {
            let regex = RegexBuilder::new(&pattern).case_insensitive(true).build();
            regex.map(|regex| (id, regex)).map_err(|error| broken(error.to_string()))
        });
        Ok(Self(compiled.collect::<Result<_, _>>()?))
    }

    /// The details in a text, in their order; of two that overlap the first.
    ///
    /// ```
    /// use domain::door::Marks;
    /// let marks = Marks::parse(include_str!("../../../../rules/doors/marks.json"))?;
    /// let text = "Suamiku melihatnya jam 21.30, hubungi 0812-3456-7890.";
    /// let found = marks.of(text);
    /// let said: Vec<_> = found.iter().map(|mark| (mark.why.as_str(), &text[mark.at.clone()])).collect();
    /// assert_eq!(said, [("kin", "Suamiku"), ("time", "21.30"), ("number", "0812-3456-7890")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(&self, text: &str) -> Vec<Mark> {
        let found = self
            .0
            .iter()
            .flat_map(|(why, regex)| regex.find_iter(text).map(|found| Mark { at: found.range(), why: why.clone() }));
        let mut all: Vec<Mark> = found.collect();
        all.sort_by_key(|mark| (mark.at.start, std::cmp::Reverse(mark.at.end)));
        let mut end = 0;
        all.retain(|mark| {
            mark.at.start >= end && {
                end = mark.at.end;
                true
            }
        });
        all
    }
}
