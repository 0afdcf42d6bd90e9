//! The two axes of time: what was true on a day, and what was known on a day.

use app::{Moment, Refusal, city::Standing};
use domain::{region::Revision, sheet::Step};
use jiff::civil::{Date, date};
use testing::{City, city_code, code, in_a_city};

const DAY: i64 = 24 * 60 * 60 * 1000;
const VILLAGE: &str = "99.71.01.1001";

fn known(date: Date) -> Moment {
    Moment { known: Some(date), ..Moment::default() }
}

async fn class(city: &City, moment: Moment) -> String {
    let view = city.app.village(&city.officer(), code(VILLAGE), moment).await.unwrap();
    let board = city.app.board(&city.officer(), city_code(), moment).await.unwrap();
    assert_eq!(board.lines.iter().find(|line| line.village == code(VILLAGE)).unwrap().standing, view.standing);
    match view.standing {
        Standing::Class(class) => view.round.rule.class(class).unwrap().id.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn as_known_on_an_earlier_day_a_corrected_value_shows_what_was_believed_then() {
    in_a_city(|city| async move {
        city.report(VILLAGE, 5, 4).await;
        city.clock.pass(DAY);
        let correction = city.draft("police", VILLAGE, Step::Submit, &[("P1", "tidak"), ("P2", "0"), ("P3", "0")]);
        // A sheet that was sent is opened again before it is corrected.
        let of = app::sheets::review::SheetOf {
            key: city.key(),
            village: code(VILLAGE),
            sheet: "police".into(),
            revision: None,
        };
        city.app.return_sheet(&city.officer(), of, "P1 keliru").await.unwrap();
        city.app.submit(&city.police(), correction).await.unwrap();
        assert_eq!(class(&city, Moment::default()).await, "siaga");
        assert_eq!(class(&city, known(date(2026, 3, 10))).await, "bahaya");
        assert_eq!(class(&city, known(date(2026, 3, 11))).await, "siaga");
        let then = city.app.village(&city.officer(), code(VILLAGE), known(date(2026, 3, 10))).await.unwrap();
        assert_eq!(then.items[0].said.as_deref(), Some("ada"));
        let now = city.app.village(&city.officer(), code(VILLAGE), None).await.unwrap();
        assert_eq!(now.items[0].said.as_deref(), Some("tidak"));
        assert!(then.trail.len() < now.trail.len());
        let before = city.app.village(&city.officer(), code(VILLAGE), known(date(2026, 3, 9))).await;
        assert!(matches!(before, Err(Refusal::NotFound("round"))), "nothing was known yet");
    });
}

#[test]
fn on_an_earlier_day_the_round_and_the_villages_of_that_day_are_shown() {
    in_a_city(|city| async move {
        let console = app::Actor::Console("test");
        let founded = Revision {
            code: code("99.71.02.1004"),
            name: "Melati 2-1004".into(),
            valid_from: Some(date(2026, 3, 1)),
            valid_until: None,
            successors: vec![],
        };
        city.app.revise_regions(&console, &[founded]).await.unwrap();
        city.clock.pass(300 * DAY);
        let due = date(2027, 11, 30);
        city.app.open_round(&city.officer(), city_code(), app::FIRST_INSTRUMENT, 2027, due).await.unwrap();
        let on = async |date: Date| {
            let moment = Moment { on: Some(date), ..Moment::default() };
            let board = city.app.board(&city.officer(), city_code(), moment).await?;
            Ok::<_, Refusal>((board.round.year, board.lines.len()))
        };
        assert_eq!(on(date(2027, 1, 4)).await.unwrap(), (2027, 7));
        assert_eq!(on(date(2026, 12, 31)).await.unwrap(), (2026, 7));
        assert!(matches!(on(date(2026, 2, 28)).await, Err(Refusal::NotFound("round"))));
        let year = city.app.board(&city.officer(), city_code(), Some(2026)).await.unwrap();
        assert_eq!(year.lines.len(), 7);
    });
}
