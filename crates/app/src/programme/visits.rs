//! Monitoring visits with their checklist and findings, and what is to follow: what, by whom, until when, and whether it was
//! done. A visit's findings are facts of that day: a later visit is a record of its own.

use super::{Fields, SHORTEST_REASON, Said, Which};
use crate::{Action, Actor, App, Refusal, allow};
use domain::{programme::catalogue::entry, region::RegionCode};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    nouns::{FollowUp, Visit},
    queries,
};

/// What may be answered to an item of the checklist.
pub const ANSWERS: [&str; 4] = ["yes", "partly", "no", "unknown"];

/// A visit as it was typed.
#[derive(Debug, Clone, Default)]
pub struct VisitDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// The day.
    pub visited_on: String,
    /// The office that went.
    pub office: String,
    /// Item and answer.
    pub checklist: Vec<(String, String)>,
    /// What was found.
    pub findings: String,
}

/// Something that is to follow, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct FollowUpDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// The id of the visit that it follows from, or empty.
    pub about: String,
    /// What is to be done.
    pub what: String,
    /// The office or body that does it.
    pub owner: String,
    /// Until when.
    pub due_on: String,
    /// When it was done; empty while it is not.
    pub done_on: String,
    /// What came of it.
    pub result: String,
}

/// The answers of a visit, by item.
#[must_use]
pub fn answers(visit: &Visit) -> BTreeMap<String, String> {
    serde_json::from_str(&visit.checklist).unwrap_or_default()
}

impl App {
    /// The visits to a village, the latest first, and what is to follow, the earliest due first.
    ///
    /// # Errors
    /// When the actor may not see the village's programme.
    pub async fn visits(&self, actor: &Actor, village: RegionCode) -> Result<(Vec<Visit>, Vec<FollowUp>), Refusal> {
        allow(actor, Action::SeeProgramme, village)?;
        let regency = self.regency_of_village(village)?.to_string();
        let conn = self.stores.main.read();
        let mut visits = queries::programme::visits(conn, &regency, &village.to_string()).await?;
        visits.sort_by(|a, b| (&b.visited_on, &b.id).cmp(&(&a.visited_on, &a.id)));
        let mut follow_ups = queries::programme::follow_ups(conn, &regency, &village.to_string()).await?;
        follow_ups
            .sort_by(|a, b| (!a.done_on.is_empty(), &a.due_on, &a.id).cmp(&(!b.done_on.is_empty(), &b.due_on, &b.id)));
        Ok((visits, follow_ups))
    }

    /// Keeps a visit; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken.
    pub async fn keep_visit(&self, actor: &Actor, village: RegionCode, draft: VisitDraft) -> Result<String, Refusal> {
        allow(actor, Action::VisitVillages, village)?;
        let regency = self.regency_of_village(village)?;
        let rules = self.programme_rules();
        let mut fields = Fields::default();
        let visited = fields.day("visited_on", &draft.visited_on);
        if visited.is_some_and(|day| day > self.today(regency)) {
            fields.fault("visited_on", "form-in-the-future");
        }
        let office = fields.needed("office", &draft.office, "visit-office-missing");
        let findings = fields.text("findings", &draft.findings);
        let mut checklist = BTreeMap::new();
        for (item, answer) in draft.checklist.iter().filter(|(_, answer)| !answer.is_empty()) {
            if entry(&rules.visits.items, item).is_none() || !ANSWERS.contains(&answer.as_str()) {
                fields.fault("checklist", "form-not-chosen");
            }
            checklist.insert(item.clone(), answer.clone());
        }
        if checklist.is_empty() && findings.chars().count() < SHORTEST_REASON {
            fields.fault("findings", "visit-says-nothing");
        }
        fields.done()?;
        let (code, place) = (regency.to_string(), village.to_string());
        let there = queries::programme::visits(self.stores.main.read(), &code, &place).await?;
        let before = there.iter().find(|row| row.id == draft.which.id);
        let row = Visit {
            regency: code,
            village: place,
            id: before.map_or_else(|| self.new_id(), |row| row.id.clone()),
            visited_on: visited.map(|day| day.to_string()).unwrap_or_default(),
            office,
            checklist: serde_json::to_string(&checklist).unwrap_or_default(),
            findings,
            recorded_at: before.map_or_else(|| self.now(), |row| row.recorded_at),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let id = row.id.clone();
        let body = json!({ "place": village, "date": row.visited_on });
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "visit.keep", body }).await?;
        Ok(id)
    }

    /// Keeps something that is to follow, or says that it was done; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken.
    pub async fn keep_follow_up(
        &self,
        actor: &Actor,
        village: RegionCode,
        draft: FollowUpDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::FollowUp, village)?;
        let regency = self.regency_of_village(village)?;
        let (code, place) = (regency.to_string(), village.to_string());
        let there = queries::programme::follow_ups(self.stores.main.read(), &code, &place).await?;
        let before = there.iter().find(|row| row.id == draft.which.id);
        if before.is_none() && !draft.which.id.is_empty() {
            return Err(Refusal::NotFound("record"));
        }
        let visits = queries::programme::visits(self.stores.main.read(), &code, &place).await?;
        if !draft.about.is_empty() && !visits.iter().any(|visit| visit.id == draft.about) {
            return Err(Refusal::NotFound("record"));
        }
        let mut fields = Fields::default();
        let what = fields.needed("what", &draft.what, "visit-what-missing");
        let owner = fields.needed("owner", &draft.owner, "intervention-owner-missing");
        let due_on = fields.day("due_on", &draft.due_on);
        let done_on = if draft.done_on.trim().is_empty() { None } else { fields.day("done_on", &draft.done_on) };
        if done_on.is_some_and(|day| day > self.today(regency)) {
            fields.fault("done_on", "form-in-the-future");
        }
        let result = fields.text("result", &draft.result);
        if done_on.is_some() && result.chars().count() < SHORTEST_REASON {
            fields.fault("result", "intervention-result-missing");
        }
        fields.done()?;
        let row = FollowUp {
            regency: code,
            village: place,
            id: before.map_or_else(|| self.new_id(), |row| row.id.clone()),
            about: before.map_or(draft.about, |row| row.about.clone()),
            what,
            owner,
            due_on: due_on.map(|day| day.to_string()).unwrap_or_default(),
            done_on: done_on.map(|day| day.to_string()).unwrap_or_default(),
            result,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let id = row.id.clone();
        let body = json!({ "place": village, "due_on": row.due_on, "done_on": row.done_on });
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "follow-up.keep", body }).await?;
        Ok(id)
    }
}
