//! For: the list of regions as a whole: that it is the official one, and how revisions and search change what it answers.
//! Not for: names to codes (`regions_match.rs`), files of names (`regions_csv.rs`).

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use domain::region::{Gazetteer, Level, RegionCode, RegionCodeError, Revision, VillageKind};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn code(text: &str) -> RegionCode {
    text.parse().unwrap()
}

fn revision(code_text: &str, name: &str, from: Option<Date>, until: Option<Date>, successors: &[&str]) -> Revision {
    let successors = successors.iter().map(|s| code(s)).collect();
    Revision { code: code(code_text), name: name.into(), valid_from: from, valid_until: until, successors }
}

#[test]
fn the_built_in_list_has_the_official_counts() {
    let regions = Gazetteer::builtin();
    let provinces: Vec<_> = regions.provinces().collect();
    assert_eq!(provinces.len(), 38);
    assert_eq!(provinces.iter().map(|p| regions.regencies_in(p.code).count()).sum::<usize>(), 514);
    assert_eq!(provinces.iter().map(|p| regions.districts_in(p.code).count()).sum::<usize>(), 7_285);
    assert_eq!(provinces.iter().map(|p| regions.count_villages(p.code)).sum::<usize>(), 83_762);
    let of_kind = |kind| regions.villages().filter(|v| v.kind() == Some(kind)).count();
    assert_eq!(of_kind(VillageKind::Kelurahan), 8_496);
    assert_eq!(of_kind(VillageKind::Desa), 75_252);
    assert_eq!(of_kind(VillageKind::DesaAdat), 14);
    for (city, villages) in [("21.71", 64), ("32.71", 68), ("63.06", 148), ("15.04", 124)] {
        assert_eq!(regions.count_villages(code(city)), villages, "{city}");
    }
}

