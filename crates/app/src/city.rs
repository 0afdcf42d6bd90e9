//! The board of a city or district: every village with where its sheets and its class stand, and counts that sum up.

use crate::{Action, Actor, App, Moment, Refusal, access, allow, rounds::Round, scores};
use domain::{
    region::{Level, RegionCode},
    sheet::State,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use store::{Conn, MainKind, queries};

/// Boards of whole regencies that were read last, by regency, rule, year and day, each with the last entry of the chain that
/// it rests on; as long as no entry was added it holds.
pub(crate) type Remembered = Mutex<HashMap<(RegionCode, String, i64, jiff::civil::Date), (u64, Arc<Board>)>>;

/// How many boards are remembered: some 50 kB each.
const MOST_REMEMBERED: usize = 64;

/// One village on the board.
#[derive(Debug, Clone)]
pub struct Line {
    /// The village.
    pub village: RegionCode,
    /// Where each sheet stands, in the rule's order; `None` when nobody has touched it.
    pub sheets: Vec<Option<State>>,
    /// What is known of its class.
    pub standing: Standing,
    /// Number of items present, by group, in the rule's order.
    pub present: Vec<usize>,
    /// The class (position in the rule, worst first) that the rule computes; `None` while undetermined.
    pub computed: Option<usize>,
    /// What the rule alone says, beside what a person may have decided.
    pub reckoned: Standing,
    /// Whether a person has decided the class.
    pub decided: bool,
    /// Whether the rule says something else now than when the class was decided.
    pub outdated: bool,
}

/// What is known of a village's class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The class, decided or computed: position in the rule, worst first.
    Class(usize),
    /// Reported, but answers are missing: the mildest and the worst class still possible.
    Between(usize, usize),
    /// Not all sheets have come in.
    Silent,
}

/// A city or district in one round.
#[derive(Debug, Clone)]
pub struct Board {
    /// The round with its rule.
    pub round: Round,
    /// The city or district.
    pub place: RegionCode,
    /// All villages, by code.
    pub lines: Vec<Line>,
}

/// Counts that sum up to the number of villages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Villages of each class, worst first.
    pub classes: Vec<usize>,
    /// Villages whose class is not determined because answers are missing.
    pub undetermined: usize,
    /// Villages whose sheets have not all come in.
    pub silent: usize,
}

impl Counts {
    /// Counts villages by where they stand, under a rule of so many classes.
    pub(crate) fn of(classes: usize, standings: impl IntoIterator<Item = Standing>) -> Self {
        let mut counts = Self { classes: vec![0; classes], undetermined: 0, silent: 0 };
        for standing in standings {
            match standing {
                Standing::Class(class) => counts.classes[class] += 1,
                Standing::Between(..) => counts.undetermined += 1,
                Standing::Silent => counts.silent += 1,
            }
        }
        counts
    }

    /// The denominator.
    #[must_use]
    pub fn villages(&self) -> usize {
        self.reported() + self.silent
    }

    /// Villages whose sheets have all come in.
    #[must_use]
    pub fn reported(&self) -> usize {
        self.classes.iter().sum::<usize>() + self.undetermined
    }
}

impl Board {
    /// The counts of this board.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(self.round.rule.classes().len(), self.lines.iter().map(|line| line.standing))
    }
}

impl App {
    /// The board of a city or district.
    ///
    /// # Errors
    /// When the actor may not see it, or no round was opened.
    pub async fn board(&self, actor: &Actor, place: RegionCode, moment: impl Into<Moment>) -> Result<Board, Refusal> {
        allow(actor, Action::SeeBoard, place)?;
        self.any_board(place, moment.into()).await
    }

    /// Counts alone, for who sees no single village.
    ///
    /// # Errors
    /// When the actor may not see them, or no round was opened. Of a single village there are no counts: they would be its
    /// class; and who sees no village sees no district either, since a class of few districts could be told from it.
    pub async fn roll_up(
        &self,
        actor: &Actor,
        place: RegionCode,
        moment: impl Into<Moment>,
    ) -> Result<(Round, Counts), Refusal> {
        allow(actor, Action::SeeRollUp, place)?;
        let finest = if access::may(actor, Action::SeeBoard) { Level::District } else { Level::Regency };
        if place.level() > finest {
            return Err(Refusal::NotAllowed(Action::SeeRollUp));
        }
        let board = self.any_board(place, moment.into()).await?;
        Ok((board.round.clone(), board.counts()))
    }

    /// Who has handed in and who has not: villages with the state of their sheets, without classes. Public: the numbers only.
    ///
    /// # Errors
    /// When no round was opened.
    pub async fn progress(&self, place: RegionCode) -> Result<(Round, usize, usize), Refusal> {
        let board = self.any_board(place, Moment::default()).await?;
        let counts = board.counts();
        Ok((board.round, counts.reported(), counts.villages()))
    }

