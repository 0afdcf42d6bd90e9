//! Reports of a term: the counts of Kabupaten Muna, a report's way, what is counted with whom, and what cannot be.

use crate::{
    plans::{agency, liaison},
    programme::keys,
};
use app::{
    Actor, Refusal,
    plan::{
        agencies::{AgencyDraft, AgencyEnd},
        filling::RealisationDraft,
        handing_in::Move,
        planned::RowDraft,
        reports::{Period, ReportView},
    },
    programme::Which,
};
use domain::{
    plan::{Standing, share},
    role::Role,
};
use std::collections::BTreeSet;
use testing::{City, START, city_code, in_a_city};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// 1 July 2026.
pub const JULY: i64 = START + 113 * DAY;

pub fn first_half(city: &City) -> Period {
    city.app.period(city_code(), Some(2026), Some("b06")).unwrap()
}

pub fn planned(action: &str, unit: &str, target: &str) -> RowDraft {
    RowDraft {
        action: action.into(),
        activity: format!("Kegiatan {action}"),
        unit: unit.into(),
        targets: vec![("b06".into(), target.into())],
        ..RowDraft::default()
    }
}

pub async fn plan(city: &City, who: &Actor, agency: &str, row: RowDraft) -> String {
    city.app.keep_plan_row(who, city_code(), agency, 2026, row).await.unwrap()
}

pub async fn reach(city: &City, who: &Actor, agency: &str, row: &str, value: &str) -> Result<(), Refusal> {
    let draft = RealisationDraft { value: value.into(), ..RealisationDraft::default() };
    city.app.keep_realisation(who, city_code(), agency, &first_half(city), row, draft).await
}

pub async fn seen(city: &City, who: &Actor, agency: &str) -> ReportView {
    city.app.agency_report(who, city_code(), agency, first_half(city)).await.unwrap()
}

pub async fn go(city: &City, who: &Actor, agency: &str, done: Move) -> Result<(), Refusal> {
    let revision = seen(city, who, agency).await.report.map_or(0, |report| report.revision);
    city.app.move_report(who, city_code(), agency, &first_half(city), revision, done).await
}

pub fn send() -> Move {
    Move::Send { note: String::new(), sure: vec![] }
}

