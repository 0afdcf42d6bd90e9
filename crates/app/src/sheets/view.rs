//! A sheet as its provider sees it: what was typed, last year's values as hints, where it stands.

use super::allow_filling;
use crate::{Actor, App, Refusal, round_key, rounds::Round};
use domain::{region::RegionCode, sheet::State};
use instrument::{Scope, Sheet};
use std::collections::HashMap;
use store::{Conn, MainKind, nouns, queries};

/// A sheet with its villages; one village, or for a city sheet all of them.
#[derive(Debug, Clone)]
pub struct SheetView {
    /// The round with its rule.
    pub round: Round,
    /// The position of the sheet in the rule.
    pub sheet: usize,
    /// The villages in the order of their codes.
    pub villages: Vec<VillageSheet>,
}

/// One village's part of a sheet.
#[derive(Debug, Clone)]
pub struct VillageSheet {
    /// The village.
    pub village: RegionCode,
    /// Where it stands.
    pub state: State,
    /// Why it was returned.
    pub reason: String,
    /// To be named when it is written again.
    pub revision: i64,
    /// When it was changed last, milliseconds since 1970 UTC; 0 where nobody has touched it.
    pub changed_at: i64,
    /// The whole sheet was returned as nil.
    pub nil: bool,
    /// By item id.
    pub answers: HashMap<String, nouns::Answer>,
    /// Last year's sent answers, by item id, in cell form.
    pub last_year: HashMap<String, String>,
}

impl SheetView {
    /// The sheet's definition.
    #[must_use]
    pub fn definition(&self) -> &Sheet {
        &self.round.rule.sheets()[self.sheet]
    }
}

impl App {
    /// A sheet to be filled: of one village, or of the whole city.
    ///
    /// # Errors
    /// When the actor is no provider of it, or there is no such sheet.
    pub async fn sheet(
        &self,
        actor: &Actor,
        place: RegionCode,
        year: Option<i64>,
        sheet: &str,
    ) -> Result<SheetView, Refusal> {
        let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
        let round = self.round(regency, year).await?;
        let at = round.rule.sheets().iter().position(|known| known.id == sheet).ok_or(Refusal::NotFound("sheet"))?;
        let definition = &round.rule.sheets()[at];
        let place = if definition.scope == Scope::City { regency } else { place };
        allow_filling(actor, definition, place)?;
        let villages = self.village_sheets(&round, at, place).await?;
        Ok(SheetView { round, sheet: at, villages })
    }

    /// The same for reading, without asking who; the caller has asked.
    pub(crate) async fn village_sheets(
        &self,
        round: &Round,
        sheet: usize,
        place: RegionCode,
    ) -> Result<Vec<VillageSheet>, Refusal> {
        self.village_sheets_in(self.stores.main.read(), round, sheet, place).await
    }

    /// The same, as the connection knows it.
    pub(crate) async fn village_sheets_in(
        &self,
        conn: Conn<'_, MainKind>,
        round: &Round,
        sheet: usize,
        place: RegionCode,
    ) -> Result<Vec<VillageSheet>, Refusal> {
        let (key, part) = (round.key(), place.to_string());
        let before = round_key(round.regency, round.rule.id(), round.year - 1);
        let mine = |item: &str| round.rule.item(item).is_some_and(|(_, item)| item.sheet == sheet);
        let id = round.rule.sheets()[sheet].id.clone();
        let mut sheets: HashMap<String, nouns::Submission> = HashMap::new();
        for submission in queries::rounds::submissions(conn, &key, &part).await?.into_iter().filter(|s| s.sheet == id) {
            sheets.insert(submission.village.clone(), submission);
        }
        let mut answers: HashMap<String, HashMap<String, nouns::Answer>> = HashMap::new();
        for answer in queries::rounds::answers(conn, &key, &part).await?.into_iter().filter(|a| mine(&a.item)) {
            answers.entry(answer.village.clone()).or_default().insert(answer.item.clone(), answer);
        }
        let counted = queries::rounds::submissions(conn, &before, &part).await?;
        let counted = |village: &str| {
            counted.iter().any(|s| s.village == village && s.sheet == id && s.state.parse().is_ok_and(State::counts))
        };
        let mut last_year: HashMap<String, HashMap<String, String>> = HashMap::new();
        for answer in queries::rounds::answers(conn, &before, &part).await?.into_iter().filter(|a| mine(&a.item)) {
            if counted(&answer.village) {
                last_year.entry(answer.village).or_default().insert(answer.item, answer.value);
            }
        }
        let places = self.places();
        let codes: Vec<RegionCode> =
            places.villages_in(place).filter(|region| !region.is_ended()).map(|region| region.code).collect();
        let village = |code: RegionCode| {
            let name = code.to_string();
            let sheet = sheets.remove(&name);
            VillageSheet {
                village: code,
                state: sheet.as_ref().and_then(|s| s.state.parse().ok()).unwrap_or(State::Draft),
                reason: sheet.as_ref().map(|s| s.reason.clone()).unwrap_or_default(),
                revision: sheet.as_ref().map_or(0, |s| s.revision),
                changed_at: sheet.as_ref().map_or(0, |s| s.changed_at),
                nil: sheet.as_ref().is_some_and(|s| s.nil == 1),
                answers: answers.remove(&name).unwrap_or_default(),
                last_year: last_year.remove(&name).unwrap_or_default(),
            }
        };
        Ok(codes.into_iter().map(village).collect())
    }
}
