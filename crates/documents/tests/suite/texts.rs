//! CSV as it really comes.

use crate::*;
use documents::incoming::CellFault;

#[test]
fn separators_marks_and_line_ends_are_found() {
    let table = "kode;nama;P1;P6\n99.71.01.1001;Seruni;3;2,5\n";
    let shapes = [
        table.to_owned(),
        format!("\u{feff}{table}"),
        format!("sep=;\n{table}"),
        format!("Rekap kota, tahun 2026, semua\n\n{table}"),
        table.replace(';', "\t"),
        table.replace('\n', "\r\n"),
        table.replace('\n', "\r"),
        table.replace("2,5", "\"2,5\"").replace(';', ","),
        "\"kode\";\"nama\nkelurahan\";\"P1\";\"P6\"\n".to_owned() + "\"99.71.01.1001\";\"Seruni\";\"3\";\"2,5\"",
    ];
    for text in shapes {
        let back = read_csv(&text).unwrap_or_else(|fault| panic!("{text:?}: {fault:?}"));
        let row = &back.rows[0];
        assert_eq!((row.code.as_str(), row.cells[0].text.as_str()), ("99.71.01.1001", "3"), "{text:?}");
        assert_eq!(row.cells[4].text, "2,5", "{text:?}");
    }
}

#[test]
fn encodings_are_found() {
    let text = "kode;nama;P1\n99.71.01.1001;Café Ilir;3\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let wide = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    };
    let shapes = [latin, wide(u16::to_le_bytes, [0xff, 0xfe]), wide(u16::to_be_bytes, [0xfe, 0xff]), text.into()];
    for bytes in shapes {
        assert_eq!(incoming::read(&bytes, "isian.csv", rule(), POLICE).unwrap().rows[0].name, "Café Ilir");
    }
}

#[test]
fn lines_are_counted_as_a_spreadsheet_counts_them() {
    let back = read_csv("kode,nama,P1\n\n99.71.01.1001,\"Seruni\nIlir\",1\n,,\n9971011002,Muara,2\n").unwrap();
    let lines: Vec<(u32, &str)> = back.rows.iter().map(|row| (row.line, row.code.as_str())).collect();
    assert_eq!(lines, [(3, "99.71.01.1001"), (5, "99.71.01.1002")]);
}

#[test]
fn formulas_in_text_are_formulas_and_our_apostrophe_is_not_theirs() {
    let back = read_csv("kode,nama,P1,P2,P3\n99.71.01.1001,'=Seruni,=A1+1,'-4,'x\n").unwrap();
    let cells: Vec<_> = back.rows[0].cells.iter().take(3).map(|cell| (cell.text.as_str(), cell.fault)).collect();
    assert_eq!(cells, [("=A1+1", Some(CellFault::Formula)), ("-4", None), ("'x", None)]);
    assert_eq!(back.rows[0].name, "=Seruni");
}

#[test]
fn ragged_rows_and_no_stamp_are_fine() {
    let back = read_csv("kode,P1,P2\n99.71.01.1001\n99.71.01.1002,1,2,3,4\n").unwrap();
    assert_eq!(back.rows.len(), 2);
    assert_eq!(back.rows[0].cells.len(), 7);
    assert_eq!(back.stamp, documents::incoming::Stamp::default());
    assert_eq!(read_csv("satu,dua\n1,2\n"), Err(FileFault::NoHeader));
    assert_eq!(read_csv("kode,P1\n"), Err(FileFault::NoRows));
}
