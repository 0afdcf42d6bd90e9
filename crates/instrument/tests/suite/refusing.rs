//! What `parse` refuses, where it points, and that it never panics.

use instrument::{EXAMPLE, Finding, Instrument};
use proptest::prelude::*;

use crate::rules::{SHIPPED, head, item};

fn findings(source: &str) -> Vec<Finding> {
    let findings = Instrument::parse(source).err().unwrap_or_default();
    for finding in &findings {
        assert!(!finding.message.id.is_empty() && !finding.message.en.is_empty());
        assert!(finding.line >= 1 && finding.column >= 1);
    }
    let positions: Vec<_> = findings.iter().map(|f| (f.line, f.column)).collect();
    assert!(positions.is_sorted());
    findings
}

fn codes(source: &str) -> Vec<&'static str> {
    findings(source).iter().map(|f| f.code).collect()
}

/// Replaces once in the example, and expects one finding that points at `at`.
fn refuse(from: &str, to: &str, code: &str, at: &str) {
    assert!(EXAMPLE.contains(from), "{from}");
    let source = EXAMPLE.replacen(from, to, 1);
    let found = findings(&source);
    let first = found.iter().find(|f| f.code == code);
    let Some(first) = first else { panic!("{to}: {found:?}") };
    let line = source.lines().nth(first.line as usize - 1).unwrap_or("");
    let rest: String = line.chars().skip(first.column as usize - 1).collect();
    assert!(rest.starts_with(at), "{code} points at {rest:?}, not {at:?}");
}

#[test]
fn the_example_is_whole() {
    assert_eq!(findings(EXAMPLE), []);
}

#[test]
fn names_and_keys() {
    refuse("kind = \"count\"", "knid = \"count\"", "unknown-key", "knid");
    refuse("kind = \"count\"", "knid = \"count\"", "missing-key", "");
    refuse("kind = \"count\"", "kind = \"amount\"", "unknown-kind", "\"amount\"");
    refuse("sheet = \"village\"", "sheet = \"vilage\"", "unknown-sheet", "\"vilage\"");
    refuse("group = \"core\"", "group = \"cor\"", "unknown-group", "\"cor\"");
    refuse("then = \"red\"", "then = \"rde\"", "unknown-class", "\"rde\"");
    refuse("{ found = { min = 2 } }", "{ fuond = { min = 2 } }", "unknown-part", "fuond");
    refuse("outcome = \"class\"", "outcome = \"klass\"", "unknown-part", "\"klass\"");
    refuse("outcome = \"class\"", "outcome = \"found\"", "outcome", "\"found\"");
    refuse("id = \"B\"", "id = \"A\"", "duplicate", "\"A\"");
    refuse("id = \"B\"", "id = \"found\"", "duplicate", "\"found\"");
    refuse("id = \"B\"", "id = \"b c\"", "bad-name", "\"b c\"");
    refuse("en = \"Cases\"", "en = \" \"", "empty-text", "\" \"");
    refuse(
        "kind = \"count_present\"\ngroup = \"core\"",
        "kind = \"count_present\"\nitems = [\"A\", \"C\"]",
        "unknown-item",
        "\"C\"",
    );
    refuse(
        "kind = \"count_present\"\ngroup = \"core\"",
        "kind = \"count_present\"\nitems = [\"A\", \"A\"]",
        "duplicate",
        "\"A\"",
    );
    let suggestion = EXAMPLE.replace("sheet = \"village\"", "sheet = \"vilage\"");
    assert!(findings(&suggestion)[0].message.id.contains("Apakah maksudnya `village`?"));
}

#[test]
fn values() {
    refuse("at_least = 3", "at_least = 0", "threshold-impossible", "0");
    refuse("at_least = 3", "top_share = 1.0", "share", "1.0");
    refuse("at_least = 3", "top_share = 0", "share", "0");
    refuse("at_least = 3", "yes = true", "present-kind", "true");
    refuse("at_least = 3", "at_least = 3, top_share = 0.5", "present-rule", "{");
    refuse("present = { at_least = 3 }", "max = 2\npresent = { at_least = 3 }", "threshold-impossible", "3");
    refuse("present = { at_least = 3 }", "min = 5\nmax = 4\npresent = { at_least = 6 }", "min-max", "4");
    refuse("valid_from = 2024-01-01", "valid_from = 2024-01-01\nvalid_until = 2023-12-31", "date-order", "2023-12-31");
    refuse("valid_from = 2024-01-01", "valid_from = 2024-02-30", "toml-syntax", "");
    refuse("valid_from = 2024-01-01", "valid_from = \"soon\"", "wrong-type", "\"soon\"");
    refuse("title = { id = \"Contoh\", en = \"Example\" }", "title = \"Contoh\"", "wrong-type", "\"Contoh\"");
    refuse("provisional = true", "provisional = \"ya\"", "wrong-type", "\"ya\"");
    refuse("[[items]]", "[[items]", "toml-syntax", "");
}

