//! For: files of village names as offices send them: delimiters, headers, encodings, ragged rows.
//! Not for: which village a name means (`regions_match.rs`).

#![allow(clippy::unwrap_used)]

use domain::region::match_names::{How, MatchFileError, Row, match_csv};
use domain::region::{Gazetteer, RegionCode};

fn rows(file: impl AsRef<[u8]>, within: &str) -> Vec<Row> {
    let within: RegionCode = within.parse().unwrap();
    match_csv(file.as_ref(), &Gazetteer::builtin(), within).unwrap()
}

fn codes(rows: &[Row]) -> Vec<(usize, Option<String>)> {
    rows.iter().map(|row| (row.row, row.code.map(|code| code.to_string()))).collect()
}

const MUKA_KUNING: &str = "21.71.07.1001";

#[test]
fn header_names_delimiters_and_order_do_not_matter() {
    for file in [
        "name,district,regency\nMuka Kuning,Sei Beduk,Kota Batam\n",
        "name\nMuka Kuning\n",
        "NAMA;KECAMATAN;KABUPATEN\r\nMuka Kuning;Sei Beduk;Kota Batam\r\n",
        "\u{feff}kecamatan\tnama_kelurahan\nSei Beduk\tMuka Kuning\n",
        "No,Kab/Kota,Kecamatan,Desa/Kelurahan,Jumlah\n1,Kota Batam,Sei Beduk,Muka Kuning,3\n",
        "kabupaten_kota,nama_desa,nama_kelurahan\nKota Batam,,Muka Kuning\n",
        "satuan_kerja,nama_kelurahan,nama_kecamatan,kab_kota\nBNNK Batam,Muka Kuning,Sei Beduk,Batam\n",
        "nama;kelurahan\nBudi;Muka Kuning\n",
        "no;nama wilayah;kecamatan\n1;Muka Kuning;Sei Beduk\n",
        "Muka Kuning,Sei Beduk\n",
        "Muka Kuning\n",
        "\n\nMuka Kuning,Sei Beduk,Kota Batam\n",
        "Muka Kuning,2024,Sei Beduk\n",
        "\"Muka Kuning\";\"Sei Beduk\"",
    ] {
        let rows = rows(file, "21.71");
        assert_eq!(codes(&rows), [(1, Some(MUKA_KUNING.into()))], "{file:?}");
        assert_eq!(rows[0].how, How::Exact);
    }
}

#[test]
fn without_a_header_the_first_record_is_row_one() {
    let rows = rows("Muka Kuning\nTiban Lama\nXyzzy\n", "21.71");
    assert_eq!(codes(&rows), [(1, Some(MUKA_KUNING.into())), (2, Some("21.71.03.1007".into())), (3, None)]);
}

#[test]
fn a_village_called_kelurahan_is_not_a_header_when_its_district_stands_beside_it() {
    assert_eq!(codes(&rows("Kelurahan,Jambu\nBedono,Jambu\n", "33.22")).len(), 2);
    assert_eq!(codes(&rows("Kelurahan\nBedono\n", "33.22")).len(), 1);
    assert_eq!(codes(&rows("Kota,Tanjung Pandan\n", "19.02")), [(1, Some("19.02.01.1001".into()))]);
}

#[test]
fn commas_in_names_of_a_single_column_stay_in_the_name() {
    let expected = Some(How::Exact);
    for file in ["name\nLubuk Pakam I,II\n", "name,district\n\"Lubuk Pakam I,II\",Lubuk Pakam\n"] {
        assert_eq!(rows(file, "12.07").first().map(|row| row.how), expected, "{file}");
    }
}

#[test]
fn rows_serialise_in_the_agreed_order_with_the_name_as_given() {
    let rows = rows("name;district\n KEL. MUKA KUNING ;Sei Beduk\nTidak Ada Ini\n;;;\n", "21.71");
    let json = serde_json::to_string(&rows).unwrap();
    assert_eq!(
        json,
        r#"[{"row":1,"name":" KEL. MUKA KUNING ","code":"21.71.07.1001","how":"folded","candidates":[]},"#.to_owned()
            + r#"{"row":2,"name":"Tidak Ada Ini","code":null,"how":"none","candidates":[]},"#
            + r#"{"row":3,"name":"","code":null,"how":"none","candidates":[]}]"#
    );
    let near = match_csv("Muka Kunign".as_bytes(), &Gazetteer::builtin(), "21.71".parse::<RegionCode>().unwrap());
    let json = serde_json::to_value(&near.unwrap()[0].candidates[0]).unwrap();
    assert_eq!(json["code"], MUKA_KUNING);
    assert_eq!((&json["district"], &json["regency"]), (&"Sei Beduk".into(), &"Kota Batam".into()));
    assert!(json["score"].as_f64().is_some_and(|score| (0.9..1.0).contains(&score)));
}

#[test]
fn other_encodings_are_read_and_binaries_refused() {
    let curly = b"name\nRegapu\x92u\n"; // Windows-1252
    assert_eq!(codes(&rows(curly, "53.07")), [(1, Some("53.07.01.2021".into()))]);
    let utf16: Vec<u8> =
        "\u{feff}name\tkecamatan\nMuka Kuning\tSei Beduk\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(codes(&rows(&utf16, "21.71")), [(1, Some(MUKA_KUNING.into()))]);
    assert!(rows("", "21.71").is_empty());
    assert!(rows("\n\n", "21.71").is_empty());
    assert!(rows("name,district\n", "21.71").is_empty());
    let error = match_csv(&b"PK\x03\x04\0\0"[..], &Gazetteer::builtin(), None).unwrap_err();
    assert!(matches!(error, MatchFileError::NotText));
    assert_eq!(error.message_key(), "match-file-not-text");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_file_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..120)) {
        let within: RegionCode = "21.71".parse().unwrap();
        let _ = match_csv(bytes.as_slice(), &Gazetteer::builtin(), within);
    }

    #[test]
    fn every_record_is_answered_once(names in proptest::collection::vec("[A-Za-z ]{1,12}", 1..8)) {
        let within: RegionCode = "21.71".parse().unwrap();
        let file = format!("name,kecamatan\n{}\n", names.iter().map(|n| format!("\"{n}\",x")).collect::<Vec<_>>().join("\n"));
        let rows = match_csv(file.as_bytes(), &Gazetteer::builtin(), within).unwrap();
        proptest::prop_assert!(rows.iter().map(|r| (r.row, r.name.as_str())).eq((1..).zip(names.iter().map(String::as_str))));
    }
}
