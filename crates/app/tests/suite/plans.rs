//! What an agency plans for a year: by whom, with what, and what cannot be.

use crate::programme::keys;
use app::{
    Actor, Refusal,
    plan::{
        agencies::AgencyDraft,
        liaisons::NewLiaison,
        local::LocalDraft,
        planned::{RowDraft, targets},
    },
    programme::Which,
};
use domain::role::Role;
use testing::{City, city_code, in_a_city};

pub async fn agency(city: &City, name: &str) -> String {
    let draft = AgencyDraft { kind: "opd".into(), name: name.into(), reports: true, ..AgencyDraft::default() };
    city.app.keep_agency(&city.someone(Role::Kesbangpol), city_code(), draft).await.unwrap()
}

pub async fn liaison(city: &City, agency: &str, login: &str) -> Actor {
    let new = NewLiaison { login: login.into(), name: "Sari (contoh)".into(), since: "1/1/2025".into() };
    let office = city.someone(Role::Kesbangpol);
    let made = city.app.appoint_liaison(&office, city_code(), agency, None, new).await.unwrap();
    Actor::Account { id: made.account, role: Role::Opd, scope: Some(city_code()) }
}

fn row(action: &str, activity: &str) -> RowDraft {
    RowDraft {
        action: action.into(),
        activity: activity.into(),
        unit: "orang".into(),
        targets: vec![("b06".into(), "120".into()), ("b12".into(), "1.200".into())],
        starts_on: "1/3/2026".into(),
        ends_on: "31/10/2026".into(),
        budget: "Rp18.000.000".into(),
        source: "apbd".into(),
        ..RowDraft::default()
    }
}

#[test]
fn a_liaison_plans_for_the_own_agency_and_copies_it_a_year_later() {
    in_a_city(|city| async move {
        let here = city_code();
        let (health, school) = (agency(&city, "Dinas Kesehatan").await, agency(&city, "Dinas Pendidikan").await);
        let (sari, other) = (liaison(&city, &health, "dinkes").await, liaison(&city, &school, "disdik").await);
        city.app.keep_plan_row(&sari, here, &health, 2026, row("g3", "Tes urine pegawai")).await.unwrap();
        city.app.keep_plan_row(&sari, here, &health, 2026, row("g1", "Penyuluhan puskesmas")).await.unwrap();
        let plan = city.app.agency_plan(&sari, here, &health, None).await.unwrap();
        let shown: Vec<_> = plan.rows.iter().map(|row| (row.action.as_str(), row.budget)).collect();
        assert_eq!(shown, [("g1", Some(18_000_000)), ("g3", Some(18_000_000))]);
        assert_eq!(targets(&plan.rows[0]).into_iter().collect::<Vec<_>>(), [("b06".into(), 120), ("b12".into(), 1200)]);
        let seen = city.app.agency_plan(&other, here, &health, None).await;
        assert!(matches!(seen, Err(Refusal::NotFound(_))), "another agency's plan is not theirs to see");
        let kept = city.app.keep_plan_row(&other, here, &health, 2026, row("g1", "Titipan")).await;
        assert!(matches!(kept, Err(Refusal::NotAllowed(_))));

        assert_eq!(city.app.agency_plan(&sari, here, &health, Some(2027)).await.unwrap().copyable, 2);
        city.app
            .keep_plan_row(
                &sari,
                here,
                &health,
                2027,
                RowDraft { starts_on: String::new(), ends_on: String::new(), ..row("g3", "Tes urine pegawai") },
            )
            .await
            .unwrap();
        assert_eq!(city.app.copy_plan(&sari, here, &health, 2027).await.unwrap(), 1);
        let next = city.app.agency_plan(&sari, here, &health, Some(2027)).await.unwrap();
        assert_eq!(next.years, [2027, 2026]);
        assert_eq!((next.rows[0].starts_on.as_str(), next.rows[0].ends_on.as_str()), ("2027-03-01", "2027-10-31"));
        assert_eq!(next.rows[1].ends_on, "2027-12-31");
        let again = city.app.copy_plan(&sari, here, &health, 2027).await;
        assert!(matches!(again, Err(Refusal::Invalid("plan-nothing-to-copy"))));

        let first = &plan.rows[0];
        let which = Which { id: first.id.clone(), revision: first.revision };
        city.app.remove_plan_row(&sari, here, &health, 2026, &which).await.unwrap();
        assert_eq!(city.app.agency_plan(&sari, here, &health, Some(2026)).await.unwrap().rows.len(), 1);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_cannot_be_planned_is_said_at_its_field() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let id = agency(&city, "Dinas Sosial").await;
        let refused = |draft: RowDraft| {
            let (city, office, id) = (city.clone(), office.clone(), id.clone());
            async move { keys(&city.app.keep_plan_row(&office, here, &id, 2026, draft).await.unwrap_err()) }
        };
        let good = || row("g1", "Penyuluhan");
        assert_eq!(refused(RowDraft { unit: String::new(), ..good() }).await, ["plan-no-unit"]);
        assert_eq!(refused(RowDraft { targets: vec![], ..good() }).await, ["plan-no-target"]);
        let above = RowDraft { unit: "%".into(), targets: vec![("b06".into(), "120%".into())], ..good() };
        assert_eq!(refused(above).await, ["plan-above-hundred"]);
        assert_eq!(refused(RowDraft { budget: "18 juta".into(), ..good() }).await, ["form-rupiah-in-words"]);
        let reversed = RowDraft { starts_on: "31/10/2026".into(), ends_on: "1/3/2026".into(), ..good() };
        assert_eq!(refused(reversed).await, ["plan-reversed"]);
        assert_eq!(refused(RowDraft { ends_on: "1/3/2027".into(), ..good() }).await, ["plan-other-year"]);
        let empty = RowDraft { action: "g9".into(), activity: String::new(), source: "kas".into(), ..good() };
        assert_eq!(refused(empty).await, ["form-not-chosen", "plan-activity-missing", "form-not-chosen"]);
        let far = city.app.keep_plan_row(&office, here, &id, 2031, good()).await;
        assert!(matches!(far, Err(Refusal::Invalid("plan-year-too-far"))));
        let before = city.app.keep_plan_row(&office, here, &id, 2025, good()).await;
        assert!(matches!(before, Err(Refusal::Invalid("plan-agency-not-there"))), "it exists since 2026");
        let kept = city.app.keep_plan_row(&office, here, &id, 2026, good()).await.unwrap();
        let stale = RowDraft { which: Which { id: kept, revision: 0 }, ..good() };
        let stale = city.app.keep_plan_row(&office, here, &id, 2026, stale).await;
        assert!(matches!(stale, Err(Refusal::Outdated { .. })));
        for role in [Role::Leadership, Role::BnnkEradication, Role::Inspectorate] {
            let someone = city.someone(role);
            assert!(!city.app.agency_plan(&someone, here, &id, None).await.unwrap().may_keep, "{role}");
            let kept = city.app.keep_plan_row(&someone, here, &id, 2026, good()).await;
            assert!(matches!(kept, Err(Refusal::NotAllowed(_))), "{role}");
        }
    });
}

