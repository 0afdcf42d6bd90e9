//! Rounds: one instrument asked in one regency for one year; opened with a rule, due on a date, locked at the end.

use crate::{Action, Actor, App, Moment, Refusal, allow, round_key, rules::in_force};
use domain::region::RegionCode;
use instrument::Instrument;
use jiff::civil::Date;
use serde_json::json;
use std::sync::Arc;
use store::{Conn, MainKind, Record, SYSTEM, nouns, queries};

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
    /// When it was opened, milliseconds since 1970 UTC.
    pub opened_at: i64,
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
    /// Opens a round with the rule that is in force for its year.
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
        by_its_rule(|| self.try_open_round(actor, regency, instrument, year, due_on)).await
    }

    async fn try_open_round(
        &self,
        actor: &Actor,
        regency: RegionCode,
        instrument: &str,
        year: i64,
        due_on: Date,
    ) -> Result<(), Refusal> {
        if !(2000..=2100).contains(&year) {
            return Err(Refusal::Invalid("sheet-year-out-of-range"));
        }
        let rule = self.rule_for(regency, instrument, year).await?;
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
                    // What an office or the nation has put in force meanwhile holds for this round too.
                    tx.take(SYSTEM).await?;
                    let own = in_force(tx.read(), Some(regency), &key.instrument, year).await?;
                    let now = match own {
                        None => in_force(tx.read(), None, &key.instrument, year).await?,
                        own => own,
                    };
                    if now.is_some_and(|now| now.version != rule.version()) {
                        return Err(Refusal::Invalid(REPLACED));
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
        self.rounds_in(self.stores.main.read(), regency).await
    }

    /// The same, as the connection knows it.
    pub(crate) async fn rounds_in(&self, conn: Conn<'_, MainKind>, regency: RegionCode) -> Result<Vec<Round>, Refusal> {
        let mut rounds = vec![];
        for round in queries::rounds::rounds(conn, &regency.to_string()).await? {
            let (Some(rule), Ok(due_on)) = (self.rule_of(conn, &round).await?, round.due_on.parse()) else { continue };
            let (year, opened_at, locked) = (round.year, round.opened_at, round.locked_at.is_some());
            rounds.push(Round { regency, year, rule, due_on, opened_at, locked });
        }
        Ok(rounds)
    }

    /// The round of a moment: of its year; without one, the latest whose year has begun and that was opened by its date
    /// (a round opened ahead does not hide this year's), else the next to come.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is none.
    pub async fn round(&self, regency: RegionCode, moment: impl Into<Moment>) -> Result<Round, Refusal> {
        let moment = moment.into();
        let conn = self.reading(regency, moment).await?;
        self.round_in(conn, regency, moment).await
    }

    pub(crate) async fn round_in(
        &self,
        conn: Conn<'_, MainKind>,
        regency: RegionCode,
        moment: Moment,
    ) -> Result<Round, Refusal> {
        let mut rounds = self.rounds_in(conn, regency).await?;
        let at = self.meant(&rounds, regency, moment).ok_or(Refusal::NotFound("round"))?;
        Ok(rounds.swap_remove(at))
    }

    /// Which of a regency's rounds (latest first) a moment means.
    pub(crate) fn meant(&self, rounds: &[Round], regency: RegionCode, moment: Moment) -> Option<usize> {
        let day = moment.on.unwrap_or_else(|| self.today(regency));
        let there = |round: &Round| moment.on.is_none() || self.zone(regency).date(round.opened_at) <= day;
        let begun = rounds.iter().position(|round| round.year <= i64::from(day.year()) && there(round));
        match moment.year {
            Some(year) => rounds.iter().position(|round| round.year == year),
            None if moment.on.is_some() => begun,
            None => begun.or_else(|| rounds.len().checked_sub(1)),
        }
    }
}

/// Refuses what may not happen in a locked period.
pub(crate) fn open(round: &nouns::Round) -> Result<(), Refusal> {
    if round.locked_at.is_some() { Err(Refusal::Invalid("sheet-round-locked")) } else { Ok(()) }
}

/// That the round's rule was replaced while an action with it was on its way.
pub(crate) const REPLACED: &str = "sheet-rule-replaced";

/// Refuses what may not happen in a locked period, and what was read by a rule that the round has no more.
pub(crate) fn open_by(round: &nouns::Round, rule: &Instrument) -> Result<(), Refusal> {
    open(round)?;
    if round.version == rule.version() { Ok(()) } else { Err(Refusal::Invalid(REPLACED)) }
}

/// Does an action anew whose rule was replaced while it was on its way: it reads the rule first.
pub(crate) async fn by_its_rule<T, F: Future<Output = Result<T, Refusal>>>(
    action: impl Fn() -> F,
) -> Result<T, Refusal> {
    for _ in 0..3 {
        match action().await {
            Err(Refusal::Invalid(REPLACED)) => {}
            done => return done,
        }
    }
    Err(Refusal::Invalid(REPLACED))
}
