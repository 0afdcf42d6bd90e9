//! One village: its class and why, its answers, its history, who decided what.

use crate::{
    Action, Actor, App, Moment, Refusal, access, allow,
    city::{Line, Standing},
    round_key,
    rounds::Round,
    scores,
    sheets::view::{Sent, VillageSheet},
};
use domain::region::RegionCode;
use instrument::{Answer, Decision, Explanation, Instrument, Lang, Limit, Nearest, Scope, Scorer, State, Text};
use store::{ledger::Entry, nouns, queries};

/// One item as it stands in a village.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemWhy {
    /// Present, absent, not applicable or unknown.
    pub state: State,
    /// What was said, in the cell form people write; `None` where the actor may not read it.
    pub said: Option<String>,
    /// The value from which on it is present here.
    pub at_least: Option<f64>,
}

/// One row of the rule that gave, or may give, the class.
#[derive(Debug, Clone, PartialEq)]
pub struct RowWhy {
    /// The class: position in the rule.
    pub class: usize,
    /// Its conditions: title of what is counted, least and most value, the value here (lowest and highest possible).
    pub conditions: Vec<ConditionWhy>,
}

/// One condition of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionWhy {
    /// What is counted, in both languages.
    pub title: Text,
    /// The least value.
    pub min: Option<f64>,
    /// The most.
    pub max: Option<f64>,
    /// The value here: lowest and highest possible, equal when settled.
    pub value: Option<(f64, f64)>,
}

/// What a village's page shows to this actor.
#[derive(Debug, Clone)]
pub struct VillageView {
    /// The round with its rule.
    pub round: Round,
    /// The village.
    pub village: RegionCode,
    /// Its place on the board.
    pub standing: Standing,
    /// What the rule alone says.
    pub reckoned: Standing,
    /// Whether the rule says something else now than when the class was decided.
    pub outdated: bool,
    /// The class that the rule computes from what was sent; `None` while undetermined.
    pub computed: Option<usize>,
    /// The items in the rule's order.
    pub items: Vec<ItemWhy>,
    /// The rows that gave or may give the class.
    pub rows: Vec<RowWhy>,
    /// The sheets in the rule's order.
    pub sheets: Vec<VillageSheet>,
    /// The smallest changes, for verifying roles; empty for the others.
    pub nearest: Vec<Nearest>,
    /// The decision, if there is one.
    pub decision: Option<nouns::Decision>,
    /// Class by year, earliest first: year, standing.
    pub history: Vec<(i64, Standing)>,
    /// Residents and households, the latest known in that year.
    pub figures: Option<nouns::VillageFigures>,
    /// Who did what, newest first; for who may see it.
    pub trail: Vec<Entry>,
}

impl VillageView {
    /// Items that were found present, by position in the rule.
    pub fn findings(&self) -> impl Iterator<Item = usize> {
        self.items.iter().enumerate().filter(|(_, item)| item.state == State::Present).map(|(at, _)| at)
    }
}