#[test]
fn a_region_adds_actions_of_its_own_that_hold_for_their_years() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let id = agency(&city, "Dinas Perikanan").await;
        let sari = liaison(&city, &id, "perikanan").await;
        let fishing = || LocalDraft {
            title: "Kampung nelayan bersih narkoba".into(),
            measure: "Kampung yang punya relawan".into(),
            unit: "Kampung".into(),
            basis: "Perwali 12/2026".into(),
            from: "2026".into(),
            to: "2026".into(),
            ..LocalDraft::default()
        };
        let not_theirs = city.app.keep_local_action(&sari, here, fishing()).await;
        assert!(matches!(not_theirs, Err(Refusal::NotAllowed(_))));
        let empty = city.app.keep_local_action(&office, here, LocalDraft::default()).await;
        assert_eq!(keys(&empty.unwrap_err()), ["local-title-missing", "plan-no-unit", "local-basis-missing"]);
        let local = city.app.keep_local_action(&office, here, fishing()).await.unwrap();
        let twin = city.app.keep_local_action(&office, here, fishing()).await;
        assert_eq!(keys(&twin.unwrap_err()), ["local-title-taken"]);
        let list = city.app.plan_list(here, 2026).await.unwrap();
        let last = list.actions.last().unwrap();
        assert_eq!((last.id.as_str(), last.number.as_str(), list.actions.len()), (local.as_str(), "L1", 7));
        assert!(city.app.plan_list(here, 2027).await.unwrap().action(&local).is_none());
        let draft = row(&local, "Relawan nelayan");
        city.app.keep_plan_row(&sari, here, &id, 2026, draft.clone()).await.unwrap();
        let after = city.app.keep_plan_row(&sari, here, &id, 2027, draft).await;
        assert_eq!(
            keys(&after.unwrap_err()),
            ["form-not-chosen", "plan-other-year", "plan-other-year"],
            "it no longer holds then"
        );
        let board = city.app.plan_board(&office, here, city.app.period(here, Some(2026), Some("b12")).unwrap()).await;
        assert_eq!(board.unwrap().actions.last().unwrap().action, local);
        let which = Which { id: local, revision: 1 };
        let ended = LocalDraft { which, from: "2024".into(), to: "2025".into(), ..fishing() };
        let ended = city.app.keep_local_action(&office, here, ended).await;
        assert_eq!(keys(&ended.unwrap_err()), ["local-planned-then"]);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}