/// The numbers that Kabupaten Muna published: 11, 8, 24 and 20 of 34 agencies; 368 participants, 67 people tested, 24
/// regulations, 106 members.
#[test]
fn the_counts_of_muna_come_out_with_their_denominator_and_the_list_of_the_late() {
    in_a_city(|city| async move {
        let office = city.someone(Role::Kesbangpol);
        let mut agencies = vec![];
        for at in 1..=34 {
            agencies.push(agency(&city, &format!("OPD {at:02}")).await);
        }
        city.clock.set(JULY);
        let actions =
            [("g1", "orang", 11, 368), ("g3", "orang", 8, 67), ("g2", "regulasi", 24, 24), ("g4", "orang", 20, 106)];
        for (action, unit, done, sum) in actions {
            for (at, agency) in agencies.iter().enumerate().take(done) {
                let row = plan(&city, &office, agency, planned(action, unit, "10")).await;
                // The last takes what is left.
                let each = sum / done as i64;
                let value = if at + 1 == done { sum - each * (done as i64 - 1) } else { each };
                reach(&city, &office, agency, &row, &value.to_string()).await.unwrap();
            }
        }
        for agency in &agencies[..24] {
            go(&city, &office, agency, send()).await.unwrap();
        }
        city.clock.set(JULY + 10 * DAY);
        let board = city.app.plan_board(&office, city_code(), first_half(&city)).await.unwrap();
        let counts = board.counts.unwrap();
        assert_eq!((counts.of, counts.sent, counts.late, counts.returned, counts.awaited), (34, 24, 10, 0, 0));
        let told: Vec<_> = board
            .actions
            .iter()
            .filter(|action| action.done > 0)
            .map(|action| {
                let (unit, total) = action.totals.iter().next().unwrap();
                (action.action.as_str(), action.done, share(action.done as i64, 34), total.reached, unit.as_str())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("g1", 11, Some(32.35), 368, "orang"),
                ("g2", 24, Some(70.59), 24, "regulasi"),
                ("g3", 8, Some(23.53), 67, "orang"),
                ("g4", 20, Some(58.82), 106, "orang"),
            ]
        );
        let late: Vec<_> = board
            .lines
            .iter()
            .filter(|line| line.standing == Standing::Late)
            .map(|line| line.view.names[0].name.clone())
            .collect();
        assert_eq!(late, (25..=34).map(|at| format!("OPD {at}")).collect::<Vec<_>>());
        let of_tests = board.reached.iter().filter(|one| one.row.action == "g3").filter_map(|one| one.value);
        assert_eq!(of_tests.sum::<i64>(), 67, "the number opens to its rows");
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn a_report_is_handed_in_returned_and_accepted_and_only_then_stands() {
    in_a_city(|city| async move {
        let (here, office, officer) = (city_code(), city.someone(Role::Kesbangpol), city.someone(Role::BnnkP2m));
        let id = agency(&city, "Dinas Sosial").await;
        let sari = liaison(&city, &id, "dinsos").await;
        let row = plan(&city, &sari, &id, planned("g1", "orang", "40")).await;
        let other = plan(&city, &sari, &id, planned("g3", "orang", "20")).await;
        let early = go(&city, &sari, &id, send()).await;
        assert!(matches!(early, Err(Refusal::Invalid("report-too-early"))), "{early:?}");
        city.clock.set(JULY);
        assert!(matches!(go(&city, &sari, &id, send()).await, Err(Refusal::Invalid("report-empty"))));
        reach(&city, &sari, &id, &row, "38").await.unwrap();
        let Err(Refusal::Doubts(doubts)) = go(&city, &sari, &id, send()).await else {
            panic!("a planned row is silent")
        };
        assert_eq!(doubts[0].key, "report-rows-silent");
        let nil = go(&city, &sari, &id, Move::SendNil { note: String::new() }).await;
        assert!(matches!(nil, Err(Refusal::Invalid("report-nil-with-values"))));
        let sure = Move::Send { note: "Anggaran tes digeser".into(), sure: vec![doubts[0].id()] };
        go(&city, &sari, &id, sure).await.unwrap();
        let late = reach(&city, &sari, &id, &other, "12").await;
        assert!(matches!(late, Err(Refusal::Invalid("report-handed-in"))), "what was handed in stands");

        assert!(matches!(go(&city, &sari, &id, Move::Verify).await, Err(Refusal::NotAllowed(_))));
        let empty = go(&city, &office, &id, Move::Return { reason: "kurang".into() }).await;
        assert_eq!(keys(&empty.unwrap_err()), ["report-reason-missing"]);
        let reason = "Lampirkan daftar hadir sosialisasi".to_owned();
        go(&city, &office, &id, Move::Return { reason }).await.unwrap();
        city.clock.set(JULY + 20 * DAY);
        let view = seen(&city, &sari, &id).await;
        assert_eq!((view.standing, view.may_fill), (Standing::Returned, true));
        let (draft, revision) = (view.rows[1].clone(), view.report.unwrap().revision);
        assert!(draft.done.is_none());
        reach(&city, &sari, &id, &other, "12").await.unwrap();
        go(&city, &sari, &id, send()).await.unwrap();
        let stale = city.app.move_report(&officer, here, &id, &first_half(&city), revision, Move::Verify).await;
        assert!(matches!(stale, Err(Refusal::Outdated { .. })), "someone was faster");
        go(&city, &officer, &id, Move::Verify).await.unwrap();
        let board = city.app.plan_board(&officer, here, first_half(&city)).await.unwrap();
        let line = &board.lines[0];
        assert_eq!((line.standing, line.sent_late), (Standing::Verified, false), "it was handed in on 1 July");
        let again = go(&city, &sari, &id, Move::Reopen).await;
        assert!(
            matches!(again, Err(Refusal::Invalid("report-handed-in"))),
            "what was accepted comes back through the office only"
        );
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn a_nil_report_takes_one_step_and_may_be_taken_back() {
    in_a_city(|city| async move {
        let office = city.someone(Role::Kesbangpol);
        let id = agency(&city, "Dinas Pertanian").await;
        let sari = liaison(&city, &id, "distan").await;
        city.clock.set(JULY);
        go(&city, &sari, &id, Move::SendNil { note: String::new() }).await.unwrap();
        let counts = city.app.plan_board(&office, city_code(), first_half(&city)).await.unwrap().counts.unwrap();
        assert_eq!((counts.of, counts.sent, counts.nil), (1, 1, 1));
        city.clock.set(JULY + 15 * DAY);
        go(&city, &sari, &id, Move::Reopen).await.unwrap();
        assert_eq!(seen(&city, &sari, &id).await.standing, Standing::Late, "taken back after the day, it is late");
        go(&city, &office, &id, Move::SendNil { note: "Surat tanggal 15 Juli".into() }).await.unwrap();
        let report = seen(&city, &office, &id).await.report.unwrap();
        assert_eq!((report.on_behalf, report.sent_on.as_str()), (1, "2026-07-16"));
    });
}

#[test]
fn what_units_and_merged_agencies_reached_counts_with_who_owes_the_report() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let (health, school, youth) =
            (agency(&city, "Dinkes").await, agency(&city, "Disdik").await, agency(&city, "Dispora").await);
        let clinic = AgencyDraft {
            kind: "unit".into(),
            name: "Puskesmas".into(),
            parent: health.clone(),
            ..AgencyDraft::default()
        };
        let clinic = city.app.keep_agency(&office, here, clinic).await.unwrap();
        for (id, value) in [(&clinic, "30"), (&youth, "50")] {
            let row = plan(&city, &office, id, planned("g1", "orang", "40")).await;
            reach(&city, &office, id, &row, value).await.unwrap();
        }
        let end = AgencyEnd {
            which: Which { id: youth.clone(), revision: 1 },
            until: "20/5/2026".into(),
            successor: school.clone(),
            reason: "Perda susunan perangkat daerah".into(),
        };
        city.app.end_agency(&office, here, end).await.unwrap();
        city.clock.set(JULY);
        for id in [&clinic, &youth] {
            go(&city, &office, id, send()).await.unwrap();
        }
        let board = city.app.plan_board(&office, here, first_half(&city)).await.unwrap();
        let counts = board.counts.unwrap();
        assert_eq!((counts.of, counts.sent), (2, 0), "neither a unit nor what no longer exists owes a report");
        let done: Vec<_> = board
            .lines
            .iter()
            .map(|line| (line.view.names[0].name.as_str(), line.done.as_ref().map_or(0, BTreeSet::len)))
            .collect();
        assert_eq!(done, [("Dinkes", 1), ("Disdik", 1)]);
        assert_eq!(board.actions[0].totals["orang"].reached, 80);
        assert_eq!(board.actions[0].totals["orang"].target, Some(80));
    });
}

#[test]
fn a_row_that_was_reported_is_given_up_and_never_removed() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let id = agency(&city, "Dinas Perhubungan").await;
        let row = plan(&city, &office, &id, planned("g1", "orang", "40")).await;
        reach(&city, &office, &id, &row, "10").await.unwrap();
        let which = Which { id: row.clone(), revision: 1 };
        let removed = city.app.remove_plan_row(&office, here, &id, 2026, &which).await;
        assert!(matches!(removed, Err(Refusal::Invalid("plan-row-reported"))));
        let other_unit = RowDraft { which: which.clone(), ..planned("g1", "regulasi", "40") };
        let changed = city.app.keep_plan_row(&office, here, &id, 2026, other_unit).await;
        assert_eq!(keys(&changed.unwrap_err()), ["plan-unit-reported"], "the number would mean something else");
        let short = city.app.withdraw_plan_row(&office, here, &id, 2026, (&row, "batal")).await;
        assert_eq!(keys(&short.unwrap_err()), ["plan-reason-missing"]);
        city.app.withdraw_plan_row(&office, here, &id, 2026, (&row, "Anggarannya dialihkan ke banjir")).await.unwrap();
        let again =
            city.app.withdraw_plan_row(&office, here, &id, 2026, (&row, "Anggarannya dialihkan ke banjir")).await;
        assert!(matches!(again, Err(Refusal::Invalid("plan-row-given-up"))));
        city.clock.set(JULY);
        go(&city, &office, &id, send()).await.unwrap();
        let board = city.app.plan_board(&office, here, first_half(&city)).await.unwrap();
        let total = board.actions[0].totals["orang"];
        assert_eq!((total.reached, total.target), (10, None), "what was reached stays, nobody expects the rest");
        let unplanned = RowDraft { unplanned: true, targets: vec![], ..planned("g2", "regulasi", "") };
        plan(&city, &office, &id, unplanned).await;
        let next = city.app.agency_plan(&office, here, &id, Some(2027)).await.unwrap();
        assert_eq!(next.copyable, 0, "neither what was given up nor what nobody had planned");
    });
}

