//! Field observations: counts come out, authors do not.

use app::{
    Refusal,
    programme::observations::{MOST_A_WEEK, open_weeks, week},
};
use domain::role::Role;
use testing::{city_code, code, in_a_city};

const FIRST: &str = "99.71.01.1001";

#[test]
fn who_enters_sees_the_own_entries_and_the_offices_see_counts() {
    in_a_city(|city| async move {
        let now = week(city.app.today(city_code()));
        let entering = [
            Role::Lurah,
            Role::VillageOperator,
            Role::TaskGroup,
            Role::School,
            Role::Puskesmas,
            Role::Opd,
            Role::FieldOfficer,
        ];
        for role in entering {
            city.app.log_observation(&city.someone(role), code(FIRST), "gathering", &now).await.unwrap();
        }
        // The week that runs is not told.
        let counts = city.app.observation_counts(&city.someone(Role::Camat), code("99.71.01"), 8).await.unwrap();
        assert_eq!(counts, []);
        city.clock.pass(7 * 24 * 60 * 60 * 1000);
        for role in Role::ALL {
            let someone = city.someone(role);
            let own = city.app.own_observations(&someone, code(FIRST)).await;
            match own {
                Ok(own) => {
                    assert!(entering.contains(&role), "{role}");
                    assert_eq!(own.len(), 1, "{role}");
                    assert_eq!(own[0].author, someone.name());
                }
                Err(refusal) => {
                    assert!(matches!(refusal, Refusal::NotAllowed(_)) && !entering.contains(&role), "{role}");
                }
            }
            let counts = city.app.observation_counts(&someone, code("99.71.01"), 8).await;
            let sees = app::access::may(&someone, app::Action::SeeObservations);
            assert_eq!(counts.is_ok(), sees, "{role}");
            if let Ok(counts) = counts {
                assert_eq!((counts.len(), counts[0].n, counts[0].village.as_str()), (1, 7, FIRST), "{role}");
            }
            // Of a single village there are no counts: they would be one person's entries.
            assert!(city.app.observation_counts(&someone, code(FIRST), 8).await.is_err(), "{role}");
        }
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn an_own_entry_is_taken_back_and_nobody_elses() {
    in_a_city(|city| async move {
        let now = week(city.app.today(city_code()));
        let (lurah, school) = (city.lurah(FIRST), city.someone(Role::School));
        let id = city.app.log_observation(&lurah, code(FIRST), "offers", &now).await.unwrap();
        let others = city.app.remove_observation(&school, code(FIRST), &id).await;
        assert!(matches!(others, Err(Refusal::NotFound(_))));
        city.app.remove_observation(&lurah, code(FIRST), &id).await.unwrap();
        assert!(city.app.own_observations(&lurah, code(FIRST)).await.unwrap().is_empty());
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn a_week_that_is_over_or_to_come_a_kind_that_is_none_and_a_flood_are_refused() {
    in_a_city(|city| async move {
        let (lurah, rules) = (city.lurah(FIRST), city.app.programme_rules());
        let open = open_weeks(&rules, city.app.today(city_code()));
        assert_eq!(open, ["2026-W11", "2026-W10", "2026-W09", "2026-W08"]);
        for (kind, week) in
            [("gathering", "2026-W07"), ("gathering", "2026-W12"), ("gathering", ""), ("none", "2026-W11")]
        {
            let refused = city.app.log_observation(&lurah, code(FIRST), kind, week).await;
            assert!(matches!(refused, Err(Refusal::Form(_))), "{kind} {week}");
        }
        for _ in 0..MOST_A_WEEK {
            city.app.log_observation(&lurah, code(FIRST), "gathering", "2026-W11").await.unwrap();
        }
        let flood = city.app.log_observation(&lurah, code(FIRST), "offers", "2026-W11").await;
        assert!(matches!(flood, Err(Refusal::Invalid("observation-too-many"))));
        let elsewhere = city.app.log_observation(&lurah, code("99.71.01.1002"), "offers", "2026-W11").await;
        assert!(matches!(elsewhere, Err(Refusal::NotAllowed(_))));
        // The ledger of the store says that something was entered, not what.
        let report = city.app.verify(&[]).await.unwrap();
        assert_eq!(report.findings, []);
        assert!(report.rows >= MOST_A_WEEK as u64);
    });
}
