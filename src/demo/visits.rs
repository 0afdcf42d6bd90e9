//! Monitoring visits of the story: an active kelurahan, and one that fell silent, with what is to follow.

use super::people::People;
use app::{
    App, Refusal,
    programme::visits::{FollowUpDraft, VisitDraft},
};
use domain::region::RegionCode;

/// BNNK goes to see a village; where it has fallen silent, something is to follow.
pub async fn visit(app: &App, people: &People, village: RegionCode, day: &str, silent: bool) -> Result<(), Refusal> {
    let said = |item: &str, answer: &str| (item.to_owned(), answer.to_owned());
    let answer = if silent { "no" } else { "yes" };
    let draft = VisitDraft {
        visited_on: day.to_owned(),
        office: "BNNK Teluk Harapan".into(),
        checklist: vec![
            said("task_group_meets", answer),
            said("activities_recorded", if silent { "unknown" } else { "yes" }),
            said("post_open", answer),
            said("help_known", "partly"),
        ],
        findings: if silent { "Posko terkunci; pertemuan terakhir lebih dari enam bulan lalu." } else { "" }.into(),
        ..VisitDraft::default()
    };
    let about = app.keep_visit(&people.officer, village, draft).await?;
    if silent {
        let follow = FollowUpDraft {
            about,
            what: "Pertemuan satgas dan jadwal jaga posko".into(),
            owner: "Satgas Tanjung Melati".into(),
            due_on: "2026-12-05".into(),
            ..FollowUpDraft::default()
        };
        app.keep_follow_up(&people.officer, village, follow).await?;
    }
    Ok(())
}