#[test]
fn tables() {
    refuse(
        "{ otherwise = true, then = \"green\" },",
        "{ when = { found = { max = 0 } }, then = \"green\" },\n{ when = { found = { min = 0 } }, then = \"red\" }",
        "row-shadowed",
        "{ when = { found = { min = 0 } }",
    );
    refuse("{ min = 2 }", "{ min = 3 }", "threshold-impossible", "found");
    refuse("{ min = 2 }", "{ min = 2, max = 1 }", "min-max", "{ min = 2, max = 1 }");
    refuse("{ min = 1 }", "{ min = 2 }", "row-shadowed", "{ when");
    refuse("  { otherwise = true, then = \"green\" },\n", "", "table-gap", "[[parts]]");
    refuse("  { otherwise = true, then = \"green\" },\n", "", "class-unreachable", "[[classes]]");
    refuse("{ otherwise = true, then = \"green\" }", "{ then = \"green\" }", "missing-key", "{ then");
    let gap = EXAMPLE.replace("  { otherwise = true, then = \"green\" },\n", "");
    let found = findings(&gap);
    let gap = found.iter().find(|f| f.code == "table-gap").map(|f| f.message.en.as_str());
    assert!(gap.is_some_and(|m| m.contains("found = 0")), "{gap:?}");
    // core >= 9 of 8
    let impossible = SHIPPED.replace("core_present = { min = 3 }", "core_present = { min = 9 }");
    assert_eq!(codes(&impossible), ["threshold-impossible"]);
}

fn bands(of: &str, bands: &str) -> String {
    let mut source = head(&["a", "b", "c"], &["g"]);
    source += &item("X", "g", "number", "max = 100");
    source += &item("T", "g", "text", "");
    source
        + "[[parts]]\nid = \"m\"\nkind = \"mean\"\nof = [\"X\"]\n[[parts]]\nid = \"class\"\nkind = \"bands\"\nof = \""
        + of
        + "\"\nbands = [\n"
        + bands
        + "\n]\n"
}

#[test]
fn bands_without_gap_or_overlap() {
    let row = |from: &str, to: &str, class: &str| format!("{{ {from} {to} class = \"{class}\" }},\n");
    let three = |a: &str, b: &str, c: &str, d: &str| {
        row("", &format!("to = {a},"), "a")
            + &row(&format!("from = {b},"), &format!("to = {c},"), "b")
            + &row(&format!("from = {d},"), "", "c")
    };
    for of in ["m", "X"] {
        assert_eq!(findings(&bands(of, &three("30", "30", "60", "60"))), [], "{of}");
        assert_eq!(codes(&bands(of, &three("30", "31", "60", "60"))), ["band-gap"]);
        assert_eq!(codes(&bands(of, &three("30", "30", "60", "59"))), ["band-overlap"]);
        assert_eq!(codes(&bands(of, &three("-5", "-5", "60", "60"))), ["class-unreachable", "band-unreachable"]);
        let narrow = row("from = 0,", "to = 30,", "a")
            + &row("from = 30,", "to = 60,", "b")
            + &row("from = 60,", "to = 90,", "c");
        assert_eq!(codes(&bands(of, &narrow)), ["band-range"]);
    }
    assert_eq!(codes(&bands("T", &three("30", "30", "60", "60"))), ["not-a-number"]);
    assert!(codes(&bands("class", &three("30", "30", "60", "60"))).contains(&"cycle"));
}

#[test]
fn cycles_are_named() {
    let mut source = head(&["a", "b"], &["g"]);
    source += &item("X", "g", "yes_no", "");
    source += "[[parts]]\nid = \"p\"\nkind = \"sum\"\nof = [\"q\", \"X\"]\n[[parts]]\nid = \"q\"\nkind = \"mean\"\nof = [\"r\"]\n\
        [[parts]]\nid = \"r\"\nkind = \"rescale\"\nof = \"p\"\nfrom = [0, 1]\nto = [0, 10]\n\
        [[parts]]\nid = \"class\"\nkind = \"bands\"\nof = \"p\"\nbands = [{ to = 1, class = \"a\" }, { from = 1, class = \"b\" }]\n";
    let found = findings(&source);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.en.contains("p → q → r → p"), "{}", found[0].message.en);
}

