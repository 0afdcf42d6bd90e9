//! For: the list of all regions by code: names, children, counts, paths, and how they stood on a day.
//! Not for: finding a region by what somebody typed (`search.rs` for people, `match_names` for files).
//! Next: `history.rs` for revisions and dates, `packed.rs` for the built-in one.
//!
//! 91,599 regions take about 2 MB: one text with all names, and two arrays in code order. Nothing else is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::code::{Level, RegionCode, VillageKind};
use super::packed::{self, PackError, Unpacked};
use super::revision::Version;

/// A region as the gazetteer knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region<'a> {
    /// Its code.
    pub code: RegionCode,
    /// Its name; regencies carry "Kabupaten " or "Kota ".
    pub name: &'a str,
    /// First day on which it bore this name; none means since always.
    pub valid_from: Option<Date>,
    /// Last day of validity (its own or that of a region it lies in); none means still valid.
    pub valid_until: Option<Date>,
    /// What took its place; empty while it is valid.
    pub successors: &'a [RegionCode],
}

impl Region<'_> {
    /// Which level of the tree it is on.
    pub fn level(&self) -> Level {
        self.code.level()
    }

    /// Kelurahan, desa or desa adat; none above village level.
    pub fn kind(&self) -> Option<VillageKind> {
        self.code.village_kind()
    }

    /// True if it has an end, be it past or still to come.
    pub fn is_ended(&self) -> bool {
        self.valid_until.is_some()
    }
}

/// All regions: the built-in Kemendagri list, with an installation's revisions over it.
///
/// [`get`](Self::get), [`name`](Self::name) and [`path`](Self::path) answer for ended regions too, so that an old code
/// gets a clear message. Lists, counts and search hold the latest list: regions with an end are left out, even if it is
/// still to come (there is no clock here). To ask how things stand on a day there are [`get_on`](Self::get_on),
/// [`children_on`](Self::children_on) and [`villages_on`](Self::villages_on).
///
/// ```
/// use domain::region::{Gazetteer, RegionCode};
/// let regions = Gazetteer::builtin();
/// let kedung_badak: RegionCode = "32.71.06.1003".parse()?;
/// assert_eq!(regions.path(kedung_badak).as_deref(), Some("Kedung Badak, Tanah Sareal, Kota Bogor, Jawa Barat"));
/// assert_eq!(regions.count_villages("21.71".parse()?), 64);
/// # Ok::<(), domain::region::RegionCodeError>(())
/// ```
#[derive(Debug, Default)]
pub struct Gazetteer {
    pub(super) codes: Vec<RegionCode>,
    /// All names, one after the other in code order.
    pub(super) names: Box<str>,
    /// Where each name ends in `names`.
    ends: Vec<u32>,
    /// Only the codes that revisions speak of, each with all its versions, oldest first.
    pub(super) history: BTreeMap<RegionCode, Vec<Version>>,
}

