//! What an answer means, and what every line says.

use super::{RULE, bersinar, bersinar_with, file, fixture, problems, score, texts};
use serde_json::{Value, json};

const HEADER: &str = "kode,P1,P2,P3,P4,P5,P6,P7,P8,D1,D2,D3,D4,D5\n";

/// The line of one village with these thirteen cells.
fn one(cells: [&str; 13]) -> Value {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
    let mut lines = score(format!("{HEADER}32.71.01.1001,{}\n", quoted.join(",")));
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

/// A village with the first so many core and supporting items present, the rest absent.
fn counts(core: usize, supporting: usize) -> [&'static str; 13] {
    std::array::from_fn(|at| {
        let present = if at < 8 { at < core } else { at - 8 < supporting };
        if present { "ada" } else { "tidak" }
    })
}

fn classes(line: &Value) -> [Option<&str>; 3] {
    ["class", "class_min", "class_max"].map(|field| line[field].as_str())
}

#[test]
fn a_line_has_the_promised_fields_in_their_order() {
    let csv = format!("{HEADER}32.71.01.1001,ada,ada,ada,0,10,\"2,5\",0,1,3,19,100,ada,4\n");
    let said = bersinar_with(&["score", RULE, "-", "--format", "json"], csv.as_bytes());
    let head = r#"{"kode":"32.71.01.1001","class":"bahaya","class_min":"bahaya","class_max":"bahaya","core_present":5,"supporting_present":4,"because":["pokok 5 dari 8 ada: P1 P2 P3 P5 P8","pendukung 4 dari 5 ada: D1 D3 D4 D5","aturan: bahaya bila pokok ≥ 5 dan pendukung ≥ 4"],"nearest":["#;
    assert!(said.out.starts_with(head), "{}", said.out);
    assert!(said.out.ends_with("],\"rule\":\"kawasan-rawan-8-5@2026.1\"}\n"), "{}", said.out);
    let drop = |among: [&str; 5]| json!({"kind": "drop", "need": 1, "among": among});
    let nearest = &said.json()[0]["nearest"];
    assert_eq!(nearest[1]["moves"], json!([drop(["P5", "P8", "P1", "P2", "P3"])]));
    assert_eq!((&nearest[1]["to"], &nearest[1]["direction"]), (&json!("waspada"), &json!("better")));
}

#[test]
fn the_table_decides() {
    let cases = [
        (0, 0, "aman"),
        (0, 5, "aman"),
        (1, 0, "siaga"),
        (2, 5, "siaga"),
        (3, 2, "siaga"),
        (4, 2, "siaga"),
        (3, 3, "waspada"),
        (4, 5, "waspada"),
        (5, 0, "waspada"),
        (5, 3, "waspada"),
        (5, 4, "bahaya"),
        (8, 5, "bahaya"),
    ];
    for (core, supporting, class) in cases {
        let line = one(counts(core, supporting));
        assert_eq!(classes(&line), [Some(class); 3], "{core} + {supporting}");
        assert_eq!((&line["core_present"], &line["supporting_present"]), (&json!(core), &json!(supporting)));
        assert!(!texts(&line["because"]).is_empty() && line.get("problems").is_none());
        assert_eq!(line["rule"], "kawasan-rawan-8-5@2026.1");
    }
}

#[test]
fn without_answers_every_class_is_possible() {
    let line = one([""; 13]);
    assert_eq!(classes(&line), [None, Some("aman"), Some("bahaya")]);
    assert_eq!(line["class"], Value::Null);
    assert_eq!((&line["core_present"], &line["supporting_present"]), (&json!(0), &json!(0)));
    let because = texts(&line["because"]);
    assert!(because.contains(&"belum dijawab: P1 P2 P3 P4 P5 P6 P7 P8 D1 D2 D3 D4 D5"), "{because:?}");
    assert!(because.contains(&"kelas belum pasti: aman sampai bahaya"), "{because:?}");
}

#[test]
fn missing_answers_leave_a_range_and_name_what_settles_it() {
    let mut cells = counts(4, 3);
    (cells[5], cells[11]) = ("", "");
    let line = one(cells);
    assert_eq!(classes(&line), [None, Some("waspada"), Some("bahaya")]);
    let answer = |item: &str| json!({"kind": "answer", "need": 1, "among": [item]});
    let nearest = line["nearest"].as_array().expect("ways");
    let worst = nearest.iter().find(|way| way["to"] == "bahaya").expect("a way to bahaya");
    assert_eq!(worst["moves"], json!([answer("P6"), answer("D4")]));
    assert!(nearest.iter().all(|way| way["direction"].is_null()));
}

#[test]
fn numbers_are_held_against_their_threshold() {
    let below = ["2", "19", "1", "0", "9", "4,9", "0", "0", "2", "19", "99", "0", "3"];
    let at = ["3", "20", "2", "1", "10", "5", "1", "1", "3", "20", "100", "1", "4"];
    assert_eq!(classes(&one(below)), [Some("aman"); 3]);
    let line = one(at);
    assert_eq!((&line["core_present"], &line["supporting_present"]), (&json!(8), &json!(5)));
    // Spellings of a number, case and spaces.
    let line =
        one(["1.143", " 1.000.000 ", "ADA", "Tidak", "tidak ada", "2,5", "2", "1", "ya", "no", "1.143", "TIDAK", "5"]);
    assert_eq!((&line["core_present"], &line["supporting_present"]), (&json!(5), &json!(3)));
    assert!(problems(&line).is_empty(), "{line}");
}

#[test]
fn not_applicable_counts_as_not_present_and_not_known_does_not() {
    let line = one(["-"; 13]);
    assert_eq!(classes(&line), [Some("aman"); 3]);
    assert!(texts(&line["because"]).iter().any(|text| text.starts_with("tidak berlaku, dihitung tidak ada: P1 ")));
    let line = one(["?"; 13]);
    assert_eq!(classes(&line), [None, Some("aman"), Some("bahaya")]);
    assert!(texts(&line["because"]).iter().any(|text| text.starts_with("tidak diketahui: P1 ")));
}

#[test]
fn what_is_no_answer_is_reported_and_counts_as_not_answered() {
    let long = "9".repeat(400);
    let line = one([
        "3 Jan",
        "=1+1",
        "-4",
        "banyak",
        "2,5",
        "1.143",
        "99999999999999",
        "1e999",
        "#REF!",
        &long,
        "NaN",
        "3",
        "7",
    ]);
    let found: Vec<&str> = problems(&line).iter().map(|(item, _)| *item).collect();
    assert_eq!(found, ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "D1", "D2", "D3", "D5"]);
    assert!(problems(&line).contains(&("P1", "3 Jan")) && problems(&line).contains(&("P2", "=1+1")));
    assert!(problems(&line).iter().all(|(_, value)| value.chars().count() <= 81), "long cells are shortened");
    assert_eq!(classes(&line), [None, Some("aman"), Some("bahaya")]);
    assert_eq!(line["supporting_present"], 1, "a number for a yes/no item is a yes");
    let message = line["problems"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("tanggal"), "{message}");
}

