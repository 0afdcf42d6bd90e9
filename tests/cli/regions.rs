//! `bersinar regions`: match, search, show.

use super::{bersinar, bersinar_with, file};

fn match_names(csv: impl AsRef<[u8]>, within: &str) -> super::Said {
    bersinar_with(&["regions", "match", "-", "--within", within, "--format", "json"], csv.as_ref())
}

#[test]
fn a_row_has_the_promised_fields_in_their_order() {
    let said = match_names("name,district\nKEL. MUKAKUNING,Sei Beduk\nMuka Kunign,\nxyzzy,\n,\n", "21.71");
    assert_eq!(said.code, 0);
    let mut lines = said.out.lines();
    let first = r#"{"row":1,"name":"KEL. MUKAKUNING","code":"21.71.07.1001","how":"folded","candidates":[]}"#;
    assert_eq!(lines.next(), Some(first));
    let found = said.json();
    assert_eq!((&found[1]["how"], found[1]["code"].is_null()), (&"fuzzy".into(), true));
    assert_eq!(found[1]["candidates"][0]["name"], "Muka Kuning");
    assert_eq!((&found[2]["how"], &found[2]["row"]), (&"none".into(), &3.into()));
}

#[test]
fn without_within_the_whole_country_is_searched() {
    let said = bersinar_with(
        &["regions", "match", "-", "--format", "json"],
        b"nama,kecamatan,kabupaten\nMuka Kuning,Sei Beduk,Kota Batam\n",
    );
    assert_eq!(said.json()[0]["code"], "21.71.07.1001");
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let names = file("names.csv", "name\nMuka Kuning\n");
    let binary = file("names.xlsx", b"PK\x03\x04\0\0");
    let cases: [(&[&str], &str); 6] = [
        (&["match", "no/such.csv", "--within", "52"], "tidak ada"),
        (&["match", env!("CARGO_TARGET_TMPDIR"), "--within", "52"], "folder"),
        (&["match", &binary, "--within", "52"], "bukan berkas teks"),
        (&["match", &names, "--within", "99"], "99"),
        (&["match", &names, "--within", "NTB"], "bukan kode wilayah"),
        (&["show", "99.71"], "99.71"),
    ];
    for (arguments, text) in cases {
        let said = bersinar(&[&["regions"], arguments, &["--format", "json"]].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
        assert!(said.err.starts_with("bersinar: ") && said.err.contains(text), "{}", said.err);
    }
}

#[test]
fn an_empty_file_has_no_rows() {
    for csv in ["", "name\n", "\n\n"] {
        let said = match_names(csv, "52");
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{csv:?}");
    }
}

#[test]
fn the_table_for_people_offers_but_does_not_take() {
    let said = bersinar_with(&["regions", "match", "-", "--within", "21.71"], b"nama\nMuka Kuning\nMuka Kunign\n");
    assert!(said.out.contains("persis") && said.out.contains("? Muka Kuning"), "{}", said.out);
    assert!(said.out.ends_with("1 dari 2 baris mendapat kode; 1 perlu dipilih orang.\n"), "{}", said.out);
}

#[test]
fn places_are_found_by_name_and_code() {
    let said = bersinar(&["regions", "search", "muka", "kuning", "--within", "21.71", "--format", "json"]);
    let line = r#"{"code":"21.71.07.1001","name":"Muka Kuning","level":"village","kind":"kelurahan","path":"Muka Kuning, Sei Beduk, Kota Batam, Kepulauan Riau"}"#;
    assert_eq!(said.out.lines().next(), Some(line));
    let said = bersinar(&["regions", "search", "63.06", "--limit", "3"]);
    assert_eq!(said.out.lines().count(), 3);
    assert!(said.out.starts_with("63.06 ") && said.out.contains("Kabupaten Hulu Sungai Selatan"), "{}", said.out);
    let said = bersinar(&["regions", "search", "qqqqq"]);
    assert!(said.code == 0 && said.out.is_empty() && said.err.contains("qqqqq"), "{}", said.err);
}

#[test]
fn a_place_is_shown_with_its_local_titles() {
    let said = bersinar(&["regions", "show", "63.06"]);
    for text in ["144 desa, dipimpin pambakal", "4 kelurahan, dipimpin lurah", "11 kecamatan, dipimpin camat"] {
        assert!(said.out.contains(text), "{text}: {}", said.out);
    }
    let place = &bersinar(&["regions", "show", "52", "--format", "json"]).json()[0];
    assert_eq!((&place["regencies"], &place["level"]), (&10.into(), &"province".into()));
    let sum =
        ["kelurahan", "desa", "desa_adat"].map(|kind| place[kind]["count"].as_u64().unwrap_or(0)).iter().sum::<u64>();
    assert_eq!(place["villages"].as_u64(), Some(sum));
    let village = bersinar(&["regions", "show", "6306012001", "--lang", "en"]);
    assert!(village.code == 0 && village.out.starts_with("63.06.01.2001 "), "{}", village.out);
}
