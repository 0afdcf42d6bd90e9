//! For: laying revisions over the list, and asking how it stood on a day.
//! Not for: the shape of a revision (`revision.rs`) or the list of today (`gazetteer.rs`).
//! Next: `gazetteer.rs`.

use std::ops::Range;

use jiff::civil::Date;

use super::code::{Level, RegionCode};
use super::gazetteer::{Gazetteer, Region, below, earliest};
use super::packed::Unpacked;
use super::revision::{self, Revision, Version};

impl Gazetteer {
    /// This list with revisions over it, worked in by date. The receiver stays as it is.
    ///
    /// ```
    /// use domain::region::{Gazetteer, Revision};
    /// let city = Revision {
    ///     code: "99.71".parse()?,
    ///     name: "Kota Contoh".into(),
    ///     valid_from: None,
    ///     valid_until: None,
    ///     successors: vec![],
    /// };
    /// let regions = Gazetteer::builtin().with_revisions(&[city]);
    /// assert_eq!(regions.name("99.71".parse()?), Some("Kota Contoh"));
    /// # Ok::<(), domain::region::RegionCodeError>(())
    /// ```
    #[must_use]
    pub fn with_revisions(&self, revisions: &[Revision]) -> Self {
        let mut history = self.history.clone();
        let mut by_date: Vec<&Revision> = revisions.iter().collect();
        by_date.sort_by_key(|revision| (revision.code, revision.valid_from));
        for revision in by_date {
            let versions = history
                .entry(revision.code)
                .or_insert_with(|| self.name(revision.code).map(Version::timeless).into_iter().collect());
            revision::apply(versions, revision);
        }
        let mut list = Unpacked::default();
        let mut latest = history.iter().filter_map(|(code, v)| v.last().map(|v| (*code, &*v.name))).peekable();
        for (i, &code) in self.codes.iter().enumerate() {
            while let Some((new, name)) = latest.next_if(|(revised, _)| *revised < code) {
                list.push(new, name);
            }
            let revised = latest.next_if(|(revised, _)| *revised == code);
            list.push(code, revised.map_or_else(|| self.name_at(i), |(_, name)| name));
        }
        for (new, name) in latest {
            list.push(new, name);
        }
        Self::from_list(list, history)
    }

    /// The region as it was on that day, under the name of that day; none if it or a region it lies in was not valid.
    pub fn get_on(&self, code: RegionCode, date: Date) -> Option<Region<'_>> {
        let region = self.get(code)?;
        let stood = |code| self.history.get(&code).is_none_or(|versions| versions.iter().any(|v| v.holds_on(date)));
        if !code.ancestors().all(stood) {
            return None;
        }
        let Some(versions) = self.history.get(&code) else { return Some(region) };
        let version = versions.iter().find(|version| version.holds_on(date))?;
        Some(Region {
            name: &version.name,
            valid_from: version.from,
            valid_until: earliest(version.until, region.valid_until),
            successors: &version.successors,
            code,
        })
    }

    /// The regions directly below, as they were on that day.
    pub fn children_on(&self, code: RegionCode, date: Date) -> impl Iterator<Item = Region<'_>> {
        let level = below(code.level());
        let span = level.map_or(0..0, |_| self.span(code));
        self.on(span, level.unwrap_or(Level::Village), date)
    }

    /// The desa and kelurahan of the region, as they were on that day.
    pub fn villages_on(&self, code: RegionCode, date: Date) -> impl Iterator<Item = Region<'_>> {
        self.on(self.span(code), Level::Village, date)
    }

    fn on(&self, span: Range<usize>, level: Level, date: Date) -> impl Iterator<Item = Region<'_>> {
        span.filter(move |&i| self.codes[i].level() == level).filter_map(move |i| self.get_on(self.codes[i], date))
    }
}