#[test]
fn a_liaison_sees_the_own_report_and_nobody_elses() {
    in_a_city(|city| async move {
        let here = city_code();
        let (own, other) = (agency(&city, "Dinas Sosial").await, agency(&city, "Dinas Kesehatan").await);
        let sari = liaison(&city, &own, "dinsos").await;
        city.clock.set(JULY + 12 * DAY);
        let board = city.app.plan_board(&sari, here, first_half(&city)).await.unwrap();
        let lines: Vec<_> = board.lines.iter().map(|line| line.view.agency.id.clone()).collect();
        assert_eq!(lines, std::slice::from_ref(&own));
        assert!(board.counts.is_none() && board.actions.is_empty());
        let seen = city.app.agency_report(&sari, here, &other, first_half(&city)).await;
        assert!(matches!(seen, Err(Refusal::NotFound(_))));
        let eradication = city.someone(Role::BnnkEradication);
        assert!(matches!(
            city.app.plan_board(&eradication, here, first_half(&city)).await,
            Err(Refusal::NotAllowed(_))
        ));
        let tasks = city.app.tasks(&sari).await.unwrap();
        let mine: Vec<_> = tasks.iter().map(|task| (task.kind.id(), task.due.unwrap().to_string())).collect();
        assert_eq!(mine, [("report", "2026-07-10".into())]);
        let office = city.app.tasks(&city.someone(Role::Kesbangpol)).await.unwrap();
        assert!(office.iter().any(|task| task.kind.id() == "late-agencies" && task.n == 2 && task.of == 2));
        let head = city.app.tasks(&city.someone(Role::Leadership)).await.unwrap();
        assert!(!head.iter().any(|task| task.kind.id() == "late-agencies"), "the head of the region hears of it later");
        city.clock.set(JULY + 24 * DAY);
        let head = city.app.tasks(&city.someone(Role::Leadership)).await.unwrap();
        assert!(head.iter().any(|task| task.kind.id() == "late-agencies"));
    });
}
