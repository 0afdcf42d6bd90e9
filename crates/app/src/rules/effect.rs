//! What a version of a rule would change: which villages would be in another class, before anyone puts it in force. In a
//! regency at once and village by village, in the nation in the background and by province.

use super::{VersionOf, activate::fits};
use crate::{
    Actor, App, Refusal,
    city::{Counts, Standing},
    rounds::Round,
    scores,
};
use domain::region::RegionCode;
use futures_util::StreamExt as _;
use instrument::{Instrument, Text};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};
use store::queries;

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

/// What would change in the nation, in the latest open round of each regency.
#[derive(Debug, Clone, Default)]
pub struct NationEffect {
    /// When it was worked out, milliseconds since 1970 UTC.
    pub made_at: i64,
    /// Class id, title, villages by the rules as they are, villages by the new rule.
    pub classes: Vec<(String, Text, usize, usize)>,
    /// Villages without one class, as it is and as it would be.
    pub undetermined: (usize, usize),
    /// By province: villages that would change, villages with answers.
    pub provinces: BTreeMap<RegionCode, (usize, usize)>,
    /// Open rounds that cannot take the rule over, since they ask other things.
    pub unfit: usize,
    /// Open rounds that have a rule of their own office; they are not counted above.
    pub own: usize,
}

impl NationEffect {
    /// Villages that would change, of villages with answers.
    #[must_use]
    pub fn sum(&self) -> (usize, usize) {
        self.provinces.values().fold((0, 0), |(n, of), (more, all)| (n + more, of + all))
    }

    fn add(&mut self, regency: RegionCode, one: &InRegency) {
        let own = self.provinces.entry(regency.province()).or_default();
        own.0 += one.changed;
        own.1 += one.pairs.len();
        for (before, after) in &one.pairs {
            for (id, first) in [(before, true), (after, false)] {
                let at = id.as_ref().and_then(|id| self.classes.iter().position(|(known, ..)| known == id));
                let of = match (at, first) {
                    (Some(at), true) => &mut self.classes[at].2,
                    (Some(at), false) => &mut self.classes[at].3,
                    (None, true) => &mut self.undetermined.0,
                    (None, false) => &mut self.undetermined.1,
                };
                *of += 1;
            }
        }
    }
}

/// How far the effect in the nation is worked out.
#[derive(Debug, Clone)]
pub enum Reckoning {
    /// So many regencies of so many.
    Running(usize, usize),
    /// It is there.
    Done(Arc<NationEffect>),
    /// It could not be worked out; asked again, it is tried again.
    Failed,
}

/// A working out of the effect in the nation.
#[derive(Debug, Default)]
pub(crate) struct Run {
    done: AtomicUsize,
    total: AtomicUsize,
    end: OnceLock<Option<Arc<NationEffect>>>,
}

/// The last working out, with the version and revision that it is of.
pub(crate) type LastRun = Mutex<Option<(String, Arc<Run>)>>;

/// The classes of the villages of a regency as they are and as they would be; `None` where there is no one class.
struct InRegency {
    pairs: Vec<(Option<String>, Option<String>)>,
    changed: usize,
}

/// How long an effect in the nation is shown before it is worked out anew: ten minutes.
const FRESH: i64 = 10 * 60 * 1000;
/// Regencies at work at the same time.
const AT_ONCE: usize = 4;

