//! What villages do: who records what, what is asked once more, and where a village stands on which day, as known when.

use app::{
    Moment, Refusal,
    evidence::{Noun, RecordOf},
    programme::{
        Which,
        activities::ActivityDraft,
        budget::BudgetDraft,
        decrees::DecreeDraft,
        milestones::{Ending, MilestoneDraft},
        register::Counts,
        tags::TagDraft,
    },
};
use domain::{
    programme::{Place, State},
    role::Role,
};
use jiff::civil::{Date, date};
use testing::{City, city_code, code, in_a_city};

pub const FIRST: &str = "99.71.01.1001";
const DAY: i64 = 24 * 60 * 60 * 1000;

pub fn on(kind: &str, day: &str) -> MilestoneDraft {
    MilestoneDraft { kind: kind.into(), happened_on: day.into(), ..MilestoneDraft::default() }
}

pub fn held(kind: &str, day: &str) -> ActivityDraft {
    ActivityDraft {
        kind: kind.into(),
        starts_on: day.into(),
        environment: "community".into(),
        organiser: "Kelurahan".into(),
        ..ActivityDraft::default()
    }
}

pub fn keys(refusal: &Refusal) -> Vec<&'static str> {
    match refusal {
        Refusal::Form(faults) => faults.iter().map(|fault| fault.key).collect(),
        Refusal::Doubts(doubts) => doubts.iter().map(|doubt| doubt.key).collect(),
        other => panic!("{other}"),
    }
}

pub fn sure(refusal: &Refusal) -> Vec<String> {
    let Refusal::Doubts(doubts) = refusal else { panic!("{refusal}") };
    doubts.iter().map(app::refusal::Doubt::id).collect()
}

async fn place(city: &City, village: &str, moment: Moment) -> Place {
    let view = city.app.programme(&city.officer(), code(village), moment).await.unwrap();
    view.line.standing.place
}

async fn stage(city: &City, village: &str) -> String {
    match place(city, village, Moment::default()).await {
        Place::Step(step) => city.app.programme_rules().ladder.milestones[step].id.clone(),
        Place::Inactive { .. } => "inactive".into(),
        Place::Withdrawn { .. } => "withdrawn".into(),
        Place::Outside => "outside".into(),
    }
}

async fn counts(city: &City, moment: Moment) -> Counts {
    let register = city.app.register(&city.officer(), city_code(), moment).await.unwrap();
    let counts = register.counts(&city.app.programme_rules());
    assert_eq!(counts.declared, counts.active + counts.under + counts.inactive);
    assert_eq!(counts.declared, counts.dipa + counts.non_dipa + counts.funding_unknown);
    assert_eq!(counts.villages, 6);
    counts
}

fn as_of(on: Date) -> Moment {
    Moment { on: Some(on), ..Moment::default() }
}

#[test]
fn a_village_goes_from_mapped_to_launched_to_inactive_and_each_step_shows_its_proof() {
    in_a_city(|city| async move {
        let (officer, lurah) = (city.officer(), city.lurah(FIRST));
        assert_eq!(stage(&city, FIRST).await, "outside");
        city.report(FIRST, 2, 1).await;
        assert_eq!(stage(&city, FIRST).await, "mapped");
        let group = MilestoneDraft { number: "3/SK".into(), quantity: "7".into(), ..on("task_group", "2/3/2026") };
        let id = city.app.record_milestone(&lurah, code(FIRST), group).await.unwrap();
        let view = city.app.programme(&lurah, code(FIRST), None).await.unwrap();
        let at = city.app.programme_rules().ladder.kind("task_group").unwrap().0;
        assert_eq!(view.line.standing.milestones[at], State::Reached { on: date(2026, 3, 2), proven: false });
        let record = RecordOf { noun: Noun::Milestone, place: code(FIRST), id };
        city.app.add_evidence(&lurah, &record, "sk.pdf", b"%PDF-1.4\n%%EOF\n".to_vec(), "").await.unwrap();
        let view = city.app.programme(&lurah, code(FIRST), None).await.unwrap();
        assert!(view.line.standing.milestones[at].is_proven());
        // The launch is for the office, and stands above what is missing.
        let refused = city.app.record_milestone(&lurah, code(FIRST), on("launched", "9/3/2026")).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
        city.app.record_milestone(&officer, code(FIRST), on("launched", "9/3/2026")).await.unwrap();
        assert_eq!(stage(&city, FIRST).await, "launched");
        city.app.log_activity(&lurah, code(FIRST), held("sosialisasi", "10/3/2026")).await.unwrap();
        assert_eq!(stage(&city, FIRST).await, "running");
        // A meeting is no intervention.
        city.clock.pass(245 * DAY);
        city.app.log_activity(&officer, code(FIRST), held("rakor", "1/11/2026")).await.unwrap();
        assert_eq!(stage(&city, FIRST).await, "inactive");
        let now = counts(&city, Moment::default()).await;
        assert_eq!((now.declared, now.inactive, now.running), (1, 1, 0));
        // What was true then is still true then.
        let then = counts(&city, as_of(date(2026, 5, 1))).await;
        assert_eq!((then.declared, then.under, then.running), (1, 1, 1));
    });
}

