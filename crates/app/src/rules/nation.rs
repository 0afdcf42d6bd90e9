//! A rule of the nation: it holds for all open rounds from its year on, except where an office has its own.
//!
//! Putting it in force is one action; that the rounds take it over is a job, regency by regency, each in an action of its
//! own, so that it may stop anywhere and go on. Undone, the same job lets them go back to the rules they had.
//! Not here: what it would change before that (`effect`).

use super::{
    VersionOf,
    activate::{Force, first_year, fits, put_in_force, put_out_of_force, taken},
    find, unchanged,
};
use crate::{
    Action, Actor, App, Refusal, allow_office, round_key,
    scores::{self, Difference},
};
use domain::{region::RegionCode, rule::State};
use futures_util::StreamExt as _;
use instrument::Instrument;
use jiff::civil::Date;
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};
use store::{
    Conn, MainKind, Record, SYSTEM, StoreError,
    nouns::{InstrumentSource, Round, RuleVersion},
    queries::{
        self,
        jobs::{self, Job},
        rounds::Key,
    },
};

/// The kind of the job.
pub(crate) const JOB: &str = "rule";
/// Regencies at work at the same time; on SQLite their writes share commits.
const AT_ONCE: usize = 48;

/// How far a rule of the nation has spread.
#[derive(Debug, Clone)]
pub struct Spread {
    /// The job, with how many regencies it has seen to; `None` while the rule is not in force.
    pub job: Option<Job>,
    /// Open rounds that have this rule.
    pub with: usize,
    /// Open rounds from its year on that have another one: regency, year, that version.
    pub without: Vec<(RegionCode, i64, String)>,
}

/// Rules that offices have made themselves and put in force: regency, id and version.
pub(super) struct OwnRules(HashSet<(String, String, String)>);

impl OwnRules {
    /// Whether a round has a rule of its own office.
    pub fn has(&self, round: &Round) -> bool {
        self.0.contains(&(round.regency.clone(), round.instrument.clone(), round.version.clone()))
    }
}

/// A round that changes over.
#[derive(Debug, Clone)]
struct Move {
    key: Key,
    from: String,
    to: Arc<Instrument>,
    /// Whether it takes the nation's rule, or goes back.
    taking: bool,
}