impl App {
    /// The page of a village.
    ///
    /// # Errors
    /// When the actor may not see this village, it does not exist, or no round was opened.
    pub async fn village(
        &self,
        actor: &Actor,
        village: RegionCode,
        moment: impl Into<Moment>,
    ) -> Result<VillageView, Refusal> {
        allow(actor, Action::SeeVillage, village)?;
        let (regency, moment) = (self.regency_of_village(village)?, moment.into());
        let conn = self.reading(regency, moment).await?;
        let last = self.stores.main.last_entry(&regency.to_string()).await?;
        let rounds = self.rounds_in(conn, regency).await?;
        let at = self.meant(&rounds, regency, moment).ok_or(Refusal::NotFound("round"))?;
        let mut history = vec![];
        let (mut round, mut line) = (None, None);
        for (place, past) in rounds.iter().enumerate().rev() {
            if past.rule.id() != rounds[at].rule.id() {
                continue;
            }
            let then = if place == at { moment } else { moment.in_year(past.year) };
            let board = self.board_holding(conn, past.clone(), village, then, last).await?;
            let own = board.lines.iter().find(|line| line.village == village);
            history.push((past.year, same_class(&board.round, &rounds[at], own)));
            if place == at {
                (round, line) = (Some(board.round.clone()), own.cloned());
            }
        }
        let round = round.ok_or(Refusal::NotFound("round"))?;
        let standing = line.as_ref().map_or(Standing::Silent, |line| line.standing);
        let reckoned = line.as_ref().map_or(Standing::Silent, |line| line.reckoned);
        let outdated = line.as_ref().is_some_and(|line| line.outdated);
        let (key, code) = (round.key(), village.to_string());
        let sent = Sent::read(conn, &key, village).await?;
        let (day, year_end) = (moment.day(round.year).to_string(), format!("{}-12-31", round.year));
        let figures = queries::places::figures(conn, &key.regency, &day).await?;
        let own_figures = figures.iter().find(|figures| figures.village == code).cloned();
        // Where the rule compares, the answers of the whole city are needed.
        let material = if scores::compares(&round.rule) || day != year_end {
            scores::material(conn, &key, &round.rule, village).await?
        } else {
            scores::gather(&round.rule, &sent.submissions, &sent.values(), figures)
        };
        let nothing = vec![Answer::Missing; round.rule.items().len()];
        let answers = material.answers.get(&village).unwrap_or(&nothing);
        let per = material.per(village);
        let mut scorer = Scorer::new(&round.rule);
        let outcome = scorer.score(answers, &per, &material.cutoffs);
        let nearest = if access::may(actor, Action::SeeNearest) {
            scorer.nearest(&outcome, answers, &per, &material.cutoffs)
        } else {
            vec![]
        };
        let mut sheets = vec![];
        for sheet in 0..round.rule.sheets().len() {
            sheets.extend(self.village_sheets_of(&sent, &round, sheet, village));
        }
        let readable = |sheet: usize| {
            round.rule.sheets()[sheet].scope == Scope::Village || access::may(actor, Action::SeeCitySheets)
        };
        let explanation = outcome.explain(&round.rule, answers, &per, &material.cutoffs);
        let items = round.rule.items().iter().enumerate().map(|(at, item)| ItemWhy {
            state: outcome.items[at],
            said: readable(item.sheet).then(|| round.rule.cell(at, &answers[at])),
            at_least: match explanation.item(at).map(|line| line.limit) {
                Some(Limit::AtLeast(value)) => Some(value),
                _ => None,
            },
        });
        let items = items.collect();
        let rows = explanation.decisions().filter_map(|decision| why(&explanation, &round.rule, &decision)).collect();
        // The board knows whether there is one.
        let decision = if line.is_some_and(|line| line.decided || line.outdated) {
            queries::rounds::decisions(conn, &key, &code).await?.into_iter().next()
        } else {
            None
        };
        Ok(VillageView {
            village,
            standing,
            reckoned,
            outdated,
            computed: outcome.class(),
            items,
            rows,
            sheets,
            nearest,
            decision,
            history,
            figures: own_figures,
            trail: self.trail(actor, moment, &round, village).await?,
            round,
        })
    }

    async fn trail(
        &self,
        actor: &Actor,
        moment: Moment,
        round: &Round,
        village: RegionCode,
    ) -> Result<Vec<Entry>, Refusal> {
        if !access::may(actor, Action::SeeTrail) {
            return Ok(vec![]);
        }
        let key = round_key(round.regency, round.rule.id(), round.year);
        let about = |table: &str| format!("{table}/{}/{}/{}/{village}", key.regency, key.instrument, key.year);
        let mut subjects = vec![about("score"), about("decision")];
        subjects.extend(round.rule.sheets().iter().map(|sheet| format!("{}/{}", about("submission"), sheet.id)));
        subjects.extend(round.rule.items().iter().map(|item| format!("{}/{}", about("answer"), item.id)));
        let mut trail = self.stores.main.entries_about(&key.regency, &subjects, 30).await?;
        let end = moment.known.map_or(i64::MAX, |known| self.zone(round.regency).end_of(known));
        trail.retain(|entry| entry.recorded_at <= end);
        Ok(trail)
    }
}

/// Where a village stood in a round; classes of an older rule are shown in the positions of their own ids.
fn same_class(then: &Round, now: &Round, line: Option<&Line>) -> Standing {
    let same = |class: usize| then.rule.class(class).and_then(|class| now.rule.class_index(&class.id));
    match line.map_or(Standing::Silent, |line| line.standing) {
        Standing::Class(class) => same(class).map_or(Standing::Silent, Standing::Class),
        Standing::Between(mildest, worst) => match (same(mildest), same(worst)) {
            (Some(mildest), Some(worst)) => Standing::Between(mildest, worst),
            _ => Standing::Silent,
        },
        Standing::Silent => Standing::Silent,
    }
}

/// A decision of the rule in owned form; bands have no conditions beyond their part's value.
fn why(explanation: &Explanation<'_>, rule: &Instrument, decision: &Decision<'_>) -> Option<RowWhy> {
    let (index, class) = match decision {
        Decision::Row { index, class, .. } => (Some(*index), class),
        Decision::Band { class, .. } => (None, class),
    };
    let condition = |line: instrument::ConditionLine<'_>| ConditionWhy {
        title: Text::new(line.part.title(Lang::Id), line.part.title(Lang::En)),
        min: line.condition.min,
        max: line.condition.max,
        value: line.part.value.map(|value| (value.low, value.high)),
    };
    let conditions = index.map(|index| explanation.conditions(index).map(condition).collect()).unwrap_or_default();
    Some(RowWhy { class: rule.class_index(&class.id)?, conditions })
}
