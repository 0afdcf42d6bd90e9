//! Rounds: one instrument asked in one regency for one year; opened with a rule, due on a date, locked at the end.

use crate::{Action, Actor, App, Refusal, allow, round_key};
use domain::region::RegionCode;
use instrument::Instrument;
use jiff::civil::Date;
use serde_json::json;
use std::sync::Arc;
use store::{Record, nouns, queries};

/// A round with its rule.
#[derive(Debug, Clone)]
pub struct Round {
    /// The regency.
    pub regency: RegionCode,
    /// The year asked about.
    pub year: i64,
    /// The rule it was opened with.
    pub rule: Arc<Instrument>,
    /// When sheets are due.
    pub due_on: Date,
    /// Whether the period is locked.
    pub locked: bool,
}

impl Round {
    /// The round's name in the store.
    #[must_use]
    pub fn key(&self) -> queries::rounds::Key {
        round_key(self.regency, self.rule.id(), self.year)
    }
}

impl App {
    /// Opens a round with the built-in rule of today.
    ///
    /// # Errors
    /// When it is open already, or there is no such rule.
    pub async fn open_round(
        &self,
        actor: &Actor,
        regency: RegionCode,
        instrument: &str,
        year: i64,
        due_on: Date,
    ) -> Result<(), Refusal> {
        allow(actor, Action::RunRounds, regency)?;
        let rule = self.built_in_rule(instrument).ok_or(Refusal::NotFound("rule"))?;
        if !(2000..=2100).contains(&year) {
            return Err(Refusal::Invalid("sheet-year-out-of-range"));
        }
        let key = round_key(regency, instrument, year);
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (key, rule, by) = (key.clone(), rule.clone(), by.clone());
                Box::pin(async move {
                    if queries::rounds::round(tx.read(), &key).await?.is_some() {
                        return Err(Refusal::Invalid("sheet-round-open-already"));
                    }
                    tx.put(&nouns::InstrumentSource {
                        regency: key.regency.clone(),
                        id: key.instrument.clone(),
                        version: rule.version().to_owned(),
                        source: rule.source().to_owned(),
                    })
                    .await?;
                    tx.put(&nouns::Round {
                        regency: key.regency.clone(),
                        instrument: key.instrument.clone(),
                        year,
                        version: rule.version().to_owned(),
                        due_on: due_on.to_string(),
                        opened_at: at,
                        locked_at: None,
                    })
                    .await?;
                    let body = json!({ "rule": rule.rule(), "year": year, "due_on": due_on.to_string() });
                    tx.record(Record { at, actor: by, action: "round.open", body });
                    Ok(())
                })
            })
            .await
    }

    /// Locks a round; its answers and decisions change no more.
    ///
    /// # Errors
    /// When there is no such round, or it is locked already.
    pub async fn lock_round(
        &self,
        actor: &Actor,
        regency: RegionCode,
        instrument: &str,
        year: i64,
    ) -> Result<(), Refusal> {
        allow(actor, Action::RunRounds, regency)?;
        let key = round_key(regency, instrument, year);
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (key, by) = (key.clone(), by.clone());
                Box::pin(async move {
                    let round = queries::rounds::round(tx.read(), &key).await?.ok_or(Refusal::NotFound("round"))?;
                    open(&round)?;
                    tx.put(&nouns::Round { locked_at: Some(at), ..round }).await?;
                    tx.record(Record { at, actor: by, action: "round.lock", body: json!({ "year": year }) });
                    Ok(())
                })
            })
            .await
    }

    /// The rounds of a regency, latest first. That a round exists is no secret to those who work here.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rounds(&self, regency: RegionCode) -> Result<Vec<Round>, Refusal> {
        let conn = self.stores.main.read();
        let mut rounds = vec![];
        for round in queries::rounds::rounds(conn, &regency.to_string()).await? {
            let Some(source) = queries::rounds::source(conn, &round).await? else { continue };
            let (Some(rule), Ok(due_on)) = (self.rule(&source.source), round.due_on.parse()) else { continue };
            rounds.push(Round { regency, year: round.year, rule, due_on, locked: round.locked_at.is_some() });
        }
        Ok(rounds)
    }

    /// The round of a year; without one, the latest whose year has begun (a round opened ahead does not hide this
    /// year's), else the next to come.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is none.
    pub async fn round(&self, regency: RegionCode, year: Option<i64>) -> Result<Round, Refusal> {
        let mut rounds = self.rounds(regency).await?;
        let this_year = i64::from(self.today(regency).year());
        let begun = || rounds.iter().position(|round| round.year <= this_year);
        let at = match year {
            Some(year) => rounds.iter().position(|round| round.year == year),
            None => begun().or_else(|| rounds.len().checked_sub(1)),
        };
        at.map(|at| rounds.swap_remove(at)).ok_or(Refusal::NotFound("round"))
    }
}

/// Refuses what may not happen in a locked period.
pub(crate) fn open(round: &nouns::Round) -> Result<(), Refusal> {
    if round.locked_at.is_some() { Err(Refusal::Invalid("sheet-round-locked")) } else { Ok(()) }
}
