//! For: which village a free-text name means. BNN's own forms carry no codes, so imported rows are matched by name.
//! Not for: taking a near match: what is not equal is offered as a candidate and a person chooses.
//! Next: `words.rs` and `similar.rs` for the comparisons, `place.rs` for the other columns, `csv_rows.rs` for files.

mod csv_rows;
mod index;
mod place;
mod similar;
mod words;

use serde::{Deserialize, Serialize};

use self::index::{Entry, Index};
use self::place::{Fit, Places, Said};
use super::code::{RegionCode, VillageKind};
use super::fold::{fold, fold_words};
use super::gazetteer::Gazetteer;

pub use csv_rows::{MatchFileError, Row, match_csv};

/// How many candidates an ambiguous and a merely similar name get.
const MOST_AMBIGUOUS: usize = 12;
const MOST_FUZZY: usize = 5;
/// Below this a likeness is noise.
const WORTH_OFFERING: f64 = 0.6;

/// How the name column was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Letter for letter the official name, and one village only.
    Exact,
    /// Equal once case, spaces, punctuation, diacritics and a kind word before the name are dropped; one village only.
    Folded,
    /// Near, or equal but in another district or regency than the row says. No code.
    Fuzzy,
    /// Equal to the names of several villages. No code.
    Ambiguous,
    /// Nothing like it in scope.
    None,
}

/// A village offered for a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its code.
    pub code: RegionCode,
    /// Its official name.
    pub name: String,
    /// The name of its district.
    pub district: String,
    /// The name of its regency or city, with "Kabupaten" or "Kota".
    pub regency: String,
    /// Likeness of name and place, 0 to 1, two decimals.
    pub score: f64,
}

/// What was found for one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// How the name was matched.
    pub how: How,
    /// The village; present exactly if `how` is `exact` or `folded`.
    pub code: Option<RegionCode>,
    /// The choices, best first, then in code order: up to 12 if `ambiguous`, up to 5 if `fuzzy`, else none.
    pub candidates: Vec<Candidate>,
}

/// A row to match: a village's name and, if the row says so, where it lies. Empty texts say nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'a> {
    /// The name of a desa or kelurahan as written.
    pub name: &'a str,
    /// The district column.
    pub district: Option<&'a str>,
    /// The regency or city column.
    pub regency: Option<&'a str>,
}

/// Matches names against the villages of one region, or of the country. Build it once per file.
///
/// ```
/// use domain::region::{Gazetteer, match_names::{How, Matcher, Query}};
/// let regions = Gazetteer::builtin();
/// let batam = Matcher::new(&regions, Some("21.71".parse()?));
/// let found = batam.find(&Query { name: "KEL. MUKAKUNING", district: Some("Kec. Sei Beduk"), regency: None });
/// assert_eq!((found.how, found.code), (How::Folded, Some("21.71.07.1001".parse()?)));
/// let near = batam.find(&Query { name: "Muka Kunign", ..Query::default() });
/// assert_eq!((near.how, near.code), (How::Fuzzy, None));
/// assert_eq!(near.candidates[0].name, "Muka Kuning");
/// # Ok::<(), domain::region::RegionCodeError>(())
/// ```
pub struct Matcher<'g> {
    gazetteer: &'g Gazetteer,
    index: Index<'g>,
    places: Places,
}

impl<'g> Matcher<'g> {
    /// Indexes the villages within a region (`None`: the whole country). Ended villages are left out.
    pub fn new(gazetteer: &'g Gazetteer, within: impl Into<Option<RegionCode>>) -> Self {
        let index = match within.into() {
            Some(code) => Index::new(gazetteer.villages_in(code)),
            None => Index::new(gazetteer.villages()),
        };
        let places = Places::new(gazetteer, index.entries.iter().map(|entry| entry.code));
        Self { gazetteer, index, places }
    }

    /// Finds the village a row means.
    ///
    /// Equal names are looked up as written, then folded with and without a kind word before them. The district and
    /// regency columns narrow these: a code is given only if exactly one village of an equal name lies where the row says.
    pub fn find(&self, query: &Query<'_>) -> Match {
        let name = query.name.trim();
        let words = fold_words(name);
        if words.is_empty() {
            return Match { how: How::None, code: None, candidates: Vec::new() };
        }
        let said = self.places.read(query.district, query.regency);
        let equal = Equal::of(&self.index, name, &words);
        if let Some(decided) = self.decide(&equal, &said) {
            return decided;
        }
        // Equal names, but none of them where the row says.
        let elsewhere: Vec<Scored> = equal.all().iter().map(|entry| self.score(entry, 1.0, &said)).collect();
        let is_near = |scored: &Scored| self.places.fit(&said, scored.code) == Fit::Near;
        if elsewhere.len() > 1 && elsewhere.iter().any(is_near) {
            return self.offer(How::Ambiguous, best(elsewhere, MOST_AMBIGUOUS));
        }
        let known: Vec<RegionCode> = elsewhere.iter().map(|scored| scored.code).collect();
        let mut offered = best(elsewhere, MOST_FUZZY);
        let alike = self.alike(&words).into_iter().map(|(entry, likeness)| self.score(entry, likeness, &said));
        let alike = alike.filter(|s| s.score >= WORTH_OFFERING && !known.contains(&s.code)).collect();
        offered.extend(best(alike, MOST_FUZZY - offered.len()));
        self.offer(if offered.is_empty() { How::None } else { How::Fuzzy }, best(offered, MOST_FUZZY))
    }

