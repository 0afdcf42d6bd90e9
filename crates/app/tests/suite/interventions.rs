//! From found indicators to what is done about them, and who is told when a village falls silent.

use crate::programme::{FIRST, held, keys, on};
use app::{
    Refusal,
    evidence::{Noun, RecordOf},
    programme::{
        Which,
        activities::ActivityDraft,
        interventions::{InterventionDraft, Stage},
    },
    tasks::Kind,
};
use domain::role::Role;
use testing::{City, YEAR, code, in_a_city};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn choose(kind: &str) -> InterventionDraft {
    InterventionDraft {
        year: YEAR,
        kind: kind.into(),
        owner: "Pokja".into(),
        due_on: "30/11/2026".into(),
        measure: "Keluarga yang menyelesaikan".into(),
        state: "chosen".into(),
        ..InterventionDraft::default()
    }
}

async fn waiting(city: &City, actor: &app::Actor) -> Vec<Kind> {
    city.app.tasks(actor).await.unwrap().iter().map(|task| task.kind).collect()
}

#[test]
fn two_found_indicators_propose_and_three_are_chosen_and_one_is_done_with_evidence() {
    in_a_city(|city| async move {
        let lurah = city.lurah(FIRST);
        assert!(city.app.year_plan(&lurah, code(FIRST), None).await.unwrap().proposals.is_empty());
        city.report(FIRST, 1, 1).await; // P1 and D1
        let plan = city.app.year_plan(&lurah, code(FIRST), None).await.unwrap();
        let kinds: Vec<&str> = plan.proposals.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(kinds, ["family_skills", "early_help", "coalition", "venue_policy"]);
        let mut ids = vec![];
        for kind in ["family_skills", "coalition", "venue_policy"] {
            ids.push(city.app.keep_intervention(&lurah, code(FIRST), choose(kind)).await.unwrap());
        }
        let again = city.app.keep_intervention(&lurah, code(FIRST), choose("coalition")).await.unwrap_err();
        assert_eq!(keys(&again), ["intervention-chosen-already"]);
        let wrong = InterventionDraft {
            owner: String::new(),
            due_on: "akhir tahun".into(),
            measure: " ".into(),
            ..choose("early_help")
        };
        let refused = city.app.keep_intervention(&lurah, code(FIRST), wrong).await.unwrap_err();
        let expected = ["intervention-owner-missing", "form-date-unreadable", "intervention-measure-missing"];
        assert_eq!(keys(&refused), expected);
        // An activity carries it out; then it is done, with a picture.
        let activity = ActivityDraft { intervention: ids[0].clone(), ..held("ketahanan_keluarga", "9/3/2026") };
        city.app.log_activity(&lurah, code(FIRST), activity).await.unwrap();
        let strange = ActivityDraft { intervention: "none".into(), ..held("ketahanan_keluarga", "8/3/2026") };
        assert_eq!(keys(&city.app.log_activity(&lurah, code(FIRST), strange).await.unwrap_err()), ["form-not-chosen"]);
        let done = |result: &str| InterventionDraft {
            which: Which { id: ids[0].clone(), revision: 1 },
            state: "done".into(),
            ended_on: "10/3/2026".into(),
            result: result.into(),
            ..choose("family_skills")
        };
        let refused = city.app.keep_intervention(&lurah, code(FIRST), done("ya")).await.unwrap_err();
        assert_eq!(keys(&refused), ["intervention-result-missing"]);
        city.app.keep_intervention(&lurah, code(FIRST), done("Sembilan dari sepuluh keluarga selesai")).await.unwrap();
        let record = RecordOf { noun: Noun::Intervention, place: code(FIRST), id: ids[0].clone() };
        let file = b"%PDF-1.4\n%%EOF\n".to_vec();
        city.app.add_evidence(&lurah, &record, "hasil.pdf", file, "").await.unwrap();
        let plan = city.app.year_plan(&lurah, code(FIRST), None).await.unwrap();
        let done: Vec<&str> =
            plan.chosen.iter().filter(|row| Stage::of(row) == Stage::Done).map(|row| row.id.as_str()).collect();
        assert_eq!((plan.chosen.len(), done), (3, vec![ids[0].as_str()]));
        assert_eq!(plan.proposals.iter().filter(|one| !one.chosen).count(), 1);
        // Two are still to be done.
        let chosen = waiting(&city, &lurah).await.into_iter().filter(|kind| *kind == Kind::Chosen).count();
        assert_eq!(chosen, 2);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn an_activity_keeps_what_it_carries_out_when_an_office_corrects_it_that_does_not_see_the_choices() {
    in_a_city(|city| async move {
        let (lurah, school, first) = (city.lurah(FIRST), city.someone(Role::School), code(FIRST));
        let chosen = city.app.keep_intervention(&lurah, first, choose("coalition")).await.unwrap();
        let offered = city.app.interventions(&lurah, first).await.unwrap();
        assert_eq!(offered.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), [chosen.as_str()]);
        assert_eq!(city.app.interventions(&school, first).await.unwrap(), []);
        assert_eq!(city.app.interventions(&city.officer(), testing::city_code()).await.unwrap(), []);
        // What was not offered is not taken.
        let typed = ActivityDraft { intervention: chosen.clone(), ..held("sosialisasi", "9/3/2026") };
        let id = city.app.log_activity(&school, first, typed.clone()).await.unwrap();
        assert_eq!(city.app.activity(&city.officer(), first, &id).await.unwrap().intervention, "");
        let revised = |revision| ActivityDraft { which: Which { id: id.clone(), revision }, ..typed.clone() };
        city.app.log_activity(&city.officer(), first, revised(1)).await.unwrap();
        let corrected = ActivityDraft { intervention: String::new(), result: "Dua kelas ikut".into(), ..revised(2) };
        city.app.log_activity(&school, first, corrected).await.unwrap();
        let row = city.app.activity(&city.officer(), first, &id).await.unwrap();
        assert_eq!((row.intervention, row.result.as_str()), (chosen, "Dua kelas ikut"));
    });
}

#[test]
fn a_year_later_it_shows_what_was_done_and_what_moved() {
    in_a_city(|city| async move {
        city.report(FIRST, 1, 1).await;
        let lurah = city.lurah(FIRST);
        city.app.keep_intervention(&lurah, code(FIRST), choose("venue_policy")).await.unwrap();
        city.clock.pass(365 * DAY);
        let due = jiff::civil::date(2027, 11, 30);
        city.app.open_round(&city.officer(), testing::city_code(), app::FIRST_INSTRUMENT, YEAR + 1, due).await.unwrap();
        let plan = city.app.year_plan(&lurah, code(FIRST), None).await.unwrap();
        assert_eq!((plan.year, plan.chosen.len(), plan.before.len()), (YEAR + 1, 0, 1));
        let (row, moved) = &plan.before[0];
        assert_eq!(row.kind, "venue_policy");
        let moved: Vec<_> = moved.iter().map(|one| (one.item.as_str(), one.then, one.now)).collect();
        assert_eq!(moved, [("D1", Some(true), None)], "nobody has answered yet");
    });
}

#[test]
fn only_who_may_see_the_indicators_sees_what_they_propose() {
    in_a_city(|city| async move {
        city.report(FIRST, 1, 1).await;
        for role in Role::ALL {
            let sees = city.app.year_plan(&city.someone(role), code(FIRST), None).await;
            let may = app::access::may(&city.someone(role), app::Action::SeeVillage);
            assert_eq!(sees.is_ok(), may, "{role}");
        }
        let other = city.app.year_plan(&city.lurah("99.71.01.1002"), code(FIRST), None).await;
        assert!(matches!(other, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn eight_months_without_an_activity_and_the_right_people_are_told() {
    in_a_city(|city| async move {
        let (officer, lurah) = (city.officer(), city.lurah(FIRST));
        city.app.record_milestone(&officer, code(FIRST), on("launched", "1/3/2026")).await.unwrap();
        city.app.log_activity(&lurah, code(FIRST), held("sosialisasi", "10/3/2026")).await.unwrap();
        let told = |kind: Kind, actor: app::Actor| {
            let city = city.clone();
            async move { waiting(&city, &actor).await.contains(&kind) }
        };
        assert!(!told(Kind::Lapsing, lurah.clone()).await);
        // 20 August: three weeks left.
        city.clock.pass(163 * DAY);
        assert!(told(Kind::Lapsing, lurah.clone()).await);
        assert!(!told(Kind::InactiveVillages, officer.clone()).await);
        // 10 November: eight months.
        city.clock.pass(82 * DAY);
        assert!(told(Kind::Inactive, lurah.clone()).await);
        for role in [Role::VillageOperator, Role::TaskGroup] {
            assert!(told(Kind::Inactive, city.someone(role)).await, "{role}");
        }
        for role in [Role::BnnkP2m, Role::Kesbangpol, Role::Camat] {
            assert!(told(Kind::InactiveVillages, city.someone(role)).await, "{role}");
        }
        for role in [Role::Polres, Role::Inspectorate, Role::School, Role::Bnnp, Role::Administrator] {
            let kinds = waiting(&city, &city.someone(role)).await;
            assert!(!kinds.contains(&Kind::InactiveVillages) && !kinds.contains(&Kind::Inactive), "{role}");
        }
        assert!(!told(Kind::Inactive, city.lurah("99.71.01.1002")).await);
        city.app.log_activity(&lurah, code(FIRST), held("sosialisasi", "9/11/2026")).await.unwrap();
        assert!(!told(Kind::Inactive, lurah).await);
        assert!(!told(Kind::InactiveVillages, officer).await);
    });
}
