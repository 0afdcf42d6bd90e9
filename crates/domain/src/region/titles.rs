//! For: what people call a village, its head and its district where they live: gampong, keuchik, pambakal, distrik.
//! Not for: names of single places (`gazetteer.rs`) or any other word of the interface (`words`).
//! Next: `rules/regions/titles.toml` is the data, with how sure each line is.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::code::{RegionCode, VillageKind};
use instrument::Lang;

const BUILTIN: &str = include_str!("../../../../rules/regions/titles.toml");

/// How far a line of the titles file may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sure {
    /// Spelling or reach varies; ask the place first.
    No,
    /// In common official use, but the regional regulation was not read.
    Likely,
    /// National law, or long and uniform official use.
    Yes,
}

/// Why a titles file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TitlesError {
    /// Not TOML, a word missing in the default, an unknown key, or a wrong area code.
    #[error("the titles file cannot be read: {0}")]
    File(#[from] toml::de::Error),
    /// An area stands on two lines.
    #[error("{0} stands on two lines of the titles file")]
    Twice(RegionCode),
}

/// Local words by area. The longest prefix wins, for each word on its own.
///
/// ```
/// use domain::region::Titles;
/// use instrument::Lang;
/// let titles = Titles::builtin();
/// let hss = "63.06.01.2001".parse()?;
/// assert_eq!(titles.head_title(hss, Lang::Id), "pambakal");
/// assert_eq!(titles.head_title(hss, Lang::En), "village head (pambakal)");
/// assert_eq!(titles.village_word("21.71.07.1001".parse()?, Lang::Id), "kelurahan");
/// # Ok::<(), domain::region::RegionCodeError>(())
/// ```
#[derive(Debug, Default)]
pub struct Titles {
    default: Words<Text>,
    local: BTreeMap<RegionCode, (Words<Option<Text>>, Sure)>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Text {
    id: String,
    en: String,
}

/// The eight words a line can give.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words<T> {
    desa: T,
    desa_head: T,
    kelurahan: T,
    kelurahan_head: T,
    desa_adat: T,
    desa_adat_head: T,
    district: T,
    district_head: T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    default: Words<Text>,
    local: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    of: Vec<RegionCode>,
    sure: Sure,
    desa: Option<String>,
    desa_head: Option<String>,
    kelurahan: Option<String>,
    kelurahan_head: Option<String>,
    desa_adat: Option<String>,
    desa_adat_head: Option<String>,
    district: Option<String>,
    district_head: Option<String>,
}

impl Titles {
    /// The titles that come with the program.
    pub fn builtin() -> Arc<Self> {
        static TITLES: OnceLock<Arc<Titles>> = OnceLock::new();
        // The file is part of the program and a test parses it, so the empty titles are never met.
        Arc::clone(TITLES.get_or_init(|| Arc::new(Self::parse(BUILTIN).unwrap_or_default())))
    }

    /// Titles from the text of a file like `rules/regions/titles.toml`.
    ///
    /// # Errors
    /// [`TitlesError`] if it is not such a file, or an area stands on two lines.
    pub fn parse(toml: &str) -> Result<Self, TitlesError> {
        let File { default, local: lines } = toml::from_str(toml)?;
        let mut local = BTreeMap::new();
        for line in lines {
            for &area in &line.of {
                let words = line.words(&default);
                if local.insert(area, (words, line.sure)).is_some() {
                    return Err(TitlesError::Twice(area));
                }
            }
        }
        Ok(Self { default, local })
    }

    /// What this village is called by kind: "gampong", "kelurahan". For a wider region, what its desa are called.
    pub fn village_word(&self, code: RegionCode, lang: Lang) -> &str {
        match code.village_kind() {
            Some(VillageKind::Kelurahan) => self.word(code, lang, &self.default.kelurahan, |w| &w.kelurahan),
            Some(VillageKind::DesaAdat) => self.word(code, lang, &self.default.desa_adat, |w| &w.desa_adat),
            _ => self.word(code, lang, &self.default.desa, |w| &w.desa),
        }
    }

    /// The title of this village's head: "keuchik", "lurah". For a wider region, that of the heads of its desa.
    pub fn head_title(&self, code: RegionCode, lang: Lang) -> &str {
        match code.village_kind() {
            Some(VillageKind::Kelurahan) => self.word(code, lang, &self.default.kelurahan_head, |w| &w.kelurahan_head),
            Some(VillageKind::DesaAdat) => self.word(code, lang, &self.default.desa_adat_head, |w| &w.desa_adat_head),
            _ => self.word(code, lang, &self.default.desa_head, |w| &w.desa_head),
        }
    }

