//! What a village has chosen to do: proposed by the indicators that were found, chosen by lurah, task group and BNNK, with an
//! owner, a date, money and a measure; and a year later, what was done and what moved.

use super::{Fields, SHORTEST_REASON, Said, Which};
use crate::{Action, Actor, App, Moment, Refusal, allow, village::VillageView};
use domain::{
    programme::Strength,
    region::{Level, RegionCode},
};
use instrument::State as ItemState;
use serde_json::json;
use store::{nouns::Intervention, queries};

/// Where a choice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Chosen, not begun.
    Chosen,
    /// Under way.
    Running,
    /// Done, with what came of it.
    Done,
    /// Given up, with the reason.
    Dropped,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Chosen, Self::Running, Self::Done, Self::Dropped];

    /// The name in records and message keys.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether it has ended.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }

    /// The stage of a record.
    #[must_use]
    pub fn of(row: &Intervention) -> Self {
        Self::ALL.into_iter().find(|stage| stage.id() == row.state).unwrap_or(Self::Chosen)
    }
}

/// Something that the found indicators propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// By the catalogue's id.
    pub kind: String,
    /// The items that propose it.
    pub items: Vec<String>,
    /// How well it is known to work.
    pub strength: Strength,
    /// Whether the village has chosen it this year.
    pub chosen: bool,
}

/// How an indicator moved between two years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The item.
    pub item: String,
    /// Whether it was found then; unknown where nobody said.
    pub then: Option<bool>,
    /// Whether it is found now.
    pub now: Option<bool>,
}

/// What a village does in a year.
#[derive(Debug, Clone)]
pub struct YearPlan {
    /// The year.
    pub year: i64,
    /// The rule that found the indicators; `None` where nobody has mapped.
    pub round: Option<crate::rounds::Round>,
    /// What the found indicators propose.
    pub proposals: Vec<Proposal>,
    /// What was chosen, oldest first.
    pub chosen: Vec<Intervention>,
    /// What was chosen the year before, with how its indicators moved since.
    pub before: Vec<(Intervention, Vec<Moved>)>,
}

/// A choice as it was typed.
#[derive(Debug, Clone, Default)]
pub struct InterventionDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// The year.
    pub year: i64,
    /// By the catalogue's id.
    pub kind: String,
    /// The office or body that does it.
    pub owner: String,
    /// Until when.
    pub due_on: String,
    /// The budget line that pays for it.
    pub budget: String,
    /// What is measured.
    pub measure: String,
    /// What is to be reached.
    pub goal: String,
    /// Where it stands.
    pub state: String,
    /// When it ended.
    pub ended_on: String,
    /// What came of it, or why it was dropped.
    pub result: String,
}

impl App {
    /// What a village has chosen to do this year, what else its indicators propose, and what came of last year's choices.
    ///
    /// # Errors
    /// When the actor may not see the village's indicators.
    pub async fn year_plan(&self, actor: &Actor, village: RegionCode, year: Option<i64>) -> Result<YearPlan, Refusal> {
        allow(actor, Action::SeeVillage, village)?;
        let regency = self.regency_of_village(village)?;
        let year = year.unwrap_or_else(|| i64::from(self.today(regency).year()));
        let now = self.found(actor, village, year).await?;
        let then = self.found(actor, village, year - 1).await?;
        let conn = self.stores.main.read();
        let all = queries::programme::interventions(conn, &regency.to_string(), &village.to_string()).await?;
        let (chosen, rest): (Vec<Intervention>, Vec<Intervention>) = all.into_iter().partition(|row| row.year == year);
        let before = rest.into_iter().filter(|row| row.year == year - 1);
        let before = before.map(|row| (moved(&row, then.as_ref(), now.as_ref()), row)).map(|(moved, row)| (row, moved));
        Ok(YearPlan {
            year,
            proposals: now.as_ref().map(|view| self.proposals(view, &chosen)).unwrap_or_default(),
            before: before.collect(),
            round: now.map(|view| view.round),
            chosen,
        })
    }

    /// What a village has chosen to do, oldest choice first, for who sees its indicators; nothing for others, and nothing of
    /// a larger place.
    ///
    /// # Errors
    /// What the database says.
    pub async fn interventions(&self, actor: &Actor, place: RegionCode) -> Result<Vec<Intervention>, Refusal> {
        if place.level() != Level::Village || allow(actor, Action::SeeVillage, place).is_err() {
            return Ok(vec![]);
        }
        let regency = self.regency_of_village(place)?.to_string();
        Ok(queries::programme::interventions(self.stores.main.read(), &regency, &place.to_string()).await?)
    }

    /// Something that a village has chosen to do.
    ///
    /// # Errors
    /// When there is none, or the actor may not see the village's indicators.
    pub async fn intervention(&self, actor: &Actor, village: RegionCode, id: &str) -> Result<Intervention, Refusal> {
        allow(actor, Action::SeeVillage, village)?;
        let all = self.interventions(actor, village).await?;
        all.into_iter().find(|row| row.id == id).ok_or(Refusal::NotFound("intervention"))
    }

