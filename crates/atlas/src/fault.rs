//! For: why a whole file cannot be taken. Not for: what is wrong with one feature (`remark.rs`).
//! Next: `read/mod.rs`.

use crate::Point;

/// Why a file is refused as a whole. The texts a person reads live elsewhere; each variant holds what they need.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// More bytes than [`LARGEST_FILE`](crate::read::LARGEST_FILE): simplify it first, or give one regency at a time.
    #[error("the file has {bytes} bytes, at most {most} are read: simplify it or give one regency at a time")]
    TooLarge {
        /// The size of the file.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// More points than [`MOST_POINTS`](crate::read::MOST_POINTS), rings than
    /// [`MOST_RINGS`](crate::read::MOST_RINGS) or features than [`MOST_FEATURES`](crate::read::MOST_FEATURES).
    #[error("the file has more than {most} {what}: simplify it or give one regency at a time")]
    TooMany {
        /// Of what: `points`, `rings`, `features` or `parts` of one place.
        what: &'static str,
        /// The limit.
        most: usize,
    },
    /// Not UTF-8.
    #[error("byte {at} is not UTF-8 text")]
    NotText {
        /// The first byte that is not text, from 0.
        at: usize,
    },
    /// Not JSON, cut off, nested more than 128 deep, or not in the shape of GeoJSON or TopoJSON.
    #[error("not GeoJSON or TopoJSON at line {line}, column {column}")]
    Malformed {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
    },
    /// JSON, but no list of places.
    #[error("neither a FeatureCollection nor a Topology but {found:?}")]
    NoCollection {
        /// The member `type`, if there is one.
        found: Option<String>,
    },
    /// A collection without any feature.
    #[error("no feature in the file")]
    Empty,
    /// A TopoJSON file with several layers: keep one.
    #[error("several layers: {names:?}")]
    SeveralLayers {
        /// The names of the objects.
        names: Vec<String>,
    },
    /// The arcs of a TopoJSON file are not lists of positions.
    #[error("the arcs are damaged")]
    BadArcs,
    /// Not longitude and latitude in degrees (WGS 84): convert to EPSG:4326 first.
    #[error("another projection: named {named:?}, seen {seen:?}")]
    AnotherProjection {
        /// What the file names as its coordinate reference system.
        named: Option<String>,
        /// The first coordinates outside ±180, ±90.
        seen: Option<Point>,
    },
    /// Latitude stands before longitude.
    #[error("latitude and longitude are swapped: {seen:?}")]
    Swapped {
        /// The first coordinates that show it.
        seen: Point,
    },
}
