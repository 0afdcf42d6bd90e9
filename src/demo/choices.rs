//! What a village of the story chose to do about its indicators, and what came of it.

use super::{people::People, photo};
use app::{
    App, Refusal,
    evidence::{Noun, RecordOf},
    programme::{
        Which,
        interventions::{InterventionDraft, Stage},
    },
};
use domain::region::RegionCode;
use jiff::civil::date;

/// Who does the first, the second and the third.
const OWNERS: [&str; 3] = ["PKK dan pokja kelurahan", "Karang taruna", "Lurah dan Bhabinkamtibmas"];

/// Chooses the first three proposals of the year.
pub async fn choose(app: &App, people: &People, village: RegionCode, year: i64) -> Result<(), Refusal> {
    let lurah = people.lurah.get(&village).unwrap_or(&people.officer);
    let plan = app.year_plan(lurah, village, Some(year)).await?;
    let budget = app.programme(lurah, village, None).await?.budget.first().map(|line| line.id.clone());
    for (at, proposal) in plan.proposals.iter().take(OWNERS.len()).enumerate() {
        let rules = app.programme_rules();
        let definition = rules.interventions.one(&proposal.kind).ok_or(Refusal::NotFound("intervention"))?;
        let month = 10 + at as i8;
        let draft = InterventionDraft {
            year,
            kind: proposal.kind.clone(),
            owner: OWNERS[at].into(),
            due_on: date(year as i16, month, 30).to_string(),
            budget: budget.clone().filter(|_| at == 0).unwrap_or_default(),
            measure: definition.measure.id.clone(),
            goal: ["10 dari 10 selesai", "paling sedikit 6 pertemuan", "semua RW"][at].into(),
            state: Stage::Chosen.id().into(),
            ..InterventionDraft::default()
        };
        app.keep_intervention(lurah, village, draft).await?;
    }
    Ok(())
}

/// The first of them is done and proved, the second under way; in a year that is over, all three are done.
pub async fn go_on(app: &App, people: &People, village: RegionCode, year: i64) -> Result<(), Refusal> {
    let lurah = people.lurah.get(&village).unwrap_or(&people.officer);
    let plan = app.year_plan(lurah, village, Some(year)).await?;
    let mut chosen: Vec<_> = plan.chosen.iter().collect();
    chosen.sort_by_key(|row| row.due_on.clone());
    // The third of this year is still to be begun.
    let going = if year < 2026 { 3 } else { 2 };
    for (at, row) in chosen.into_iter().take(going).enumerate() {
        let done = at == 0 || year < 2026;
        let draft = InterventionDraft {
            which: Which { id: row.id.clone(), revision: row.revision },
            year,
            kind: row.kind.clone(),
            owner: row.owner.clone(),
            due_on: row.due_on.clone(),
            budget: row.budget.clone(),
            measure: row.measure.clone(),
            goal: row.goal.clone(),
            state: if done { Stage::Done } else { Stage::Running }.id().into(),
            ended_on: if done { date(year as i16, 10, 12).to_string() } else { String::new() },
            result: if done {
                "Terlaksana menurut rencana; hasil pengukurannya ada pada berkas.".into()
            } else {
                String::new()
            },
        };
        let id = app.keep_intervention(lurah, village, draft).await?;
        if at == 0 {
            let record = RecordOf { noun: Noun::Intervention, place: village, id };
            let picture = photo::guard_post().map_err(|_| Refusal::NotFound("file"))?;
            app.add_evidence(lurah, &record, "pertemuan.jpg", picture, "Pelaksanaan (gambar contoh)").await?;
        }
    }
    Ok(())
}
