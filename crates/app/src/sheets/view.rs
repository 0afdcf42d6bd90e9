//! A sheet as its provider sees it: what was typed, last year's values as hints, where it stands.

use super::allow_filling;
use crate::{Actor, App, Refusal, round_key, rounds::Round};
use domain::{region::RegionCode, sheet::State};
use instrument::{Scope, Sheet};
use std::collections::{HashMap, HashSet};
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

/// Everything that was sent from a part of a regency in a round, and perhaps in the one of the year before.
pub(crate) struct Sent {
    pub submissions: Vec<nouns::Submission>,
    pub answers: Vec<nouns::Answer>,
    before: Option<Box<Sent>>,
}

impl Sent {
    /// What was sent in one round.
    pub(crate) async fn read(
        conn: Conn<'_, MainKind>,
        key: &queries::rounds::Key,
        place: RegionCode,
    ) -> Result<Self, Refusal> {
        let part = place.to_string();
        let submissions = queries::rounds::submissions(conn, key, &part).await?;
        Ok(Self { submissions, answers: queries::rounds::answers(conn, key, &part).await?, before: None })
    }

    /// The values as scoring wants them, village by village.
    pub(crate) fn values(&self) -> Vec<(String, Vec<(String, String)>)> {
        queries::rounds::by_village(self.answers.clone())
    }
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

    /// A village's sheet as it was sent or kept; `None` before anything was typed. Of a city sheet each row stands for
    /// itself, so there is none for the city.
    ///
    /// # Errors
    /// What the database says.
    pub async fn submission(
        &self,
        key: &queries::rounds::Key,
        village: RegionCode,
        sheet: &str,
    ) -> Result<Option<nouns::Submission>, Refusal> {
        let conn = self.stores.main.read();
        Ok(queries::rounds::submission(conn, key, &village.to_string(), sheet).await?)
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
        let before = round_key(round.regency, round.rule.id(), round.year - 1);
        let mut sent = Sent::read(conn, &round.key(), place).await?;
        sent.before = Some(Box::new(Sent::read(conn, &before, place).await?));
        Ok(self.village_sheets_of(&sent, round, sheet, place))
    }

    /// One sheet of it, village by village.
    pub(crate) fn village_sheets_of(
        &self,
        sent: &Sent,
        round: &Round,
        sheet: usize,
        place: RegionCode,
    ) -> Vec<VillageSheet> {
        let mine = |item: &str| round.rule.item(item).is_some_and(|(_, item)| item.sheet == sheet);
        let id = round.rule.sheets()[sheet].id.as_str();
        let mut sheets: HashMap<&str, &nouns::Submission> = HashMap::new();
        for submission in sent.submissions.iter().filter(|submission| submission.sheet == id) {
            sheets.insert(&submission.village, submission);
        }
        let mut answers: HashMap<&str, HashMap<String, nouns::Answer>> = HashMap::new();
        for answer in sent.answers.iter().filter(|answer| mine(&answer.item)) {
            answers.entry(&answer.village).or_default().insert(answer.item.clone(), answer.clone());
        }
        let before = sent.before.as_deref();
        let counted: HashSet<&str> = before
            .map_or(&[][..], |before| &before.submissions)
            .iter()
            .filter(|submission| submission.sheet == id && submission.state.parse().is_ok_and(State::counts))
            .map(|submission| submission.village.as_str())
            .collect();
        let mut last_year: HashMap<&str, HashMap<String, String>> = HashMap::new();
        for answer in before.map_or(&[][..], |before| &before.answers).iter().filter(|answer| mine(&answer.item)) {
            if counted.contains(answer.village.as_str()) {
                last_year.entry(&answer.village).or_default().insert(answer.item.clone(), answer.value.clone());
            }
        }
        let places = self.places();
        let codes: Vec<RegionCode> =
            places.villages_in(place).filter(|region| !region.is_ended()).map(|region| region.code).collect();
        let village = |code: RegionCode| {
            let name = code.to_string();
            let sheet = sheets.remove(name.as_str());
            VillageSheet {
                village: code,
                state: sheet.as_ref().and_then(|s| s.state.parse().ok()).unwrap_or(State::Draft),
                reason: sheet.as_ref().map(|s| s.reason.clone()).unwrap_or_default(),
                revision: sheet.as_ref().map_or(0, |s| s.revision),
                changed_at: sheet.as_ref().map_or(0, |s| s.changed_at),
                nil: sheet.as_ref().is_some_and(|s| s.nil == 1),
                answers: answers.remove(name.as_str()).unwrap_or_default(),
                last_year: last_year.remove(name.as_str()).unwrap_or_default(),
            }
        };
        codes.into_iter().map(village).collect()
    }
}
