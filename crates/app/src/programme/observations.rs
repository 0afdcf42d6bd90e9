//! Field observations: what is seen in which village in which week. No person, no words, and out of here only counts.
//!
//! They lie in a store of their own (`store::SignalsKind`); its ledger says who entered something, not what. Who enters sees
//! the own entries and may take them back while their week can still be entered. What desks note of reports is counted among
//! them, also for a district as a whole (`crate::doors::signals`). Counts are for the offices above a village,
//! which never see who entered what; a village office sees no counts, since those of a small village would name their author.

use super::{Fields, Rules};
use crate::{Action, Actor, App, Refusal, allow};
use domain::{
    programme::catalogue::entry,
    region::{Level, RegionCode},
};
use jiff::civil::Date;
use serde_json::json;
use store::{
    Record,
    nouns::Observation,
    queries::observations::{self, Count},
};

/// The most entries of one account for one village and week.
pub const MOST_A_WEEK: usize = 20;

/// An ISO week as it is written: `2026-W36`.
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(app::programme::observations::week(date(2026, 9, 3)), "2026-W36");
/// assert_eq!(app::programme::observations::week(date(2027, 1, 1)), "2026-W53");
/// ```
#[must_use]
pub fn week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The weeks that can be entered on a day, the latest first.
#[must_use]
pub fn open_weeks(rules: &Rules, today: Date) -> Vec<String> {
    weeks_until(today, rules.observations.weeks_back)
}

/// So many weeks up to the one of a day, the latest first.
#[must_use]
pub fn weeks_until(today: Date, many: i64) -> Vec<String> {
    let back = |n: i64| today.checked_sub(jiff::Span::new().weeks(n)).map(week).unwrap_or_default();
    (0..many).map(back).collect()
}

/// The last so many weeks that are over, the earliest first.
#[must_use]
pub fn past_weeks(today: Date, many: i64) -> Vec<String> {
    let back = |n: i64| today.checked_sub(jiff::Span::new().weeks(n)).map(week).unwrap_or_default();
    (1..=many.clamp(1, 106)).rev().map(back).collect()
}

impl App {
    /// Enters an observation; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken.
    pub async fn log_observation(
        &self,
        actor: &Actor,
        village: RegionCode,
        kind: &str,
        in_week: &str,
    ) -> Result<String, Refusal> {
        allow(actor, Action::LogObservations, village)?;
        let regency = self.regency_of_village(village)?;
        let rules = self.programme_rules();
        let mut fields = Fields::default();
        if entry(&rules.observations.kinds, kind).is_none() {
            fields.fault("kind", "form-not-chosen");
        }
        let open = open_weeks(&rules, self.today(regency));
        if !open.iter().any(|one| one == in_week) {
            fields.fault("week", "observation-week");
        }
        fields.done()?;
        let (code, by, at) = (regency.to_string(), actor.name().to_owned(), self.now());
        let since = open.last().cloned().unwrap_or_default();
        let id = seal::Digest::of(&self.token::<32>()).to_string()[..32].to_owned();
        let row = Observation {
            regency: code.clone(),
            village: village.to_string(),
            id: id.clone(),
            kind: kind.to_owned(),
            week: in_week.to_owned(),
            author: by.clone(),
        };
        self.stores
            .signals
            .write(&code, move |tx| {
                let (row, by, since) = (row.clone(), by.clone(), since.clone());
                Box::pin(async move {
                    let own = observations::own(tx.read(), &row.regency, &by, &since).await?;
                    if own.iter().filter(|own| own.village == row.village && own.week == row.week).count()
                        >= MOST_A_WEEK
                    {
                        return Err(Refusal::Invalid("observation-too-many"));
                    }
                    tx.put(&row).await?;
                    tx.record(Record { at, actor: by, action: "observation.log", body: json!({}) });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// What the actor has entered in the weeks that can still be entered, the latest first.
    ///
    /// # Errors
    /// When the actor enters none.
    pub async fn own_observations(&self, actor: &Actor, place: RegionCode) -> Result<Vec<Observation>, Refusal> {
        allow(actor, Action::LogObservations, place)?;
        let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
        let since = open_weeks(&self.programme_rules(), self.today(regency)).pop().unwrap_or_default();
        Ok(observations::own(self.stores.signals.read(), &regency.to_string(), actor.name(), &since).await?)
    }

    /// Takes an own entry back.
    ///
    /// # Errors
    /// When there is none of the actor's.
    pub async fn remove_observation(&self, actor: &Actor, village: RegionCode, id: &str) -> Result<(), Refusal> {
        allow(actor, Action::LogObservations, village)?;
        let regency = self.regency_of_village(village)?.to_string();
        let conn = self.stores.signals.read();
        let row = observations::one(conn, &regency, &village.to_string(), id, actor.name()).await?;
        self.drop_observation(actor, row.ok_or(Refusal::NotFound("observation"))?).await
    }

    /// Takes an entry away, and notes who did.
    pub(crate) async fn drop_observation(&self, actor: &Actor, row: Observation) -> Result<(), Refusal> {
        let (by, at, regency) = (actor.name().to_owned(), self.now(), row.regency.clone());
        self.stores
            .signals
            .write(&regency, move |tx| {
                let (row, by) = (row.clone(), by.clone());
                Box::pin(async move {
                    tx.remove(&row).await?;
                    tx.record(Record { at, actor: by, action: "observation.remove", body: json!({}) });
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }

    /// How many observations there were in a city or district, by village, kind and week, over the last so many weeks that
    /// are over.
    ///
    /// # Errors
    /// When the actor may not see counts there; of a single village there are none.
    pub async fn observation_counts(
        &self,
        actor: &Actor,
        place: RegionCode,
        weeks: i64,
    ) -> Result<Vec<Count>, Refusal> {
        allow(actor, Action::SeeObservations, place)?;
        let regency = place.regency().filter(|_| place.level() <= Level::District);
        let regency = regency.ok_or(Refusal::NotAllowed(Action::SeeObservations))?;
        let today = self.today(regency);
        // The week that runs is left out: who watches a count grow could tell who has just entered something.
        let weeks = past_weeks(today, weeks);
        let (since, until) = (weeks.first().cloned().unwrap_or_default(), weeks.last().cloned().unwrap_or_default());
        let conn = self.stores.signals.read();
        Ok(observations::counts(conn, &regency.to_string(), &place.to_string(), (&since, &until)).await?)
    }
}
