//! What a version of a rule would change: which villages would be in another class, before anyone puts it in force.

use super::{VersionOf, activate::fits};
use crate::{
    Actor, App, Refusal,
    city::{Counts, Standing},
    rounds::Round,
    scores,
};
use domain::region::RegionCode;
use instrument::Instrument;
use std::{collections::HashMap, sync::Arc};

/// What would change in the round of this year.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The round as it is.
    pub round: Round,
    /// The rule that would be in force.
    pub rule: Arc<Instrument>,
    /// Villages whose computed class would be another: village, as it is (by the round's rule), as it would be (by the new).
    pub changes: Vec<(RegionCode, Standing, Standing)>,
    /// All villages by the round's rule, decisions aside.
    pub before: Counts,
    /// All villages by the new rule.
    pub after: Counts,
    /// Whether an open round can take the rule over: the same items, sheets and classes.
    pub fits: bool,
}

impl App {
    /// What a version would change in this year's round; nothing where there is no round yet.
    ///
    /// # Errors
    /// [`Refusal::Rule`] while the version is not whole.
    pub async fn rule_effect(&self, actor: &Actor, of: &VersionOf) -> Result<Option<Effect>, Refusal> {
        let rule = self.rule_version(actor, of).await?.rule.map_err(Refusal::Rule)?;
        let board = match self.any_board(of.regency, None.into()).await {
            Ok(board) => board,
            Err(Refusal::NotFound("round")) => return Ok(None),
            Err(other) => return Err(other),
        };
        let material = scores::material(self.stores.main.read(), &board.round.key(), &rule, of.regency).await?;
        let would = scores::reckon(&material, &board.round.key(), &rule);
        let would: HashMap<&str, _> = would.iter().map(|score| (score.village.as_str(), score)).collect();
        let mut changes = vec![];
        let mut standings = (vec![], vec![]);
        for line in &board.lines {
            let score = would.get(line.village.to_string().as_str()).copied();
            let range = score.and_then(|s| Some((rule.class_index(&s.mildest)?, rule.class_index(&s.worst)?)));
            let then = match (line.reckoned, range) {
                (Standing::Silent, _) | (_, None) => Standing::Silent,
                (_, Some((mildest, worst))) if mildest == worst => Standing::Class(worst),
                (_, Some((mildest, worst))) => Standing::Between(mildest, worst),
            };
            if named(&board.round.rule, line.reckoned) != named(&rule, then) {
                changes.push((line.village, line.reckoned, then));
            }
            standings.0.push(line.reckoned);
            standings.1.push(then);
        }
        let fits = fits(&board.round.rule, &rule);
        let before = Counts::of(board.round.rule.classes().len(), standings.0);
        let after = Counts::of(rule.classes().len(), standings.1);
        Ok(Some(Effect { round: board.round, rule, changes, before, after, fits }))
    }
}

/// A standing by the names of its classes, which two rules may have at other positions.
fn named(rule: &Instrument, standing: Standing) -> (Option<&str>, Option<&str>) {
    let id = |class: usize| rule.class(class).map(|class| class.id.as_str());
    match standing {
        Standing::Class(class) => (id(class), id(class)),
        Standing::Between(mildest, worst) => (id(mildest), id(worst)),
        Standing::Silent => (None, None),
    }
}
