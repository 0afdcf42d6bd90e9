//! What people type, and what spreadsheets make of it.

use instrument::{Answer, Date, Instrument};
use proptest::prelude::*;

use crate::rules::{head, item, parse};

fn every_kind() -> Instrument {
    let mut source = head(&["red", "green"], &["g"]);
    source += &item("count", "g", "count", "max = 5000\npresent = { at_least = 1 }");
    source += &item("number", "g", "number", "");
    source += &item("signed", "g", "number", "min = -10\nmax = 10");
    source += &item("yes", "g", "yes_no", "");
    let labels = "label = { id = \"Air Sungai\", en = \"River\" }";
    let other = "label = { id = \"Sumur\", en = \"Well\" }";
    source += &item(
        "choice",
        "g",
        "choice",
        &format!("choices = [{{ value = \"a\", {labels} }}, {{ value = \"b\", {other} }}]"),
    );
    source +=
        &item("scale", "g", "scale", &format!("choices = [{{ value = 1, {labels} }}, {{ value = 2.5, {other} }}]"));
    source += &item("text", "g", "text", "");
    source += &item("date", "g", "date", "");
    source += "[[parts]]\nid = \"n\"\nkind = \"count_present\"\nitems = [\"count\"]\n\
        [[parts]]\nid = \"class\"\nkind = \"table\"\nrows = [{ when = { n = { min = 1 } }, then = \"red\" }, { otherwise = true, then = \"green\" }]\n";
    parse(&source)
}

fn index(rule: &Instrument, id: &str) -> usize {
    rule.item(id).unwrap_or_else(|| panic!("{id}")).0
}

fn number(value: f64) -> Result<Answer, &'static str> {
    Ok(Answer::Number(value))
}

#[test]
fn numbers() {
    let rule = every_kind();
    let cases: &[(&str, &str, Result<Answer, &str>)] = &[
        ("count", "12", number(12.0)),
        ("count", " 12.0 ", number(12.0)),
        ("count", "12,00", number(12.0)),
        ("count", "1.143", number(1143.0)),
        ("count", "1 143", number(1143.0)),
        ("count", "'12", number(12.0)),
        ("count", "+5", number(5.0)),
        ("count", "0", number(0.0)),
        ("count", "-0", number(0.0)),
        ("count", "1,143", Err("ambiguous")),
        ("count", "1.143.000", Err("out-of-range")),
        ("count", "2,5", Err("fraction")),
        ("count", "-3", Err("negative")),
        ("count", "−3", Err("negative")),
        ("count", "5001", Err("out-of-range")),
        ("count", "12 kasus", Err("not-a-number")),
        ("count", "12 desa", Err("not-a-number")),
        ("count", "sekitar 12", Err("not-a-number")),
        ("count", "1.14", Err("fraction")),
        ("count", "..", Err("not-a-number")),
        ("count", "3 Jan", Err("looks-like-date")),
        ("count", "Jan-24", Err("looks-like-date")),
        ("count", "17 Agustus", Err("looks-like-date")),
        ("count", "2024-01-03", Err("looks-like-date")),
        ("count", "2024-01-03 00:00:00", Err("looks-like-date")),
        ("count", "1/2", Err("looks-like-date")),
        ("count", "#REF!", Err("spreadsheet-error")),
        ("count", "#N/A", Err("spreadsheet-error")),
        ("count", "######", Err("spreadsheet-error")),
        ("count", "NaN", Err("not-finite")),
        ("count", "-inf", Err("not-finite")),
        ("number", "2,5", number(2.5)),
        ("number", "2.5", number(2.5)),
        ("number", "1.143,5", number(1143.5)),
        ("number", "1,143.5", number(1143.5)),
        ("number", "1.143.000", number(1_143_000.0)),
        ("number", "0.125", number(0.125)),
        ("number", "1234.567", number(1234.567)),
        ("number", "1,143", number(1.143)),
        ("number", "1.143", Err("ambiguous")),
        ("number", "1000000000001", Err("too-large")),
        ("number", "-1", Err("negative")),
        ("signed", "-1,5", number(-1.5)),
        ("signed", "-11", Err("out-of-range")),
        ("yes", "3", number(3.0)),
        ("yes", "TRUE", Ok(Answer::Present(true))),
    ];
    for (id, raw, expected) in cases {
        let read = rule.read(index(&rule, id), raw);
        assert_eq!(
            read.as_ref().map_err(instrument::AnswerError::code),
            expected.as_ref().map_err(|e| *e),
            "{id} {raw}"
        );
        if let Err(error) = read {
            let message = error.message();
            assert!(!message.id.is_empty() && message.en == error.to_string());
            assert!(message.id.contains(raw.trim()), "quotes the value: {}", message.id);
        }
    }
}

