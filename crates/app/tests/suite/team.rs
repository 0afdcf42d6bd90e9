//! The integrated team: a meeting decides, what it decided is followed until it is done, and law is tracked to its end.

use crate::{
    plans::{agency, liaison},
    programme::keys,
};
use app::{
    Actor, Refusal,
    accounts::NewAccount,
    plan::{
        agencies::AgencyEnd,
        commitments::{CommitmentDraft, Ended},
        law::LawDraft,
        liaisons::NewLiaison,
        meetings::{MeetingDraft, MinutesDraft},
        teams::TeamDraft,
    },
    programme::Which,
};
use domain::{plan::LawStanding, role::Role};
use testing::{City, START, city_code, in_a_city};

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn meeting(city: &City, office: &Actor, on: &str, invited: &[String]) -> String {
    let draft = MeetingDraft {
        kind: "rakor".into(),
        title: "Rakor rencana aksi".into(),
        held_on: on.into(),
        begins: "09.00".into(),
        agenda: "Laporan B12\n\nMoU dengan Kemenag".into(),
        invited: invited.to_vec(),
        ..MeetingDraft::default()
    };
    city.app.keep_meeting(office, city_code(), draft).await.unwrap()
}

async fn held(city: &City, office: &Actor, id: &str, came: &[String], sure: Vec<String>) -> Result<(), Refusal> {
    let revision = city.app.meeting(office, city_code(), id).await.unwrap().meeting.revision;
    let draft = MinutesDraft {
        which: Which { id: id.into(), revision },
        attended: came.to_vec(),
        minutes: "Dibuka Sekda.\nDibahas MoU.".into(),
        sure,
        ..MinutesDraft::default()
    };
    city.app.keep_minutes(office, city_code(), draft).await
}

fn decision(what: &str, agency: &str, due: &str) -> CommitmentDraft {
    CommitmentDraft { what: what.into(), agency: agency.into(), due_on: due.into(), ..CommitmentDraft::default() }
}

fn mou(state: &str) -> LawDraft {
    LawDraft {
        kind: "mou".into(),
        title: "Pencegahan di madrasah".into(),
        parties: "Pemerintah Kota\nKantor Kementerian Agama".into(),
        state: state.into(),
        next_step: "Paraf Bagian Hukum".into(),
        due_on: "1/4/2026".into(),
        ..LawDraft::default()
    }
}

