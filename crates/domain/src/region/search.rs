//! For: finding a region while somebody types: by part of its name, or by code.
//! Not for: deciding which village a name in a file means (`match_names/`).
//! Next: `fold.rs` for what counts as the same letters.

use super::code::{Level, RegionCode};
use super::fold::{fold, fold_words};
use super::gazetteer::{Gazetteer, Region};

/// How well a name answers a query, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Prefix,
    WordPrefix,
    Contains,
}

impl Gazetteer {
    /// Regions whose name or code answers the query, at most `limit`, on all levels, ended ones left out.
    ///
    /// A query of digits (and dots) finds codes that begin with it. Any other query finds names, spelling folded: the whole
    /// name first, then names that begin with it, then those in which a word does, then those that contain it. Regencies
    /// are also found without "Kabupaten" or "Kota". Within each group wider regions come first, then code order.
    ///
    /// ```
    /// use domain::region::Gazetteer;
    /// let regions = Gazetteer::builtin();
    /// let found = regions.search("muka kuning", Some("21.71".parse()?), 5);
    /// assert_eq!(found[0].code.to_string(), "21.71.07.1001");
    /// assert_eq!(regions.search("2171", None, 1)[0].name, "Kota Batam");
    /// # Ok::<(), domain::region::RegionCodeError>(())
    /// ```
    pub fn search(&self, query: &str, within: Option<RegionCode>, limit: usize) -> Vec<Region<'_>> {
        let key = fold(query);
        if key.is_empty() || limit == 0 {
            return Vec::new();
        }
        let span = within.map_or(0..self.len(), |code| self.span(code));
        if key.bytes().all(|b| b.is_ascii_digit()) {
            let by_code = |i: &usize| self.codes[*i].undotted().starts_with(&key);
            let mut found: Vec<_> = span.clone().filter(by_code).map(|i| self.region_at(i)).collect();
            found.retain(|region| !region.is_ended());
            if !found.is_empty() {
                found.truncate(limit);
                return found;
            }
        }
        let mut found: Vec<(Fit, Level, usize)> = span
            .filter_map(|i| {
                let level = self.codes[i].level();
                fit(self.name_at(i), level, &key).map(|fit| (fit, level, i))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, _, i)| self.region_at(i)).filter(|r| !r.is_ended()).take(limit).collect()
    }
}

fn fit(name: &str, level: Level, key: &str) -> Option<Fit> {
    let folded = fold(name);
    if !folded.contains(key) {
        return None;
    }
    let words = fold_words(name);
    let kind_words = if level == Level::Regency {
        words.iter().take_while(|w| matches!(w.as_str(), "kabupaten" | "kota" | "administrasi")).count()
    } else {
        0
    };
    let mut best = Fit::Contains;
    let mut from = 0;
    for (i, word) in words.iter().enumerate() {
        let Some(rest) = folded.get(from..) else { break };
        let at_start = i == 0 || i == kind_words;
        let fit = match rest.starts_with(key) {
            true if at_start && rest.len() == key.len() => Fit::Whole,
            true if at_start => Fit::Prefix,
            true => Fit::WordPrefix,
            false => Fit::Contains,
        };
        best = best.min(fit);
        from += word.len();
    }
    Some(best)
}
