//! What prevention science says of kinds of activity: advice as data, never a block.

use crate::programme::{
    Strength, both,
    catalogue::{CatalogueError, unlike},
};
use instrument::Text;
use serde::Deserialize;

/// What is said of some kinds of activity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Its name.
    pub id: String,
    /// How well they are known to work.
    pub strength: Strength,
    /// The kinds of activity, by the catalogue's id.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Words by which a plan's activity is known to be of them, in lower case.
    pub words: Vec<String>,
    /// What is known.
    #[serde(deserialize_with = "both::text")]
    pub says: Text,
    /// What would do more; where there is such a thing.
    #[serde(default, deserialize_with = "both::perhaps")]
    pub instead: Option<Text>,
}

/// All advice, with where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prevention {
    /// Names this list.
    pub id: String,
    /// And its version.
    pub version: String,
    /// True while nobody official has worded it.
    pub provisional: bool,
    /// Where it is from.
    #[serde(deserialize_with = "both::text")]
    pub source: Text,
    /// The advice; of several that fit, the first is given.
    pub advice: Vec<Advice>,
}

impl Prevention {
    /// Reads and proves a list.
    ///
    /// # Errors
    /// [`CatalogueError`]: no such file, or an id twice.
    pub fn parse(source: &str) -> Result<Self, CatalogueError> {
        let list: Self = toml::from_str(source)?;
        unlike(list.advice.iter().map(|one| one.id.as_str()))?;
        Ok(list)
    }

    /// What is said of a kind of activity.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Option<&Advice> {
        self.advice.iter().find(|one| one.kinds.iter().any(|known| known == kind))
    }

    /// What is said of an activity that a plan names in its own words: a word of it must begin with one that is known.
    ///
    /// ```
    /// use domain::{plan::Prevention, programme::Strength};
    /// let known = Prevention::parse(include_str!("../../../../rules/catalogues/prevention.toml"))?;
    /// assert_eq!(known.of_words("Penyuluhan bagi pegawai").map(|one| one.strength), Some(Strength::Weak));
    /// assert_eq!(known.of_words("Pelatihan ketahanan keluarga").map(|one| one.strength), Some(Strength::Strong));
    /// assert_eq!(known.of_words("Rapat staf"), None);
    /// # Ok::<(), domain::programme::catalogue::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn of_words(&self, activity: &str) -> Option<&Advice> {
        let text: String = activity.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let text = format!(" {}", text.split_whitespace().collect::<Vec<_>>().join(" "));
        self.advice.iter().find(|one| one.words.iter().any(|word| text.contains(&format!(" {word}"))))
    }
}
