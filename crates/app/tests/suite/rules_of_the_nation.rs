//! A rule of the nation: it spreads to all open rounds that have none of their office's, and goes back.

use crate::rules::{BAHAYA, change, class, propose, version};
use app::{
    Actor, FIRST_INSTRUMENT, Moment, Refusal,
    rules::{VersionOf, effect::Reckoning},
};
use domain::role::Role;
use jiff::civil::date;
use testing::{City, YEAR, city_code, code, in_a_city};

const BNN: Actor = Actor::Console("bnn");

/// What a rule of the nation would change, once that is worked out.
async fn effect(city: &City, of: &VersionOf) -> std::sync::Arc<app::rules::effect::NationEffect> {
    loop {
        match city.app.nation_effect(&city.someone(Role::Bnn), of).await.unwrap() {
            Reckoning::Done(effect) => return effect,
            Reckoning::Running(..) => tokio::task::yield_now().await,
            Reckoning::Failed => panic!("it failed"),
        }
    }
}

#[test]
fn a_rule_of_the_nation_spreads_to_all_open_rounds_but_those_with_a_rule_of_their_own_and_goes_back() {
    in_a_city(|city| async move {
        let bnn = city.someone(Role::Bnn);
        let (banjar, bogor) = (code("63.03"), code("32.71"));
        let due = date(2026, 11, 30);
        for regency in [banjar, bogor] {
            city.app.open_round(&BNN, regency, FIRST_INSTRUMENT, YEAR, due).await.unwrap();
        }
        city.report("99.71.01.1001", 5, 4).await;
        city.report("99.71.01.1002", 6, 4).await;
        // One that has sent only one of its two sheets has no class yet.
        let half = city.draft("village", "99.71.01.1003", domain::sheet::Step::Submit, &[("D1", "9")]);
        city.app.submit(&city.lurah("99.71.01.1003"), half).await.unwrap();
        let own = VersionOf { office: Some(banjar), ..version("banjar-1") };
        city.app.copy_rule(&Actor::Console("one"), own.clone(), "2026.1").await.unwrap();
        city.app.propose_rule(&Actor::Console("one"), &own, 1).await.unwrap();
        city.app.activate_rule(&Actor::Console("two"), &own, 2, date(2026, 1, 1)).await.unwrap();

        let of = VersionOf { office: None, ..version("2026.9") };
        city.app.copy_rule(&bnn, of.clone(), "2026.1").await.unwrap();
        city.app.revise_rule(&bnn, &of, 1, &change(BAHAYA, "6")).await.unwrap();
        city.app.propose_rule(&bnn, &of, 2).await.unwrap();
        let would = effect(&city, &of).await;
        assert_eq!((would.sum(), would.own, would.unfit), ((1, 2), 1, 0));
        assert_eq!(would.provinces[&code("99")], (1, 2));
        assert_eq!((would.classes[0].2, would.classes[0].3), (2, 1));

        let own_hand = city.app.activate_rule(&bnn, &of, 3, date(2026, 1, 1)).await;
        assert!(matches!(own_hand, Err(Refusal::Invalid("rule-needs-second-person"))));
        city.app.activate_rule(&BNN, &of, 3, date(2026, 1, 1)).await.unwrap();
        assert_eq!(class(&city, "99.71.01.1001", YEAR).await, "bahaya", "the job has not run yet");
        let early = city.app.undo_rule(&BNN, &of, 4).await;
        assert!(matches!(early, Err(Refusal::Invalid("rule-still-spreading"))));
        city.app.work(None).await.unwrap();
        assert_eq!(class(&city, "99.71.01.1001", YEAR).await, "waspada");
        assert_eq!(class(&city, "99.71.01.1002", YEAR).await, "bahaya");
        let rule_of =
            async |place, year: i64| city.app.round(place, Some(year)).await.unwrap().rule.version().to_owned();
        assert_eq!(rule_of(banjar, YEAR).await, "banjar-1");
        let spread = city.app.rule_spread(&bnn, &of).await.unwrap();
        assert_eq!((spread.with, spread.without), (2, vec![(banjar, YEAR, "banjar-1".to_owned())]));
        let job = spread.job.unwrap();
        assert_eq!((job.state.as_str(), job.said.as_str()), ("done", "2"));
        let before = Moment { known: Some(date(2026, 3, 9)), ..Moment::default() };
        assert!(
            city.app.board(&city.officer(), city_code(), before).await.is_err(),
            "nothing was known the day before"
        );

        city.app.open_round(&BNN, bogor, FIRST_INSTRUMENT, YEAR + 1, date(2027, 11, 30)).await.unwrap();
        assert_eq!(rule_of(bogor, YEAR + 1).await, "2026.9", "a new round is opened with it");
        let taken = city.app.copy_rule(&city.officer(), version("2026.9"), "2026.1").await;
        assert!(matches!(taken, Err(Refusal::Invalid("rule-version-taken"))));

        city.clock.pass(24 * 60 * 60 * 1000);
        city.app.undo_rule(&BNN, &of, 4).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!(class(&city, "99.71.01.1001", YEAR).await, "bahaya");
        // As it was known while the rule held, also for a program that has just begun.
        let held = Moment { known: Some(date(2026, 3, 10)), ..Moment::default() };
        let again = city.again().await;
        let then = again.village(&city.officer(), code("99.71.01.1001"), held).await.unwrap();
        assert_eq!(then.round.rule.version(), "2026.9");
        for (place, year, version) in [(bogor, YEAR, "2026.1"), (bogor, YEAR + 1, "2026.1"), (banjar, YEAR, "banjar-1")]
        {
            assert_eq!(rule_of(place, year).await, version);
        }
        let last = city.app.ledger(&city.officer(), city_code(), u64::MAX, 2).await.unwrap();
        let actions: Vec<_> = last.iter().map(|entry| (entry.action.as_str(), entry.actor.as_str())).collect();
        assert_eq!(actions, [("rule.give-back", "bnn"), ("rule.take", "bnn")]);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn each_office_works_on_its_own_rules_only() {
    in_a_city(|city| async move {
        let bnn = city.someone(Role::Bnn);
        let (nation, own) = (VersionOf { office: None, ..version("2026.9") }, version("2026.2"));
        city.app.copy_rule(&bnn, nation.clone(), "2026.1").await.unwrap();
        city.app.copy_rule(&city.officer(), own.clone(), "2026.1").await.unwrap();
        let refused = |done: Result<(), Refusal>| assert!(matches!(done, Err(Refusal::NotAllowed(_))), "{done:?}");
        for (stranger, of) in [(bnn, own), (city.officer(), nation)] {
            refused(city.app.rule_version(&stranger, &of).await.map(drop));
            refused(city.app.revise_rule(&stranger, &of, 1, &change(BAHAYA, "6")).await);
            refused(city.app.propose_rule(&stranger, &of, 1).await);
            refused(city.app.activate_rule(&stranger, &of, 1, date(2026, 1, 1)).await);
            refused(city.app.undo_rule(&stranger, &of, 1).await);
            refused(city.app.discard_rule(&stranger, &of, 1).await);
        }
    });
}

/// Makes the nation's next rule and puts it in force.
async fn decree(city: &City, name: &str) -> VersionOf {
    let of = VersionOf { office: None, ..version(name) };
    city.app.copy_rule(&BNN, of.clone(), "2026.1").await.unwrap();
    city.app.propose_rule(&BNN, &of, 1).await.unwrap();
    city.app.activate_rule(&Actor::Console("second"), &of, 2, date(2026, 1, 1)).await.unwrap();
    of
}

#[test]
fn what_one_regency_cannot_do_keeps_no_other_from_it_and_is_done_later() {
    in_a_city(|city| async move {
        let bogor = code("32.71");
        for year in [YEAR, YEAR + 1] {
            city.app.open_round(&BNN, bogor, FIRST_INSTRUMENT, year, date(2026, 11, 30)).await.unwrap();
        }
        // A regency cannot take a rule over for two years.
        city.behind_its_back("CREATE UNIQUE INDEX broken ON rule_taken (regency)").await;
        let of = decree(&city, "n-1").await;
        let rule = async |place| city.app.round(place, Some(YEAR)).await.unwrap().rule.version().to_owned();
        let job = async || city.app.rule_spread(&BNN, &of).await.unwrap().job.unwrap();
        let early = city.app.spread_again(&BNN, &of).await;
        assert!(matches!(early, Err(Refusal::Invalid("rule-still-spreading"))), "{early:?}");
        for state in ["queued", "queued", "queued", "queued", "failed"] {
            city.app.work(None).await.unwrap();
            assert_eq!(job().await.state, state);
            assert_eq!((rule(city_code()).await, rule(bogor).await), ("n-1".to_owned(), "2026.1".to_owned()));
            city.clock.pass(3 * 60 * 60 * 1000);
        }
        city.behind_its_back("DROP INDEX broken").await;
        city.app.spread_again(&BNN, &of).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!((job().await.state.as_str(), rule(bogor).await.as_str()), ("done", "n-1"));
        let late = city.app.spread_again(&BNN, &of).await;
        assert!(matches!(late, Err(Refusal::Invalid("rule-not-now"))), "{late:?}");
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn undoing_never_leads_back_to_a_rule_that_is_undone_itself() {
    in_a_city(|city| async move {
        let rule = async || city.app.round(city_code(), None).await.unwrap().rule.version().to_owned();
        let first = decree(&city, "n-1").await;
        let other = VersionOf { office: None, ..version("n-2") };
        city.app.copy_rule(&BNN, other.clone(), "2026.1").await.unwrap();
        city.app.propose_rule(&BNN, &other, 1).await.unwrap();
        let second = Actor::Console("second");
        let both = city.app.activate_rule(&second, &other, 2, date(2026, 1, 1)).await;
        assert!(matches!(both, Err(Refusal::Invalid("rule-still-spreading"))), "one after the other");
        city.app.work(None).await.unwrap();
        city.app.activate_rule(&second, &other, 2, date(2026, 1, 1)).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!(rule().await, "n-2");
        city.app.undo_rule(&BNN, &first, 3).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!(rule().await, "n-2", "it had gone on");
        city.app.undo_rule(&BNN, &other, 3).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!(rule().await, "2026.1", "not the first, which is undone");

        let nation = decree(&city, "n-3").await;
        city.app.work(None).await.unwrap();
        let own = propose(&city, "own-1").await;
        city.app.activate_rule(&city.colleague(), &own, 3, date(2026, 1, 1)).await.unwrap();
        city.app.undo_rule(&BNN, &nation, 3).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!(rule().await, "own-1");
        city.app.undo_rule(&city.colleague(), &own, 4).await.unwrap();
        assert_eq!(rule().await, "2026.1", "the nation's is undone meanwhile");

        let own = propose(&city, "own-2").await;
        city.app.activate_rule(&city.colleague(), &own, 3, date(2026, 1, 1)).await.unwrap();
        let nation = decree(&city, "n-4").await;
        city.app.work(None).await.unwrap();
        assert_eq!(rule().await, "own-2");
        city.app.undo_rule(&city.colleague(), &own, 4).await.unwrap();
        assert_eq!(rule().await, "n-4", "the nation's, which was put in force meanwhile");
        city.app.undo_rule(&BNN, &nation, 3).await.unwrap();
        city.app.work(None).await.unwrap();
        assert_eq!(rule().await, "2026.1", "what the round had before both");
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}