#[test]
fn what_was_known_on_a_day_is_another_question_than_what_was_true() {
    in_a_city(|city| async move {
        city.clock.pass(10 * DAY);
        let launched = on("launched", "26/6/2024");
        let id = city.app.record_milestone(&city.officer(), code(FIRST), launched).await.unwrap();
        let then = as_of(date(2024, 6, 30));
        assert_eq!(counts(&city, then).await.declared, 1);
        assert_eq!(counts(&city, as_of(date(2024, 6, 25))).await.declared, 0);
        let known = Moment { known: Some(date(2026, 3, 15)), ..then };
        assert_eq!(counts(&city, known).await.declared, 0, "nobody knew on 15 March");
        // Corrected to the month: it counts from its last day on.
        city.clock.pass(10 * DAY);
        let which = Which { id, revision: 1 };
        let corrected = MilestoneDraft { which, ..on("launched", "Juli 2024") };
        city.app.record_milestone(&city.officer(), code(FIRST), corrected).await.unwrap();
        assert_eq!(counts(&city, then).await.declared, 0);
        assert_eq!(counts(&city, as_of(date(2024, 7, 31))).await.declared, 1);
        let before = Moment { known: Some(date(2026, 3, 25)), ..then };
        assert_eq!(counts(&city, before).await.declared, 1, "known so before the correction");
    });
}

#[test]
fn only_known_as_a_year_it_had_happened_by_the_day_it_was_written_down() {
    in_a_city(|city| async move {
        city.app.record_milestone(&city.officer(), code(FIRST), on("launched", "2026")).await.unwrap();
        assert_eq!(counts(&city, Moment::default()).await.declared, 1);
        let refused = city.app.record_milestone(&city.officer(), code(FIRST), on("launched", "2027")).await;
        assert_eq!(keys(&refused.unwrap_err()), ["form-in-the-future"]);
    });
}

#[test]
fn a_step_down_needs_a_reason_and_a_recovery_plan() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let id = city.app.record_milestone(&officer, code(FIRST), on("designated", "1/2/2026")).await.unwrap();
        let which = Which { id, revision: 1 };
        let mut ending = Ending { ended_on: "1/1/2026".into(), reason: "dicabut".into(), recovery: String::new() };
        let refused = city.app.end_milestone(&officer, code(FIRST), &which, &ending).await.unwrap_err();
        let wrong = ["milestone-reason-missing", "milestone-recovery-missing", "milestone-ends-before"];
        assert_eq!(keys(&refused), wrong);
        ending.ended_on = "5/3/2026".into();
        ending.reason = "Surat dicabut oleh wali kota".into();
        ending.recovery = "BNNK dan lurah menyusun ulang sampai Juni".into();
        let stale = Which { revision: 7, ..which.clone() };
        let refused = city.app.end_milestone(&officer, code(FIRST), &stale, &ending).await;
        assert!(matches!(refused, Err(Refusal::Outdated { .. })));
        city.app.end_milestone(&officer, code(FIRST), &which, &ending).await.unwrap();
        let view = city.app.programme(&officer, code(FIRST), None).await.unwrap();
        let at = city.app.programme_rules().ladder.kind("designated").unwrap().0;
        assert_eq!(view.line.standing.milestones[at], State::Fallen { on: date(2026, 3, 5) });
    });
}

fn decree(number: &str, names: &str) -> DecreeDraft {
    DecreeDraft {
        kind: "designated".into(),
        number: number.into(),
        dated: "1/3/2026".into(),
        names: names.into(),
        ..DecreeDraft::default()
    }
}

