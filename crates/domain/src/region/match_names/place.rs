//! For: whether a village lies where the district and regency columns say.
//! Not for: the name column (`mod.rs`, `index.rs`).
//! Next: `mod.rs` weighs both.

use std::collections::{BTreeMap, BTreeSet};

use super::similar::Pattern;
use super::words::{strip_district, strip_regency, written_out_first};
use crate::region::{Gazetteer, RegionCode, fold_words};

/// How far a village lies where the row says. Ordered from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The row names another place.
    Elsewhere,
    /// The row's spelling is only near to the place's.
    Near,
    /// The row agrees, or does not say.
    Agrees,
}

impl Fit {
    /// What it leaves of a name's likeness.
    pub fn weight(self) -> f64 {
        match self {
            Self::Agrees => 1.0,
            Self::Near => 0.95,
            Self::Elsewhere => 0.8,
        }
    }
}

/// A district's or regency's name as it is compared.
struct Place {
    whole: String,
    bare: String,
    written_out: String,
}

/// The districts and regencies in scope.
pub(super) struct Places {
    districts: BTreeMap<RegionCode, Place>,
    regencies: BTreeMap<RegionCode, Place>,
    districts_by_key: BTreeSet<(String, RegionCode)>,
}

/// What one row says about the place.
#[derive(Default)]
pub(super) struct Said {
    /// The district column; none if it is empty.
    district: Option<Column>,
    /// The districts in scope of exactly that name.
    districts: Vec<RegionCode>,
    regency: Option<Column>,
    /// Whether the regency column says it is a city.
    city: Option<bool>,
}

/// A column's text as it is compared.
struct Column {
    whole: String,
    /// Without "Kec.", "Kab." and the like.
    bare: String,
    written_out: String,
    /// `bare`, to find near spellings.
    pattern: Pattern,
}

impl Places {
    pub fn new(gazetteer: &Gazetteer, villages: impl Iterator<Item = RegionCode>) -> Self {
        let (mut districts, mut regencies) = (BTreeMap::new(), BTreeMap::new());
        for village in villages {
            if let Some(code) = village.district() {
                districts.entry(code).or_insert_with(|| {
                    let words = fold_words(gazetteer.name(code).unwrap_or_default());
                    Place::new(&words, strip_district(&words))
                });
            }
            if let Some(code) = village.regency() {
                regencies.entry(code).or_insert_with(|| {
                    let words = fold_words(gazetteer.name(code).unwrap_or_default());
                    Place::new(&words, strip_regency(&words).0)
                });
            }
        }
        let keys = districts.iter().flat_map(|(code, place)| [(&place.whole, *code), (&place.bare, *code)]);
        let districts_by_key = keys.map(|(key, code)| (key.clone(), code)).collect();
        Self { districts, regencies, districts_by_key }
    }

    /// Reads the two columns once, for all villages a row may mean.
    pub fn read(&self, district: Option<&str>, regency: Option<&str>) -> Said {
        let mut said = Said::default();
        let words = fold_words(district.unwrap_or_default());
        if !words.is_empty() {
            let bare = strip_district(&words);
            let column = Column::new(&words, bare);
            said.districts =
                [&column.whole, &column.bare].into_iter().flat_map(|key| self.districts_called(key)).collect();
            said.district = Some(column);
        }
        let words = fold_words(regency.unwrap_or_default());
        if !words.is_empty() {
            let (bare, city) = strip_regency(&words);
            said.city = city;
            said.regency = Some(Column::new(&words, bare));
        }
        said
    }

    /// True if a district in scope bears this name, folded.
    pub fn knows_district(&self, name: &str) -> bool {
        !self.read(Some(name), None).districts.is_empty()
    }

    /// True if a regency in scope bears this name, folded.
    pub fn knows_regency(&self, name: &str) -> bool {
        let said = self.read(None, Some(name));
        said.regency.is_some() && self.regencies.keys().any(|code| self.regency_fit(&said, *code) == Fit::Agrees)
    }

    /// How far the village lies where the row says, by the worse of both columns.
    pub fn fit(&self, said: &Said, village: RegionCode) -> Fit {
        let district = village.district().map_or(Fit::Agrees, |code| self.district_fit(said, code));
        let regency = village.regency().map_or(Fit::Agrees, |code| self.regency_fit(said, code));
        district.min(regency)
    }

    fn districts_called<'s>(&'s self, key: &'s str) -> impl Iterator<Item = RegionCode> + 's {
        let from = (key.to_owned(), RegionCode::FIRST);
        self.districts_by_key.range(from..).take_while(move |(k, _)| k == key).map(|(_, code)| *code)
    }

    fn district_fit(&self, said: &Said, code: RegionCode) -> Fit {
        let Some(column) = &said.district else { return Fit::Agrees };
        if said.districts.contains(&code) {
            return Fit::Agrees;
        }
        match self.districts.get(&code) {
            // A name that is another district's, letter for letter, is not a slip of this one's.
            Some(place) if said.districts.is_empty() && place.is_near(column) => Fit::Near,
            _ => Fit::Elsewhere,
        }
    }

    fn regency_fit(&self, said: &Said, code: RegionCode) -> Fit {
        let Some(column) = &said.regency else { return Fit::Agrees };
        let Some(place) = self.regencies.get(&code) else { return Fit::Elsewhere };
        let kind_agrees = said.city.is_none_or(|city| city == code.is_city());
        // "Kota Baru" for Kabupaten Kotabaru: the whole of what was written is the bare name.
        if [&place.whole, &place.bare].contains(&&column.whole) || (kind_agrees && column.bare == place.bare) {
            Fit::Agrees
        } else if kind_agrees && place.is_near(column) {
            Fit::Near
        } else {
            Fit::Elsewhere
        }
    }
}

impl Place {
    fn new(words: &[String], bare: &[String]) -> Self {
        Self { whole: words.concat(), bare: bare.concat(), written_out: written_out_first(&bare.join(" ")) }
    }

    fn is_near(&self, column: &Column) -> bool {
        column.written_out == self.written_out || column.pattern.likeness(&self.bare).is_some()
    }
}

impl Column {
    fn new(words: &[String], bare: &[String]) -> Self {
        let Place { whole, bare, written_out } = Place::new(words, bare);
        Self { pattern: Pattern::new(&bare), whole, bare, written_out }
    }
}