#[test]
fn a_meeting_decides_on_an_mou_and_it_is_followed_to_its_signature() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let (health, school, social) =
            (agency(&city, "Dinkes").await, agency(&city, "Disdik").await, agency(&city, "Dinsos").await);
        let (sari, other) = (liaison(&city, &school, "disdik").await, liaison(&city, &social, "dinsos").await);
        let law = city.app.keep_law(&office, here, mou("drafting")).await.unwrap();
        let id = meeting(&city, &office, "10/3/2026", &[health.clone(), school.clone()]).await;
        let early = city.app.commit(&office, here, &id, decision("MoU", &school, "1/5/2026")).await;
        assert!(matches!(early, Err(Refusal::Invalid("meeting-not-held"))), "{early:?}");
        held(&city, &office, &id, &[health.clone(), school.clone()], vec![]).await.unwrap();
        let promised = CommitmentDraft { law: law.clone(), ..decision("Menyiapkan naskah MoU", &school, "1/5/2026") };
        let promised = city.app.commit(&office, here, &id, promised).await.unwrap();
        let before = city.app.commit(&office, here, &id, decision("Kemarin", "", "1/3/2026")).await;
        assert_eq!(keys(&before.unwrap_err()), ["commitment-owner-missing", "commitment-due-before-meeting"]);

        let tasks = city.app.tasks(&sari).await.unwrap();
        assert!(tasks.iter().any(|task| task.kind.id() == "commitment" && task.what.id == "Menyiapkan naskah MoU"));
        assert!(city.app.commitments(&other, here).await.unwrap().is_empty(), "another agency's is not theirs to see");
        assert!(matches!(city.app.meeting(&other, here, &id).await, Err(Refusal::NotFound(_))), "it was not invited");

        city.clock.set(START + 60 * DAY);
        let office_tasks = city.app.tasks(&office).await.unwrap();
        assert!(office_tasks.iter().any(|task| task.kind.id() == "overdue-commitments" && task.n == 1));
        let next = meeting(&city, &office, "20/5/2026", &[health, school]).await;
        let agenda = city.app.meeting(&office, here, &next).await.unwrap();
        let open: Vec<_> = agenda.open_before.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(open, ["Menyiapkan naskah MoU"], "the next agenda opens with what is open");

        let which = Which { id: promised.clone(), revision: 1 };
        let short = Ended::Done { on: String::new(), result: "beres".into() };
        let short = city.app.end_commitment(&sari, here, &which, short).await;
        assert_eq!(keys(&short.unwrap_err()), ["commitment-reason-missing"]);
        let later = Ended::PutOff { due_on: "1/6/2026".into(), reason: "Menunggu paraf Kemenag pusat".into() };
        let not_theirs = city.app.end_commitment(&sari, here, &which, later.clone()).await;
        assert!(matches!(not_theirs, Err(Refusal::NotAllowed(_))), "who promised does not put it off");
        city.app.end_commitment(&office, here, &which, later).await.unwrap();
        let done = Ended::Done { on: String::new(), result: "MoU 12/2026 ditandatangani 9 Mei 2026".into() };
        let stale = city.app.end_commitment(&sari, here, &which, done.clone()).await;
        assert!(matches!(stale, Err(Refusal::Outdated { .. })));
        city.app.end_commitment(&sari, here, &Which { id: promised, revision: 2 }, done).await.unwrap();
        let one = city.app.commitments(&sari, here).await.unwrap().remove(0).commitment;
        let record = app::evidence::RecordOf { noun: app::evidence::Noun::Commitment, place: here, id: one.id.clone() };
        assert!(city.app.evidence(&sari, &record).await.is_ok());
        for role in [Role::Lurah, Role::Camat, Role::BnnkEradication] {
            let seen = city.app.evidence(&city.someone(role), &record).await;
            assert!(matches!(seen, Err(Refusal::NotAllowed(_))), "{role} has no part in the team");
        }
        assert!(matches!(city.app.evidence(&other, &record).await, Err(Refusal::NotFound(_))));
        assert_eq!(
            (one.state.as_str(), one.first_due.as_str(), one.due_on.as_str()),
            ("done", "2026-05-01", "2026-06-01")
        );

        let signed = LawDraft { which: Which { id: law.clone(), revision: 1 }, ..mou("in_force") };
        let unnumbered = city.app.keep_law(&office, here, signed.clone()).await;
        assert_eq!(keys(&unnumbered.unwrap_err()), ["law-number-missing", "form-no-date"]);
        let signed = LawDraft {
            number: "12/2026".into(),
            dated: "9/5/2026".into(),
            since: String::new(),
            until: "8/5/2027".into(),
            next_step: String::new(),
            due_on: String::new(),
            ..signed
        };
        city.app.keep_law(&office, here, signed).await.unwrap();
        let register = city.app.law_register(&sari, here).await.unwrap();
        let steps: Vec<_> = register.laws[0].steps.iter().map(|step| step.state.as_str()).collect();
        assert_eq!((register.laws[0].standing, steps), (LawStanding::InForce, vec!["in_force", "drafting"]));
        city.clock.set(START + 300 * DAY);
        let register = city.app.law_register(&office, here).await.unwrap();
        assert!(matches!(register.laws[0].standing, LawStanding::Expiring(_)));
        assert!(city.app.tasks(&office).await.unwrap().iter().any(|task| task.kind.id() == "law"));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn a_meeting_without_quorum_is_kept_as_one_and_cannot_open_lateness() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let mut all = vec![];
        for name in ["Dinkes", "Disdik", "Dinsos", "Dishub"] {
            all.push(agency(&city, name).await);
        }
        let sari = liaison(&city, &all[0], "dinkes").await;
        let tomorrow = meeting(&city, &office, "11/3/2026", &all).await;
        let early = held(&city, &office, &tomorrow, &all, vec![]).await;
        assert!(matches!(early, Err(Refusal::Invalid("meeting-not-yet"))));
        city.app.cancel_meeting(&office, here, &Which { id: tomorrow.clone(), revision: 1 }).await.unwrap();
        let gone = held(&city, &office, &tomorrow, &all, vec![]).await;
        assert!(matches!(gone, Err(Refusal::Invalid("meeting-was-cancelled"))));

        let id = meeting(&city, &office, "9/3/2026", &all).await;
        let Err(Refusal::Doubts(doubts)) = held(&city, &office, &id, &all[..2], vec![]).await else {
            panic!("half is not more than half")
        };
        held(&city, &office, &id, &all[..2], vec![doubts[0].id()]).await.unwrap();
        assert_eq!(city.app.meeting(&office, here, &id).await.unwrap().quorum, Some(false));
        let opened = city.app.show_lateness(&office, here, &id, true).await;
        assert!(matches!(opened, Err(Refusal::Invalid("meeting-cannot-decide"))));
        let period = || city.app.period(here, Some(2026), Some("b06")).unwrap();
        assert_eq!(city.app.plan_board(&sari, here, period()).await.unwrap().lines.len(), 1);

        let id = meeting(&city, &office, "10/3/2026", &all).await;
        held(&city, &office, &id, &all[..3], vec![]).await.unwrap();
        city.app.show_lateness(&office, here, &id, true).await.unwrap();
        let board = city.app.plan_board(&sari, here, period()).await.unwrap();
        assert_eq!(board.lines.len(), 4, "every agency sees who is late");
        let others = board.lines.iter().filter(|line| line.view.agency.id != all[0]);
        assert!(others.clone().all(|line| line.report.is_none() && line.view.liaisons.is_empty()));
        let report = city.app.agency_report(&sari, here, &all[1], period()).await;
        assert!(matches!(report, Err(Refusal::NotFound(_))), "but not what they report");
        let moved = MeetingDraft {
            which: Which { id: id.clone(), revision: 2 },
            kind: "rakor".into(),
            title: "Rapat lain".into(),
            held_on: "1/3/2026".into(),
            invited: all[..2].to_vec(),
            ..MeetingDraft::default()
        };
        let moved = city.app.keep_meeting(&office, here, moved).await;
        assert!(matches!(moved, Err(Refusal::Invalid("meeting-was-held"))), "what it decided rests on it");
        let Err(Refusal::Doubts(doubts)) = held(&city, &office, &id, &all[..1], vec![]).await else {
            panic!("few came")
        };
        held(&city, &office, &id, &all[..1], vec![doubts[0].id()]).await.unwrap();
        assert_eq!(city.app.plan_board(&sari, here, period()).await.unwrap().lines.len(), 1, "too few came after all");
        city.app.show_lateness(&office, here, &id, false).await.unwrap();
        held(&city, &office, &id, &all[..3], vec![]).await.unwrap();
        assert_eq!(city.app.plan_board(&sari, here, period()).await.unwrap().lines.len(), 1);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn duties_are_answered_by_plans_law_and_teams() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let register = city.app.law_register(&office, here).await.unwrap();
        assert!(register.duties.iter().all(|duty| !duty.is_answered()), "nothing answers anything yet");
        let team = |place: &str| TeamDraft {
            place: place.into(),
            number: "188.45/12".into(),
            dated: "2/1/2026".into(),
            members: "Ketua – Wali Kota\nSekretaris – Kepala Kesbangpol".into(),
            ..TeamDraft::default()
        };
        city.app.keep_team(&office, here, team("99.71")).await.unwrap();
        city.app.keep_team(&office, here, team("99.71.01")).await.unwrap();
        let perda = LawDraft {
            kind: "perda".into(),
            title: "Fasilitasi P4GN".into(),
            number: "4/2012".into(),
            dated: "3/7/2012".into(),
            state: "in_force".into(),
            ..LawDraft::default()
        };
        let old = city.app.keep_law(&office, here, perda.clone()).await.unwrap();
        let twin = city.app.keep_law(&office, here, perda.clone()).await;
        assert_eq!(keys(&twin.unwrap_err()), ["law-number-taken"]);
        let in_council = LawDraft { kind: "mou".into(), state: "in_council".into(), number: String::new(), ..perda };
        assert_eq!(keys(&city.app.keep_law(&office, here, in_council).await.unwrap_err()), ["law-state-not-of-kind"]);
        let register = city.app.law_register(&office, here).await.unwrap();
        let answered: Vec<_> =
            register.duties.iter().filter(|duty| duty.is_answered()).map(|duty| duty.duty.as_str()).collect();
        assert_eq!(answered, ["perda", "team_city"], "one district of two has a team");
        let revision = LawDraft {
            kind: "perda".into(),
            title: "Perubahan Perda 4/2012".into(),
            state: "in_council".into(),
            replaces: old.clone(),
            ..LawDraft::default()
        };
        city.app.keep_law(&office, here, revision).await.unwrap();
        let register = city.app.law_register(&office, here).await.unwrap();
        assert!(register.laws.iter().all(|view| !view.replaced), "it is not in force yet");
        for role in [Role::Lurah, Role::BnnkEradication, Role::Camat] {
            let seen = city.app.law_register(&city.someone(role), here).await;
            assert!(matches!(seen, Err(Refusal::NotAllowed(_))), "{role}");
        }
    });
}