    /// How many villages of a round have sent all they have to, of how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reported(&self, round: &Round) -> Result<(usize, usize), Refusal> {
        let counts = self.any_board(round.regency, Some(round.year).into()).await?.counts();
        Ok((counts.reported(), counts.villages()))
    }

    pub(crate) async fn any_board(&self, place: RegionCode, moment: Moment) -> Result<Board, Refusal> {
        let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
        let conn = self.reading(regency, moment).await?;
        // Asked before the rows are read: what is written meanwhile makes the board look older than it is, never newer.
        let last = self.stores.main.last_entry(&regency.to_string()).await?;
        let round = self.round_in(conn, regency, moment).await?;
        let holding = self.board_holding(conn, round, place, moment, last).await?;
        let lines = holding.lines.iter().filter(|line| place.contains(line.village)).cloned().collect();
        Ok(Board { round: holding.round.clone(), place, lines })
    }

    /// A board of this round with the place in it: of the whole regency as remembered at its chain's entry `last`, or of an
    /// earlier moment that of the place alone.
    pub(crate) async fn board_holding(
        &self,
        conn: Conn<'_, MainKind>,
        round: Round,
        place: RegionCode,
        moment: Moment,
        last: u64,
    ) -> Result<Arc<Board>, Refusal> {
        if moment.is_past() {
            return Ok(Arc::new(self.read_board(conn, round, place, moment).await?));
        }
        let regency = round.regency;
        let name = (regency, round.rule.rule().to_string(), round.year, self.today(regency));
        let known = {
            let boards = self.boards.lock().unwrap_or_else(PoisonError::into_inner);
            boards.get(&name).filter(|(entry, _)| *entry == last).map(|(_, board)| board.clone())
        };
        if let Some(board) = known {
            return Ok(board);
        }
        let board = Arc::new(self.read_board(conn, round, regency, moment).await?);
        let mut boards = self.boards.lock().unwrap_or_else(PoisonError::into_inner);
        if boards.len() >= MOST_REMEMBERED {
            boards.clear();
        }
        boards.insert(name, (last, board.clone()));
        Ok(board)
    }

    async fn read_board(
        &self,
        conn: Conn<'_, MainKind>,
        round: Round,
        place: RegionCode,
        moment: Moment,
    ) -> Result<Board, Refusal> {
        let (regency, key, part) = (round.regency, round.key(), place.to_string());
        let mut sheets: HashMap<String, Vec<Option<State>>> = HashMap::new();
        let count = round.rule.sheets().len();
        for submission in queries::rounds::submissions(conn, &key, &part).await? {
            let Some(at) = round.rule.sheets().iter().position(|sheet| sheet.id == submission.sheet) else { continue };
            sheets.entry(submission.village).or_insert_with(|| vec![None; count])[at] = submission.state.parse().ok();
        }
        let scores = scores::scores(conn, &key, &round.rule, place).await?;
        let scores: HashMap<&str, _> = scores.iter().map(|score| (score.village.as_str(), score)).collect();
        let decisions = queries::rounds::decisions(conn, &key, &part).await?;
        let decisions: HashMap<&str, _> =
            decisions.iter().map(|decision| (decision.village.as_str(), decision)).collect();
        let class = |id: &str| round.rule.class_index(id);
        let line = |village: RegionCode| {
            let code = village.to_string();
            let sheets = sheets.remove(&code).unwrap_or_else(|| vec![None; count]);
            let score = scores.get(code.as_str());
            let range = score.and_then(|score| Some((class(&score.mildest)?, class(&score.worst)?)));
            let computed = range.filter(|(mildest, worst)| mildest == worst).map(|(_, worst)| worst);
            let decided = decisions.get(code.as_str()).and_then(|decision| class(&decision.class));
            let reported = sheets.iter().all(|sheet| sheet.is_some_and(State::counts));
            let reckoned = match range.filter(|_| reported) {
                Some((mildest, worst)) if mildest == worst => Standing::Class(worst),
                Some((mildest, worst)) => Standing::Between(mildest, worst),
                None => Standing::Silent,
            };
            let standing = decided.filter(|_| reported).map_or(reckoned, Standing::Class);
            let then = decisions.get(code.as_str()).map(|decision| class(&decision.computed));
            let outdated = reported && then.is_some_and(|then| then != computed);
            let present: HashMap<String, usize> =
                score.and_then(|score| serde_json::from_str(&score.present).ok()).unwrap_or_default();
            let present =
                round.rule.groups().iter().map(|group| present.get(&group.id).copied().unwrap_or(0)).collect();
            Line { village, sheets, standing, present, computed, reckoned, decided: decided.is_some(), outdated }
        };
        let places = self.places();
        let day = moment.day(round.year).min(self.today(regency));
        let villages = places.villages_on(place, day).map(|region| region.code);
        let lines = villages.map(line).collect();
        Ok(Board { round, place, lines })
    }
}
