//! What a person can do: one public function for each action.
//!
//! Each action asks [`access`] first (one line), then checks the rules, then writes records and ledger entry in one
//! transaction. Pages, API, command line and the demonstration all call these functions; nothing else writes.
//!
//! Not here: SQL (`store`), how things look (`web`), what a rule file means (`instrument`).
//! Next: [`access`] for who may do what, [`sheets`] for the way of an answer, [`city`] for what an officer sees first.

pub mod access;
pub mod accounts;
pub mod actor;
mod apart;
pub mod backup;
pub mod city;
pub mod decisions;
pub mod doors;
pub mod evidence;
pub mod imports;
pub mod jobs;
pub mod keys;
pub mod ledger;
pub mod moment;
pub mod outside;
pub mod papers;
pub mod places;
mod plain;
pub mod plan;
pub mod programme;
pub mod refusal;
pub mod rollup;
pub mod rounds;
pub mod rules;
mod scores;
pub mod sheets;
pub mod tasks;
pub mod totals;
pub mod village;

pub use access::{Action, allow, allow_office};
pub use actor::Actor;
pub use documents::qr;
pub use moment::Moment;
pub use outside::{Clock, Mail, Mailer, Press, Random};
pub use plain::plain;
pub use refusal::{FieldError, Refusal};

use domain::region::{Gazetteer, RegionCode, Titles};
use instrument::Instrument;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use store::{Stores, erasures::Erasures, files::Files, queries};

/// The id of the first instrument, with which a new city begins.
pub const FIRST_INSTRUMENT: &str = "kawasan-rawan-8-5";

/// The rules that the program brings along.
const BUILT_IN: &[&str] = &[include_str!("../../../rules/instruments/kawasan-rawan-8-5.toml")];

/// The rule files that the program brings along.
#[must_use]
pub const fn built_in_rules() -> &'static [&'static str] {
    BUILT_IN
}

/// The program at work on one installation.
pub struct App {
    stores: Stores,
    files: Files,
    prints: Files,
    /// Envelopes of files that came with tips.
    tip_files: Files,
    press: Arc<dyn Press>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    keys: keys::Keys,
    erasures: Erasures,
    /// The data folder: where the last backup is noted.
    data: PathBuf,
    places: RwLock<Arc<Gazetteer>>,
    titles: Arc<Titles>,
    disclosure: Arc<totals::Disclosure>,
    rules: Mutex<HashMap<[u8; 32], Arc<Instrument>>>,
    /// Rules of rounds, by regency, id and version: a version that a round has never changes.
    round_rules: Mutex<HashMap<(String, String, String), Arc<Instrument>>>,
    boards: city::Remembered,
    installation: RwLock<places::Installation>,
    /// Rung when something was planned that should not wait.
    wake: tokio::sync::Notify,
    effect: rules::effect::LastRun,
    programme: Arc<programme::Rules>,
    plan: Arc<plan::Rules>,
    doors: doors::Rules,
    tip_desks: doors::open::Remembered,
    programme_facts: programme::Remembered,
    plan_boards: plan::board::Remembered,
    counts: rollup::Remembered,
    rolled: rollup::Rolled,
    throttle: accounts::throttle::Throttle,
    throttle_secret: [u8; 16],
    used_codes: accounts::second_factor::UsedCodes,
}

/// What an installation is opened with.
pub struct Opening {
    /// The three stores.
    pub stores: Stores,
    /// Where files are kept.
    pub files: Files,
    /// Where prints lie for an hour.
    pub prints: Files,
    /// Where envelopes of files lie that came with tips.
    pub tip_files: Files,
    /// What sets papers.
    pub press: Arc<dyn Press>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub random: Arc<dyn Random>,
    /// What signs and checks checkpoints.
    pub keys: keys::Keys,
    /// Where erasures are noted beside the database.
    pub erasures: Erasures,
    /// The data folder.
    pub data: PathBuf,
}

