//! The table "who sees what" of the product, written down again as it must be, against the table in `app::access`.

use app::{Action, Refusal, access::ACCESS, allow, rounds};
use domain::role::Role;
use testing::{city_code, code, in_a_city};

/// Columns: own village's class, other villages' classes, raw police items, roll-ups and published totals, verify and
/// decide and publish.
const WHO_SEES_WHAT: &[(Role, [bool; 5])] = &[
    (Role::Lurah, [true, false, false, false, false]),
    (Role::VillageOperator, [true, false, false, false, false]),
    (Role::TaskGroup, [true, false, false, false, false]),
    (Role::Camat, [true, true, false, false, false]),
    (Role::Opd, [false, false, false, false, false]),
    (Role::School, [false, false, false, false, false]),
    (Role::Puskesmas, [false, false, false, false, false]),
    (Role::FieldOfficer, [false, false, false, false, false]),
    (Role::Kesbangpol, [true, true, false, true, false]),
    (Role::Leadership, [true, true, false, true, false]),
    (Role::Polres, [false, false, true, false, false]),
    (Role::BnnkP2m, [true, true, true, true, true]),
    (Role::BnnkEradication, [true, true, true, true, false]),
    (Role::BnnkRehabilitation, [false, false, false, false, false]),
    (Role::Bnnp, [false, false, false, true, false]),
    (Role::Bnn, [false, false, false, true, false]),
    (Role::Inspectorate, [true, true, false, true, false]),
    (Role::Administrator, [false, false, false, false, false]),
];

#[test]
fn the_table_is_that_of_the_product() {
    assert_eq!(WHO_SEES_WHAT.len(), Role::ALL.len());
    for (role, expected) in WHO_SEES_WHAT {
        let has = |action: Action| ACCESS.iter().any(|(listed, roles)| *listed == action && roles.contains(role));
        let columns =
            [Action::SeeVillage, Action::SeeBoard, Action::SeeCitySheets, Action::SeeRollUp, Action::DecideClass];
        assert_eq!(columns.map(has), *expected, "{role}");
        // Agencies' lateness: all of it, or none; the own agency's follows from who speaks for it.
        let all_agencies = matches!(role, Role::Kesbangpol | Role::Leadership | Role::BnnkP2m | Role::Inspectorate);
        assert_eq!(has(Action::SeeReports), all_agencies, "{role}");
        assert_eq!(has(Action::VerifySheet), has(Action::DecideClass), "{role}");
        assert_eq!(has(Action::SeeTotals), has(Action::SeeRollUp), "{role}");
        assert_eq!(has(Action::PublishTotals), has(Action::DecideClass), "{role}");
        // Who runs the installation gives out places at desks and holds no key; villages and the police have no part in them.
        assert_eq!(has(Action::KeepDesks), *role == Role::Administrator, "{role}");
        let offices =
            [Role::BnnkEradication, Role::Bnnp, Role::Inspectorate, Role::BnnkP2m, Role::Kesbangpol, Role::Leadership];
        assert_eq!(has(Action::HoldKeys), offices.contains(role), "{role}");
    }
}

#[test]
fn every_action_is_in_the_table_once_and_given_to_someone() {
    for (at, (action, roles)) in ACCESS.iter().enumerate() {
        assert!(!roles.is_empty(), "{action:?}");
        assert!(ACCESS[..at].iter().all(|(other, _)| other != action), "{action:?} stands twice");
    }
}

#[test]
fn a_role_holds_only_in_its_own_part_of_the_tree() {
    in_a_city(|city| async move {
        for role in Role::ALL {
            let someone = city.someone(role);
            for (action, roles) in ACCESS {
                let outside = allow(&someone, *action, code("63.06.01.2001"));
                let nation = role == Role::Bnn && roles.contains(&role);
                assert_eq!(outside.is_ok(), nation, "{role} {action:?}");
                let home = match role.level() {
                    Some(domain::region::Level::Village) => code("99.71.01.1001"),
                    Some(domain::region::Level::District) => code("99.71.01"),
                    _ => city_code(),
                };
                assert_eq!(allow(&someone, *action, home).is_ok(), roles.contains(&role), "{role} {action:?}");
            }
        }
        assert!(allow(&app::Actor::Anonymous, Action::SeeVillage, city_code()).is_err());
    });
}

#[test]
fn every_reading_action_refuses_who_may_not_and_other_places() {
    in_a_city(|city| async move {
        city.report("99.71.02.1001", 5, 4).await;
        for (role, [own, others, ..]) in WHO_SEES_WHAT {
            let someone = city.someone(*role);
            let own_village = city.app.village(&someone, code("99.71.01.1001"), None).await;
            assert_eq!(own_village.is_ok(), *own, "{role}");
            let elsewhere = city.app.village(&someone, code("99.71.02.1001"), None).await;
            let covers = someone.covers(code("99.71.02.1001"));
            assert_eq!(elsewhere.is_ok(), *others && covers, "{role}");
            let district = city.app.board(&someone, code("99.71.01"), None).await;
            assert_eq!(district.is_ok(), *others, "{role}");
        }
        let ended: Result<rounds::Round, Refusal> = city.app.round(code("99.71"), Some(1999)).await;
        assert!(matches!(ended, Err(Refusal::NotFound(_))));
    });
}

#[test]
fn raw_police_answers_are_shown_only_to_who_may_read_them() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 5, 4).await;
        for (role, shown) in
            [(Role::Lurah, false), (Role::Camat, false), (Role::Leadership, false), (Role::BnnkP2m, true)]
        {
            let view = city.app.village(&city.someone(role), code("99.71.01.1001"), None).await.unwrap();
            let (police, _) = view.round.rule.item("P3").unwrap();
            let (own, _) = view.round.rule.item("D1").unwrap();
            assert_eq!(view.items[police].said.is_some(), shown, "{role}");
            assert!(view.items[own].said.is_some(), "{role}");
            assert_eq!(view.nearest.is_empty(), role != Role::BnnkP2m, "{role}");
            assert_eq!(view.trail.is_empty(), role != Role::BnnkP2m, "{role}");
        }
    });
}
