//! A rule in the open: copied, changed, its effect seen, put in force by a second person, undone.

use app::{FIRST_INSTRUMENT, Refusal, city::Standing, rules::VersionOf};
use domain::{role::Role, rule::State};
use jiff::civil::date;
use testing::{City, YEAR, city_code, code, in_a_city};

/// The built-in rule's text.
const BUILT_IN: &str = app::built_in_rules()[0];
pub const BAHAYA: &str = "parts.class.rows.0.when.core_present.min";

pub fn version(name: &str) -> VersionOf {
    VersionOf { office: Some(city_code()), id: FIRST_INSTRUMENT.into(), version: name.into() }
}

pub fn change(path: &str, value: &str) -> Vec<(String, String)> {
    vec![(path.into(), value.into())]
}

/// Copies the built-in rule, raises *bahaya* to six core and proposes it.
pub async fn propose(city: &City, name: &str) -> VersionOf {
    let of = version(name);
    city.app.copy_rule(&city.officer(), of.clone(), "2026.1").await.unwrap();
    city.app.revise_rule(&city.officer(), &of, 1, &change(BAHAYA, "6")).await.unwrap();
    city.app.propose_rule(&city.officer(), &of, 2).await.unwrap();
    of
}

pub async fn class(city: &City, village: &str, year: i64) -> String {
    let view = city.app.village(&city.officer(), code(village), Some(year)).await.unwrap();
    match view.standing {
        Standing::Class(class) => view.round.rule.class(class).unwrap().id.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_rule_is_changed_seen_activated_by_a_colleague_and_undone_while_last_year_stays() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 5, 4).await;
        city.report("99.71.01.1002", 6, 4).await;
        let of = propose(&city, "2026.2").await;
        let effect = city.app.rule_effect(&city.officer(), &of).await.unwrap().unwrap();
        let moved: Vec<_> = effect.changes.iter().map(|(village, ..)| village.to_string()).collect();
        assert_eq!(moved, ["99.71.01.1001"]);
        assert_eq!((effect.before.classes[0], effect.after.classes[0], effect.fits), (2, 1, true));
        assert_eq!(class(&city, "99.71.01.1001", YEAR).await, "bahaya", "seeing changes nothing");

        let own = city.app.activate_rule(&city.officer(), &of, 3, date(2026, 1, 1)).await;
        assert!(matches!(own, Err(Refusal::Invalid("rule-needs-second-person"))));
        let past = city.app.activate_rule(&city.colleague(), &of, 3, date(2025, 12, 31)).await;
        assert!(matches!(past, Err(Refusal::Invalid("rule-date-past"))));
        city.app.activate_rule(&city.colleague(), &of, 3, date(2026, 1, 1)).await.unwrap();
        assert_eq!(class(&city, "99.71.01.1001", YEAR).await, "waspada");
        assert_eq!(class(&city, "99.71.01.1002", YEAR).await, "bahaya");
        let twice = city.app.activate_rule(&city.colleague(), &of, 4, date(2026, 1, 1)).await;
        assert!(matches!(twice, Err(Refusal::Invalid("rule-not-proposed"))));

        city.app.undo_rule(&city.colleague(), &of, 4).await.unwrap();
        assert_eq!(class(&city, "99.71.01.1001", YEAR).await, "bahaya");
        let done = city.app.rule_version(&city.officer(), &of).await.unwrap();
        assert_eq!(done.state, State::Undone);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
        let actions: Vec<String> = city
            .app
            .ledger(&city.officer(), city_code(), u64::MAX, 5)
            .await
            .unwrap()
            .into_iter()
            .map(|entry| entry.action)
            .collect();
        assert_eq!(actions, ["rule.undo", "rule.activate", "rule.propose", "rule.write", "rule.copy"]);
    });
}