    /// The outcome if equal names lie where the row says; none otherwise.
    fn decide(&self, equal: &Equal<'_, 'g>, said: &Said) -> Option<Match> {
        let placed = |entries: &[&'_ Entry<'g>]| -> Vec<RegionCode> {
            let agrees = |code: &RegionCode| self.places.fit(said, *code) == Fit::Agrees;
            entries.iter().map(|entry| entry.code).filter(agrees).collect()
        };
        let exact = placed(&equal.exact);
        let (mut folded, stripped) = (placed(&equal.folded), placed(&equal.stripped));
        let of_said_kind: Vec<_> = stripped.iter().filter(|c| kinds_agree(c.village_kind(), equal.kind)).collect();
        match (of_said_kind.as_slice(), folded.is_empty()) {
            ([only], true) if stripped.len() > 1 => folded.push(**only),
            _ => folded.extend(&stripped),
        }
        folded.sort_unstable();
        folded.dedup();
        let (how, codes) = match (exact.as_slice(), folded.as_slice()) {
            ([], []) => return None,
            ([], [_]) => (How::Folded, folded),
            ([_], _) => (How::Exact, exact),
            ([], _) => (How::Ambiguous, folded),
            _ => (How::Ambiguous, exact),
        };
        Some(match (how, codes.as_slice()) {
            (How::Ambiguous, _) => {
                let scored = codes.into_iter().map(|code| Scored { code, score: 1.0 }).collect();
                self.offer(how, best(scored, MOST_AMBIGUOUS))
            }
            (_, codes) => Match { how, code: codes.first().copied(), candidates: Vec::new() },
        })
    }

    fn alike(&self, words: &[String]) -> Vec<(&Entry<'g>, f64)> {
        let mut readings = vec![words];
        while let Some(stripped) = readings.last().and_then(|words| words::strip_village(words)) {
            readings.push(stripped.rest);
        }
        let mut long: Vec<String> = readings.iter().rev().flat_map(|words| words::written_out(words)).collect();
        long.dedup();
        self.index.alike(&readings, &long).0.into_values().collect()
    }

    fn score(&self, entry: &Entry<'_>, likeness: f64, said: &Said) -> Scored {
        let score = likeness * self.places.fit(said, entry.code).weight();
        Scored { code: entry.code, score: (score * 100.0).round() / 100.0 }
    }

    fn offer(&self, how: How, scored: Vec<Scored>) -> Match {
        let name = |code: Option<RegionCode>| code.and_then(|c| self.gazetteer.name(c)).unwrap_or_default().to_owned();
        let candidate = |Scored { code, score }| Candidate {
            code,
            name: name(Some(code)),
            district: name(code.district()),
            regency: name(code.regency()),
            score,
        };
        Match { how, code: None, candidates: scored.into_iter().map(candidate).collect() }
    }
}

/// A village and how well it answers, before its names are looked up.
struct Scored {
    code: RegionCode,
    score: f64,
}

/// The villages in scope whose name equals what was written, by what had to be dropped for that.
struct Equal<'i, 'g> {
    exact: Vec<&'i Entry<'g>>,
    /// Equal as a whole, once folded. Holds the exact ones too.
    folded: Vec<&'i Entry<'g>>,
    /// Equal once a kind word before the name is dropped as well.
    stripped: Vec<&'i Entry<'g>>,
    /// What the dropped word says about the kind.
    kind: Option<VillageKind>,
}

impl<'i, 'g> Equal<'i, 'g> {
    fn of(index: &'i Index<'g>, name: &str, words: &[String]) -> Self {
        let folded = index.equal(&fold(name));
        let exact = folded.iter().copied().filter(|entry| entry.name == name).collect();
        let mut equal = Self { exact, folded, stripped: Vec::new(), kind: None };
        let mut words = words;
        let mut dropped_before = false;
        while let Some(dropped) = words::strip_village(words) {
            // A second kind word ("Kelurahan Desa Baru") is dropped only if nothing is found with it.
            if dropped_before && !(equal.folded.is_empty() && equal.stripped.is_empty()) {
                break;
            }
            equal.stripped = index.equal(&dropped.rest.concat());
            // "Desa/Kelurahan Terusan" says nothing about the kind.
            equal.kind =
                if dropped_before { equal.kind.filter(|kind| dropped.kind == Some(*kind)) } else { dropped.kind };
            words = dropped.rest;
            dropped_before = true;
        }
        equal
    }

    fn all(&self) -> Vec<&'i Entry<'g>> {
        let mut all: Vec<_> = self.folded.iter().chain(&self.stripped).copied().collect();
        all.sort_unstable_by_key(|entry| entry.code);
        all.dedup_by_key(|entry| entry.code);
        all
    }
}

/// True if a village is of the kind a dropped word named; "Desa" covers desa adat.
fn kinds_agree(kind: Option<VillageKind>, said: Option<VillageKind>) -> bool {
    let is_kelurahan = |kind| kind == VillageKind::Kelurahan;
    said.is_some() && kind.map(is_kelurahan) == said.map(is_kelurahan)
}

/// The best few, by score and then code.
fn best(mut scored: Vec<Scored>, most: usize) -> Vec<Scored> {
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.code.cmp(&b.code)));
    scored.truncate(most);
    scored
}
