//! For: names to codes: the laws, a table of real-life cases, and speed.
//! Not for: files (`regions_csv.rs`).

#![allow(clippy::unwrap_used)]

use domain::region::match_names::{How, Match, Matcher, Query};
use domain::region::{Gazetteer, RegionCode, fold};
use proptest::prelude::*;

fn find(within: &str, name: &str, district: &str, regency: &str) -> Match {
    let regions = Gazetteer::builtin();
    let within: RegionCode = within.parse().unwrap();
    Matcher::new(&regions, within).find(&Query { name, district: Some(district), regency: Some(regency) })
}

/// What a case expects: a code, or the codes that must lead the candidates (then how many candidates in all, 0 for any).
enum Is {
    Exact(&'static str),
    Folded(&'static str),
    Fuzzy(&'static str),
    Ambiguous(&'static [&'static str]),
    None,
}
use Is::{Ambiguous, Exact, Folded, Fuzzy};

const MUKA_KUNING: &str = "21.71.07.1001";

/// Scope, name, district, regency, expectation.
const CASES: &[(&str, &str, &str, &str, Is)] = &[
    // Batam: spelling, prefixes, punctuation.
    ("21.71", "Muka Kuning", "", "", Exact(MUKA_KUNING)),
    ("21.71", "  Muka Kuning ", "Sei Beduk", "Kota Batam", Exact(MUKA_KUNING)),
    ("21.71", "MUKA KUNING", "", "", Folded(MUKA_KUNING)),
    ("21.71", "Mukakuning", "SEI BEDUK", "Batam", Folded(MUKA_KUNING)),
    ("21.71", "Muka  Kuning", "", "", Folded(MUKA_KUNING)),
    ("21.71", "Kel. Muka Kuning", "Kec. Sei Beduk", "KOTA BATAM", Folded(MUKA_KUNING)),
    ("21.71", "Kel.Muka-Kuning", "Kecamatan SeiBeduk", "", Folded(MUKA_KUNING)),
    ("21.71", "Kelurahan Muka Kuning", "", "", Folded(MUKA_KUNING)),
    ("21.71", "Desa Muka Kuning", "", "", Folded(MUKA_KUNING)),
    ("21.71", "Desa/Kel. Muka Kuning", "", "", Folded(MUKA_KUNING)),
    ("21.71", "Müka Kuning", "", "", Folded(MUKA_KUNING)),
    // Near, and said to lie elsewhere: offered, never taken.
    ("21.71", "Muka Kunign", "", "", Fuzzy(MUKA_KUNING)),
    ("21.71", "Mukakunig", "Sei Beduk", "", Fuzzy(MUKA_KUNING)),
    ("21.71", "Muka Kuning", "Sungai Beduk", "", Fuzzy(MUKA_KUNING)),
    ("21.71", "Muka Kuning", "Sagulung", "", Fuzzy(MUKA_KUNING)),
    ("21.71", "Muka Kuning", "Sei Beduk", "Kota Tanjungpinang", Fuzzy(MUKA_KUNING)),
    ("21.71", "Muka Kuning Indah", "", "", Fuzzy(MUKA_KUNING)),
    ("21.71", "Tj. Uncang", "", "", Fuzzy("21.71.12.1001")),
    ("21.71", "Tg Piayu", "Sei Beduk", "", Fuzzy("21.71.07.1004")),
    ("21.71", "Sei Jodoh", "Batu Ampar", "", Fuzzy("21.71.02.1002")),
    ("21.71", "Sei Lengkop", "", "", Fuzzy("21.71.11.1003")),
    ("21.71", "Kp. Seraya", "", "", Fuzzy("21.71.02.1004")),
    ("21.71", "Seraya", "", "", Fuzzy("21.71.02.1004")),
    ("21.71", "Kampung Seraya", "", "", Exact("21.71.02.1004")),
    ("21.71", "Kelurahan Kampung Pelita", "Lubuk Baja", "", Folded("21.71.06.1001")),
    ("21.71", "Kampung Pelitta", "", "", Fuzzy("21.71.06.1001")),
    ("21.71", "", "Sei Beduk", "", Is::None),
    ("21.71", "-", "", "", Is::None),
    ("21.71", "Jakarta", "", "", Is::None),
    ("21.71", "Kedung Badak", "", "", Is::None),
    ("21.71.07", "Muka Kuning", "", "Kota Batam", Exact(MUKA_KUNING)),
    ("21.71.07", "Muka Kuning", "", "Kabupaten Karimun", Fuzzy(MUKA_KUNING)),
    // Bogor.
    ("32.71", "Kedungbadak", "Tanah Sereal", "", Fuzzy("32.71.06.1003")),
    ("32.71", "Kedungbadak", "Tanahsareal", "Kota Bogor", Folded("32.71.06.1003")),
    ("32.71", "Situgede", "Bogor Barat", "Bogor", Folded("32.71.04.1006")),
    ("32.71", "Batutulis", "Bogor Selatan", "", Folded("32.71.01.1001")),
    ("32.71", "Curug", "", "", Exact("32.71.04.1011")),
    ("32.71", "Cikaret", "Bogor Selatan", "Kabupaten Bogor", Fuzzy("32.71.01.1008")),
    ("32", "Kedung Badak", "", "Kota Bogor", Exact("32.71.06.1003")),
    ("32", "Cibadak", "Tanah Sareal", "Kota Bogor", Exact("32.71.06.1011")),
    // Hulu Sungai Selatan.
    ("63.06", "Baru", "", "", Ambiguous(&["63.06.01.2012", "63.06.11.2002"])),
    ("63.06", "Baru", "Daha Barat", "", Exact("63.06.11.2002")),
    ("63.06", "Desa Baru", "Kec. Sungai Raya", "", Folded("63.06.01.2012")),
    ("63.06", "Desa Baru", "", "", Ambiguous(&["63.06.01.2012", "63.06.11.2002"])),
    ("63.06", "Pandulangan", "Padang Batong", "", Ambiguous(&["63.06.02.2004", "63.06.03.2011"])),
    ("63.06", "Pandulangan", "Kandangan", "", Fuzzy("63.06.02.2004")),
    ("63.06", "Telaga Sili Sili", "Angkinang", "HSS", Fuzzy("63.06.04.2006")),
    ("63.06", "Telaga Sili Sili", "Angkinang", "Kab. Hulu Sungai Selatan", Folded("63.06.04.2006")),
    ("63.06", "Sei Kupang", "Kandangan", "", Fuzzy("63.06.05.2009")),
    ("63.06", "Gambah Dlm Barat", "", "", Fuzzy("63.06.05.2008")),
    ("63.03", "Kampung Baru", "", "", Exact("63.03.13.2003")),
    // Batanghari, which the regency itself also writes in two words.
    ("15", "Senaning", "Pemayung", "Kab. Batang Hari", Exact("15.04.05.2006")),
    ("15.04", "Rantau Kapas Tuo", "Muara Tembesi", "BATANG HARI", Exact("15.04.02.2007")),
    ("15.04", "Desa Rantau Kapas Tua", "Ma. Tembesi", "", Fuzzy("15.04.02.2007")),
    ("15.04", "Rengas 9", "", "", Fuzzy("15.04.06.2005")),
    ("15.04", "Terusan", "", "", Ambiguous(&["15.04.08.1008", "15.04.08.2006"])),
    ("15.04", "Kelurahan Terusan", "", "", Folded("15.04.08.1008")),
    ("15.04", "Ds. Terusan", "Maro Sebo Ilir", "", Folded("15.04.08.2006")),
    ("15.04", "Desa/Kelurahan Terusan", "", "", Ambiguous(&["15.04.08.1008", "15.04.08.2006"])),
    ("15.04", "Kelurahan Kampung Baru", "", "", Folded("15.04.02.1001")),
    ("15.04", "Kampung Baru", "Muara Tembesi", "", Exact("15.04.02.1001")),
    ("15.04", "Kampung Pulau", "", "", Exact("15.04.05.2020")),
    ("15.04", "KAMPUNG PULAU", "", "", Ambiguous(&["15.04.02.2009", "15.04.05.2020"])),
    ("15.04", "KAMPUNG PULAU", "Pemayung", "", Folded("15.04.05.2020")),
    ("15.04", "Simpang Sungai Rengas", "Maro Sebo Ulu", "", Fuzzy("15.04.06.1014")),
    // Nusa Tenggara Barat, the whole province.
    ("52", "Taman Sari", "Ampenan", "", Exact("52.71.01.1008")),
    ("52", "Taman Sari", "", "Kota Mataram", Exact("52.71.01.1008")),
    ("52", "Tamansari", "", "Lombok Barat", Folded("52.01.09.2009")),
    ("52", "Peresak", "", "", Ambiguous(&["52.01.03.2003", "52.02.03.2003", "52.03.02.2011"])),
    ("52", "Muka Kuning", "Sei Beduk", "Kota Batam", Is::None),
    ("52", "Pagutan", "", "Kota Batam", Fuzzy("52.02.03.2009")),
    ("52.07", "Desa Beru", "", "", Exact("52.07.05.2001")),
    // Elsewhere: two spellings side by side, commas, apostrophes, kinds of village, real names made of kind words.
    ("12.07", "Suka Maju", "", "", Exact("12.07.03.2026")),
    ("12.07", "SUKA MAJU", "", "", Ambiguous(&["12.07.03.2026", "12.07.23.2012"])),
    ("12.07", "Lubuk Pakam I,II", "", "", Exact("12.07.28.1007")),
    ("53.07", "Regapu'u", "", "", Folded("53.07.01.2021")),
    ("91.03", "Yoboi", "", "", Folded("91.03.01.3007")),
    ("91.03", "Kampung Adat Yoboi", "", "", Folded("91.03.01.3007")),
    ("11.01", "Drien", "Bakongan", "", Fuzzy("11.01.01.2004")),
    ("33.22", "Kelurahan", "", "", Exact("33.22.08.2003")),
    ("35.79", "ORO ORO OMBO", "Kec. Batu", "Kota Batu", Folded("35.79.01.2006")),
];

#[test]
fn real_life_cases() {
    let mut wrong = Vec::new();
    for (within, name, district, regency, expected) in CASES {
        let found = find(within, name, district, regency);
        let codes: Vec<String> = found.candidates.iter().map(|c| c.code.to_string()).collect();
        let (how, code, leading): (How, Option<&str>, &[&str]) = match expected {
            Exact(code) => (How::Exact, Some(code), &[]),
            Folded(code) => (How::Folded, Some(code), &[]),
            Fuzzy(first) => (How::Fuzzy, None, &[first]),
            Ambiguous(all) => (How::Ambiguous, None, all),
            Is::None => (How::None, None, &[]),
        };
        let leads = codes.iter().zip(leading).all(|(c, l)| c == l) && codes.len() >= leading.len();
        let complete = how == How::Fuzzy || codes.len() == leading.len();
        if found.how != how || found.code.map(|c| c.to_string()).as_deref() != code || !leads || !complete {
            wrong.push(format!("{within} {name:?} {district:?} {regency:?}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn a_near_district_puts_its_village_first() {
    let found = find("63.06", "Pandulangan", "Telaga Langsatt", "");
    assert_eq!(found.how, How::Ambiguous);
    let scores: Vec<(String, f64)> = found.candidates.iter().map(|c| (c.district.clone(), c.score)).collect();
    assert_eq!(scores, [("Telaga Langsat".into(), 0.95), ("Padang Batung".into(), 0.8)]);
}

#[test]
fn homonyms_are_capped_at_twelve_in_code_order() {
    let regions = Gazetteer::builtin();
    let found = Matcher::new(&regions, None).find(&Query { name: "Sukamaju", ..Query::default() });
    assert_eq!((found.how, found.candidates.len()), (How::Ambiguous, 12));
    assert!(found.candidates.is_sorted_by_key(|c| c.code));
    assert!(found.candidates.iter().all(|c| c.name == "Sukamaju" && c.score >= 1.0));
}

/// The law of the whole list, over every village of the country: no sampling.
#[test]
fn every_official_name_with_its_district_is_exact_or_truly_ambiguous() {
    let regions = Gazetteer::builtin();
    for regency in regions.provinces().flat_map(|p| regions.regencies_in(p.code)) {
        let matcher = Matcher::new(&regions, regency.code);
        for village in regions.villages_in(regency.code) {
            let district = village.code.district().unwrap();
            let query = Query { name: village.name, district: regions.name(district), regency: Some(regency.name) };
            let found = matcher.find(&query);
            let homonyms = regions.villages_in(district).filter(|v| v.name == village.name).count();
            if homonyms == 1 {
                assert_eq!((found.how, found.code), (How::Exact, Some(village.code)), "{village:?}");
            } else {
                assert_eq!((found.how, found.candidates.len()), (How::Ambiguous, homonyms), "{village:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn folding_again_changes_nothing(name in "\\PC{0,24}") {
        let once = fold(&name);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn folding_is_idempotent_on_any_characters(name in proptest::collection::vec(any::<char>(), 0..12)) {
        let once = fold(&name.into_iter().collect::<String>());
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn a_code_is_given_exactly_for_equal_names(
        name in prop_oneof!["\\PC{0,24}", "[A-Za-z .,'/-]{0,24}", "(Kel. |Desa |Kampung |)(Baru|baru|Sei|Muka Kuning|Terusan|Barru)"],
        district in proptest::option::of(prop_oneof!["\\PC{0,10}", "(Kec. |)(Sei Beduk|Daha Barat|Daha Barrat)"]),
        regency in proptest::option::of(prop_oneof!["\\PC{0,10}", "(Kota |Kab. |)(Batam|Hulu Sungai Selatan)"]),
        within in prop_oneof![Just("21.71"), Just("63.06"), Just("15.04"), Just("52")],
    ) {
        let regions = Gazetteer::builtin();
        let within: RegionCode = within.parse().unwrap();
        let matcher = Matcher::new(&regions, within);
        let found = matcher.find(&Query { name: &name, district: district.as_deref(), regency: regency.as_deref() });
        prop_assert_eq!(found.code.is_some(), matches!(found.how, How::Exact | How::Folded));
        prop_assert!(found.code.is_none_or(|code| within.contains(code)));
        let most = match found.how { How::Ambiguous => 12, How::Fuzzy => 5, _ => 0 };
        prop_assert!(found.candidates.len() <= most);
        prop_assert_eq!(found.how == How::Fuzzy || found.how == How::Ambiguous, !found.candidates.is_empty());
        prop_assert!(found.candidates.iter().all(|c| (0.0..=1.0).contains(&c.score) && within.contains(c.code)));
        prop_assert!(found.candidates.is_sorted_by(|a, b| a.score > b.score || (a.score == b.score && a.code < b.code)));
    }
}