#[test]
fn words() {
    let rule = every_kind();
    for id in ["count", "number", "yes", "choice", "scale", "text", "date"] {
        let item = index(&rule, id);
        for (raw, answer) in [
            ("", Answer::Missing),
            ("  ", Answer::Missing),
            ("-", Answer::NotApplicable),
            ("?", Answer::DontKnow),
            ("Tidak Tahu", Answer::DontKnow),
            ("ADA", Answer::Present(true)),
            ("tidak", Answer::Present(false)),
            ("Tidak ada", Answer::Present(false)),
        ] {
            assert_eq!(rule.read(item, raw), Ok(answer), "{id} {raw}");
        }
    }
    assert_eq!(rule.read(index(&rule, "count"), "ya"), Ok(Answer::Present(true)));
    assert_eq!(rule.read(index(&rule, "text"), "yes"), Ok(Answer::Text("yes".into())));
    assert_eq!(rule.read(99, "1").map_err(|e| e.code()), Err("unknown-item"));
}

#[test]
fn choices_and_dates() {
    let rule = every_kind();
    let choice = index(&rule, "choice");
    for raw in ["b", "B", "sumur", "Well", "#2"] {
        assert_eq!(rule.read(choice, raw), Ok(Answer::Choice(1)), "{raw}");
    }
    assert_eq!(rule.cell(choice, &Answer::Choice(1)), "b");
    let error = rule.read(choice, "c").map_err(|e| e.message().id);
    assert_eq!(error, Err("\"c\" tidak ada dalam pilihan. Pilih salah satu: a, b.".into()));
    let scale = index(&rule, "scale");
    for raw in ["2.5", "2,5", "2,50", "well"] {
        assert_eq!(rule.read(scale, raw), Ok(Answer::Choice(1)), "{raw}");
    }
    assert_eq!(rule.read_number(scale, 1.0), Ok(Answer::Choice(0)));
    let date = index(&rule, "date");
    let day = Date::new(2024, 8, 17).map(Answer::Date);
    for raw in ["2024-08-17", "17/08/2024", "17/8/2024", "17-08-2024"] {
        assert_eq!(rule.read(date, raw).ok(), day, "{raw}");
    }
    assert_eq!(rule.read(date, "30/02/2024").map_err(|e| e.code()), Err("not-a-date"));
    let long = "x".repeat(2001);
    assert_eq!(rule.read(index(&rule, "text"), &long).map_err(|e| e.code()), Err("too-long"));
}

#[test]
fn lenient_reading_keeps_a_number_out_of_range() {
    let rule = every_kind();
    let code = |(answer, error): (Answer, Option<instrument::AnswerError>)| (answer, error.map(|e| e.code()));
    let count = index(&rule, "count");
    assert_eq!(code(rule.read_reported(count, "9000")), (Answer::Number(9000.0), Some("out-of-range")));
    assert_eq!(code(rule.read_reported(count, "-9")), (Answer::Missing, Some("negative")));
    assert_eq!(code(rule.read_reported(count, "x")), (Answer::Missing, Some("not-a-number")));
    assert_eq!(code(rule.read_reported(count, "7")), (Answer::Number(7.0), None));
    // A numeric cell has no separators to guess: 1.143 grams is 1.143 grams.
    assert_eq!(rule.read_number(index(&rule, "number"), 1.143), Ok(Answer::Number(1.143)));
    assert_eq!(rule.read_number(count, 1.5).map_err(|e| e.code()), Err("fraction"));
    assert_eq!(rule.read_number(count, f64::NAN).map_err(|e| e.code()), Err("not-finite"));
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+0-9., '/#?eE\u{a0}−–]{0,24}",
        "[0-9]{1,3}([.,][0-9]{3}){0,4}([.,][0-9]{1,12})?",
        "(ada|tidak|ya|#|Jan|a|b|well|inf|nan|-|\\?| |[0-9]){0,4}",
        "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    /// Nothing typed panics, and what was understood is written so that it is understood again.
    #[test]
    fn reading_is_total_and_stable(raw in typed(), item in 0..9_usize) {
        let rule = every_kind();
        let (lenient, error) = rule.read_reported(item, &raw);
        match rule.read(item, &raw) {
            Ok(answer) => {
                prop_assert_eq!(&answer, &lenient);
                prop_assert_eq!(rule.read(item, &answer.to_cell()), Ok(answer.clone()));
                prop_assert_eq!(rule.read(item, &rule.cell(item, &answer)), Ok(answer));
            }
            Err(found) => {
                prop_assert_eq!(Some(&found), error.as_ref());
                prop_assert!(!found.message().id.is_empty());
            }
        }
    }

    #[test]
    fn numbers_survive(value in 0.0..1e12_f64) {
        let rule = every_kind();
        let answer = Answer::Number(value);
        prop_assert_eq!(rule.read(1, &answer.to_cell()), Ok(answer.clone()));
        prop_assert_eq!(rule.read_number(1, value), Ok(answer));
    }
}
