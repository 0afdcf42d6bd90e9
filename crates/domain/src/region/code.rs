//! For: the Kemendagri area code `PP.KK.CC.DDDD` as a type whose existence proves the shape is right.
//! Not for: whether a place with that code exists, or ever did (`gazetteer.rs`).
//! Next: `code_text.rs` for the written form, `gazetteer.rs` for the names.
//!
//! Inside, a code is one number of ten digits with absent groups as zero, so that ordering puts a region directly before
//! everything in it and "inside" is a range.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// What one province, regency and district spans in the ten-digit number.
pub(super) const PROVINCE: u64 = 100_000_000;
pub(super) const REGENCY: u64 = 1_000_000;
pub(super) const DISTRICT: u64 = 10_000;
/// A regency number from here on is a city (kota).
const FIRST_CITY: u64 = 71;

/// A Kemendagri area code: province, regency or city, district, or village.
///
/// Ordered so that a region comes directly before all it contains. Text form is dotted; parsing also takes plain digits.
///
/// ```
/// use domain::region::{Level, RegionCode, VillageKind};
/// let muka_kuning: RegionCode = "21.71.07.1001".parse()?;
/// assert_eq!(muka_kuning, "2171071001".parse()?);
/// assert_eq!(muka_kuning.level(), Level::Village);
/// assert_eq!(muka_kuning.village_kind(), Some(VillageKind::Kelurahan));
/// assert_eq!(muka_kuning.regency().map(|r| r.to_string()).as_deref(), Some("21.71"));
/// assert!(muka_kuning.province().contains(muka_kuning) && muka_kuning.is_city());
/// # Ok::<(), domain::region::RegionCodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(u64);

/// The four levels of the tree, widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Provinsi, two digits.
    Province,
    /// Kabupaten or kota, four digits.
    Regency,
    /// Kecamatan (distrik, kapanewon, kemantren), six digits.
    District,
    /// Desa or kelurahan, ten digits.
    Village,
}

/// What kind of village a code names: the first of its last four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VillageKind {
    /// 1xxx: an urban village, part of the city's administration, headed by a lurah.
    Kelurahan,
    /// 2xxx: a self-governing village with its own budget.
    Desa,
    /// 3xxx: a village under customary law.
    DesaAdat,
}

/// Why a text is not an area code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionCodeError {
    /// Nothing was given.
    #[error("no area code given")]
    Empty,
    /// Something other than digits and dots, or dots in the wrong place.
    #[error("an area code is written 63, 63.06, 63.06.01 or 63.06.01.2001")]
    Shape,
    /// A group is 00 (or 0000): numbering starts at one.
    #[error("an area code has no group of zeros")]
    ZeroGroup,
    /// The last group does not start with 1, 2 or 3.
    #[error("the last four digits start with 1 (kelurahan), 2 (desa) or 3 (desa adat)")]
    VillageKind,
}

impl RegionCodeError {
    /// The key of the message in `locales/`, one text for page, form and API.
    pub fn message_key(self) -> &'static str {
        match self {
            Self::Empty => "region-code-empty",
            Self::Shape => "region-code-shape",
            Self::ZeroGroup => "region-code-zero-group",
            Self::VillageKind => "region-code-village-kind",
        }
    }
}

impl RegionCode {
    /// Comes before every code there is (for ranges).
    pub(super) const FIRST: Self = Self(0);

    /// Takes the ten-digit number apart again and accepts it only if it is a code (for unpacking).
    pub(super) fn from_number(number: u64) -> Result<Self, RegionCodeError> {
        if number >= 100 * PROVINCE {
            return Err(RegionCodeError::Shape);
        }
        let groups = [number / PROVINCE, number / REGENCY % 100, number / DISTRICT % 100, number % DISTRICT];
        let given = groups.iter().rposition(|&g| g != 0).ok_or(RegionCodeError::ZeroGroup)?;
        if groups[..given].contains(&0) {
            return Err(RegionCodeError::ZeroGroup);
        }
        if given == 3 && !(1000..4000).contains(&groups[3]) {
            return Err(RegionCodeError::VillageKind);
        }
        Ok(Self(number))
    }

    /// The ten digits as a number, absent groups zero (63.06 is 6_306_000_000). Sorts like the code.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Which level of the tree this names.
    pub fn level(self) -> Level {
        if !self.0.is_multiple_of(DISTRICT) {
            Level::Village
        } else if !self.0.is_multiple_of(REGENCY) {
            Level::District
        } else if !self.0.is_multiple_of(PROVINCE) {
            Level::Regency
        } else {
            Level::Province
        }
    }

    /// The region directly above; none above a province.
    pub fn parent(self) -> Option<Self> {
        match self.level() {
            Level::Province => None,
            Level::Regency => Some(self.province()),
            Level::District => self.regency(),
            Level::Village => self.district(),
        }
    }

    /// The regions above, nearest first, ending with the province. Not this one itself.
    ///
    /// ```
    /// # use domain::region::RegionCode;
    /// let village: RegionCode = "63.06.01.2001".parse()?;
    /// let above: Vec<String> = village.ancestors().map(|r| r.to_string()).collect();
    /// assert_eq!(above, ["63.06.01", "63.06", "63"]);
    /// # Ok::<(), domain::region::RegionCodeError>(())
    /// ```
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |code| code.parent())
    }

    /// The province this is or lies in.
    pub fn province(self) -> Self {
        Self(self.0 - self.0 % PROVINCE)
    }

    /// The regency or city this is or lies in; none for a province.
    pub fn regency(self) -> Option<Self> {
        (self.level() >= Level::Regency).then(|| Self(self.0 - self.0 % REGENCY))
    }

    /// The district this is or lies in; none for a province or regency.
    pub fn district(self) -> Option<Self> {
        (self.level() >= Level::District).then(|| Self(self.0 - self.0 % DISTRICT))
    }

    /// True if `other` is this region or lies in it: the dotted form is a prefix.
    pub fn contains(self, other: Self) -> bool {
        self.range().contains(&other)
    }

    /// Every code from this region itself to the last that could lie in it.
    pub fn range(self) -> RangeInclusive<Self> {
        let span = match self.level() {
            Level::Province => PROVINCE,
            Level::Regency => REGENCY,
            Level::District => DISTRICT,
            Level::Village => 1,
        };
        self..=Self(self.0 + span - 1)
    }

    /// The kind of village; none above village level.
    pub fn village_kind(self) -> Option<VillageKind> {
        match self.0 % DISTRICT / 1000 {
            0 => None,
            1 => Some(VillageKind::Kelurahan),
            2 => Some(VillageKind::Desa),
            _ => Some(VillageKind::DesaAdat),
        }
    }

    /// True if the regency this is or lies in is a city (kota): its number is 71 or more. False for a province.
    pub fn is_city(self) -> bool {
        self.0 / REGENCY % 100 >= FIRST_CITY
    }

    /// The code without dots, as Dukcapil and BPS files write it.
    pub fn undotted(self) -> String {
        self.to_string().replace('.', "")
    }
}
