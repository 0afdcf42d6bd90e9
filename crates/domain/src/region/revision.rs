//! For: what an installation knows beyond the built-in list: new or invented regions, renames, endings, successors.
//! Not for: deciding who may enter a revision, or keeping them (`app`, `store`).
//! Next: `gazetteer.rs` lays revisions over the list and answers by date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::code::RegionCode;

/// One change to the list of regions.
///
/// * A code that is not in the list is added (at any level; its ancestors need not exist).
/// * A known code with `valid_from` gets a new version from that day: a rename. The former version ends the day before.
/// * A known code without `valid_from` has its latest version amended: a corrected spelling, or an end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The region concerned.
    pub code: RegionCode,
    /// Its name; regencies with their prefix ("Kabupaten …", "Kota …"). Empty keeps the present name (or, for a new code, shows the code).
    #[serde(default)]
    pub name: String,
    /// First day of validity; none means since always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day of validity, itself included; none means still valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The regions that took its place: one after a renumbering, several after a split.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<RegionCode>,
}

/// A name of one code with the days on which it held. A code's versions are kept by start day and do not overlap.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub name: Box<str>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub successors: Vec<RegionCode>,
}

impl Version {
    /// The version of a code that only the packed list knows: always valid.
    pub fn timeless(name: &str) -> Self {
        Self { name: name.into(), from: None, until: None, successors: Vec::new() }
    }

    /// True if this version held on that day.
    pub fn holds_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }
}

/// Works one revision into the versions of its code.
pub(super) fn apply(versions: &mut Vec<Version>, revision: &Revision) {
    let starts_anew = match versions.last() {
        None => true,
        Some(_) => revision.valid_from.is_some() && versions.iter().all(|version| version.from != revision.valid_from),
    };
    if starts_anew {
        // Kept by start day; `None` (since always) sorts first.
        let place = versions.partition_point(|version| version.from < revision.valid_from);
        let former = place.checked_sub(1).and_then(|i| versions.get(i)).or(versions.first());
        let name = given_name(revision)
            .or_else(|| former.map(|v| v.name.clone()))
            .unwrap_or_else(|| revision.code.to_string().into());
        let successors = revision.successors.clone();
        let version = Version { name, from: revision.valid_from, until: revision.valid_until, successors };
        versions.insert(place, version);
    } else {
        let amended = match revision.valid_from {
            Some(_) => versions.iter_mut().find(|version| version.from == revision.valid_from),
            None => versions.last_mut(),
        };
        if let Some(version) = amended {
            if let Some(name) = given_name(revision) {
                version.name = name;
            }
            version.until = revision.valid_until;
            version.successors.clone_from(&revision.successors);
        }
    }
    for i in 1..versions.len() {
        let day_before = versions[i].from.and_then(|from| from.yesterday().ok());
        let former = &mut versions[i - 1];
        former.until = match (former.until, day_before) {
            (Some(until), Some(before)) => Some(until.min(before)),
            (until, before) => until.or(before),
        };
    }
}

fn given_name(revision: &Revision) -> Option<Box<str>> {
    let name = revision.name.trim();
    (!name.is_empty()).then(|| name.into())
}
