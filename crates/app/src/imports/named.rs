//! Which village a row of a file means: by its code, or by a name that can mean no other; and the two must not disagree.

use documents::incoming::IncomingRow;
use domain::region::{
    Gazetteer, RegionCode,
    match_names::{Candidate, Matcher, Query},
};
use instrument::Text;
use words::both;

/// Why it is not known.
#[derive(Debug, Clone)]
pub(crate) enum Unnamed {
    /// No code, and a name that is not exactly that of one village; those that come near, best first.
    Near(Vec<Candidate>),
    /// No village has this code.
    Unknown(String),
    /// A village of another city, by its name.
    Elsewhere(String),
    /// A code that has ended, and what it has become.
    Ended { code: String, after: String },
    /// Code and name are of two villages.
    Two { code: String, name: String, other: String, at: String },
}

impl Unnamed {
    /// What is wrong, and what to do.
    pub(crate) fn message(&self) -> Text {
        match self {
            Self::Near(near) if near.is_empty() => both("import-row-unnamed", &[]),
            Self::Near(near) => {
                let near: Vec<String> = near.iter().take(3).map(|one| format!("{} {}", one.code, one.name)).collect();
                both("import-row-uncertain", &[("near", &near.join(", "))])
            }
            Self::Unknown(code) => both("import-row-unknown", &[("code", code)]),
            Self::Elsewhere(name) => both("import-row-elsewhere", &[("name", name)]),
            Self::Ended { code, after } => both("import-row-ended", &[("code", code), ("after", after)]),
            Self::Two { code, name, other, at } => {
                both("import-row-two-villages", &[("code", code), ("name", name), ("other", other), ("at", at)])
            }
        }
    }
}

/// The village of the regency that a row means.
pub(crate) fn find(
    places: &Gazetteer,
    matcher: &Matcher<'_>,
    regency: RegionCode,
    row: &IncomingRow,
) -> Result<RegionCode, Unnamed> {
    let code = row.code.trim();
    let named = || matcher.find(&Query { name: &row.name, district: Some(&row.district), regency: None });
    if code.is_empty() {
        let named = named();
        return named.code.ok_or(Unnamed::Near(named.candidates));
    }
    let unknown = || Unnamed::Unknown(code.to_owned());
    let village: RegionCode = code.parse().map_err(|_| unknown())?;
    let region = places.get(village).filter(|_| village.village_kind().is_some()).ok_or_else(unknown)?;
    if !regency.contains(village) {
        return Err(Unnamed::Elsewhere(region.name.to_owned()));
    }
    if region.is_ended() {
        let after: Vec<String> = region.successors.iter().map(ToString::to_string).collect();
        return Err(Unnamed::Ended { code: code.to_owned(), after: after.join(", ") });
    }
    let another =
        Some(()).filter(|()| !row.name.is_empty()).and_then(|()| named().code).filter(|other| *other != village);
    another.map_or(Ok(village), |other| {
        Err(Unnamed::Two {
            code: code.to_owned(),
            name: region.name.to_owned(),
            other: row.name.clone(),
            at: other.to_string(),
        })
    })
}