#[test]
fn locked_rounds_and_earlier_years_keep_their_rule_and_new_rounds_take_the_one_in_force() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 5, 4).await;
        city.app.lock_round(&city.officer(), city_code(), FIRST_INSTRUMENT, YEAR).await.unwrap();
        let of = propose(&city, "2026.2").await;
        city.app.activate_rule(&city.colleague(), &of, 3, date(2026, 1, 1)).await.unwrap();
        assert_eq!(class(&city, "99.71.01.1001", YEAR).await, "bahaya", "a locked round stays");
        city.app
            .open_round(&city.officer(), city_code(), FIRST_INSTRUMENT, YEAR + 1, date(2027, 11, 30))
            .await
            .unwrap();
        let version =
            async |year: i64| city.app.round(city_code(), Some(year)).await.unwrap().rule.version().to_owned();
        assert_eq!((version(YEAR).await.as_str(), version(YEAR + 1).await.as_str()), ("2026.1", "2026.2"));
        let next = propose(&city, "2026.3").await;
        city.app.activate_rule(&city.colleague(), &next, 3, date(2027, 6, 1)).await.unwrap();
        assert_eq!(version(YEAR + 1).await, "2026.3");
        let first = city.app.undo_rule(&city.colleague(), &of, 4).await;
        assert!(first.is_ok(), "it had taken over no round that is open now");
        city.app.lock_round(&city.officer(), city_code(), FIRST_INSTRUMENT, YEAR + 1).await.unwrap();
        let second = city.app.undo_rule(&city.colleague(), &next, 4).await;
        assert!(matches!(second, Err(Refusal::Invalid("rule-round-went-on"))));
    });
}

#[test]
fn a_rule_with_a_gap_is_kept_as_a_draft_and_cannot_be_proposed() {
    in_a_city(|city| async move {
        let of = version("2026.2");
        city.app.copy_rule(&city.officer(), of.clone(), "2026.1").await.unwrap();
        city.app.revise_rule(&city.officer(), &of, 1, &change("parts.class.rows.4.remove", "1")).await.unwrap();
        let draft = city.app.rule_version(&city.officer(), &of).await.unwrap();
        assert!(draft.rule.unwrap_err().iter().any(|finding| finding.code == "table-gap"));
        let refused = city.app.propose_rule(&city.officer(), &of, 2).await;
        assert!(matches!(refused, Err(Refusal::Rule(found)) if found[0].line > 0));
        let effect = city.app.rule_effect(&city.officer(), &of).await;
        assert!(matches!(effect, Err(Refusal::Rule(_))));
    });
}

#[test]
fn two_people_at_one_draft_and_words_that_are_no_numbers_lose_nothing() {
    in_a_city(|city| async move {
        let of = version("2026.2");
        city.app.copy_rule(&city.officer(), of.clone(), "2026.1").await.unwrap();
        let bad = city.app.revise_rule(&city.officer(), &of, 1, &change("items.P1.present.value", "banyak")).await;
        assert!(matches!(bad, Err(Refusal::Places(places)) if places[0].path == "items.P1.present.value"));
        city.app.revise_rule(&city.colleague(), &of, 1, &change(BAHAYA, "7")).await.unwrap();
        let late = city.app.revise_rule(&city.officer(), &of, 1, &change(BAHAYA, "6")).await;
        assert!(matches!(late, Err(Refusal::Outdated { .. })));
        let taken = city.app.copy_rule(&city.officer(), of.clone(), "2026.1").await;
        assert!(matches!(taken, Err(Refusal::Invalid("rule-version-taken"))));
        let nameless = city.app.copy_rule(&city.officer(), version("../x"), "2026.1").await;
        assert!(matches!(nameless, Err(Refusal::Invalid("rule-version-name"))));
        city.app.discard_rule(&city.officer(), &of, 2).await.unwrap();
        assert!(matches!(city.app.rule_version(&city.officer(), &of).await, Err(Refusal::NotFound("rule"))));
    });
}