#[test]
fn parts_that_are_not_numbers_or_weights() {
    let base = |part: &str| {
        let mut source = head(&["a", "b"], &["g"]);
        source += &item("X", "g", "yes_no", "");
        source += &item("N", "g", "number", "");
        source
            + part
            + "[[parts]]\nid = \"class\"\nkind = \"bands\"\nof = \"p\"\nbands = [{ to = 0.5, class = \"a\" }, { from = 0.5, class = \"b\" }]\n"
    };
    let part = |body: &str| base(&format!("[[parts]]\nid = \"p\"\n{body}\n"));
    assert_eq!(codes(&part("kind = \"weighted_mean\"\nweights = { X = 1 }")), [] as [&str; 0]);
    assert_eq!(codes(&part("kind = \"weighted_mean\"\nweights = { X = 0 }")), ["weight"]);
    assert_eq!(codes(&part("kind = \"weighted_mean\"\nweights = {}")), ["empty-list"]);
    assert_eq!(codes(&part("kind = \"count_present\"\nitems = [\"N\"]")), ["no-present"]);
    assert_eq!(codes(&part("kind = \"rescale\"\nof = \"X\"\nfrom = [1, 1]\nto = [0, 1]")), ["min-max"]);
    assert_eq!(codes(&part("kind = \"sum\"\nof = [\"X\", \"X\"]")), ["duplicate"]);
    assert_eq!(codes(&part("kind = \"sum\"")), ["missing-key"]);
    assert_eq!(codes(&part("kind = \"product\"\nof = [\"X\"]")), ["unknown-kind", "unknown-key"]);
}

/// A file made to exhaust the reader is refused like any other.
#[test]
fn hostile_files_are_survived() {
    let deep = format!("x = {}", "[".repeat(200_000));
    assert!(codes(&deep).contains(&"toml-syntax"));
    let deep = format!("x = {}", "{ a = ".repeat(100_000));
    assert!(codes(&deep).contains(&"toml-syntax"));
    assert_eq!(codes(&" ".repeat((4 << 20) + 1)), ["too-large"]);
    let chain: String =
        (0..600).map(|i| format!("[[parts]]\nid = \"p{i}\"\nkind = \"sum\"\nof = [\"p{}\"]\n", i + 1)).collect();
    assert!(codes(&(head(&["a"], &["g"]) + &item("X", "g", "yes_no", "") + &chain)).contains(&"too-many"));
    assert_eq!(codes("").iter().filter(|code| **code != "missing-key").count(), 0);
}

#[test]
fn many_findings_at_once() {
    let source = EXAMPLE
        .replace("sheet = \"village\"", "sheet = \"x\"")
        .replace("then = \"red\"", "then = \"y\"")
        .replace("en = \"Cases\"", "en = \"\"");
    assert_eq!(codes(&source), ["unknown-sheet", "empty-text", "unknown-sheet", "unknown-class"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// A broken file gives findings, never a panic.
    #[test]
    fn damage_is_survived(at in 0..SHIPPED.len(), length in 0..200_usize, put in ".{0,12}") {
        let mut bytes = SHIPPED.as_bytes().to_vec();
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, put.bytes());
        let source = String::from_utf8_lossy(&bytes).into_owned();
        if let Err(found) = Instrument::parse(&source) {
            prop_assert!(!found.is_empty());
        }
    }

    #[test]
    fn any_text_is_survived(source in any::<String>()) {
        prop_assert!(Instrument::parse(&source).is_err());
    }

    /// Small tables at random: what is accepted answers every case.
    #[test]
    fn accepted_tables_are_total(
        rows in prop::collection::vec((0..4_u8, 0..5_u8, 0..4_u8, 0..2_usize), 1..5),
        otherwise in any::<bool>(),
    ) {
        let mut source = head(&["a", "b"], &["g", "h"]);
        for id in ["A", "B", "C"] { source += &item(id, "g", "yes_no", ""); }
        for id in ["D", "E"] { source += &item(id, "h", "yes_no", ""); }
        source += "[[parts]]\nid = \"g\"\nkind = \"count_present\"\ngroup = \"g\"\n[[parts]]\nid = \"h\"\nkind = \"count_present\"\ngroup = \"h\"\n[[parts]]\nid = \"class\"\nkind = \"table\"\nrows = [\n";
        for (min, max, h, class) in &rows {
            let class = ["a", "b"][*class];
            source += &format!("{{ when = {{ g = {{ min = {min}, max = {max} }}, h = {{ min = {h} }} }}, then = \"{class}\" }},\n");
        }
        if otherwise { source += "{ otherwise = true, then = \"b\" },\n"; }
        source += "]\n";
        let first = |g: u8, h: u8| rows.iter().position(|r| r.0 <= g && g <= r.1 && r.2 <= h)
            .or(otherwise.then_some(rows.len()));
        let cases: Vec<Option<usize>> = (0..=3).flat_map(|g| (0..=2).map(move |h| (g, h))).map(|(g, h)| first(g, h)).collect();
        let sound = rows.iter().all(|r| r.0 <= r.1);
        let total = cases.iter().all(Option::is_some);
        let live = (0..rows.len() + usize::from(otherwise)).all(|row| cases.contains(&Some(row)));
        let found = codes(&source);
        prop_assert_eq!(sound && !total, sound && found.contains(&"table-gap"));
        let dead = ["row-shadowed", "threshold-impossible", "row-unreachable"];
        prop_assert_eq!(sound && !live, sound && found.iter().any(|code| dead.contains(code)));
    }
}
