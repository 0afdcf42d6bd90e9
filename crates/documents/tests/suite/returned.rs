//! What comes back well filled, in whatever shape.

use crate::*;
use documents::{incoming::Stamp, template};

fn said(incoming: &Incoming, row: usize) -> Vec<&str> {
    incoming.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn a_form_comes_back_as_it_went() {
    for lang in [Lang::Id, Lang::En] {
        let mut form = template(POLICE, lang);
        form.rows[0].values = ["3", "-", "?", "ada", "2,5", "tidak", "1143"].map(str::to_owned).into();
        form.rows[2].nil = true;
        let bytes = template::xlsx(&form).unwrap();
        let back = read(&bytes).unwrap();
        let stamp = Stamp {
            rule: Some("kawasan-rawan-8-5@2026.1".into()),
            regency: Some("99.71".into()),
            year: Some(2026),
            sheet: Some("police".into()),
        };
        assert_eq!(back.stamp, stamp);
        assert_eq!(incoming::peek(&bytes, "x.xlsx"), Ok(stamp.clone()));
        assert_eq!(back.items, (3..10).map(Some).collect::<Vec<_>>());
        assert_eq!(back.unknown_columns, Vec::<String>::new());
        assert_eq!(said(&back, 0), ["3", "-", "?", "ada", "2,5", "tidak", "1143"]);
        assert_eq!(said(&back, 1), [""; 7]);
        let row = &back.rows[1];
        assert_eq!((row.line, row.code.as_str()), (10, "99.71.01.1002"));
        assert_eq!(
            (row.name.as_str(), row.district.as_str()),
            ("Sungai Raya Kampung Baru Ilir", "Teluk Harapan Barat")
        );
        assert_eq!(back.rows.iter().map(|row| row.nil).collect::<Vec<_>>(), [false, false, true]);

        let csv = template::csv(&form).unwrap();
        let back = incoming::read(&csv, "isian.csv", rule(), POLICE).unwrap();
        assert_eq!(back.stamp, stamp);
        assert_eq!(incoming::peek(&csv, "isian.csv"), Ok(stamp));
        assert_eq!(said(&back, 0), ["3", "tidak berlaku", "?", "ada", "2,5", "tidak", "1143"]);
        assert!(back.rows[2].nil);
    }
}

#[test]
fn every_answer_survives_form_and_reading() {
    use instrument::Answer::{DontKnow, Missing, NotApplicable, Number, Present};
    let answers =
        [Missing, DontKnow, NotApplicable, Present(true), Present(false), Number(0.0), Number(1143.0), Number(2.0)];
    for (column, (index, _)) in rule().items_of_sheet(VILLAGE).enumerate() {
        for answer in &answers {
            let cell = rule().cell(index, answer);
            // The scale takes 2 as a choice, and no 0.
            let Ok(read_as) = rule().read(index, &cell) else { continue };
            let mut form = template(VILLAGE, Lang::Id);
            form.rows[0].values = vec![String::new(); 6];
            form.rows[0].values[column] = cell;
            for (bytes, name) in [(template::xlsx(&form).unwrap(), "a.xlsx"), (template::csv(&form).unwrap(), "a.csv")]
            {
                let back = incoming::read(&bytes, name, rule(), VILLAGE).unwrap();
                let cell = &back.rows[0].cells[column];
                assert_eq!(cell.fault, None);
                assert_eq!(rule().read(index, &cell.text), Ok(read_as.clone()), "{name} {index} {answer:?}");
            }
        }
    }
}

#[test]
fn columns_are_found_by_name_wherever_they_stand() {
    let names =
        ["Catatan", "p6 Barang bukti", "NIHIL", "P1 Kasus kejahatan narkoba", "Nama Desa", "Kode Desa", "P10", "D1"];
    let bytes = book(&names, |sheet| {
        sheet.write_number(1, 5, 9_971_011_001_f64)?.write_string(1, 4, " Seruni ")?;
        sheet.write_number(1, 3, 3)?.write_number(1, 1, 0.1 + 0.2)?.write_string(1, 2, "X")?;
        // Nothing but spaces: no row.
        sheet.write_string(2, 5, "  ")?.write_string(2, 0, "ditandatangani")?;
        sheet.write_string(3, 5, "99.71.01.1002")?.write_boolean(3, 2, true)?;
        Ok(())
    });
    let back = read(&bytes).unwrap();
    assert_eq!(back.unknown_columns, ["Catatan", "P10", "D1"]);
    assert_eq!(back.items, [Some(3), None, None, None, Some(1), None, None]);
    assert_eq!(back.rows.len(), 2);
    assert_eq!((back.rows[0].code.as_str(), back.rows[0].name.as_str()), ("99.71.01.1001", "Seruni"));
    assert_eq!(said(&back, 0), ["3", "", "", "", "0,3", "", ""]);
    assert_eq!((back.rows[1].line, back.rows[1].nil), (4, true));
    assert_eq!(back.stamp, Stamp::default());
}

#[test]
fn the_header_may_stand_within_twenty_rows() {
    let at = |row: u32| {
        book(&[], |sheet| {
            sheet.write_string(row, 0, "kode")?.write_string(row, 1, "P1")?;
            sheet.write_string(row + 1, 0, "99.71.01.1001")?.write_number(row + 1, 1, 1)?;
            Ok(())
        })
    };
    assert_eq!(read(&at(19)).unwrap().rows.len(), 1);
    assert_eq!(read(&at(20)), Err(FileFault::NoHeader));
}

#[test]
fn an_id_alone_comes_before_an_id_with_words() {
    let bytes = book(&["kode", "P1 tahun lalu", "P1"], |sheet| {
        sheet.write_string(1, 0, "99.71.01.1001")?.write_number(1, 1, 9)?.write_number(1, 2, 1)?;
        Ok(())
    });
    let back = read(&bytes).unwrap();
    assert_eq!((said(&back, 0)[0], back.unknown_columns.as_slice()), ("1", ["P1 tahun lalu".to_owned()].as_slice()));
}
