//! What waits for whom, how they are reminded, and the jobs that do it.

use app::{Actor, Mailer, Refusal, accounts::sign_in::SignedIn, tasks::Kind};
use domain::{role::Role, sheet::Step};
use std::sync::Arc;
use testing::{City, city_code, code, in_a_city, post::Postbox};

const DAY: i64 = 24 * 60 * 60 * 1000;
const VILLAGE: &str = "99.71.01.1001";

async fn kinds(city: &City, actor: &Actor) -> Vec<(Kind, usize, bool)> {
    let tasks = city.app.tasks(actor).await.unwrap();
    tasks.iter().map(|task| (task.kind, task.n, task.done)).collect()
}

/// The lurah, signed in: by the slip, a password, the name.
async fn sign_in(city: &City) -> SignedIn {
    let Actor::Account { id, .. } = city.lurah(VILLAGE) else { panic!("an account") };
    let slip = city.app.make_slip(&city.someone(Role::Administrator), "99.71", &id).await.unwrap();
    city.app.use_slip(&slip.code, "empat kata yang mudah").await.unwrap();
    let ticket = city.app.sign_in(&city.login(Role::Lurah), "empat kata yang mudah", "peramban", "x").await.unwrap();
    city.app.signed_in(&ticket.0).await.unwrap().unwrap()
}

#[test]
fn what_waits_follows_from_the_records() {
    in_a_city(|city| async move {
        let (lurah, officer) = (city.lurah(VILLAGE), city.officer());
        assert_eq!(kinds(&city, &lurah).await, [(Kind::Fill, 1, false)]);
        city.report(VILLAGE, 5, 4).await;
        assert_eq!(kinds(&city, &lurah).await, [(Kind::Fill, 0, true)]);
        assert!(kinds(&city, &officer).await.contains(&(Kind::Review, 2, false)));
        assert!(kinds(&city, &officer).await.contains(&(Kind::Decide, 1, false)));
        let of = app::sheets::review::SheetOf {
            key: city.key(),
            village: code(VILLAGE),
            sheet: "village".into(),
            revision: None,
        };
        city.app.return_sheet(&officer, of, "periksa D1").await.unwrap();
        assert_eq!(kinds(&city, &lurah).await, [(Kind::Returned, 1, false)]);
        let again = city.draft("village", VILLAGE, Step::Submit, &[("D1", "2")]);
        city.app.submit(&lurah, again).await.unwrap();
        assert_eq!(kinds(&city, &lurah).await, [(Kind::Fill, 0, true)]);
        assert_eq!(kinds(&city, &city.someone(Role::Administrator)).await, []);
    });
}

#[test]
fn what_is_late_becomes_the_matter_of_the_district_and_then_of_the_city() {
    in_a_city(|city| async move {
        let (camat, kesbangpol) = (city.someone(Role::Camat), city.someone(Role::Kesbangpol));
        // From 10 March to 30 November are 265 days.
        city.clock.pass((265 + 6) * DAY);
        assert_eq!(kinds(&city, &camat).await, []);
        city.clock.pass(DAY);
        assert_eq!(kinds(&city, &camat).await, [(Kind::Late, 3, false)]);
        assert_eq!(kinds(&city, &kesbangpol).await, []);
        city.clock.pass(14 * DAY);
        assert_eq!(kinds(&city, &kesbangpol).await, [(Kind::Late, 6, false)]);
    });
}

