//! Changing a rule file place by place.

use instrument::{
    Instrument, PartKind, PresenceRule,
    edit::{Why, edit, fields},
};

const RULE: &str = include_str!("../../../../rules/instruments/kawasan-rawan-8-5.toml");

fn changed(changes: &[(&str, &str)]) -> String {
    let changes: Vec<_> = changes.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    edit(RULE, &changes).unwrap_or_else(|refused| panic!("{refused:?}"))
}

#[test]
fn writing_what_stands_there_changes_no_letter() {
    let all: Vec<_> = fields(RULE).unwrap().into_iter().map(|field| (field.path, field.value)).collect();
    assert!(all.len() > 150);
    let again = edit(RULE, &all.iter().filter(|(path, _)| !path.ends_with("otherwise")).cloned().collect::<Vec<_>>());
    assert_eq!(again.unwrap(), RULE);
}

#[test]
fn a_threshold_a_row_a_text_and_a_date_move_and_the_comments_stay() {
    let text = changed(&[
        ("version", "2027.1"),
        ("items.P1.present.value", "2,5"),
        ("items.P2.present.rule", "per_1000_residents"),
        ("parts.class.rows.0.when.core_present.min", "6"),
        ("parts.class.rows.1.when.core_present.min", "6"),
        ("legal.valid_until", "2027-12-31"),
        ("legal.bases.new.title.id", "Keputusan Kepala BNN"),
        ("legal.bases.new.title.en", "Decision of the head of BNN"),
        ("legal.bases.new.from", "2027-01-01"),
        ("classes.aman.title.en", "Calm"),
    ]);
    assert!(text.contains("# Baris pertama yang cocok menentukan kelas."));
    let rule = Instrument::parse(&text).unwrap_or_else(|found| panic!("{found:?}"));
    assert_eq!(rule.version(), "2027.1");
    assert_eq!(rule.item("P1").unwrap().1.present.as_ref().unwrap().rule, PresenceRule::AtLeast(2.5));
    assert_eq!(rule.item("P2").unwrap().1.present.as_ref().unwrap().rule, PresenceRule::Per1000Residents(20.0));
    let PartKind::Table { rows } = &rule.parts()[rule.outcome()].kind else { panic!("no table") };
    assert_eq!(rows[0].when[0].min, Some(6.0));
    assert_eq!(rule.legal().bases.len(), 3);
    assert_eq!(rule.class(3).unwrap().title.en, "Calm");
}

#[test]
fn a_new_row_comes_before_the_last_and_a_row_can_go() {
    let text = changed(&[
        ("parts.class.rows.2.remove", "1"),
        ("parts.class.rows.new.when.core_present.max", ""),
        ("parts.class.rows.new.when.supporting_present.min", "5"),
        ("parts.class.rows.new.then", "siaga"),
    ]);
    let rule = Instrument::parse(&text).unwrap_or_else(|found| panic!("{found:?}"));
    let PartKind::Table { rows } = &rule.parts()[rule.outcome()].kind else { panic!("no table") };
    assert_eq!(rows.len(), 5);
    assert_eq!((rows[3].when[0].min, rows[3].then), (Some(5.0), 2));
    assert!(rows[4].otherwise);
}

#[test]
fn a_change_that_leaves_a_gap_is_found_by_the_proof() {
    let text = changed(&[("parts.class.rows.4.remove", "1")]);
    let found = Instrument::parse(&text).unwrap_err();
    assert!(found.iter().any(|finding| finding.message.en.contains("core_present")), "{found:?}");
}

#[test]
fn what_cannot_be_written_is_named_and_nothing_is_written() {
    let ask = |path: &str, value: &str| edit(RULE, &[(path.to_owned(), value.to_owned())]).unwrap_err()[0].why;
    assert_eq!(ask("items.P1.present.value", "banyak"), Why::Number);
    assert_eq!(ask("legal.valid_from", "31/01/2026"), Why::Date);
    assert_eq!(ask("legal.valid_from", "07:32:00"), Why::Date);
    assert_eq!(ask("items.P99.title.id", "x"), Why::Place);
    assert_eq!(ask("parts.class.rows.77.then", "aman"), Why::Place);
    assert_eq!(ask("parts.class.rows.4.when.core_present.min", "1"), Why::Place);
    assert_eq!(edit("a = ", &[]).unwrap_err()[0].why, Why::File);
}
