//! One village in the programme: its ladder, its readiness, its money, its programmes, what was held lately.

use super::register::{Funding, Line};
use crate::{Action, Actor, App, Moment, Refusal, allow};
use domain::region::RegionCode;
use jiff::civil::Date;
use std::collections::HashMap;
use store::{
    nouns::{Activity, BudgetLine, Decree, Environment, Membership, Milestone},
    queries,
};

/// How many of the latest activities a village's page shows.
const LATEST: usize = 5;

/// What a village's programme page shows.
#[derive(Debug, Clone)]
pub struct ProgrammeView {
    /// The village.
    pub village: RegionCode,
    /// The day.
    pub on: Date,
    /// Where it stands.
    pub line: Line,
    /// Its milestones as recorded, oldest first.
    pub milestones: Vec<Milestone>,
    /// The decrees that name it.
    pub decrees: Vec<Decree>,
    /// Budget lines, the latest year first.
    pub budget: Vec<BudgetLine>,
    /// Programmes.
    pub memberships: Vec<Membership>,
    /// Institutions.
    pub environments: Vec<Environment>,
    /// The latest activities.
    pub activities: Vec<Activity>,
    /// How many files there are, by subject.
    pub files: HashMap<String, usize>,
}

impl App {
    /// The programme of a village.
    ///
    /// # Errors
    /// When the actor may not see it.
    pub async fn programme(
        &self,
        actor: &Actor,
        village: RegionCode,
        moment: impl Into<Moment>,
    ) -> Result<ProgrammeView, Refusal> {
        allow(actor, Action::SeeProgramme, village)?;
        let (regency, moment) = (self.regency_of_village(village)?, moment.into());
        let register = self.any_register(village, moment).await?;
        let none = || Line {
            village,
            standing: domain::programme::stand(&self.programme_rules().ladder, &[], &[], register.on),
            funding: Funding::Unknown,
            programmes: vec![],
            activities: 0,
        };
        let line = register.lines.first().cloned().unwrap_or_else(none);
        let conn = self.reading(regency, moment).await?;
        let (code, place) = (regency.to_string(), village.to_string());
        let milestones = queries::programme::milestones(conn, &code, &place).await?;
        let mut decrees = queries::programme::decrees(conn, &code).await?;
        decrees.retain(|decree| milestones.iter().any(|row| row.decree == decree.id));
        let mut budget = queries::programme::budget_lines(conn, &code, &place).await?;
        budget.sort_by_key(|row| std::cmp::Reverse((row.year, row.id.clone())));
        let mut files: HashMap<String, usize> = HashMap::new();
        for noun in crate::evidence::Noun::ALL.map(crate::evidence::Noun::id) {
            // A decree is the city's, everything else the village's own.
            let of = if noun == "decree" { &code } else { &place };
            for (subject, _) in queries::programme::proofs(conn, &code, &format!("{noun}/{of}/")).await? {
                *files.entry(subject).or_default() += 1;
            }
        }
        let until = register.on.to_string();
        let mut activities = queries::activities::latest(conn, &code, &place, &until, LATEST).await?;
        activities.iter_mut().for_each(|row| row.positive = None);
        Ok(ProgrammeView {
            village,
            on: register.on,
            line,
            decrees,
            budget,
            memberships: queries::programme::memberships(conn, &code, &place).await?,
            environments: queries::programme::environments(conn, &code, &place).await?,
            activities,
            milestones,
            files,
        })
    }
}
