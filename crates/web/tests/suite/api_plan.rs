//! The action plan for other programs: a plan, a report on its way, the board, and what the team decided.

use crate::client::Client;
use app::papers::{About, Kind};
use app::plan::{
    agencies::AgencyDraft,
    commitments::CommitmentDraft,
    law::LawDraft,
    meetings::{MeetingDraft, MinutesDraft},
};
use app::programme::Which;
use axum::http::StatusCode;
use domain::role::Role;
use serde_json::json;
use testing::{City, START, city_code, in_a_city};
use words::Lang;

/// 1 July 2026.
const JULY: i64 = START + 113 * 24 * 60 * 60 * 1000;

async fn agency(city: &City, name: &str) -> String {
    let draft = AgencyDraft { kind: "opd".into(), name: name.into(), reports: true, ..AgencyDraft::default() };
    city.app.keep_agency(&city.someone(Role::Kesbangpol), city_code(), draft).await.unwrap()
}

#[test]
fn a_plan_is_kept_its_report_goes_its_way_and_the_board_counts_it() {
    in_a_city(|city| async move {
        let (health, _) = (agency(&city, "Dinas Kesehatan").await, agency(&city, "Dinas Sosial").await);
        let office = Client::machine(&city, Role::Kesbangpol).await;
        let all = office.get("/api/v1/agencies/99.71").await.json();
        assert_eq!(
            (&all[0]["name"], &all[0]["parent"], &all[0]["reports"]),
            (&json!("Dinas Kesehatan"), &json!(null), &json!(true))
        );
        let plan = format!("/api/v1/agencies/99.71/{health}/plan");
        let wrong = office.send(&plan, &json!({ "year": 2026, "action": "g1", "targets": { "b06": 40 } })).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let named: Vec<String> =
            wrong.json()["fields"].as_array().unwrap().iter().map(|one| one["item"].as_str().unwrap().into()).collect();
        assert_eq!(named, ["activity", "unit"]);
        let row = json!({ "year": 2026, "action": "g1", "activity": "Penyuluhan", "unit": "Orang", "targets": { "b06": 40 } });
        let id = office.send(&plan, &row).await.json()["id"].as_str().unwrap().to_owned();
        let kept = office.get(&format!("{plan}?year=2026")).await.json();
        let first = &kept["rows"][0];
        assert_eq!(
            (&first["unit"], &first["targets"], &first["revision"]),
            (&json!("orang"), &json!({ "b06": 40 }), &json!(1))
        );
        assert_eq!((&kept["covered"], &first["budget"]), (&json!(false), &json!(null)));

        city.clock.set(JULY);
        let report = format!("/api/v1/agencies/99.71/{health}/report");
        let reached = |value: u32, sure: &[serde_json::Value]| json!({ "year": 2026, "term": "b06", "row": id, "value": value, "sure": sure });
        let doubted = office.send(&report, &reached(4000, &[])).await.json();
        assert_eq!(doubted["type"], "/api/problems/doubts");
        let sure = [doubted["fields"][0]["doubt"].clone()];
        assert_eq!(office.send(&report, &reached(4000, &sure)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(office.send(&report, &reached(38, &[])).await.status, StatusCode::CONFLICT, "it was read as empty");
        let step =
            |step: &str, revision: u32| json!({ "year": 2026, "term": "b06", "step": step, "revision": revision });
        let steps = format!("{report}/step");
        assert_eq!(office.send(&steps, &step("send", 0)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(office.send(&steps, &step("verify", 0)).await.status, StatusCode::CONFLICT);
        assert_eq!(office.send(&steps, &step("verify", 1)).await.status, StatusCode::NO_CONTENT);
        let told = office.get(&format!("{report}?year=2026&term=b06")).await.json();
        assert_eq!(
            (&told["standing"], &told["rows"][0]["value"], &told["sent_on"]),
            (&json!("verified"), &json!(4000), &json!("2026-07-01"))
        );
        let board = office.get("/api/v1/plan/99.71?year=2026&term=b06").await.json();
        assert_eq!(
            (&board["counts"]["of"], &board["counts"]["sent"], &board["counts"]["awaited"]),
            (&json!(2), &json!(1), &json!(1))
        );
        assert_eq!(board["actions"][0]["totals"], json!([{ "unit": "orang", "reached": 4000, "target": 40 }]));
        assert_eq!(office.get("/api/v1/plan/99.71?term=b99").await.status, StatusCode::NOT_FOUND);
        let lurah = Client::machine(&city, Role::Lurah).await;
        for path in ["/api/v1/agencies/99.71", "/api/v1/plan/99.71", "/api/v1/laws/99.71"] {
            assert_eq!(lurah.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let camat = Client::machine(&city, Role::Camat).await;
        assert_eq!(
            camat.get("/api/v1/plan/99.71").await.json()["agencies"],
            json!([]),
            "who speaks for none sees none"
        );
    });
}

#[test]
fn what_a_meeting_decided_and_the_law_it_leads_to_are_read() {
    in_a_city(|city| async move {
        let (here, kesbangpol) = (city_code(), city.someone(Role::Kesbangpol));
        let health = agency(&city, "Dinas Kesehatan").await;
        let law = LawDraft {
            kind: "mou".into(),
            title: "Rehabilitasi".into(),
            state: "drafting".into(),
            ..LawDraft::default()
        };
        let law = city.app.keep_law(&kesbangpol, here, law).await.unwrap();
        let meeting = MeetingDraft {
            kind: "rakor".into(),
            title: "Rakor".into(),
            held_on: "9/3/2026".into(),
            invited: vec![health.clone()],
            ..MeetingDraft::default()
        };
        let meeting = city.app.keep_meeting(&kesbangpol, here, meeting).await.unwrap();
        let which = Which { id: meeting.clone(), revision: 1 };
        let minutes = MinutesDraft { which, attended: vec![health.clone()], ..MinutesDraft::default() };
        city.app.keep_minutes(&kesbangpol, here, minutes).await.unwrap();
        let decided =
            CommitmentDraft { what: "Naskah MoU".into(), agency: health, due_on: "1/5/2026".into(), law: law.clone() };
        city.app.commit(&kesbangpol, here, &meeting, decided).await.unwrap();
        let office = Client::machine(&city, Role::Kesbangpol).await;
        let meetings = office.get("/api/v1/meetings/99.71").await.json();
        assert_eq!((&meetings[0]["state"], &meetings[0]["quorum"]), (&json!("held"), &json!(true)));
        let open = office.get("/api/v1/commitments/99.71").await.json();
        assert_eq!(
            (&open[0]["law"], &open[0]["due_on"], &open[0]["state"]),
            (&json!(law), &json!("2026-05-01"), &json!("open"))
        );
        let register = office.get("/api/v1/laws/99.71").await.json();
        assert_eq!(
            (&register["laws"][0]["standing"], &register["laws"][0]["number"]),
            (&json!("on_its_way"), &json!(null))
        );
        assert!(register["duties"].as_array().unwrap().iter().all(|duty| duty["answered"] == json!(false)));
        assert_eq!(office.get("/api/v1/laws/99.71.01").await.status, StatusCode::NOT_FOUND);
        let about = About { meeting, ..About::default() };
        city.app.begin_paper(&kesbangpol, here, Kind::Minutes, about, Lang::En).await.unwrap();
        let papers = office.get("/api/v1/papers/99.71").await.json();
        assert_eq!((&papers[0]["kind"], &papers[0]["number"]), (&json!("minutes"), &json!(null)));
        let paper = office.get(&format!("/api/v1/papers/99.71/{}", papers[0]["id"].as_str().unwrap())).await.json();
        let decided = &paper["tables"][0];
        assert_eq!(decided["columns"], json!(["", "what", "owner", "due"]));
        assert_eq!(decided["rows"][0]["cells"][1]["text"], json!("Naskah MoU"));
        assert!(decided["rows"][0]["source"].as_str().unwrap().starts_with("/komitmen/99.71/"));
        assert_eq!(office.get("/api/v1/papers/99.71/other").await.status, StatusCode::NOT_FOUND);
    });
}
