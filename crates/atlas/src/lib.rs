//! Shapes of places: read them from a file, check them, measure them, simplify them together, find who is next to whom.
//!
//! ```
//! let file = br#"{"type": "FeatureCollection", "features": [
//!   {"type": "Feature", "properties": {"kode": "99.71.01.1001", "nama": "Barat"}, "geometry": {"type": "Polygon",
//!    "coordinates": [[[106.0, -6.0], [106.1, -6.0], [106.1, -5.9], [106.0, -5.9], [106.0, -6.0]]]}},
//!   {"type": "Feature", "properties": {"kode": "99.71.01.1002", "nama": "Timur"}, "geometry": {"type": "Polygon",
//!    "coordinates": [[[106.1, -6.0], [106.2, -6.0], [106.2, -5.9], [106.1, -5.9], [106.1, -6.0]]]}}]}"#;
//! let source = atlas::read(file)?;
//! assert_eq!((source.places.len(), source.remarks.len()), (2, 0));
//! let topology = atlas::Topology::of(source.shapes());
//! let next = atlas::neighbours(&topology);
//! assert_eq!((next[0].a, next[0].b), (0, 1));
//! assert!(matches!(next[0].kind, atlas::Kind::Border { metres } if (metres - 11_058.6).abs() < 0.1));
//! # Ok::<(), atlas::Fault>(())
//! ```
//!
//! Pure: bytes and values in, values out; no files, clock or randomness; nothing here panics on input. Coordinates are
//! longitude and latitude in degrees (WGS 84), kept to [a millionth of a degree](DEGREE_PARTS), about 11 cm, so that
//! every question of "left of, on, inside" is answered in whole numbers, exactly. Not for: drawing, keeping, or the
//! texts that a person reads. Next: [`mod@read`] for what a file may be, `check/mod.rs` for what is repaired and what refused,
//! [`Topology`] for shared borders, [`neighbours`] for the graph of places.

#![warn(missing_docs)]

mod bounds;
mod boxes;
mod check;
mod distance;
mod fault;
mod grid;
mod inside;
mod neighbours;
mod outline;
mod overlay;
mod projection;
pub mod read;
mod remark;
mod shape;
mod topology;

pub use fault::Fault;
pub use grid::DEGREE_PARTS;
pub use inside::interior_point;
pub use neighbours::{Kind, Neighbour, neighbours};
pub use overlay::{Overlap, SMALLEST_OVERLAP_M2, overlaps};
pub use projection::{Projection, area_m2, metres};
pub use read::{Place, Source, read};
pub use remark::{Finding, Refusal, Remark, Repair};
pub use shape::{Part, Point, Ring, Shape};
pub use topology::{Detail, MAP_POINTS, Topology};
