//! What is imported about places.

use app::{
    Refusal,
    places::{figures::Figures, shapes::Shape},
};
use domain::{region::Revision, role::Role};
use testing::{city_code, code, in_a_city};

#[test]
fn figures_are_dated_and_the_latest_of_the_year_is_shown() {
    in_a_city(|city| async move {
        let figures = |year, residents| Figures {
            village: code("99.71.01.1001"),
            as_of: jiff::civil::date(year, 6, 30),
            residents: Some(residents),
            households: None,
        };
        let officer = city.officer();
        let both = [figures(2024, 900), figures(2026, 1200), figures(2027, 9999)];
        assert_eq!(city.app.import_figures(&officer, city_code(), &both, "Disdukcapil").await.unwrap(), 3);
        let view = city.app.village(&officer, code("99.71.01.1001"), None).await.unwrap();
        assert_eq!(view.figures.unwrap().residents, Some(1200));
        let outside = Figures { village: code("63.06.01.2001"), ..figures(2026, 1) };
        let refused = city.app.import_figures(&officer, city_code(), &[outside], "x").await;
        assert!(matches!(refused, Err(Refusal::Invalid("region-outside"))));
        let lurah = city.app.import_figures(&city.lurah("99.71.01.1001"), city_code(), &both, "x").await;
        assert!(matches!(lurah, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn points_must_lie_on_the_globe_and_in_the_city() {
    in_a_city(|city| async move {
        let (village, officer) = (code("99.71.01.1001"), city.officer());
        city.app.import_points(&officer, city_code(), &[(village, [107.5, 2.5])], "x").await.unwrap();
        let kept = Shape { village, point: [107.5, 2.5], parts: vec![] };
        assert_eq!(city.app.shapes(city_code()).await.unwrap(), [kept]);
        let metres = city.app.import_points(&officer, city_code(), &[(village, [700_000.0, 10.0])], "x").await;
        assert!(matches!(metres, Err(Refusal::Invalid("region-not-degrees"))));
    });
}

#[test]
fn an_ended_code_leaves_the_board_and_names_its_successor() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let ended = Revision {
            code: code("99.71.01.1001"),
            name: "Melati 1-1001".into(),
            valid_from: None,
            valid_until: Some(jiff::civil::date(2026, 1, 31)),
            successors: vec![code("99.71.01.1002")],
        };
        city.app.revise_regions(&officer, &[ended]).await.unwrap();
        let board = city.app.board(&officer, city_code(), None).await.unwrap();
        assert_eq!(board.lines.len(), 5);
        assert_eq!(city.app.places().successors(code("99.71.01.1001")), [code("99.71.01.1002")]);
    });
}

#[test]
fn an_installation_serves_one_real_regency() {
    in_a_city(|city| async move {
        let console = app::Actor::Console("test");
        let again = city.app.install(&console, code("63.06"), false).await;
        assert!(matches!(again, Err(Refusal::Invalid("region-already-installed"))));
        let village = city.app.install(&console, code("63.06.01"), false).await;
        assert!(matches!(village, Err(Refusal::Invalid("region-not-a-regency"))));
        let admin = city.app.install(&city.someone(Role::Lurah), code("63.06"), false).await;
        assert!(matches!(admin, Err(Refusal::NotAllowed(_))));
    });
}
