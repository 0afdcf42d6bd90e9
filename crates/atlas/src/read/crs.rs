//! For: what a file names as its coordinate reference system, and whether coordinates are degrees at all.
//! Not for: converting; another projection is refused. Next: `document.rs`.

use super::text::Text;
use crate::{Fault, Point};
use serde::Deserialize;

/// The old member `crs` of GeoJSON 2008; RFC 7946 has only WGS 84.
#[derive(Debug, Deserialize)]
pub(super) struct Crs {
    #[serde(default)]
    properties: Named,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    name: Text,
    code: Text,
    href: Text,
}

impl Crs {
    /// The name, where it is not WGS 84 as longitude and latitude.
    pub(super) fn other(self) -> Option<String> {
        let Named { name, code, href } = self.properties;
        let name = name.0.or(code.0).or(href.0).unwrap_or_else(|| "?".to_owned());
        let plain = name.to_ascii_uppercase();
        let known = plain.ends_with("CRS84") || plain.rsplit([':', '/']).next() == Some("4326");
        (!known).then_some(name)
    }
}

/// Where Indonesia lies, when latitude stands first.
fn swapped([first, second]: Point) -> bool {
    (-11.5..=6.5).contains(&first) && (94.0..=142.0).contains(&second)
}

/// Whether a position can be longitude and latitude in degrees.
pub(super) fn check(seen: Point) -> Result<(), Fault> {
    if seen[0].abs() <= 180.0 && seen[1].abs() <= 90.0 {
        Ok(())
    } else if swapped(seen) {
        Err(Fault::Swapped { seen })
    } else {
        Err(Fault::AnotherProjection { named: None, seen: Some(seen) })
    }
}
