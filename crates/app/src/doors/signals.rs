//! Signals: what a member notes of a report after reading. Which sign, in which district or village, in which week goes on, as a count among
//! field observations (`crate::programme::observations`), and nothing else: no entry names the report, and the desk stands where the
//! others have their author. That it was noted stands sealed beside the report, for colleagues.

use super::{Door, DoorStore};
use crate::{Actor, Refusal, programme::observations::weeks_until};
use domain::{
    programme::catalogue::entry,
    region::{Level, RegionCode},
};
use seal::{envelope::is_sealed, hex};
use serde_json::json;
use store::{Record, nouns::Observation, queries::observations};

/// What is noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Made by the member's browser: 32 hexadecimal digits.
    pub id: String,
    /// By the catalogue's id (`rules/catalogues/observations.toml`).
    pub sign: String,
    /// A district or village of the desk's office.
    pub place: String,
    /// ISO week.
    pub week: String,
}

impl<S: DoorStore> Door<'_, S> {
    /// The weeks that can be noted at a desk now, the latest first.
    ///
    /// # Errors
    /// When the actor is no member.
    pub async fn signal_weeks(&self, actor: &Actor, desk: &str) -> Result<Vec<String>, Refusal> {
        let view = self.member_of(actor, desk).await?;
        Ok(weeks_until(self.today(&view), i64::from(S::promises(self.app.door_rules()).signal_weeks)))
    }

    /// Notes a signal, and that it was noted, sealed for the desk.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when there is no such sign, place or week, or it is no envelope.
    pub async fn note_signal(
        &self,
        actor: &Actor,
        desk: &str,
        id: &str,
        noted: Noted,
        sealed: Vec<u8>,
    ) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let office: RegionCode = view.desk.office.parse().map_err(|_| Refusal::NotFound("region"))?;
        let signs = &self.app.programme_rules().observations.kinds;
        if hex::exactly::<16>(&noted.id).is_none() || entry(signs, &noted.sign).is_none() {
            return Err(Refusal::Invalid("door-no-sign"));
        }
        let place = noted.place.parse::<RegionCode>().ok().filter(|place| office.contains(*place) && self.has(*place));
        let place = place.ok_or(Refusal::Invalid("door-no-place"))?;
        let regency = place.regency().ok_or(Refusal::Invalid("door-no-place"))?.to_string();
        if !self.signal_weeks(actor, desk).await?.contains(&noted.week) {
            return Err(Refusal::Invalid("door-no-week"));
        }
        if !is_sealed(&sealed) {
            return Err(Refusal::Invalid("door-damaged"));
        }
        self.note(actor, desk, id, sealed).await?;
        let Noted { id, sign, week, .. } = noted;
        let author = view.desk.id;
        let row = Observation { regency, village: place.to_string(), id, kind: sign, week, author };
        let (at, by) = (self.app.now(), actor.name().to_owned());
        let chain = row.regency.clone();
        self.app
            .stores
            .signals
            .write(&chain, move |tx| {
                let (row, by) = (row.clone(), by.clone());
                Box::pin(async move {
                    if tx.read().there(&row).await?.is_some() {
                        return Err(Refusal::Invalid("door-no-sign"));
                    }
                    tx.put(&row).await?;
                    tx.record(Record { at, actor: by, action: "observation.log", body: json!({}) });
                    Ok(())
                })
            })
            .await
    }

    /// Takes a signal of the desk back, and notes that, sealed for the desk.
    ///
    /// # Errors
    /// When there is none of the desk's, or it is no envelope.
    pub async fn take_signal_back(
        &self,
        actor: &Actor,
        desk: &str,
        id: &str,
        (signal, place): (&str, &str),
        sealed: Vec<u8>,
    ) -> Result<(), Refusal> {
        let view = self.member_of(actor, desk).await?;
        let place: RegionCode = place.parse().map_err(|_| Refusal::Invalid("door-no-place"))?;
        let regency = place.regency().ok_or(Refusal::Invalid("door-no-place"))?.to_string();
        let conn = self.app.stores.signals.read();
        let row = observations::one(conn, &regency, &place.to_string(), signal, &view.desk.id).await?;
        let row = row.ok_or(Refusal::NotFound("observation"))?;
        self.note(actor, desk, id, sealed).await?;
        self.app.drop_observation(actor, row).await
    }

    fn has(&self, place: RegionCode) -> bool {
        let places = self.app.places();
        match place.level() {
            Level::District => places.districts_in(place).any(|one| one.code == place),
            Level::Village => places.villages_in(place).any(|one| one.code == place),
            _ => false,
        }
    }
}
