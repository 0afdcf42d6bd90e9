//! Putting a version in force by a second person, and taking it out again. Rounds that are open and not before its date
//! take it over at once; locked rounds and earlier years stay as they were.

use super::{VersionOf, find, unchanged};
use crate::{Action, Actor, App, Refusal, allow_office, chain_of, round_key, rounds, scores};
use domain::rule::{State, Step};
use instrument::Instrument;
use jiff::civil::Date;
use serde_json::json;
use store::{
    MainKind, Record, Tx,
    nouns::{InstrumentSource, Round, RuleTaken, RuleVersion},
    queries::{self, rounds::Key},
};

/// The first year whose round a rule that holds from this date is for: a round is asked and scored as a whole.
pub(crate) fn first_year(valid_from: &str) -> Option<i64> {
    Some(i64::from(valid_from.parse::<Date>().ok()?.year()))
}

/// Whether answers to the one rule are answers to the other: same items of the same kind on the same sheets, same classes.
pub(crate) fn fits(there: &Instrument, new: &Instrument) -> bool {
    let items = |rule: &Instrument| -> Vec<(String, String, instrument::Kind, Vec<String>)> {
        let choices = |item: &instrument::Item| item.choices.iter().map(|choice| choice.value.clone()).collect();
        let one =
            |item: &instrument::Item| (item.id.clone(), rule.sheets()[item.sheet].id.clone(), item.kind, choices(item));
        let mut all: Vec<_> = rule.items().iter().map(one).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    let classes = |rule: &Instrument| -> Vec<String> { rule.classes().iter().map(|class| class.id.clone()).collect() };
    there.id() == new.id() && items(there) == items(new) && classes(there) == classes(new)
}

/// Who puts a version in force, when, and what to go back to.
pub(super) struct Force<'a> {
    pub from: Date,
    pub by: &'a str,
    pub at: i64,
    pub before: String,
}

/// Keeps a proposed version as active, and its source for the rounds that it holds for.
pub(super) async fn put_in_force(tx: &Tx<'_, MainKind>, version: RuleVersion, force: Force<'_>) -> Result<(), Refusal> {
    let state = version.state.parse::<State>().ok().and_then(|state| state.after(Step::Activate));
    let state = state.ok_or(Refusal::Invalid("rule-not-proposed"))?;
    tx.put(&InstrumentSource {
        regency: version.regency.clone(),
        id: version.id.clone(),
        version: version.version.clone(),
        source: version.source.clone(),
    })
    .await?;
    let in_force = RuleVersion {
        state: state.id().to_owned(),
        revision: version.revision + 1,
        valid_from: force.from.to_string(),
        activated_by: force.by.to_owned(),
        activated_at: Some(force.at),
        before: force.before,
        ..version
    };
    Ok(tx.put(&in_force).await?)
}

/// Keeps an active version as undone.
pub(super) async fn put_out_of_force(tx: &Tx<'_, MainKind>, version: RuleVersion) -> Result<(), Refusal> {
    let state = version.state.parse::<State>().ok().and_then(|state| state.after(Step::Undo));
    let state = state.ok_or(Refusal::Invalid("rule-not-active"))?.id().to_owned();
    Ok(tx.put(&RuleVersion { state, revision: version.revision + 1, ..version }).await?)
}

/// That a round took over a rule of the nation, and what it had before.
pub(super) fn taken(key: &Key, version: &str, before: &str) -> RuleTaken {
    RuleTaken {
        regency: key.regency.clone(),
        instrument: key.instrument.clone(),
        year: key.year,
        version: version.to_owned(),
        before: before.to_owned(),
    }
}

impl App {
    /// Puts a proposed version in force from a date of this year or later.
    ///
    /// # Errors
    /// When the actor wrote it, the date lies in an earlier year, it is not proposed, or an open round asks other items.
    pub async fn activate_rule(&self, actor: &Actor, of: &VersionOf, revision: i64, from: Date) -> Result<(), Refusal> {
        allow_office(actor, Action::ActivateRule, of.office)?;
        rounds::by_its_rule(|| self.try_activate(actor, of, revision, from)).await
    }