#[test]
fn a_decree_names_villages_however_they_are_spelt() {
    in_a_city(|city| async move {
        let keep = |draft: DecreeDraft| {
            let city = city.clone();
            async move { city.app.keep_decree(&city.someone(Role::Kesbangpol), city_code(), draft).await }
        };
        // By code, by name, by a name with its kind, and once misspelt: that one is asked.
        let spelt = "99.71.01.1001\nKel. Melati 1-1002\nMELATI 1 1003\nMelatti 2-1001";
        let refused = keep(decree("12/2026", spelt)).await.unwrap_err();
        assert_eq!(keys(&refused), ["decree-name-guessed"]);
        let draft = DecreeDraft { sure: sure(&refused), ..decree("12/2026", spelt) };
        keep(draft).await.unwrap();
        let views = city.app.decrees(&city.officer(), city_code()).await.unwrap();
        assert_eq!((views.len(), views[0].villages.len()), (1, 4));
        // The same letter again, another of the same day, one of another city, one that is nowhere.
        assert_eq!(keys(&keep(decree("12 / 2026", FIRST)).await.unwrap_err()), ["decree-there-already"]);
        assert_eq!(keys(&keep(decree("13/2026", FIRST)).await.unwrap_err()), ["decree-same-day"]);
        assert_eq!(keys(&keep(decree("14/2026", "Muka Kuning")).await.unwrap_err()), ["decree-village-outside"]);
        assert_eq!(keys(&keep(decree("14/2026", "21.71.07.1001")).await.unwrap_err()), ["decree-village-outside"]);
        assert_eq!(keys(&keep(decree("14/2026", "Xyzzyqwrt")).await.unwrap_err()), ["decree-no-such-village"]);
        assert_eq!(keys(&keep(decree("", "")).await.unwrap_err()), ["decree-number-missing"]);
        assert_eq!(keys(&keep(decree("14/2026", "")).await.unwrap_err()), ["decree-names-nobody"]);
        let by_lurah = city.app.keep_decree(&city.lurah(FIRST), city_code(), decree("15/2026", FIRST)).await;
        assert!(matches!(by_lurah, Err(Refusal::NotAllowed(_))));
        assert_eq!(counts(&city, Moment::default()).await.reached[1], 4);
    });
}

#[test]
fn a_decree_that_is_corrected_corrects_the_step_of_every_village_it_names() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let id = city.app.keep_decree(&officer, city_code(), decree("12/2026", FIRST)).await.unwrap();
        let which = Which { id, revision: 1 };
        let draft = DecreeDraft { which, dated: "4/3/2026".into(), ..decree("12A/2026", "99.71.01.1002") };
        city.app.keep_decree(&officer, city_code(), draft).await.unwrap();
        for village in [FIRST, "99.71.01.1002"] {
            let view = city.app.programme(&officer, code(village), None).await.unwrap();
            let row = &view.milestones[0];
            assert_eq!((row.number.as_str(), row.happened_on.as_str()), ("12A/2026", "2026-03-04"), "{village}");
        }
    });
}

