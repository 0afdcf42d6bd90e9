//! A monitoring visit, what is to follow from it, and who is reminded.

use crate::programme::{FIRST, keys};
use app::{
    Refusal,
    programme::{
        Which,
        visits::{FollowUpDraft, VisitDraft, answers},
    },
    tasks::Kind,
};
use domain::role::Role;
use testing::{code, in_a_city};

fn visit() -> VisitDraft {
    VisitDraft {
        visited_on: "3/3/2026".into(),
        office: "BNNK Uji".into(),
        checklist: vec![("post_open".into(), "no".into()), ("help_known".into(), String::new())],
        findings: "Posko terkunci pada jam buka.".into(),
        ..VisitDraft::default()
    }
}

#[test]
fn what_a_visit_finds_is_followed_until_it_is_done() {
    in_a_city(|city| async move {
        let (officer, lurah, first) = (city.officer(), city.lurah(FIRST), code(FIRST));
        let id = city.app.keep_visit(&officer, first, visit()).await.unwrap();
        let follow = FollowUpDraft {
            about: id.clone(),
            what: "Jadwal jaga posko".into(),
            owner: "Satgas".into(),
            due_on: "31/3/2026".into(),
            ..FollowUpDraft::default()
        };
        let next = city.app.keep_follow_up(&officer, first, follow.clone()).await.unwrap();
        let waits = |tasks: Vec<app::tasks::Task>| tasks.into_iter().filter(|task| task.kind == Kind::FollowUp).count();
        assert_eq!(waits(city.app.tasks(&lurah).await.unwrap()), 1);
        assert_eq!(waits(city.app.tasks(&city.lurah("99.71.01.1002")).await.unwrap()), 0);
        let done = |result: &str| FollowUpDraft {
            which: Which { id: next.clone(), revision: 1 },
            done_on: "10/3/2026".into(),
            result: result.into(),
            ..follow.clone()
        };
        city.clock.pass(10 * 24 * 60 * 60 * 1000);
        assert_eq!(
            keys(&city.app.keep_follow_up(&lurah, first, done("sip")).await.unwrap_err()),
            ["intervention-result-missing"]
        );
        city.app.keep_follow_up(&lurah, first, done("Jadwal ditempel di pintu posko")).await.unwrap();
        assert_eq!(waits(city.app.tasks(&lurah).await.unwrap()), 0);
        let (visits, follow_ups) = city.app.visits(&lurah, first).await.unwrap();
        assert_eq!((visits.len(), follow_ups.len(), follow_ups[0].about.as_str()), (1, 1, id.as_str()));
        let said: Vec<_> = answers(&visits[0]).into_iter().collect();
        assert_eq!(said, [("post_open".to_owned(), "no".to_owned())]);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn a_visit_says_something_on_a_day_that_was_and_is_the_offices() {
    in_a_city(|city| async move {
        let (officer, first) = (city.officer(), code(FIRST));
        let refused = |draft: VisitDraft| {
            let (city, officer) = (city.clone(), officer.clone());
            async move { keys(&city.app.keep_visit(&officer, first, draft).await.unwrap_err()) }
        };
        let silent = VisitDraft { checklist: vec![], findings: "baik".into(), ..visit() };
        assert_eq!(refused(silent).await, ["visit-says-nothing"]);
        let ahead = VisitDraft { visited_on: "3/3/2027".into(), office: String::new(), ..visit() };
        assert_eq!(refused(ahead).await, ["form-in-the-future", "visit-office-missing"]);
        let odd = VisitDraft { checklist: vec![("post_open".into(), "maybe".into())], ..visit() };
        assert_eq!(refused(odd).await, ["form-not-chosen"]);
        for role in [Role::Lurah, Role::TaskGroup, Role::School, Role::Leadership] {
            let tried = city.app.keep_visit(&city.someone(role), first, visit()).await;
            assert!(matches!(tried, Err(Refusal::NotAllowed(_))), "{role}");
        }
        // A follow-up of a visit elsewhere is none of this village.
        let id = city.app.keep_visit(&officer, first, visit()).await.unwrap();
        let elsewhere = FollowUpDraft {
            about: id,
            what: "Jadwal".into(),
            owner: "Satgas".into(),
            due_on: "31/3/2026".into(),
            ..FollowUpDraft::default()
        };
        let tried = city.app.keep_follow_up(&officer, code("99.71.01.1002"), elsewhere).await;
        assert!(matches!(tried, Err(Refusal::NotFound("record"))));
    });
}