#[test]
fn what_a_merged_agency_promised_is_its_successors_to_do() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let (youth, school) = (agency(&city, "Dispora").await, agency(&city, "Disdik").await);
        let sari = liaison(&city, &school, "disdik").await;
        let id = meeting(&city, &office, "10/3/2026", &[youth.clone(), school.clone()]).await;
        held(&city, &office, &id, &[youth.clone(), school.clone()], vec![]).await.unwrap();
        let far = city.app.commit(&office, here, &id, decision("Nanti", &youth, "1/5/2099")).await;
        assert_eq!(keys(&far.unwrap_err()), ["commitment-too-far"]);
        let promised = city.app.commit(&office, here, &id, decision("Duta antinarkoba", &youth, "1/5/2026")).await;
        let promised = promised.unwrap();
        assert!(city.app.commitments(&sari, here).await.unwrap().is_empty());
        let end = AgencyEnd {
            which: Which { id: youth, revision: 1 },
            until: "12/3/2026".into(),
            successor: school,
            reason: "Perda susunan perangkat daerah".into(),
        };
        city.app.end_agency(&office, here, end).await.unwrap();
        city.clock.set(START + 5 * DAY);
        let done = |on: &str| Ended::Done { on: on.into(), result: "SK duta antinarkoba terbit".into() };
        let which = Which { id: promised, revision: 1 };
        let before = city.app.end_commitment(&sari, here, &which, done("1/1/2026")).await;
        assert_eq!(keys(&before.unwrap_err()), ["commitment-done-before-meeting"]);
        city.app.end_commitment(&sari, here, &which, done("")).await.unwrap();
    });
}

