//! Lists of anyone's making: title lines, two columns of names, values that are errors, line ends of every kind.

use documents::incoming::{Cell, FileFault, Key, ListColumn, read_list};
use instrument::Kind;
use rust_xlsxwriter::{Formula, Workbook};

fn columns() -> [ListColumn; 2] {
    let column =
        |names: &[&str], kind| ListColumn { names: names.iter().map(|name| (*name).to_owned()).collect(), kind };
    [column(&["Satgas", "pokja"], Kind::Date), column(&["No. HP"], Kind::Text)]
}

fn said(bytes: &[u8], name: &str) -> Vec<(u32, String, Vec<String>)> {
    let read = read_list(bytes, name, Key::Village, &columns()).unwrap();
    let cells = |cells: &[Cell]| cells.iter().map(|cell| cell.said().to_owned()).collect();
    read.rows.iter().map(|row| (row.line, row.name.clone(), cells(&row.cells))).collect()
}

fn row(line: u32, name: &str, cells: [&str; 2]) -> (u32, String, Vec<String>) {
    (line, name.to_owned(), cells.map(str::to_owned).into())
}

#[test]
fn an_error_value_says_nothing_and_a_formula_what_it_came_to() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "DAFTAR KELURAHAN BERSINAR").unwrap();
    for (column, name) in [(0, "Nama Desa"), (1, "Nama Kelurahan"), (2, "POKJA"), (3, "No HP")] {
        sheet.write_string(2, column, name).unwrap();
    }
    sheet.write_string(3, 1, "Seruni").unwrap();
    sheet.write_formula(3, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(3, 3, Formula::new("=\"0812\"&\"-1\"").set_result("0812-1")).unwrap();
    sheet.write_string(4, 0, "Amawang").unwrap();
    sheet.write_string(4, 2, "2023").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(said(&bytes, "a.xlsx"), [row(4, "Seruni", ["", "0812-1"]), row(5, "Amawang", ["2023", ""])]);
}

#[test]
fn every_row_has_a_line_of_its_own_whatever_ends_it() {
    let mixed = b"Desa;Satgas;No HP\nSeruni;ada;1\rAmawang;;2\r\nMelati;2023;3\r";
    let rows = [row(2, "Seruni", ["ada", "1"]), row(3, "Amawang", ["", "2"]), row(4, "Melati", ["2023", "3"])];
    assert_eq!(said(mixed, "a.csv"), rows);
}

#[test]
fn without_a_column_of_names_it_is_no_such_list() {
    let read = read_list(b"Satgas;No HP\nada;1\n", "a.csv", Key::Village, &columns());
    assert_eq!(read, Err(FileFault::NoHeader));
    let by_column = read_list(b"Satgas;No HP\nada;1\n", "a.csv", Key::Column(0), &columns()).unwrap();
    assert_eq!(by_column.rows.len(), 1);
}
