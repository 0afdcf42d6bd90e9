//! Activities: logged by many offices, counted once, corrected by who may.

use crate::programme::{FIRST, held, keys, sure};
use app::{
    Refusal,
    programme::{
        Which,
        activities::{ActivityDraft, partners},
    },
};
use domain::role::Role;
use store::queries::activities::Filter;
use testing::{code, in_a_city};

#[test]
fn the_same_activity_from_three_offices_counts_once_when_they_say_so() {
    in_a_city(|city| async move {
        let first = code(FIRST);
        let id = city.app.log_activity(&city.lurah(FIRST), first, held("sosialisasi", "9/3/2026")).await.unwrap();
        for (role, office) in [(Role::Puskesmas, "Puskesmas Melati"), (Role::School, "SMP 3")] {
            let draft = ActivityDraft { organiser: office.into(), ..held("sosialisasi", "9/3/2026") };
            let who = city.someone(role);
            let refused = city.app.log_activity(&who, first, draft.clone()).await.unwrap_err();
            assert_eq!(keys(&refused), ["activity-there-already"]);
            city.app.join_activity(&who, first, &id, office).await.unwrap();
            city.app.join_activity(&who, first, &id, &office.to_uppercase()).await.unwrap();
        }
        let seen = city.app.activities(&city.officer(), first, Filter::default()).await.unwrap();
        assert_eq!(seen.rows.len(), 1);
        assert_eq!(partners(&seen.rows[0]), ["Puskesmas Melati", "SMP 3"]);
        // Really another one: it is kept as such.
        let draft = ActivityDraft { organiser: "SMP 3".into(), ..held("sosialisasi", "9/3/2026") };
        let refused = city.app.log_activity(&city.someone(Role::School), first, draft.clone()).await.unwrap_err();
        let draft = ActivityDraft { sure: sure(&refused), ..draft };
        city.app.log_activity(&city.someone(Role::School), first, draft).await.unwrap();
        // Who does not see all activities sees the own entry.
        let own = city.app.activities(&city.someone(Role::School), first, Filter::default()).await.unwrap();
        assert_eq!(own.rows.len(), 1);
    });
}

#[test]
fn four_thousand_people_in_a_room_are_asked_about_and_may_be_true() {
    in_a_city(|city| async move {
        let lurah = city.lurah(FIRST);
        let many = ActivityDraft { people: "4.000".into(), indoors: true, ..held("sosialisasi", "9/3/2026") };
        let refused = city.app.log_activity(&lurah, code(FIRST), many.clone()).await.unwrap_err();
        assert_eq!(keys(&refused), ["activity-many-people"]);
        let outside = ActivityDraft { indoors: false, starts_on: "8/3/2026".into(), ..many.clone() };
        city.app.log_activity(&lurah, code(FIRST), outside).await.unwrap();
        let other = ActivityDraft { people: "4.001".into(), sure: sure(&refused), ..many.clone() };
        let refused_again = city.app.log_activity(&lurah, code(FIRST), other).await.unwrap_err();
        assert_eq!(keys(&refused_again), ["activity-many-people"], "another number is another question");
        city.app.log_activity(&lurah, code(FIRST), ActivityDraft { sure: sure(&refused), ..many }).await.unwrap();
        let wrong = ActivityDraft {
            men: "empat".into(),
            women: "-1".into(),
            people: "1.5".into(),
            spent: "18 juta".into(),
            ends_on: "1/3/2026".into(),
            ..held("pesta", "9/3/2026")
        };
        let refused = city.app.log_activity(&lurah, code(FIRST), wrong).await.unwrap_err();
        let mut found = keys(&refused);
        found.sort_unstable();
        let expected = [
            "activity-ends-before",
            "form-no-number",
            "form-no-number",
            "form-no-number",
            "form-not-chosen",
            "form-rupiah-in-words",
        ];
        assert_eq!(found, expected);
    });
}

#[test]
fn how_many_tested_positive_is_for_who_counted_and_for_the_office() {
    in_a_city(|city| async move {
        let draft = ActivityDraft { tested: "60".into(), positive: "2".into(), ..held("tes_urine", "9/3/2026") };
        let nurse = city.someone(Role::Puskesmas);
        let id = city.app.log_activity(&nurse, code(FIRST), draft).await.unwrap();
        for (actor, seen) in [
            (nurse, Some(2)),
            (city.officer(), Some(2)),
            (city.lurah(FIRST), None),
            (city.someone(Role::Kesbangpol), None),
            (city.someone(Role::Inspectorate), None),
        ] {
            let row = city.app.activity(&actor, code(FIRST), &id).await.unwrap();
            assert_eq!((row.positive, row.tested), (seen, Some(60)), "{actor:?}");
        }
    });
}

#[test]
fn who_logged_it_corrects_it_and_so_does_the_office_but_nobody_else() {
    in_a_city(|city| async move {
        let (lurah, place) = (city.lurah(FIRST), code(FIRST));
        let id = city.app.log_activity(&lurah, place, held("sosialisasi", "9/3/2026")).await.unwrap();
        let change = |revision| ActivityDraft {
            which: Which { id: id.clone(), revision },
            result: "Jadwal konseling disepakati".into(),
            ..held("sosialisasi", "9/3/2026")
        };
        let other = city.app.log_activity(&city.someone(Role::Puskesmas), place, change(1)).await;
        assert!(matches!(other, Err(Refusal::NotAllowed(_))));
        city.app.log_activity(&city.officer(), place, change(1)).await.unwrap();
        assert!(matches!(city.app.log_activity(&lurah, place, change(1)).await, Err(Refusal::Outdated { .. })));
        let row = city.app.activity(&lurah, place, &id).await.unwrap();
        assert_eq!((row.added_by.as_str(), row.revision), (lurah.name(), 2));
        city.app.remove_activity(&lurah, place, &Which { id: id.clone(), revision: 2 }).await.unwrap();
        assert!(matches!(city.app.activity(&lurah, place, &id).await, Err(Refusal::NotFound(_))));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}
