//! For: what a file of places may be, and what it holds. Not for: which place of the programme a code means.
//! Next: `document.rs` for the outermost level, `coordinates.rs` for what a file consists of, then `../check/mod.rs`.
//!
//! A file is GeoJSON (RFC 7946, a FeatureCollection) or TopoJSON (a Topology with one layer), UTF-8, with or without a
//! byte order mark. It is read once, from front to end; of each feature only the checked shape stays. A file at the
//! limits needs about two hundred megabytes beside its own bytes.

mod coordinates;
mod crs;
mod document;
mod item;
mod labels;
mod state;
mod text;
mod topojson;

use crate::{Fault, Remark, Shape};
use serde::de::DeserializeSeed as _;

/// Larger files are refused: 200 MB. The villages of a whole province, uncut, have some 50 to 150 MB.
pub const LARGEST_FILE: usize = 200_000_000;
/// Files with more points are refused.
pub const MOST_POINTS: usize = 5_000_000;
/// Files with more rings are refused.
pub const MOST_RINGS: usize = 1_000_000;
/// Files with more features are refused; Indonesia has 84,000 villages.
pub const MOST_FEATURES: usize = 200_000;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Source {
    /// The features that are taken, in the order of the file.
    pub places: Vec<Place>,
    /// What was repaired, reported or refused, in the order of the file.
    pub remarks: Vec<Remark>,
}

/// One feature of the file that is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its position in the file, from 0, counted with those that are refused.
    pub feature: usize,
    /// The code as it was typed, text or number, from the first of these properties that there is, in capitals or not:
    /// `kode`, `code`, `kode_desa`, `kd_desa`, `kodedesa`, `kddesa`, `kode_kel`, `kdepum`, `kode_kemendagri`,
    /// `kemendagri`, `kode_wilayah`, `kode_wil`, `kdcpum`, `kdpkab`, `kodeprop`, `village_code`, `region_code`, `id`;
    /// else the member `id` of the feature.
    pub code: Option<String>,
    /// The name, in the same way from `nama`, `name`, `namobj`, `nama_desa`, `nama_kel`, `desa`, `kelurahan`,
    /// `wadmkd`, `village`.
    pub name: Option<String>,
    /// The checked shape.
    pub shape: Shape,
}

impl Source {
    /// The shapes alone, in the order of the places.
    pub fn shapes(&self) -> impl ExactSizeIterator<Item = &Shape> {
        self.places.iter().map(|place| &place.shape)
    }
}

/// Reads a file of places and checks every shape.
///
/// ```
/// let bow_tie = br#"{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7, "geometry":
///   {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}}]}"#;
/// let source = atlas::read(bow_tie).unwrap();
/// assert_eq!(source.remarks[0].finding, atlas::Finding::Refused(atlas::Refusal::SelfCrossing));
/// assert_eq!((source.remarks[0].at, source.remarks[0].code.as_deref()), (Some([0.5, 0.5]), Some("7")));
/// ```
///
/// # Errors
/// A [`Fault`] when nothing of the file can be used: too large, not JSON, no collection, another projection. What is
/// wrong with one feature is a [`Remark`].
pub fn read(bytes: &[u8]) -> Result<Source, Fault> {
    if bytes.len() > LARGEST_FILE {
        return Err(Fault::TooLarge { bytes: bytes.len(), most: LARGEST_FILE });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| Fault::NotText { at: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut state = state::State::default();
    let mut json = serde_json::Deserializer::from_str(text);
    let done = document::Document(&mut state).deserialize(&mut json).and_then(|()| json.end());
    match (done, state.fault.take()) {
        (_, Some(fault)) => Err(fault),
        (Err(error), None) => Err(Fault::Malformed { line: error.line(), column: error.column() }),
        (Ok(()), None) => state.source(),
    }
}