    /// The village in the round of a year, if it has one.
    async fn found(&self, actor: &Actor, village: RegionCode, year: i64) -> Result<Option<VillageView>, Refusal> {
        match self.village(actor, village, Moment::from(Some(year))).await {
            Ok(view) => Ok(Some(view).filter(|view| view.round.year == year)),
            Err(Refusal::NotFound("round")) => Ok(None),
            Err(other) => Err(other),
        }
    }

    fn proposals(&self, view: &VillageView, chosen: &[Intervention]) -> Vec<Proposal> {
        let rule = &view.round.rule;
        let present: Vec<&str> = view.findings().map(|at| rule.items()[at].id.as_str()).collect();
        let rules = self.programme_rules();
        let proposed = rules.interventions.proposed(rule.id(), &present);
        let proposal = |(one, items): (&domain::programme::Intervention, Vec<&str>)| Proposal {
            kind: one.id.clone(),
            items: items.into_iter().map(str::to_owned).collect(),
            strength: one.strength,
            chosen: chosen.iter().any(|row| row.kind == one.id && Stage::of(row) != Stage::Dropped),
        };
        proposed.into_iter().map(proposal).collect()
    }

    /// Chooses something to do, or says how it goes; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken.
    pub async fn keep_intervention(
        &self,
        actor: &Actor,
        village: RegionCode,
        draft: InterventionDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::ChooseInterventions, village)?;
        let regency = self.regency_of_village(village)?;
        let (code, place, conn) = (regency.to_string(), village.to_string(), self.stores.main.read());
        let all = queries::programme::interventions(conn, &code, &place).await?;
        let before = all.iter().find(|row| row.id == draft.which.id);
        if !draft.which.id.is_empty() && before.is_none() {
            return Err(Refusal::NotFound("intervention"));
        }
        let mut fields = Fields::default();
        let rules = self.programme_rules();
        let kind = before.map_or(draft.kind.as_str(), |row| row.kind.as_str()).to_owned();
        let year = before.map_or(draft.year, |row| row.year);
        if rules.interventions.one(&kind).is_none() {
            fields.fault("kind", "form-not-chosen");
        }
        if !(2000..=2100).contains(&year) {
            fields.fault("year", "form-no-year");
        }
        let open = |row: &&Intervention| Stage::of(row) != Stage::Dropped;
        if before.is_none() && all.iter().filter(open).any(|row| row.kind == kind && row.year == year) {
            fields.fault("kind", "intervention-chosen-already");
        }
        let owner = fields.needed("owner", &draft.owner, "intervention-owner-missing");
        let due_on = fields.day("due_on", &draft.due_on);
        let measure = fields.needed("measure", &draft.measure, "intervention-measure-missing");
        let goal = fields.line("goal", &draft.goal);
        if !draft.budget.is_empty() {
            let lines = queries::programme::budget_lines(conn, &code, &place).await?;
            if !lines.iter().any(|line| line.id == draft.budget) {
                fields.fault("budget", "form-not-chosen");
            }
        }
        let stage = Stage::ALL.into_iter().find(|stage| stage.id() == draft.state);
        let stage = stage.or(before.map(Stage::of)).unwrap_or(Stage::Chosen);
        let result = fields.text("result", &draft.result);
        let ended_on = if stage.has_ended() { fields.day("ended_on", &draft.ended_on) } else { None };
        if ended_on.is_some_and(|day| day > self.today(regency)) {
            fields.fault("ended_on", "form-in-the-future");
        }
        if stage.has_ended() && result.chars().count() < SHORTEST_REASON {
            let key = if stage == Stage::Done { "intervention-result-missing" } else { "intervention-reason-missing" };
            fields.fault("result", key);
        }
        fields.done()?;
        let items = match before {
            Some(row) => row.items.clone(),
            None => {
                let plan = self.year_plan(actor, village, Some(year)).await?;
                let items = plan.proposals.iter().find(|proposal| proposal.kind == kind).map(|one| &one.items);
                serde_json::to_string(&items.cloned().unwrap_or_default()).unwrap_or_default()
            }
        };
        let row = Intervention {
            regency: code,
            village: place,
            id: before.map_or_else(|| self.new_id(), |row| row.id.clone()),
            year,
            kind,
            items,
            owner,
            due_on: due_on.map(|day| day.to_string()).unwrap_or_default(),
            budget: draft.budget,
            measure,
            goal,
            state: stage.id().to_owned(),
            ended_on: ended_on.map(|day| day.to_string()).unwrap_or_default(),
            result,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let id = row.id.clone();
        let body = json!({ "place": village, "year": year, "intervention": row.kind, "state": row.state });
        let action = if before.is_none() { "intervention.choose" } else { "intervention.change" };
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action, body }).await?;
        Ok(id)
    }
}

/// How the items that proposed something moved between two years.
fn moved(row: &Intervention, then: Option<&VillageView>, now: Option<&VillageView>) -> Vec<Moved> {
    let items: Vec<String> = serde_json::from_str(&row.items).unwrap_or_default();
    let state = |view: Option<&VillageView>, item: &str| {
        let view = view?;
        match view.round.rule.item(item).and_then(|(at, _)| view.items.get(at))?.state {
            ItemState::Present => Some(true),
            ItemState::Absent | ItemState::NotApplicable => Some(false),
            ItemState::Unknown(_) => None,
        }
    };
    items.into_iter().map(|item| Moved { then: state(then, &item), now: state(now, &item), item }).collect()
}