#[test]
fn codes_are_checked_and_the_row_is_scored_all_the_same() {
    let cases = [
        ("32.71.01.1001", None),
        ("3271011002", None),
        ("", Some("kosong")),
        ("32.71.1.1", Some("bukan kode wilayah")),
        ("3,27101E+09", Some("bukan kode wilayah")),
        ("<script>", Some("bukan kode wilayah")),
        ("32.71.01.1999", Some("tidak ada dalam daftar")),
        ("99.71.01.1001", Some("tidak ada dalam daftar")),
        ("32.71.01", Some("bukan kode desa")),
        ("32", Some("bukan kode desa")),
    ];
    let rows: String = cases.iter().map(|(code, _)| format!("\" {code} \",ada,tidak\n")).collect();
    let lines = score(format!("kode,P1,P2\n{rows}"));
    assert_eq!(lines.len(), cases.len());
    for (line, (code, problem)) in lines.iter().zip(cases) {
        assert_eq!(line["kode"], code, "as given, trimmed");
        assert_eq!((&line["core_present"], line["class_max"].as_str()), (&json!(1), Some("bahaya")));
        let messages: Vec<&str> = line["problems"].as_array().map_or(vec![], |all| {
            all.iter()
                .filter(|problem| problem["item"].is_null())
                .filter_map(|problem| problem["message"].as_str())
                .collect()
        });
        match problem {
            None => assert!(messages.is_empty(), "{code}: {messages:?}"),
            Some(text) => assert!(messages.len() == 1 && messages[0].contains(text), "{code}: {messages:?}"),
        }
    }
}

