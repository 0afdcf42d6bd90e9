//! Files as offices send them, and files that are none.

use super::{RULE, bersinar, bersinar_with, file, fixture, problems, score};
use serde_json::json;

#[test]
fn the_columns_may_stand_in_any_order_and_any_case() {
    let lines = score("Catatan,d5,KODE,p1\nx,5,32.71.01.1001,ada\n");
    assert_eq!((&lines[0]["core_present"], &lines[0]["supporting_present"]), (&json!(1), &json!(1)));
    let csv = b"kode,nama,catatan,Alasan,penduduk,kk,P1\n32.71.01.1001,Batu Tulis,a,b,10,5,ada\n";
    let said = bersinar_with(&["score", RULE, "-", "--format", "json"], csv);
    assert_eq!(said.out.lines().count(), 1);
    let ignored: Vec<&str> = said.err.lines().filter(|line| line.contains("tidak dibaca")).collect();
    assert_eq!(ignored, ["bersinar: Kolom yang tidak dibaca: catatan, Alasan."]);
    assert!(said.err.contains("P2 P3 P4 P5 P6 P7 P8 D1 D2 D3 D4 D5"), "{}", said.err);
}

#[test]
fn delimiters_marks_line_ends_and_encodings() {
    let expected = score("kode,P1,P6\n32.71.01.1001,ada,\"5,5\"\n");
    assert_eq!(expected[0]["core_present"], 2);
    let utf16: Vec<u8> =
        "\u{feff}kode\tP1\tP6\r\n32.71.01.1001\tada\t5,5\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [&[u8]; 9] = [
        b"kode;P1;P6\n32.71.01.1001;ada;5,5\n",
        b"kode\tP1\tP6\n32.71.01.1001\tada\t5,5",
        b"\xef\xbb\xbfkode;P1;P6\r\n32.71.01.1001;ada;5,5\r\n",
        b"kode;P1;P6\r32.71.01.1001;ada;5,5\r",
        b"sep=;\r\nkode;P1;P6\r\n32.71.01.1001;ada;5,5\r\n",
        b"\"kode\";\"P1\";\"P6\"\n\"32.71.01.1001\";\"ada\";\"5,5\"\n",
        b";;;\n\nkode;P1;P6\n;;\n  ; ;\n32.71.01.1001;ada;5,5;;;\n\n\n",
        b"kode;nama;P1;P6\n32.71.01.1001;Batu \xe9\x96;ada;5,5\n",
        &utf16,
    ];
    for bytes in files {
        assert_eq!(score(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn short_rows_are_not_answered_and_long_rows_are_a_problem() {
    let lines = score("kode,P1,P2\n32.71.01.1001\n32.71.01.1002,ada\n32.71.01.1003,ada,ada,7,8\n32.71.01.1004,2,5,1\n");
    let found: Vec<_> = lines.iter().map(|line| line["core_present"].as_u64()).collect();
    assert_eq!(found, [Some(0), Some(1), Some(2), Some(0)]);
    assert!(problems(&lines[0]).is_empty() && problems(&lines[1]).is_empty());
    assert_eq!(problems(&lines[2]), [("", "7 | 8")]);
    assert_eq!(problems(&lines[3]), [("", "1")], "an unquoted decimal comma");
}

#[test]
fn a_quote_that_is_not_closed_swallows_no_village() {
    let lines = score("kode,nama,P1\n32.71.01.1001,\"Batu Tulis,ada\n32.71.01.1002,Bondongan,ada\n");
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["core_present"], &lines[1]["core_present"]), (&json!(1), &json!(1)));
    assert_eq!(problems(&lines[0]), [("", "\"")]);
    let lines = score("kode,nama,P1\n32.71.01.1001,\"Batu\nTulis\",ada\n32.71.01.1002,\"\"\"x\"\", y\",ada\n");
    assert_eq!((lines.len(), &lines[0]["core_present"]), (2, &json!(1)));
    assert_eq!(problems(&lines[0]).len(), 1, "two lines read as one are named");
    assert!(problems(&lines[1]).is_empty());
}

#[test]
fn a_column_that_stands_there_twice_is_not_guessed() {
    let lines = score("kode,P1,p1\n32.71.01.1001,ada,tidak\n32.71.01.1002,ada,ada\n32.71.01.1003,,ada\n");
    let found: Vec<_> = lines.iter().map(|line| line["core_present"].as_u64()).collect();
    assert_eq!(found, [Some(0), Some(1), Some(1)]);
    assert_eq!(problems(&lines[0]), [("P1", "ada / tidak")]);
}

#[test]
fn a_header_alone_gives_no_lines() {
    for csv in ["kode,P1", "kode;P1\r\n\r\n;;\r\n"] {
        let said = bersinar_with(&["score", RULE, "-", "--format", "json"], csv.as_bytes());
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{csv:?}");
    }
    let said = bersinar_with(&["score", RULE, "-"], b"kode,P1\n");
    assert!(said.code == 0 && said.out.contains("Kelas dari 0 baris"), "{}", said.out);
}

#[test]
fn what_cannot_be_read_ends_with_2_and_says_what_to_do() {
    let workbook = file("book.xlsx", b"PK\x03\x04\x14\x00\x00\x00\x08\x00");
    let folder = env!("CARGO_TARGET_TMPDIR");
    let cases = [
        (file("empty.csv", ""), "kosong"),
        (file("blank.csv", " \n;;\n"), "kosong"),
        (file("nul.csv", b"kode,P1\n32.71.01.1001,ada\0\n"), "bukan berkas teks"),
        (workbook, "simpan dahulu"),
        (file("header.csv", "village,P1\n32.71.01.1001,ada\n"), "yang ada: village, P1"),
        (folder.to_owned(), "folder"),
        ("no/such/file.csv".to_owned(), "tidak ada"),
    ];
    for (path, text) in cases {
        let said = bersinar(&["score", RULE, &path, "--format", "json"]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{path}");
        assert!(said.err.starts_with("bersinar: ") && said.err.contains(text), "{path}: {}", said.err);
        let english = bersinar(&["score", RULE, &path, "--lang", "en"]);
        assert!(english.code == 2 && english.err != said.err, "{}", english.err);
    }
}

#[test]
fn a_rule_that_does_not_hold_ends_with_2_and_shows_why() {
    let answers = file("answers.csv", "kode,P1\n32.71.01.1001,ada\n");
    let rule = std::fs::read_to_string(fixture("rates.toml")).expect("a fixture");
    let broken = file("broken.toml", rule.replace("sheet = \"village\"", "sheet = \"vilage\""));
    let said = bersinar(&["score", &broken, &answers]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("broken.toml:23:9: unknown-sheet: "), "{}", said.err);
    let said = bersinar(&["score", "kawasan-rawan-9-9", &answers]);
    assert!(said.code == 2 && said.err.contains(RULE), "{}", said.err);
    let said = bersinar(&["score", &file("rule.toml", b"\xff\xfe\x00"), &answers]);
    assert!(said.code == 2 && said.err.contains("UTF-8"), "{}", said.err);
    let said = bersinar(&["score", "kawasan-rawan-8-5@2026.1", &answers]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    use std::process::{Command, Stdio};
    let rows: String = (0..20_000).map(|n| format!("32.71.01.{},ada\n", 1000 + n % 2999)).collect();
    let path = file("many.csv", format!("kode,P1\n{rows}"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_bersinar"))
        .args(["score", RULE, &path, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !err.contains("panick") && !err.contains("pipe"), "{err}");
}

#[test]
fn a_file_cannot_steer_the_terminal() {
    let said = bersinar_with(&["score", RULE, "-"], b"kode,nama,\x1b[2Jx,P1\n\x1b[31m,\x1b]0;x\x07,1,\x1b[1m\n");
    assert_eq!(said.code, 0);
    assert!(!said.out.contains('\x1b') && !said.err.contains('\x1b'), "{:?} {:?}", said.out, said.err);
}
