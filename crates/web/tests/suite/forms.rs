//! A form of the programme stands as the record does, so that saving it again changes nothing.

use crate::client::Client;
use app::programme::{activities::ActivityDraft, interventions::InterventionDraft};
use axum::http::StatusCode;
use domain::role::Role;
use testing::{YEAR, code, in_a_city};

#[test]
fn a_correction_keeps_what_an_activity_carries_out_and_is_shown_to_who_sees_the_choices() {
    in_a_city(|city| async move {
        let (village, lurah) = ("99.71.01.1001", city.lurah("99.71.01.1001"));
        let choice = InterventionDraft {
            year: YEAR,
            kind: "coalition".into(),
            owner: "Pokja".into(),
            due_on: "30/11/2026".into(),
            measure: "Pertemuan".into(),
            ..InterventionDraft::default()
        };
        let chosen = city.app.keep_intervention(&lurah, code(village), choice).await.unwrap();
        let held = ActivityDraft {
            kind: "sosialisasi".into(),
            starts_on: "1/3/2026".into(),
            environment: "community".into(),
            organiser: "Kelurahan".into(),
            intervention: chosen.clone(),
            ..ActivityDraft::default()
        };
        let id = city.app.log_activity(&lurah, code(village), held).await.unwrap();
        let officer = Client::signed_in(&city, Role::BnnkP2m).await;
        let form = officer.get(&format!("/kegiatan/{village}/{id}/ubah")).await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(form.text.contains(&format!("<option value=\"{chosen}\" selected>")), "{}", form.text);
        let page = officer.get(&format!("/kegiatan/{village}/{id}")).await.text;
        assert!(page.contains("Menjalankan pilihan"), "{page}");
        // Beneath a whole city nothing is chosen.
        assert!(!officer.get("/kegiatan/99.71/baru").await.text.contains("name=\"intervention\""));
    });
}