#[test]
fn a_file_goes_out_and_comes_in_and_one_that_asks_other_things_waits_for_a_new_round() {
    in_a_city(|city| async move {
        let source = city.app.built_in_rule(FIRST_INSTRUMENT).unwrap().source().to_owned();
        let other = source.replacen("version = \"2026.1\"", "version = \"bnn-9\"", 1);
        let other = other.replacen("kind = \"number\"", "kind = \"count\"", 1);
        let of = city.app.import_rule(&city.officer(), Some(city_code()), &other).await.unwrap();
        assert_eq!(city.app.rule_version(&city.officer(), &of).await.unwrap().record.source, other);
        city.app.propose_rule(&city.officer(), &of, 1).await.unwrap();
        let now = city.app.activate_rule(&city.colleague(), &of, 2, date(2026, 1, 1)).await;
        assert!(matches!(now, Err(Refusal::Invalid("rule-items-differ"))));
        city.app.activate_rule(&city.colleague(), &of, 2, date(2027, 1, 1)).await.unwrap();
        let foreign = source.replacen(FIRST_INSTRUMENT, "kuesioner-lain", 1);
        let foreign = city.app.import_rule(&city.officer(), Some(city_code()), &foreign).await;
        assert!(matches!(foreign, Err(Refusal::Invalid("rule-unknown-instrument"))));
        let broken = city.app.import_rule(&city.officer(), Some(city_code()), "[[items]]").await;
        assert!(matches!(broken, Err(Refusal::Rule(_))));
        let lurah = city.app.import_rule(&city.someone(Role::Lurah), Some(city_code()), &source).await;
        assert!(matches!(lurah, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn a_name_is_given_once_so_that_what_was_looked_at_is_what_comes_into_force() {
    in_a_city(|city| async move {
        let of = propose(&city, "own-1").await;
        city.app.discard_rule(&city.officer(), &of, 3).await.unwrap();
        let again = city.app.copy_rule(&city.officer(), of.clone(), "2026.1").await;
        assert!(matches!(again, Err(Refusal::Invalid("rule-version-taken"))), "{again:?}");
        let source = BUILT_IN.replacen("2026.1", "own-1", 1);
        let again = city.app.import_rule(&city.officer(), Some(city_code()), &source).await;
        assert!(matches!(again, Err(Refusal::Invalid("rule-version-taken"))), "{again:?}");
        let gone = city.app.activate_rule(&city.colleague(), &of, 3, date(2026, 1, 1)).await;
        assert!(matches!(gone, Err(Refusal::NotFound("rule"))), "{gone:?}");
    });
}

#[test]
fn who_fills_and_sees_a_sheet_is_no_matter_of_a_rule() {
    in_a_city(|city| async move {
        let source = |name: &str, from: &str, to: &str| {
            assert!(BUILT_IN.contains(from), "{from}");
            BUILT_IN.replacen(from, to, 1).replacen("2026.1", name, 1)
        };
        let police = BUILT_IN.split("[[sheets]]").find(|sheet| sheet.contains("id = \"police\"")).unwrap();
        let line = |key: &str| police.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
        let item = BUILT_IN.split("[[items]]").find(|item| item.contains("id = \"P1\"")).unwrap();
        let sheet = item.lines().find(|line| line.starts_with("sheet")).unwrap();
        let moved = item.replacen(sheet, "sheet = \"village\"", 1);
        for changed in [
            source("own-1", &line("scope"), "scope = \"village\""),
            source("own-2", &line("providers"), "providers = [\"lurah\"]"),
            source("own-3", item, &moved),
        ] {
            let of = city.app.import_rule(&city.officer(), Some(city_code()), &changed).await.unwrap();
            let proposed = city.app.propose_rule(&city.officer(), &of, 1).await;
            assert!(matches!(proposed, Err(Refusal::Invalid("rule-sheets-differ"))), "{proposed:?}");
        }
    });
}

#[test]
fn sheets_sent_while_a_rule_comes_into_force_are_scored_by_it() {
    in_a_city(|city| async move {
        let villages = ["99.71.01.1001", "99.71.01.1002", "99.71.01.1003", "99.71.02.1001", "99.71.02.1002"];
        let of = propose(&city, "own-1").await;
        let reports = villages.map(|village| {
            let city = city.clone();
            tokio::spawn(async move { city.report(village, 5, 4).await })
        });
        let opened = {
            let city = city.clone();
            let due = date(2027, 11, 30);
            tokio::spawn(
                async move { city.app.open_round(&city.officer(), city_code(), FIRST_INSTRUMENT, 2027, due).await },
            )
        };
        city.app.activate_rule(&city.colleague(), &of, 3, date(2026, 1, 1)).await.unwrap();
        for report in reports {
            report.await.unwrap();
        }
        opened.await.unwrap().unwrap();
        for village in villages {
            assert_eq!(class(&city, village, YEAR).await, "waspada", "{village}");
        }
        assert_eq!(city.app.round(city_code(), Some(2027)).await.unwrap().rule.version(), "own-1");
    });
}