    async fn try_activate(&self, actor: &Actor, of: &VersionOf, revision: i64, from: Date) -> Result<(), Refusal> {
        let there = find(self.stores.main.read(), of).await?;
        if there.changed_by == actor.name() {
            return Err(Refusal::Invalid("rule-needs-second-person"));
        }
        if from.year() < self.office_today(of.office).year() {
            return Err(Refusal::Invalid("rule-date-past"));
        }
        let rule = self.rule(&there.source).ok_or(Refusal::Invalid("rule-file-damaged"))?;
        self.keeps_its_sheets(&rule)?;
        let Some(regency) = of.office else { return self.activate_for_all(actor, of, revision, from).await };
        let touched: Vec<_> = self
            .rounds(regency)
            .await?
            .into_iter()
            .filter(|round| !round.locked && round.rule.id() == of.id && round.year >= i64::from(from.year()))
            .collect();
        if !touched.iter().all(|round| fits(&round.rule, &rule)) {
            return Err(Refusal::Invalid("rule-items-differ"));
        }
        let years: Vec<i64> = touched.iter().map(|round| round.year).collect();
        let (at, by, of) = (self.now(), actor.name().to_owned(), of.clone());
        self.stores
            .main
            .write(&chain_of(of.office), move |tx| {
                let (by, of, rule, years) = (by.clone(), of.clone(), rule.clone(), years.clone());
                Box::pin(async move {
                    let there = unchanged(tx.read(), &of, revision).await?;
                    // A round that was opened meanwhile is looked at as the others were.
                    let now = queries::rounds::rounds(tx.read(), &regency.to_string()).await?;
                    let held = |round: &Round| {
                        round.instrument == of.id && round.locked_at.is_none() && round.year >= i64::from(from.year())
                    };
                    if !now.iter().filter(|round| held(round)).all(|round| years.contains(&round.year)) {
                        return Err(Refusal::Invalid(rounds::REPLACED));
                    }
                    let mut before: Vec<(i64, String)> = vec![];
                    for year in years {
                        let key = round_key(regency, &of.id, year);
                        let Some(round) = queries::rounds::round(tx.read(), &key).await? else { continue };
                        if round.locked_at.is_some() {
                            continue;
                        }
                        before.push((year, round.version.clone()));
                        tx.put(&Round { version: of.version.clone(), ..round }).await?;
                        scores::rescore(tx, &key, &rule, regency).await?;
                    }
                    let body = json!({ "rule": of.id, "version": of.version, "from": from.to_string(),
                        "written_by": there.changed_by, "rounds": before });
                    let before = serde_json::to_string(&before).unwrap_or_default();
                    put_in_force(tx, there, Force { from, by: &by, at, before }).await?;
                    tx.record(Record { at, actor: by, action: "rule.activate", body });
                    Ok(())
                })
            })
            .await
    }

    /// Takes a version out of force: the rounds that it took over go back to the rule they had, or take over what the nation
    /// has in force meanwhile.
    ///
    /// # Errors
    /// When it is not in force, or a round has been locked or has gone on to a later version since.
    pub async fn undo_rule(&self, actor: &Actor, of: &VersionOf, revision: i64) -> Result<(), Refusal> {
        allow_office(actor, Action::ActivateRule, of.office)?;
        let Some(regency) = of.office else { return self.undo_for_all(actor, of, revision).await };
        let there = find(self.stores.main.read(), of).await?;
        let before: Vec<(i64, String)> = serde_json::from_str(&there.before).unwrap_or_default();
        let own = self.own_rules().await?;
        let mut back = vec![];
        for (year, version) in before {
            let key = round_key(regency, &of.id, year);
            let conn = self.stores.main.read();
            let round = queries::rounds::round(conn, &key).await?.ok_or(Refusal::NotFound("round"))?;
            let there = self.rule_of(conn, &round).await?;
            let to = self.rule_to_go_back_to(Round { version, ..round.clone() }).await?;
            let own = own.has(&Round { version: to.version().to_owned(), ..round });
            let nation = match own {
                true => None,
                false => self.rule_in_force(None, &of.id, year).await?,
            };
            let nation = nation.filter(|nation| there.is_some_and(|there| fits(&there, nation)));
            back.push((key, to, nation));
        }
        let (at, by, of) = (self.now(), actor.name().to_owned(), of.clone());
        self.stores
            .main
            .write(&chain_of(of.office), move |tx| {
                let (by, of, back) = (by.clone(), of.clone(), back.clone());
                Box::pin(async move {
                    let there = unchanged(tx.read(), &of, revision).await?;
                    put_out_of_force(tx, there).await?;
                    let mut years = vec![];
                    for (key, before, nation) in back {
                        let round = queries::rounds::round(tx.read(), &key).await?.ok_or(Refusal::NotFound("round"))?;
                        if round.locked_at.is_some() || round.version != of.version {
                            return Err(Refusal::Invalid("rule-round-went-on"));
                        }
                        let rule = match nation {
                            Some(nation) if nation.version() != before.version() => {
                                tx.put(&taken(&key, nation.version(), before.version())).await?;
                                nation
                            }
                            _ => before,
                        };
                        let version = rule.version().to_owned();
                        years.push((key.year, version.clone()));
                        let (id, source) = (key.instrument.clone(), rule.source().to_owned());
                        let own = InstrumentSource { regency: round.regency.clone(), id, version, source };
                        tx.put(&own).await?;
                        tx.put(&Round { version: own.version, ..round }).await?;
                        scores::rescore(tx, &key, &rule, regency).await?;
                    }
                    let body = json!({ "rule": of.id, "version": of.version, "rounds": years });
                    tx.record(Record { at, actor: by, action: "rule.undo", body });
                    Ok(())
                })
            })
            .await
    }
}