#[test]
fn one_mail_a_day_holds_no_class_and_leads_to_the_very_thing() {
    in_a_city(|city| async move {
        let who = sign_in(&city).await;
        let bad = city.app.set_contact(&who, "siti@bnn.go.id\r\nBcc: semua@bnn.go.id", "id").await;
        assert!(matches!(bad, Err(Refusal::Invalid("task-address-malformed"))));
        city.app.set_contact(&who, "siti@contoh.go.id", "id").await.unwrap();
        let post = Postbox::default();
        // 14 days before the due date.
        city.clock.pass(251 * DAY);
        assert_eq!(city.app.send_reminders(&post).await.unwrap().sent, 1);
        let mail = post.taken().remove(0);
        assert_eq!(mail.to, "siti@contoh.go.id");
        assert!(mail.body.contains("https://bersinar.contoh.go.id/lembar/village/99.71.01.1001"), "{}", mail.body);
        for word in ["ahaya", "aspada", "iaga", "Aman", "Orang", "Melati"] {
            assert!(!mail.body.contains(word) && !mail.subject.contains(word), "{word}: {}", mail.body);
        }
        assert_eq!(city.app.send_reminders(&post).await.unwrap().sent, 0, "not twice a day");
        city.clock.pass(DAY);
        assert_eq!(city.app.send_reminders(&post).await.unwrap().sent, 0, "not every day");
        city.clock.pass(10 * DAY);
        let broken = Postbox::refusing();
        let batch = city.app.send_reminders(&broken).await.unwrap();
        assert_eq!((batch.sent, batch.failed), (0, 1));
        let last = city.app.own_deliveries(&who).await.unwrap();
        assert_eq!(
            (last.len(), last[0].state.as_str(), last[0].said.as_str()),
            (2, "failed", "550 mailbox unavailable")
        );
        assert_eq!(city.app.send_reminders(&post).await.unwrap().sent, 1, "tried again the same day");
        city.app.set_contact(&who, "", "id").await.unwrap();
        city.clock.pass(3 * DAY);
        assert_eq!(city.app.send_reminders(&post).await.unwrap().sent, 0);
    });
}

#[test]
fn the_calendar_shows_the_dates_until_it_is_revoked() {
    in_a_city(|city| async move {
        let who = sign_in(&city).await;
        let secret = city.app.make_feed(&who, words::Lang::Id).await.unwrap();
        let file = city.app.calendar(&secret, "https://a.id").await.unwrap();
        assert!(file.contains("DTSTART;VALUE=DATE:20261130"), "{file}");
        assert!(file.contains("/lembar/village/99.71.01.1001"), "{file}");
        let newer = city.app.make_feed(&who, words::Lang::En).await.unwrap();
        assert!(matches!(city.app.calendar(&secret, "").await, Err(Refusal::NotFound("feed"))));
        assert!(city.app.calendar(&newer, "").await.unwrap().contains("Fill in and send"));
        city.app.revoke_feed(&who).await.unwrap();
        assert!(matches!(city.app.calendar(&newer, "").await, Err(Refusal::NotFound("feed"))));
    });
}

#[test]
fn jobs_are_planned_once_a_day_done_once_and_tried_again_after_a_stop() {
    in_a_city(|city| async move {
        let admin = city.someone(Role::Administrator);
        // 10 March, 09.00: all of today's are due.
        assert_eq!(city.app.work(None).await.unwrap(), 3);
        assert_eq!(city.app.work(None).await.unwrap(), 0);
        let (jobs, _) = city.app.running(&admin, city_code()).await.unwrap();
        assert!(jobs.iter().all(|job| job.state == "done"), "{jobs:?}");
        city.clock.pass(DAY);
        let post: Arc<dyn Mailer> = Arc::new(Postbox::default());
        let (one, two) = tokio::join!(city.app.work(Some(post.as_ref())), city.app.work(Some(post.as_ref())));
        assert_eq!(one.unwrap() + two.unwrap(), 4, "two workers share the jobs of a day");
        assert!(matches!(city.app.running(&city.officer(), city_code()).await, Err(Refusal::NotAllowed(_))));

        // A program that stopped while it was at work left them so.
        let today = "UPDATE job SET state = 'running', finished_at = NULL, attempts = 1 WHERE id LIKE '%2026-03-11'";
        city.behind_its_back(today).await;
        assert_eq!(city.app.work(None).await.unwrap(), 0, "it may still be at work");
        city.clock.pass(3 * 60 * 1000);
        assert_eq!(city.app.work(None).await.unwrap(), 4);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}