impl App {
    /// Opens an installation, new or old.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open(opening: Opening) -> Result<Self, Refusal> {
        let Opening { stores, files, prints, tip_files, press, clock, random, keys, erasures, data } = opening;
        let mut throttle_secret = [0; 16];
        random.fill(&mut throttle_secret);
        let disclosure = totals::Disclosure::builtin().map_err(|_| Refusal::Invalid("total-rule-broken"))?;
        let app = Self {
            stores,
            files,
            prints,
            tip_files,
            press,
            clock,
            random,
            keys,
            erasures,
            data,
            places: RwLock::new(Gazetteer::builtin()),
            titles: Titles::builtin(),
            disclosure: Arc::new(disclosure),
            rules: Mutex::default(),
            round_rules: Mutex::default(),
            boards: city::Remembered::default(),
            installation: RwLock::default(),
            wake: tokio::sync::Notify::new(),
            effect: rules::effect::LastRun::default(),
            programme: Arc::new(programme::Rules::builtin()?),
            plan: Arc::new(plan::Rules::builtin()?),
            doors: doors::Rules::builtin()?,
            tip_desks: Mutex::default(),
            programme_facts: programme::Remembered::default(),
            plan_boards: plan::board::Remembered::default(),
            counts: rollup::Remembered::default(),
            rolled: rollup::Rolled::default(),
            throttle: accounts::throttle::Throttle::default(),
            throttle_secret,
            used_codes: accounts::second_factor::UsedCodes::default(),
        };
        app.reload().await?;
        Ok(app)
    }

    /// Reads again what is held in memory: region revisions and the installation's facts.
    async fn reload(&self) -> Result<(), Refusal> {
        let revisions = places::revisions::read(self).await?;
        let places = match revisions.as_slice() {
            [] => Gazetteer::builtin(),
            revisions => Arc::new(Gazetteer::builtin().with_revisions(revisions)),
        };
        *self.places.write().unwrap_or_else(PoisonError::into_inner) = places;
        let installation = places::Installation::read(self).await?;
        *self.installation.write().unwrap_or_else(PoisonError::into_inner) = installation;
        Ok(())
    }

    /// Milliseconds since 1970 UTC, by this installation's clock.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// All places that this installation knows.
    #[must_use]
    pub fn places(&self) -> Arc<Gazetteer> {
        self.places.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a village and its head are called where.
    #[must_use]
    pub fn titles(&self) -> &Titles {
        &self.titles
    }

    /// What this installation is: its city, and whether it is a demonstration.
    #[must_use]
    pub fn installation(&self) -> places::Installation {
        self.installation.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a regulation can change of the doors.
    #[must_use]
    pub fn door_rules(&self) -> &doors::Rules {
        &self.doors
    }

    /// Today's date where the region lies.
    #[must_use]
    pub fn today(&self, region: RegionCode) -> jiff::civil::Date {
        self.zone(region).date(self.now())
    }

    /// Today's date where an office works.
    #[must_use]
    pub fn office_today(&self, office: Option<RegionCode>) -> jiff::civil::Date {
        self.office_zone(office).date(self.now())
    }

    /// The time zone of an office; the nation's is in Jakarta.
    #[must_use]
    pub fn office_zone(&self, office: Option<RegionCode>) -> words::Zone {
        office.map_or(words::Zone::Wib, |regency| self.zone(regency))
    }

    /// The time zone of a region.
    #[must_use]
    pub fn zone(&self, region: RegionCode) -> words::Zone {
        words::Zone::of_province(region.province().undotted().parse().unwrap_or_default())
    }

    /// The built-in rule with this id, in the version that a new round is opened with.
    #[must_use]
    pub fn built_in_rule(&self, id: &str) -> Option<Arc<Instrument>> {
        BUILT_IN.iter().filter_map(|source| self.rule(source)).find(|rule| rule.id() == id)
    }

    /// Reads a rule; each source is proved once and then remembered.
    fn rule(&self, source: &str) -> Option<Arc<Instrument>> {
        let digest = *seal::Digest::of(source.as_bytes()).as_bytes();
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rule) = rules.get(&digest) {
            return Some(rule.clone());
        }
        let rule = Arc::new(Instrument::parse(source).ok()?);
        rules.insert(digest, rule.clone());
        Some(rule)
    }

    /// The rule of a round; read and proved once.
    pub(crate) async fn rule_of(
        &self,
        conn: store::Conn<'_, store::MainKind>,
        round: &store::nouns::Round,
    ) -> Result<Option<Arc<Instrument>>, Refusal> {
        let name = (round.regency.clone(), round.instrument.clone(), round.version.clone());
        let known = self.round_rules.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let source = queries::rounds::source(conn, round).await?;
        let rule = source.and_then(|source| self.rule(&source.source));
        if let Some(rule) = &rule {
            self.round_rules.lock().unwrap_or_else(PoisonError::into_inner).insert(name, rule.clone());
        }
        Ok(rule)
    }

    /// A new id, ordered by time.
    fn new_id(&self) -> String {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        let now = u64::try_from(self.now()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(now, &random).into_uuid().to_string()
    }

    /// Random bytes that nobody can guess.
    #[must_use]
    pub fn token<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }
}

/// The chain that a part of the region tree belongs to: its regency, or `system` above that.
#[must_use]
pub fn chain_of(scope: Option<RegionCode>) -> String {
    scope.and_then(RegionCode::regency).map_or_else(|| store::SYSTEM.to_owned(), |regency| regency.to_string())
}

/// Names the round of an instrument and year in a regency.
#[must_use]
pub fn round_key(regency: RegionCode, instrument: &str, year: i64) -> queries::rounds::Key {
    queries::rounds::Key { regency: regency.to_string(), instrument: instrument.to_owned(), year }
}