#[test]
fn a_code_twice_is_named_on_both_lines_however_it_is_written() {
    let lines = score("kode,P1\n32.71.01.1001,ada\n32.71.01.1002,ada\n3271011001,tidak\n");
    let repeated: Vec<bool> = lines.iter().map(|line| line.to_string().contains("baris 2 dan 4")).collect();
    assert_eq!(repeated, [true, false, true]);
    assert_eq!(lines[2]["core_present"], 0);
}

#[test]
fn english_is_spoken_on_request() {
    let said = bersinar_with(&["score", RULE, "-", "--format", "json", "--lang", "en"], b"kode,P1\n1,3 Jan\n");
    let line = &said.json()[0];
    assert_eq!(texts(&line["because"])[0], "core 0 of 8 present");
    assert!(line["problems"][0]["message"].as_str().is_some_and(|message| message.contains("looks like a date")));
    assert!(said.err.contains("counted as not answered"), "{}", said.err);
}

#[test]
fn rates_and_quantiles_use_the_figures_of_the_file() {
    // In 32.71 the median of Q is 6, in 63.06 it is 60; written with and without dots.
    let csv = "\
kode;R;H;Q;Penduduk;KK
32.71.01.1001;20;10;2;10.000;1.000
3271011002;19;9;10;10000;1000
63.06.01.2001;20;10;20;;
63.06.01.2002;0;0;100;0;banyak
";
    let said = bersinar_with(&["score", &fixture("rates.toml"), "-", "--format", "json"], csv.as_bytes());
    let lines = said.json();
    let found: Vec<_> = lines.iter().map(|line| line["all_present"].as_u64()).collect();
    assert_eq!(found, [Some(2), Some(1), Some(0), Some(1)], "{}", said.out);
    assert_eq!(lines[0]["rule"], "rates@1");
    let unknown = "jumlah penduduk atau keluarga belum ada untuk menilai: R H";
    assert!(texts(&lines[2]["because"]).contains(&unknown), "{}", lines[2]);
    assert_eq!(problems(&lines[3]), [("", "banyak")]);
    assert!(said.err.is_empty(), "all columns are read: {}", said.err);
}

#[test]
fn an_index_says_its_value_and_the_change_that_matters() {
    let said = bersinar_with(
        &["score", &fixture("index.toml"), "-", "--format", "json"],
        b"kode;S1;S2\n32.71.01.1001;40;60\n",
    );
    let line = &said.json()[0];
    assert_eq!(line["class"], "low");
    assert_eq!(texts(&line["because"]), ["nilai indeks: 45", "aturan: low bila 0 ≤ nilai indeks < 50"]);
    let change = &line["nearest"][0];
    assert_eq!((&change["to"], &change["direction"]), (&json!("high"), &json!("better")));
    assert_eq!(change["moves"][0]["kind"], "set");
    assert!(change["moves"][0]["value"].is_number(), "{change}");
}

#[test]
fn the_table_for_people_reconciles() {
    let path =
        file("answers.csv", format!("{HEADER}32.71.01.1001,{}\n32.71.01.1002,,,,,,,,,,,,,\n", counts(5, 4).join(",")));
    let said = bersinar(&["score", RULE, &path]);
    assert_eq!(said.code, 0);
    for text in
        ["Batu Tulis", "bahaya", "aman–bahaya ?", "5/8", "4/5", "Kelas dari 2 baris", "Terjawab: 13 dari 26 isian"]
    {
        assert!(said.out.contains(text), "{text}: {}", said.out);
    }
    assert!(said.out.contains("nilai sementara"), "the provisional note: {}", said.out);
    let english = bersinar(&["score", RULE, &path, "--lang", "en"]);
    assert!(english.out.contains("Classes of 2 rows") && english.out.contains("not settled"), "{}", english.out);
}
