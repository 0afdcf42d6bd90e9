//! The rules of the programme that the program brings along: ladder and lists.

use crate::Refusal;
use domain::programme::{Activities, Interventions, Ladder, Observations, Programmes, Services, VillageList, Visits};

const LADDER: &str = include_str!("../../../../rules/ladders/bersinar.toml");
const ACTIVITIES: &str = include_str!("../../../../rules/catalogues/activities.toml");
const INTERVENTIONS: &str = include_str!("../../../../rules/catalogues/interventions.toml");
const OBSERVATIONS: &str = include_str!("../../../../rules/catalogues/observations.toml");
const VISITS: &str = include_str!("../../../../rules/catalogues/visits.toml");
const SERVICES: &str = include_str!("../../../../rules/catalogues/services.toml");
const VILLAGE_LIST: &str = include_str!("../../../../rules/catalogues/village-list.toml");
const PROGRAMMES: &str = include_str!("../../../../rules/catalogues/programmes.toml");

/// What a regulation can change of the programme.
#[derive(Debug)]
pub struct Rules {
    /// Milestones and limits.
    pub ladder: Ladder,
    /// Kinds of activity.
    pub activities: Activities,
    /// What may be done where an indicator was found.
    pub interventions: Interventions,
    /// What is observed in the field.
    pub observations: Observations,
    /// What is looked at on a visit.
    pub visits: Visits,
    /// Kinds and services of places of help.
    pub services: Services,
    /// Programmes, budget documents, sources of money.
    pub programmes: Programmes,
    /// The list of villages as offices pass it around.
    pub village_list: VillageList,
}

impl Rules {
    /// The rules that the program brings along.
    ///
    /// # Errors
    /// Never for a program that was tested.
    pub(crate) fn builtin() -> Result<Self, Refusal> {
        let broken = || Refusal::Invalid("programme-rules-broken");
        let ladder = Ladder::parse(LADDER).map_err(|_| broken())?;
        Ok(Self {
            village_list: VillageList::parse(VILLAGE_LIST, &ladder).map_err(|_| broken())?,
            ladder,
            activities: Activities::parse(ACTIVITIES).map_err(|_| broken())?,
            interventions: Interventions::parse(INTERVENTIONS).map_err(|_| broken())?,
            observations: Observations::parse(OBSERVATIONS).map_err(|_| broken())?,
            visits: Visits::parse(VISITS).map_err(|_| broken())?,
            services: Services::parse(SERVICES).map_err(|_| broken())?,
            programmes: Programmes::parse(PROGRAMMES).map_err(|_| broken())?,
        })
    }
}
