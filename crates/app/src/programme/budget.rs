//! The trail of money for a village's programme: in which document it is planned, from which source, and what was spent.

use super::{Fields, Said, Which, doubt};
use crate::{Action, Actor, App, Refusal, allow, refusal::settle};
use domain::{programme::catalogue::entry, region::RegionCode};
use serde_json::json;
use store::{nouns::BudgetLine, queries};

/// A budget line as it was typed.
#[derive(Debug, Clone, Default)]
pub struct BudgetDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// Year of the money.
    pub year: String,
    /// In which document, by the catalogue's id.
    pub document: String,
    /// From which source, by the catalogue's id.
    pub source: String,
    /// What for.
    pub purpose: String,
    /// Rupiah.
    pub planned: String,
    /// Rupiah.
    pub absorbed: String,
    /// The document's number.
    pub number: String,
    /// The document's day.
    pub dated: String,
    /// Doubts that were answered.
    pub sure: Vec<String>,
}

impl App {
    /// Keeps a budget line; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Doubts`] when more was spent than planned.
    pub async fn keep_budget_line(
        &self,
        actor: &Actor,
        village: RegionCode,
        draft: BudgetDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::ManageBudget, village)?;
        let regency = self.regency_of_village(village)?;
        let (rules, conn) = (self.programme_rules(), self.stores.main.read());
        let mut fields = Fields::default();
        let year = fields.number("year", &draft.year).filter(|year| (2000..=2100).contains(year));
        if year.is_none() {
            fields.fault("year", "form-no-year");
        }
        if rules.programmes.document(&draft.document).is_none() {
            fields.fault("document", "form-not-chosen");
        }
        if entry(&rules.programmes.sources, &draft.source).is_none() {
            fields.fault("source", "form-not-chosen");
        }
        let purpose = fields.needed("purpose", &draft.purpose, "budget-purpose-missing");
        let (planned, absorbed) =
            (fields.rupiah("planned", &draft.planned), fields.rupiah("absorbed", &draft.absorbed));
        if planned.is_none() && draft.planned.trim().is_empty() {
            fields.fault("planned", "budget-planned-missing");
        }
        let number = fields.line("number", &draft.number);
        let dated = if draft.dated.trim().is_empty() { None } else { fields.day("dated", &draft.dated) };
        fields.done()?;
        let planned = planned.unwrap_or_default();
        let over = absorbed.filter(|absorbed| *absorbed > planned);
        let over = over.map(|absorbed| {
            doubt("budget-over", vec![("absorbed", absorbed.to_string()), ("planned", planned.to_string())])
        });
        settle(over.into_iter().collect(), &draft.sure)?;
        let (code, place) = (regency.to_string(), village.to_string());
        let new = draft.which.id.is_empty();
        let before = match new {
            true => None,
            false => queries::programme::budget_line(conn, &code, &place, &draft.which.id).await?,
        };
        let row = BudgetLine {
            regency: code,
            village: place,
            id: if new { self.new_id() } else { draft.which.id },
            year: year.unwrap_or_default(),
            document: draft.document,
            source: draft.source,
            purpose,
            planned,
            absorbed,
            number,
            dated: dated.map(|day| day.to_string()).unwrap_or_default(),
            recorded_at: before.map_or_else(|| self.now(), |row| row.recorded_at),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let id = row.id.clone();
        let body = json!({ "place": village, "year": row.year, "document": row.document, "source": row.source,
            "planned": row.planned, "absorbed": row.absorbed });
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "budget.keep", body }).await?;
        Ok(id)
    }

    /// Removes a budget line that was entered by mistake; the ledger keeps that it was.
    ///
    /// # Errors
    /// When it is not there, or has files, which are to be removed first.
    pub async fn remove_budget_line(&self, actor: &Actor, village: RegionCode, which: &Which) -> Result<(), Refusal> {
        allow(actor, Action::ManageBudget, village)?;
        let regency = self.regency_of_village(village)?;
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let row = queries::programme::budget_line(conn, &code, &village.to_string(), &which.id).await?;
        let row = row.ok_or(Refusal::NotFound("budget"))?;
        if !queries::evidence::about(conn, &code, &format!("budget/{village}/{}", row.id)).await?.is_empty() {
            return Err(Refusal::Invalid("milestone-has-files"));
        }
        let body = json!({ "place": village, "year": row.year, "planned": row.planned });
        self.remove_revised(actor, regency, row, which.revision, Said { action: "budget.remove", body }).await
    }
}
