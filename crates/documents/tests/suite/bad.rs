//! What comes back broken, cell by cell and as a whole: each has its fault, and the rest of the file is read.

use crate::*;
use documents::{incoming::CellFault, template};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

/// One row with a cell under P1 written by `fill`; gives text and fault.
fn cell(fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> (String, Option<CellFault>) {
    let bytes = book(&["kode", "nama", "P1", "P2"], |sheet| {
        sheet.write_string(1, 0, "99.71.01.1001")?.write_number(1, 3, 7)?;
        fill(sheet)
    });
    let back = read(&bytes).unwrap();
    assert_eq!(back.rows[0].cells[1].text, "7");
    (back.rows[0].cells[0].text.clone(), back.rows[0].cells[0].fault)
}

#[test]
fn cells_that_hold_no_answer_say_what_they_hold() {
    let sum = || Formula::new("=1+2").set_result("3");
    assert_eq!(cell(|sheet| sheet.write_formula(1, 2, sum()).map(drop)), ("3".into(), Some(CellFault::Formula)));
    let broken = || Formula::new("=A99/0").set_result("#DIV/0!");
    assert_eq!(cell(|s| s.write_formula(1, 2, broken()).map(drop)), ("#DIV/0!".into(), Some(CellFault::ErrorValue)));
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let date = ExcelDateTime::from_ymd(2024, 1, 3).unwrap();
    let wrote = |s: &mut Worksheet| s.write_datetime_with_format(1, 2, &date, &day).map(drop);
    assert_eq!(cell(wrote), ("2024-01-03".into(), Some(CellFault::Date)));
    // "3" in a cell that once held a date.
    assert_eq!(
        cell(|s| s.write_number_with_format(1, 2, 3, &day).map(drop)),
        ("1900-01-03".into(), Some(CellFault::Date))
    );
    let clock = Format::new().set_num_format("hh:mm");
    assert_eq!(cell(|s| s.write_number_with_format(1, 2, 0.5, &clock).map(drop)).1, Some(CellFault::Date));
    assert_eq!(cell(|s| s.write_boolean(1, 2, true).map(drop)), ("TRUE".into(), Some(CellFault::Bool)));
    let long = "x".repeat(3_000);
    assert_eq!(cell(|s| s.write_string(1, 2, &long).map(drop)), ("x".repeat(2_000), Some(CellFault::TooLong)));
    // Text and minus are for `Instrument::read` to judge.
    assert_eq!(cell(|s| s.write_string(1, 2, "tiga").map(drop)), ("tiga".into(), None));
    assert_eq!(cell(|s| s.write_number(1, 2, -4).map(drop)), ("-4".into(), None));
    // Typed in English Excel as 1.143: could be meant as a thousand, so it must not read as 1143.
    let (text, fault) = cell(|s| s.write_number(1, 2, 1.143).map(drop));
    assert_eq!((text.as_str(), fault), ("1,143", None));
    assert!(rule().read(0, &text).is_err());
}

#[test]
fn strange_dates_do_no_harm() {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for value in [-5.0, 0.0, 1e300, 2_958_465.99, 0.001, f64::MIN_POSITIVE] {
        assert_eq!(
            cell(|s| s.write_number_with_format(1, 2, value, &day).map(drop)).1,
            Some(CellFault::Date),
            "{value}"
        );
    }
}

#[test]
fn merged_answers_are_marked_and_merged_districts_are_not() {
    let bytes = book(&["kode", "kecamatan", "P1", "P2"], |sheet| {
        let plain = Format::new();
        for row in 1..=4 {
            sheet.write_string(row, 0, format!("99.71.01.100{row}"))?.write_number(row, 3, row)?;
        }
        sheet.merge_range(1, 1, 4, 1, "Barat", &plain)?.merge_range(2, 2, 3, 2, "5", &plain)?;
        Ok(())
    });
    let back = read(&bytes).unwrap();
    let faults: Vec<_> = back.rows.iter().map(|row| (row.cells[0].fault, row.cells[1].fault)).collect();
    let merged = Some(CellFault::Merged);
    assert_eq!(faults, [(None, None), (merged, None), (merged, None), (None, None)]);
    assert_eq!(back.rows[0].district, "Barat");
}

#[test]
fn files_that_are_no_forms_are_told_apart() {
    let good = template::xlsx(&template(POLICE, Lang::Id)).unwrap();
    let named = |bytes: &[u8], name: &str| incoming::read(bytes, name, rule(), POLICE).map(|_| ());
    let html = b"<html><table><tr><td>kode</td></tr></table></html>";
    assert_eq!(named(html, "isian.xlsx"), Err(FileFault::NotASpreadsheet));
    assert_eq!(named(html, "isian.xls"), Err(FileFault::NotASpreadsheet));
    assert_eq!(named(html, "isian.csv"), Err(FileFault::NotASpreadsheet));
    assert_eq!(named(b"%PDF-1.7 kode,P1", "isian.csv"), Err(FileFault::NotASpreadsheet));
    assert_eq!(named(b"", "isian.csv"), Err(FileFault::NotASpreadsheet));
    assert_eq!(named(b"\x89PNG\r\n\x1a\n\0\0", "isian.csv"), Err(FileFault::NotASpreadsheet));
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    assert_eq!(named(&ole, "isian.xls"), Err(FileFault::OldXls));
    let mut locked = ole;
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(named(&locked, "isian.xlsx"), Err(FileFault::Encrypted));
    assert_eq!(named(&vec![b'a'; incoming::MOST_BYTES + 1], "isian.csv"), Err(FileFault::TooLarge));
    let other = |name: &str| zipped(&[(name.to_owned(), b"x".to_vec())]);
    assert_eq!(named(&other("mimetype"), "isian.xlsx"), Err(FileFault::OpenDocument));
    assert_eq!(named(&other("xl/workbook.bin"), "isian.xlsx"), Err(FileFault::OldXls));
    assert_eq!(named(&other("word/document.xml"), "isian.xlsx"), Err(FileFault::NotASpreadsheet));
    for cut in [good.len() / 2, good.len() - 1, 30, 5] {
        assert_eq!(named(&good[..cut], "isian.xlsx"), Err(FileFault::Damaged), "{cut}");
        assert_eq!(incoming::peek(&good[..cut], "isian.xlsx"), Err(FileFault::Damaged), "{cut}");
    }
    // A form of the other sheet has a stamp that says so, but no column that fits.
    let village = template::xlsx(&template(VILLAGE, Lang::Id)).unwrap();
    assert_eq!(named(&village, "isian.xlsx"), Err(FileFault::NoHeader));
    assert_eq!(incoming::peek(&village, "isian.xlsx").unwrap().sheet.as_deref(), Some("village"));
}

#[test]
fn headers_and_worksheets_must_be_clear() {
    let nothing = |_: &mut Worksheet| Ok(());
    assert_eq!(read(&book(&["nama", "P1"], nothing)), Err(FileFault::NoHeader));
    assert_eq!(read(&book(&["kode", "P1"], nothing)), Err(FileFault::NoRows));
    assert_eq!(read(&book(&["kode", "P1", "p1"], nothing)), Err(FileFault::ColumnTwice("p1".into())));
    let two = |names: [&str; 2]| {
        let mut book = Workbook::new();
        for (name, value) in names.iter().zip([1, 2]) {
            let sheet = book.add_worksheet().set_name(*name).unwrap();
            sheet.write_string(0, 0, "kode").unwrap().write_string(0, 1, "P1").unwrap();
            sheet.write_string(1, 0, "99.71.01.1001").unwrap().write_number(1, 1, value).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    assert_eq!(read(&two(["Januari", "Februari"])), Err(FileFault::TwoSheets));
    assert_eq!(read(&two(["Draf", "Isian"])).unwrap().rows[0].cells[0].text, "2");
}

#[test]
fn too_many_rows_are_noticed_on_the_way() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    sheet.write_string(0, 0, "kode").unwrap().write_string(0, 1, "P1").unwrap();
    for row in 1..=200_000 {
        sheet.write_string(row, 0, "99.71.01.1001").unwrap().write_number(row, 1, 1).unwrap();
    }
    assert_eq!(read(&book.save_to_buffer().unwrap()), Err(FileFault::TooManyRows));
    let text = "kode;P1\n".to_owned() + &"99.71.01.1001;1\n".repeat(200_000);
    assert_eq!(read_csv(&text), Err(FileFault::TooManyRows));
}

#[test]
fn a_cell_that_contradicts_its_type_is_named() {
    let good = book(&["kode", "P1"], |sheet| {
        sheet.write_string(1, 0, "99.71.01.1001")?.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!"))?;
        Ok(())
    });
    let odd = patched(&good, "xl/worksheets/sheet1.xml", "#DIV/0!", "#ERROR!");
    assert_eq!(read(&odd), Err(FileFault::UnreadableCell("Isian!A2".into())));
}
