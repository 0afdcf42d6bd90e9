//! What goes out: the form says what it is, explains itself, checks what is typed, and holds no formula.

use crate::*;
use documents::{Rejected, template};
use std::collections::BTreeSet;

const ENTRY: &str = "xl/worksheets/sheet1.xml";

#[test]
fn the_form_explains_and_checks_itself() {
    let bytes = template::xlsx(&template(POLICE, Lang::Id)).unwrap();
    let sheet = part(&bytes, ENTRY);
    // Seven items and the column for nil, each with a check on the three villages.
    assert_eq!(sheet.matches("<dataValidation ").count(), 8, "{sheet}");
    assert!(sheet.contains(r#"type="custom""#) && sheet.contains(r#"sqref="D9:D11""#), "{sheet}");
    assert!(sheet.contains("IF(ISNUMBER(D9),AND(D9&gt;=0,D9=INT(D9)),OR("), "{sheet}");
    // Grams may be fractions.
    assert!(sheet.contains("IF(ISNUMBER(H9),AND(H9&gt;=0),OR("), "{sheet}");
    assert!(sheet.contains("nihil"));
    for said in [
        r#"orientation="landscape""#,
        r#"fitToWidth"#,
        "Halaman &amp;P dari &amp;N",
        "kawasan-rawan-8-5@2026.1 · sementara",
    ] {
        assert!(sheet.contains(said) || said == "fitToWidth" && sheet.contains("fitToPage"), "{said}: {sheet}");
    }
    assert!(sheet.contains(r#"topLeftCell="D9" activePane="bottomRight" state="frozen""#), "{sheet}");
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains(r#"name="_bersinar" sheetId="3" state="hidden""#), "{workbook}");
    assert!(workbook.contains("Isian!$7:$8"), "{workbook}");
    let notes = part(&bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 8);
    assert!(notes.contains("Jumlah kasus tindak pidana narkotika"), "{notes}");
    let strings = part(&bytes, "xl/sharedStrings.xml");
    let said =
        ["Kota Teluk Harapan (99.71) · 2026", "ambang sementara", "ada mulai 3 kasus per tahun", "99.71.01.1001"];
    for said in said {
        assert!(strings.contains(said), "{said}: {strings}");
    }
}

#[test]
fn both_languages_and_both_sheets_have_checks_for_every_kind() {
    for (sheet, lang) in [(POLICE, Lang::En), (VILLAGE, Lang::Id), (VILLAGE, Lang::En)] {
        let bytes = template::xlsx(&template(sheet, lang)).unwrap();
        let xml = part(&bytes, ENTRY);
        let items = rule().items_of_sheet(sheet).count();
        assert_eq!(xml.matches("<dataValidation ").count(), items + 1);
        if sheet == VILLAGE {
            assert!(xml.contains("ada,tidak,?,-") && xml.contains("1,2,3,4,5,?,-"), "{xml}");
        }
        assert!(!part(&bytes, "xl/sharedStrings.xml").contains("document-"), "a text is missing");
    }
}

#[test]
fn the_same_form_is_the_same_file() {
    let make = || template::xlsx(&template(POLICE, Lang::Id)).unwrap();
    assert_eq!(make(), make());
}

#[test]
fn nothing_becomes_a_formula() {
    let live =
        ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")"];
    let mut template = template(POLICE, Lang::Id);
    template.regency_name = "=1+1&P".into();
    template.made_at = "=NOW()".into();
    template.rows = live
        .iter()
        .map(|text| TemplateRow {
            name: (*text).into(),
            district: (*text).into(),
            values: vec![(*text).into(); 7],
            ..row(1001, "")
        })
        .collect();
    let bytes = template::xlsx(&template).unwrap();
    for (name, content) in parts(&bytes).iter().filter(|(name, _)| name.contains("worksheets/sheet")) {
        assert!(!String::from_utf8_lossy(content).contains("<f>"), "{name}");
    }
    // What was text comes back as the same text.
    let back = read(&bytes).unwrap();
    assert!(back.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.fault.is_none()));
    let names: Vec<String> = back.rows.iter().map(|row| row.name.clone()).collect();
    assert_eq!(names, live.map(|text| text.trim().to_owned()));

    let text = String::from_utf8(template::csv(&template).unwrap()).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for record in reader.records() {
        for field in record.unwrap().iter() {
            assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{field:?}");
        }
    }
    let back = read_csv(&text).unwrap();
    assert_eq!(back.rows[0].name, "=1+1");

    let rejected = back.rows.into_iter().map(|row| Rejected { row, row_fault: Some("=1+1".into()), faults: vec![] });
    let bytes = documents::rejected(&template, &rejected.collect::<Vec<_>>()).unwrap();
    assert!(!part(&bytes, ENTRY).contains("<f>"));
}

#[test]
fn csv_is_one_table_with_a_mark() {
    let mut form = template(POLICE, Lang::Id);
    form.rows[0].values = ["3", "-", "?", "ada", "2,5"].map(str::to_owned).into();
    form.rows[2].nil = true;
    let text = String::from_utf8(template::csv(&form).unwrap()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "\u{feff}kode,nama,kecamatan,P1,P2,P3,P4,P6,P7,P8,nihil,aturan,tahun,lembar");
    assert_eq!(
        lines[1],
        "99.71.01.1001,Seruni,Teluk Harapan Barat,3,tidak berlaku,?,ada,\"2,5\",,,,kawasan-rawan-8-5@2026.1,2026,police"
    );
    assert!(lines[3].contains(",nihil,"));
    assert_eq!(lines.len(), 4);
}

#[test]
fn refused_rows_come_back_with_their_faults() {
    let form = template(POLICE, Lang::Id);
    let source = book(&["kode", "nama", "kecamatan", "P1", "P2", "P6"], |sheet| {
        sheet.write_string(1, 0, "99.71.01.1001")?.write_string(1, 3, "tiga")?.write_number(1, 4, 4)?;
        sheet.write_string(2, 0, "99.71.09.9999")?.write_string(2, 1, "Entah")?.write_number(2, 5, 2.5)?;
        Ok(())
    });
    let rows = read(&source).unwrap().rows;
    let rejected = [
        Rejected { row: rows[0].clone(), faults: vec![(0, "\"tiga\" bukan angka.".into())], row_fault: None },
        Rejected { row: rows[1].clone(), faults: vec![], row_fault: Some("Kode tidak dikenal.".into()) },
    ];
    let bytes = documents::rejected(&form, &rejected).unwrap();
    assert!(part(&bytes, "xl/comments1.xml").contains("tiga\" bukan angka."));
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("P1: \"tiga\" bukan angka.") && strings.contains("Kode tidak dikenal."), "{strings}");
    // It can be uploaded again as it is.
    let back = read(&bytes).unwrap();
    assert_eq!(back.stamp.year, Some(2026));
    assert_eq!(back.unknown_columns, Vec::<String>::new());
    let said = |row: &incoming::IncomingRow| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    assert_eq!(said(&back.rows[0]), ["tiga", "4", "", "", "", "", ""]);
    assert_eq!(said(&back.rows[1]), ["", "", "", "", "2,5", "", ""]);
    assert_eq!((back.rows[0].name.as_str(), back.rows[1].name.as_str()), ("Seruni", "Entah"));
}

#[test]
fn many_rows_are_written_through_a_file() {
    let mut form = template(POLICE, Lang::Id);
    form.rows = (1..=6_000).map(|number| row(number, "Seruni")).collect();
    let back = read(&template::xlsx(&form).unwrap()).unwrap();
    assert_eq!((back.rows.len(), back.rows[5_999].line), (6_000, 6_008));
}

#[test]
fn a_sheet_that_is_not_there_is_refused() {
    assert!(template::xlsx(&template(7, Lang::Id)).is_err());
    assert!(template::csv(&template(7, Lang::Id)).is_err());
}

#[test]
fn every_fault_speaks_both_languages() {
    use documents::incoming::CellFault as C;
    let cells = [C::Formula, C::Date, C::ErrorValue, C::Merged, C::TooLong, C::Bool].map(|fault| fault.message());
    let files = [
        FileFault::NotASpreadsheet,
        FileFault::OldXls,
        FileFault::OpenDocument,
        FileFault::Encrypted,
        FileFault::Damaged,
        FileFault::Unsafe,
        FileFault::TooLarge,
        FileFault::Bomb,
        FileFault::TooManyRows,
        FileFault::NoHeader,
        FileFault::NoRows,
        FileFault::TwoSheets,
        FileFault::ColumnTwice("P1".into()),
        FileFault::UnreadableCell("Isian!D9".into()),
    ]
    .map(|fault| fault.message());
    assert!(
        files
            .iter()
            .all(|text| text.id.ends_with("Tidak ada yang disimpan.") && text.en.ends_with("Nothing was saved."))
    );
    let all: BTreeSet<&str> = cells.iter().chain(&files).flat_map(|text| [text.id.as_str(), &text.en]).collect();
    assert_eq!(all.len(), 40);
    assert!(all.iter().all(|text| !text.starts_with("document-")));
}