impl Gazetteer {
    /// The list of Kepmendagri 300.2.2-2430 of 2025, inflated at first use and then shared.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: OnceLock<Arc<Gazetteer>> = OnceLock::new();
        // The bytes are part of the program and a test reads them, so the empty list is never met.
        Arc::clone(BUILTIN.get_or_init(|| Arc::new(Self::from_packed(packed::KEMENDAGRI_2025).unwrap_or_default())))
    }

    /// A gazetteer from bytes made by [`pack`](super::pack).
    ///
    /// # Errors
    /// [`PackError`] if the bytes are something else, cut short or damaged.
    pub fn from_packed(bytes: &[u8]) -> Result<Self, PackError> {
        Ok(Self::from_list(packed::unpack(bytes)?, BTreeMap::new()))
    }

    pub(super) fn from_list(list: Unpacked, history: BTreeMap<RegionCode, Vec<Version>>) -> Self {
        Self { codes: list.codes, names: list.names.into_boxed_str(), ends: list.ends, history }
    }

    /// The region with this code, ended or not; none if the list never knew it.
    pub fn get(&self, code: RegionCode) -> Option<Region<'_>> {
        self.codes.binary_search(&code).ok().map(|i| self.region_at(i))
    }

    /// The latest name, also of an ended region.
    pub fn name(&self, code: RegionCode) -> Option<&str> {
        self.codes.binary_search(&code).ok().map(|i| self.name_at(i))
    }

    /// What took the place of an ended region; empty if it is valid, unknown, or has no successor on record.
    pub fn successors(&self, code: RegionCode) -> &[RegionCode] {
        self.history.get(&code).and_then(|versions| versions.last()).map_or(&[], |version| &version.successors)
    }

    /// The names from this region up to its province, joined by commas; none if the code is unknown.
    pub fn path(&self, code: RegionCode) -> Option<String> {
        let mut path = self.name(code)?.to_owned();
        for name in code.ancestors().filter_map(|above| self.name(above)) {
            path.push_str(", ");
            path.push_str(name);
        }
        Some(path)
    }

    /// All provinces in code order.
    pub fn provinces(&self) -> impl Iterator<Item = Region<'_>> {
        self.lasting(0..self.codes.len(), Level::Province)
    }

    /// The regions directly below, in code order. Empty for a village.
    pub fn children(&self, code: RegionCode) -> impl Iterator<Item = Region<'_>> {
        let level = below(code.level());
        self.lasting(level.map_or(0..0, |_| self.span(code)), level.unwrap_or(Level::Village))
    }

    /// The regencies and cities this is or contains, in code order.
    pub fn regencies_in(&self, code: RegionCode) -> impl Iterator<Item = Region<'_>> {
        self.lasting(self.span(code), Level::Regency)
    }

    /// The districts this is or contains, in code order.
    pub fn districts_in(&self, code: RegionCode) -> impl Iterator<Item = Region<'_>> {
        self.lasting(self.span(code), Level::District)
    }

    /// The desa and kelurahan this is or contains, in code order.
    pub fn villages_in(&self, code: RegionCode) -> impl Iterator<Item = Region<'_>> {
        self.lasting(self.span(code), Level::Village)
    }

    /// All desa and kelurahan of the country, in code order.
    pub fn villages(&self) -> impl Iterator<Item = Region<'_>> {
        self.lasting(0..self.codes.len(), Level::Village)
    }

    /// The regions of all levels in code order: those in `within` (itself included) or all, from the one after `after` on.
    /// Finding the start costs nothing, so that a long list can be read in pages.
    ///
    /// ```
    /// use domain::region::Gazetteer;
    /// let regions = Gazetteer::builtin();
    /// let batam = Some("21.71".parse()?);
    /// let first: Vec<_> = regions.listed(batam, None).take(2).map(|region| region.code).collect();
    /// let then = regions.listed(batam, Some(first[0])).next().map(|region| region.code);
    /// assert_eq!(then, Some(first[1]));
    /// # Ok::<(), domain::region::RegionCodeError>(())
    /// ```
    pub fn listed(&self, within: Option<RegionCode>, after: Option<RegionCode>) -> impl Iterator<Item = Region<'_>> {
        let span = within.map_or(0..self.codes.len(), |code| self.span(code));
        let start = after.map_or(0, |after| self.codes.partition_point(|code| *code <= after));
        (span.start.max(start)..span.end).map(|i| self.region_at(i)).filter(|region| !region.is_ended())
    }

    /// How many desa and kelurahan lie in the region.
    pub fn count_villages(&self, code: RegionCode) -> usize {
        self.villages_in(code).count()
    }

    /// How many regions the list holds on all levels, ended ones included.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True for a list without a single region.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Where the region and all in it stand in `codes`.
    pub(super) fn span(&self, code: RegionCode) -> std::ops::Range<usize> {
        let range = code.range();
        let start = self.codes.partition_point(|c| c < range.start());
        start..start + self.codes[start..].partition_point(|c| c <= range.end())
    }

    pub(super) fn name_at(&self, i: usize) -> &str {
        let start = i.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(i).and_then(|end| self.names.get(start..*end as usize)).unwrap_or_default()
    }

    pub(super) fn region_at(&self, i: usize) -> Region<'_> {
        let code = self.codes[i];
        let latest = |code| self.history.get(&code).and_then(|versions| versions.last());
        let own = latest(code);
        let mut region = Region {
            code,
            name: self.name_at(i),
            valid_from: own.and_then(|version| version.from),
            valid_until: own.and_then(|version| version.until),
            successors: own.map_or(&[], |version| &version.successors),
        };
        if !self.history.is_empty() {
            for above in code.ancestors().filter_map(latest) {
                region.valid_until = earliest(region.valid_until, above.until);
            }
        }
        region
    }

    fn lasting(&self, span: std::ops::Range<usize>, level: Level) -> impl Iterator<Item = Region<'_>> {
        span.filter(move |&i| self.codes[i].level() == level).map(|i| self.region_at(i)).filter(|r| !r.is_ended())
    }
}

pub(super) fn below(level: Level) -> Option<Level> {
    match level {
        Level::Province => Some(Level::Regency),
        Level::Regency => Some(Level::District),
        Level::District => Some(Level::Village),
        Level::Village => None,
    }
}

/// The earlier of two ends, none being never.
pub(super) fn earliest(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
