//! `bersinar instruments`: check, list, show.

use super::{RULE, bersinar, bersinar_with, file, fixture};

#[test]
fn sound_rules_are_ok() {
    let (rates, index) = (fixture("rates.toml"), fixture("index.toml"));
    let said = bersinar(&["instruments", "check", &rates, &index]);
    assert_eq!((said.code, said.out.as_str()), (0, format!("{rates}: ok\n{index}: ok\n").as_str()));
    let said = bersinar(&["instruments", "check", &rates, "--format", "json"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
}

#[test]
fn findings_have_file_line_column_and_code_and_exit_with_1() {
    let rule = std::fs::read_to_string(fixture("index.toml")).expect("a fixture");
    let gap = file("gap.toml", rule.replace("from = 50, to = 100", "from = 60, to = 100"));
    let said = bersinar(&["instruments", "check", &gap]);
    assert_eq!(said.code, 1);
    let rest = said.out.strip_prefix(&format!("{gap}:")).expect("the file comes first");
    let parts: Vec<&str> = rest.splitn(4, ':').collect();
    assert!(parts[0].parse::<u32>().is_ok() && parts[1].parse::<u32>().is_ok(), "{rest}");
    assert_eq!(parts[2], " band-gap");
    let json = bersinar(&["instruments", "check", &gap, "--format", "json", "--lang", "en"]);
    let finding = &json.json()[0];
    assert_eq!((json.code, &finding["code"], &finding["file"]), (1, &"band-gap".into(), &gap.as_str().into()));
    assert_eq!(finding["line"].to_string(), parts[0]);
    assert!(finding["message"].as_str().is_some_and(|message| !message.is_empty()));
}

#[test]
fn syntax_errors_and_cycles_are_findings_too() {
    let said = bersinar_with(&["instruments", "check", "-"], b"id = \nversion");
    assert!(said.code == 1 && said.out.starts_with("stdin:1:"), "{}", said.out);
    let rule = std::fs::read_to_string(fixture("index.toml")).expect("a fixture");
    let cycle = rule.replace("weights = { S1 = 3, S2 = 1 }", "weights = { S1 = 3, mean = 1 }");
    let said = bersinar_with(&["instruments", "check", "-"], cycle.as_bytes());
    assert!(said.code == 1 && said.out.contains(": cycle: "), "{}", said.out);
}

#[test]
fn what_cannot_be_read_exits_with_2_but_the_others_are_checked() {
    let said = bersinar(&["instruments", "check", "no/such.toml", &fixture("rates.toml")]);
    assert_eq!(said.code, 2);
    assert!(said.out.ends_with("rates.toml: ok\n") && said.err.contains("no/such.toml"), "{} {}", said.out, said.err);
    assert_eq!(bersinar(&["instruments", "check", env!("CARGO_TARGET_TMPDIR")]).code, 2);
    assert_eq!(bersinar(&["instruments", "check", &file("x.toml", b"\xff\xfe")]).code, 2);
}

#[test]
fn the_built_in_rule_is_listed_and_readable() {
    let list = bersinar(&["instruments", "list"]);
    assert!(list.out.contains("kawasan-rawan-8-5@2026.1") && list.out.contains("(sementara)"), "{}", list.out);
    assert_eq!(bersinar(&["instruments", "list", "--format", "json"]).json()[0]["id"], RULE);
    let show = bersinar(&["instruments", "show", RULE]);
    for text in [
        "SEMENTARA",
        "ada bila ≥ 3 kasus per tahun (sementara)",
        "1. bahaya bila pokok ≥ 5 dan pendukung ≥ 4\n",
        "5. aman",
    ] {
        assert!(show.out.contains(text), "{text}: {}", show.out);
    }
    let index = bersinar(&["instruments", "show", &fixture("index.toml"), "--lang", "en"]);
    assert!(index.out.contains("weighted mean of S1 × 3, S2 × 1"), "{}", index.out);
    assert!(index.out.contains("high if 50 ≤ index value ≤ 100 (provisional)"), "{}", index.out);
    assert_eq!(bersinar(&["instruments", "show", "nothing"]).code, 2);
}

#[test]
fn the_source_of_a_rule_is_a_rule() {
    let source = bersinar(&["instruments", "show", RULE, "--source"]);
    let said = bersinar_with(&["instruments", "check", "-"], source.out.as_bytes());
    assert_eq!((said.code, said.out.as_str()), (0, "stdin: ok\n"));
}

#[test]
fn every_help_has_an_example() {
    let verbs: [&[&str]; 7] = [
        &["score"],
        &["regions", "match"],
        &["regions", "search"],
        &["regions", "show"],
        &["instruments", "check"],
        &["instruments", "list"],
        &["instruments", "show"],
    ];
    for verb in verbs {
        let said = bersinar(&[verb, &["--help"]].concat());
        let example = format!("bersinar {}", verb.join(" "));
        assert!(
            said.code == 0 && said.out.contains("Example:") && said.out.contains(&example),
            "{verb:?}: {}",
            said.out
        );
    }
}