#[test]
fn the_built_in_list_is_the_shared_one() {
    let shared = std::env::var_os("BERSINAR_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let path = shared.join("data/region/wilayah_kepmendagri_2025.csv");
    let Ok(mut file) = csv::Reader::from_path(&path) else {
        eprintln!("skipped: {} is not there, the list was not compared with it", path.display());
        return;
    };
    let regions = Gazetteer::builtin();
    let (mut rows, mut differences) = (0, Vec::new());
    for row in file.records() {
        let row = row.unwrap();
        rows += 1;
        // Five names of the shared list end in a space, which the packed list drops.
        if regions.name(code(&row[0])) != Some(row[1].trim()) {
            differences.push(format!("{}: {:?}, here {:?}", &row[0], &row[1], regions.name(code(&row[0]))));
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
    assert_eq!(rows, regions.len());
}

#[test]
fn the_tree_is_read_in_both_directions() {
    let regions = Gazetteer::builtin();
    let children: Vec<_> = regions.children(code("21.71")).collect();
    assert_eq!(children.len(), 12);
    assert!(children.iter().all(|c| c.level() == Level::District && c.code.parent() == Some(code("21.71"))));
    assert_eq!(regions.children(code("21.71.07")).map(|v| v.name).next(), Some("Muka Kuning"));
    assert_eq!(regions.children(code("21.71.07.1001")).count(), 0);
    assert_eq!(regions.villages_in(code("21.71.07.1001")).count(), 1);
    assert_eq!(regions.regencies_in(code("21.71.07")).count(), 0);
    assert_eq!(regions.path(code("63.06")).as_deref(), Some("Kabupaten Hulu Sungai Selatan, Kalimantan Selatan"));
    assert_eq!(regions.path(code("63.99")), None);
    assert_eq!(regions.get(code("99")), None);
}

#[test]
fn an_invented_province_is_added_at_every_level() {
    let regions = Gazetteer::builtin().with_revisions(&[
        revision("99.71.01.1001", "Tepi Laut", None, None, &[]),
        revision("99", "Provinsi Contoh", None, None, &[]),
        revision("99.71.01", "Pelabuhan", None, None, &[]),
        revision("99.71", "Kota Contoh", None, None, &[]),
    ]);
    assert_eq!(regions.len(), Gazetteer::builtin().len() + 4);
    let path = regions.path(code("99.71.01.1001"));
    assert_eq!(path.as_deref(), Some("Tepi Laut, Pelabuhan, Kota Contoh, Provinsi Contoh"));
    assert_eq!(regions.count_villages(code("99")), 1);
    assert_eq!(regions.provinces().count(), 39);
    assert_eq!(regions.name(code("21.71")), Some("Kota Batam"));
}

#[test]
fn a_rename_holds_from_its_day() {
    let day = date(2026, 3, 1);
    let regions = Gazetteer::builtin().with_revisions(&[revision("21.71.07.1001", "Mukakuning", Some(day), None, &[])]);
    let village = code("21.71.07.1001");
    assert_eq!(regions.name(village), Some("Mukakuning"));
    assert_eq!(regions.get_on(village, date(2026, 2, 28)).map(|r| r.name), Some("Muka Kuning"));
    assert_eq!(regions.get_on(village, day).map(|r| r.name), Some("Mukakuning"));
    assert_eq!(regions.get_on(village, date(2026, 2, 28)).and_then(|r| r.valid_until), Some(date(2026, 2, 28)));
    assert_eq!(regions.count_villages(code("21.71")), 64);
    // The same revision again changes nothing; a second rename follows the first.
    let again =
        regions.with_revisions(&[revision("21.71.07.1001", "Muka Kuning Raya", Some(date(2027, 1, 1)), None, &[])]);
    assert_eq!(again.get_on(village, date(2026, 6, 1)).map(|r| r.name), Some("Mukakuning"));
    assert_eq!(again.name(village), Some("Muka Kuning Raya"));
}

#[test]
fn an_ended_region_answers_with_its_end_and_successors_but_leaves_the_lists() {
    let (last, first) = (date(2025, 12, 31), date(2026, 1, 1));
    let regions = Gazetteer::builtin().with_revisions(&[
        revision("21.71.07", "", None, Some(last), &["21.71.13"]),
        revision("21.71.13", "Sungai Beduk", Some(first), None, &[]),
        revision("21.71.13.1001", "Muka Kuning", Some(first), None, &[]),
    ]);
    let old = regions.get(code("21.71.07")).unwrap();
    assert_eq!((old.name, old.valid_until, old.successors), ("Sei Beduk", Some(last), &[code("21.71.13")][..]));
    assert_eq!(regions.successors(code("21.71.07")), [code("21.71.13")]);
    // Its villages end with it.
    assert_eq!(regions.get(code("21.71.07.1001")).and_then(|r| r.valid_until), Some(last));
    assert_eq!(regions.count_villages(code("21.71")), 64 - 4 + 1);
    assert_eq!(regions.children(code("21.71")).count(), 12);
    assert!(regions.search("Sei Beduk", Some(code("21.71")), 5).is_empty());
    assert_eq!(regions.get_on(code("21.71.07.1001"), last).map(|r| r.name), Some("Muka Kuning"));
    assert_eq!(regions.get_on(code("21.71.07.1001"), first), None);
    assert_eq!(regions.get_on(code("21.71.13.1001"), last), None);
    assert_eq!(regions.villages_on(code("21.71"), last).count(), 64);
    assert_eq!(regions.children_on(code("21.71"), first).count(), 12);
}

#[test]
fn search_puts_prefixes_first_and_finds_codes() {
    let regions = Gazetteer::builtin();
    let names = |query: &str, within: Option<&str>, limit| -> Vec<String> {
        regions.search(query, within.map(code), limit).iter().map(|r| r.name.to_owned()).collect()
    };
    assert_eq!(names("bogor", None, 2), ["Kabupaten Bogor", "Kota Bogor"]);
    assert_eq!(names("kota bogor", None, 1), ["Kota Bogor"]);
    let batam = names("baloi", Some("21.71"), 9);
    assert_eq!(batam, ["Baloi Indah", "Baloi Permai", "Taman Baloi"]);
    assert_eq!(names("21.71.07.1001", None, 9), ["Muka Kuning"]);
    assert_eq!(names("217107", None, 9).len(), 5);
    assert_eq!(names("UKA-KUN", Some("21"), 9), ["Muka Kuning"]);
    assert_eq!(names("  ", None, 9).len(), 0);
    assert_eq!(names("a", None, 3).len(), 3);
}

#[test]
fn wrong_codes_say_what_is_wrong() {
    for (text, error) in [
        (" ", RegionCodeError::Empty),
        ("6", RegionCodeError::Shape),
        ("63.6", RegionCodeError::Shape),
        ("6306.01", RegionCodeError::Shape),
        ("63.06.01.2001.", RegionCodeError::Shape),
        ("6٣", RegionCodeError::Shape),
        ("..", RegionCodeError::Shape),
        ("+6", RegionCodeError::Shape),
        ("00", RegionCodeError::ZeroGroup),
        ("63.00", RegionCodeError::ZeroGroup),
        ("63.00.01", RegionCodeError::ZeroGroup),
        ("63.06.01.0000", RegionCodeError::ZeroGroup),
        ("63.06.01.0001", RegionCodeError::VillageKind),
        ("63.06.01.4001", RegionCodeError::VillageKind),
    ] {
        assert_eq!(text.parse::<RegionCode>(), Err(error), "{text}");
        assert!(error.message_key().starts_with("region-code-"));
    }
    let json: RegionCode = serde_json::from_str("\"6306012001\"").unwrap();
    assert_eq!(serde_json::to_string(&json).unwrap(), "\"63.06.01.2001\"");
    assert!(serde_json::from_str::<RegionCode>("63").is_err());
}

#[test]
fn damaged_bytes_are_refused() {
    let packed = domain::region::pack([(code("63"), "Kalimantan Selatan"), (code("63.06"), "Kabupaten X")]).unwrap();
    assert_eq!(Gazetteer::from_packed(&packed).unwrap().name(code("63.06")), Some("Kabupaten X"));
    for cut in 0..packed.len() {
        assert!(Gazetteer::from_packed(&packed[..cut]).is_err(), "{cut}");
    }
    for at in 0..packed.len() {
        let mut damaged = packed.clone();
        damaged[at] ^= 0x55;
        // Bytes 12 and 13 are the zlib header, in which some bits mean nothing to a reader.
        let read = Gazetteer::from_packed(&damaged);
        assert!(read.is_err() || at == 13, "{at}");
    }
    assert!(domain::region::pack([(code("63.06"), "B"), (code("63"), "A")]).is_err());
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn codes_survive_their_text(number in 0_u64..10_000_000_000) {
        let digits = format!("{number:010}");
        if let Ok(code) = digits.parse::<RegionCode>() {
            prop_assert_eq!(code.undotted(), digits);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert!(code.ancestors().all(|above| above.contains(code) && above < code && !code.contains(above)));
            prop_assert!(code.to_string().starts_with(&code.province().to_string()));
        }
    }

    #[test]
    fn containing_is_having_the_prefix(a in 0_usize..91_599, b in 0_usize..91_599) {
        let regions = Gazetteer::builtin();
        let all: Vec<RegionCode> = regions.provinces().flat_map(|p| regions.regencies_in(p.code)).map(|r| r.code).collect();
        let (a, b) = (all[a % all.len()], all[b % all.len()]);
        for a in [a, a.province()] {
            prop_assert_eq!(a.contains(b), b.to_string().starts_with(&a.to_string()));
        }
    }

    #[test]
    fn nothing_panics(text in ".{0,20}", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = text.parse::<RegionCode>();
        let _ = Gazetteer::builtin().search(&text, Some(code("21.71")), 3);
        let mut packed = b"regions1\x02\0\0\0".to_vec();
        packed.extend(bytes);
        let _ = Gazetteer::from_packed(&packed);
    }
}
