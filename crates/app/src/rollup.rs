//! Counts above the city: of every regency of a province or of the nation, without villages.
//!
//! A regency's counts are worked out from its board and remembered together with the last entry of its chain; as long as
//! no entry was added they hold, and nothing has to be written beside the records. Not here: the board itself (`city`).

use crate::{
    Action, Actor, App, Moment, Refusal, access, allow,
    city::{Counts, Standing},
};
use domain::region::{Level, RegionCode};
use instrument::Text;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};
use store::queries;

/// Counts of a regency in a year, by the names of the classes, since two regencies may have two rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegencyCounts {
    /// The rule, written `id@version`.
    pub rule: String,
    /// Whether the rule is provisional.
    pub provisional: bool,
    /// Class id, title and number of villages, worst first.
    pub classes: Vec<(String, Text, usize)>,
    /// Villages whose class is not determined.
    pub undetermined: usize,
    /// Villages whose sheets have not all come in.
    pub silent: usize,
}

impl RegencyCounts {
    /// The denominator.
    #[must_use]
    pub fn villages(&self) -> usize {
        self.reported() + self.silent
    }

    /// Villages whose sheets have all come in.
    #[must_use]
    pub fn reported(&self) -> usize {
        self.classes.iter().map(|(.., n)| n).sum::<usize>() + self.undetermined
    }
}

/// A line above the city: a regency, or a province with what its regencies sum up to.
#[derive(Debug, Clone)]
pub struct RollUpLine {
    /// The province or regency.
    pub place: RegionCode,
    /// Regencies that have opened a period in that year.
    pub mapped: usize,
    /// Of so many.
    pub regencies: usize,
    /// The counts; `None` where nobody has begun.
    pub counts: Option<Arc<RegencyCounts>>,
}

/// Remembered counts by regency and year, each with the last entry of the chain that they rest on.
pub(crate) type Remembered = Mutex<HashMap<(RegionCode, i64), (u64, Option<Arc<RegencyCounts>>)>>;

/// Remembered lines by place and year, with how many entries all chains had.
pub(crate) type Rolled = Mutex<HashMap<(Option<RegionCode>, i64), (u64, Vec<RollUpLine>)>>;

impl App {
    /// The regencies of a province, or the provinces of the nation, with their counts in a year.
    ///
    /// # Errors
    /// When the actor may not see roll-ups there, or the place is neither.
    pub async fn roll_ups(
        &self,
        actor: &Actor,
        place: Option<RegionCode>,
        moment: Moment,
    ) -> Result<Vec<RollUpLine>, Refusal> {
        match place {
            Some(place) => allow(actor, Action::SeeProvince, place)?,
            None if access::may(actor, Action::SeeNation) => {}
            None => return Err(Refusal::NotAllowed(Action::SeeNation)),
        }
        if place.is_some_and(|place| place.level() != Level::Province) {
            return Err(Refusal::NotFound("region"));
        }
        let places = self.places();
        let provinces: Vec<RegionCode> = match place {
            Some(province) => vec![places.get(province).ok_or(Refusal::NotFound("region"))?.code],
            None => places.provinces().map(|region| region.code).collect(),
        };
        let day = moment.on.or(moment.known).unwrap_or_else(|| self.today(provinces[0]));
        let year = moment.year.unwrap_or_else(|| i64::from(day.year()));
        let stamp = self.stores.main.entries_in_all().await?;
        let known = {
            let known = self.rolled.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(&(place, year)).filter(|(then, _)| *then == stamp).map(|(_, lines)| lines.clone())
        };
        if let Some(lines) = known.filter(|_| !moment.is_past()) {
            return Ok(lines);
        }
        let heads = self.stores.main.heads().await?;
        let heads: HashMap<String, u64> = heads.into_iter().map(|head| (head.chain, head.sequence)).collect();
        let mut lines = vec![];
        for province in provinces {
            let mut own = vec![];
            for regency in places.regencies_in(province) {
                let last = heads.get(&regency.code.to_string()).copied();
                let counts = self.regency_counts(regency.code, moment.in_year(year), last).await?;
                own.push(RollUpLine {
                    place: regency.code,
                    mapped: usize::from(counts.is_some()),
                    regencies: 1,
                    counts,
                });
            }
            match place {
                Some(_) => lines = own,
                None => lines.push(sum(province, &own)),
            }
        }
        if !moment.is_past() {
            let mut known = self.rolled.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert((place, year), (stamp, lines.clone()));
        }
        Ok(lines)
    }

    /// The years of which some regency has a round, the latest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn years(&self) -> Result<Vec<i64>, Refusal> {
        Ok(queries::rounds::years(self.stores.main.read()).await?)
    }

    /// Counts of one regency; `last` is the last entry of its chain, `None` where it has none.
    async fn regency_counts(
        &self,
        regency: RegionCode,
        moment: Moment,
        last: Option<u64>,
    ) -> Result<Option<Arc<RegencyCounts>>, Refusal> {
        let (Some(last), Some(year)) = (last, moment.year) else { return Ok(None) };
        let remembered = |remembered: &Remembered| {
            let all = remembered.lock().unwrap_or_else(PoisonError::into_inner);
            all.get(&(regency, year)).filter(|(entry, _)| *entry == last).map(|(_, counts)| counts.clone())
        };
        if !moment.is_past()
            && let Some(counts) = remembered(&self.counts)
        {
            return Ok(counts);
        }
        let counts = match self.any_board(regency, moment).await {
            Ok(board) => {
                let rule = &board.round.rule;
                let standings: Vec<Standing> = board.lines.iter().map(|line| line.standing).collect();
                let Counts { classes, undetermined, silent } = Counts::of(rule.classes().len(), standings);
                let classes = rule.classes().iter().zip(classes);
                let classes = classes.map(|(class, n)| (class.id.clone(), class.title.clone(), n)).collect();
                let (rule, provisional) = (rule.rule().to_string(), rule.provisional());
                Some(Arc::new(RegencyCounts { rule, provisional, classes, undetermined, silent }))
            }
            Err(Refusal::NotFound(_)) => None,
            Err(other) => return Err(other),
        };
        if !moment.is_past() {
            let mut all = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert((regency, year), (last, counts.clone()));
        }
        Ok(counts)
    }
}

/// What the regencies of a province sum up to.
fn sum(province: RegionCode, own: &[RollUpLine]) -> RollUpLine {
    let mapped = own.iter().filter(|line| line.counts.is_some()).count();
    RollUpLine { place: province, mapped, regencies: own.len(), counts: sum_of(own).map(Arc::new) }
}

/// What lines sum up to, class by class; `None` where none has counts.
#[must_use]
pub fn sum_of(lines: &[RollUpLine]) -> Option<RegencyCounts> {
    let mut classes: Vec<(String, Text, usize)> = vec![];
    let mut rules: BTreeMap<String, bool> = BTreeMap::new();
    let (mut undetermined, mut silent) = (0, 0);
    for counts in lines.iter().filter_map(|line| line.counts.as_ref()) {
        for (id, title, n) in &counts.classes {
            match classes.iter_mut().find(|(known, ..)| known == id) {
                Some((.., sum)) => *sum += n,
                None => classes.push((id.clone(), title.clone(), *n)),
            }
        }
        rules.insert(counts.rule.clone(), counts.provisional);
        undetermined += counts.undetermined;
        silent += counts.silent;
    }
    let provisional = rules.values().any(|provisional| *provisional);
    let rule = rules.into_keys().collect::<Vec<_>>().join(", ");
    (!rule.is_empty()).then_some(RegencyCounts { rule, provisional, classes, undetermined, silent })
}