#[test]
fn money_is_in_figures_and_more_spent_than_planned_is_asked_about() {
    in_a_city(|city| async move {
        let lurah = city.lurah(FIRST);
        let line = |planned: &str, absorbed: &str| BudgetDraft {
            year: "2026".into(),
            document: "dpa".into(),
            source: "apbd".into(),
            purpose: "Pencegahan".into(),
            planned: planned.into(),
            absorbed: absorbed.into(),
            ..BudgetDraft::default()
        };
        let keep = |draft| city.app.keep_budget_line(&lurah, code(FIRST), draft);
        assert_eq!(keys(&keep(line("18 juta", "")).await.unwrap_err()), ["form-rupiah-in-words"]);
        assert_eq!(keys(&keep(line("", "")).await.unwrap_err()), ["budget-planned-missing"]);
        assert_eq!(keys(&keep(line("Rp 18.000.000,-", "19.000.000")).await.unwrap_err()), ["budget-over"]);
        keep(line("Rp18.000.000,00", "")).await.unwrap();
        let view = city.app.programme(&lurah, code(FIRST), None).await.unwrap();
        assert_eq!((view.budget[0].planned, view.budget[0].absorbed), (18_000_000, None));
        assert_eq!(stage(&city, FIRST).await, "budgeted");
        // A plan that is no money yet is no budget.
        let plan = BudgetDraft { document: "rkpdes".into(), ..line("5.000.000", "") };
        city.app.keep_budget_line(&city.lurah("99.71.01.1002"), code("99.71.01.1002"), plan).await.unwrap();
        assert_eq!(stage(&city, "99.71.01.1002").await, "outside");
        let elsewhere = city.app.keep_budget_line(&lurah, code("99.71.01.1002"), line("1", "")).await;
        assert!(matches!(elsewhere, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn one_village_in_several_programmes_is_one_village() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let tag = |programme: &str, funding: &str| TagDraft {
            programme: programme.into(),
            since: "2025".into(),
            funding: funding.into(),
            ..TagDraft::default()
        };
        city.app.record_milestone(&officer, code(FIRST), on("launched", "1/2/2026")).await.unwrap();
        city.app.keep_tag(&officer, code(FIRST), tag("bersinar", "dipa")).await.unwrap();
        city.app.keep_tag(&officer, code(FIRST), tag("kampung_kb", "")).await.unwrap();
        let twice = city.app.keep_tag(&officer, code(FIRST), tag("kampung_kb", "")).await;
        assert!(matches!(twice, Err(Refusal::Outdated { .. })));
        let school = city.app.keep_tag(&officer, code(FIRST), tag("lingkungan_bersinar", "")).await.unwrap_err();
        assert_eq!(keys(&school), ["tag-needs-environment"]);
        let id = city.app.name_environment(&officer, code(FIRST), "school", "SMP Negeri 3").await.unwrap();
        let same = city.app.name_environment(&officer, code(FIRST), "school", "smp negeri 3").await.unwrap();
        assert_eq!(id, same);
        let draft = TagDraft { environment: id, ..tag("lingkungan_bersinar", "") };
        city.app.keep_tag(&officer, code(FIRST), draft).await.unwrap();
        let register = city.app.register(&officer, city_code(), None).await.unwrap();
        let line = register.lines.iter().find(|line| line.village == code(FIRST)).unwrap();
        assert_eq!(line.programmes, ["bersinar", "kampung_kb", "lingkungan_bersinar"]);
        let counts = counts(&city, Moment::default()).await;
        assert_eq!((counts.declared, counts.dipa, counts.non_dipa), (1, 1, 0));
    });
}

#[test]
fn what_was_recorded_by_mistake_goes_once_its_files_are_gone() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let id = city.app.record_milestone(&officer, code(FIRST), on("launched", "1/2/2026")).await.unwrap();
        let record = RecordOf { noun: Noun::Milestone, place: code(FIRST), id: id.clone() };
        let file = b"%PDF-1.4\n%%EOF\n".to_vec();
        let added = city.app.add_evidence(&officer, &record, "foto.pdf", file, "").await.unwrap();
        let which = Which { id, revision: 1 };
        let refused = city.app.remove_milestone(&officer, code(FIRST), &which).await;
        assert!(matches!(refused, Err(Refusal::Invalid("milestone-has-files"))));
        // A lurah sees the file of the own village, and cannot take it away.
        assert!(city.app.evidence_file(&city.lurah(FIRST), city_code(), &added.id).await.is_ok());
        let taken = city.app.remove_evidence(&city.lurah(FIRST), city_code(), &added.id).await;
        assert!(matches!(taken, Err(Refusal::NotAllowed(_))));
        let stranger = city.app.evidence_file(&city.lurah("99.71.01.1002"), city_code(), &added.id).await;
        assert!(matches!(stranger, Err(Refusal::NotAllowed(_))));
        city.app.remove_evidence(&officer, city_code(), &added.id).await.unwrap();
        city.app.remove_milestone(&officer, code(FIRST), &which).await.unwrap();
        assert_eq!(stage(&city, FIRST).await, "outside");
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn a_past_moment_of_a_village_shows_no_later_activity() {
    in_a_city(|city| async move {
        let (lurah, first) = (city.lurah(FIRST), code(FIRST));
        for day in ["2/3/2026", "9/3/2026"] {
            city.app.log_activity(&lurah, first, held("sosialisasi", day)).await.unwrap();
        }
        let today = city.app.today(city_code());
        city.clock.pass(DAY);
        city.app.log_activity(&lurah, first, held("sosialisasi", "1/3/2026")).await.unwrap();
        let seen = |moment: Moment| {
            let (city, lurah) = (city.clone(), lurah.clone());
            async move {
                let view = city.app.programme(&lurah, first, moment).await.unwrap();
                view.activities.into_iter().map(|row| row.starts_on).collect::<Vec<_>>()
            }
        };
        assert_eq!(seen(Moment::default()).await, ["2026-03-09", "2026-03-02", "2026-03-01"]);
        let then = Moment { on: Some(date(2026, 3, 5)), ..Moment::default() };
        assert_eq!(seen(then).await, ["2026-03-02", "2026-03-01"]);
        let known = Moment { known: Some(today), ..Moment::default() };
        assert_eq!(seen(known).await, ["2026-03-09", "2026-03-02"]);
    });
}