#[test]
fn who_comes_notes_it_by_the_code_in_the_room() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let all = [agency(&city, "Dinkes").await, agency(&city, "Disdik").await, agency(&city, "Dinsos").await];
        let (sari, other) = (liaison(&city, &all[0], "dinkes").await, liaison(&city, &all[2], "dinsos").await);
        let invalid = |refused: Result<(), Refusal>| match refused {
            Err(Refusal::Invalid(key)) => key,
            unlike => panic!("{unlike:?}"),
        };
        let tomorrow = meeting(&city, &office, "11/3/2026", &all[..2]).await;
        let id = meeting(&city, &office, "10/3/2026", &all[..2]).await;
        let none = city.app.arrive(&sari, here, &id, "", &all[0]).await;
        assert_eq!(invalid(none), "attendance-code-wrong", "no code was made");
        assert!(city.app.make_attendance_code(&sari, here, &id).await.is_err());
        let code = city.app.make_attendance_code(&office, here, &id).await.unwrap();
        assert_eq!(
            city.app.make_attendance_code(&office, here, &id).await.unwrap(),
            code,
            "asked twice it is the same"
        );
        let early = city.app.make_attendance_code(&office, here, &tomorrow).await.unwrap();

        assert_eq!(invalid(city.app.arrive(&sari, here, &id, &early, &all[0]).await), "attendance-code-wrong");
        assert_eq!(invalid(city.app.arrive(&sari, here, &tomorrow, &early, &all[0]).await), "attendance-other-day");
        assert_eq!(invalid(city.app.arrive(&other, here, &id, &code, &all[2]).await), "attendance-not-invited");
        assert_eq!(invalid(city.app.arrive(&sari, here, &id, &code, &all[1]).await), "attendance-not-invited");
        let typed = code.to_lowercase().replace('-', " ");
        for _ in 0..2 {
            city.app.arrive(&sari, here, &id, &typed, &all[0]).await.unwrap();
        }
        let there = city.app.arriving(&sari, here, &id, &code).await.unwrap();
        assert_eq!(there.agencies.len(), 1);
        assert_eq!(there.agencies[0].1, Some(START), "the first time counts");
        let view = city.app.meeting(&office, here, &id).await.unwrap();
        let came: Vec<_> =
            view.invited.iter().filter(|(_, came)| *came).map(|(one, _)| one.agency.id.clone()).collect();
        assert_eq!((came, view.quorum), (vec![all[0].clone()], None), "it fills in what the secretariat keeps");

        let Err(Refusal::Doubts(doubts)) = held(&city, &office, &id, &all[1..2], vec![]).await else {
            panic!("half is not more than half")
        };
        let asked: Vec<_> = doubts.iter().map(|doubt| doubt.key).collect();
        assert_eq!(
            asked,
            ["meeting-no-quorum", "meeting-noted-left-out"],
            "who noted that it came is not left out unasked"
        );
        let sure = doubts.iter().map(app::refusal::Doubt::id).collect();
        held(&city, &office, &id, &all[1..2], sure).await.unwrap();
        let view = city.app.meeting(&office, here, &id).await.unwrap();
        assert!(view.invited.iter().all(|(one, came)| *came == (one.agency.id == all[1])), "which has the last word");
        assert_eq!(invalid(city.app.arrive(&sari, here, &id, &code, &all[0]).await), "attendance-closed");
    });
}