impl App {
    /// What a version of the nation would change: begins to work it out, or says how far that is.
    ///
    /// # Errors
    /// [`Refusal::Rule`] while the version is not whole.
    pub async fn nation_effect(self: &Arc<Self>, actor: &Actor, of: &VersionOf) -> Result<Reckoning, Refusal> {
        let version = self.rule_version(actor, of).await?;
        let rule = version.rule.map_err(Refusal::Rule)?;
        let name = format!("{}/{}/{}", of.id, of.version, version.record.revision);
        let mut last = self.effect.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, run)) = last.as_ref() {
            match run.end.get() {
                // Also that of another version: one after the other.
                None => {
                    let count = |of: &AtomicUsize| of.load(Ordering::Relaxed);
                    return Ok(Reckoning::Running(count(&run.done), count(&run.total)));
                }
                Some(Some(effect)) if *of == name && self.now() - effect.made_at < FRESH => {
                    return Ok(Reckoning::Done(effect.clone()));
                }
                Some(_) => {}
            }
        }
        let before = last.as_ref().is_some_and(|(of, run)| *of == name && matches!(run.end.get(), Some(None)));
        let run = Arc::new(Run::default());
        *last = Some((name, run.clone()));
        drop(last);
        let app = self.clone();
        tokio::spawn(async move {
            let effect = app.reckon_nation(&rule, &run).await;
            if let Err(refusal) = &effect {
                tracing::error!(%refusal, "the effect of a rule in the nation could not be worked out");
            }
            let _first = run.end.set(effect.ok().map(Arc::new));
        });
        Ok(if before { Reckoning::Failed } else { Reckoning::Running(0, 0) })
    }

    async fn reckon_nation(self: &Arc<Self>, rule: &Arc<Instrument>, run: &Run) -> Result<NationEffect, Refusal> {
        let conn = self.stores.main.read();
        // By regency and year: of each regency the last stays.
        let rounds = queries::rounds::open(conn, rule.id(), i64::MIN).await?;
        let rounds: BTreeMap<RegionCode, _> =
            rounds.into_iter().filter_map(|round| Some((round.regency.parse().ok()?, round))).collect();
        run.total.store(rounds.len(), Ordering::Relaxed);
        let classes = rule.classes().iter().map(|class| (class.id.clone(), class.title.clone(), 0, 0));
        let mut effect = NationEffect { made_at: self.now(), classes: classes.collect(), ..NationEffect::default() };
        let own = self.own_rules().await?;
        let (local, rounds): (BTreeMap<_, _>, BTreeMap<_, _>) =
            rounds.into_iter().partition(|(_, round)| own.has(round));
        effect.own = local.len();
        let one = |(regency, round): (RegionCode, store::nouns::Round)| {
            let (app, rule) = (self.clone(), rule.clone());
            async move {
                let there = app.rule_of(app.stores.main.read(), &round).await?;
                if !there.is_some_and(|there| fits(&there, &rule)) {
                    return Ok((regency, None));
                }
                let task = tokio::spawn(async move { app.in_regency(regency, round.year, &rule).await });
                let ended = task.await.map_err(|error| store::StoreError::Database(error.to_string()))?;
                Ok::<_, Refusal>((regency, Some(ended?)))
            }
        };
        let mut ended = futures_util::stream::iter(rounds).map(one).buffer_unordered(AT_ONCE);
        while let Some(one) = ended.next().await {
            match one? {
                (regency, Some(own)) => effect.add(regency, &own),
                (_, None) => effect.unfit += 1,
            }
            run.done.fetch_add(1, Ordering::Relaxed);
        }
        Ok(effect)
    }

    async fn in_regency(&self, regency: RegionCode, year: i64, rule: &Instrument) -> Result<InRegency, Refusal> {
        let key = crate::round_key(regency, rule.id(), year);
        let conn = self.stores.main.read();
        let class = |score: &store::nouns::Score| (score.mildest == score.worst).then(|| score.worst.clone());
        let before = queries::rounds::scores(conn, &key, &key.regency).await?;
        let before: HashMap<String, _> =
            before.iter().map(|score| (score.village.clone(), (class(score), score.clone()))).collect();
        let would = scores::reckon(&scores::material(conn, &key, rule, regency).await?, &key, rule);
        // Who has not sent every sheet has no class, whatever the answers so far come to.
        let mut sent: HashMap<String, usize> = HashMap::new();
        for submission in queries::rounds::submissions(conn, &key, &key.regency).await? {
            if submission.state.parse().is_ok_and(domain::sheet::State::counts) {
                *sent.entry(submission.village).or_default() += 1;
            }
        }
        let mut own = InRegency { pairs: vec![], changed: 0 };
        for score in would.iter().filter(|score| sent.get(&score.village) == Some(&rule.sheets().len())) {
            let (is, there) = before.get(&score.village).map_or((None, None), |(is, there)| (is.clone(), Some(there)));
            let same = there.is_some_and(|there| (&there.mildest, &there.worst) == (&score.mildest, &score.worst));
            own.changed += usize::from(!same);
            own.pairs.push((is, class(score)));
        }
        Ok(own)
    }

    /// What a version of a regency would change in this year's round; nothing where there is no round yet. For the nation see
    /// [`App::nation_effect`].
    ///
    /// # Errors
    /// [`Refusal::Rule`] while the version is not whole.
    pub async fn rule_effect(&self, actor: &Actor, of: &VersionOf) -> Result<Option<Effect>, Refusal> {
        let rule = self.rule_version(actor, of).await?.rule.map_err(Refusal::Rule)?;
        let Some(regency) = of.office else { return Ok(None) };
        let board = match self.any_board(regency, None.into()).await {
            Ok(board) => board,
            Err(Refusal::NotFound("round")) => return Ok(None),
            Err(other) => return Err(other),
        };
        let material = scores::material(self.stores.main.read(), &board.round.key(), &rule, regency).await?;
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