    /// What a district is called there: "kecamatan", "distrik", "kapanewon".
    pub fn district_word(&self, code: RegionCode, lang: Lang) -> &str {
        self.word(code, lang, &self.default.district, |w| &w.district)
    }

    /// The title of a district's head there: "camat", "kepala distrik", "panewu".
    pub fn district_head_title(&self, code: RegionCode, lang: Lang) -> &str {
        self.word(code, lang, &self.default.district_head, |w| &w.district_head)
    }

    /// How sure the nearest line for this place is; the default words are sure.
    pub fn sure(&self, code: RegionCode) -> Sure {
        self.lines(code).next().map_or(Sure::Yes, |(_, sure)| *sure)
    }

    fn word<'t>(
        &'t self,
        code: RegionCode,
        lang: Lang,
        default: &'t Text,
        pick: impl Fn(&Words<Option<Text>>) -> &Option<Text>,
    ) -> &'t str {
        let text = self.lines(code).find_map(|(words, _)| pick(words).as_ref()).unwrap_or(default);
        match lang {
            Lang::Id => &text.id,
            Lang::En => &text.en,
        }
    }

    /// The lines that speak of this place, longest prefix first.
    fn lines(&self, code: RegionCode) -> impl Iterator<Item = &(Words<Option<Text>>, Sure)> {
        std::iter::once(code).chain(code.ancestors()).filter_map(|area| self.local.get(&area))
    }
}

impl Line {
    fn words(&self, default: &Words<Text>) -> Words<Option<Text>> {
        let text = |word: &Option<String>, default: &Text| {
            word.as_ref().map(|id| Text {
                id: id.clone(),
                en: if *id == default.id { default.en.clone() } else { format!("{} ({id})", default.en) },
            })
        };
        Words {
            desa: text(&self.desa, &default.desa),
            desa_head: text(&self.desa_head, &default.desa_head),
            kelurahan: text(&self.kelurahan, &default.kelurahan),
            kelurahan_head: text(&self.kelurahan_head, &default.kelurahan_head),
            desa_adat: text(&self.desa_adat, &default.desa_adat),
            desa_adat_head: text(&self.desa_adat_head, &default.desa_adat_head),
            district: text(&self.district, &default.district),
            district_head: text(&self.district_head, &default.district_head),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_in_the_program_is_read_and_names_only_places_that_exist() -> Result<(), TitlesError> {
        let titles = Titles::parse(BUILTIN)?;
        let regions = crate::region::Gazetteer::builtin();
        assert!(titles.local.keys().all(|area| regions.get(*area).is_some()));
        Ok(())
    }

    #[test]
    fn the_longest_prefix_wins_word_by_word() -> Result<(), Box<dyn std::error::Error>> {
        let titles = Titles::builtin();
        let head = |code: &str| code.parse().map(|code| titles.head_title(code, Lang::Id).to_owned());
        let village = |code: &str| code.parse().map(|code| titles.village_word(code, Lang::Id).to_owned());
        let district = |code: &str| code.parse().map(|code| titles.district_word(code, Lang::Id).to_owned());
        assert_eq!((village("11.06.01.2001")?, head("11.06.01.2001")?), ("gampong".into(), "keuchik".into()));
        assert_eq!((village("11.16.01.2001")?, head("11.16.01.2001")?), ("kampung".into(), "datok penghulu".into()));
        assert_eq!(head("63.06.05.1001")?, "lurah");
        assert_eq!(head("15.08.01.2001")?, "datuk rio");
        assert_eq!((village("51.08.01.2001")?, head("51.08.01.2001")?), ("desa".into(), "perbekel".into()));
        assert_eq!((head("34.04.01.2001")?, district("34.04.01")?), ("lurah".into(), "kapanewon".into()));
        assert_eq!((district("34.71.01")?, district("91.03.01")?), ("kemantren".into(), "distrik".into()));
        assert_eq!(village("91.03.01.3007")?, "kampung adat");
        assert_eq!(head("99.71.01.2001")?, "kepala desa");
        assert_eq!(titles.sure("11.10".parse()?), Sure::No);
        Ok(())
    }

    #[test]
    fn a_wrong_file_is_refused() {
        assert!(Titles::parse("local = []").is_err());
        let twice = format!("{BUILTIN}\n[[local]]\nof = [\"11\"]\nsure = \"no\"\n");
        assert!(matches!(Titles::parse(&twice), Err(TitlesError::Twice(_))));
    }
}