#[test]
fn a_meeting_that_is_moved_begins_anew_and_a_district_notes_its_own() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let district = agency(&city, "Kecamatan Satu").await;
        let scope = Some("99.71.01".parse().unwrap());
        let account = NewAccount { role: Role::Camat, scope, login: "camat-satu".into(), name: "Camat".into() };
        let account = city.app.create_account(&Actor::Console("test"), account).await.unwrap();
        let new = NewLiaison { login: "camat-satu".into(), since: "1/1/2025".into(), ..NewLiaison::default() };
        city.app.appoint_liaison(&office, here, &district, None, new).await.unwrap();
        let camat = Actor::Account { id: account, role: Role::Camat, scope };
        let id = meeting(&city, &office, "10/3/2026", std::slice::from_ref(&district)).await;
        let code = city.app.make_attendance_code(&office, here, &id).await.unwrap();
        city.app.arrive(&camat, here, &id, &code, &district).await.unwrap();
        let came = || async { city.app.meeting(&office, here, &id).await.unwrap().invited[0].1 };
        assert!(came().await);
        let moved = MeetingDraft {
            which: Which { id: id.clone(), revision: 1 },
            kind: "rakor".into(),
            title: "Rakor".into(),
            held_on: "11/3/2026".into(),
            invited: vec![district.clone()],
            ..MeetingDraft::default()
        };
        city.app.keep_meeting(&office, here, moved).await.unwrap();
        assert!(!came().await, "who came on another day has not come yet");
        city.clock.set(START + DAY);
        city.app.arrive(&camat, here, &id, &code, &district).await.unwrap();
        assert!(came().await);
    });
}