impl App {
    pub(super) async fn activate_for_all(
        &self,
        actor: &Actor,
        of: &VersionOf,
        revision: i64,
        from: Date,
    ) -> Result<(), Refusal> {
        let (at, by, of) = (self.now(), actor.name().to_owned(), of.clone());
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let (by, of) = (by.clone(), of.clone());
                Box::pin(async move {
                    let there = unchanged(tx.read(), &of, revision).await?;
                    one_at_a_time(tx.read()).await?;
                    let body = json!({ "rule": of.id, "version": of.version, "from": from.to_string(),
                        "written_by": there.changed_by });
                    put_in_force(tx, there, Force { from, by: &by, at, before: String::new() }).await?;
                    jobs::plan(tx, SYSTEM, JOB, &job_id(&of, State::Active), at).await?;
                    tx.record(Record { at, actor: by, action: "rule.activate", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        self.wake.notify_one();
        Ok(())
    }

    pub(super) async fn undo_for_all(&self, actor: &Actor, of: &VersionOf, revision: i64) -> Result<(), Refusal> {
        let (at, by, of) = (self.now(), actor.name().to_owned(), of.clone());
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let (by, of) = (by.clone(), of.clone());
                Box::pin(async move {
                    let there = unchanged(tx.read(), &of, revision).await?;
                    one_at_a_time(tx.read()).await?;
                    put_out_of_force(tx, there).await?;
                    jobs::plan(tx, SYSTEM, JOB, &job_id(&of, State::Undone), at).await?;
                    let body = json!({ "rule": of.id, "version": of.version });
                    tx.record(Record { at, actor: by, action: "rule.undo", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        self.wake.notify_one();
        Ok(())
    }

    /// How far a rule of the nation has spread, or how far its going back has come.
    ///
    /// # Errors
    /// When the actor does not work in the nation's office, or there is no such version.
    pub async fn rule_spread(&self, actor: &Actor, of: &VersionOf) -> Result<Spread, Refusal> {
        allow_office(actor, Action::SeeRuleVersions, of.office)?;
        let conn = self.stores.main.read();
        let version = find(conn, of).await?;
        let state: State = version.state.parse().map_err(|_| Refusal::NotFound("rule"))?;
        let job = jobs::one(conn, SYSTEM, &job_id(of, state)).await?;
        let Some(first) = first_year(&version.valid_from) else { return Ok(Spread { job, with: 0, without: vec![] }) };
        let (with, without): (Vec<Round>, _) =
            queries::rounds::open(conn, &of.id, first).await?.into_iter().partition(|r| r.version == of.version);
        let without =
            without.into_iter().filter_map(|round| Some((round.regency.parse().ok()?, round.year, round.version)));
        Ok(Spread { job, with: with.len(), without: without.collect() })
    }

    /// The job: lets every open round take over the rule, or go back; gives how many rounds changed over.
    pub(crate) async fn spread_rule(self: &Arc<Self>, job: &Job) -> Result<usize, Refusal> {
        let of = named_by(&job.id).ok_or(Refusal::NotFound("rule"))?;
        let conn = self.stores.main.read();
        let version = find(conn, &of).await?;
        let rule = self.rule(&version.source).ok_or(Refusal::NotFound("rule"))?;
        let state: State = version.state.parse().map_err(|_| Refusal::NotFound("rule"))?;
        let subject = format!("rule_version/{SYSTEM}/{}/{}", of.id, of.version);
        let steps = self.stores.main.entries_about(SYSTEM, &[subject], 1).await?;
        let by = steps.first().map_or_else(|| version.activated_by.clone(), |entry| entry.actor.clone());
        let moves = match state {
            State::Active => self.taking(&version, &rule).await?,
            State::Undone => self.going_back(&version).await?,
            State::Draft | State::Proposed => return Ok(0),
        };
        let total = i64::try_from(moves.len()).unwrap_or_default();
        let change_over = |(regency, moves)| {
            let (app, by) = (self.clone(), by.clone());
            tokio::spawn(async move { app.change_over(regency, moves, &by).await })
        };
        let mut ended = futures_util::stream::iter(moves).map(change_over).buffer_unordered(AT_ONCE);
        let (mut done, mut changed, mut failed) = (0, 0, None);
        while let Some(one) = ended.next().await {
            // What one regency cannot do keeps no other from it; the job is tried again for those that are left.
            match one {
                Ok(Ok(rounds)) => changed += rounds,
                Ok(Err(refusal)) => failed = Some(refusal),
                Err(error) => failed = Some(StoreError::Database(error.to_string()).into()),
            }
            done += 1;
            // Told in steps of two in a hundred.
            if done * 50 / total != (done - 1) * 50 / total {
                self.keep_job(Job {
                    state: "running".to_owned(),
                    attempts: job.attempts + 1,
                    done,
                    total,
                    ..job.clone()
                })
                .await?;
            }
        }
        failed.map_or(Ok(changed), Err)
    }

    /// Lets the rounds that are left take over the rule, or go back, after the job had failed for good.
    ///
    /// # Errors
    /// When the actor does not work in the nation's office, or the job has not failed.
    pub async fn spread_again(&self, actor: &Actor, of: &VersionOf) -> Result<(), Refusal> {
        allow_office(actor, Action::ActivateRule, of.office)?;
        let state = find(self.stores.main.read(), of).await?.state;
        let state: State = state.parse().map_err(|_| Refusal::NotFound("rule"))?;
        let (at, by, of) = (self.now(), actor.name().to_owned(), of.clone());
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let (by, of) = (by.clone(), of.clone());
                Box::pin(async move {
                    one_at_a_time(tx.read()).await?;
                    if !jobs::again(tx, SYSTEM, &job_id(&of, state), at).await? {
                        return Err(Refusal::Invalid("rule-not-now"));
                    }
                    let body = json!({ "rule": of.id, "version": of.version });
                    tx.record(Record { at, actor: by, action: "rule.spread-again", body });
                    Ok(())
                })
            })
            .await?;
        self.wake.notify_one();
        Ok(())
    }

    /// The rules of their own that offices have in force.
    pub(super) async fn own_rules(&self) -> Result<OwnRules, Refusal> {
        let in_force = queries::rules::in_force(self.stores.main.read()).await?;
        let offices = in_force.into_iter().filter(|version| version.regency != SYSTEM);
        Ok(OwnRules(offices.map(|version| (version.regency, version.id, version.version)).collect()))
    }

    /// The open rounds that take a rule over: not those that have one of their own office's, nor those that ask other things.
    async fn taking(
        &self,
        version: &RuleVersion,
        rule: &Arc<Instrument>,
    ) -> Result<BTreeMap<RegionCode, Vec<Move>>, Refusal> {
        let conn = self.stores.main.read();
        let first = first_year(&version.valid_from).ok_or(Refusal::NotFound("rule"))?;
        let own = self.own_rules().await?;
        let mut moves: BTreeMap<RegionCode, Vec<Move>> = BTreeMap::new();
        for round in queries::rounds::open(conn, &version.id, first).await? {
            if round.version == version.version || own.has(&round) {
                continue;
            }
            let (Ok(regency), Some(there)) = (round.regency.parse(), self.rule_of(conn, &round).await?) else {
                continue;
            };
            if fits(&there, rule) {
                let key = round_key(regency, &version.id, round.year);
                let own = moves.entry(regency).or_default();
                own.push(Move { key, from: round.version, to: rule.clone(), taking: true });
            }
        }
        Ok(moves)
    }

    /// The open rounds that have an undone rule, with the rule that they go back to.
    async fn going_back(&self, version: &RuleVersion) -> Result<BTreeMap<RegionCode, Vec<Move>>, Refusal> {
        let conn = self.stores.main.read();
        let taken = queries::rules::taken(conn, &version.id, &version.version).await?;
        let taken: HashMap<(String, i64), String> =
            taken.into_iter().map(|taken| ((taken.regency, taken.year), taken.before)).collect();
        let mut moves: BTreeMap<RegionCode, Vec<Move>> = BTreeMap::new();
        for round in queries::rounds::open(conn, &version.id, i64::MIN).await? {
            let Ok(regency) = round.regency.parse() else { continue };
            if round.version != version.version {
                continue;
            }
            let (year, from) = (round.year, round.version.clone());
            let to = match taken.get(&(round.regency.clone(), year)) {
                Some(before) => self.rule_to_go_back_to(Round { version: before.clone(), ..round }).await?,
                // It was opened with the rule that is now undone, and keeps it where it asks other things.
                None => {
                    let to = self.rule_for(regency, &version.id, year).await?;
                    match self.rule_of(conn, &round).await?.filter(|there| fits(there, &to)) {
                        Some(_) => to,
                        None => continue,
                    }
                }
            };
            let key = round_key(regency, &version.id, year);
            moves.entry(regency).or_default().push(Move { key, from, to, taking: false });
        }
        Ok(moves)
    }

    /// The rule that a round had before, named by its version; where that was a rule of the nation that is undone since, the
    /// one before it.
    pub(super) async fn rule_to_go_back_to(&self, mut round: Round) -> Result<Arc<Instrument>, Refusal> {
        let conn = self.stores.main.read();
        loop {
            let of = queries::rules::version(conn, SYSTEM, &round.instrument, &round.version).await?;
            if of.is_none_or(|nation| nation.state != State::Undone.id()) {
                return self.rule_of(conn, &round).await?.ok_or(Refusal::NotFound("rule"));
            }
            let taken = queries::rules::taken_before(conn, &round).await?;
            let Some(before) = taken.filter(|before| *before != round.version) else {
                let regency = round.regency.parse().map_err(|_| Refusal::NotFound("region"))?;
                return self.rule_for(regency, &round.instrument, round.year).await;
            };
            round.version = before;
        }
    }

    /// Changes the rounds of one regency over, unless they went on meanwhile; gives how many.
    async fn change_over(&self, regency: RegionCode, moves: Vec<Move>, by: &str) -> Result<usize, Refusal> {
        // Scored before the one writer's turn, and again in it only where something was written meanwhile.
        let (main, chain) = (&self.stores.main, regency.to_string());
        let last = main.last_entry(&chain).await?;
        let mut scored = vec![];
        for one in &moves {
            scored.push(scores::difference(main.read(), &one.key, &one.to, regency).await?);
        }
        let moves: Arc<Vec<(Move, Difference)>> = Arc::new(moves.into_iter().zip(scored).collect());
        let (at, by) = (self.now(), by.to_owned());
        main.write(&chain, move |tx| {
            let (by, moves) = (by.clone(), moves.clone());
            Box::pin(async move {
                let mut changed = vec![];
                let as_read = tx.last_entry().await? == last;
                for (Move { key, from, to, taking }, difference) in moves.iter() {
                    let Some(round) = queries::rounds::round(tx.read(), key).await? else { continue };
                    if round.locked_at.is_some() || round.version != *from {
                        continue;
                    }
                    if *taking {
                        tx.put(&taken(key, to.version(), from)).await?;
                    } else {
                        let (id, version) = (key.instrument.clone(), to.version().to_owned());
                        let (regency, source) = (key.regency.clone(), to.source().to_owned());
                        tx.put(&InstrumentSource { regency, id, version, source }).await?;
                        tx.remove(&taken(key, from, "")).await?;
                    }
                    changed.push(json!([key.year, from, to.version()]));
                    tx.put(&Round { version: to.version().to_owned(), ..round }).await?;
                    if as_read {
                        scores::keep(tx, difference).await?;
                    } else {
                        scores::rescore(tx, key, to, regency).await?;
                    }
                }
                let n = changed.len();
                if n > 0 {
                    let action = if moves.iter().all(|(one, _)| one.taking) { "rule.take" } else { "rule.give-back" };
                    tx.record(Record { at, actor: by, action, body: json!({ "rounds": changed }) });
                }
                Ok(n)
            })
        })
        .await
    }
}

/// Refuses while a rule of the nation spreads or goes back: an older one that came to its end later would win.
async fn one_at_a_time(conn: Conn<'_, MainKind>) -> Result<(), Refusal> {
    if jobs::unfinished(conn, JOB).await? { Err(Refusal::Invalid("rule-still-spreading")) } else { Ok(()) }
}

fn job_id(of: &VersionOf, state: State) -> String {
    format!("{JOB}/{}/{}/{}", of.id, of.version, state.id())
}

fn named_by(job: &str) -> Option<VersionOf> {
    let mut parts = job.strip_prefix(JOB)?.split('/').skip(1);
    Some(VersionOf { office: None, id: parts.next()?.to_owned(), version: parts.next()?.to_owned() })
}
