//! Actions that a regency has set for itself, beside those of the national list; and the list of both.

use crate::{
    Action, Actor, App, Refusal, allow,
    programme::{Fields, Said, Which},
};
use domain::{
    plan::{ActionList, PlanAction},
    region::RegionCode,
};
use instrument::Text;
use serde_json::json;
use store::{nouns::LocalAction, queries};

/// The most actions of its own that a regency may have.
pub const MOST_LOCAL: usize = 30;

/// An action as it was typed.
#[derive(Debug, Clone, Default)]
pub struct LocalDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// What it is.
    pub title: String,
    /// What is counted.
    pub measure: String,
    /// In which unit.
    pub unit: String,
    /// The decision that set it.
    pub basis: String,
    /// The first year for which it holds.
    pub from: String,
    /// And the last; empty while it goes on.
    pub to: String,
}

/// An action of a regency as one of the list; its number is its place among them.
fn listed(at: usize, row: &LocalAction) -> PlanAction {
    let both = |text: &str| Text::new(text.to_owned(), text.to_owned());
    PlanAction {
        id: row.id.clone(),
        number: format!("L{}", at + 1),
        recalled: false,
        title: both(&row.title),
        measure: both(&row.measure),
        unit: both(&row.unit),
    }
}

impl App {
    /// The actions that a regency has set for itself, oldest first.
    ///
    /// # Errors
    /// When the actor has no part in the plan there.
    pub async fn local_actions(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<LocalAction>, Refusal> {
        self.agencies(actor, regency).await?;
        Ok(queries::plan::local_actions(self.stores.main.read(), &regency.to_string()).await?)
    }

    /// The actions by which a regency plans in a year: those of the national list, then its own.
    ///
    /// # Errors
    /// What the database says.
    pub async fn plan_list(&self, regency: RegionCode, year: i16) -> Result<ActionList, Refusal> {
        let mut list = self.plan_rules().actions_of(year).clone();
        let own = queries::plan::local_actions(self.stores.main.read(), &regency.to_string()).await?;
        let year = i64::from(year);
        let holds = |row: &LocalAction| row.from_year <= year && row.to_year.is_none_or(|to| to >= year);
        let own = own.iter().enumerate().filter(|(_, row)| holds(row));
        list.actions.extend(own.map(|(at, row)| listed(at, row)));
        Ok(list)
    }

    /// Keeps an action of a regency's own; gives its id. One under which somebody planned stays until its last year.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_local_action(
        &self,
        actor: &Actor,
        regency: RegionCode,
        draft: LocalDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::KeepPlans, regency)?;
        let (code, rules) = (regency.to_string(), self.plan_rules());
        let all = queries::plan::local_actions(self.stores.main.read(), &code).await?;
        let before = all.iter().find(|one| one.id == draft.which.id);
        if before.is_none() && !draft.which.id.is_empty() {
            return Err(Refusal::NotFound("action"));
        }
        if before.is_none() && all.len() >= MOST_LOCAL {
            return Err(Refusal::Invalid("local-too-many"));
        }
        let mut fields = Fields::default();
        let title = fields.needed("title", &draft.title, "local-title-missing");
        let twin = |one: &&LocalAction| {
            one.id != draft.which.id && domain::plan::folded(&one.title) == domain::plan::folded(&title)
        };
        if all.iter().any(|one| twin(&one)) {
            fields.fault("title", "local-title-taken");
        }
        let measure = fields.line("measure", &draft.measure);
        let unit = fields.needed("unit", &draft.unit, "plan-no-unit");
        let unit = rules.units.kept_as(&unit).to_owned();
        let basis = fields.needed("basis", &draft.basis, "local-basis-missing");
        let year = |fields: &mut Fields, field: &'static str, typed: &str| {
            let year = fields.number(field, typed);
            if year.is_some_and(|year| !(2000..=2100).contains(&year)) {
                fields.fault(field, "local-year-unlikely");
            }
            year
        };
        let from = year(&mut fields, "from", &draft.from).unwrap_or_else(|| self.today(regency).year().into());
        let to = year(&mut fields, "to", &draft.to);
        if to.is_some_and(|to| to < from) {
            fields.fault("to", "plan-reversed");
        }
        if let Some(one) = before {
            for planned in queries::plan::years_under(self.stores.main.read(), &code, &one.id).await? {
                if planned < from || to.is_some_and(|to| planned > to) {
                    fields.fault(if planned < from { "from" } else { "to" }, "local-planned-then");
                }
            }
        }
        fields.done()?;
        let row = LocalAction {
            regency: code,
            id: before.map_or_else(|| self.new_id(), |one| one.id.clone()),
            title,
            measure,
            unit,
            basis,
            from_year: from,
            to_year: to,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let (id, body) = (row.id.clone(), json!({ "action": row.id, "from": from, "to": to }));
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "action.keep", body }).await?;
        Ok(id)
    }
}
