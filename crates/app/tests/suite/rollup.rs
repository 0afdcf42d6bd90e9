//! Counts above the city: they follow every change, sum up, and show no village.

use app::{Actor, Moment, Refusal};
use domain::role::Role;
use testing::{code, in_a_city};

#[test]
fn a_province_and_the_nation_count_what_the_city_counts_at_once() {
    in_a_city(|city| async move {
        let (bnnp, bnn) = (city.someone(Role::Bnnp), city.someone(Role::Bnn));
        let of = async |actor: &Actor, place: Option<&str>| {
            let lines = city.app.roll_ups(actor, place.map(code), Moment::default()).await.unwrap();
            let line = lines.into_iter().find(|line| line.counts.is_some()).unwrap();
            let counts = line.counts.unwrap();
            let classes: Vec<usize> = counts.classes.iter().map(|(.., n)| *n).collect();
            (line.place.to_string(), classes, counts.undetermined, counts.silent, counts.villages())
        };
        assert_eq!(of(&bnnp, Some("99")).await, ("99.71".into(), vec![0, 0, 0, 0], 0, 6, 6));
        city.report("99.71.01.1001", 5, 4).await;
        assert_eq!(of(&bnnp, Some("99")).await, ("99.71".into(), vec![1, 0, 0, 0], 0, 5, 6));
        assert_eq!(of(&bnn, None).await, ("99".into(), vec![1, 0, 0, 0], 0, 5, 6));
        city.report("99.71.01.1002", 0, 0).await;
        assert_eq!(of(&bnn, None).await, ("99".into(), vec![1, 0, 0, 1], 0, 4, 6));
        let before = Moment { known: Some(jiff::civil::date(2026, 3, 9)), ..Moment::default() };
        let lines = city.app.roll_ups(&bnnp, Some(code("99")), before).await.unwrap();
        assert!(lines.iter().all(|line| line.counts.is_none()), "nothing was known the day before");
        for (actor, place) in
            [(bnnp.clone(), None), (bnnp, Some("63")), (city.officer(), Some("99")), (city.officer(), None)]
        {
            let refused = city.app.roll_ups(&actor, place.map(code), Moment::default()).await;
            assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
        }
    });
}

#[test]
fn counts_never_come_down_to_a_single_village() {
    in_a_city(|city| async move {
        city.report("99.71.01.1001", 5, 4).await;
        let refused = async |role: Role, place: &str| {
            let asked = city.app.roll_up(&city.someone(role), code(place), Moment::default()).await;
            matches!(asked, Err(Refusal::NotAllowed(_)))
        };
        for role in [Role::Bnnp, Role::Bnn] {
            assert!(!refused(role, "99.71").await);
            assert!(refused(role, "99.71.01").await && refused(role, "99.71.01.1001").await);
        }
        for role in [Role::Kesbangpol, Role::Leadership, Role::BnnkP2m] {
            assert!(!refused(role, "99.71.01").await);
            assert!(refused(role, "99.71.01.1001").await);
        }
    });
}
